"""The fold: figures and acts, day by day, become verdicts, cases, payments and settings.

Within a day (language, section 8) acts come first, in the order of the record; at its end lapses and figures become
effective; then rules are examined, by dependency and then as written, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from heapq import heappop, heappush
from operator import itemgetter

from comity.agreement.acts import Act
from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Agreement, Step
from comity.clauses.ahead import TOUCHING, Ahead
from comity.clauses.closing import Closing, Closure
from comity.clauses.court import Court
from comity.clauses.known import Figures
from comity.clauses.life import acts as acting
from comity.clauses.life import ending
from comity.clauses.life.anchors import anchors_of, counts_from
from comity.clauses.life.casebook import Casebook
from comity.clauses.life.cases import Case, Run
from comity.clauses.life.envs import case_env
from comity.clauses.life.foreseen import Foreseen, foresee
from comity.clauses.life.model import Refusal, StepState
from comity.clauses.life.money import Purse
from comity.clauses.life.rules import examine, examine_ahead, fire
from comity.clauses.life.shape import Shape, shape_of
from comity.clauses.life.steps import due_day, lapse, look
from comity.clauses.model import Outcome
from comity.clauses.needs import direct_needs
from comity.clauses.track import Track
from comity.kernel.figure import Figure, State, Unknown, Value
from comity.kernel.period import Grain, Period

ONE_DAY = timedelta(days=1)
STARTS, ENDS = 0, 1
"""Events of the calendar: the first day of a period, its last day."""

MOST = 1 << 30
MOST_ROUNDS = 1_000
"""Rounds of a day after which rules that set one another off for ever are left; `check` refuses circles."""


class Fold(Casebook):
    """The state of all obligations of an agreement, moved forward day by day up to the day of evaluation."""

    def __init__(
        self, agreement: Agreement, figures: Figures, acts: Sequence[Act], as_of: date, *,
        other: Figures | None = None, excluded: Mapping[int, Figures] | None = None, shape: Shape | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.agreement = agreement
        self.shape = shape if shape is not None and shape.texts.agreement is agreement else shape_of(agreement)
        self.court = Court(agreement, figures, as_of, other=other, excluded=excluded, texts=self.shape.texts)
        self.purse = Purse(self, self.court)
        self.court.paying = self.purse
        if self.court.other is not None:
            self.court.other.paying = self.purse
        self.figures = figures
        self.acts = [(at, act) for at, act in enumerate(acts) if act.on <= as_of]
        self.foreseen = Foreseen()
        self.refused: list[Refusal] = []
        self.declared = 0
        self.restating = False
        self.ended = agreement.versions[-1][1].ends
        self._ongoing: dict[int, Run] = {}
        self._waiting: dict[Track, list[Run]] = {}
        self._dirty: dict[str, dict[Track, tuple[int, date | None]]] = {}
        self._looks: dict[date, list[tuple[Track, int]]] = {}
        self._calendar: dict[date, list[tuple[int, str]]] = {}
        self._due_rules: dict[str, list[tuple[Track, int, str]]] = {}
        self._unready: dict[Track, list[tuple[int, str]]] = {}
        self._days: list[date] = []
        self._planned: set[date] = set()

    # -- the days -----------------------------------------------------------------------------

    def run(self) -> Fold:
        """Move through every day on which something happens, up to the day of evaluation."""
        by_day: dict[date, list[tuple[int, Act]]] = {}
        for at, act in self.acts:
            by_day.setdefault(act.on, []).append((at, act))
        changes = self.figures.changes()
        rows = self._row_days()
        touched = frozenset(act.about[0] for _, act in self.acts if act.about and act.do in TOUCHING)
        self.foreseen = foresee(self.court, self.shape, touched)
        self._plan_calendar()
        for day in {*by_day, *changes, *rows, *self._calendar, *self.foreseen.days}:
            self.plan(day)
        if self.ended is not None:
            self.plan(self.ended)
        while self._days:
            day = heappop(self._days)
            self._day(day, by_day.get(day, ()), changes.get(day, ()), rows.get(day, ()))
        self._close()
        return self

    def plan(self, day: date) -> None:
        """Let a day be visited, since something may happen on it."""
        if day not in self._planned and day <= self.court.as_of:
            self._planned.add(day)
            heappush(self._days, day)

    def _day(
        self, day: date, acts: Iterable[tuple[int, Act]], changes: Iterable[Figure], rows: Iterable[tuple[str, date]]
    ) -> None:  # fmt: skip
        self._set_now(day)
        self.restating = False
        calendar = self._calendar.get(day, ())
        for kind, clause in calendar:
            if kind == STARTS:
                self._start(clause, day)
        early: list[Refusal] = []
        for _, act in acts:
            reason = acting.act(self, act)
            if reason:
                early.append(Refusal(act=act, reason=reason))
            self._settle_rules()
        self._lapse(day)
        self._see(day)
        for kind, clause in calendar:
            if kind == ENDS:
                self._touch_clause(clause, day)
        awaiting = {track.name for track in self._waiting}
        for figure in changes:
            # Of most figures all that follows is foreseen; the others are read by more, or awaited by a step.
            readers = self.foreseen.quiet.get(figure.metric)
            if readers is None or (awaiting and not awaiting.isdisjoint(readers)):
                self._figure(figure)
        for table, since in rows:
            self.mark(f"tables.{table}", since)
        for track, index in self._looks.pop(day, ()):
            self.changed(track, index)
        self._known_today(day)
        self._settle_rules()
        self._once_more(early)
        self._lapse(day)
        if day == self.ended:
            ending.end(self)
        self.purse.settle()
        self._planned.discard(day)

    def _once_more(self, early: Iterable[Refusal]) -> None:
        """Let acts count that came on the very day on which a figure opened the step they answer."""
        for refusal in early:
            if acting.act_once_more(self, refusal.act):
                self.refused.append(refusal)
            self._settle_rules()

    def _set_now(self, day: date) -> None:
        for court in (self.court, self.court.other):
            if court is not None:
                court.now, court.seen = day, day - ONE_DAY if day > date.min else day

    def _see(self, day: date) -> None:
        """Let the figures of a day count: they become effective at its end, after its acts and what lapses."""
        for court in (self.court, self.court.other):
            if court is not None:
                court.seen = day

    def _close(self) -> None:
        """Look at everything once more as things are known on the day of evaluation."""
        self._set_now(self.court.as_of)
        self._see(self.court.as_of)
        for court in (self.court, self.court.other):
            for tracks in court.tracks.values() if court is not None else ():
                for track in tracks.values():
                    if track.name in self.shape.own_rules:
                        track.forget(0)  # its names may say what its rules have paid, after all caps
                    track.forget_open()

    # -- what is judged ahead of time ---------------------------------------------------------

    def _known_today(self, day: date) -> None:
        """Take up the periods judged ahead of time that became known today."""
        for track in self._waiting:
            if track.ahead is not None:
                for at in track.ahead.known_on(day):
                    self.look_at(track, at, cause=None)
        for source, first in self.foreseen.told.get(day, {}).items():
            self.mark(source, first)
        for track, at, name in self.foreseen.coming.get(day, ()):
            self._due_rules.setdefault(track.name, []).append((track, at, name))

    def _tell(self, track: Track, day: date, cause: date | None) -> None:
        """Tell those who read a clause, or an account it pays into, that it has changed."""
        for source in self.shape.tells.get(track.name, ()):
            self.mark(source, day, cause=cause)

    # -- the calendar -------------------------------------------------------------------------

    def _plan_calendar(self) -> None:
        starting = {clause for clause, _ in self.shape.at_once}
        for name, tracks in self.court.tracks.items():
            track = next(iter(tracks.values()), None)
            if track is None or (name not in starting and name not in self.shape.ticking):
                continue
            for span in track.spans:
                if name in starting:
                    self._calendar.setdefault(span.period.first, []).append((STARTS, name))
                if name in self.shape.ticking and span.row is None:
                    self._calendar.setdefault(span.period.last, []).append((ENDS, name))

    def _row_days(self) -> dict[date, list[tuple[str, date]]]:
        """Return the days on which rows became known or changed: (table, day of the row)."""
        tables = dict.fromkeys(
            clause.table for _, terms in self.agreement.versions for clause in terms.clauses.values() if clause.table
        )
        found: dict[date, list[tuple[str, date]]] = {}
        for table in tables:
            for row in self.figures.rows(table):
                for day, _ in row.states:
                    found.setdefault(max(day, min(row.day, self.court.as_of)), []).append((table, row.day))
        return found

    def _start(self, clause: str, day: date) -> None:
        """Let the rules fire that need nothing but the first day of a period."""
        for track in self.court.tracks[clause].values():
            index = next((at for at, first in enumerate(track.firsts) if first == day), None)
            if index is None or not track.exists(index):
                continue
            for rule in track.spans[index].clause.rules.values():
                if (clause, rule.name) in self.shape.at_once and index not in track.fired.get(rule.name, ()):
                    track.whens.setdefault(rule.name, {})[index] = True
                    fire(self, track, index, rule, day)

    # -- what has changed ---------------------------------------------------------------------

    def _figure(self, figure: Figure) -> None:
        self._refuse_restatement(figure)
        period = figure.period
        cell = self.figures.cell(figure.metric, figure.scope, period.name)
        self.restating |= any(since < self.court.now and one.value is not None for since, one in cell)
        self.mark(f"metrics.{figure.metric}", period.first, scope=dict(figure.scope))
        for account in self.purse.touch(figure.metric, period):
            self.mark(f"accounts.{account}", period.first)

    def mark(
        self, source: str, day: date, *, cause: date | None = None, scope: Mapping[str, str] | None = None
    ) -> None:  # fmt: skip
        """Note that something changed for periods that do not end before a day."""
        for name in self.shape.dependents.get(source, ()):
            for track in self.court.tracks[name].values():
                if scope and not all(scope.get(column, member) == member for column, member in track.scope):
                    continue
                if track.ahead is None or track in self._waiting or self._may_follow(track, track.ahead, source, day):
                    self._touch(track, day, cause)

    def _touch(self, track: Track, day: date, cause: date | None) -> None:
        index = track.first_touched(day)
        self._forget(track, index)
        self.look_at(track, index, cause=cause)

    def _may_follow(self, track: Track, ahead: Ahead, source: str, day: date) -> bool:
        """Tell whether a change reaches what follows from verdicts that were given ahead of time."""
        return source in ahead.later and (day <= self.reach(track) or track in self._unready)

    def _touch_clause(self, name: str, day: date) -> None:
        for track in self.court.tracks[name].values():
            self._touch(track, day, None)

    def _forget(self, track: Track, index: int) -> None:
        track.forget(index)
        if self.court.other is not None:
            twin = self.court.other.twin(track)
            if twin is not None:
                twin.forget(index)

    def changed(self, track: Track, index: int) -> None:
        """Note that the verdict on a period may have changed."""
        self._forget(track, index)
        self.look_at(track, index, cause=None)

    def look_at(self, track: Track, index: int, *, cause: date | None) -> None:
        """Put the periods of a track from an index on down for examination."""
        waiting = self._dirty.setdefault(track.name, {})
        known = waiting.get(track)
        if known is None:
            waiting[track] = (index, cause)
        elif known[0] > index or known[1] is not None:
            # A figure that changed outweighs an act: what rests on it may fall.
            waiting[track] = (min(index, known[0]), None if known[1] is None or cause is None else known[1])

    def _settle_rules(self) -> None:
        """Examine what changed, by dependency, until nothing changes any more."""
        for _ in range(MOST_ROUNDS * max(1, len(self.shape.order))):
            if not self._dirty and not self._due_rules:
                return
            names = (*self._dirty, *self._due_rules)
            name = min(names, key=self.shape.order.__getitem__) if len(names) > 1 else names[0]
            due, dirty = self._due_rules.pop(name, ()), self._dirty.pop(name, {})
            self._look_at_all(due, dirty)
        raise RuntimeError("rules set one another off for ever")

    def _look_at_all(
        self, due: Sequence[tuple[Track, int, str]], dirty: Mapping[Track, tuple[int, date | None]]
    ) -> None:  # fmt: skip
        """Look at what has changed of one clause, member by member, however each of them is judged."""
        if len(due) + len(dirty) == 1:
            for one in due:
                examine_ahead(self, *one)
            for track, of in dirty.items():
                self._examine(track, *of)
            return
        work: list[tuple[tuple[object, ...], Callable[[], object]]] = [
            ((*_by_member(one), 0), partial(examine_ahead, self, *one)) for one in due
        ]
        work += [((track.scope, MOST, [], 1), partial(self._examine, track, *of)) for track, of in dirty.items()]
        for _, look_at in sorted(work, key=itemgetter(0)):
            look_at()

    def _examine(self, track: Track, index: int, cause: date | None) -> None:
        if track.ahead is None:
            examine(self, track, index, cause)
        else:
            self._refresh(track, index)
            for at, rule in self._unready.pop(track, ()):
                examine_ahead(self, track, at, rule)
        if track in self._waiting:
            for run in list(self._waiting[track]):
                look(self, run)
            # What was looked at may have opened further steps of this clause.
            still = [run for run in self._waiting[track] if run.is_ongoing]
            if still:
                self._waiting[track] = still
            else:
                del self._waiting[track]
        if index < len(track.spans):
            self._tell(track, track.firsts[index], cause)

    def put_off(self, track: Track, index: int, rule: str) -> None:
        """Keep a rule of a period judged ahead of time until the facts are there that its consequences need."""
        self._unready.setdefault(track, []).append((index, rule))

    def _refresh(self, track: Track, index: int) -> None:
        """Compute again what cases of a track judged ahead of time pay: a figure that only payments rest on changed."""
        for case in self.from_on(track, index):
            if case.withdrawn is None:
                self.purse.refresh(case)

    # -- time runs out ------------------------------------------------------------------------

    def await_run(self, run: Run) -> None:
        """Keep a step that is open, and plan the day on which it lapses."""
        self._ongoing[id(run)] = run
        if run.step.when is not None or run.step.unless is not None:
            waiting = self._waiting.setdefault(run.case.track, [])
            if run not in waiting:
                waiting.append(run)
        if run.due is not None:
            self.plan(run.due)

    def _lapse(self, day: date) -> None:
        """Let the steps lapse whose last day this is."""
        while self._ongoing:
            over = [run for run in self._ongoing.values() if run.due is not None and run.due <= day]
            ended = [run for run in over if run.state is StepState.OPEN and not self._waits_for_facts(run)]
            if not ended:
                break
            for run in ended:
                if run.state is StepState.OPEN:
                    if run.step.when is not None:
                        look(self, run)
                    else:
                        lapse(self, run, min(run.due or day, day))
            self._settle_rules()
            if all(run.state is StepState.OPEN for run in ended):
                break
        if any(not run.is_ongoing for run in self._ongoing.values()):
            self._ongoing = {key: run for key, run in self._ongoing.items() if run.is_ongoing}

    def _waits_for_facts(self, run: Run) -> bool:
        """Tell whether a step cannot lapse yet, since not all periods within its time are known.

        It is looked at whenever what it awaits has changed, and once on its last day.
        """
        seen = self.court.seen
        return run.step.when is not None and run.due is not None and (run.due != seen or run.looked == seen)

    def anchored(self, case: Case) -> None:
        """Find the deadlines again that count from what has just ended in a case."""
        for run in case.runs:
            if run.state is StepState.OPEN and run.due is None and run.step.within is not None:
                run.due = due_day(self, run)
                if run.due is not None:
                    self.plan(max(run.due, self.court.now))

    def moved(self, anchor: str) -> None:
        """Find the deadlines again that count from a day that has moved: a milestone is done, the agreement ends.

        A deadline that would have passed before today stays where it was: nobody is late because a day came early.
        """
        for run in self.ongoing():
            if run.state is StepState.OPEN and counts_from(run.step.within, anchor):
                day = due_day(self, run)
                if day is not None and day >= self.court.now:
                    run.due = day
                    self.plan(day)

    def tick(self, clause: str, day: date) -> None:
        """Look at a clause that rests on the calendar alone on a day: a period of it now ends there."""
        if clause in self.shape.ticking and day >= self.court.now:
            self._calendar.setdefault(day, []).append((ENDS, clause))

    def step_changed(self, case: Case, name: str) -> None:
        """Tell those who read the table of a step that a row of it came, changed or went."""
        if f"steps.{name}" in self.shape.dependents:
            self.mark(f"steps.{name}", case.period.first, cause=self.court.now)

    # -- cases --------------------------------------------------------------------------------

    def open_case(self, track: Track, index: int, rule: Step | None, measured: date) -> Case:
        """Open a case about a period."""
        case = Case(
            track=track, index=index, period=track.spans[index].period, rule=rule, opened=self.court.now,
            measured=measured, number=len(self.cases), declared=self.declared,
        )  # fmt: skip
        self.enter(case)
        if rule is not None:
            self.step_changed(case, rule.name)
        return case

    def case_about(self, track: Track, index: int, day: date) -> Case:
        """Return the latest case about a period; where none was opened, a new one without a rule."""
        found = [case for case in self.about(track, index) if case.withdrawn is None]
        return found[-1] if found else self.open_case(track, index, None, day)

    def ongoing(self) -> list[Run]:
        """Return the steps that are open or whose clock stands still, in the order in which they opened."""
        return [run for run in self._ongoing.values() if run.is_ongoing]

    # -- what steps ask -----------------------------------------------------------------------

    def anchors(self, case: Case, values: Mapping[str, Value]) -> dict[str, date]:
        """Return the days from which the deadlines of a case may count."""
        return anchors_of(self, case, values)

    def on_both_accounts(self, node: tree.Node, case: Case, values: Mapping[str, Value]) -> Result:
        """Return the value of a formula of a case, unknown where reporters differ and it depends on whose is right."""
        env = case_env(case, values)
        value = evaluate(node, env)
        if State.DISPUTED not in env.seen.states or self.court.other is None:
            return value
        twin = self.court.other.twin(case.track)
        if twin is None:
            return value
        theirs = case_env(case, values)
        theirs.track, theirs.court, theirs.figures = twin, self.court.other, self.court.other.figures
        return value if evaluate(node, theirs) == value else Unknown(State.UNDETERMINED, "reporters differ")

    def facts_known(self, track: Track, index: int, rule: Step) -> bool:
        """Tell whether the facts are there that the consequences of a rule need."""
        span = track.spans[index]
        for need in direct_needs(rule, span.clause, span.terms):
            kind, _, name = need.partition(".")
            if kind == "metrics" and not self._is_known(track, name, span.period):
                return False
        return True

    def _is_known(self, track: Track, metric: str, period: Period) -> bool:
        definition = self.agreement.as_of(period.first).metrics.get(metric)
        if definition is None:
            return True
        if definition.every is not period.grain and isinstance(definition.every, Grain):
            period = self.court.calendar.containing(definition.every, period.last)
        scope = tuple(pair for pair in track.scope if pair[0] in definition.per)
        cell = self.figures.cell(metric, scope, period.name)
        return any(day <= self.court.seen and figure.value is not None for day, figure in cell)

    def figures_known(self, run: Run, period: Period) -> bool:
        """Tell whether all that the conditions of a step read in a period is there."""
        track = run.case.track
        text = track.spans[run.case.index].text
        metrics = text.awaited(run.step) & text.terms.metrics.keys()
        if any(not self._is_known(track, metric, period) for metric in metrics):
            return False
        index = track.index.get(period.name)
        if index is None or metrics:
            return True
        verdict = track.verdict(index)
        return verdict is not None and verdict.outcome not in (Outcome.NOT_DUE, Outcome.UNDETERMINED)

    def test_known(self, track: Track, index: int) -> bool:
        """Tell whether all figures are there that the test of a period reads for it."""
        span = track.spans[index]
        return bool(span.text.tested) and all(self._is_known(track, name, span.period) for name in span.text.tested)

    def close(self, case: Case, measured: date) -> None:
        """Let the facts of a case's period be final from today on."""
        track, index, period = case.track, case.index, case.period
        track.closed.setdefault(index, self.court.now)
        metrics = track.spans[index].text.read
        self.court.close(
            Closure(metrics=frozenset(metrics), scope=track.scope, first=period.first, last=period.last,
                    day=self.court.now)
        )  # fmt: skip
        for metric in metrics:
            self.mark(f"metrics.{metric}", period.first, cause=measured, scope=dict(track.scope))

    def _refuse_restatement(self, figure: Figure) -> None:
        """Refuse the act that restates a figure which a step has declared final."""
        closing = self.court.figures
        closed = closing.closed_on(figure) if isinstance(closing, Closing) else None
        if closed is None or closed >= self.court.now:
            return
        for _, act in self.acts:
            if act.do == "restate" and act.on == self.court.now and figure.metric in act.nested:
                reason = f"{figure.metric} for {figure.period} is final since {closed}; the new figure moves nothing"
                self.refused.append(Refusal(act=act, reason=reason))

    def look_on(self, day: date, track: Track, index: int) -> None:
        """Look at a period again on a later day: relief has moved its due day there."""
        self._looks.setdefault(day, []).append((track, index))
        self.plan(day)

    def key_of(self, act: Act) -> int:
        """Return the number of an act among all acts, by which what it changes is known outside."""
        return next((at for at, known in self.acts if known is act), -1)


def _by_member(due: tuple[Track, int, str]) -> tuple[object, int, list[str]]:
    """Order rules that fire on one day: by member, by period, then as written."""
    track, at, rule = due
    return (
        track.scope,
        at,
        [str(list(track.spans[at].clause.rules).index(rule)).zfill(4)] if at < len(track.spans) else [],
    )
