"""`comity survey close`: no more answers are taken in; results are computed, hidden where need be, and shared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.problems import plural
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, heading, recorded, signing
from comity.cli.survey_open import desk_or_none
from comity.cli.surveying import NO_WAVE, Held, held_wave, write_wave
from comity.kernel.problem import Refused
from comity.kernel.words import in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.adapters.sealed import Sealed
    from comity.surveys.released import Released, Reliability
    from comity.surveys.wave import Ballot

TOO_FEW, EXISTS, EARLY = "CMY-469", "CMY-722", "CMY-724"


@click.command("close")
@options.folder
@click.argument("survey")
@click.option("--anyway", is_flag=True, help="Close it even where too few answered for anything to be shown.")
@click.option(
    "--comments",
    "place",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="PLACE",
    help="Write the comments of the wave closed last into this folder, for two people to code.",
)
@signing
def command(folder: Path, survey: str, anyway: bool, place: Path | None, sign: Signing) -> None:
    """Close the open wave of SURVEY in FOLDER and release its results.

    What would speak of fewer people than the agreement says is left out, in every table and in every difference of
    tables, also beside earlier waves. The results are written to FOLDER/surveys/SURVEY/WAVE.json, the same for both
    parties; in a record their digest is entered, with a commitment for everybody who was asked, answered or not. It
    cannot be taken back.
    """
    from comity.adapters.survey_lock import alone

    with alone(folder):
        found = held_wave(folder, survey, sign.day)
        if found.running is None and place is not None:
            _write_comments(found, place)
            return
        _close(found, sign, anyway=anyway)
    if place is not None:
        _write_comments(held_wave(folder, survey, sign.day), place)
    else:
        click.echo(f"comity survey results {in_shell(folder)} {survey} shows them.")


def _close(found: Held, sign: Signing, *, anyway: bool) -> None:
    sealed = found.sealed(found.open_wave().wave)
    ballot = sealed.ballot()
    _check(found, ballot, sign, anyway=anyway)
    desk = desk_or_none(found.folder, sign)
    try:
        ask(_says(found, ballot, desk, sign), yes=sign.yes)
        _release(found, ballot, sealed, desk, sign)
    finally:
        if desk is not None:
            desk.store.close()


def _check(found: Held, ballot: Ballot, sign: Signing, *, anyway: bool) -> None:
    count, least = len(ballot.answers), found.survey.groups_of
    if sign.day < ballot.opened:
        raise Refused(found.problem(EARLY, f"it was opened on {ballot.opened}, after {sign.day}", "Correct --on."))
    if count < least and not anyway:
        why = f"{plural(count, 'person')} answered, and the smallest group shown is {least}: nothing could be shown"
        reminds = f"comity survey open {in_shell(found.folder)} {found.survey.name} --remind"
        hint = f"Remind people ({reminds}), or close it --anyway."
        raise Refused(found.problem(TOO_FEW, why.replace("persons", "people"), hint))


def _says(found: Held, ballot: Ballot, desk: Desk | None, sign: Signing) -> list[str]:
    from comity.surveys.wave import shared

    told = [
        f"{one.answered} of {one.invited} of {one.party}" if one.answered is not None else f"{one.party} is not told"
        for one in shared(ballot, found.survey.groups_of).responses
    ]
    lines = [heading(desk, sign.day, waits=not desk.is_keeper)] if desk is not None else []
    early = f" before its day, {ballot.closes}" if sign.day < ballot.closes else ""
    return [*lines, f"  closes the wave {ballot.wave} of {ballot.survey}{early}; answered: {', '.join(told)}"]


def _release(found: Held, ballot: Ballot, sealed: Sealed, desk: Desk | None, sign: Signing) -> None:
    """Seal each answer, compute, share, record, and forget the tokens; begun anew where it broke off before."""
    from comity.surveys.coding import coders
    from comity.surveys.results import release

    others = found.others()
    commitments = sealed.close(ballot.answers, len(ballot.seats))
    try:
        with working("Computing the results"):
            released = release(
                ballot, found.terms, closed=sign.day, earlier=found.closed, others=others,
                commitments=commitments,
            )  # fmt: skip
            if ballot.coded:
                released = _with(released, *coders(ballot.coded, found.survey.scale, found.survey.groups_of))
        share(found, released, commitments, desk, sign)
    except Refused:
        sealed.forget_answers()
        raise
    sealed.forget_ballot()
    if desk is not None:
        click.echo(f"sealed: comity erase {in_shell(found.folder)} {sealed.subject} takes the answers away for good")


def _with(released: Released, *reliability: Reliability) -> Released:
    from dataclasses import replace

    return replace(released, reliability=(*released.reliability, *reliability))


def share(found: Held, released: Released, commitments: Sequence[str], desk: Desk | None, sign: Signing) -> None:
    """Record what a wave released, and write the file that both parties get. Raises Refused."""
    from comity.adapters.waves import path_of
    from comity.surveys.released import digest, write

    data = write(released)
    if desk is not None:
        desk.blobs.keep(data)
        body = {
            "survey": released.survey, "wave": released.wave, "path": path_of(released), "digest": digest(data),
            "commitments": sorted(commitments),
        }  # fmt: skip
        recorded(desk, [desk.sign("survey.closed", body, day=sign.day)])
    write_wave(found.folder, released)
    click.echo(f"wrote {found.folder / path_of(released)} (SHA-256 {digest(data)[:16]}…)")


def last_closed(found: Held) -> Released:
    """Return the wave that was closed last. Raises Refused where none was."""
    if not found.closed:
        raise Refused(found.problem(NO_WAVE, f"no wave of {found.survey.name} has been closed yet"))
    return found.closed[-1]


def _write_comments(found: Held, place: Path) -> None:
    """Write the comments of the wave closed last, and themes that words propose; a table of themes there is used."""
    from comity.adapters.answer_sheets import csv_text
    from comity.cli.survey_themes import themes_in
    from comity.surveys.codebook import comments_table, themes_table
    from comity.surveys.themes import comments_of, proposed

    wave = last_closed(found)
    comments = comments_of(found.sealed(wave.wave).answers())
    if not comments:
        raise Refused(found.problem(NO_WAVE, f"nobody wrote a comment in the wave {wave.wave}"))
    path, book = place / "comments.csv", place / "themes.csv"
    if path.exists() or place.resolve().is_relative_to(found.folder.resolve()):
        why = f"{path} is there already" if path.exists() else f"{place} lies within the alliance folder"
        hint = "Comments are for whoever codes them alone: name another folder, outside of it."
        raise Refused(found.problem(EXISTS, why, hint))
    place.mkdir(parents=True, exist_ok=True)
    themes = themes_in(found, book) if book.exists() else proposed(comments)
    if not book.exists():
        book.write_text(csv_text(themes_table(themes)), encoding="utf-8")
        click.echo(f"wrote {book}: words that several people used; make themes of them, and confirm each")
    path.touch(mode=0o600)
    path.write_text(csv_text(comments_table(comments, themes)), encoding="utf-8")
    click.echo(f"wrote {path}: {plural(len(comments), 'comment')} for two people to code, each without the other")
    folder, coded, named = map(in_shell, (found.folder, path, book))
    click.echo(f"Then: comity survey import {folder} {found.survey.name} {coded} --themes {named}")
