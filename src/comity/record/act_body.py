"""Acts between the form in which people write them (docs/reference/acts.md) and the body of an entry.

In a body no key may be any text, as the periods of a restatement are; so a map below `with` is a list of pairs there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.record.documents import Acted

WORDS = ("do", "about", "choose", "relief", "says")

Carried = str | Mapping[str, Any]
"""What an act carries under a name: a text, or texts by name, nested."""


def body_of(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an entry for an act as it is written: `do`, `about`, `choose`, `relief`, `says`, `with`, `by`.

    `by` is a list of names, left out where the signer alone did it.
    """
    body: dict[str, Any] = {key: written[key] for key in WORDS if written.get(key)}
    if written.get("with"):
        body["with"] = {name: _listed(value) for name, value in written["with"].items()}
    if written.get("by"):
        body["by"] = list(written["by"])
    return body


def _listed(value: Carried) -> Any:
    if isinstance(value, Mapping):
        return [[str(key), _listed(below)] for key, below in value.items()]
    return str(value)


def _mapped(value: Any) -> Any:
    """Return a list of pairs as the map it stands for."""
    if isinstance(value, list) and all(isinstance(one, list) and len(one) == 2 for one in value):
        return {str(key): _mapped(below) for key, below in value}
    return str(value) if not isinstance(value, list) else [str(one) for one in value]


def written_of(one: Acted) -> dict[str, Any]:
    """Return an act that counts as people write it, `on` the day of the last signature."""
    body = one.body
    found: dict[str, Any] = {"on": str(one.day), "by": list(one.by)}
    found |= {key: body[key] for key in WORDS if isinstance(body.get(key), str)}
    if isinstance(body.get("with"), Mapping):
        found["with"] = {name: _mapped(value) for name, value in body["with"].items()}
    return found
