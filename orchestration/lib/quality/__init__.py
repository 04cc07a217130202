"""Border checks: measures taken in SQL, judged by Great Expectations."""
