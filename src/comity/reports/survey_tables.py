"""The results of a wave as tables: for a workbook one a sheet, for CSV one long list. Hidden cells have a reason."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from comity.kernel import exact
from comity.surveys.released import ALL, DimensionResult, ItemResult, Released
from comity.surveys.weighted import weighted

Table = list[list[str]]
EVERYBODY = "everybody"
LONG = ("wave", "part", "dimension", "question", "group", "name", "value")


def group_name(group: str) -> str:
    """Return a group in words."""
    return group if group != ALL else EVERYBODY


def number(value: Decimal | int | None) -> str:
    """Return a number as text, "" where there is none."""
    return "" if value is None else str(value) if isinstance(value, int) else exact.text(value)


def sheets(wave: Released) -> list[tuple[str, Table]]:
    """Return the tables of a wave with their names."""
    made = [
        ("response", _responses(wave)), ("dimensions", _dimensions(wave)), ("questions", _questions(wave)),
        ("gaps", _gaps(wave)), ("changes", _changes(wave)), ("reliability", _reliability(wave)),
        ("themes", _themes(wave)),
    ]  # fmt: skip
    return [(name, table) for name, table in made if len(table) > 1]


def long_table(wave: Released) -> Table:
    """Return everything as one list: a row for each number, text or reason."""
    table: Table = [list(LONG)]
    for part, (header, *rows) in sheets(wave):
        keys = [name for name in ("dimension", "question", "group") if name in header]
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            where = [cells.get(name, "") for name in ("dimension", "question", "group")]
            table += [
                [wave.wave, part, *where, name, cell] for name, cell in cells.items() if name not in keys and cell
            ]
    return table


def _responses(wave: Released) -> Table:
    rows = [[one.party, one.role, number(one.invited), number(one.answered), one.reason] for one in wave.responses]
    return [["group", "role", "asked", "answered", "not shown"], *rows]


def _dimensions(wave: Released) -> Table:
    header = ["dimension", "group", "answered", "score", "low", "high", "mean", "weighted by asked",
              "least possible", "most possible", "questions", "not shown"]  # fmt: skip
    rows = [
        [one.of, group_name(one.group), number(one.answered), number(one.score), number(one.low), number(one.high),
         number(one.mean), _by_asked(wave, one), *(map(number, one.bounds) if one.bounds else ("", "")),
         ", ".join(one.questions), one.reason]
        for one in wave.dimensions
    ]  # fmt: skip
    return [header, *rows]


def _by_asked(wave: Released, one: DimensionResult) -> str:
    """Return the mean of everybody with each party weighing as many as were asked; "" for a party by itself."""
    found = weighted(wave, one.of) if one.group == ALL else None
    return number(found) if isinstance(found, Decimal) else ""


def _questions(wave: Released) -> Table:
    levels = range(wave.scale[0], wave.scale[1] + 1)
    asked = {one.key: one for one in wave.questions}
    header = ["question", "dimension", "group", "answered", *(f"level {level}" for level in levels), "cannot judge",
              best_name(wave.scale), "reversed", "not shown", "asks"]  # fmt: skip
    rows = [
        [one.question, one.of, group_name(one.group), number(one.answered),
         *(map(number, one.levels) if one.levels is not None else [""] * len(levels)), number(one.cannot_judge),
         best(one, reverse=asked[one.question].reverse), "yes" if asked[one.question].reverse else "",
         one.reason, asked[one.question].says]
        for one in wave.items if one.question in asked
    ]  # fmt: skip
    return [header, *rows]


def best_name(scale: tuple[int, int]) -> str:
    """Return what the best levels of a scale are called: two of four or more, else one."""
    return "best two" if scale[1] - scale[0] >= _FOUR - 1 else "best"


def best(one: ItemResult, *, reverse: bool) -> str:
    """Return the share of those who chose one of the best levels, in whole percent; "" where it is hidden.

    A share of the distribution, and no mean: levels are not steps of equal size.
    """
    if not one.levels or not one.answered:
        return ""
    top = 2 if len(one.levels) >= _FOUR else 1
    levels = one.levels[::-1] if reverse else one.levels
    return f"{(200 * sum(levels[-top:]) + one.answered) // (2 * one.answered)}%"


_FOUR = 4
"""From how many levels on two count as the best."""


def _gaps(wave: Released) -> Table:
    rows = [
        [one.of, " and ".join(one.parties), one.verdict, number(one.difference), number(one.low), number(one.high),
         one.reason]
        for one in wave.gaps
    ]  # fmt: skip
    return [["dimension", "between", "verdict", "difference", "low", "high", "why"], *rows]


def _changes(wave: Released) -> Table:
    rows = [
        [one.of, group_name(one.group), one.since, one.verdict, number(one.difference), number(one.low),
         number(one.high), one.reason]
        for one in wave.changes
    ]  # fmt: skip
    return [["dimension", "group", "since", "verdict", "difference", "low", "high", "why"], *rows]


def _reliability(wave: Released) -> Table:
    rows = [
        [one.of, one.method, number(one.value), number(one.low), number(one.high), one.says, one.reason]
        for one in wave.reliability
    ]
    return [["dimension", "method", "value", "low", "high", "asks", "note"], *rows]


def _themes(wave: Released) -> Table:
    rows = [
        [one.of, one.name, number(one.count), one.direction, ", ".join(one.evidence), one.confirmed_by,
         " / ".join(one.quotes)]
        for one in wave.themes
    ]  # fmt: skip
    return [["dimension", "theme", "people", "direction", "words", "confirmed by", "quotes"], *rows]


def bars(wave: Released, width: int = 30) -> Iterator[tuple[str, str, str, str]]:
    """Yield question, group, bar and what stands beside it: a person a digit where they fit, good to the right.

    Reversed questions are turned round. The middle level stands on both sides of the middle.
    """
    reverse = {one.key for one in wave.questions if one.reverse}
    for one in wave.items:
        if one.levels is None or one.answered is None:
            yield one.question, group_name(one.group), "", f"not shown: {one.reason}"
            continue
        levels = one.levels[::-1] if one.question in reverse else one.levels
        beside = f"{one.answered}" + (f", {one.cannot_judge} cannot judge" if one.cannot_judge else "")
        yield one.question, group_name(one.group), _bar(levels, wave.scale, width), beside


def _bar(levels: tuple[int, ...], scale: tuple[int, int], width: int) -> str:
    total, half = sum(levels), width // 2
    most = max(total, 1)
    sizes = list(levels) if total <= half else [round(count * half / most) for count in levels]
    signs = [str(level) if scale[1] <= 9 else "#" for level in range(scale[0], scale[1] + 1)]
    middle = len(levels) // 2
    left = "".join(sign * size for sign, size in zip(signs[:middle], sizes, strict=False))
    if len(levels) % 2:
        neutral, right_from = sizes[middle], middle + 1
        left += signs[middle] * (neutral // 2)
        right = signs[middle] * (neutral - neutral // 2)
    else:
        right, right_from = "", middle
    right += "".join(sign * size for sign, size in zip(signs[right_from:], sizes[right_from:], strict=True))
    return f"{left.rjust(half)}|{right.ljust(half)}"
