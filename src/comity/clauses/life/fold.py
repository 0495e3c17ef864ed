"""The fold: figures and acts, day by day, become verdicts, cases, payments and settings.

Within a day (language, section 8) acts come first, in the order of the record; at its end lapses and figures become
effective; then rules are examined, by dependency and then as written, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from heapq import heappop, heappush

from comity.agreement.acts import Act
from comity.agreement.model import Agreement, Step
from comity.clauses.ahead import TOUCHING, Ahead
from comity.clauses.court import Court
from comity.clauses.known import Figures
from comity.clauses.life import acts as acting
from comity.clauses.life import consequences, ending, ladders
from comity.clauses.life.agenda import ENDS, STARTS, calendar_days, row_days
from comity.clauses.life.anchors import anchors_of, counts_from
from comity.clauses.life.casebook import Casebook
from comity.clauses.life.cases import ONGOING, Case, LadderRun, Run
from comity.clauses.life.closed import refuse_restatement
from comity.clauses.life.foreseen import Foreseen, foresee
from comity.clauses.life.model import Refusal, StepState
from comity.clauses.life.money import Purse
from comity.clauses.life.pending import Pending
from comity.clauses.life.remittances import Remittances
from comity.clauses.life.rules import begin, examine, examine_ahead
from comity.clauses.life.shape import Shape, shape_of
from comity.clauses.life.steps import due_day, lapse, look
from comity.clauses.track import Track
from comity.kernel.figure import Figure, Value

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
        self.remittances = Remittances(agreement)
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
        self._pending = Pending(self.shape.order)
        self._readers: dict[str, list[Track]] = {}
        self._looks: dict[date, list[tuple[Track, int]]] = {}
        self._calendar: dict[date, list[tuple[int, str]]] = {}
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
        rows = row_days(self.court)
        touched = frozenset(act.about[0] for _, act in self.acts if act.about and act.do in TOUCHING)
        self.foreseen = foresee(self.court, self.shape, touched)
        self._calendar = calendar_days(self.court, self.shape)
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
        self.court.begin_day(day)
        self.restating = False
        calendar = self._calendar.get(day, ())
        for kind, clause in calendar:
            if kind == STARTS:
                begin(self, clause, day)
        early: list[Refusal] = []
        for _, act in acts:
            reason = acting.act(self, act)
            if reason:
                early.append(Refusal(act=act, reason=reason))
            self._settle_rules()
        self._lapse(day)
        self.court.end_day()
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

    def _close(self) -> None:
        """Look at everything once more as things are known on the day of evaluation."""
        self.court.begin_day(self.court.as_of)
        self.court.end_day()
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
            self._pending.come_about(track, at, name)

    def _tell(self, track: Track, day: date, cause: date | None) -> None:
        """Tell those who read a clause, or an account it pays into, that it has changed."""
        for source in self.shape.tells.get(track.name, ()):
            self.mark(source, day, cause=cause)

    # -- what has changed ---------------------------------------------------------------------

    def _figure(self, figure: Figure) -> None:
        refuse_restatement(self, figure)
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
        for track in self._readers_of(source):
            if scope and not all(scope.get(column, member) == member for column, member in track.scope):
                continue
            if track.ahead is None or track in self._waiting or self._may_follow(track, track.ahead, source, day):
                self._touch(track, day, cause)

    def _readers_of(self, source: str) -> list[Track]:
        """Return the tracks that read something."""
        found = self._readers.get(source)
        if found is None:
            tracks = self.court.tracks
            names = self.shape.dependents.get(source, ())
            found = self._readers[source] = [track for name in names for track in tracks[name].values()]
        return found

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
        self._pending.change(track, index, cause)

    def _settle_rules(self) -> None:
        """Examine what changed, by dependency, until nothing changes any more."""
        for _ in range(MOST_ROUNDS * max(1, len(self.shape.order))):
            looks = self._pending.take()
            if not looks:
                return
            for track, index, rule, cause in looks:
                if rule:
                    examine_ahead(self, track, index, rule)
                else:
                    self._examine(track, index, cause)
        raise RuntimeError("rules set one another off for ever")

    def _examine(self, track: Track, index: int, cause: date | None) -> None:
        if track.ahead is None:
            examine(self, track, index, cause)
        else:
            self.purse.refresh_from(track, index)
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
        for key in [key for key, run in self._ongoing.items() if run.state not in ONGOING]:
            del self._ongoing[key]

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
        if name in self.shape.step_tables:
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

    # -- what leads to one another: steps, consequences, ladders and the end of the agreement -----

    def execute(self, case: Case, steps: Sequence[Step], measured: date, values: Mapping[str, Value]) -> None:
        """Let a list of consequences happen, in the order written."""
        consequences.execute(self, case, steps, measured, values)

    def happen(self, case: Case, step: Step, measured: date, values: Mapping[str, Value]) -> None:
        """Let the immediate effects of a consequence happen."""
        consequences.happen(self, case, step, measured, values)

    def next_level(self, ladder: LadderRun, measured: date) -> None:
        """Open the next level of a ladder."""
        ladders.next_level(self, ladder, measured)

    def terminate(self, first: date, by: Case) -> None:
        """Let the agreement end before a day."""
        ending.terminate(self, first, by)

    def is_void_after(self, run: Run) -> bool:
        """Tell whether a step falls away with the end of the agreement."""
        return ending.is_void_after(self, run)

    # -- what steps ask -----------------------------------------------------------------------

    def anchors(self, case: Case, values: Mapping[str, Value]) -> dict[str, date]:
        """Return the days from which the deadlines of a case may count."""
        return anchors_of(self, case, values)

    def look_on(self, day: date, track: Track, index: int) -> None:
        """Look at a period again on a later day: relief has moved its due day there."""
        self._looks.setdefault(day, []).append((track, index))
        self.plan(day)

    def key_of(self, act: Act) -> int:
        """Return the number of an act among all acts, by which what it changes is known outside."""
        return next((at for at, known in self.acts if known is act), -1)
