"""The numbers of docs/kpi_definitions.md a second time, in plain Python over the landing files."""
