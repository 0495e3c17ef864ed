"""What a view of scores or weights shows, in words: the same for terminal, page and the table beside a chart."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reports.charts.shapes import Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of words. Heads that begin with `>` stand over numbers; `caption` says what the table is."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section: its table, its chart if it has one, and sentences below."""

    id: str
    title: str
    note: str
    grid: Grid | None = None
    chart: Drawing | None = None
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A whole view: title, what it is about, one sentence that says it all, and its sections."""

    title: str
    about: str
    lead: str
    parts: tuple[Part, ...]
