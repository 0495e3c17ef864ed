"""Guided interviews coded against the anchors of the questions, by two coders, each without the other.

A row is one interview by one coder: the `token` of the person asked (or party and role, and a number in `interview`),
`coder`, and a level for each question. Where the two differ a row of the coder `agreed` says what they settled on; a
question on which they differ and have not settled is left out. How far they agreed before, and how severe each is
beside the others, is part of the results, under the names in `coder`: pseudonyms that the coders choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comity.kernel.problem import Problem
from comity.surveys.answers import PARTY, TOKEN_COLUMN, Asked, read_answers, read_row
from comity.surveys.sheet import CODERS, Row, Sheet
from comity.surveys.wave import Answer, Ballot, Batch, Both, Coded, Given

CODER, INTERVIEW, AGREED = "coder", "interview", "agreed"
MOST_NAME = 40
Levels = dict[str, int | None]
"""Question -> level; None: "cannot judge"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interview:
    """The rows of one interview: of the coders by name, and what they agreed on."""

    rows: dict[str, Row]

    @property
    def coders(self) -> list[str]:
        return sorted(name for name in self.rows if name != AGREED)

    @property
    def last(self) -> Row:
        """The row that is read for the person: what was agreed, else that of the first coder."""
        return self.rows.get(AGREED) or self.rows[self.coders[0]]


def read_interviews(
    sheet: Sheet, asked: Asked, ballot: Ballot, *, undo: bool = False
) -> tuple[Batch | None, list[Problem]]:  # fmt: skip
    """Return the answers of coded interviews, or all that is wrong with the file."""
    found, problems = _interviews(sheet)
    people: list[Row] = []
    coded: list[Coded] = []
    unsettled = 0
    for one in found:
        row, codes, wrong = _settled(sheet, one, asked)
        problems += wrong
        people.append(row)
        coded += [codes] if codes is not None else []
        unsettled += 0 if wrong else _unsettled(one, asked, row)
    if problems:
        return None, problems
    plain = Sheet(
        file=sheet.file, columns=tuple(name for name in sheet.columns if name not in (CODER, INTERVIEW)),
        rows=tuple(people),
    )  # fmt: skip
    batch, problems = read_answers(plain, asked, ballot, undo=undo, coded=coded)
    return (None, problems) if batch is None else (replace(batch, unsettled=unsettled), [])


def _interviews(sheet: Sheet) -> tuple[list[_Interview], list[Problem]]:
    """Return the interviews of a file in their order, each coded by two."""
    found: dict[tuple[str, str], _Interview] = {}
    problems: list[Problem] = []
    for row in sheet.rows:
        name = row.cells.get(CODER, "")
        which = (row.cells.get(TOKEN_COLUMN, ""), row.cells.get(INTERVIEW, ""))
        if not name:
            problems.append(
                sheet.wrong(CODERS, row, CODER, "nobody says who coded this", 'Name the coder, or "agreed".')
            )
        elif len(name) > MOST_NAME:
            why = f"this name of a coder has {len(name)} characters; at most {MOST_NAME} are shown"
            problems.append(sheet.wrong(CODERS, row, CODER, why, "Coders choose a short pseudonym."))
        elif which == ("", ""):
            why = "nobody says which interview this is"
            problems.append(sheet.wrong(CODERS, row, INTERVIEW, why, f"Give the token, or {PARTY} and a number."))
        else:
            rows = found.setdefault(which, _Interview(rows={})).rows
            if name in rows:
                why = f"{name} coded this interview twice: rows {rows[name].number} and {row.number}"
                problems.append(sheet.wrong(CODERS, row, CODER, why, "Keep one of them."))
            rows.setdefault(name, row)
    problems += [one for interview in found.values() for one in _two_coders(sheet, interview)]
    return list(found.values()), problems


def _two_coders(sheet: Sheet, interview: _Interview) -> Iterator[Problem]:
    coders = interview.coders
    if len(coders) != 2:
        row = interview.rows[min(interview.rows)]
        why = f"this interview was coded by {len(coders)}; two coders are needed, each without the other"
        yield sheet.wrong(CODERS, row, CODER, why, "One coder alone cannot show that another would see the same.")


def _settled(sheet: Sheet, interview: _Interview, asked: Asked) -> tuple[Row, Coded | None, list[Problem]]:
    """Return an interview as one person's row, and the levels that both coders chose; None where they share none."""
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, row in interview.rows.items():
        answer, wrong = read_row(sheet, row, asked)
        problems += wrong
        if answer is not None:
            answers[name] = answer
    if problems or len(interview.coders) != 2:  # that there are not two is told already
        return interview.last, None, problems
    one, other = interview.coders
    first, second = _levels(answers[one].given), _levels(answers[other].given)
    both = tuple(
        Both(question=key, first=a, second=b)
        for key, a in first.items()
        if a is not None and (b := second.get(key)) is not None
    )
    codes = Coded(coders=(one, other), levels=both) if both else None
    return Row(number=interview.last.number, cells=_cells(interview, asked, first, second)), codes, []


def _cells(interview: _Interview, asked: Asked, first: Levels, second: Levels) -> dict[str, str]:
    """Return the cells of an interview: what was agreed, else what both coders chose; words as first noted."""
    rows = [interview.rows[name] for name in (AGREED, *interview.coders) if name in interview.rows]
    agreed = interview.rows[AGREED].cells if AGREED in interview.rows else {}
    levels = {question.key for question in asked.questions if not question.open}
    cells: dict[str, str] = {}
    for row in rows:
        for key, cell in row.cells.items():
            settled = key in agreed or (key in first and key in second and first[key] == second[key])
            if key not in (CODER, INTERVIEW) and (key not in levels or settled):
                cells.setdefault(key, cell)
    return cells


def _unsettled(interview: _Interview, asked: Asked, row: Row) -> int:
    """Return how many questions a coder gave a level, and the interview as it is read has none."""
    levels = {question.key for question in asked.questions if not question.open}
    seen = {key for name in interview.coders for key in interview.rows[name].cells}
    return len((levels & seen) - set(row.cells))


def _levels(given: Sequence[Given]) -> Levels:
    return {one.question: one.level for one in given}
