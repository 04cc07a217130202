"""The simulated company: its raw tables in the connectors' shapes, and what is true of it."""
