"""Patterns of clauses that a form can say: what is asked, the entries that it writes, and how they are read again."""
