"""What exists: jobs, schedules, sensors and border checks."""
