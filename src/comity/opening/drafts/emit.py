"""From values to YAML as people write it: one key a line, what is short in braces, quotes only where needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""A part of an agreement as it will be written."""

SHORT = 72
"""The longest map or list that is written in one line."""
_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ .%<>=()*/+'&-]*")


def lines_of(name: str, value: Value) -> list[str]:
    """Return the lines of `name: value`, without indentation before the first."""
    key = scalar(name)
    if isinstance(value, str):
        return [f"{key}: {scalar(value)}"]
    if _is_leaf(value) and len(short := f"{key}: {flow(value)}") <= SHORT:
        return [short]
    if isinstance(value, Mapping):
        return [f"{key}:", *(f"  {line}" for part, of in value.items() for line in lines_of(part, of))]
    return [f"{key}:", *(f"  {line}" for item in value for line in _item(item))]


def entry_lines(name: str, value: Mapping[str, Value]) -> list[str]:
    """Return the lines of an entry of a section: each key has a line of its own, to be pointed at."""
    return [f"{scalar(name)}:", *(f"  {line}" for part, of in value.items() for line in lines_of(part, of))]


def flow(value: Value) -> str:
    """Return a value in one line, in braces and brackets."""
    if isinstance(value, str):
        return scalar(value, inside=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(name, inside=True)}: {flow(of)}" for name, of in value.items()) + "}"
    return "[" + ", ".join(flow(item) for item in value) + "]"


def scalar(text: str, *, inside: bool = False) -> str:
    """Return a text as YAML writes it in one line, in quotes where it would be read as something else."""
    flat = " ".join(text.split())
    if flat and (_SAFE.fullmatch(flat) or _reads_plain(flat, inside)):
        return flat
    return "'" + flat.replace("'", "''") + "'"


@lru_cache(maxsize=4096)
def _reads_plain(text: str, inside: bool) -> bool:
    """Tell whether a text without quotes is read as itself: as key, value and item, in braces where it stands there."""
    if inside:
        if any(mark in text for mark in ",[]{}:#\"'"):
            return False
        root, problems = compose(f"[{{{text}: {text}}}, {text}]\n".encode(), "")
        return root is not None and not problems and plain(root) == ({text: text}, text)
    root, problems = compose(f"{text}: {text}\n".encode(), "")
    expected = isinstance(root, MapNode) and len(root) == 1 and root.names == (text,) and root.text(text) == text
    return expected and not problems and not _is_quoted(root)


def _is_quoted(root: Node | None) -> bool:
    """Tell whether the only value of a map stands in quotes."""
    value = root.entries[0][1] if isinstance(root, MapNode) and root.entries else None
    return isinstance(value, Scalar) and value.quoted


def plain(node: Node) -> Value:
    """Return a tree without its places, so that two ways of writing the same are equal."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, MapNode):
        return {key.text: plain(value) for key, value in node}
    return tuple(plain(item) for item in node.items)


def _item(item: Value) -> list[str]:
    if isinstance(item, str) or (_is_leaf(item) and len(flow(item)) <= SHORT) or not isinstance(item, Mapping):
        return [f"- {flow(item)}"]
    written = [line for part, of in item.items() for line in lines_of(part, of)]
    return [f"- {written[0]}", *(f"  {line}" for line in written[1:])]


def _is_leaf(value: Value) -> bool:
    if isinstance(value, str):
        return True
    if isinstance(value, Mapping):
        return all(
            isinstance(part, str) or (not isinstance(part, Mapping) and _is_leaf(part)) for part in value.values()
        )
    return all(isinstance(part, str) for part in value) or (len(value) == 1 and _is_leaf(value[0]))
