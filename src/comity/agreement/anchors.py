"""The forms of judged metrics: anchored levels, `0: no trust`, and who judges, party to role or roles."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from comity.agreement import forms as f
from comity.agreement.containers import map_of, one_or_more
from comity.agreement.form import Form
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, shown
from comity.agreement.notes import Notes
from comity.kernel import lexical

FEWEST = 2
_HINT = "Write each level with what is true of it: {0: Nobody answers., 50: …, 100: Answers come within a day.}"
_JUDGES = map_of(one_or_more(f.WORD, "a role, or a list of roles"), "a map of party to role or roles")


def _levels(node: Node, notes: Notes) -> Mapping[Decimal, str] | None:
    below = notes.mapping(node, "a map of level to description")
    if below is None:
        return None
    found: dict[Decimal, str] = {}
    for key, value in below:
        level = notes.lexical(key, "a level", _level)
        text = f.PROSE.read(value, notes)
        if level is None or text is None:
            return None
        if found and level <= max(found):
            why = f"the level {shown(key.text)} does not lie above the one before it"
            notes.add("CMY-248", key, why, "Write the levels from the lowest to the highest, each once.")
            return None
        found[level] = text
    if len(found) < FEWEST:
        notes.add("CMY-248", node, f"a judgement needs at least {FEWEST} levels, and this has {len(found)}", _HINT)
        return None
    return found


def _level(text: str) -> Decimal:
    return lexical.percentage(text) if text.endswith("%") else lexical.number(text)


def _judges(node: Node, notes: Notes) -> Mapping[str, tuple[str, ...]] | None:
    found: dict[str, tuple[str, ...]] | None = _JUDGES.read(node, notes)
    for key, roles in node if isinstance(node, MapNode) else ():
        notes.refer(key, key.text, "party")
        _once(roles, notes)
    return found or None


def _once(roles: Node, notes: Notes) -> None:
    """Note a role that is named twice for one party."""
    seen: set[str] = set()
    for role in getattr(roles, "items", ()):
        if isinstance(role, Scalar) and role.text in seen:
            notes.add("CMY-248", role, f"the role {shown(role.text)} is named twice", "Name each role once.")
        seen.add(getattr(role, "text", ""))


LEVELS = Form(
    says="a map of at least two levels, lowest first, to what each means",
    read=_levels,
    schema={
        "type": "object",
        "minProperties": FEWEST,
        "propertyNames": {"pattern": "^-?[0-9][0-9,]*(\\.[0-9]+)?%?$"},
        "additionalProperties": f.PROSE.schema,
    },
)
JUDGES = Form(says=_JUDGES.says, read=_judges, schema=_JUDGES.schema)
