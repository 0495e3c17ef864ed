"""Words that leave the decision to a court: what is reasonable, prompt or material is argued about, not measured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.agreement.check_days import mappings
from comity.agreement.nodes import Scalar
from comity.agreement.review.desk import Desk, finding
from comity.kernel.problem import Place, Problem
from comity.kernel.values import dataclass

MOST = 6
"""More such words are counted, not told one by one."""
_PROSE = ("says", "evidence", "do", "decides", "meets", "chair")
_SECTIONS = ("facts", "metrics", "milestones", "accounts", "clauses", "ladders", "governance", "scorecard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Words that mean no measure, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


def _vague(words: str, instead: str) -> Vague:
    return Vague(pattern=re.compile(rf"\b(?:{words})\b", re.IGNORECASE), instead=instead)


_MATTER = "breach|default|failure|shortfall|adverse|change|effect|impact|delay|deviation|respects?|degree|part|extent"
VAGUE = (
    _vague(
        "promptly|timely|as soon as (?:reasonably )?(?:possible|practicable)|without (?:undue )?delay|forthwith"
        "|in due course|within a reasonable (?:time|period)",
        "Write a time: within 5 business days after event.",
    ),
    _vague(
        r"(?:commercially )?reasonable (?:efforts|endeavou?rs|steps)|best (?:efforts|endeavou?rs)|all reasonable \w+",
        "Write what must be done and by when; effort alone cannot be missed.",
    ),
    _vague(
        rf"material(?= (?:{_MATTER})\b)|materially|substantial(?:ly)?|significant(?:ly)?|considerabl[ey]",
        "Write how much: more than 5%, or 3 of 6 months.",
    ),
    _vague("approximately|roughly|more or less|in the region of", "Write the number, and `round:` or `tolerance:`."),
    _vague(
        "from time to time|periodically|regularly|frequently|occasionally|where appropriate",
        "Write how often: every month, once a quarter.",
    ),
    _vague(
        "adequate(?:ly)?|sufficient(?:ly)?|satisfactor(?:y|ily)|appropriate(?:ly)?|suitabl[ey]",
        "Write the test that decides it, or who decides it by when.",
    ),
    _vague("reasonabl[ey]|unreasonabl[ey]", "Write the limit itself, or who decides it by when."),
    _vague("and/or", "Write `and`, or `or`, whichever is meant."),
)


def words(desk: Desk) -> Iterator[Problem]:
    """Find vague words in what people read as terms: `says`, evidence, acts; one finding a text, a handful in all."""
    found = [one for section in _SECTIONS for place, text in _texts(desk, section) if (one := _first(place, text))]
    found = list({problem.place: problem for problem in found}.values())
    yield from found[:MOST]
    if len(found) > MOST:
        rest = found[MOST:]
        why = f"{len(rest)} more texts hold words of this kind, the next of them here: {rest[0].why.split(' ', 1)[0]}"
        yield finding("CMY-851", rest[0].place, why, "Go through them in the same way.")


def _texts(desk: Desk, section: str) -> Iterator[tuple[Place, str]]:
    """Yield the prose below a section, in the order it is written."""
    below = mappings(desk.root.get(section))
    texts = [value for one in below for key, value in one if key.text in _PROSE and isinstance(value, Scalar)]
    for value in sorted(texts, key=lambda value: (value.place.line or 0, value.place.column or 0)):
        yield value.place, value.text


def _first(place: Place, text: str) -> Problem | None:
    """Return the finding for the first vague words of a text."""
    matches = [(match.start(), match.group(), vague) for vague in VAGUE if (match := vague.pattern.search(text))]
    if not matches:
        return None
    _, said, vague = min(matches, key=lambda each: each[0])
    return finding("CMY-851", place, f"{said!r} says no measure, so a miss could be argued either way", vague.instead)
