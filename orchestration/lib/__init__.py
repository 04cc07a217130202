"""How each step works. What exists (jobs, suites, schedules) is declared in orchestration/defs."""
