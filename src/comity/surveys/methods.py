"""The names of the methods that are spoken of in words of their own; whoever shows results needs no more of them."""

from __future__ import annotations

CODERS = "Krippendorff's alpha (ordinal) of two coders"
LINKED = "severity of coders (many-facet Rasch)"
BESIDE = "severity of the coder "
"""A method begins with it, and ends with the pseudonym of the coder; its value is in levels, above the others."""
SEVERITY = "severity of raters (many-facet Rasch)"
