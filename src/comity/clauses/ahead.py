"""Verdicts ahead of time: where nothing but figures decides a clause, all its periods are judged together.

The fold over days then only visits the periods in which something follows. This is possible where every figure was
known once and for all, in the order of the periods, and where neither acts nor consequences reach the test: no relief
claimed, no setting that a step changes, no status, no amendment in between. Everything else is judged day by day; both
ways give the same (tests/clauses/life/test_ahead.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import COMPARE_DECIMALS, Result, compare
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.model import Clause, Formula, Terms
from comity.clauses.columns import Column, Columns
from comity.clauses.model import VERDICT_NAMES, Outcome, Verdict, truth_of, unknown_of
from comity.clauses.needs import needs_of
from comity.clauses.verdict import OF_UNKNOWN, RELATIONS, judged
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown
from comity.kernel.period import Grain

if TYPE_CHECKING:
    from comity.clauses.track import Track

FOLLOWED = frozenset({"status", "pay", "paid", "today"})
"""Names whose meaning changes while the fold runs."""

TOUCHING = frozenset({"claim", "accept", "reject", "waive", "reserve", "dispute", "settle", "decide"})
"""Acts that reach the verdict on what they are about."""


class Ahead:
    """The verdicts on all periods of a track, the day on which each is known (None: not yet), the rules' conditions."""

    __slots__ = ("days", "later", "verdicts", "whens")

    def __init__(
        self, verdicts: list[Verdict | None], days: list[date | None], whens: dict[str, Column], later: frozenset[str]
    ) -> None:
        self.verdicts = verdicts
        self.days = days
        self.whens = whens
        self.later = later

    def is_known(self, index: int, now: date) -> bool:
        """Tell whether a period is known on a day."""
        day = self.days[index]
        return day is not None and day <= now

    def cut(self, index: int) -> None:
        """Forget the periods from an index on."""
        del self.verdicts[index:], self.days[index:]
        for column in self.whens.values():
            del column[index:]


def could_be_ahead(clause: Clause, terms: Terms) -> bool:
    """Tell whether the text of a clause lets it be judged ahead of time."""
    if not isinstance(clause.every, Grain) or clause.table or not (clause.relation or clause.missed_if):
        return False
    if any(step.declare == "waived" for rule in clause.rules.values() for step in every_step(rule)):
        return False
    return all(_is_plain(formula.node, clause, terms) for formula in _tests(clause))


def _tests(clause: Clause) -> Iterator[Formula]:
    """Yield the formulas that decide the verdict, the names under `let` and whether rules fire."""
    found = [clause.measure, clause.missed_if, *clause.let.values(), *(rule.when for rule in clause.rules.values())]
    yield from (formula for formula in found if formula is not None)
    if clause.threshold is not None:
        yield from formulas(clause.threshold)


def _is_plain(node: tree.Node, clause: Clause, terms: Terms) -> bool:
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
                _is_plain(f.node, clause, terms) for f in formulas(terms.settings[word])
            ):
                return False
            if word in terms.metrics and word not in clause.let and terms.metrics[word].every is not clause.every:
                return False
    return True


def ahead_of(track: Track, touched: frozenset[str]) -> Ahead | None:
    """Judge all periods of a track together; None where they have to be judged day by day.

    `touched` are the clauses that acts are about.
    """
    court, spans = track.court, track.spans
    if not spans or track.name in touched or court.other is not None:
        return None
    clause, terms = spans[0].clause, spans[0].terms
    if any(span.clause is not clause for span in spans) or not court.plain(clause, terms):
        return None
    columns = Columns(track)
    tested = {n.parts[0] for formula in _tests(clause) for n in tree.names(formula.node)}
    tested |= {n.parts[0] for f in _through_settings(tested, terms) for n in tree.names(f.node)}
    metrics = [name for name in sorted(tested) if name in terms.metrics and name not in clause.let]
    if not all(_known_once(track, name) for name in metrics):
        return None
    days = _days(track, columns, metrics)
    if not _in_order(days):
        return None
    verdicts = _verdicts(track, columns, metrics)
    _bind(columns, verdicts)
    _name(columns, verdicts)
    whens = {
        name: columns.of(rule.when.node) if rule.when is not None else columns.named("missed")
        for name, rule in clause.rules.items()
    }
    later = needs_of(clause, terms) - {f"metrics.{name}" for name in metrics}
    return Ahead(verdicts, days, {name: list(column) for name, column in whens.items()}, later)


def _through_settings(words: Iterable[str], terms: Terms) -> list[Formula]:
    return [formula for word in words if word in terms.settings for formula in formulas(terms.settings[word])]


def _known_once(track: Track, metric: str) -> bool:
    """Tell whether the figures of a metric were neither restated nor are in dispute."""
    per = track.spans[0].terms.metrics[metric].per
    scope = track.scope if per == track.spans[0].clause.per else tuple(p for p in track.scope if p[0] in per)
    cell = track.court.figures.cell
    for span in track.spans:
        history = cell(metric, scope, span.period.name)
        if len(history) > 1 or (history and history[0][1].state is State.DISPUTED):
            return False
    return True


def _days(track: Track, columns: Columns, metrics: list[str]) -> list[date | None]:
    """Return the day on which each period is known: it is over, and so are its figures."""
    days: list[date | None] = []
    as_of = track.court.as_of
    known = [columns.metric(name).days for name in metrics]
    for at, last in enumerate(track.lasts):
        of = [column[at] for column in known]
        day = None if last > as_of or None in of else max([last, *of])  # type: ignore[type-var]
        days.append(day)
    return days


def _in_order(days: list[date | None]) -> bool:
    """Tell whether periods became known one after the other."""
    given = [day for day in days if day is not None]
    unknown_between = any(day is None for day in days[: len(given)])
    return not unknown_between and all(a <= b for a, b in zip(given, given[1:], strict=False))


# -- verdicts ---------------------------------------------------------------------------------


def _verdicts(track: Track, columns: Columns, metrics: list[str]) -> list[Verdict | None]:
    clause = columns.clause
    if clause.missed_if is not None:
        return _by_condition(track, columns, columns.of(clause.missed_if.node))
    assert clause.measure is not None and clause.threshold is not None
    raws = columns.of(clause.measure.node)
    values = raws
    if clause.round is not None:
        step, mode = clause.round.step, clause.round.mode
        values = [exact.round_to(raw, step, mode) if isinstance(raw, Exact) else raw for raw in raws]
    thresholds = columns.term(clause.threshold, "the threshold")
    operator = RELATIONS[clause.relation]
    quick, upward = COMPARE_DECIMALS[operator], clause.relation in ("at least", "above")
    as_of, found = track.court.as_of, list[Verdict | None]()
    known = _known(columns, clause)
    for at, (raw, value, threshold) in enumerate(zip(raws, values, thresholds, strict=True)):
        period = track.spans[at].period
        if track.scope and not track.exists(at):
            found.append(None)
            continue
        plain = isinstance(value, Exact) and isinstance(threshold, Exact)
        if not plain or period.last > as_of or known[at][1]:
            open_ = isinstance(raw, Unknown) and isinstance(threshold, Exact) and raw.low is None
            found.append(_open(track, clause, at, threshold, raw) if open_ else judged(track, at))
            continue
        met = quick(value, threshold) if type(value) is type(threshold) else compare(operator, value, threshold)
        day = known[at][0]
        found.append(
            Verdict(
                clause=clause.name,
                period=period,
                scope=track.scope,
                outcome=Outcome.MET if met else Outcome.MISSED,
                state=State.FINAL,
                unit=clause.unit,
                raw=raw,  # type: ignore[arg-type]
                value=value,
                threshold=threshold,
                shortfall=exact.sub(threshold, value) if upward else exact.sub(value, threshold),
                known=day if day is not None and day > period.last else period.last,
            )
        )
    return found


def _open(track: Track, clause: Clause, at: int, threshold: Result, raw: Result) -> Verdict:
    """Return the verdict on a period whose measure is not known."""
    period = track.spans[at].period
    over = period.last <= track.court.as_of
    assert isinstance(raw, Unknown)
    outcome = OF_UNKNOWN.get(raw.state, Outcome.UNDETERMINED) if over else Outcome.NOT_DUE
    state = (raw.state if outcome is not Outcome.UNDETERMINED else State.UNDETERMINED) if over else State.NOT_DUE
    return Verdict(
        clause=clause.name, period=period, scope=track.scope, outcome=outcome, state=state, unit=clause.unit,
        threshold=threshold if isinstance(threshold, Exact) else None,
        reason=raw.reason if over else f"{period} is not over",
    )  # fmt: skip


def _by_condition(track: Track, columns: Columns, truths: Column) -> list[Verdict | None]:
    return [judged(track, at) if track.exists(at) else None for at in range(columns.size)]


def _known(columns: Columns, clause: Clause) -> list[tuple[date | None, bool]]:
    """Return the day on which each period's figures were known, and whether they are provisional."""
    named = {n.parts[0] for f in (clause.measure,) if f is not None for n in tree.names(f.node)}
    named |= {n.parts[0] for f in formulas(clause.threshold) for n in tree.names(f.node)} if clause.threshold else set()
    read = [columns.metric(name) for name in sorted(named) if name in columns.terms.metrics and name not in clause.let]
    if len(read) != len([name for name in named if name not in columns.terms.settings]):
        # Names under `let`, or those of the scope: what they rest on is found period by period.
        return [(None, True)] * columns.size
    return [
        (max((one.days[at] for one in read if one.days[at] is not None), default=None),  # type: ignore[type-var]
         any(one.provisional[at] for one in read))
        for at in range(columns.size)
    ]  # fmt: skip


def _bind(columns: Columns, verdicts: list[Verdict | None]) -> None:
    """Let the names of the verdict stand for its values in all periods."""
    for word in VERDICT_NAMES:
        columns.later[word] = partial(_column, verdicts, word)


def _column(verdicts: list[Verdict | None], word: str) -> Column:
    return [_value(verdict, word) for verdict in verdicts]


def _value(verdict: Verdict | None, word: str) -> Result:
    if verdict is None:
        return Unknown(State.NOT_DUE, "not measured")
    if word in ("missed", "met", "excused"):
        return truth_of(verdict, word)
    if word == "points_short":
        return exact.mul(verdict.shortfall, exact.HUNDRED) if verdict.shortfall is not None else unknown_of(verdict)
    value: Exact | None = getattr(verdict, word)
    return value if value is not None else unknown_of(verdict)


def _name(columns: Columns, verdicts: list[Verdict | None]) -> None:
    """Add the values of the names under `let` to the verdicts."""
    lets = {name: columns.of(formula.node) for name, formula in columns.clause.let.items()}
    if not lets:
        return
    for at, verdict in enumerate(verdicts):
        if verdict is not None and not verdict.names:
            names = {name: column[at] for name, column in lets.items() if column[at] is not None}
            verdicts[at] = replace(verdict, names=names)
