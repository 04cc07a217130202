"""Runs the project: landing checks, dbt, audits, publishing, alerts."""
