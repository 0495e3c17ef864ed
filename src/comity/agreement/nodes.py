"""The tree of an agreement as it was written: texts, mappings and lists, each with its place.

Every scalar is text; what it means is decided by the forms of the language (forms.py), never by YAML.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.problem import Place
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A text. `quoted` says whether it stood in quotes."""

    text: str
    place: Place
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list, written with dashes or in square brackets."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys with values, in the order written. No key occurs twice.

    `lost` are keys whose values could not be used (empty, say), "" for a key that is no text itself.
    """

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place
    lost: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        """Yield (key, value) in the order written."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self.entries)

    @property
    def names(self) -> tuple[str, ...]:
        """The texts of the keys."""
        return tuple(key.text for key, _ in self.entries)

    def key(self, name: str) -> Scalar | None:
        """Return the key of that name, with its place."""
        return next((key for key, _ in self.entries if key.text == name), None)

    def get(self, name: str) -> Node | None:
        """Return the value of a key, None where it is absent."""
        return next((value for key, value in self.entries if key.text == name), None)

    def text(self, name: str) -> str | None:
        """Return the text of a key's value, None where it is absent or no text."""
        found = self.get(name)
        return found.text if isinstance(found, Scalar) else None

    def mapping(self, name: str) -> Mapping | None:
        """Return a key's value if it is a mapping."""
        found = self.get(name)
        return found if isinstance(found, Mapping) else None


Node = Scalar | Sequence | Mapping


def listed(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list, or the node alone: one or several is written either way."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def shape(node: Node) -> str:
    """Return what a node is, in words."""
    match node:
        case Scalar(text=text):
            return f"the text {shown(text)}"
        case Sequence():
            return "a list"
        case Mapping():
            return "a map of keys"


def shown(text: str, most: int = 60) -> str:
    """Return a text for use within a sentence, in one line and cut where it is long."""
    flat = " ".join(text.split())
    return f"{flat[:most]}…" if len(flat) > most else flat or "''"
