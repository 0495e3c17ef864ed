"""The survey that an agreement lacks: an instrument of the catalogue, with the reason and the lines to add.

A judged metric asks a few people by name. A survey asks everybody who works with the other side, without names, and is
the only thing that shows both sides beside each other with what can and cannot be told (methods: gap between partners).
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.agreement.model import Terms
from comity.catalogue.instrument import Instrument
from comity.catalogue.load_instruments import instrument

FIRST, FULL = "alliance-health-check-short", "alliance-health-check"
PEOPLE = 8
"""How many people of a party the lines ask: enough that three may stay silent and five be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySuggestion:
    """An instrument to hold a survey with, and why, each reason a sentence."""

    instrument: Instrument
    reasons: tuple[str, ...]


def suggest_survey(terms: Terms) -> SurveySuggestion | None:
    """Return the instrument to begin with; None where the agreement has a survey, or the catalogue lacks it."""
    first, full = instrument(FIRST), instrument(FULL)
    if terms.surveys or first is None or full is None:
        return None
    questions = sum(not question.open for question in first.questions)
    return SurveySuggestion(
        instrument=first,
        reasons=(
            "Nothing asks the people on both sides without their names, so a gap between the parties stays unseen.",
            f"It has {questions} questions; {full.name} asks all of {len(full.constructs)} dimensions.",
        ),
    )


def survey_lines(one: SurveySuggestion, terms: Terms) -> str:
    """Return the lines that add the survey to an agreement, pinned; how many people are asked is for the parties."""
    asks = ", ".join(f"{party}: {PEOPLE}" for party in terms.parties)
    return f"surveys:\n  health: {{instrument: {one.instrument}, every: 6 months, asks: {{{asks}}}}}"
