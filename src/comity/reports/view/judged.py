"""The verdicts on a clause for one member, and which of them leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.clauses.model import Outcome, Verdict
from comity.kernel.figure import Scope
from comity.standing.words import OUTCOME_ORDER


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on a clause for one member, in order of period; `latest` is the one that leads."""

    clause: str
    scope: Scope
    verdicts: tuple[Verdict, ...]

    @property
    def latest(self) -> Verdict:
        """The verdict on the latest period that is due; the last one if none is."""
        due = [v for v in self.verdicts if v.outcome is not Outcome.NOT_DUE]
        return due[-1] if due else self.verdicts[-1]


def judged(verdicts: Iterable[Sequence[Verdict]]) -> list[Judged]:
    """Return all verdicts by clause and member, those that need attention first."""
    found: list[Judged] = []
    for of_clause in verdicts:
        by_scope: dict[Scope, list[Verdict]] = {}
        for verdict in of_clause:
            by_scope.setdefault(verdict.scope, []).append(verdict)
        found += [Judged(own[0].clause, scope, tuple(own)) for scope, own in by_scope.items()]
    return sorted(found, key=lambda j: OUTCOME_ORDER.index(j.latest.outcome))
