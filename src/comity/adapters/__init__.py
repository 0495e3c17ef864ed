"""The outside world: files, DuckDB, the clock."""
