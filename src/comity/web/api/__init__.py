"""The REST API: the same standing, through the same gate, for programs with a token (docs/reference/api.md)."""
