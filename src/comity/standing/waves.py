"""The standing with its surveys: what the closed waves say, the open one, and what of it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.standing.docket import HORIZON, in_order
from comity.standing.due.owed import farthest
from comity.standing.due.waves import surveys_due
from comity.standing.model import Standing
from comity.standing.surveyed import surveys_of
from comity.surveys.released import Wave


def with_waves(found: Standing, waves: Sequence[Wave]) -> Standing:
    """Return a standing with the surveys of its agreement. What figures read of them is in its facts already."""
    surveys = surveys_of(found.agreement, waves, as_of=found.as_of, known_at=found.known_at)
    due = surveys_due(surveys, as_of=found.as_of, until=farthest(found.as_of, HORIZON))
    return replace(found, surveys=surveys, docket=in_order([*found.docket, *due]))
