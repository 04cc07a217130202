"""Measures what a night costs, and guards against models that grow faster than their rows."""
