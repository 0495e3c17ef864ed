"""Parties, tables of facts, metrics, milestones and surveys, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from comity.agreement.terms_model import Formula, Rounding, Term
from comity.catalogue.instrument import Question, Texts
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of those who sign, by its key in the agreement and its legal name."""

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
    """A survey: the questions put to people of both parties, from an instrument of the catalogue or its own.

    `asks` is party -> role -> number of people, the role "" where only a number is agreed. `languages` are those in
    which every question is there; the first one holds in doubt. `titles` names dimensions, dimension -> language ->
    title; one without a title goes by its name. `interview` says that people talk and two coders choose the levels.
    `instrument` is name and version, "" without one, and `own` the keys of the survey's own questions, which are put
    after those of an instrument. `priced` says that the parties agreed to let it decide payments; it is
    written `priced: agreed`, and without it `check` warns wherever an answer reaches a payment.
    """

    name: str
    every: Duration | Grain
    asks: Mapping[str, Mapping[str, int]]
    scale: tuple[int, int]
    questions: tuple[Question, ...]
    place: Place
    groups_of: int = 5
    priced: bool = False
    languages: tuple[str, ...] = ("en",)
    instrument: str = ""
    titles: Mapping[str, Texts] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    interview: bool = False
    title: str = ""
    says: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of its dimensions, in the order in which they are first asked about."""
        return tuple(dict.fromkeys(question.of for question in self.questions if question.of))

    @property
    def items(self) -> Mapping[str, str]:
        """The first statement of each dimension, in the first language."""
        first = {question.of: question for question in reversed(self.questions) if question.of}
        return {name: first[name].says[self.languages[0]] for name in self.dimensions}

    def asked(self, party: str) -> int:
        """Return how many people of a party are asked, over all roles."""
        return sum(self.asks.get(party, {}).values())
