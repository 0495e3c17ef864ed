"""An agreement in slices: one entry of it with all it needs, so that a change of the entry is quickly read and said.

The whole of a large agreement would have to be read again for each of its thousands of parameters. A slice is an
agreement too: the parties, the term, the entry, and whatever the entry names, and what that names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comity.agreement.nodes import Mapping, Node, Scalar, Sequence

SECTIONS = (
    "objectives", "settings", "facts", "metrics", "milestones", "surveys", "accounts", "clauses", "ladders",
    "scorecard", "governance", "visibility",
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A document, and where in it to look: the section and the entry; both "" for what stands in no section."""

    root: Mapping
    section: str = ""
    entry: str = ""


def slices(root: Mapping) -> Iterator[Slice]:
    """Yield the frame of a document (no section looked at), then one slice for each entry of each section."""
    yield Slice(root=root)
    for section in SECTIONS:
        for entry in _names(root.get(section)):
            yield Slice(root=_sliced(root, section, entry), section=section, entry=entry)


def _names(node: Node | None) -> tuple[str, ...]:
    return node.names if isinstance(node, Mapping) else ()


def _sliced(root: Mapping, section: str, entry: str) -> Mapping:
    frame = [value for key, value in root if key.text not in (*SECTIONS, *_APART)]
    kept, words = set[tuple[str, str]](), {word for value in frame for word in _words(value)}
    pending = list(_first(root, section, entry))
    while pending:
        where = pending.pop()
        if where in kept:
            continue
        kept.add(where)
        words |= {where[1], *_words(_below(root, *where))}
        pending += [
            (other, name) for other in SECTIONS for name in _names(root.get(other)) if _named(root, other, name, words)
        ]
    entries = ((key, _kept(key, value, kept)) for key, value in root if key.text not in _APART)
    return replace(root, entries=tuple((k, v) for k, v in entries if not isinstance(v, Mapping) or len(v)))


_APART = ("illustrative", "says", "title")


def _first(root: Mapping, section: str, entry: str) -> Iterator[tuple[str, str]]:
    """Yield an entry, and what it makes no sense without: the rest of a scorecard, the clauses of a ladder."""
    yield section, entry
    if section == "scorecard":
        yield from ((section, name) for name in _names(root.get(section)))
    if section == "ladders":
        yield from (("clauses", name) for name in _names(root.get("clauses"))
                    if entry in _words(_below(root, "clauses", name)))  # fmt: skip


def _named(root: Mapping, section: str, name: str, words: set[str]) -> bool:
    """Say whether words name an entry: whichever has that name belongs to the slice, and a score needs all of it."""
    if section == "scorecard":
        return "score" in words
    if section == "facts":
        table = _below(root, section, name)
        columns = table.mapping("columns") if isinstance(table, Mapping) else None
        if any(f"per {column}" in words for column in _names(columns)):
            return True
    return set(_WORD.findall(name)) <= words


def _below(root: Mapping, section: str, entry: str) -> Node:
    found = root.mapping(section)
    node = found.get(entry) if found is not None else None
    assert node is not None
    return node


def _kept(key: Scalar, value: Node, kept: set[tuple[str, str]]) -> Node:
    if key.text not in SECTIONS or not isinstance(value, Mapping):
        return value
    return replace(value, entries=tuple((k, v) for k, v in value if (key.text, k.text) in kept))


def _words(node: Node) -> Iterator[str]:
    """Yield every word that stands below a node, in keys and in values; columns of a scope as `per region` too."""
    match node:
        case Scalar():
            yield from _WORD.findall(node.text)
        case Sequence():
            for item in node.items:
                yield from _words(item)
        case Mapping():
            for key, below in node:
                yield from _WORD.findall(key.text)
                yield from _words(below)
                if key.text == "per":
                    yield from (f"per {word}" for word in _words(below))
