"""Verdicts ahead of time: where nothing but figures decides a clause, all its periods are judged together.

The fold over days then only visits the periods in which something follows. This is possible where every figure was
known once and for all, in the order of the periods, and where neither acts nor consequences reach the test: no relief
claimed, no setting that a step changes, no status, no amendment in between. Everything else is judged day by day; both
ways give the same (tests/clauses/life/test_ahead.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from comity.agreement.formula.env import NOT_HERE, Elsewhere
from comity.agreement.formula.evaluate import COMPARE_DECIMALS, NUMBERS, Result, compare
from comity.agreement.model import Formula, Step
from comity.clauses.columns import Column, Columns
from comity.clauses.env import MEASURED
from comity.clauses.model import TRUTHS, VERDICT_NAMES, Outcome, Verdict, final_verdicts, truth_of, unknown_of
from comity.clauses.needs import Needs
from comity.clauses.verdict import OF_UNKNOWN, RELATIONS, judged
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown, Value

if TYPE_CHECKING:
    from comity.clauses.track import Track

TOUCHING = frozenset({"claim", "accept", "reject", "waive", "reserve", "dispute", "settle", "decide"})
"""Acts that reach the verdict on what they are about."""


NO_NAMES: dict[str, Value] = {}
"""What verdicts hold where a clause binds no names."""


class Ahead:
    """The verdicts on all periods of a track, the day on which each is known (None: not yet), the rules' conditions.

    `columns` holds the values of formulas behind them, `later` what consequences read beside the test.
    """

    __slots__ = ("_known", "columns", "days", "later", "verdicts", "whens")

    def __init__(
        self, verdicts: list[Verdict | None], days: list[date | None], whens: dict[str, Column], columns: Columns,
        later: Needs,
    ) -> None:  # fmt: skip
        self.verdicts = verdicts
        self.days = days
        self._known = [day for day in days if day is not None]
        self.whens = whens
        self.columns = columns
        self.later = later

    def is_known(self, index: int, now: date) -> bool:
        """Tell whether a period is known on a day."""
        day = self.days[index]
        return day is not None and day <= now

    def told(self, formula: Formula, index: int, now: date) -> Result | Elsewhere:
        """Return what a formula of a consequence is for a period, where all it rests on is known for good.

        NOT_HERE where it has to be evaluated on the day: it rests on more, or not all of it is known yet.
        """
        columns = self.columns
        metrics, verdict = columns.text.told_by(formula), self.verdicts[index]
        if metrics is None or verdict is None or verdict.outcome not in TRUTHS or not self.is_known(index, now):
            return NOT_HERE
        for name in metrics:
            figured = columns.metric(name)
            day = figured.days[index]
            if not figured.once or day is None or day > now:
                return NOT_HERE
        return columns.of(formula.node)[index]

    def known_on(self, day: date) -> range:
        """Return the periods that became known on a day."""
        return range(bisect_left(self._known, day), bisect_right(self._known, day))

    def cut(self, index: int) -> None:
        """Forget the periods from an index on."""
        del self.verdicts[index:], self.days[index:], self._known[index:]
        for column in self.whens.values():
            del column[index:]


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
    days = _days(track, figured[0].days if figured else None)
    if not _in_order(days):
        return None
    sheet = _sheet(track, columns, days)
    for word in VERDICT_NAMES:
        columns.later[word] = partial(sheet.named, word)
    verdicts = _verdicts(track, columns, sheet)
    whens = {name: _when(rule, columns, sheet, days) for name, rule in text.clause.rules.items()}
    return Ahead(verdicts, days, whens, columns, text.basis.later)


def _when(rule: Step, columns: Columns, sheet: _Sheet, days: list[date | None]) -> Column:
    """Return where the condition of a rule holds; `from zero`, in a history that begins anew whenever it did."""
    if rule.when is None:
        return columns.named("missed").copy()
    found = columns.of(rule.when.node).copy()
    # Rules wait until the test can be judged: a window that is not full yet decides nothing.
    others = sheet.others.items()
    waiting = {at for at, verdict in others if verdict is None or verdict.outcome is Outcome.NOT_DUE}
    if rule.again == "from zero":
        for at, day in enumerate(days):
            if found[at] is True and at not in waiting and day is not None:
                found[at + 1 :] = columns.stretch(at + 1).of(rule.when.node)
    for at in waiting:
        found[at] = None
    return found


def _days(track: Track, known: Sequence[date | None] | None) -> list[date | None]:
    """Return the day on which each period is known: it is over, and so are its figures, known on the days given."""
    as_of, lasts = track.court.as_of, track.lasts
    if known is None:
        return [last if last <= as_of else None for last in lasts]
    return [None if day is None or last > as_of else max(last, day) for last, day in zip(lasts, known, strict=True)]


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
    outcomes = (Outcome.MISSED, Outcome.MET) if clause.missed_if is None else (Outcome.MET, Outcome.MISSED)
    sheet.outcomes = [
        outcomes[holds] if (holds is True or holds is False) and day is not None else None
        for holds, day in zip(met, days, strict=True)
    ]
    for at in _not_plain(track, sheet, doubtful):
        sheet.outcomes[at] = None
        if track.scope and not track.exists(at):
            sheet.others[at] = None
        elif track.lasts[at] > as_of or (knowns[at] is None and at not in doubtful):
            sheet.others[at] = _open(track, columns, at, sheet) or judged(track, at)
        else:
            sheet.others[at] = judged(track, at)
    return sheet


def _not_plain(track: Track, sheet: _Sheet, doubtful: Collection[int]) -> list[int]:
    """Return the periods that take a closer look, or in which the member is not measured."""
    if not track.scope:
        return [at for at, outcome in enumerate(sheet.outcomes) if outcome is None or at in doubtful]
    return [
        at for at, outcome in enumerate(sheet.outcomes) if outcome is None or at in doubtful or not track.exists(at)
    ]


def _by_measure(columns: Columns, sheet: _Sheet) -> Column:
    """Return where the relation holds; None where measure or threshold is no number."""
    clause = columns.clause
    assert clause.measure is not None and clause.threshold is not None
    sheet.raws = sheet.values = columns.of(clause.measure.node)
    if clause.round is not None:
        sheet.values = exact.rounded(sheet.raws, clause.round.step, clause.round.mode)  # type: ignore[assignment]
    sheet.thresholds = columns.term(clause.threshold, "the threshold")
    operator, upward = RELATIONS[clause.relation], clause.relation in ("at least", "above")
    both = (sheet.thresholds, sheet.values) if upward else (sheet.values, sheet.thresholds)
    sheet.shortfalls = [*exact.differences(*both)]
    end = min(exact.leading(sheet.values), exact.leading(sheet.thresholds))
    rest = zip(sheet.values[end:], sheet.thresholds[end:], strict=True)
    return [
        *map(COMPARE_DECIMALS[operator], sheet.values[:end], sheet.thresholds[:end]),  # type: ignore[arg-type]
        *(compare(operator, v, t) if type(v) in NUMBERS and type(t) in NUMBERS else None for v, t in rest),
    ]


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
    lets = {name: columns.of(formula.node) for name, formula in columns.clause.let.items()}
    names: list[dict[str, Value]] = [{} for _ in track.spans] if lets else [NO_NAMES] * columns.size
    for name, column in lets.items():
        for at, let in enumerate(column):
            if let is not None:
                names[at][name] = let
    found = final_verdicts(
        zip(
            sheet.outcomes, [span.period for span in track.spans], sheet.raws, sheet.values, sheet.thresholds,
            sheet.shortfalls, sheet.knowns, names, strict=True,
        ),
        clause=track.name, scope=track.scope, unit=columns.clause.unit,
    )  # fmt: skip
    for at, other in sheet.others.items():
        found[at] = replace(other, names=names[at]) if other is not None and not other.names and names[at] else other
    return found
