"""The definitions of docs/definitions.md in plain Python, over the simulated histories."""
