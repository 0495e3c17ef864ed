"""What a form is: how a value is read, how the reference names it, and how JSON Schema describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comity.agreement.nodes import Node
from comity.agreement.notes import Notes
from comity.kernel.values import dataclass

Schema = Mapping[str, Any]
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
"""A text of the language; an editor's YAML may take it for a number or a truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a value is written. `says` completes "the value is …"; `read` returns None for what it cannot read."""

    says: str
    read: Callable[[Node, Notes], Any]
    schema: Schema


def lexical_form(says: str, read: Callable[[str], Any], schema: Schema = SCALAR) -> Form:
    """Return the form of a scalar that a function reads, which raises ValueError with a reason."""
    return Form(says=says, read=lambda node, notes: notes.lexical(node, says, read), schema=schema)


def words(*allowed: str) -> Form:
    """Return the form of one word out of several."""
    says = " or ".join(filter(None, [", ".join(f"`{word}`" for word in allowed[:-1]), f"`{allowed[-1]}`"]))
    return Form(says=says, read=lambda node, notes: notes.word(node, allowed, says), schema={"enum": list(allowed)})


def pattern(text: str) -> Schema:
    """Return the schema of a text of a pattern."""
    return {"type": "string", "pattern": text}
