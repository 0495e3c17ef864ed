"""A table of answers as an adapter read it, and problems that point into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from comity.kernel.problem import Place, Problem

COLUMNS, TOKEN, LEVEL, ROW, CODERS = "CMY-462", "CMY-463", "CMY-464", "CMY-465", "CMY-466"
_LISTED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: the number that a person sees beside it, and its cells by column, trimmed, without the empty ones."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file of answers; `columns` as its first row names them."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def wrong(self, code: str, row: Row | None, column: str, why: str, hint: str = "") -> Problem:
        """Return a problem of a row and column of this file; what somebody answered is not repeated in it."""
        cell = ", ".join(filter(None, (f"row {row.number}" if row else "", f"column {column}" if column else "")))
        return Problem(code=code, place=Place(file=self.file, cell=cell), why=why, hint=hint)


def unknown_columns(sheet: Sheet, known: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each column that means nothing here."""
    names = list(known)
    for column in sheet.columns:
        if column not in names:
            close = get_close_matches(column[:100], names, n=1, cutoff=0.6)
            hint = f"Did you mean {close[0]}?" if close else f"Known columns: {', '.join(names[:_LISTED])}."
            yield sheet.wrong(COLUMNS, None, column, f"the survey has no question {column}", hint)
