"""What the names of a formula can mean: the whole agreement, and the spot in which the formula stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.types import Maybe
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.kernel.values import dataclass

ONCE = "once"
ROW = "row"
Every = Grain | str
"""A period, `once`, `row` (of a table), or "" where the formula stands in no period of its own."""

_ORDER: dict[Every, int] = {
    Grain.DAY: 0, Grain.WEEK: 1, Grain.MONTH: 2, Grain.QUARTER: 3, Grain.YEAR: 4, Grain.CONTRACT_YEAR: 4, ONCE: 5,
}  # fmt: skip


def finer(one: Every, other: Every) -> bool:
    """Tell whether periods of one kind are shorter than those of the other."""
    return one in _ORDER and other in _ORDER and _ORDER[one] < _ORDER[other]


def coarser(one: Every, other: Every) -> bool:
    """Tell whether periods of one kind cannot be put together from, nor found within, those of the other."""
    return one in _ORDER and other in _ORDER and one != other and not finer(one, other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows an aggregate can read: `sort` is facts, milestones, account, clause or step.

    `every` and `per` say for which period and member a clause or account has one row.
    """

    name: str
    sort: str
    columns: Mapping[str, Maybe]
    place: Place | None = None
    every: Every = ""
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricUse:
    """A metric, as others see it."""

    name: str
    every: Every
    type: Maybe = None
    per: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingUse:
    """A setting, as formulas see it; that it is dated they do not see.

    `layers` are the maps to be called, outermost first: `keyed` (by a member) or `step` (by a number);
    `keys` are the members known to keyed layers, `numbers` the numbers written out in it.
    """

    name: str
    type: Maybe = None
    layers: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()
    numbers: tuple[Decimal, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything an agreement names.

    `broken` are names that were written but could not be read: nobody complains about them a second time.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    metrics: Mapping[str, MetricUse] = field(default_factory=dict)
    settings: Mapping[str, SettingUse] = field(default_factory=dict)
    surveys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dimensions: frozenset[str] = frozenset()
    currency: str | None = None
    broken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The spot in which a formula stands.

    `kind` is metric, clause, setting, account, scorecard, ladder or column. `names` are the bare names bound here
    with their types; `absent` names that mean something elsewhere, with why not here. `rules` are those of the
    clause (`rule.pay`). `table` is that of a clause over rows. `steps_on` is true in the `when` and `unless` of a
    step inside a case, where finer metrics run on.
    """

    world: World
    kind: str
    every: Every = ""
    per: tuple[str, ...] = ()
    names: Mapping[str, Maybe] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    reliefs: frozenset[str] = frozenset()
    table: str = ""
    steps_on: bool = False


@dataclass(slots=True)
class Rows:
    """What an aggregate reads, as it is found: tables and metrics, each with the first node that names it."""

    tables: dict[str, tree.Node] = field(default_factory=dict)
    metrics: dict[str, tree.Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in a formula a node stands.

    `every` is the period it is read in, `rows` collects what the aggregate around it reads, `filtering` is true in its
    filter, `timed` counts the time functions around it.
    """

    every: Every
    rows: Rows | None = None
    filtering: bool = False
    timed: int = 0
