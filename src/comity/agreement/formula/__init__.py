"""Formulas: every number and every condition of an agreement is one expression."""
