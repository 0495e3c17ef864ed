"""What an act of the agreement says, as a sentence: `heron pays credits of 2026-02: amount USD 300`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comity.kernel.words import and_list
from comity.standing.due.act_words import act_phrase

_VERBS = {word: word for word in "choose claim decide dispute report restate settle".split()}
_VERBS |= {"reserve": "reserve the right"}
"""Words of acts (docs/reference/acts.md) as verbs, beside those that the acts of steps begin with."""
_HAS_OBJECT = frozenset("accept complete decide dispute pay reject report settle waive".split())
"""Words of acts that say themselves what is done to what they are about."""


def act_said(by: Sequence[str], body: Mapping[str, Any]) -> str:
    """Return what the body of an act says that these did: who, what, about what, what it carries, in whose words."""
    return f"{and_list(list(by), len(by))} {deed(body, is_one=len(by) == 1)}"


def deed(body: Mapping[str, Any], *, is_one: bool = True) -> str:
    """Return what an act says that one did, or several together: `disputes supply of 2026-03`, `dispute supply …`.

    Whatever a body holds, it is shown; what is missing is left out.
    """
    do = str(body.get("do") or "")
    parts = [_verb(do, is_one=is_one)]
    parts += [f"“{body['choose']}”"] if body.get("choose") else []
    parts += [str(body["relief"]).replace("_", " ")] if body.get("relief") else []
    about = _about(str(body["about"])) if body.get("about") else ""
    parts += [about if do in _HAS_OBJECT else f"about {about}"] if about else []
    carried = body.get("with")
    pairs = carried.items() if isinstance(carried, Mapping) else ()
    values = [f"{str(name).replace('_', ' ')} {_value(value)}" for name, value in pairs]
    says = f" ({body['says']})" if body.get("says") else ""
    return " ".join(parts) + (f": {', '.join(values)}" if values else "") + says


def _verb(do: str, *, is_one: bool) -> str:
    first, space, rest = (_VERBS.get(do) or act_phrase(do) or "act").partition(" ")
    if not first.isalpha():
        first, space, rest = "act", " ", f"({do})"
    return f"{_third(first) if is_one else first}{space}{rest}"


def _third(verb: str) -> str:
    """Return a verb as it stands after one party: `pays`, `discusses`, `rectifies`."""
    if verb.endswith("y") and verb[-2:-1] not in ("", *"aeiou"):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


def _about(words: str) -> str:
    """Return what an act is about, with its period, if it ends with one: `supply north of 2026-03`."""
    name, _, last = words.rpartition(" ")
    return f"{name} of {last}" if name and last[:4].isdigit() else words


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(f"{one[0]} {_value(one[1])}" if _is_pair(one) else str(one) for one in value)
    return str(value)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2
