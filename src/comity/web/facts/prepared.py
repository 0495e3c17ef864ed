"""An upload that was read and checked: what is shown before it is stored, and what is stored if somebody confirms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from comity.kernel.problem import Problem
from comity.web.facts.difference import Difference, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something of the standing that would change: a figure, a verdict, a step or an amount, as a reader may see it.

    `settle` is what is to be settled between whom where it is an amount, "" elsewhere.
    """

    kind: str
    what: str
    before: str
    after: str
    settle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something of a file that deserves a look, with its place: the row and the column, "" for the whole file."""

    code: str
    where: str
    why: str
    hint: str


def warned(one: Problem) -> Warned:
    """Return a problem of a file as it is shown, and kept until the file is stored."""
    return Warned(code=one.code, where=one.place.cell, why=one.why, hint=one.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An upload without an error.

    `upload` is the name that its file had, `source` the SHA-256 of its bytes; `file` is the name under which it would
    lie in facts/TABLE/, and `digest` the SHA-256 of what would lie there. `known_at` is the day from which the rows
    count that do not say it themselves, `day` the day of the upload. `counts` is False where the alliance has a
    record, in which a file counts once it is submitted. `effects` is None where they were not computed. `about` is what
    about.yaml is to say of the file, and `complete` says what it states to be complete.
    """

    slug: str
    table: str
    parties: tuple[str, ...]
    upload: str
    source: str
    file: str
    digest: str
    rows: int
    day: date
    known_at: date
    backdated: int
    counts: bool
    difference: Difference
    effects: tuple[Effect, ...] | None = None
    warnings: tuple[Warned, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    complete: tuple[str, ...] = ()

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self) | {"day": self.day.isoformat(), "known_at": self.known_at.isoformat()})


def prepared(text: str) -> Prepared:
    """Return what `Prepared.text` wrote."""
    data: dict[str, Any] = json.loads(text)
    told = data["difference"]
    effects = data["effects"]
    return Prepared(**{
        **data,
        "parties": tuple(data["parties"]),
        "day": date.fromisoformat(data["day"]),
        "known_at": date.fromisoformat(data["known_at"]),
        "difference": Difference(**{**told, "lines": tuple(Line(**one) for one in told["lines"])}),
        "effects": None if effects is None else tuple(Effect(**one) for one in effects),
        "warnings": tuple(Warned(**one) for one in data["warnings"]),
        "complete": tuple(data["complete"]),
    })  # fmt: skip
