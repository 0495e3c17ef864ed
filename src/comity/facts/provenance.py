"""Who reported each row, and on which day it was known: from columns, else from about.yaml, never guessed."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.days import days
from comity.facts.found import indices, shown
from comity.facts.sheet import KNOWN_AT, REPORTED_BY, Sheet
from comity.kernel import lexical
from comity.kernel.problem import Problem

_SAY_WHO = (
    "Say `reported by` in about.yaml beside the file, or add a column reported_by; "
    "a file that is submitted is of the party that signs (`--as`), or `--published`."
)
_SAY_WHEN = "Say `known at: 2026-04-15` in about.yaml beside the file, or add a column known_at."


def file_reporter(sheet: Sheet, table: FactTable) -> str | None:
    """Return who reported the file as a whole: as about.yaml says, else the table's only reporter."""
    parties = [reporter.party for reporter in table.reporters]
    stated = sheet.found.raw.about.get("reported by")
    if stated is None:
        return parties[0] if len(parties) == 1 else None
    if stated not in parties:
        why = f"{shown(stated)} does not report {table.name}; {_reports(parties)}"
        sheet.found.add(Problem(code="CMY-432", place=sheet.found.about("reported by"), why=why, hint=_SAY_WHO))
    return stated


def file_known_at(sheet: Sheet) -> date | None:
    """Return the day on which the file as a whole was known, as about.yaml says."""
    stated = sheet.found.raw.about.get("known at")
    if stated is None:
        return None
    try:
        return lexical.date(stated)
    except ValueError as failure:
        problem = Problem(
            code="CMY-424", place=sheet.found.about("known at"), why=f"known at: {failure}", hint=_SAY_WHEN
        )
        sheet.found.add(problem)
        return None


def reporters(sheet: Sheet, table: FactTable, default: str | None) -> pa.Array:
    """Return the reporter of each row. Where nobody says it of the file, a column of reporters says it of each row."""
    if REPORTED_BY not in sheet.columns:
        own = table.reporter_column
        if default is None and own is not None and own in sheet.columns:
            return sheet.text(own)
        if default is None and sheet.count:
            parties = [reporter.party for reporter in table.reporters]
            why = f"nobody says who reported this file; {_reports(parties)}"
            sheet.found.add(Problem(code="CMY-432", place=sheet.found.place(), why=why, hint=_SAY_WHO))
        return pa.repeat(pa.scalar(default, pa.string()), sheet.count)
    names = pc.fill_null(sheet.text(REPORTED_BY), pa.scalar(default, pa.string()))
    _check_reporters(sheet, table, names)
    return names


def _check_reporters(sheet: Sheet, table: FactTable, names: pa.Array) -> None:
    parties = [reporter.party for reporter in table.reporters]
    bad = indices(pc.invert(pc.is_in(names, pa.array(parties, pa.string()))))

    def why(index: int) -> str:
        name = names[index].as_py()
        if name is None:
            return f"nobody says who reported this row; {_reports(parties)}"
        return f"{shown(name)} does not report {table.name}; {_reports(parties)}"

    sheet.found.cells("CMY-432", REPORTED_BY, bad, why, _SAY_WHO)


def _reports(parties: list[str]) -> str:
    return f"{' and '.join(parties)} {'does' if len(parties) == 1 else 'do'}"


def known_days(sheet: Sheet, default: date | None) -> pa.Array:
    """Return the day on which each row was known."""
    if KNOWN_AT not in sheet.columns:
        if "known at" not in sheet.found.raw.about and sheet.count:
            sheet.found.add(unsaid(sheet))
        return pa.repeat(pa.scalar(default, pa.date32()), sheet.count)
    stated = sheet.columns[KNOWN_AT]
    known = pc.fill_null(days(sheet, KNOWN_AT), pa.scalar(default, pa.date32()))
    silent = indices(pc.and_(pc.is_null(known), pc.is_null(stated)))
    sheet.found.cells("CMY-433", KNOWN_AT, silent, lambda _: "nobody says when this row was known", _SAY_WHEN)
    return known


def unsaid(sheet: Sheet) -> Problem:
    """Return the problem of a file of which nobody says when it was known."""
    why = "nobody says when this file was known, and the day it was read is no substitute"
    return Problem(code="CMY-433", place=sheet.found.place(), why=why, hint=_SAY_WHEN)
