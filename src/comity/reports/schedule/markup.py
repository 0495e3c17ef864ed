"""Marks within the texts of a schedule: emphasis, and references that are put in once everything has its number.

A mark is a character of Unicode's private use area. Words of the agreement pass through `plain`, so that nothing in
them can be taken for a mark; whatever is shown is split into runs by `runs`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_STRONG, _STRONG_END, _REFERENCE, _NAMED, _REFERENCE_END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_MARKS = re.compile("[\ue000-\uf8ff]")
_REFERENCES = re.compile(f"([{_REFERENCE}{_NAMED}])([^{_REFERENCE_END}]*){_REFERENCE_END}")
_RUNS = re.compile(f"{_STRONG}([^{_STRONG_END}]*){_STRONG_END}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text that is shown in one way."""

    text: str
    strong: bool = False


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return words of the agreement as one line without marks or characters that no page can show."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = "".join(c if c.isprintable() else " " for c in _MARKS.sub("", text))
    return " ".join(kept.split())


def strong(text: str) -> str:
    """Return a text that is to be shown in bold, such as a term where it is defined."""
    return f"{_STRONG}{text}{_STRONG_END}"


def reference(key: str) -> str:
    """Return a reference to what has a key: `clause 4.5(b)`, `Table 2`."""
    return f"{_REFERENCE}{key}{_REFERENCE_END}"


def named_reference(key: str) -> str:
    """Return a reference that also says the title of what it leads to: `clause 4.5(b) (Cure)`."""
    return f"{_NAMED}{key}{_REFERENCE_END}"


def resolved(text: str, find: Callable[[str, bool], str]) -> str:
    """Return a text with every reference put in; `find` takes a key, and whether the title is wanted."""
    return _REFERENCES.sub(lambda found: find(found[2], found[1] == _NAMED), text)


def runs(text: str) -> tuple[Run, ...]:
    """Split a text without references into runs."""
    found: list[Run] = []
    for number, piece in enumerate(_RUNS.split(text)):
        if piece:
            found.append(Run(text=piece, strong=number % 2 == 1))
    return tuple(found)


def bare(text: str) -> str:
    """Return a text without references as its letters alone."""
    return "".join(run.text for run in runs(text)) if _STRONG in text else text
