"""The forms of surveys: whom they ask, texts by language, levels with their anchors, instruments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from comity.agreement import forms as f
from comity.agreement.containers import map_of, one_or_more
from comity.agreement.form import Form, Schema, lexical_form, pattern
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, shown
from comity.agreement.notes import Notes
from comity.catalogue.instrument import Texts
from comity.kernel import lexical

ANY = ""
"""The role of people of whom only their party is said; the language of a text that says none."""

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z]{2})?")
_WHOM = "a map of party to number, or to a map of role to number"


def _language(text: str) -> str:
    if _LANGUAGE.fullmatch(text) is None:
        raise ValueError(f"{shown(text)} is no language; write its short form, such as en, de or pt-BR")
    return text


def _asks(node: Node, notes: Notes) -> Mapping[str, Mapping[str, int]] | None:
    """Read whom a survey asks: party -> role -> number of people, the role "" where only a number is given."""
    below = notes.mapping(node, _WHOM)
    if below is None:
        return None
    found: dict[str, Mapping[str, int]] = {}
    for key, value in below:
        notes.refer(key, key.text, "party")
        asked = _of_party(value, notes)
        if asked:
            found[key.text] = asked
    return found or None


def _of_party(node: Node, notes: Notes) -> Mapping[str, int] | None:
    if not isinstance(node, MapNode):
        count: int | None = f.COUNT.read(node, notes)
        return None if count is None else {ANY: count}
    roles: Mapping[str, int] | None = map_of(f.COUNT, "a map of role to number").read(node, notes)
    return roles


def _texts(node: Node, notes: Notes) -> Texts | None:
    """Read a text, or a text for each language; a text alone has the language ""."""
    if isinstance(node, Scalar):
        text: str | None = f.PROSE.read(node, notes)
        return None if text is None else {ANY: text}
    below = notes.mapping(node, "a text, or a map of language to text")
    if below is None:
        return None
    found: dict[str, str] = {}
    for key, value in below:
        language, text = notes.lexical(key, "a language", _language), f.PROSE.read(value, notes)
        if language is not None and text is not None:
            found[language] = text
    return found or None


def _levels(node: Node, notes: Notes) -> Mapping[int, Texts] | None:
    below = notes.mapping(node, "a map of level to what is true there")
    if below is None:
        return None
    found: dict[int, Texts] = {}
    for key, value in below:
        level, texts = notes.lexical(key, "a level", _level), _texts(value, notes)
        if level is not None and texts is not None:
            found[level] = texts
    return found or None


def _level(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text):
        raise ValueError(f"{shown(text)} is no level; levels are whole numbers of the scale, such as 1 to 5")
    return int(text)


_TEXT: Schema = {
    "anyOf": [
        f.PROSE.schema,
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": pattern(f"^{_LANGUAGE.pattern}$"),
            "additionalProperties": f.PROSE.schema,
        },
    ]
}
ASKS = Form(
    says=_WHOM,
    read=_asks,
    schema={
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {
            "anyOf": [f.COUNT.schema, {"type": "object", "minProperties": 1, "additionalProperties": f.COUNT.schema}]
        },
    },
)
TEXTS = Form(says="a text, or a map of language to text", read=_texts, schema=_TEXT)
LEVELS = Form(
    says="a map of level to text, or to a map of language to text",
    read=_levels,
    schema={
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "^[0-9]{1,3}$"},
        "additionalProperties": _TEXT,
    },
)
LANGUAGES = one_or_more(
    lexical_form("a language", _language, pattern(f"^{_LANGUAGE.pattern}$")), "a language, or a list of them"
)
INSTRUMENT = lexical_form("an instrument of the catalogue and its version", lambda text: text)


def truth(text: str) -> Any:
    """Read `yes`, `no`, `true`, `false`."""
    return lexical.truth(text)


TRUTH = lexical_form("`yes` or `no`", truth, {"enum": [True, False, "yes", "no", "true", "false"]})
