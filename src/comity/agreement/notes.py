"""What is found while an agreement is read: problems, and the values of one section's keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Mapping_
from dataclasses import field
from datetime import date
from typing import Any

from comity.agreement.nodes import Mapping, Node, Scalar, shape, shown
from comity.kernel.guess import guess
from comity.kernel.problem import Place, Problem, Related, Severity
from comity.kernel.values import dataclass

KINDS = {
    "party": "parties", "table": "facts", "objective": "objectives", "account": "accounts", "ladder": "ladders",
    "body": "governance", "milestone": "milestones", "metric": "metrics", "setting": "settings", "survey": "surveys",
    "clause": "clauses", "dimension": "scorecard",
}  # fmt: skip
"""What can be referred to, and the section that defines it."""
_OPENING = frozenset("\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a")
_CLOSING = _OPENING
MOST_PROBLEMS = 1_000
"""More problems than this are not kept: nobody reads them, and memory stays bounded."""


def unquoted(text: str) -> str:
    """Return what stands between typographic quotes that a text begins and ends with; "" for any other text.

    Word processors put them where plain quotes were typed, and YAML takes them for letters.
    """
    inside = text[1:-1].strip()
    return inside if text[:1] in _OPENING and text[-1:] in _CLOSING else ""


def quotes_hint(text: str) -> str:
    """Return the hint for a text in typographic quotes, or nothing."""
    inside = unquoted(text)
    return f"Curly quotes belong to the text here: take them out, {inside}, or write plain ones." if inside else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The values of an entry's keys as they were read. `name` is what its author called it."""

    name: str
    node: Mapping
    place: Place
    found: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        """Return the value of a required key."""
        return self.found[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or a default where it is absent or could not be read."""
        return self.found.get(key, default)

    def has(self, *keys: str) -> bool:
        """Say whether all these keys could be read."""
        return all(key in self.found for key in keys)

    def written(self, key: str) -> bool:
        """Say whether a key was written, readable or not."""
        return self.node.get(key) is not None

    def at(self, key: str) -> Place:
        """Return the place of a key's value, or of the entry where the key is absent."""
        node = self.node.get(key)
        return node.place if node is not None else self.place


Entry = Callable[[str, Scalar | None, Node, "Notes"], Any]
"""Reads one entry of a section: section, the key that names it, its node; None where it cannot be used."""


@dataclass(slots=True)
class Notes:
    """Where problems are noted. `known` are the names of settings and metrics the document defines.

    `broken` collects names that were written but could not be read, so that nobody complains again where they
    are used.
    """

    entry: Entry
    known: frozenset[str] = frozenset()
    wordy: frozenset[str] = frozenset()
    """The settings that hold words, so that `set` knows a word from a formula."""
    since: date = date.min
    """The day from which this version of the terms holds: nothing of it is needed before."""
    defined: Mapping_[str, frozenset[str]] = field(default_factory=dict)
    """What the document defines, by kind (KINDS): the names of its parties, tables, accounts …"""
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def add(self, code: str, at: Node | Place, why: str, hint: str = "", *related: Related) -> None:
        """Note a problem."""
        self._note(code, at, why, hint, related, Severity.ERROR)

    def warn(self, code: str, at: Node | Place, why: str, hint: str = "", *related: Related) -> None:
        """Note something that deserves a look, and stops nothing."""
        self._note(code, at, why, hint, related, Severity.WARNING)

    def _note(
        self, code: str, at: Node | Place, why: str, hint: str, related: tuple[Related, ...], severity: Severity
    ) -> None:
        place = at if isinstance(at, Place) else at.place
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(
                Problem(code=code, place=place, why=why, hint=hint, related=related, severity=severity)
            )

    def text(self, node: Node, wanted: str) -> str | None:
        """Return a scalar's text, with spaces made single; anything else is a problem of shape."""
        if not isinstance(node, Scalar):
            self.add("CMY-203", node, f"{wanted} is needed here, but this is {shape(node)}")
            return None
        text = " ".join(node.text.split())
        if not text:
            self.add("CMY-111", node, f"{wanted} is needed here, but the text is empty")
            return None
        return text

    def lexical(self, node: Node, wanted: str, read: Callable[[str], Any]) -> Any:
        """Return what a lexical form reads from a scalar; what it cannot read is a problem, with its reason."""
        text = self.text(node, wanted)
        if text is None:
            return None
        if len(text) > 1_000:
            self.add("CMY-205", node, f"{wanted} is needed here, but this is a text of {len(text)} characters")
            return None
        try:
            return read(text)
        except ValueError as reason:
            self.add("CMY-205", node, str(reason), quotes_hint(text))
            return None

    def refer(self, node: Node, name: str, *kinds: str) -> None:
        """Note a problem where a name is defined as none of some kinds of thing (or is none of some words)."""
        known = {one for kind in kinds for one in self.defined.get(kind, (kind,) if kind not in KINDS else ())}
        if name in known or name in self.broken:
            return
        what = " or ".join(kind for kind in kinds if kind in KINDS) or kinds[0]
        if known:
            hint = quotes_hint(name) or guess(name, known) or f"Known here: {', '.join(sorted(known)[:12])}."
        else:
            hint = f"Define it under `{KINDS.get(kinds[0], kinds[0])}`."
        self.add("CMY-206", node, f"there is no {what} {shown(name)}", hint)

    def mapping(self, node: Node, wanted: str) -> Mapping | None:
        """Return a node if it is a map; anything else is a problem of shape."""
        if isinstance(node, Mapping):
            return node
        self.add("CMY-203", node, f"{wanted} is needed here, but this is {shape(node)}")
        return None

    def word(self, node: Node, words: Iterable[str], wanted: str) -> str | None:
        """Return a scalar's text if it is one of the words allowed."""
        text = self.text(node, wanted)
        if text is None or text in (allowed := list(words)):
            return text
        choice = ", ".join(allowed)
        hint = quotes_hint(text) or guess(text, allowed)
        self.add("CMY-208", node, f"{shown(text)} is not one of: {choice}", hint)
        return None
