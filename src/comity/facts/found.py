"""The problems of one file: the first ones in full with their cells, the rest counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from comity.facts.model import RawFile
from comity.kernel.problem import Place, Problem, Related, Severity

MOST = 20
"""Problems of one file that are listed in full: who has made one mistake in every row sees it at once."""

ABOUT = "about.yaml"
_LONGEST = 40


class Found:
    """Collects the problems of one file. `rows` are the row numbers that a person sees beside the file's rows."""

    def __init__(self, raw: RawFile, rows: pa.Array) -> None:
        self.raw = raw
        self.rows = rows
        self._problems: list[Problem] = []
        self._uncounted = 0

    @property
    def refused(self) -> bool:
        """Whether anything was found that keeps the file from being loaded."""
        return any(problem.severity is Severity.ERROR for problem in self._problems)

    def place(self, column: str = "", index: int | None = None) -> Place:
        """Return the place of a cell, a column or the whole file; `index` counts the rows that were read from 0."""
        row = self.rows[index].as_py() if index is not None else None
        parts = [f"row {row}"] if row is not None else []
        parts += [f"column {column}"] if column else []
        return Place(file=self.raw.path, line=row if self.raw.rows_are_lines else None, cell=", ".join(parts))

    def about(self, key: str) -> Place:
        """Return the place of what about.yaml says of this file."""
        path = PurePosixPath(self.raw.path)
        return Place(file=str(path.with_name(ABOUT)), cell=f"{path.name}, {key}")

    def add(self, problem: Problem) -> None:
        """Note one problem."""
        if len(self._problems) < MOST or problem.severity is Severity.WARNING:
            self._problems.append(problem)
        else:
            self._uncounted += 1

    def cells(
        self,
        code: str,
        column: str,
        bad: Sequence[int],
        why: Callable[[int], str],
        hint: str | Callable[[int], str] = "",
        related: Callable[[int], tuple[Related, ...]] = lambda _: (),
    ) -> None:
        """Note one problem for each bad row of a column; `bad` are indices of rows."""
        room = max(MOST - len(self._problems), 0)
        for index in bad[:room]:
            place, do = self.place(column, index), hint if isinstance(hint, str) else hint(index)
            self._problems.append(Problem(code=code, place=place, why=why(index), hint=do, related=related(index)))
        self._uncounted += len(bad) - len(bad[:room])

    def problems(self) -> list[Problem]:
        """Return what was found, column by column, and how much more there is."""
        if not self._uncounted:
            return self._problems
        more = "1 more problem" if self._uncounted == 1 else f"{self._uncounted:,} more problems"
        rest = Problem(
            code="CMY-439",
            place=self.place(),
            why=f"the file has {more} than are listed here",
            hint="Mend those above first: often one cause repeats in every row.",
        )
        return [*self._problems, rest]


def indices(mask: pa.Array) -> list[int]:
    """Return the positions where a mask is true."""
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found


def shown(value: object) -> str:
    """Return a cell as it is quoted in a problem."""
    return f"'{plain(value)}'"


def plain(value: object) -> str:
    """Return a cell within a sentence: shortened, on one line, without characters that would move a cursor."""
    text = str(value)
    cut = f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in cut)
