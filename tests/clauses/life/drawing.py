"""Agreements, figures and acts drawn at random: clauses picked from a pool that says each mechanism once.

The pool is read once; an agreement drawn is the pool with some of its clauses and those they read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.clauses.known import Cell, Known
from comity.clauses.needs import in_order, needs_of
from comity.kernel.figure import Figure, Scope, State, Value
from comity.kernel.problem import Place, Severity

HERE = Place(file="drawn")
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
LAST = date(2026, 12, 31)
QUEUES = ("mail", "phone")
AGAIN = ("each period", "after a clear period", "when closed", "from zero", "once a quarter", "once a year", "never")
WHEN = {
    "streak": "running(missed) >= 2",
    "window": "times(missed, 3) >= 2",
    "quarter": "times(missed, quarter) >= 2",
    "plain": "missed",
}
PLAIN = tuple(f"{when}_{again.replace(' ', '_')}" for when in WHEN for again in AGAIN)
"""Clauses with one test and one rule each, which a plain recursion can follow too."""

_HEAD = """
comity: 1
alliance: pool
title: A pool of clauses
parties: {maker: Maker, buyer: Buyer}
currency: USD
starts: 2026-01-01
settings: {cut: 0%, level: 95%, mark: none, cap: USD 500}
facts:
  parts:
    reported by: maker
    every: month
    columns: {month: period, queue: text, good: number, all: number, charges: money}
metrics:
  good: {is: sum(parts.good) / sum(parts.all), unit: percent, every: month}
  other: {is: sum(parts.good) / sum(parts.all), unit: percent, every: month}
  charges: {is: sum(parts.charges), unit: USD, every: month}
  queued: {is: sum(parts.good) / sum(parts.all), unit: percent, every: month, per: queue}
accounts:
  credits: {owed by: maker, owed to: buyer, settle: every month, caps: [{at most: cap, every: month}]}
  nested:
    owed by: maker
    owed to: buyer
    settle: every month
    caps:
      - {at most: USD 150, every: month, per: queue}
      - {at most: USD 700, every: quarter}
      - {at most: USD 1k, every: life}
  shares: {owed by: maker, owed to: buyer, settle: every month}
ladders:
  standard: [{level: managers, within: 20 days}, {level: arbitration, within: 60 days}]
clauses:
"""

_COMMON = "{owed by: maker, owed to: buyer, every: month, "

_CLAUSES = """
  credited:
    owed by: maker
    owed to: buyer
    measure: good
    every: month
    at least: 95%
    round: 1%
    ladder: standard
    relief: {storm: {effect: excuse}, strike: {effect: excuse, within: 90 days after event}}
    let: {points: "case when missed then points_short else 0 end", doubled: "points * greatest(running(missed), 1)"}
    rules:
      credit: {then: {pay: doubled * USD 50, into: credits}}
      notice:
        then:
          may: buyer
          do: notice
          within: 20 days
          then: {must: maker, do: cure, within: 30 days, then: {declare: cured}, else: {declare: uncured}}
          else: {declare: reserved}
  queues:
    owed by: maker
    owed to: buyer
    measure: queued
    every: month
    per: queue
    at least: 94%
    ladder: standard
    relief: {storm: {effect: excuse}}
    let: {points: "case when missed then 1 else 0 end"}
    rules:
      credit: {then: {pay: points_short * USD 40, at most: USD 200, into: nested}}
      election:
        when: running(missed) >= 2
        again: when closed
        then:
          may: buyer
          choose: {wait: {declare: waits}, lower: {set: {mark: lowered}}}
          within: 25 days
          else: {declare: reserved}
  together:
    owed by: maker
    owed to: buyer
    measure: sum(queues.points)
    every: month
    at most: 1
    relief: {storm: {effect: excuse}}
    rules: {credit: {then: {pay: USD 60, into: nested}}}
  pain_and_gain:
    owed by: maker
    owed to: buyer
    measure: other
    every: month
    at least: 95%
    rules: {share: {when: true, then: {pay: (threshold - value) * charges, into: shares}}}
  exhausted:
    owed by: maker
    owed to: buyer
    every: month
    missed if: credits.cap_reached
    rules:
      twice: {when: "times(missed, 3) >= 2", again: after a clear period, then: {declare: exhausted}}
  cut:
    owed by: maker
    owed to: buyer
    measure: other
    every: month
    at least: 93%
    relief: {storm: {effect: excuse}}
    rules: {lower: {then: {set: {cut: 5%}, for: 2 months}}}
  after_cut:
    owed by: maker
    owed to: buyer
    measure: good
    every: month
    at least: 90% + cut
    rules: {credit: {then: {pay: USD 10, into: shares}}}
  probation:
    owed by: maker
    owed to: buyer
    measure: good
    every: month
    at least: 92%
    relief: {storm: {effect: excuse}}
    rules:
      probation:
        again: when closed
        then:
          name: probation
          when: running(met) >= 2
          unless: value < 85%
          within: 3 periods
          then: {declare: recovered}
          else: {declare: not recovered}
  arrears:
    owed by: maker
    owed to: buyer
    measure: other
    every: month
    at least: 90%
    rules:
      payment:
        then:
          name: payment
          must: maker
          pay: points_short * USD 100
          within: 40 days
          then: {declare: paid}
          else: [{declare: unpaid}, {pay: USD 25, into: shares}]
"""


def _pool_text() -> str:
    text = _HEAD
    for when, condition in WHEN.items():
        for again in AGAIN:
            name = f"{when}_{again.replace(' ', '_')}"
            text += (
                f"  {name}: {_COMMON}measure: good, at least: 95%, relief: {{storm: {{effect: excuse}}}}, "
                f"rules: {{{name}_rule: {{when: '{condition}', again: {again}, "
                f"then: [{{pay: USD 30, into: shares}}, "
                f"{{may: buyer, do: act on {name.replace('_', ' ')}, within: 35 days}}]}}}}}}\n"
            )
    return text + _CLAUSES


@cache
def pool() -> Agreement:
    """Return the pool, which must be without errors."""
    found, problems = read_agreement(("pool.yaml", _pool_text().encode()))
    assert found is not None
    assert [str(one) for one in problems if one.severity is Severity.ERROR] == []
    return found


@cache
def picked(names: frozenset[str]) -> Agreement:
    """Return the pool with some of its clauses, and those they read."""
    agreement = pool()
    terms = agreement.versions[0][1]
    wanted = set(names)
    for name in reversed(in_order(terms)):
        if name in wanted:
            needs = (need.partition(".") for need in needs_of(terms.clauses[name], terms))
            wanted |= {other for kind, _, other in needs if kind == "clauses"}
            wanted |= {"credited"} if name == "exhausted" else set()
    clauses = {name: clause for name, clause in terms.clauses.items() if name in wanted}
    return Agreement(versions=((terms.starts, replace(terms, clauses=clauses)),))


def agreements(names: Sequence[str] | None = None) -> st.SearchStrategy[Agreement]:
    """Draw agreements of one to three clauses of the pool, with what they read."""
    everything = tuple(pool().versions[0][1].clauses)
    return st.sets(st.sampled_from(names or everything), min_size=1, max_size=3).map(frozenset).map(picked)


# -- figures ----------------------------------------------------------------------------------

History = tuple[tuple[date, Figure], ...]
Cells = dict[Cell, History]


def figure(metric: str, scope: Scope, month: str, value: Value | None, known: date) -> Figure:
    """Return a figure; without a value it is missing."""
    period = pool().versions[0][1].calendar.period(month)
    return Figure(
        metric=metric, period=period, scope=scope, value=value, unit="percent",  # type: ignore[arg-type]
        state=State.FINAL if value is not None else State.MISSING, known=known if value is not None else None,
        reason="" if value is not None else f"{metric} for {month} is missing",
    )  # fmt: skip


def values(metric: str) -> st.SearchStrategy[Decimal]:
    """Draw percentages about the thresholds, or charges."""
    if metric == "charges":
        return st.sampled_from([Decimal(1000), Decimal(2000)])
    return st.sampled_from([Decimal(n) / 100 for n in (80, 91, 92, 93, 94, 95, 96)])


def missing(metric: str, month: str) -> History:
    """Return that a figure was due six days after its month and was never reported."""
    due = pool().versions[0][1].calendar.period(month).last + timedelta(days=6)
    return ((due, figure(metric, (), month, None, due)),)


@st.composite
def histories(draw: st.DrawFn, metric: str, scope: Scope, month: str, most: int) -> History:
    """Draw when a figure became known, whether it was late and missing before, and how it was restated."""
    last = pool().versions[0][1].calendar.period(month).last
    known = last + timedelta(days=draw(st.sampled_from([0, 5, 5, 5, 20, 45, 80])))
    found: list[tuple[date, Figure]] = []
    if known > last + timedelta(days=6):
        due = last + timedelta(days=6)
        found.append((due, figure(metric, scope, month, None, due)))
    found.append((known, figure(metric, scope, month, draw(values(metric)), known)))
    for _ in range(draw(st.integers(0, most))):
        known += timedelta(days=draw(st.integers(1, 60)))
        found.append((known, figure(metric, scope, month, draw(values(metric)), known)))
    return tuple(found)


@st.composite
def cells(draw: st.DrawFn, *, restated: int = 1, months: Sequence[str] = MONTHS) -> Cells:
    """Draw figures of all metrics; now and then one is never reported, or restated."""
    found: Cells = {}
    count = draw(st.integers(2, 8))
    scopes: list[tuple[str, Scope]] = [("good", ()), ("other", ()), ("charges", ())]
    scopes += [("queued", (("queue", queue),)) for queue in QUEUES]
    for metric, scope in scopes:
        for month in MONTHS:
            if month in months[:count] and draw(st.integers(0, 9)):
                most = restated if draw(st.booleans()) else 0
                found[metric, scope, month] = draw(histories(metric, scope, month, most))
            elif not scope:
                found[metric, scope, month] = missing(metric, month)
    return found


def known(of: Mapping[Cell, History]) -> Known:
    """Return figures as clauses see them."""
    return Known(cells=dict(of))


def until(of: Mapping[Cell, History], day: date) -> Cells:
    """Return what was known of figures on a day; one not reported yet is not due, other members are not there."""
    found: Cells = {}
    for (metric, scope, month), history in of.items():
        cut = tuple(entry for entry in history if entry[0] <= day)
        if not cut and not scope:
            cut = ((date.min, replace(figure(metric, scope, month, None, day), state=State.NOT_DUE)),)
        if cut:
            found[metric, scope, month] = cut
    return found


# -- acts -------------------------------------------------------------------------------------


def act(on: date, by: str | tuple[str, ...], do: str, about: str = "", **more: object) -> Act:
    """Return an act."""
    who = by if isinstance(by, tuple) else (by,)
    return Act(on=on, by=who, do=do, place=HERE, about=tuple(about.split()), **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Doing:
    """An act as it may be drawn: who does what, with which values."""

    by: str | tuple[str, ...]
    do: str
    more: tuple[tuple[str, object], ...] = ()


DOINGS = (
    Doing("buyer", "waive"),
    Doing("buyer", "reserve"),
    Doing("maker", "claim", (("relief", "storm"), ("values", {"from": date(2026, 2, 1)}))),
    Doing("buyer", "accept"),
    Doing("buyer", "reject"),
    Doing("maker", "dispute"),
    Doing("buyer", "dispute"),
    Doing("arbitration", "decide", (("values", {"outcome": "dismissed"}),)),
    Doing("arbitration", "decide", (("values", {"outcome": "upheld"}),)),
    Doing(("maker", "buyer"), "settle", (("values", {"outcome": "dismissed"}),)),
    Doing("buyer", "notice"),
    Doing("maker", "cure"),
    Doing("buyer", "choose", (("choose", "wait"),)),
    Doing("buyer", "choose", (("choose", "lower"),)),
    Doing("maker", "pay", (("values", {"amount": Decimal(100)}),)),
    Doing("maker", "pay", (("values", {"amount": Decimal(300)}),)),
)


@st.composite
def acts(
    draw: st.DrawFn, agreement: Agreement, *, days: tuple[date, date] = (date(2026, 2, 1), LAST), most: int = 6
) -> list[Act]:
    """Draw acts on different days, in order, about clauses of an agreement."""
    clauses = agreement.versions[0][1].clauses
    span = (days[1] - days[0]).days
    found = []
    for offset in sorted(draw(st.sets(st.integers(0, span), max_size=most))):
        doing = draw(st.sampled_from(DOINGS))
        clause = clauses[draw(st.sampled_from(sorted(clauses)))]
        member = f" {draw(st.sampled_from(QUEUES))}" if clause.per else ""
        about = f"{clause.name}{member} {draw(st.sampled_from(MONTHS))}"
        found.append(act(days[0] + timedelta(days=offset), doing.by, doing.do, about, **dict(doing.more)))
    return found


@dataclass(frozen=True)
class Story:
    """An agreement, what was known of figures and when, and what was done."""

    agreement: Agreement
    cells: Cells
    acts: list[Act]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the story in a few lines, for a failure that can be read."""
        printer.text(repr(self))

    def __repr__(self) -> str:
        lines = [f"clauses {', '.join(self.agreement.versions[0][1].clauses)}"]
        for (metric, scope, month), history in self.cells.items():
            entries = ", ".join(f"{day} {figure.value}" for day, figure in history)
            if entries[-4:] == "None" and len(history) == 1:
                continue
            lines.append(f"{metric} {' '.join(member for _, member in scope)} {month}: {entries}")
        lines += [f"{one.on} {'+'.join(one.by)} {one.do} {' '.join(one.about)} {dict(one.values)}" for one in self.acts]
        return "Story(\n  " + "\n  ".join(lines) + ")"


@st.composite
def stories(
    draw: st.DrawFn, *, names: Sequence[str] | None = None, restated: int = 1, most_acts: int = 6,
    days: tuple[date, date] = (date(2026, 2, 1), LAST),
) -> Story:  # fmt: skip
    """Draw an agreement, figures and acts."""
    agreement = draw(agreements(names))
    return Story(agreement, draw(cells(restated=restated)), draw(acts(agreement, most=most_acts, days=days)))
