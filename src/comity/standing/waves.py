"""The standing with its surveys: what the closed waves say, the open one, and what of it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from comity.standing.docket import HORIZON, in_order
from comity.standing.due.deadlines import is_unseen
from comity.standing.due.owed import farthest
from comity.standing.due.waves import decided_now, surveys_due
from comity.standing.model import Standing
from comity.standing.surveyed import surveys_of
from comity.surveys.released import Wave


def with_waves(found: Standing, waves: Sequence[Wave]) -> Standing:
    """Return a standing with the surveys of its agreement, and what of them is due, or to be decided now.

    What figures read of them is in its facts already.
    """
    surveys = surveys_of(found.agreement, waves, as_of=found.as_of, known_at=found.known_at)
    due = list(surveys_due(surveys, as_of=found.as_of, until=farthest(found.as_of, HORIZON)))
    now = decided_now(line for line in due if not is_unseen(line, found.known_at))
    decisions = sorted([*found.decisions, *now], key=lambda one: (one.by is None, one.by or date.max))
    return replace(found, surveys=surveys, docket=in_order([*found.docket, *due]), decisions=tuple(decisions))
