"""Accounts, steps and clauses, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from comity.agreement.facts_model import Column
from comity.agreement.terms_model import Formula, Rounding, Term
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most that an account may award in a span of time; `per` shares it out by members."""

    at_most: Term
    every: str
    place: Place
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where money that clauses award is posted, with its caps in the order in which they apply."""

    name: str
    owed_by: str
    owed_to: str
    settle: str
    place: Place
    caps: tuple[Cap, ...] = ()
    title: str = ""
    says: str = ""


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
    """An event on which the obligor may rely: what is to be shown within which time, and its effect."""

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
