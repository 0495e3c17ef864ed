"""The JSON Schema of the agreement (draft 2020-12), made from the table of keys: editors complete and check with it.

It describes the shape. What a formula means, and whether names exist, only `comity check` can say.
"""

from __future__ import annotations

from typing import Any

from comity.agreement.form import SCALAR
from comity.agreement.keys import SECTIONS, Section

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the schema of an agreement."""
    top = _section(SECTIONS["top"])
    return {
        "$schema": DIALECT,
        "title": "Comity agreement, version 1",
        "description": "An agreement between the parties of an alliance, which both can compute.",
        **top,
        "$defs": {"value": _value(), **{name: _section(of) for name, of in SECTIONS.items() if name != "top"}},
    }


def _section(section: Section) -> dict[str, Any]:
    required = [key.name for key in section.keys if key.required]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key.name: {**key.form.schema, "description": f"{key.says} Example: {key.example}"} for key in section.keys
        },
        **_needed(section, required),
    }


def _needed(section: Section, required: list[str]) -> dict[str, Any]:
    """Return what must be there: the required keys, with one of several sets, or an entry of the catalogue."""
    if not required:
        return {}
    if section.either:
        return {"anyOf": [{"required": [*required, *keys]} for keys in section.either]}
    if section.key("catalogue") is None:
        return {"required": required}
    return {"anyOf": [{"required": required}, {"required": ["catalogue"]}]}


def _value() -> dict[str, Any]:
    """Return the schema of a value: a formula or words, or a map of dates, numbers or names."""
    return {
        "description": "A formula, words, `unset`, or a map: of dates, of numbers (steps) or of names (members).",
        "anyOf": [SCALAR, {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/value"}}],
    }
