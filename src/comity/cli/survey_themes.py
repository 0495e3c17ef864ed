"""Themes of a closed wave: coded comments become part of its results, which are shared and recorded anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.clock import today
from comity.cli.problems import plural
from comity.cli.signing import Signing, ask, heading
from comity.cli.surveying import Held
from comity.kernel.problem import Refused
from comity.opening.problems import errors

if TYPE_CHECKING:
    from comity.surveys.sheet import Sheet
    from comity.surveys.themes import Meant


def release_themes(found: Held, coded: Sheet, book: Sheet) -> None:
    """Add the themes of coded comments to the wave closed last. Raises Refused."""
    from comity.cli.survey_close import last_closed, share
    from comity.cli.survey_open import desk_or_none
    from comity.surveys.codebook import read_coding
    from comity.surveys.themes import METHOD, agreement, comments_of, found_themes

    wave = last_closed(found)
    sealed = found.sealed(wave.wave)
    comments = comments_of(sealed.answers())
    themes = _themes(found, book)
    coding, problems = read_coding(coded, themes, comments)
    if coding is None:
        raise Refused(*problems)
    shown = found_themes(coding, comments, wave.least)
    others = tuple(one for one in wave.reliability if one.method != METHOD)
    released = replace(wave, themes=shown, reliability=(*others, agreement(coding, comments, wave.least)))
    sign = Signing(today(), None, yes=False)
    desk = desk_or_none(found.folder, sign)
    try:
        lines = [heading(desk, sign.day, waits=not desk.is_keeper)] if desk is not None else []
        few = "" if len(shown) == len(themes) else f", and none of which fewer than {wave.least} people speak"
        ask([*lines, f"  releases {plural(len(shown), 'theme')} of the wave {wave.wave}{few}"], yes=False)
        share(found, released, sealed.commitments(), desk, sign)
    finally:
        if desk is not None:
            desk.store.close()
    click.echo("Delete the comments now.")


def themes_in(found: Held, path: Path) -> tuple[Meant, ...]:
    """Return the themes of a table, whether somebody confirmed them yet or not. Raises Refused."""
    from comity.adapters.answer_sheets import read_sheet
    from comity.surveys.codebook import CONFIRMED, DIRECTION, read_themes
    from comity.surveys.sheet import Row

    sheet, problems = read_sheet(path)
    if sheet is None or errors(problems):
        raise Refused(*problems)
    rows = tuple(
        Row(number=row.number, cells={CONFIRMED: "nobody yet", DIRECTION: "mixed", **row.cells}) for row in sheet.rows
    )
    themes, problems = read_themes(replace(sheet, rows=rows), found.survey.dimensions)
    if problems:
        raise Refused(*problems)
    return themes


def _themes(found: Held, book: Sheet) -> tuple[Meant, ...]:
    from comity.surveys.codebook import read_themes

    themes, problems = read_themes(book, found.survey.dimensions)
    if problems:
        raise Refused(*problems)
    return themes
