"""One entry of a section: its keys are checked and read by the table of keys, then its value is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comity.agreement.build_clauses import CLAUSES
from comity.agreement.build_figures import FIGURES
from comity.agreement.build_surveys import SURVEYS
from comity.agreement.build_top import TOP
from comity.agreement.keys import SECTIONS, Section
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, shown
from comity.agreement.notes import Notes, Values
from comity.kernel.guess import guess, is_same

BUILDERS: Mapping[str, Callable[[Values, Notes], Any]] = {**TOP, **FIGURES, **SURVEYS, **CLAUSES}
"""What makes a value of each section's keys; None where too little could be read."""


def read_entry(section: str, key: Scalar | None, node: Node, notes: Notes) -> Any:
    """Read one entry; `key` is the name its author gave it. None where it cannot be used."""
    spec = SECTIONS[section]
    below = notes.mapping(node, spec.says)
    if below is None:
        return None
    found = read_keys(spec, below, notes)
    place = key.place if key is not None else below.place
    _missing(spec, key, below, notes)
    return BUILDERS[section](Values(name=key.text if key else "", node=below, place=place, found=found), notes)


def read_keys(spec: Section, node: MapNode, notes: Notes) -> dict[str, Any]:
    """Return the values of all keys that are known and could be read."""
    found: dict[str, Any] = {}
    for key, below in node:
        known = spec.key(key.text)
        if known is None:
            notes.add("CMY-201", key, f"{spec.says} has no key {shown(key.text)}", _hint(spec, key.text, node))
            continue
        value = known.form.read(below, notes)
        if value is not None:
            found[key.text] = value
    return found


def _hint(spec: Section, name: str, node: MapNode) -> str:
    """Say which key was meant: one spelt alike, or the section in which this key does exist.

    A key that is there already is not meant, but for one written otherwise: an amendment would change that.
    """
    others = [key.name for key in spec.keys if node.get(key.name) is None or is_same(name, key.name)]
    if close := guess(name, others):
        return close
    homes = [other.says for other in SECTIONS.values() if other.key(name) is not None]
    if homes:
        return f"This key belongs to {homes[0]}; check how far the line is indented."
    return f"Its keys are {', '.join(key.name for key in spec.keys)}."


def _missing(spec: Section, key: Scalar | None, node: MapNode, notes: Notes) -> None:
    for needed in spec.keys:
        if needed.required and node.get(needed.name) is None and needed.name not in node.lost:
            owner = f"{spec.says} ({shown(key.text)})" if key is not None else spec.says
            why = f"{owner} needs the key `{needed.name}`"
            notes.add("CMY-202", key or node, why, f"{needed.says} Write {needed.name}: {needed.example}")
