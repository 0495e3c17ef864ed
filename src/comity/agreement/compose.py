"""From bytes to nodes: one YAML document, read as events, within limits that bound time and memory.

YAML is richer than an agreement should be. Anchors may repeat a step; tags, merge keys, several documents,
keys that are no plain text, empty values and keys written twice are problems.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from comity.agreement.decode import decode
from comity.agreement.nodes import Mapping, Node, Scalar, Sequence, shown
from comity.agreement.syntax import flow_hint, syntax_problem
from comity.kernel.problem import Place, Problem, Related

MOST_LEVELS = 64
MOST_NODES = 200_000
"""Nodes of a document, those that aliases repeat counted each time."""
MOST_WRITTEN = 50_000
"""Nodes of a document as it is written: more would take many seconds to read, and no contract is that long."""
LONGEST_EXCERPT = 1_000
"""A longer line is not shown with a problem: it would hide what it should explain."""
MOST_PROBLEMS = 100
"""After so many problems of form the rest of a file is not looked at."""


def compose(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML document and everything that is wrong with its form.

    None where nothing can be used: no text, too large, or a mistake of YAML after which its reader is lost.
    What is wrong in one entry (a duplicate key, an empty value) costs only that entry.
    """
    text, problems = decode(data, file)
    if text is None:
        return None, problems
    composer = _Composer(file, text.split("\n"))
    try:
        return composer.document(text), composer.problems
    except _Lost:
        return None, composer.problems
    except YAMLError as error:
        return None, [*composer.problems, syntax_problem(error, composer.place, text)]
    except RecursionError:
        composer.add("CMY-108", Place(file=file), "this document is nested too deeply to be read")
        return None, composer.problems


class _Lost(Exception):
    """The rest of the file cannot be used; the reason is among the problems."""


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet. `key` waits for its value; `skip` drops that value."""

    place: Place
    is_map: bool
    flow: bool
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    key: Scalar | None = None
    skip: bool = False
    waiting: bool = False
    """Whether a key has come whose value has not, be the key usable or not."""
    size: int = 1

    @property
    def last(self) -> str:
        """The text of the last value, as far as it is one."""
        value = next(reversed(self.entries.values()))[1] if self.entries else None
        return value.text if isinstance(value, Scalar) else ""


class _Composer:
    """Builds the tree without recursion, so that no depth of nesting can exhaust the stack."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node | None, int, Place]] = {}
        self.count = self.written = 0

    def document(self, text: str) -> Node | None:
        """Return the first document; a second one is a problem."""
        root: Node | None = None
        documents = 0
        for event in _events(text):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    why = "a second document begins here; an agreement is one document"
                    self.add("CMY-107", self.place(event.start_mark), why, "Take the line --- out, or split the file.")
                    raise _Lost
                continue
            done = self.take(event)
            if done is not None and not self.stack:
                root = done
        if root is None and not self.problems:
            self.add("CMY-101", Place(file=self.file, line=1, column=1), "this file has no content", _EMPTY)
        return root

    # -- events ---------------------------------------------------------------------------

    def take(self, event: Any) -> Node | None:
        """Take one event; return the node it completes, once that is in its place."""
        match event:
            case ScalarEvent():
                return self.scalar(event)
            case AliasEvent():
                return self.alias(event)
            case MappingStartEvent() | SequenceStartEvent():
                self.begin(event)
            case MappingEndEvent() | SequenceEndEvent():
                return self.end()
        return None

    def scalar(self, event: Any) -> Node | None:
        place = self.place(event.start_mark)
        self.tag(event, place)
        quoted = event.style in ("'", '"')
        text: str = event.value
        if event.style in ("|", ">"):
            text = text.strip("\n")
            place = self.below(event.start_mark)
        elif quoted and event.anchor is None and event.tag is None:
            place = self.place(event.start_mark, 1)
        node = Scalar(text=text, place=place, quoted=event.style not in (None, ""))
        self.anchor(event.anchor, node, 1, place)
        return self.put(node, 1)

    def alias(self, event: Any) -> Node | None:
        place = self.place(event.start_mark)
        found = self.anchors.get(event.anchor)
        if found is None:
            why = f"*{event.anchor} repeats something that no &{event.anchor} above it names"
            self.add("CMY-115", place, why, "An anchor is set with &name before it is repeated with *name.")
            self.drop()
            return None
        node, size, near = found
        if node is None:
            why = f"*{event.anchor} stands inside what &{event.anchor} names, so it would contain itself"
            self.add("CMY-115", place, why, "", Related(place=near, says=f"&{event.anchor} is set here"))
            self.drop()
            return None
        return self.put(node, size)

    def begin(self, event: Any) -> None:
        place = self.place(event.start_mark)
        self.tag(event, place)
        if len(self.stack) >= MOST_LEVELS:
            why = f"this is nested more than {MOST_LEVELS} levels deep"
            self.add("CMY-108", place, why, "No agreement needs that; look for a bracket that is never closed.")
            raise _Lost
        if event.anchor is not None:
            self.anchor(event.anchor, None, 0, place)
        is_map = isinstance(event, MappingStartEvent)
        self.stack.append(_Open(place, is_map, bool(event.flow_style), event.anchor))

    def end(self) -> Node | None:
        done = self.stack.pop()
        node: Node
        if done.is_map:
            node = Mapping(entries=tuple(done.entries.values()), place=done.place, lost=tuple(done.lost))
        else:
            node = Sequence(items=tuple(done.items), place=done.place)
        if done.anchor is not None:
            self.anchors[done.anchor] = (node, done.size, done.place)
        return self.put(node, done.size, counted=True)

    # -- placing --------------------------------------------------------------------------

    def put(self, node: Node, size: int, *, counted: bool = False) -> Node | None:
        """Put a node where it belongs: the root, an item, a key or a value."""
        self.grow(1 if counted else size, node.place)
        if not self.stack:
            return self.root(node)
        parent = self.stack[-1]
        parent.size += size
        if not parent.is_map:
            if self.filled(node, parent, None):
                parent.items.append(node)
        elif not parent.waiting:
            self.open_key(parent, node)
        else:
            self.close_key(parent, node)
        return node

    def root(self, node: Node) -> Node | None:
        if isinstance(node, Scalar) and not node.quoted and not node.text:
            return None
        return node

    def drop(self) -> None:
        """Leave out what cannot be used, as key, value or item."""
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.is_map:
            if parent.waiting:
                parent.lost.append(parent.key.text if parent.key is not None else "")
                parent.key, parent.waiting, parent.skip = None, False, False
            else:
                parent.waiting = parent.skip = True

    def open_key(self, parent: _Open, node: Node) -> None:
        parent.waiting = True
        parent.key, parent.skip = None, True
        if not isinstance(node, Scalar):
            why = "a key must be a plain text, but here it is a list or a map"
            self.add("CMY-113", node.place, why, "Write the members of a list as a key like this: a, b, c.")
        elif not node.text and not node.quoted:
            self.add("CMY-111", node.place, "a value stands here without a key", "Write the key before the colon.")
        elif node.text == "<<" and not node.quoted:
            self.add("CMY-112", node.place, "merge keys (<<) are not part of the language", _MERGE)
        elif node.text in parent.entries:
            first = parent.entries[node.text][0].place
            why = f"the key {shown(node.text)} stands here a second time"
            near = Related(place=first, says=f"{shown(node.text)} first stands here")
            self.add("CMY-110", node.place, why, "Put both together, or take one out.", near)
        else:
            parent.key, parent.skip = node, False

    def close_key(self, parent: _Open, node: Node) -> None:
        key, skip = parent.key, parent.skip
        parent.key, parent.waiting, parent.skip = None, False, False
        if key is not None and not skip and self.filled(node, parent, key):
            parent.entries[key.text] = (key, node)
        elif key is None or key.text not in parent.entries:
            parent.lost.append(key.text if key is not None else "")

    def filled(self, node: Node, parent: _Open, key: Scalar | None) -> bool:
        """Say whether a value is there; an empty one is a problem."""
        if not isinstance(node, Scalar) or node.quoted or node.text not in ("", "~"):
            return True
        what = f"{shown(key.text)} has no value" if key else "this item of the list is empty"
        hint = "Write `unset` for what is still to be agreed, or take the key out."
        if parent.flow and key is not None:
            hint = flow_hint(key.text, parent.last)
            parent.lost.append(key.text.partition(":")[0])
        self.add("CMY-111", (key or node).place, what, hint)
        return False

    # -- limits and places ----------------------------------------------------------------

    def grow(self, size: int, place: Place) -> None:
        self.count += size
        self.written += 1
        if self.written > MOST_WRITTEN:
            why = f"the document has more than {MOST_WRITTEN:,} parts"
            self.add("CMY-109", place, why, "Facts belong in files below facts/, not in the agreement.")
            raise _Lost
        if self.count > MOST_NODES:
            why = f"with all its aliases the document has more than {MOST_NODES:,} parts"
            self.add("CMY-109", place, why, "Facts belong in files below facts/, not in the agreement.")
            raise _Lost

    def anchor(self, name: str | None, node: Node | None, size: int, place: Place) -> None:
        if name is None:
            return
        if name in self.anchors:
            near = Related(place=self.anchors[name][2], says=f"&{name} is first set here")
            self.add("CMY-115", place, f"the anchor &{name} is set twice", "Give one another name.", near)
        self.anchors[name] = (node, size, place)

    def tag(self, event: Any, place: Place) -> None:
        if event.tag is not None:
            why = f"{event.tag} is a tag; tags are not part of the language"
            self.add("CMY-114", place, why, "Take it out: every value is read by the language's own forms.")

    def place(self, mark: Any, offset: int = 0) -> Place:
        """Return the place of a mark of the YAML reader, which counts from 0."""
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        excerpt = line if len(line) <= LONGEST_EXCERPT else ""
        return Place(file=self.file, line=mark.line + 1, column=mark.column + 1 + offset, excerpt=excerpt)

    def below(self, mark: Any) -> Place:
        """Return the place where a text begins that is written below its `|` or `>`."""
        for number in range(mark.line + 1, len(self.lines)):
            line = self.lines[number]
            if line.strip():
                column = len(line) - len(line.lstrip()) + 1
                excerpt = line if len(line) <= LONGEST_EXCERPT else ""
                return Place(file=self.file, line=number + 1, column=column, excerpt=excerpt)
        return self.place(mark)

    def add(self, code: str, place: Place, why: str, hint: str = "", *related: Related) -> None:
        self.problems.append(Problem(code=code, place=place, why=why, hint=hint, related=related))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Lost


def _events(text: str) -> Iterator[Any]:
    yaml = YAML(typ="safe", pure=True)
    events: Iterator[Any] = yaml.parse(text)
    return events


_EMPTY = "`comity init FOLDER` writes an agreement to start from."
_MERGE = "Repeat the keys, or give the whole map an anchor (&name) and repeat it (*name)."
