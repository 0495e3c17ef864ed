"""Mistakes of YAML in words a lawyer understands, at the place where they were made."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from comity.kernel.problem import Place, Problem, Related

TAB = "CMY-106"
SYNTAX = "CMY-105"

_REASONS: tuple[tuple[str, str, str], ...] = (
    (r"found character '\\t'", "a tab stands here; lines are indented with spaces", "Replace each tab by two spaces."),
    (
        r"found character '([@`%|>&*!])'",
        "a text cannot begin with the character {0}",
        "Put the text in quotes.",
    ),
    (
        r"mapping values are not allowed here",
        "a second colon followed by a space stands in this line",
        "Put a text that contains a colon in quotes; begin a new key on a new line.",
    ),
    (
        r"expected ',' or '([\]}])'",
        "the bracket is not closed, or a comma is missing",
        "Close it with {0}. A text with a comma or colon inside brackets needs quotes.",
    ),
    (r"could not find expected ':'", "this line has a key but no colon after it", "Write: key: value"),
    (
        r"found unexpected end of stream",
        "a quoted text is never closed",
        "Close it with the quote it began with; an apostrophe in single quotes is written twice.",
    ),
    (
        r"found unknown escape character '(.)'",
        "\\{0} means nothing in double quotes",
        "Use single quotes, where a backslash is only a backslash.",
    ),
    (
        r"expected <block end>, but found '([\]}])'",
        "a bracket is closed here that was never opened",
        "Take the {0} out.",
    ),
    (
        r"expected <block end>, but found '<scalar>'",
        "a text goes on after its closing quote",
        "Put the whole text in quotes, or none of it.",
    ),
    (
        r"expected <block end>|expected '<document start>'|did not find expected",
        "this line does not fit the lines above it",
        "Keys that belong together begin in the same column; a list has a dash at every item.",
    ),
    (
        r"incompatible YAML document",
        "this document asks for another version of YAML",
        "Take the line that begins with %YAML out.",
    ),
    (r"found unknown directive|directive", "a line that begins with % is a directive of YAML", "Take it out."),
)


def syntax_problem(error: Exception, place: Callable[[Any], Place], text: str) -> Problem:
    """Return the problem for a mistake that YAML's reader found; `place` turns its marks into places."""
    said = getattr(error, "problem", None) or "this is not YAML"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    where = _visible(place(mark), text) if mark is not None else Place(file="", line=1, column=1)
    before = getattr(error, "context_mark", None)
    near: tuple[Related, ...] = ()
    if before is not None and before.line + 1 != where.line:
        near = (Related(place=place(before), says="what is being read began here"),)
    why, hint = _words(str(said))
    code = TAB if "a tab" in why else SYNTAX
    return Problem(code=code, place=where, why=why, hint=hint, related=near)


def _words(said: str) -> tuple[str, str]:
    for pattern, why, hint in _REASONS:
        if match := re.search(pattern, said):
            return why.format(*match.groups()), hint.format(*match.groups())
    return f"this is not YAML: {' '.join(said.split())[:120]}", "Compare the line with those above it."


def _visible(where: Place, text: str) -> Place:
    """Move a place from beyond the last line to the end of the text, where an editor can show it."""
    lines = text.rstrip("\n").split("\n")
    if where.line is None or where.line <= len(lines):
        return where
    last = lines[-1]
    return Place(file=where.file, line=len(lines), column=len(last) + 1, excerpt=last)
