"""Which known name was meant by one that is not known: a slip of a letter, or other blanks and signs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

MOST_CANDIDATES = 1_000
"""How many names are compared with a wrong one: comparing is slow, and an agreement can have tens of thousands."""
_MOST_LETTERS = 100


def guess(name: str, known: Iterable[str]) -> str:
    """Return a hint with the known name most like a wrong one, or "". One that differs in blanks or signs comes first.

    So `atleast` and `at_least` mean `at least`, whatever else is known.
    """
    candidates, wrong = list(islice(known, MOST_CANDIDATES)), name[:_MOST_LETTERS]
    same = [one for one in candidates if is_same(wrong, one)]
    close = same or get_close_matches(wrong, candidates, n=1)
    return f"Did you mean {close[0]}?" if close else ""


def is_same(name: str, other: str) -> bool:
    """Tell whether two names have the same letters and digits, whatever stands between them."""
    letters = _letters(name)
    return letters != "" and letters == _letters(other)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
