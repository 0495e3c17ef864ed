"""Comments and themes as tables: written for coders to fill in, and read back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from comity.kernel.problem import Problem
from comity.surveys.sheet import Row, Sheet, unknown_columns
from comity.surveys.themes import Coding, Comment, Meant, shortlisted

CODES = "CMY-468"
COMMENT, QUESTION, TEXT, SUGGESTED, FIRST, SECOND, AGREED, QUOTE = (
    "comment", "question", "text", "suggested", "coder 1", "coder 2", "agreed", "quote",
)  # fmt: skip
THEME, OF, DIRECTION, WORDS, CONFIRMED = "theme", "of", "direction", "words", "confirmed by"
DIRECTIONS = ("good", "bad", "mixed")
NONE = "-"
"""Written where the coders agreed that a comment has no theme."""
Table = list[list[str]]


def comments_table(comments: Sequence[Comment], themes: Sequence[Meant]) -> Table:
    """Return the comments with what their words suggest, and empty columns for two coders."""
    table = [[COMMENT, QUESTION, TEXT, SUGGESTED, FIRST, SECOND, AGREED, QUOTE]]
    for one in comments:
        suggested = "; ".join(shortlisted(one, themes))
        may = "" if one.quotable else "not released"
        table.append([str(one.number), one.question, one.text, suggested, "", "", "", may])
    return table


def themes_table(themes: Sequence[Meant]) -> Table:
    """Return the themes that words propose, to be renamed, merged, struck out and confirmed."""
    rows = [[one.name, one.of, one.direction, "; ".join(one.words), one.confirmed_by] for one in themes]
    return [[THEME, OF, DIRECTION, WORDS, CONFIRMED], *rows]


def read_themes(sheet: Sheet, dimensions: Collection[str]) -> tuple[tuple[Meant, ...], list[Problem]]:
    """Return the themes of a codebook, and what is wrong with it."""
    problems = list(unknown_columns(sheet, [THEME, OF, DIRECTION, WORDS, CONFIRMED]))
    found: dict[str, Meant] = {}
    for row in sheet.rows:
        wrong = list(_wrong_theme(sheet, row, dimensions, found))
        problems += wrong
        if not wrong:
            cells = row.cells
            found[cells[THEME]] = Meant(
                name=cells[THEME], of=cells.get(OF, ""), direction=cells[DIRECTION],
                words=_listed(cells.get(WORDS, "")), confirmed_by=cells[CONFIRMED],
            )  # fmt: skip
    return tuple(found.values()), problems


def read_coding(
    sheet: Sheet, themes: Sequence[Meant], comments: Sequence[Comment]
) -> tuple[Coding | None, list[Problem]]:  # fmt: skip
    """Return what coders found in the comments, or all that is wrong; texts are not read back."""
    problems = list(unknown_columns(sheet, [COMMENT, QUESTION, TEXT, SUGGESTED, FIRST, SECOND, AGREED, QUOTE]))
    names, known = {theme.name for theme in themes}, {str(one.number): one for one in comments}
    found: dict[str, dict[int, frozenset[str]]] = {FIRST: {}, SECOND: {}, AGREED: {}}
    quoted: set[int] = set()
    rows: dict[int, Row] = {}
    for row in sheet.rows:
        comment = known.get(row.cells.get(COMMENT, ""))
        wrong = list(_wrong_code(sheet, row, comment, names, rows))
        problems += wrong
        if comment is None or wrong:
            continue
        rows[comment.number] = row
        for column, of in found.items():
            if column in row.cells:
                of[comment.number] = frozenset(_listed(row.cells[column])) - {NONE}
        quoted |= {comment.number} if row.cells.get(QUOTE) == "yes" else set()
    if problems:
        return None, problems
    coding = Coding(
        themes=tuple(themes), first=found[FIRST], second=found[SECOND], agreed=found[AGREED], quoted=frozenset(quoted)
    )
    return coding, []


def _wrong_theme(
    sheet: Sheet, row: Row, dimensions: Collection[str], before: Mapping[str, Meant]
) -> Iterator[Problem]:  # fmt: skip
    cells = row.cells
    if THEME not in cells or cells.get(THEME) in before:
        why = "this theme stands twice" if THEME in cells else "this theme has no name"
        yield sheet.wrong(CODES, row, THEME, why, "Name each theme once.")
    if cells.get(OF, "") not in ("", *dimensions):
        hint = f"Its dimensions are {', '.join(dimensions)}; leave it empty for none in particular."
        yield sheet.wrong(CODES, row, OF, "the survey has no such dimension", hint)
    if cells.get(DIRECTION, "") not in DIRECTIONS:
        yield sheet.wrong(CODES, row, DIRECTION, "nobody says whether this is good or bad", "Write good, bad or mixed.")
    if CONFIRMED not in cells:
        why = "nobody has confirmed this theme"
        yield sheet.wrong(CODES, row, CONFIRMED, why, "Words only propose: name whoever read the comments.")


def _wrong_code(
    sheet: Sheet, row: Row, comment: Comment | None, names: Collection[str], before: Mapping[int, Row]
) -> Iterator[Problem]:  # fmt: skip
    if comment is None:
        yield sheet.wrong(CODES, row, COMMENT, "the wave has no comment of this number", "Keep the numbers as written.")
        return
    if comment.number in before:
        yield sheet.wrong(CODES, row, COMMENT, f"this comment stands twice: also row {before[comment.number].number}")
    for column in (FIRST, SECOND, AGREED):
        unknown = [one for one in _listed(row.cells.get(column, "")) if one not in names and one != NONE]
        if unknown:
            why = f"there is no theme {unknown[0][:60]!r} in the table of themes"
            yield sheet.wrong(CODES, row, column, why, "Separate themes by a semicolon; add it there, or correct it.")
    if row.cells.get(QUOTE) == "yes" and not comment.quotable:
        why = "whoever wrote this has not released it to be quoted"
        yield sheet.wrong(CODES, row, QUOTE, why, "Leave it out: a theme can be told without a quote.")


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
