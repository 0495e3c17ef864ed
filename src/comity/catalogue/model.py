"""The catalogue as values. Terms and formulas are texts of the agreement language, and are read where they are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeVar

from comity.kernel.values import dataclass

Tree = str | tuple["Tree", ...] | Mapping[str, "Tree"]
"""A part of an agreement as it is written: a text, a list, or a map of keys."""

FAMILIES: Mapping[str, str] = {
    "financial": "Money",
    "market": "Market and customers",
    "operational": "Operations",
    "strategic": "Strategy",
    "relationship": "The relationship",
    "governance": "Governance and compliance",
    "esg": "Environment, people, conduct",
}

KINDS = (
    "co-marketing", "co-development", "licensing", "supply", "joint venture", "technology partner", "public-private",
)  # fmt: skip
"""The kinds of alliance that entries say they fit, each with a starter set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a definition comes from: a title, its version or year, and the place in it (clause, datapoint)."""

    title: str
    version: str = ""
    where: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.version, self.where) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A name in a formula that the parties choose. It is a setting of the agreement; `default` holds without one."""

    name: str
    default: Tree
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """Facts, and the figures that follow: `expect` is period -> value, below members where there are any."""

    says: str
    given: Mapping[str, Tree]
    expect: Tree
    starts: str = "2026-01-01"
    settings: Mapping[str, Tree] = field(default_factory=dict)
    milestones: Mapping[str, Tree] = field(default_factory=dict)
    acts: Tree = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A metric of the catalogue, in one version that never changes.

    `define` holds its terms as they stand in an agreement (`is`, `every`, `unit`…). `definition` is one exact
    sentence. `nature` is quantitative or qualitative, `signal` leading or lagging. `pair_with` names the entries that
    show when this one is gamed. `fits` names kinds of alliance for which it is a usual choice.
    """

    name: str
    version: int
    title: str
    family: str
    topic: str
    definition: str
    define: Mapping[str, Tree]
    data_owner: str
    nature: str
    signal: str
    pitfalls: tuple[str, ...]
    gaming: str
    pair_with: tuple[str, ...]
    sources: tuple[Source, ...]
    example: WorkedExample
    parameters: tuple[Parameter, ...] = ()
    fits: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardTable:
    """A table of facts that entries read: what one row is, its terms, and what each column holds."""

    name: str
    version: int
    title: str
    says: str
    data_owner: str
    define: Mapping[str, Tree]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All entries and tables, by name; each has its versions, earliest first."""

    entries: Mapping[str, tuple[Entry, ...]]
    tables: Mapping[str, tuple[StandardTable, ...]]

    def entry(self, name: str, version: int | None = None) -> Entry | None:
        """Return an entry, in its latest version unless one is named; None where there is none."""
        return _versioned(self.entries.get(name, ()), version)

    def table(self, name: str, version: int | None = None) -> StandardTable | None:
        """Return a table, in its latest version unless one is named; None where there is none."""
        return _versioned(self.tables.get(name, ()), version)

    @property
    def latest(self) -> tuple[Entry, ...]:
        """Every entry in its latest version, family by family, as written in FAMILIES."""
        order = list(FAMILIES)
        found = [versions[-1] for versions in self.entries.values()]
        return tuple(sorted(found, key=lambda entry: (order.index(entry.family), entry.topic, entry.name)))


_One = TypeVar("_One", Entry, StandardTable)


def _versioned(versions: tuple[_One, ...], version: int | None) -> _One | None:
    if version is None:
        return versions[-1] if versions else None
    return next((one for one in versions if one.version == version), None)
