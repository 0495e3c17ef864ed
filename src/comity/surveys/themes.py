"""Open answers: words shortlist, people decide. Themes are released where at least the smallest group speaks of them.

A keyword only proposes; whether a comment says something is read by a person, since "we do not want to expand" and its
opposite share their words. Two coders read without each other, and how far they agreed is released with the themes.
Comments are numbered by their words, so that two of one person do not stand together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.surveys.krippendorff import Metric, alpha
from comity.surveys.matrix import matrix
from comity.surveys.measured import rounded
from comity.surveys.model import CannotTell
from comity.surveys.released import Reliability, Theme
from comity.surveys.wave import Answer

METHOD = "Krippendorff's alpha (nominal) of two coders of comments"
ANSWERS = "Would another reader have found the same themes in the same comments?"
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 4
MOST_PROPOSED = 15
_COMMON = frozenset(
    "about after again all also and any are because been before being both but can could does each even every from "
    "have having here into just like made make many more most much need never only other over same should some still "
    "such than that their them then there these they this those very want was well were what when where which while "
    "will with without would your aber alle auch dass dem den der die diese durch eine einem einen einer haben hier "
    "kein keine kann mehr nach nicht noch oder schon sehr sich sind über unsere unser viel wenn werden wird wurde avec "
    "cette dans elle elles entre leur leurs mais même nous plus pour sans sont très tout trop vous".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """An answer in words; `person` is a number among those who answered, and is shown to nobody."""

    number: int
    question: str
    text: str
    person: int
    quotable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A theme of the codebook: about a dimension or "", good, bad or mixed, with the words that shortlist it."""

    name: str
    of: str
    direction: str
    words: tuple[str, ...]
    confirmed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What two coders found in each comment (number -> themes), what they settled on, and which may be quoted.

    `second` is empty where one person read alone.
    """

    themes: tuple[Meant, ...]
    first: Mapping[int, frozenset[str]]
    second: Mapping[int, frozenset[str]]
    agreed: Mapping[int, frozenset[str]]
    quoted: frozenset[int] = frozenset()


def comments_of(answers: Sequence[Answer]) -> tuple[Comment, ...]:
    """Return all answers in words, numbered from 1 by question and text."""
    said = sorted(
        (one.question, one.text, person, answer.quotable)
        for person, answer in enumerate(answers)
        for one in answer.said
    )
    return tuple(
        Comment(number=number, question=question, text=text, person=person, quotable=quotable)
        for number, (question, text, person, quotable) in enumerate(said, 1)
    )


def proposed(comments: Sequence[Comment]) -> tuple[Meant, ...]:
    """Return a theme for each of the words that most people used, for a person to rename, merge and strike out."""
    people: dict[str, set[int]] = {}
    for comment in comments:
        for word in _words(comment.text):
            people.setdefault(word, set()).add(comment.person)
    often = sorted(((-len(who), word) for word, who in people.items() if len(who) > 1))
    return tuple(
        Meant(name=word, of="", direction="mixed", words=(word,), confirmed_by="") for _, word in often[:MOST_PROPOSED]
    )


def shortlisted(comment: Comment, themes: Iterable[Meant]) -> list[str]:
    """Return the themes that a comment may speak of, going by words alone."""
    return [theme.name for theme in themes if _uses(comment.text, theme.words)]


def found_themes(coding: Coding, comments: Sequence[Comment], least: int) -> tuple[Theme, ...]:
    """Return the themes of which at least `least` people speak, the most frequent first.

    Their words are given where at least as many people used some of them: never which one, or who.
    """
    found = []
    for theme in coding.themes:
        own = [one for one in comments if theme.name in settled(coding, one.number)]
        people = {one.person for one in own}
        if len(people) < least:
            continue
        users = {one.person for one in own if _uses(one.text, theme.words)}
        quotes = [one.text for one in own if one.number in coding.quoted and one.quotable]
        found.append(
            Theme(
                name=theme.name, of=theme.of, count=len(people), direction=theme.direction,
                confirmed_by=theme.confirmed_by, evidence=theme.words if len(users) >= least else (),
                quotes=tuple(quotes),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.count, one.name)))


def settled(coding: Coding, number: int) -> frozenset[str]:
    """Return the themes of a comment: as agreed, else those that both coders found; of one coder alone, theirs."""
    if number in coding.agreed:
        return coding.agreed[number]
    first = coding.first.get(number, frozenset())
    return first & coding.second.get(number, frozenset()) if coding.second else first


def agreement(coding: Coding, comments: Sequence[Comment], least: int) -> Reliability:
    """Return how far two coders found the same: each theme of each comment is a unit, found or not."""
    if not coding.second:
        return _refused("one person read the comments alone")
    if len({one.person for one in comments}) < least:
        return _refused(f"fewer than {least} people wrote comments")
    pairs = [
        (float(theme.name in coding.first.get(one.number, ())), float(theme.name in coding.second.get(one.number, ())))
        for one in comments
        for theme in coding.themes
    ]
    result = alpha(matrix(pairs), Metric.NOMINAL)
    if isinstance(result, CannotTell):
        return _refused(result.reason)
    ends = result.interval
    return Reliability(
        method=METHOD, of="", says=ANSWERS, value=rounded(result.value),
        low=rounded(ends.low) if ends else None, high=rounded(ends.high) if ends else None,
    )  # fmt: skip


def _refused(reason: str) -> Reliability:
    return Reliability(method=METHOD, of="", says=ANSWERS, reason=reason)


def _words(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(text.casefold()) if word not in _COMMON)


def _uses(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text has one of some words, or one that begins with it: `late` finds `later`, too."""
    own = re.findall(r"\w+", text.casefold())
    wanted = [word.casefold().strip() for word in words]
    return any(
        used == word or (len(word) >= _STEM and used.startswith(word)) for word in wanted if word for used in own
    )
