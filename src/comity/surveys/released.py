"""What the parties share of a wave: while it is open how many answered, afterwards the released results.

A wave is one file, `surveys/SURVEY/WAVE.json`, the same bytes on either side; the record holds its digest. Whatever is
hidden is absent from it and not merely left out by the views: a hidden cell has no numbers, only its reason. Numbers
are rounded to `PLACES` decimals, so that none of them carries more than a reader needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from comity.kernel.problem import Place, Problem
from comity.surveys.contradictions import contradictions
from comity.surveys.document import Damaged, decoded, encoded, from_document, to_document

PLACES = 2
CLOSED, OPEN = "comity survey results 1", "comity survey open 1"
DAMAGED = "CMY-461"
ALL = ""
"""The group of everybody who answered, of all parties."""

Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How many of a party were asked and how many answered; `role` "" is the whole party.

    `answered` is None, with the `reason`, where the number would speak of too few people.
    """

    party: str
    role: str
    invited: int
    answered: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """The answers to one question: `levels` counts them from the lowest level to the highest.

    `group` is ALL or a party. Where the cell is hidden all three numbers are None and `reason` says why.
    """

    question: str
    of: str
    group: str
    answered: int | None = None
    levels: tuple[int, ...] | None = None
    cannot_judge: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult:
    """A dimension as a group sees it, reversed questions turned round.

    `score` is the ordinal, partially pooled estimate on the scale, with its 90 % interval `low` to `high`. `mean` is
    the mean of the questions' means. `bounds` are the least and the greatest mean of all who were asked, whatever would
    have been said where nothing was. `questions` are those it rests on: the ones shown for this group. Everything is
    None where nothing can be shown, with the `reason`. How far respondents' own means differ is not among it: beside
    the counts it would tell what single people answered.
    """

    of: str
    group: str
    score: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    mean: Decimal | None = None
    answered: int | None = None
    bounds: Pair | None = None
    questions: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The first party's mean less the second's: `verdict` is aligned, apart or cannot tell, for the `reason`."""

    of: str
    parties: tuple[str, str]
    verdict: str
    difference: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How far a dimension's answers can be relied on, by one method: the question it answers is in `says`."""

    method: str
    of: str
    says: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A group's mean less its mean in the wave `since`: `verdict` is rose, fell, steady or cannot tell."""

    of: str
    group: str
    since: str
    verdict: str
    difference: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What several people said in their own words: `count` of them, about a dimension, or "" for none in particular.

    `evidence` are the words by which the theme was found, `direction` is good, bad or mixed, and `confirmed_by` the
    person who read the comments. `quotes` are only those whose writers released them.
    """

    name: str
    of: str
    count: int
    direction: str
    confirmed_by: str
    evidence: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was asked, in the first language, so that results can be read years later."""

    key: str
    of: str
    says: str
    reverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A wave that is open: how many of each party answered so far, and nothing else."""

    survey: str
    wave: str
    keeper: str
    opened: date
    closes: date
    responses: tuple[Response, ...]
    instrument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a closed wave released. `least` is the smallest group shown, `commitments` the digest of the sealed answers.

    Items, dimensions and gaps stand in the order of the questions, and for each ALL before the parties.
    """

    survey: str
    wave: str
    keeper: str
    opened: date
    closed: date
    scale: tuple[int, int]
    least: int
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    responses: tuple[Response, ...]
    items: tuple[ItemResult, ...]
    dimensions: tuple[DimensionResult, ...]
    gaps: tuple[Gap, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    changes: tuple[Change, ...] = ()
    themes: tuple[Theme, ...] = ()
    notes: tuple[str, ...] = ()
    instrument: str = ""
    commitments: str = ""

    def dimension(self, of: str, group: str = ALL) -> DimensionResult | None:
        """Return a dimension as a group sees it; None where the wave did not ask about it."""
        return next((one for one in self.dimensions if (one.of, one.group) == (of, group)), None)


Wave = Released | Opened
_KINDS: dict[str, type[Any]] = {CLOSED: Released, OPEN: Opened}


def write(wave: Wave) -> bytes:
    """Return a wave as the bytes of its file."""
    kind = CLOSED if isinstance(wave, Released) else OPEN
    return encoded({"format": kind, **to_document(wave)})


def digest(data: bytes) -> str:
    """Return the digest of a wave's file, in hex, as the record names it."""
    return hashlib.sha256(data).hexdigest()


def read(data: bytes, file: str) -> tuple[Wave | None, list[Problem]]:
    """Read the file of a wave. A damaged one is one problem, which names the path of what is wrong."""
    try:
        document = decoded(data)
        kind = document.pop("format", None)
        if not isinstance(kind, str) or kind not in _KINDS:
            raise Damaged("format", f"it is not {CLOSED!r} or {OPEN!r}")
        found: Wave = from_document(_KINDS[kind], document)
        for path, why in _contradictions(found):
            raise Damaged(path, why)
    except Damaged as wrong:
        hint = "Take the file anew from whoever kept the wave; the record holds its digest."
        why = f"this file of a wave is damaged: {wrong}"
        return None, [Problem(code=DAMAGED, place=Place(file=file), why=why, hint=hint)]
    return found, []


def _contradictions(wave: Wave) -> Iterator[tuple[str, str]]:
    """Yield what no wave that we wrote can hold, and its path."""
    for place, one in enumerate(wave.responses):
        if one.answered is not None and one.answered > one.invited:
            yield f"responses[{place}]", "more people answered than were asked"
    if isinstance(wave, Opened):
        return
    yield from contradictions(wave)
