"""A problem is a value: what is wrong, where, why, and how to mend it."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from comity.kernel.values import dataclass


class Severity(StrEnum):
    """Whether a problem stops the work (`error`) or only deserves a look (`warning`)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a file. Lines and columns (characters) count from 1; `cell` names a place in a table of facts.

    `excerpt` is the whole line, as it stands in the file.
    """

    file: str
    line: int | None = None
    column: int | None = None
    excerpt: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Return `file:line:column`, as editors and terminals make it clickable."""
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        text = ":".join(parts)
        return f"{text} ({self.cell})" if self.cell else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another place that helps to understand a problem, and what stands there."""

    place: Place
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One defect of an input. `code` is `CMY-nnn` and has a page in docs/problems/."""

    code: str
    place: Place
    why: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the problem as text: place, reason, excerpt with a caret, related places, hint."""
        lines = [f"{self.place}: {self.code} {self.why}"]
        if self.place.excerpt:
            excerpt = _visible(self.place.excerpt)
            lines.append(f"    {excerpt}")
            if self.place.column is not None:
                lines.append(f"    {_caret(excerpt, self.place.column)}")
        lines += [f"  see {near.place}: {near.says}" for near in self.related]
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)


def _visible(line: str) -> str:
    """Replace what would move the cursor or turn the text around (control and format characters), tabs excepted."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(char) else char for char in line.rstrip("\r\n"))


def _is_control(char: str) -> bool:
    return char != "\t" and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")


def _caret(line: str, column: int) -> str:
    """Return the line with `^` under the character in a column, wherever a terminal shows it.

    Tabs are repeated, so that both lines reach the same tab stop; wide characters take two columns and
    combining marks none.
    """
    before = line[: column - 1]
    return "".join(map(_blank, before)) + " " * (column - 1 - len(before)) + "^"


def _blank(char: str) -> str:
    if char == "\t":
        return char
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return ""
    return "  " if unicodedata.east_asian_width(char) in "WF" else " "


class Refused(Exception):
    """Raised where nothing can go on: an input was refused, for these problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
