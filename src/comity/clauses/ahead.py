"""Verdicts ahead of time: where nothing but figures decides a clause, all its periods are judged together.

The fold over days then only visits the periods in which something follows. This is possible where every figure was
known once and for all, in the order of the periods, and where neither acts nor consequences reach the test: no relief
claimed, no setting that a step changes, no status, no amendment in between. Everything else is judged day by day; both
ways give the same (tests/clauses/life/test_ahead.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import COMPARE_DECIMALS, NUMBERS, Result, compare
from comity.agreement.formula.functions import AGGREGATES, FUNCTIONS, TIME
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.formula.windows import SPANS
from comity.agreement.model import Clause, Formula, Step, Terms
from comity.clauses.columns import Column, Columns, Figured
from comity.clauses.env import MEASURED
from comity.clauses.model import VERDICT_NAMES, DraftVerdict, Outcome, Verdict, all_frozen, truth_of, unknown_of
from comity.clauses.needs import Needs, needs_of, needs_of_formulas, tests_of
from comity.clauses.verdict import OF_UNKNOWN, RELATIONS, judged
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown, Value
from comity.kernel.period import Grain

if TYPE_CHECKING:
    from comity.clauses.track import Track

FOLLOWED = frozenset({"status", "pay", "paid", "today"})
"""Names whose meaning changes while the fold runs."""

TOUCHING = frozenset({"claim", "accept", "reject", "waive", "reserve", "dispute", "settle", "decide"})
"""Acts that reach the verdict on what they are about."""


class Ahead:
    """The verdicts on all periods of a track, the day on which each is known (None: not yet), the rules' conditions.

    `columns` holds the values of formulas behind them, `later` what consequences read beside the test.
    """

    __slots__ = ("columns", "days", "later", "verdicts", "whens")

    def __init__(
        self, verdicts: list[Verdict | None], days: list[date | None], whens: dict[str, Column], columns: Columns,
        later: Needs,
    ) -> None:  # fmt: skip
        self.verdicts = verdicts
        self.days = days
        self.whens = whens
        self.columns = columns
        self.later = later

    def is_known(self, index: int, now: date) -> bool:
        """Tell whether a period is known on a day."""
        day = self.days[index]
        return day is not None and day <= now

    def known_on(self, day: date) -> range:
        """Return the periods that became known on a day."""
        known = [one for one in self.days if one is not None]
        return range(bisect_left(known, day), bisect_right(known, day))

    def cut(self, index: int) -> None:
        """Forget the periods from an index on."""
        del self.verdicts[index:], self.days[index:]
        for column in self.whens.values():
            del column[index:]


# -- what the text allows ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What decides a clause: the metrics its test and the conditions of its rules read.

    `measured` are those that the test itself reads, None where names under `let` or of the verdict stand between;
    `at_once` tells whether it reads them for one period only. `later` is what the clause reads beside: for what its
    consequences are worth.
    """

    metrics: tuple[str, ...]
    measured: tuple[str, ...] | None
    at_once: bool
    later: Needs


def could_be_ahead(clause: Clause, terms: Terms) -> bool:
    """Tell whether the text of a clause lets it be judged ahead of time."""
    if not isinstance(clause.every, Grain) or clause.table or not (clause.relation or clause.missed_if):
        return False
    if any(step.declare == "waived" for rule in clause.rules.values() for step in every_step(rule)):
        return False
    return all(is_plain(formula.node, clause, terms) for formula in _deciding(clause))


def basis_of(clause: Clause, terms: Terms) -> Basis:
    """Return what decides a clause that could be judged ahead of time."""
    metrics = _metrics(_deciding(clause), clause, terms)
    test = list(tests_of(clause))
    named = {name.parts[0] for formula in test for name in tree.names(formula.node)} - {"life", *SPANS}
    direct = all(name not in clause.let and (name in terms.metrics or name in terms.settings) for name in named)
    return Basis(
        metrics=metrics, measured=_metrics(test, clause, terms) if direct else None,
        at_once=not any(is_windowed(formula.node) for formula in test),
        later=needs_of(clause, terms) - {f"metrics.{name}" for name in metrics},
    )  # fmt: skip


def _metrics(parts: Iterable[Formula], clause: Clause, terms: Terms) -> tuple[str, ...]:
    """Return the metrics that formulas read, through `let` and settings."""
    needs = needs_of_formulas(parts, clause, terms)
    return tuple(sorted(need.removeprefix("metrics.") for need in needs if need.startswith("metrics.")))


def is_windowed(node: tree.Node) -> bool:
    """Tell whether a formula itself looks at other periods."""
    calls = (FUNCTIONS.get(part.function) for part in tree.walk(node) if isinstance(part, tree.Call))
    return any(function is not None and function.family == TIME for function in calls)


def _deciding(clause: Clause) -> Iterator[Formula]:
    """Yield the formulas that decide the verdict, the names under `let` and whether rules fire."""
    yield from tests_of(clause)
    yield from clause.let.values()
    yield from (rule.when for rule in clause.rules.values() if rule.when is not None)


def is_plain(node: tree.Node, clause: Clause, terms: Terms) -> bool:
    """Tell whether a formula rests on nothing but the figures of the clause's own periods."""
    for part in tree.walk(node):
        if isinstance(part, tree.Call) and part.function in (*AGGREGATES, "days_running", "score", "reported"):
            return False
        words = part.parts if isinstance(part, tree.Name) else (part.function,) if isinstance(part, tree.Call) else ()
        if len(words) > 1 or any(word in FOLLOWED or word in clause.rules for word in words):
            return False
        for word in words:
            if word in terms.changeable:
                return False
            if word in terms.settings and not all(
                is_plain(f.node, clause, terms) for f in formulas(terms.settings[word])
            ):
                return False
            if word in terms.metrics and word not in clause.let and terms.metrics[word].every is not clause.every:
                return False
    return True


# -- all periods together ---------------------------------------------------------------------


def ahead_of(track: Track, touched: frozenset[str]) -> Ahead | None:
    """Judge all periods of a track together; None where they have to be judged day by day.

    `touched` are the clauses that acts are about.
    """
    text = track.text
    if text is None or track.name in touched or track.court.other is not None or not text.plain:
        return None
    columns = Columns(track)
    figured = [columns.metric(name) for name in text.basis.metrics]
    # Where figures became known on different days, a rule may be examined between them.
    if not all(one.once and one.days == figured[0].days for one in figured):
        return None
    days = _days(track, figured)
    if not _in_order(days):
        return None
    sheet = _sheet(track, columns, days)
    for word in VERDICT_NAMES:
        columns.later[word] = partial(sheet.named, word)
    verdicts = _verdicts(track, columns, sheet)
    whens = {name: _when(rule, columns, verdicts, days) for name, rule in text.clause.rules.items()}
    return Ahead(verdicts, days, whens, columns, text.basis.later)


def _when(rule: Step, columns: Columns, verdicts: list[Verdict | None], days: list[date | None]) -> Column:
    """Return where the condition of a rule holds; `from zero`, in a history that begins anew whenever it did."""
    if rule.when is None:
        return columns.named("missed").copy()
    found = columns.of(rule.when.node).copy()
    # Rules wait until the test can be judged: a window that is not full yet decides nothing.
    waiting = {at for at, verdict in enumerate(verdicts) if verdict is None or verdict.outcome is Outcome.NOT_DUE}
    if rule.again == "from zero":
        for at, day in enumerate(days):
            if found[at] is True and at not in waiting and day is not None:
                found[at + 1 :] = columns.stretch(at + 1).of(rule.when.node)
    for at in waiting:
        found[at] = None
    return found


def _days(track: Track, figured: Sequence[Figured]) -> list[date | None]:
    """Return the day on which each period is known: it is over, and so are its figures."""
    as_of, lasts = track.court.as_of, track.lasts
    days: list[date | None] = [last if last <= as_of else None for last in lasts]
    for one in figured:
        days = [
            None if day is None or known is None else max(day, known) for day, known in zip(days, one.days, strict=True)
        ]
    return days


def _in_order(days: list[date | None]) -> bool:
    """Tell whether periods became known one after the other."""
    given = [day for day in days if day is not None]
    return None not in days[: len(given)] and given == sorted(given)


class _Sheet:
    """The verdicts of a track as columns. `others` holds those that are not plain, or None where nothing is measured.

    Plain is a period that is over and met or missed by figures that are final; `outcomes` has None for the others.
    """

    def __init__(self, size: int) -> None:
        nothing: Column = [None] * size
        self.outcomes: list[Outcome | None] = [None] * size
        self.raws = self.values = self.thresholds = self.shortfalls = nothing
        self.knowns: list[date] = []
        self.others: dict[int, Verdict | None] = {}

    def named(self, word: str) -> Column:
        """Return what a name of the verdict means in all periods."""
        column = self._plain(word)
        for at, verdict in self.others.items():
            column[at] = _meaning(verdict, word)
        return column

    def _plain(self, word: str) -> Column:
        match word:
            case "missed" | "met":
                wanted = Outcome.MISSED if word == "missed" else Outcome.MET
                return [outcome is wanted for outcome in self.outcomes]
            case "excused":
                return [False] * len(self.outcomes)
            case "points_short":
                return [exact.mul(s, exact.HUNDRED) if isinstance(s, Exact) else _UNTOLD for s in self.shortfalls]
        column: Column = getattr(self, word + "s")
        return [_UNTOLD if value is None else value for value in column]


_UNTOLD = Unknown(State.UNDETERMINED, "")
"""What a name means that the verdict has no value for."""


def _meaning(verdict: Verdict | None, word: str) -> Result:
    if verdict is None:
        return Unknown(State.NOT_DUE, "not measured")
    if word in ("missed", "met", "excused"):
        return truth_of(verdict, word)
    if word in MEASURED and verdict.outcome is Outcome.EXCUSED:
        return unknown_of(verdict)
    if word == "points_short":
        return exact.mul(verdict.shortfall, exact.HUNDRED) if verdict.shortfall is not None else unknown_of(verdict)
    value: Exact | None = getattr(verdict, word)
    return value if value is not None else unknown_of(verdict)


def _sheet(track: Track, columns: Columns, days: list[date | None]) -> _Sheet:
    """Compare all periods with the threshold; what is not plain is judged as if it stood alone."""
    sheet, as_of, clause = _Sheet(columns.size), track.court.as_of, columns.clause
    met = _by_measure(columns, sheet) if clause.missed_if is None else columns.of(clause.missed_if.node)
    knowns, doubtful = _rests_on(track, columns)
    pairs = zip(track.lasts, knowns, strict=True)
    sheet.knowns = [last if known is None or known < last else known for last, known in pairs]
    for at, last in enumerate(track.lasts):
        holds = met[at]
        if track.scope and not track.exists(at):
            sheet.others[at] = None
        elif (holds is True or holds is False) and days[at] is not None and at not in doubtful:
            sheet.outcomes[at] = Outcome.MET if holds is (clause.missed_if is None) else Outcome.MISSED
        elif last > as_of or (knowns[at] is None and at not in doubtful):
            sheet.others[at] = _open(track, columns, at, sheet) or judged(track, at)
        else:
            sheet.others[at] = judged(track, at)
    return sheet


def _by_measure(columns: Columns, sheet: _Sheet) -> Column:
    """Return where the relation holds; None where measure or threshold is no number."""
    clause = columns.clause
    assert clause.measure is not None and clause.threshold is not None
    sheet.raws = sheet.values = columns.of(clause.measure.node)
    if clause.round is not None:
        step, mode = clause.round.step, clause.round.mode
        sheet.values = [
            exact.round_to(raw, step, mode) if type(raw) in NUMBERS else raw  # type: ignore[arg-type]
            for raw in sheet.raws
        ]
    sheet.thresholds = columns.term(clause.threshold, "the threshold")
    operator, upward = RELATIONS[clause.relation], clause.relation in ("at least", "above")
    quick = COMPARE_DECIMALS[operator]
    both = (sheet.thresholds, sheet.values) if upward else (sheet.values, sheet.thresholds)
    sheet.shortfalls = [*exact.differences(*both)]
    return [
        quick(v, t) if type(v) is Decimal and type(t) is Decimal
        else compare(operator, v, t) if type(v) in NUMBERS and type(t) in NUMBERS else None
        for v, t in zip(sheet.values, sheet.thresholds, strict=True)
    ]  # fmt: skip


def _rests_on(track: Track, columns: Columns) -> tuple[list[date | None], Collection[int]]:
    """Return the day on which the figures of each test were known, and the periods where that takes a closer look.

    These are periods with provisional figures. Where a window reads several of them, or names under `let` stand
    between, it is all or none.
    """
    basis, size, as_of = columns.text.basis, columns.size, track.court.as_of
    if basis.measured is None:
        return [None] * size, range(size)
    figured = [columns.metric(name) for name in basis.measured]
    if len(figured) == 1:
        knowns = figured[0].knowns
    else:
        rows = zip(*(one.knowns for one in figured), strict=True) if figured else ((),) * size
        knowns = [max((known for known in row if known is not None), default=None) for row in rows]
    provisional = {at for one in figured for at in one.provisional}
    if not basis.at_once:
        given = [known for known in knowns if known is not None]
        if provisional or given != sorted(given) or (given and given[-1] > as_of):
            return knowns, range(size)
    return knowns, provisional


def _open(track: Track, columns: Columns, at: int, sheet: _Sheet) -> Verdict | None:
    """Return the verdict on a period of which nothing is known; None where it takes a closer look."""
    raw, threshold, period = sheet.raws[at], sheet.thresholds[at], track.spans[at].period
    over = period.last <= track.court.as_of
    if not isinstance(raw, Unknown) or raw.low is not None or not isinstance(threshold, Exact):
        return None
    if over and not columns.text.basis.at_once:
        return None
    outcome = OF_UNKNOWN.get(raw.state, Outcome.UNDETERMINED) if over else Outcome.NOT_DUE
    state = (raw.state if outcome is not Outcome.UNDETERMINED else State.UNDETERMINED) if over else State.NOT_DUE
    return Verdict(
        clause=track.name, period=period, scope=track.scope, outcome=outcome, state=state, unit=columns.clause.unit,
        threshold=threshold, reason=raw.reason if over else f"{period} is not over",
    )  # fmt: skip


def _verdicts(track: Track, columns: Columns, sheet: _Sheet) -> list[Verdict | None]:
    """Make the verdicts, with the values of the names under `let`."""
    clause, scope, unit, state = track.name, track.scope, columns.clause.unit, State.FINAL
    lets = {name: columns.of(formula.node) for name, formula in columns.clause.let.items()}
    names: list[dict[str, Value]] = [{} for _ in track.spans]
    for name, column in lets.items():
        for at, let in enumerate(column):
            if let is not None:
                names[at][name] = let
    drafts = [
        DraftVerdict(
            clause=clause, period=span.period, scope=scope, outcome=outcome, state=state, unit=unit, raw=raw,
            value=value, threshold=threshold, shortfall=shortfall, known=known, names=let,
        )
        if outcome is not None else None
        for span, outcome, raw, value, threshold, shortfall, known, let in zip(
            track.spans, sheet.outcomes, sheet.raws, sheet.values, sheet.thresholds, sheet.shortfalls, sheet.knowns,
            names, strict=True,
        )
    ]  # fmt: skip
    found = all_frozen(drafts)
    for at, other in sheet.others.items():
        found[at] = replace(other, names=names[at]) if other is not None and not other.names and names[at] else other
    return found
