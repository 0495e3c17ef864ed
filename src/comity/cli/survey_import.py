"""`comity survey import`: answers are taken in, all of a file or none, and can be taken back until the wave closes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.clock import today
from comity.cli import options
from comity.cli.problems import plural, tell
from comity.cli.surveying import Held, held_wave, write_wave
from comity.kernel.problem import Refused
from comity.opening.problems import errors

if TYPE_CHECKING:
    from comity.surveys.sheet import Sheet
    from comity.surveys.wave import Ballot, Batch

NOT_IN = "CMY-467"


@click.command("import")
@options.folder
@click.argument("survey")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--undo", is_flag=True, help="Take the answers of this file back; possible until the wave is closed.")
@click.option("--themes", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="THEMES",
              help="FILE codes comments of a closed wave; this is the table of themes.")  # fmt: skip
def command(folder: Path, survey: str, file: Path, undo: bool, themes: Path | None) -> None:
    """Take the answers of FILE (CSV or XLSX) into the open wave of SURVEY in FOLDER.

    Each row is a person: a `token`, or where there were none a `party` and a `role`, and a column for each question. An
    interview has a row for each of two coders, named in the column `coder`, and a row of the coder `agreed` where they
    differ. Everything is checked first, and nothing is taken in while anything is wrong.

    What is taken in is sealed; the file is not needed any more and should be deleted. After the wave has closed, FILE
    may be the coded comments that `comity survey close --comments` wrote, with `--themes`.
    """
    from comity.adapters.survey_lock import alone

    sheet = _sheet(file)
    with alone(folder):
        found = held_wave(folder, survey, today())
        if themes is not None:
            from comity.cli.survey_themes import release_themes

            release_themes(found, sheet, _sheet(themes))
            return
        sealed = found.sealed(found.open_wave().wave)
        ballot = sealed.ballot()
        batch = _batch(found, sheet, ballot, undo=undo)
        changed = _changed(found, ballot, batch, file, undo=undo)
        sealed.save(changed)
        _share(found, changed)
    _tell(batch, file, undo=undo)


def _tell(batch: Batch, file: Path, *, undo: bool) -> None:
    count = plural(len(batch.answers), "answer")
    if batch.unsettled and not undo:
        were = f"{plural(batch.unsettled, 'question')} {'was' if batch.unsettled == 1 else 'were'} left out"
        click.echo(f"{were} of {plural(len(batch.coded), 'interview')}: the coders differ and settled nothing")
    click.echo(f"taken back: {count}" if undo else f"taken in and sealed: {count}. Delete {file} now.")


def _sheet(file: Path) -> Sheet:
    from comity.adapters.answer_sheets import read_sheet

    sheet, problems = read_sheet(file)
    if sheet is None or errors(problems):
        raise Refused(*problems)
    tell(problems)
    return sheet


def _batch(found: Held, sheet: Sheet, ballot: Ballot, *, undo: bool) -> Batch:
    from comity.surveys.answers import read_answers
    from comity.surveys.interviews import CODER, read_interviews

    reader = read_interviews if CODER in sheet.columns else read_answers
    batch, problems = reader(sheet, found.asked, ballot, undo=undo)
    if batch is None:
        raise Refused(*problems)
    return batch


def _changed(found: Held, ballot: Ballot, batch: Batch, file: Path, *, undo: bool) -> Ballot:
    from comity.surveys.wave import take_back, take_in

    if not undo:
        return take_in(ballot, batch, found.survey.groups_of)
    changed = take_back(ballot, batch)
    if changed is None:
        why = f"{file} is no file of answers that can be taken back, so nothing was changed"
        least = found.survey.groups_of
        hint = f"Give the whole file, as it was taken in. Fewer than {least} answers with tokens stay in."
        raise Refused(found.problem(NOT_IN, why, hint))
    return changed


def _share(found: Held, ballot: Ballot) -> None:
    from comity.surveys.wave import shared

    wave = shared(ballot, found.survey.groups_of)
    write_wave(found.folder, wave)
    for one in wave.responses:
        of = "" if one.answered is None else f": {one.answered} of {one.invited} answered"
        click.echo(f"{one.party}{of or f': {one.invited} asked'}")
