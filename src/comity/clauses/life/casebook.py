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
        self._about: dict[tuple[Track, int], list[Case]] = {}
        self._latest: dict[Track, Case] = {}
        self._of_rule: dict[tuple[Track, str], list[Case]] = {}
        self._fired: dict[tuple[Track, str, int], Case] = {}
        self._fallen: dict[tuple[Track, str], set[int]] = {}

    def enter(self, case: Case) -> None:
        """Add a case that was opened."""
        track, index, rule = case.track, case.index, case.rule
        self.cases.append(case)
        self._about.setdefault((track, index), []).append(case)
        latest = self._latest.get(track)
        if latest is None or latest.index < index:
            self._latest[track] = case
        if rule is not None:
            self._of_rule.setdefault((track, rule.name), []).append(case)
            self._fired[track, rule.name, index] = case

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
        return self._about.get((track, index), [])

    def reach(self, track: Track) -> date:
        """Return the last day of the latest period that a case is about; the first day of all where there is none."""
        latest = self._latest.get(track)
        return latest.period.last if latest is not None else date.min

    def from_on(self, track: Track, index: int) -> list[Case]:
        """Return all cases about a period or later ones, also those that have fallen."""
        latest = self._latest.get(track)
        end = latest.index + 1 if latest is not None else 0
        return [case for at in range(index, end) for case in self.about(track, at)]

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
        runs = (run for case in self.cases if case.track is track for run in case.runs)
        return [run for run in runs if run.step.place == step.place]
