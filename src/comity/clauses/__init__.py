"""Clauses: what is owed, and whether it was met. How a figure was made is not seen from here."""
