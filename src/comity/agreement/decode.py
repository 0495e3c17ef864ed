"""From bytes to text: an agreement is plain text in UTF-8, of a size a person can read."""

from __future__ import annotations

import re

from comity.kernel.problem import Place, Problem

MOST_BYTES = 2 * 1024 * 1024
"""The largest document that is read, in bytes: a thousand pages of text."""

MOST_LINES = 50_000
"""The most lines that are read: a document of nothing but line ends would still take minutes."""

_UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ufffe\uffff]")
"""Characters that YAML does not allow in a text. Surrogates cannot stand in one that was decoded.

In two sets, since `re` takes ten times as long to compile one that reaches from ASCII to beyond it."""


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a document, lines ended by a newline alone, or None and what is wrong with it."""
    start = Place(file=file, line=1, column=1)
    if len(data) > MOST_BYTES:
        why = f"this file has {len(data) / 2**20:,.1f} MiB; an agreement has at most {MOST_BYTES // 2**20}"
        return None, [_problem("CMY-104", start, why, "Facts belong in files below facts/, not in the agreement.")]
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        why = "this is not a text: it holds a zero byte"
        return None, [_problem("CMY-103", Place(file=file, line=line, column=1), why, _PLAIN)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        place = Place(file=file, line=before.count(b"\n") + 1, column=column)
        why = f"this is not a text in UTF-8: the byte {data[error.start]:#04x} stands here"
        return None, [_problem("CMY-102", place, why, "Save the file as plain text in UTF-8.")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        hint = "`comity init FOLDER` writes an agreement to start from."
        return None, [_problem("CMY-101", start, "this file is empty", hint)]
    lines = text.count("\n")
    if lines > MOST_LINES:
        why = f"this file has {lines:,} lines; an agreement has at most {MOST_LINES:,}"
        return None, [_problem("CMY-104", start, why, "Facts belong in files below facts/, not in the agreement.")]
    return _printable(text, file)


def _printable(text: str, file: str) -> tuple[str | None, list[Problem]]:
    found = _UNREADABLE.search(text)
    if found is None:
        # These end a line for YAML but for no editor; lines must be those that people see.
        return text.translate(_BREAKS), []
    begin = text.rfind("\n", 0, found.start()) + 1
    line = text[begin:].partition("\n")[0]
    place = Place(file=file, line=text.count("\n", 0, begin) + 1, column=found.start() - begin + 1, excerpt=line)
    why = f"the character U+{ord(found[0]):04X} stands here, which no editor shows"
    return None, [_problem("CMY-103", place, why, _PLAIN)]


_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
_PLAIN = "An agreement is plain text, not a document of a word processor or a spreadsheet."


def _problem(code: str, place: Place, why: str, hint: str) -> Problem:
    return Problem(code=code, place=place, why=why, hint=hint)
