"""Agreements, figures and acts drawn at random: clauses picked from a pool that says each mechanism once.

The pool is read once; an agreement drawn is the pool with some of its clauses and those they read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
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


def _plain(name: str, when: str, again: str) -> str:
    """Return a clause with one test and one rule, as it is written."""
    act = f"{{may: buyer, do: act on {name.replace('_', ' ')}, within: 35 days}}"
    rule = f"{{when: '{when}', again: {again}, then: [{{pay: USD 30, into: shares}}, {act}]}}"
    return (
        f"  {name}: {{owed by: maker, owed to: buyer, every: month, measure: good, at least: 95%,"
        f" relief: {{storm: {{effect: excuse}}}}, rules: {{{name}_rule: {rule}}}}}\n"
    )


def _pool_text() -> str:
    text = (Path(__file__).parent / "pool.yaml").read_text(encoding="utf-8")
    for when, condition in WHEN.items():
        for again in AGAIN:
            text += _plain(f"{when}_{again.replace(' ', '_')}", condition, again)
    return text


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


def named(metric: str, scope: Scope) -> History:
    """Return that a member was measured in the first month, and known at its end."""
    last = pool().versions[0][1].calendar.period(MONTHS[0]).last
    return ((last, figure(metric, scope, MONTHS[0], Decimal("0.96"), last)),)


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
        if scope:
            # Members are those that facts have named: these have been named before the first act.
            found[metric, scope, MONTHS[0]] = named(metric, scope)
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
    Doing("buyer", "notice of termination"),
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
