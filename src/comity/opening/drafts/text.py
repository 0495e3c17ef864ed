"""Edits of an agreement's text: one entry is written or taken out, and every other line stays as its author left it.

An edit finds its place by the tree of the text, and changes lines. What it did is read back: where anything else than
the entry would have changed, or nothing can be read, the edit is refused, and people make it by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Items
from functools import lru_cache

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping, Node, Scalar, Sequence
from comity.kernel.problem import Place, Problem, Refused
from comity.opening.drafts.emit import Value, flow, plain, scalar

FILE = "agreement.yaml"
BY_HAND = "CMY-986"
SECTIONS = (
    "comity alliance title parties calendar currency starts ends objectives settings facts metrics milestones surveys "
    "accounts clauses ladders scorecard governance visibility examples says"
).split()
"""The sections, in the order in which an agreement is read; a new one finds its place among those that are there."""

LONGEST_LINE = 120
Path = tuple[str, ...]


@lru_cache(maxsize=64)
def tree(text: str) -> Mapping | None:
    """Return the tree of a text; None where it cannot be read as a map of keys."""
    root, _ = compose(text.encode(), FILE)
    return root if isinstance(root, Mapping) else None


def node_at(root: Mapping | None, path: Path) -> Node | None:
    """Return what stands at a path of keys, None where nothing does."""
    found: Node | None = root
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def scalars(node: Node | None, path: Path = ()) -> Iterator[tuple[Path, Scalar, bool]]:
    """Yield every text of a tree with the keys that lead to it, and whether it is a key itself."""
    if isinstance(node, Scalar):
        yield path, node, False
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item, path)
    elif node is not None:
        for key, value in node:
            yield (*path, key.text), key, True
            yield from scalars(value, (*path, key.text))


def span(text: str, path: Path) -> tuple[int, int] | None:
    """Return the first line of an entry and the one after its last, from 0; None where it has no lines of its own.

    Comments and blank lines before the next entry belong to that one.
    """
    root = tree(text)
    parent, lines = node_at(root, path[:-1]), text.split("\n")
    if not isinstance(parent, Mapping) or not _is_block(parent, lines):
        return None
    starts = [(key.place.line or 1) - 1 for key, _ in parent]
    if path[-1] not in parent.names:
        return None
    index = parent.names.index(path[-1])
    last = starts[index + 1] if index + 1 < len(starts) else _end(text, path[:-1], lines)
    indent = _indent(lines[starts[index]])
    while last > starts[index] + 1 and _is_between(lines[last - 1], indent):
        last -= 1
    return starts[index], last


def _end(text: str, path: Path, lines: Items[str]) -> int:
    if not path:
        return len(lines)
    found = span(text, path)
    return found[1] if found is not None else len(lines)


def _is_between(line: str, indent: int) -> bool:
    bare = line.strip()
    return not bare or (bare.startswith("#") and _indent(line) <= indent) or bare == "..."


def _is_block(parent: Mapping, lines: Items[str]) -> bool:
    """Tell whether every key of a map begins a line of its own."""
    line, column = parent.place.line, parent.place.column
    if line is None or column is None or lines[line - 1][column - 1 : column] == "{":
        return False
    places = [key.place for key, _ in parent]
    return all(not lines[(at.line or 1) - 1][: (at.column or 1) - 1].strip(" '\"") for at in places)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def comment_at(text: str, path: Path) -> str:
    """Return what a comment says at the end of the line on which an entry begins, "" where there is none."""
    found = span(text, path)
    return comment_in(text.split("\n")[found[0]]).lstrip("# ") if found is not None else ""


# -- writing -----------------------------------------------------------------------------------


def put(text: str, path: Path, written: str | Items[str]) -> str:
    """Return the text with an entry written at a path of one to three keys: a value, or the lines of the entry.

    Lines begin with the entry's own key and are indented from there. Raises Refused where the text is written so
    that a form cannot change it.
    """
    above = [node_at(tree(text), path[:deep]) for deep in range(len(path))]
    if any(isinstance(one, Mapping) and name in one.lost for one, name in zip(above, path, strict=True)):
        raise Refused(by_hand(path))  # it is there, and says nothing that could be used
    if isinstance(written, str) and isinstance(node := node_at(tree(text), path), Scalar):
        if node.text == written:
            return text
        spliced = _splice(text, node, written)
        if spliced is not None:
            return _checked(text, spliced, path)
    if isinstance(written, str) and (inserted := _inserted(text, path, written)) is not None:
        return _checked(text, inserted, path)
    entry = [f"{scalar(path[-1])}: {scalar(written)}"] if isinstance(written, str) else list(written)
    return _checked(text, _put_lines(_opened(text, path[:-1]), path, entry), path)


def drop(text: str, path: Path) -> str:
    """Return the text without an entry, and without its section where that is empty then. Raises Refused."""
    parent = node_at(tree(text), path[:-1])
    if not isinstance(parent, Mapping) or path[-1] not in parent.names:
        return text
    if len(path) > 1 and len(parent) == 1:
        return drop(text, path[:-1])
    opened = _opened(text, path[:-1])
    found = span(opened, path)
    if found is None:
        raise Refused(by_hand(path))
    lines = opened.split("\n")
    above, below = lines[: found[0]], lines[found[1] :]
    if above and below and not above[-1].strip() and not below[0].strip():
        below = below[1:]
    return _checked(text, "\n".join(above + below), path)


def drop_items(text: str, path: Path, indices: Iterable[int]) -> str:
    """Return the text without some items of a list, counted from 0; without all of them, without the list. Refused."""
    node, gone = node_at(tree(text), path), sorted(set(indices), reverse=True)
    if not isinstance(node, Sequence) or not gone:
        return text
    if len(gone) == len(node.items):
        return drop(text, path)
    found, lines = span(text, path), text.split("\n")
    starts = [(item.place.line or 1) - 1 for item in node.items]
    dashed = all(lines[start].lstrip().startswith("- ") for start in starts)
    if found is None or not dashed or gone[0] >= len(starts):
        raise Refused(by_hand(path))
    for index in gone:
        last = starts[index + 1] if index + 1 < len(starts) else found[1]
        del lines[starts[index] : last]
    after = "\n".join(lines)
    kept = tuple(plain(item) for index, item in enumerate(node.items) if index not in gone)
    left = node_at(tree(after), path)
    if left is None or plain(left) != kept:
        raise Refused(by_hand(path))
    return _checked(text, after, path)


def _put_lines(text: str, path: Path, entry: Items[str]) -> str:
    lines = text.split("\n")
    found = span(text, path)
    if found is not None:
        old, indent = lines[found[0] : found[1]], " " * _indent(lines[found[0]])
        kept = [] if len(old) == len(entry) == 1 else [f"{indent}{one}" for one in _comments(old)]
        new = [f"{indent}{line}" for line in entry]
        if len(old) == len(entry) == 1 and (comment := comment_in(old[0])):
            new = [_aligned(new[0], old[0], comment)]
        return "\n".join([*lines[: found[0]], *kept, *new, *lines[found[1] :]])
    if len(path) == 1:
        at = _place_for(text, path[0], lines)
        gap = [""] if len(entry) > 1 else []
        before = gap if at and lines[at - 1].strip() else []
        after = gap if at < len(lines) and lines[at].strip() else []
        return "\n".join([*lines[:at], *before, *entry, *after, *lines[at:]])
    parent = node_at(tree(text), path[:-1])
    if parent is None:
        return _put_lines(text, path[:-1], [f"{scalar(path[-2])}:", *(f"  {line}" for line in entry)])
    above = span(text, path[:-1])
    if above is None or not isinstance(parent, Mapping) or not parent.entries:
        raise Refused(by_hand(path))
    indent = " " * _indent(lines[(parent.entries[0][0].place.line or 1) - 1])
    return "\n".join([*lines[: above[1]], *(f"{indent}{line}" for line in entry), *lines[above[1] :]])


def _comments(lines: Iterable[str]) -> list[str]:
    """Return the comments of an entry: they stay above it when it is written anew."""
    return [comment for line in lines if (comment := comment_in(line))]


def comment_in(line: str) -> str:
    """Return the comment in a line with its `#`, "" where there is none."""
    if line.lstrip().startswith("#"):
        return line.strip()
    for at in (index for index in range(1, len(line)) if line[index] == "#" and line[index - 1] == " "):
        if line[:at].count('"') % 2 == 0 and line[:at].count("'") % 2 == 0:
            return line[at:].strip()
    return ""


def _aligned(new: str, old: str, comment: str) -> str:
    """Return a new line with the comment of the old one in its column, where there is room."""
    return new.ljust(old.index(comment) - 1) + " " + comment


def _place_for(text: str, name: str, lines: Items[str]) -> int:
    """Return the line before which a new section goes: after the last one that is read before it."""
    root = tree(text)
    order = {section: index for index, section in enumerate(SECTIONS)}
    earlier = [one for one in (root.names if root else ()) if order.get(one, 0) < order.get(name, len(order))]
    found = span(text, (earlier[-1],)) if earlier else None
    if found is not None:
        return found[1]
    return len(lines) - 1 if lines and not lines[-1] else len(lines)


def _splice(text: str, node: Scalar, written: str) -> str | None:
    """Return the text with one word of it replaced where it stands, comments after it kept; None where it cannot be."""
    lines, at = text.split("\n"), node.place
    if at.line is None or at.column is None or node.quoted:
        return None
    line = lines[at.line - 1]
    before, rest = line[: at.column - 1], line[at.column - 1 :]
    if not rest.startswith(node.text) or before.rstrip()[-1:] not in (":", ",", "[", "-", "{"):
        return None
    behind = rest[len(node.text) :]
    gap = len(behind) - len(behind.lstrip(" "))
    if gap and behind.strip().startswith("#"):  # what stands behind it stays in its column
        behind = " " * max(gap + len(node.text) - len(written), 2) + behind.lstrip(" ")
    inside = "{" in before or "[" in before
    return "\n".join([*lines[: at.line - 1], f"{before}{scalar(written, inside=inside)}{behind}", *lines[at.line :]])


def _inserted(text: str, path: Path, written: str) -> str | None:
    """Return the text with a key more in a map that is written in braces in one line; None where it is not."""
    parent, found = node_at(tree(text), path[:-1]), span(text, path[:-1]) if len(path) > 1 else None
    if not isinstance(parent, Mapping) or path[-1] in parent.names or found is None or found[1] != found[0] + 1:
        return None
    lines = text.split("\n")
    line = lines[found[0]]
    bare = line.removesuffix(comment_in(line)) if comment_in(line) else line
    more = f", {scalar(path[-1], inside=True)}: {scalar(written, inside=True)}}}"
    if not bare.rstrip().endswith("}") or len(bare) + len(more) > LONGEST_LINE:
        return None
    lines[found[0]] = bare.rstrip()[:-1] + more + bare[len(bare.rstrip()) :] + line[len(bare) :]
    return "\n".join(lines)


def _opened(text: str, path: Path) -> str:
    """Return the text with a map that is written in braces unfolded, one key a line, so that lines can be added."""
    node, lines = node_at(tree(text), path), text.split("\n")
    if not path or not isinstance(node, Mapping) or _is_block(node, lines):
        return text
    text = _opened(text, path[:-1])
    found = span(text, path)
    if found is None:
        raise Refused(by_hand(path))
    lines = text.split("\n")
    old = lines[found[0] : found[1]]
    if any(mark in line for line in old for mark in ("#", "&", "*")):
        raise Refused(by_hand(path))
    indent = " " * _indent(lines[found[0]])
    new = [f"{indent}{scalar(path[-1])}:", *(f"{indent}  {_one(key.text, plain(value))}" for key, value in node)]
    return "\n".join([*lines[: found[0]], *new, *lines[found[1] :]])


def _one(name: str, value: Value) -> str:
    return f"{scalar(name)}: {scalar(value) if isinstance(value, str) else flow(value)}"


# -- reading back ------------------------------------------------------------------------------


def _checked(before: str, after: str, path: Path) -> str:
    """Return the new text if it says the same as before but for one path. Raises Refused otherwise."""
    (old, wrong), (new, found) = compose(before.encode(), FILE), compose(after.encode(), FILE)
    known = {(one.code, one.why) for one in wrong}
    sound = all((one.code, one.why) in known for one in found)
    readable = isinstance(old, Mapping) and isinstance(new, Mapping) and sound
    if not readable or old is None or new is None or _without(plain(old), path) != _without(plain(new), path):
        raise Refused(by_hand(path))
    return after


def _without(value: Value, path: Path) -> Value:
    """Return a tree without what stands at a path, and without the maps that are empty then."""
    if isinstance(value, str) or not isinstance(value, dict):
        return value
    rest = {}
    for name, of in value.items():
        if name != path[0]:
            rest[name] = of
        elif len(path) > 1 and (below := _without(of, path[1:])):
            rest[name] = below
    return rest


def by_hand(path: Path) -> Problem:
    """Return the problem of a place that a form cannot write."""
    why = f"{' / '.join(path)} is written so that a form cannot change it without changing more"
    hint = "Change it in the text itself; the form goes on from there."
    return Problem(code=BY_HAND, place=Place(file=FILE), why=why, hint=hint)
