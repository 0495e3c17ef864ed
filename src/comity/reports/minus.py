"""Negative numbers of the engine as people read them: `−USD 56,372`, with a true minus, as every page writes them.

The texts of explanations are written by the engine, which also gives them as JSON, with the minus of a keyboard.
"""

from __future__ import annotations

import re

from comity.kernel.numbers import MINUS

_MONEY = re.compile(r"(?<![\w.])(?P<currency>[A-Z]{3}) -(?=\d)")
_NUMBER = re.compile(r"(?<![\w.)\]%-])-(?=\d)")
"""A sign before digits; not the hyphen of a day or of a name, and not what is taken from what stands before it."""


def with_minus(text: str) -> str:
    """Return a text of the engine with each negative number as people read it."""
    return _NUMBER.sub(MINUS, _MONEY.sub(rf"{MINUS}\g<currency> ", text))
