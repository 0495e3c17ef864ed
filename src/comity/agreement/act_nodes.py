"""Acts of a record as the reader of acts takes them: nodes, each in the line of its position, with no text between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comity.agreement.nodes import Mapping as Map
from comity.agreement.nodes import Node, Scalar, Sequence
from comity.kernel.problem import Place
from comity.record.act_body import written_of
from comity.record.documents import Acted

FILE = "record"
"""How the record is named where a file is named; an entry stands in the line of its position."""


def act_nodes(acts: Iterable[Acted]) -> list[Map]:
    """Return the acts that count, in the order in which they were complete; each stands at its last signature."""
    counting = sorted((one for one in acts if one.day is not None), key=lambda one: one.last)
    return [_map(written_of(one), Place(file=FILE, line=one.last)) for one in counting]


def _map(value: Mapping[str, Any], place: Place) -> Map:
    return Map(entries=tuple((_text(key, place), _node(below, place)) for key, below in value.items()), place=place)


def _node(value: Any, place: Place) -> Node:
    if isinstance(value, Mapping):
        return _map(value, place)
    if isinstance(value, list):
        return Sequence(items=tuple(_node(one, place) for one in value), place=place)
    return _text(str(value), place)


def _text(text: str, place: Place) -> Scalar:
    return Scalar(text=text, place=place)
