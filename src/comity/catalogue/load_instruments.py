"""From `instruments.json`, which lies beside this file and belongs to the program, to instruments.

They are apart from the catalogue's entries, since only a survey needs them and they are long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from comity.catalogue.data import data
from comity.catalogue.instrument import Construct, Instrument, Question, Texts, Vignette, languages_of
from comity.catalogue.model import Source

DATA = "instruments.json"


@cache
def instruments() -> Mapping[str, tuple[Instrument, ...]]:
    """Return the instruments that came with this version of Comity, by name; each has its versions, earliest first."""
    return from_document(json.loads(data(DATA)))


def instrument(name: str, version: int | None = None) -> Instrument | None:
    """Return an instrument, in its latest version unless one is named; None where there is none."""
    versions = instruments().get(name, ())
    if version is None:
        return versions[-1] if versions else None
    return next((one for one in versions if one.version == version), None)


def latest_instruments() -> tuple[Instrument, ...]:
    """Return every instrument in its latest version, by name."""
    return tuple(versions[-1] for versions in instruments().values())


def from_document(document: list[Mapping[str, Any]]) -> dict[str, tuple[Instrument, ...]]:
    """Return instruments by name, as their files say them. KeyError where a key is absent."""
    found: dict[str, tuple[Instrument, ...]] = {}
    for one in sorted(map(_instrument, document), key=lambda one: (one.name, one.version)):
        found[one.name] = (*found.get(one.name, ()), one)
    return found


def _instrument(data: Mapping[str, Any]) -> Instrument:
    least, _, greatest = str(data["scale"]).partition(" to ")
    parts: Mapping[str, Any] = data["dimensions"]
    questions = tuple(
        _question(key, one, name) for name, part in parts.items() for key, one in part["questions"].items()
    ) + tuple(_question(key, one, "") for key, one in data.get("open", {}).items())
    says: Texts = data["says"]
    return Instrument(
        name=data["instrument"],
        version=int(data["version"]),
        kind=data["kind"],
        title=data["title"],
        says=says,
        scale=(int(least), int(greatest)),
        languages=languages_of([data["title"], says, *(text for one in questions for text in _texts(one))]),
        constructs=tuple(_construct(name, part) for name, part in parts.items()),
        questions=questions,
        vignettes=tuple(
            Vignette(key=key, of=name, on=one["on"], level=int(one["level"]), says=one["says"])
            for name, part in parts.items()
            for key, one in part.get("vignettes", {}).items()
        ),
        for_whom=data.get("for whom", ""),
        note=data.get("note", ""),
        fits=tuple(data.get("fits", ())),
        words=tuple(data.get("words", ())),
    )


def _texts(question: Question) -> tuple[Texts, ...]:
    return question.says, *question.levels.values()


def _construct(name: str, data: Mapping[str, Any]) -> Construct:
    return Construct(
        name=name,
        title=data["title"],
        says=data["says"],
        sources=tuple(Source(**{key: str(value) for key, value in one.items()}) for one in data.get("sources", ())),
    )


def _question(key: str, data: Mapping[str, Any], of: str) -> Question:
    return Question(
        key=key,
        says=data["asks"],
        of=of,
        levels={int(level): texts for level, texts in data.get("levels", {}).items()},
        reverse=data.get("reverse") == "yes",
        open=not of,
        cites=data.get("cites", ""),
        probes={language: tuple(texts) for language, texts in data.get("probes", {}).items()},
    )
