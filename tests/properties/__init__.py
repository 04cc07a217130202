"""What must hold for every history that a company could have: the histories, and a quick dbt."""
