"""Border checks, declared: what is expected of the landing and of the marts, and by whom."""
