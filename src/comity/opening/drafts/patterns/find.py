"""The patterns together: which of them an entry of a draft is, and writing one into it."""

from __future__ import annotations

from collections.abc import Mapping

from comity.agreement.nodes import Mapping as MapNode
from comity.kernel.values import dataclass
from comity.opening.drafts.emit import Value, entry_lines, lines_of, plain
from comity.opening.drafts.patterns.model import Pattern, Values
from comity.opening.drafts.patterns.money import BONUS, CREDIT, DELAY, MINIMUM
from comity.opening.drafts.patterns.steps import CURE, ESCALATION, MILESTONE
from comity.opening.drafts.text import drop, node_at, put, tree

PATTERNS: Mapping[str, Pattern] = {
    one.name: one for one in (CREDIT, CURE, MINIMUM, BONUS, ESCALATION, MILESTONE, DELAY)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A clause or milestone of a draft. `pattern` and `values` are what a form says it by; None where none can."""

    section: str
    name: str
    title: str
    pattern: Pattern | None = None
    values: Values | None = None


def promises(text: str) -> list[Promise]:
    """Return the clauses of a draft and its milestones, in the order of the text."""
    root = tree(text)
    found = []
    for section in ("clauses", "milestones"):
        entries = root.mapping(section) if root is not None else None
        for key, value in entries or ():
            title = value.text("title") if isinstance(value, MapNode) else None
            pattern, values = said_by(text, section, key.text)
            found.append(
                Promise(section=section, name=key.text, title=title or key.text, pattern=pattern, values=values)
            )
    return found


def said_by(text: str, section: str, name: str) -> tuple[Pattern | None, Values | None]:
    """Return the pattern that says an entry in full, with its values; None where it says more or something else."""
    root = tree(text)
    for pattern in PATTERNS.values():
        if root is None or pattern.section != section:
            continue
        values = pattern.read(name, root)
        if values is not None and _same(root, pattern, name, values):
            return pattern, values
    return None, None


def _same(root: MapNode, pattern: Pattern, name: str, values: Values) -> bool:
    return all(
        (plain(node) if (node := node_at(root, path)) is not None else None) == _flat(piece)
        for path, piece in pattern.write(name, values).items()
    )


def _flat(value: Value | None) -> Value | None:
    """Return a piece as it would be read: lists as they are in a tree, texts in one line."""
    if value is None or isinstance(value, str):
        return " ".join(value.split()) if value is not None else None
    if isinstance(value, Mapping):
        return {key: flat for key, part in value.items() if (flat := _flat(part)) is not None}
    return tuple(flat for part in value if (flat := _flat(part)) is not None)


def with_promise(text: str, pattern: Pattern, name: str, values: Values) -> str:
    """Return a draft with a clause or milestone written as a form says it. Raises Refused."""
    root = tree(text)
    for path, piece in pattern.write(name, values).items():
        there = node_at(root, path)
        if piece is None:
            text = drop(text, path) if there is not None else text
        elif there is None or plain(there) != _flat(piece):
            whole = entry_lines(path[-1], piece) if isinstance(piece, Mapping) and path[0] != "settings" else None
            text = put(text, path, whole or lines_of(path[-1], piece))
    return text


def without_promise(text: str, section: str, name: str) -> str:
    """Return a draft without a clause or milestone, and without what only its pattern wrote. Raises Refused."""
    pattern, values = said_by(text, section, name)
    paths = list(pattern.write(name, values)) if pattern is not None and values is not None else []
    for path in dict.fromkeys([(section, name), *paths]):
        text = drop(text, path)
    return text
