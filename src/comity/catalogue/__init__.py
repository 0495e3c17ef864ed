"""What alliances measure, ready to use: metrics, tables and starter sets, as data with their sources.

The data stand in `entries/`, `tables/` and `sets/`, one YAML file each, and are read from `catalogue.jsonl`, which
`make docs` makes of them: it is read in a few milliseconds, and no YAML of ours has to be read to check yours.
"""
