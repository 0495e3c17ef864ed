"""The agreement language: read, check, amend; terms as of a day."""
