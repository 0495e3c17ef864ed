"""Facts as they travel from a file to the metric engine. Tables are Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pyarrow as pa

from comity.facts.surveyed import SurveyScore
from comity.kernel.figure import Exact, Scope, Unknown
from comity.kernel.period import Period
from comity.kernel.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file as an adapter read it: untyped text (CSV) or typed columns (Parquet, XLSX).

    `digest` is the SHA-256 of its bytes, `first_row` the number a person sees beside the first data row.
    `rows_are_lines` says whether that is also the number of its line in a text.
    `about` holds what `about.yaml` beside the file says of it: `reported by`, `known at`, `covers`, `source`.
    """

    path: str
    table: pa.Table
    digest: str
    first_row: int = 2
    rows_are_lines: bool = False
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One validated file of one table: typed columns as declared, and the columns below, one row a fact.

    Added columns: `_reporter` text, `_known_at` date32, `_file` text, `_row` int64.
    Types: period -> text (its name) with `_first` and `_last` date32 beside it (of the period, or of the row's
    day); date -> date32; text -> string; number, money, rounding -> decimal128 or int64; truth -> bool.
    Money and roundings are in whole units of the currency that facts.money.denomination names.
    `covers` are period names reported as complete, so that no row there means empty and not missing.
    `reporter` and `known_at` are those of the file as a whole, None where only its rows say them.
    """

    table_name: str
    path: str
    digest: str
    rows: pa.Table
    covers: tuple[str, ...] = ()
    reporter: str | None = None
    known_at: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What one reporter says of one datum: as reported and in the agreement's currency.

    `rounding` is the unit the value was rounded to, in the agreement's currency; 0 means exact.
    """

    reporter: str
    value: Exact
    currency: str | None
    converted: Exact
    rate: Exact | None
    rounding: Exact
    known_at: date
    file: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One datum owed by several reporters, compared.

    `state` is `agreed` (within rounding or tolerance), `differs`, or `one report`. `difference` is the later
    named reporter's value less that of the first, as a share of the first; None unless both reported.
    `reason` says by which rule they agree or how far apart they are.
    """

    table: str
    column: str
    period: Period
    scope: Scope
    reports: tuple[Reported, ...]
    missing: tuple[str, ...]
    state: str
    difference: Exact | None
    reason: str
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """A row of which some columns are still open, `unknown`, because something is not done yet; `day` is its own.

    The `row` holds what they come to so far. `counted` tells whether a figure may count that, provisionally; otherwise
    a figure that depends on it has no value. `why` says which it is.
    """

    day: date
    row: Mapping[str, object]
    unknown: Mapping[str, Unknown]
    counted: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTable:
    """A table as known on a day: one row a fact that counts, in the agreement's currency.

    `rows` has the declared columns plus `_first`, `_last` (date32), `_reporter`, `_known_at`, `_file`, `_row`,
    `_disputed` (bool). `history` has every row ever reported with `_superseded_at` (date32, null while it holds).
    `covers` are the names of periods declared complete, `covered_by` (reporter, name) who declared it.
    `digest` identifies exactly these rows. `open` are rows that are not settled yet.
    """

    name: str
    rows: pa.Table
    history: pa.Table
    digest: str
    covers: frozenset[str] = frozenset()
    covered_by: frozenset[tuple[str, str]] = frozenset()
    comparisons: tuple[Comparison, ...] = ()
    open: tuple[OpenRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All tables of an alliance as known on `known_at`. A table without facts is there, empty.

    `contested` are the days on which a dispute of a single datum began or ended (facts.contested). `surveyed` are the
    scores of the waves of surveys that were closed by then.
    """

    tables: Mapping[str, SealedTable]
    known_at: date
    problems: tuple[Problem, ...] = ()
    contested: tuple[date, ...] = ()
    surveyed: tuple[SurveyScore, ...] = ()

    @property
    def differ(self) -> bool:
        """Whether reporters of any datum differ."""
        return any(one.state == "differs" for table in self.tables.values() for one in table.comparisons)

    @property
    def corrected_on(self) -> frozenset[date]:
        """The days on which a row took another's place, or a dispute of a datum began or ended."""
        columns = [table.history.column("_superseded_at").unique() for table in self.tables.values()]
        days = {day for column in columns for day in column.to_pylist() if day is not None}
        return frozenset(days.union(self.contested))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Exchange rates: (currency, period name) -> units of the agreement's currency for one unit."""

    table: str
    rates: Mapping[tuple[str, str], Decimal]
