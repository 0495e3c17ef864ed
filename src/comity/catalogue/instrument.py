"""Instruments: questionnaires and guided interviews as data, each level anchored by a sentence, in several languages.

A survey of an agreement has questions of the same class, whether they come from an instrument or are its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from comity.catalogue.model import Source
from comity.kernel.values import dataclass

Texts = Mapping[str, str]
"""A text in several languages: language (`en`, `de`) -> text."""

SURVEY, INTERVIEW = "survey", "interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: a statement with levels that a person chooses from, or an open one, answered in words.

    `of` is its dimension, "" for an open question. `levels` says for a level of the scale what is true there; it may
    be empty. `reverse`: the least level is the good end. `cites` names the construct's source. `probes` are what an
    interviewer asks further, language -> questions; then two coders choose the level, not the person asked.
    """

    key: str
    says: Texts
    of: str = ""
    levels: Mapping[int, Texts] = field(default_factory=dict)
    reverse: bool = False
    open: bool = False
    cites: str = ""
    probes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def counted(self, level: int, scale: tuple[int, int]) -> int:
        """Return a level as it counts for the dimension, where more is always better: of a reversed one its mirror."""
        return scale[0] + scale[1] - level if self.reverse else level


@dataclass(frozen=True, slots=True, kw_only=True)
class Construct:
    """A dimension of an instrument: its title, what it is about, and where its idea comes from."""

    name: str
    title: Texts
    says: Texts
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vignette:
    """A described case for the training of raters, judged by the levels of the question `on`.

    `level` is where its author means it to lie. No question with a vignette is reversed, so more is better.
    """

    key: str
    of: str
    on: str
    level: int
    says: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An instrument in one version that never changes.

    `kind` is `survey` (people choose a level) or `interview` (people talk, two coders choose the level). `says` is
    what a person reads before the first question. `languages` are those in which every text is there.
    """

    name: str
    version: int
    kind: str
    title: Texts
    says: Texts
    scale: tuple[int, int]
    languages: tuple[str, ...]
    constructs: tuple[Construct, ...]
    questions: tuple[Question, ...]
    vignettes: tuple[Vignette, ...] = ()
    for_whom: str = ""
    note: str = ""
    fits: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of its dimensions, in their order."""
        return tuple(construct.name for construct in self.constructs)

    def vignettes_of(self, *dimensions: str) -> tuple[Vignette, ...]:
        """Return the vignettes of some dimensions, all without any, the worst case first (calibration.calibrate)."""
        wanted = dimensions or self.dimensions
        found = [vignette for vignette in self.vignettes if vignette.of in wanted]
        return tuple(sorted(found, key=lambda vignette: (vignette.level, wanted.index(vignette.of))))


def languages_of(texts: Iterable[Texts]) -> tuple[str, ...]:
    """Return the languages in which all of some texts are written, in the order of the first."""
    every = list(texts)
    return tuple(one for one in every[0] if all(one in text for text in every)) if every else ()
