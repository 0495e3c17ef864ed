"""The cases of a life, in the order in which they were opened, and found again by member, rule and period."""

from __future__ import annotations

from datetime import date

from comity.agreement.model import Step
from comity.clauses.life.cases import Case, LadderRun, Run
from comity.clauses.track import Track


class Casebook:
    """All cases; what is asked for often is kept by track, so that a case costs the same however many there are."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self._about: dict[Track, dict[int, list[Case]]] = {}
        self._latest: dict[Track, int] = {}
        self._reach: dict[Track, date] = {}
        self._of_rule: dict[tuple[Track, str], list[Case]] = {}
        self._fired: dict[tuple[Track, str, int], Case] = {}
        self._fallen: dict[tuple[Track, str], set[int]] = {}

    def enter(self, case: Case) -> None:
        """Add a case that was opened."""
        track = case.track
        self.cases.append(case)
        self._about.setdefault(track, {}).setdefault(case.index, []).append(case)
        self._latest[track] = max(case.index, self._latest.get(track, 0))
        self._reach[track] = max(case.period.last, self._reach.get(track, date.min))
        if case.rule is not None:
            self._of_rule.setdefault((track, case.rule.name), []).append(case)
            self._fired[track, case.rule.name, case.index] = case

    # -- of a rule ----------------------------------------------------------------------------

    def fired_case(self, track: Track, rule: str, index: int) -> Case | None:
        """Return the case of a rule that fired for a period and stands."""
        case = self._fired.get((track, rule, index))
        return case if case is not None and case.withdrawn is None else None

    def fallen_case(self, track: Track, rule: str, index: int) -> Case | None:
        """Return the case of a rule for a period that fell, if there is one."""
        case = self._fired.get((track, rule, index))
        return case if case is not None and case.withdrawn is not None else None

    def cases_of_rule(self, track: Track, rule: str) -> list[Case]:
        """Return the cases of a rule for one member that stand."""
        return [case for case in self._of_rule.get((track, rule), ()) if case.withdrawn is None]

    def fallen(self, case: Case) -> None:
        """Note that a case has fallen."""
        self._fallen.setdefault((case.track, case.name), set()).add(case.number)

    def stands_again(self, case: Case) -> None:
        """Note that a case that had fallen stands again."""
        self._fallen[case.track, case.name].discard(case.number)

    def fallen_of(self, track: Track, rule: str) -> frozenset[int]:
        """Return the numbers of the cases of a rule, for one member, that have fallen."""
        return frozenset(self._fallen.get((track, rule), ()))

    # -- of a period --------------------------------------------------------------------------

    def about(self, track: Track, index: int) -> list[Case]:
        """Return all cases about a period, also those that have fallen."""
        return self._about.get(track, {}).get(index, [])

    def reach(self, track: Track) -> date:
        """Return the last day of the latest period that a case is about; the first day of all where there is none."""
        return self._reach.get(track, date.min)

    def from_on(self, track: Track, index: int) -> list[Case]:
        """Return all cases about a period or later ones, also those that have fallen."""
        of = self._about.get(track)
        if of is None or index > self._latest[track]:
            return []
        return [case for at in range(index, self._latest[track] + 1) for case in of.get(at, ())]

    def standing_cases(self, track: Track, index: int) -> list[Case]:
        """Return the cases about a period that stand."""
        names = track.spans[index].clause.rules if 0 <= index < len(track.spans) else ()
        found = (self.fired_case(track, name, index) for name in names)
        return [case for case in found if case is not None]

    # -- their steps --------------------------------------------------------------------------

    def open_ladders(self, case: Case) -> list[LadderRun]:
        """Return the ladders about the same period that have not come to their end."""
        return [one for c in self.about(case.track, case.index) for one in c.ladders if one.ended is None]

    def runs_about(self, case: Case) -> list[Run]:
        """Return the steps of all cases about the same period."""
        return [run for one in self.about(case.track, case.index) for run in one.runs]

    def runs_of(self, track: Track, step: Step) -> list[Run]:
        """Return every time a step was opened for one member."""
        cases = (case for of in self._about.get(track, {}).values() for case in of)
        return [run for case in cases for run in case.runs if run.step.place == step.place]
