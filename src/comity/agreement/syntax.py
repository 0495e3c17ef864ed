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


_UNSPACED = re.compile(r"(?P<before>\s*(?:- +)?)(?P<key>[a-z][a-z0-9_ ]*):(?P<value>[^\s:/][^:]*?)\s*(?:#.*)?")
"""A line with a key whose colon has no space after it: to YAML it is one long text."""
_COLON_LOST = "mapping values are not allowed|could not find expected ':'"
_CURLY = re.compile("[\u201c\u201d\u201e\u00ab\u00bb]")


def flow_hint(key: str, before: str) -> str:
    """Return the hint for a part between commas inside {} that has no value; `before` is the text of the last value."""
    name, colon, value = key.partition(":")
    if colon and value and not value.startswith("/"):
        return f"Put a space after the colon: {name}: {value}"
    if re.fullmatch("[0-9]{3}", key):
        return "Inside {} and [] a comma ends the value: write USD 10k instead of USD 10,000, or no comma."
    if re.fullmatch(r"[0-9]+(k|m|bn|%)?", key) and re.search("[0-9]$", before):
        return f"Decimals have a point: write {before}.{key}. Inside {{}} and [] a comma ends the value."
    return "Inside {} and [] a comma ends the value: put a text that contains one in quotes."


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
    lines = text.split("\n")
    spaceless = _spaceless(where, before, lines) if re.search(_COLON_LOST, str(said)) else None
    if spaceless is not None:
        return spaceless
    if where.line is not None and _CURLY.search(lines[where.line - 1]) and "quotes" in hint:
        hint = "Curly quotes are letters to YAML: write plain ones, \" or ', around a text that contains a colon."
    code = TAB if "a tab" in why else SYNTAX
    return Problem(code=code, place=where, why=why, hint=hint, related=near)


def _spaceless(where: Place, before: Any, lines: list[str]) -> Problem | None:
    """Return the problem of a colon without a space after it, in the line where YAML was lost or shortly above it."""
    if where.line is None:
        return None
    first = before.line + 1 if before is not None else where.line - 1
    for number in range(max(first, where.line - 3, 1), where.line + 1):
        line = lines[number - 1] if number <= len(lines) else ""
        match = _UNSPACED.fullmatch(line)
        if match is not None:
            place = Place(file=where.file, line=number, column=match.end("key") + 1, excerpt=line)
            hint = f"Write {match['key']}: {match['value']}"
            return Problem(code=SYNTAX, place=place, why="there is no space after this colon", hint=hint)
    return None


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
