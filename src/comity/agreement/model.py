"""The agreement as frozen values, as the reader builds them. Every formula is parsed, every place is kept.

Optional things are None or empty. Maps keep the order in which they were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from comity.agreement.formula.tree import Node
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain
from comity.kernel.problem import Place

# -- values -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula: its text as written and its tree."""

    text: str
    node: Node
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A value in plain words, like `in force` or `critical`."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Unset:
    """Agreed to be filled in later. Whatever needs it is undetermined, reason "unset"."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedMap:
    """A value that changes over time: (day from which it holds, value), earliest first."""

    entries: tuple[tuple[date, Term], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTable:
    """(threshold, value), lowest first: the entry with the greatest threshold not above the argument."""

    entries: tuple[tuple[Decimal, Term], ...]
    otherwise: Term | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedMap:
    """A value for each member of a scope."""

    entries: Mapping[str, Term]
    place: Place


Term = Formula | Word | Unset | DatedMap | StepTable | KeyedMap


# -- sections ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    name: str
    legal_name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who reports a table, and in which money: `currency` and `scale` (1, 1000, 10**6, 10**9)."""

    party: str
    currency: str | None = None
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A declared column. `type` is one of period, date, text, number, money, truth, rounding, reporter.

    `words` are the allowed values of a text; `condition` a formula over the column's own name that must
    hold (`number >= 0`); `unit` of a number (`number in kg`); `currency` and `scale` of money
    (`money in EUR m`), None where the reporter or the agreement says it.
    A `rounding` column gives, row by row, the unit to which that row's amounts were rounded, in the same
    money and scale as the amounts. A `reporter` column holds the party whose row it is, which reports it; its
    `words` are the parties that report the table.
    """

    name: str
    type: str
    place: Place
    words: tuple[str, ...] = ()
    condition: Formula | None = None
    unit: str | None = None
    currency: str | None = None
    scale: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTable:
    """A table owed. `every` is None where each row has its own day (`row`).

    `reporters` are parties, or the single word `published` for facts from a public source that neither
    party reports (exchange rates). The first reporter's figure counts where several agree.
    """

    name: str
    reporters: tuple[Reporter, ...]
    every: Grain | None
    columns: Mapping[str, Column]
    place: Place
    key: tuple[str, ...] = ()
    due: Deadline | None = None
    final: Deadline | None = None
    restate: Deadline | None = None
    tolerance: Decimal = Decimal(0)
    says: str = ""
    catalogue: str = ""

    @property
    def period_column(self) -> str | None:
        """The column that holds the period, or the day of a row; None if there is neither."""
        wanted = "period" if self.every else "date"
        return next((c.name for c in self.columns.values() if c.type == wanted), None)

    @property
    def reporter_column(self) -> str | None:
        """The column of the party whose row it is: each reports its own rows. None where all report the same."""
        return next((c.name for c in self.columns.values() if c.type == "reporter"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric. It is *judged* where `levels` says what each number means, in the order of the numbers.

    `judged_by` then names the roles of each party that judge. `priced` says that the parties agreed to let it decide
    payments; it is written `priced: agreed`. `catalogue` is the entry whose terms these are, with its version.
    """

    name: str
    formula: Formula
    every: Grain
    place: Place
    per: tuple[str, ...] = ()
    unit: str = ""
    round: Rounding | None = None
    better: str | None = None
    serves: tuple[str, ...] = ()
    target: Term | None = None
    title: str = ""
    says: str = ""
    levels: Mapping[Decimal, str] = field(default_factory=dict)
    judged_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priced: bool = False
    catalogue: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether its figures are people's judgements on agreed levels."""
        return bool(self.levels) and bool(self.judged_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """`step` is the unit rounded to (0.1% is Decimal("0.001")); `mode` is half up, half even, down or up."""

    step: Decimal
    mode: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something to be done once, by a day.

    `accepted_by` is the party that accepts or rejects it once it is complete; without it nobody needs to. `within` is
    how long that party has from the day of completion: after it the milestone is deemed accepted; None means for ever.
    `worth` is what is earned with it, an amount or a number written out.
    """

    name: str
    due: Term | Deadline
    place: Place
    owed_by: str | None = None
    accepted_by: str | None = None
    within: Duration | None = None
    worth: Formula | None = None
    evidence: str = ""
    serves: tuple[str, ...] = ()
    title: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A survey; `priced` says that the parties agreed to let it decide payments.

    It is written `priced: agreed`; without it `check` warns wherever an answer reaches a payment.
    """

    name: str
    every: Duration | Grain
    asks: Mapping[str, int]
    scale: tuple[int, int]
    items: Mapping[str, str]
    place: Place
    groups_of: int = 5
    priced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    at_most: Term
    every: str
    place: Place
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    name: str
    owed_by: str
    owed_to: str
    settle: str
    place: Place
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step or a consequence (language, sections 6 and 7). All keys it can carry; most are absent.

    `who` holds the parties of `must` or `may`; `modal` is "must", "may" or "". `procedure` are the rules of procedure
    of a level, written `rules`.
    """

    place: Place
    name: str = ""
    condition: Formula | None = None
    when: Formula | None = None
    unless: Formula | None = None
    again: str = ""
    modal: str = ""
    who: tuple[str, ...] = ()
    do: str = ""
    choose: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    pay: Formula | None = None
    payer: str = ""
    payee: str = ""
    holds_from_period_start: bool = False
    into: str = ""
    at_most: Formula | None = None
    set: Mapping[str, Term] = field(default_factory=dict)
    lasts: Duration | None = None
    after: Duration | None = None
    declare: str = ""
    ladder: str = ""
    level: str = ""
    procedure: str = ""
    seat: str = ""
    within: Deadline | None = None
    carries: Mapping[str, Column] = field(default_factory=dict)
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    name: str
    effect: str
    place: Place
    within: Deadline | None = None
    evidence: str = ""
    carries: Mapping[str, Column] = field(default_factory=dict)
    measure: Formula | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause. `every` is a Grain, `once`, or `row of TABLE` (then `table` names it).

    `relation` is one of `at least`, `above`, `at most`, `below` (with `measure` and `threshold`), or
    `missed if` (with `missed_if`), or "" where the clause has no verdict. `unit` is that of the measure.
    """

    name: str
    owed_by: str
    owed_to: str
    every: Grain | str
    place: Place
    table: str = ""
    per: tuple[str, ...] = ()
    measure: Formula | None = None
    relation: str = ""
    threshold: Term | None = None
    missed_if: Formula | None = None
    round: Rounding | None = None
    let: Mapping[str, Formula] = field(default_factory=dict)
    relief: Mapping[str, Relief] = field(default_factory=dict)
    rules: Mapping[str, Step] = field(default_factory=dict)
    ladder: str = ""
    starts: Deadline | None = None
    ends: Deadline | None = None
    serves: tuple[str, ...] = ()
    title: str = ""
    unit: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePoint:
    """A point between floor and target: at the figure `at` the score is `score`, above 0 and below 100."""

    at: Formula
    score: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredMetric:
    """A metric of the scorecard with its fixed anchors. `metric` is a name or `survey(name.dimension)`.

    Between floor and target the score runs through `points`, or along a curve that is 50 at `halfway`, else
    straight. `recent` are the weights of the latest period and of those before it; empty, the latest counts alone.
    """

    metric: str
    floor: Formula
    target: Formula
    place: Place
    weight: Decimal = Decimal(1)
    stretch: Formula | None = None
    points: tuple[ScorePoint, ...] = ()
    halfway: Formula | None = None
    recent: tuple[Decimal, ...] = ()

    @property
    def anchors(self) -> tuple[Formula, ...]:
        """Every figure that is agreed for the score: floor, points, halfway, target and stretch, where written."""
        found = (self.floor, *(point.at for point in self.points), self.halfway, self.target, self.stretch)
        return tuple(formula for formula in found if formula is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A dimension of the scorecard. `metrics` are all metrics scored in it, those of its `parts` if it has any."""

    name: str
    weight: Decimal
    metrics: tuple[ScoredMetric, ...]
    place: Place
    gate: bool = False
    says: str = ""
    parts: tuple[Dimension, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of the governance."""

    name: str
    place: Place
    members: Mapping[str, int] = field(default_factory=dict)
    chair: str = ""
    decides: str = ""
    meets: str = ""
    minutes: Deadline | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    name: str
    place: Place
    seen_by: tuple[str, ...] = ()
    grain: Grain | None = None
    older_than: Duration | None = None
    groups_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example, still as written: nested mappings and lists of text with places (reader.Node).

    What it gives and expects is looked up by whoever runs it (standing.examples).
    """

    says: str
    given: object
    acts: object
    as_of: date | None
    expect: object
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the parties agreed, as it stood on one day: the agreement with its amendments up to then.

    `digest` is the SHA-256 of the merged document in a canonical form, so that two parties can compare it.
    `ends` is None where it depends on an event that has not happened. `changeable` are the settings that a
    step can change.
    """

    alliance: str
    title: str
    parties: Mapping[str, Party]
    calendar: Calendar
    starts: date
    place: Place
    digest: str
    currency: str | None = None
    ends: date | None = None
    rates: str | None = None
    objectives: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Term] = field(default_factory=dict)
    facts: Mapping[str, FactTable] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    ladders: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    scorecard: Mapping[str, Dimension] = field(default_factory=dict)
    governance: Mapping[str, Body] = field(default_factory=dict)
    visibility: Mapping[str, Visibility] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    says: str = ""
    illustrative: frozenset[str] = frozenset()
    changeable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A dated change of the agreement: from `in_force` on, the merged terms hold."""

    title: str
    in_force: date
    file: str
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement with its amendments: a history of terms.

    `versions` holds (day from which they are in force, terms), earliest first; the first entry is the
    agreement as signed.
    """

    versions: tuple[tuple[date, Terms], ...]
    amendments: tuple[Amendment, ...] = ()

    def as_of(self, day: date) -> Terms:
        """Return the terms in force on a day; before the first amendment, those first signed."""
        current = self.versions[0][1]
        for from_day, terms in self.versions[1:]:
            if from_day <= day:
                current = terms
        return current
