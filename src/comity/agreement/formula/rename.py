"""A formula with other names in it: what the catalogue calls `sales.amount` may be `orders.net` in an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from comity.agreement.formula import tree


def renamed(node: tree.Node, changes: Mapping[str, tree.Node]) -> tree.Node:
    """Return a tree in which names are replaced: `sales.amount` by itself, `sales` wherever it is the table.

    A table can only become another name, since it stands before a column; anything else can become a formula.
    """
    if isinstance(node, tree.Name):
        return _name(node, changes)
    found = {field.name: _part(getattr(node, field.name), changes) for field in fields(node)}
    return replace(node, **found)


def _name(node: tree.Name, changes: Mapping[str, tree.Node]) -> tree.Node:
    whole = changes.get(str(node))
    if whole is not None:
        return whole
    table = changes.get(node.parts[0])
    if isinstance(table, tree.Name) and len(node.parts) > 1:
        return replace(node, parts=(*table.parts, *node.parts[1:]))
    return node


def _part(value: Any, changes: Mapping[str, tree.Node]) -> Any:
    if isinstance(value, tree.Node):
        return renamed(value, changes)
    if isinstance(value, tuple):
        return tuple(_part(one, changes) for one in value)
    return value
