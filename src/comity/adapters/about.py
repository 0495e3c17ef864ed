"""about.yaml beside files of facts: who reported each, when it was known, for which periods it is complete.

all files: {known at: 2026-04-15}
2026-03.csv: {reported by: supplier, covers: 2026-03, source: "service desk export"}
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping, Node, Scalar, listed, shape
from comity.kernel.problem import Place, Problem, Severity

ABOUT = "about.yaml"
ALL_FILES = "all files"
KEYS = ("reported by", "known at", "covers", "source")
LARGEST = 2**21
"""The largest about.yaml that is read, in bytes: what is larger is refused as an agreement would be."""


@dataclass(frozen=True, slots=True)
class Abouts:
    """What about.yaml says, by file name."""

    files: dict[str, dict[str, str]]

    def of(self, name: str) -> dict[str, str]:
        """Return what is said of a file: what is said of all files, and over it what is said of this one."""
        return {**self.files.get(ALL_FILES, {}), **self.files.get(name, {})}


def read_about(file: Path, shown: str, names: Sequence[str], problems: list[Problem]) -> Abouts:
    """Read about.yaml; without one nothing is said. `names` are the files of the folder."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            hint = "Write what is known of the files into a text."
            problems.append(Problem(code="CMY-401", place=Place(file=shown), why="this is no regular file", hint=hint))
            return Abouts({})
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return Abouts({})
    except OSError as failure:
        why = f"it cannot be read: {failure.strerror or failure}"
        problems.append(Problem(code="CMY-401", place=Place(file=shown), why=why, hint="Check that you may read it."))
        return Abouts({})
    if not data.strip():
        return Abouts({})
    root, wrong = compose(data, shown)
    problems += wrong
    reader = _Reader(names, problems)
    return Abouts(reader.files(root) if root is not None else {})


class _Reader:
    """Reads the document node by node, so that every problem has its line; all scalars stay text."""

    def __init__(self, names: Sequence[str], problems: list[Problem]) -> None:
        self.names = names
        self.problems = problems

    def files(self, root: Node) -> dict[str, dict[str, str]]:
        """Return what is said, by file name."""
        found: dict[str, dict[str, str]] = {}
        for key, value in self._map(root):
            if key.text != ALL_FILES and key.text not in self.names:
                near = get_close_matches(key.text, [*self.names, ALL_FILES], 1)
                hint = f"Did you mean {near[0]}?" if near else "Remove the entry, or add the file."
                self._at(key, f"there is no file {key.text} beside about.yaml", hint, Severity.WARNING)
            found[key.text] = self._facts(value)
        return found

    def _facts(self, node: Node) -> dict[str, str]:
        said: dict[str, str] = {}
        for key, value in self._map(node):
            if key.text not in KEYS:
                near = get_close_matches(key.text, KEYS, 1)
                hint = f"Did you mean `{near[0]}`?" if near else f"It can say {', '.join(KEYS)}."
                self._at(key, f"about.yaml knows no key {key.text}", hint)
            elif (text := self._text(value)) is not None:
                said[key.text] = text
        return said

    def _map(self, node: Node) -> Iterable[tuple[Scalar, Node]]:
        if isinstance(node, Mapping):
            return node.entries
        self._at(node, f"this should be a map, not {shape(node)}", _SHAPE)
        return ()

    def _text(self, node: Node) -> str | None:
        """Return a text, or a list of texts joined by commas."""
        texts = [item.text.strip() for item in listed(node) if isinstance(item, Scalar)]
        if not texts or len(texts) < len(listed(node)):
            self._at(node, f"this should be a text or a list of texts, not {shape(node)}", _SHAPE)
            return None
        return ", ".join(texts)

    def _at(self, node: Node, why: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(code="CMY-410", place=node.place, why=why, hint=hint, severity=severity))


_SHAPE = "Write `FILE: {reported by: PARTY, known at: 2026-04-15}`, or `all files: {...}`."
