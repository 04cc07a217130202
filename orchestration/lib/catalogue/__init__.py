"""The catalogue of the metrics: what each means, whose it is, and its last complete number."""
