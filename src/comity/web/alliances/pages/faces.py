"""What stands at the top and at the side of a page about figures."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reports.view.model import Chip


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A figure that leads a page: what it is, its value with its derivation, its state, and what to compare it with."""

    label: str
    text: str
    href: str = ""
    chips: tuple[Chip, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A line about a metric: what is told, in words, and where a word leads."""

    label: str
    words: tuple[tuple[str, str], ...]
