"""The sound rows of a file of facts, and everything that is wrong with the others: one fault does not hide the next.

A file is checked; then its faulty rows are left out and the others checked again, for what only shows once cells can be
read: two rows about the same, ratings that nobody agreed. So whoever mends a file mends it once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import Agreement, FactTable
from comity.facts.judgements import check_judgements
from comity.facts.model import RawFile, Submission
from comity.facts.validate import validate
from comity.kernel.problem import Problem, Severity
from comity.opening.problems import errors

EMPTY, MORE = "CMY-436", "CMY-439"
_ROUNDS = 3
"""How often a file is checked at most, and so how many lists of problems there can be; each of them is bounded."""
_ROW = re.compile(r"row ([0-9]+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """The rows of a file without a fault, as read and as the agreement declares them, and all problems of the file.

    `submission` is None where no row can be told to be sound.
    """

    raw: RawFile
    submission: Submission | None
    problems: tuple[Problem, ...]


def sound(
    agreement: Agreement, owed: FactTable, raw: RawFile, before: Sequence[Problem], *,
    empty: Severity = Severity.WARNING,
) -> Sound:  # fmt: skip
    """Return the sound rows of a file; `before` is what was found already, while it was read.

    `owed` carries its key (facts.keys.keyed); `empty` is how grave it is that a file has no row at all.
    """
    terms, problems, told = agreement.versions[-1][1], [*before], list(before)
    for _ in range(_ROUNDS):
        found, new = validate(raw, owed, terms.calendar, terms.starts, terms.ends, terms.currency)
        if found is not None:
            new += check_judgements(raw, found, agreement.as_of)
        problems += _of_no_rows(new, found, empty, faulty=bool(errors(problems)))
        told += new
        if found is not None and not errors(told):
            filled = found if found.rows.num_rows or not errors(problems) else None
            return Sound(raw=raw, submission=filled, problems=in_order(problems))
        rows = _rows(told)
        if rows is None:
            break
        raw, told = _without(raw, rows), []
    return Sound(raw=raw, submission=None, problems=in_order(problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems as somebody mends a file: what is about all of it, then row by row, one for each cell."""
    first: dict[object, Problem] = {}
    for number, one in enumerate(problems):
        first.setdefault(one.place.cell if "column" in one.place.cell and _row(one) else number, one)
    return tuple(sorted(first.values(), key=lambda one: (one.code == MORE, _row(one) or 0)))


def _of_no_rows(
    found: list[Problem], submission: Submission | None, empty: Severity, *, faulty: bool
) -> list[Problem]:  # fmt: skip
    """Say how grave it is that a file is empty. One whose rows are all faulty is not empty."""
    if faulty:
        return [one for one in found if one.code != EMPTY]
    if submission is None or submission.rows.num_rows or empty is Severity.WARNING:
        return found
    return [replace(one, severity=empty, hint="") if one.code == EMPTY else one for one in found]


def _rows(problems: Iterable[Problem]) -> frozenset[int] | None:
    """Return the rows in which errors are; None where not all of them can be told."""
    rows = [_row(one) for one in errors(problems)]
    return None if None in rows else frozenset(row for row in rows if row is not None)


def _row(problem: Problem) -> int | None:
    found = _ROW.match(problem.place.cell)
    return int(found.group(1)) if found else None


def _without(raw: RawFile, rows: Collection[int]) -> RawFile:
    """Return a file in which some rows are blank, so that the others keep their numbers."""
    numbers = pa.arange(raw.first_row, raw.first_row + raw.table.num_rows)
    kept = pc.invert(pc.is_in(numbers, pa.array(sorted(rows), pa.int64())))
    columns = [
        pc.if_else(kept, raw.table.column(name).combine_chunks(), pa.scalar(None, pa.string()))
        for name in raw.table.column_names
    ]
    return replace(raw, table=pa.table(columns, names=raw.table.column_names))
