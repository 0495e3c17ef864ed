"""From figures to their history: since when each was known, what was restated, and what acts say of facts.

A folder's corrections are seen by measuring once more as things were known before each of them (`Snapshot`). In a
worked example the acts `report` and `restate` say the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from comity.agreement.acts import Act
from comity.agreement.formula.constants import constant
from comity.agreement.model import Agreement
from comity.clauses.finality import last_day, last_day_to_restate, metrics_behind, tables_of
from comity.clauses.known import Cell, Known
from comity.clauses.life.model import Refusal
from comity.facts.keys import keyed
from comity.facts.model import Facts
from comity.kernel.days import days_after
from comity.kernel.figure import Exact, Figure, Scope, State
from comity.kernel.period import Period
from comity.standing.late import moved_late
from comity.standing.rows import rows_of
from comity.standing.scored import ScoredByPeriod
from comity.standing.worked.given import Cells, by_member, entries, periods_named

Figures = Mapping[str, tuple[Figure, ...]]

Remeasure = Callable[[Cells], Figures]
"""Measures once more, with all figures of some metrics given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Figures and facts as they were known up to a day, before a correction changed them.

    Before a day on which only milestones changed, the figures are those that rest on milestones.
    """

    until: date
    figures: Figures
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What came of a figure after the last day to restate it: it is on record since `since`, and moves nothing.

    `last` is that last day. The figure that counts rests on the facts of the snapshot `before` the first that was late,
    also where later rows come to the same figure.
    """

    last: date
    since: date
    figure: Figure
    before: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What is known, what came too late to move anything, and the acts about facts that count for nothing."""

    known: Known
    late: Mapping[Cell, Late] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = field(default=())


def timeline(
    agreement: Agreement, latest: Snapshot, *, as_of: date, acts: Sequence[Act] = (), given: Iterable[str] = (),
    earlier: Sequence[Snapshot] = (), remeasure: Remeasure | None = None,
) -> Timeline:  # fmt: skip
    """Return the history of all figures and rows. `given` are metrics given by an example: reported when due.

    `remeasure` finds what follows for other metrics from figures that acts restate; without it nothing does.
    """
    maker = _Maker(agreement, as_of, frozenset(given), acts, (*earlier, latest))
    cells: dict[Cell, list[tuple[date, Figure]]] = {}
    # Of a day on which only milestones changed no other figures are measured.
    before: dict[str, Snapshot] = {}
    for snapshot in (*earlier, latest):
        for metric, of in snapshot.figures.items():
            for figure in of:
                maker.add(cells, figure, before.get(metric), snapshot)
            before[metric] = snapshot
    refused = list(maker.restate(cells))
    if remeasure is not None:
        maker.follow(cells, remeasure)
    finished = {cell: tuple(history) for cell, history in cells.items()}
    known = Known(cells=finished, tables=rows_of(agreement, [*earlier, latest], acts, as_of))
    known.scored = ScoredByPeriod(agreement, known, latest.facts.surveyed)
    return Timeline(known=known, late=maker.late, refused=tuple(refused))


class _Maker:
    """Finds the day from which each figure counts."""

    def __init__(
        self, agreement: Agreement, as_of: date, given: frozenset[str], acts: Sequence[Act],
        snapshots: Sequence[Snapshot],
    ) -> None:  # fmt: skip
        self.agreement = agreement
        self.snapshots = snapshots
        self.as_of = as_of
        self.given = given
        self.acts = acts
        self.reports = [act for act in acts if act.do == "report" and act.about]
        self.restated: dict[date, list[tuple[str, Scope, str, Exact]]] = {}
        self.late: dict[Cell, Late] = {}
        self._due: dict[tuple[str, str], date] = {}

    def add(
        self, cells: dict[Cell, list[tuple[date, Figure]]], figure: Figure, before: Snapshot | None, now: Snapshot
    ) -> None:  # fmt: skip
        """Add a figure of the snapshot `now` to the history of its cell, unless it says what was known already.

        `before` is the snapshot that a correction ended (None: this is the first). What differs from it counts from the
        day of the correction, even where the number that counts is older, as when the other reporter comes round to it.
        """
        cell = (figure.metric, figure.scope, figure.period.name)
        history = cells.setdefault(cell, [])
        if figure.state is State.NOT_DUE:
            if not history:
                history.append((date.min, figure))
            return
        day = self._since(figure)
        if figure.value is not None and not any(since > date.min for since, _ in history):
            history += self._missing_until(figure, day)
            if day > self.as_of:
                return
        is_same = bool(history) and _same(history[-1][1], figure)
        corrected = max(day, days_after(before.until)) if history and before is not None else day
        last = self._last_day(history, figure) if not is_same or figure.state is State.DISPUTED else None
        late: Late | None = None
        if last is not None and before is not None and corrected > last:
            counts = self._counts_late(history, figure, last, now)
            if counts is None or (_same(history[-1][1], counts) and not is_same):
                since, first = corrected, self.late.get(cell)
                self.late[cell] = Late(last=last, since=since, figure=figure, before=first.before if first else before)
                return
            if counts.value != figure.value:
                late = Late(last=last, since=corrected, figure=figure, before=self._snapshot_of(counts) or before)
            figure, is_same = counts, _same(history[-1][1], counts)
        if is_same:
            self._again(cell, history, figure, before)
            history[-1] = (history[-1][0], figure)
            return
        self.late.pop(cell, None)
        if late is not None:
            self.late[cell] = late
        if history and history[-1][0] >= corrected > date.min:
            history.pop()
        history.append((corrected, replace(figure, known=corrected) if figure.value is not None else figure))

    def _again(
        self, cell: Cell, history: Sequence[tuple[date, Figure]], figure: Figure, before: Snapshot | None
    ) -> None:  # fmt: skip
        """Note where a figure that says what was known already rests on rows that came too late to move anything."""
        if cell in self.late:
            self.late[cell] = replace(self.late[cell], figure=figure)
        elif before is not None and figure.known != history[-1][1].known and figure.state is not State.DISPUTED:
            last, day = self._last_day(history, figure), max(self._since(figure), days_after(before.until))
            if last is not None and day > last:
                self.late[cell] = Late(last=last, since=day, figure=figure, before=before)

    def _snapshot_of(self, figure: Figure) -> Snapshot | None:
        """Return the last snapshot in which a figure was what it counts as."""
        named = (figure.metric, figure.scope, figure.period)
        for snapshot in reversed(self.snapshots):
            for one in snapshot.figures.get(figure.metric, ()):
                if (one.metric, one.scope, one.period) == named and _same(one, figure):
                    return snapshot
        return None

    def _last_day(self, history: Sequence[tuple[date, Figure]], figure: Figure) -> date | None:
        """Return the last day to restate a figure: what comes later is on record and moves nothing. None: no end."""
        reported = next((since for since, known in history if known.value is not None), None)
        if reported is None:
            return None
        terms = self.agreement.as_of(figure.period.first)
        return last_day_to_restate(figure.metric, figure.period, terms, reported)

    def _counts_late(
        self, history: Sequence[tuple[date, Figure]], figure: Figure, last: date, now: Snapshot
    ) -> Figure | None:  # fmt: skip
        """Return what a figure counts as that became known after the last day to restate it; None for a correction."""
        terms = self.agreement.as_of(figure.period.first)
        tables = [keyed(table, terms) for table in tables_of(figure.metric, terms)]
        in_time = next((one for one in self.snapshots if one.until >= last), now)
        return moved_late(history, figure, tables, in_time.facts, now.facts)

    def _missing_until(self, figure: Figure, day: date) -> Iterator[tuple[date, Figure]]:
        """Yield that a figure was missing from the day after it was due until the day on which it was reported."""
        due = self.due(figure.metric, figure.period)
        late = max(days_after(due), figure.period.last)
        if late < day and late <= self.as_of:
            reason = f"{figure.metric} for {figure.period} was due on {due}"
            yield late, replace(figure, value=None, state=State.MISSING, reason=reason, known=None)

    def _since(self, figure: Figure) -> date:
        """Return the day from which a figure counts; one after the day of evaluation where it is not known by then.

        What became known after the day of evaluation counts as reported when it was due: whoever looks back with
        today's knowledge asks how things stood, not when they were found out.
        """
        period = figure.period
        report = self._report_act(figure)
        if report is not None:
            return max(period.last, report)
        if figure.state is State.MISSING:
            day = days_after(self.due(figure.metric, period))
        elif self._rests_on_given(figure) or figure.known is None or figure.known > self.as_of:
            day = self.due(figure.metric, period)
        else:
            day = figure.known
        return max(period.last, min(day, self.as_of))

    def _rests_on_given(self, figure: Figure) -> bool:
        """Tell whether a figure was given, or is computed from one that was."""
        terms = self.agreement.as_of(figure.period.first)
        return bool(self.given) and not self.given.isdisjoint(metrics_behind(figure.metric, terms))

    def _report_act(self, figure: Figure) -> date | None:
        """Return the day of an act `report` about a figure, or about a table it rests on."""
        terms = self.agreement.as_of(figure.period.first)
        names = {figure.metric, *(table.name for table in tables_of(figure.metric, terms))}
        members = {member for _, member in figure.scope}
        first: dict[str, date] = {}
        for act in self.reports:
            name = act.about[0]
            if name in names and figure.period.name in act.about[1:] and members >= set(act.about[1:-1]):
                # Who reports a second time does not put off what follows from the first.
                first[name] = min(act.on, first.get(name, act.on))
        return max(first.values(), default=None)

    def due(self, metric: str, period: Period) -> date:
        """Return the day by which the facts of a figure are due; the end of its period where no day is agreed."""
        key = (metric, period.name)
        if key not in self._due:
            terms = self.agreement.as_of(period.first)
            days = [last_day(table, table.due, period, terms) for table in tables_of(metric, terms)]
            self._due[key] = max(days, default=period.last)
        return self._due[key]

    # -- restatements in words ----------------------------------------------------------------

    def restate(self, cells: dict[Cell, list[tuple[date, Figure]]]) -> Iterator[Refusal]:
        """Put the figures of `restate` acts into the history; yields those that came too late to move anything."""
        for act in sorted((a for a in self.acts if a.do == "restate" and a.on <= self.as_of), key=lambda a: a.on):
            for metric, node in act.nested.items():
                terms = self.agreement.as_of(act.on)
                if metric not in terms.metrics:
                    yield Refusal(act=act, reason=f"{metric} is no metric that could be restated")
                    continue
                for scope, below in by_member(terms.metrics[metric].per, node):
                    for key, value in entries(below):
                        for period in periods_named(key.text, terms):
                            number = constant(getattr(value, "text", ""), terms)
                            late = self._restated(cells, act, metric, scope, period, number)
                            if late:
                                yield Refusal(act=act, reason=late)

    def _restated(
        self, cells: dict[Cell, list[tuple[date, Figure]]], act: Act, metric: str, scope: Scope, period: Period,
        value: object,
    ) -> str:  # fmt: skip
        history = cells.get((metric, scope, period.name), [])
        reported = next((since for since, known in history if known.value is not None), None)
        if reported is None or act.on < reported or not isinstance(value, Exact):
            return f"{metric} has no figure for {period} that could be restated"
        limit = last_day_to_restate(metric, period, self.agreement.as_of(period.first), reported)
        if limit is not None and act.on > limit:
            return (
                f"{metric} for {period} could be restated until {limit}; the new figure is recorded and moves nothing"
            )
        figure = replace(history[-1][1], value=value, known=act.on, reason=f"restated on {act.on}", state=State.FINAL)
        history.append((max(act.on, period.last), figure))
        self.restated.setdefault(act.on, []).append((metric, scope, period.name, value))
        return ""

    def follow(self, cells: dict[Cell, list[tuple[date, Figure]]], remeasure: Remeasure) -> None:
        """Put into the history what metrics come to that are computed from restated ones."""
        changed: dict[str, dict[tuple[Scope, str], Exact]] = {}
        for day in sorted(self.restated):
            for metric, scope, period, value in self.restated[day]:
                changed.setdefault(metric, _values(cells, metric))[scope, period] = value
            for of in remeasure(changed).values():
                for figure in of:
                    self._computed_again(cells, figure, frozenset(changed), day)

    def _computed_again(
        self, cells: dict[Cell, list[tuple[date, Figure]]], figure: Figure, restated: frozenset[str], day: date
    ) -> None:  # fmt: skip
        history = cells.get((figure.metric, figure.scope, figure.period.name), [])
        terms = self.agreement.as_of(figure.period.first)
        behind = metrics_behind(figure.metric, terms) - {figure.metric}
        if figure.metric in restated or restated.isdisjoint(behind) or not history or figure.value is None:
            return
        since = max(day, figure.period.last)
        if history[-1][0] <= since and history[-1][1].value not in (None, figure.value):
            reason = f"computed again from what was restated on {day}"
            history.append((since, replace(figure, known=day, reason=reason)))


def _values(cells: Mapping[Cell, Sequence[tuple[date, Figure]]], metric: str) -> dict[tuple[Scope, str], Exact]:
    """Return all figures of a metric as known last."""
    last = {(scope, period): history[-1][1].value for (name, scope, period), history in cells.items() if name == metric}
    return {where: value for where, value in last.items() if value is not None}


def _same(one: Figure, other: Figure) -> bool:
    return (one.value, one.state, one.value is None) == (other.value, other.state, other.value is None)
