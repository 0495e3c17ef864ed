"""`comity survey open`: a wave is opened, and invitations are written, once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, signing
from comity.cli.surveying import Held, held, held_wave, write_wave
from comity.kernel.problem import Refused
from comity.kernel.words import in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.surveys.wave import Ballot, Invitation

OPEN_ALREADY, BAD_NAME, BAD_PLACE, NOBODY = "CMY-723", "CMY-724", "CMY-725", "CMY-726"
TWO_WEEKS = timedelta(days=14)
MOST_BACK = 300
_HANDED_BACK = (
    "Where brackets stand in the texts say how a questionnaire comes back: a box, an envelope, no way that shows whose."
)
_INTERVIEWED = "Where brackets stand in the texts say when and where people are asked."


@click.command("open")
@options.folder
@click.argument("survey")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="PLACE",
    help="The folder for the invitations: outside of FOLDER, since whoever sees a token can answer with it."
    "  [required without --remind]",
)
@click.option("--wave", "name", metavar="NAME", help="What the wave is called: 2026-H1.  [default: the day it opens]")
@click.option("--until", type=options.Day(), metavar="DATE", help="When it is to close.  [default: in two weeks]")
@click.option(
    "--back",
    default="",
    metavar="TEXT",
    help="How a questionnaire comes back without showing from whom, or when and where people are asked.",
)
@click.option("--remind", is_flag=True, help="Say how many have not answered yet, with a text to send to all.")
@signing
def command(  # noqa: PLR0913, PLR0917 - each is an option of the command
    folder: Path, survey: str, out: Path | None, name: str | None, until: date | None, back: str, remind: bool,
    sign: Signing,
) -> None:  # fmt: skip
    """Open a wave of SURVEY in FOLDER and write an invitation for everybody who is asked.

    There is a file of tokens for each party. Give each person of the party one of them, without noting who got which:
    a token says party and role, and nothing else. They are written once; only their digests are kept.

    The party that opens a wave keeps its answers, sealed in the vault of its folder. While the wave is open only the
    number of answers of each party is shown.
    """
    if len(back) > MOST_BACK:
        raise click.UsageError(f"--back has {len(back)} characters; at most {MOST_BACK} are printed.")
    if remind:
        _remind(held_wave(folder, survey, sign.day), back)
        return
    from comity.adapters.survey_lock import alone

    with alone(folder):
        _open_wave(held(folder, survey, sign.day), out, name, until, back, sign)


def _open_wave(
    found: Held, out: Path | None, name: str | None, until: date | None, back: str, sign: Signing
) -> None:  # fmt: skip
    place = _checked_place(found, out)
    desk = desk_or_none(found.folder, sign)
    try:
        ballot, invitations = _ballot(found, name or sign.day.isoformat(), until, sign, desk)
        ask(_says(found, ballot, place, desk, sign), yes=sign.yes)
        written = _hand_out(found, ballot, invitations, place, back)
        try:
            _open(found, ballot, desk, sign)
        except Refused:
            for path in written:
                path.unlink()  # tokens of a wave that was not opened
            raise
        click.echo(f"The wave {ballot.wave} is open until {ballot.closes}. Written, to be given away and deleted here:")
        for path in written:
            click.echo(f"  {path}")
        if not back:
            click.echo(_INTERVIEWED if found.survey.interview else _HANDED_BACK)
    finally:
        if desk is not None:
            desk.store.close()


def desk_or_none(folder: Path, sign: Signing) -> Desk | None:
    """Return the desk to sign at; None where the folder has no record."""
    from comity.adapters.desk import has_record

    return desk_of(folder, sign.me) if has_record(folder) else None


def keeper_of(found: Held, desk: Desk | None, sign: Signing) -> str:
    """Return the party that keeps the wave: whoever signs. Raises Refused where nobody says who that is."""
    from comity.adapters.desk import party_of

    me = desk.me if desk is not None else sign.me or party_of(found.folder) or ""
    if me not in found.parties:
        why = "nobody says which party opens the wave" if not me else f"{me} is no party of the agreement"
        raise Refused(found.problem(NOBODY, why, f"Name it: --as {' or --as '.join(found.parties)}."))
    return me


def _ballot(
    found: Held, name: str, until: date | None, sign: Signing, desk: Desk | None
) -> tuple[Ballot, tuple[Invitation, ...]]:  # fmt: skip
    from comity.surveys.wave import MOST_SEATS, Ballot, with_seats

    keeper, closes = keeper_of(found, desk, sign), until or sign.day + TWO_WEEKS
    _check_name(found, name, sign.day, closes)
    people = sum(count for roles in found.survey.asks.values() for count in roles.values())
    if people > MOST_SEATS:
        raise Refused(found.problem(NOBODY, f"{people:,} people are asked; a wave has at most {MOST_SEATS:,}"))
    empty = Ballot(
        survey=found.survey.name, wave=name, keeper=keeper, opened=sign.day, closes=closes,
        instrument=found.survey.instrument,
    )  # fmt: skip
    return with_seats(empty, found.survey.asks, secrets.token_bytes)


def _check_name(found: Held, name: str, day: date, closes: date) -> None:
    from comity.surveys.wave import is_wave

    running = found.running
    if running is not None:
        hint = f"Close it first: comity survey close {in_shell(found.folder)} {found.survey.name}"
        raise Refused(found.problem(OPEN_ALREADY, f"the wave {running.wave} is open until {running.closes}", hint))
    if not is_wave(name):
        hint = "Use a period or a day: 2026-H1, 2026-Q2, 2026-05-04."
        raise Refused(found.problem(BAD_NAME, f"{name[:40]!r} is no name of a wave", hint))
    if any(one.wave.lower() == name.lower() for one in found.waves):
        raise Refused(found.problem(BAD_NAME, f"the wave {name} has been held already", "Name another: --wave NAME."))
    last = found.closed[-1] if found.closed else None
    if last is not None and day < last.closed:
        why = f"the wave {last.wave} was closed on {last.closed}, which is after {day}"
        raise Refused(found.problem(BAD_NAME, why, "Waves follow one another: --on DATE."))
    if closes < day:
        raise Refused(found.problem(BAD_NAME, f"it would close on {closes}, before it opens", "Correct --until."))


def _checked_place(found: Held, out: Path | None) -> Path:
    """Return where invitations go. Raises Refused within the alliance folder, or where some are there already."""
    if out is None:
        raise click.UsageError("Missing option '--out': the folder for the invitations.")
    if out.resolve().is_relative_to(found.folder.resolve()):
        why = f"{out} lies within the alliance folder, which the other party may see"
        raise Refused(found.problem(BAD_PLACE, why, "Invitations are for their receivers alone: name another folder."))
    for party in found.survey.asks:
        if (out / f"invitations-{party}.csv").exists():
            why = f"{out / f'invitations-{party}.csv'} is there already"
            raise Refused(found.problem(BAD_PLACE, why, "Name an empty folder: nothing is overwritten."))
    return out


def _says(found: Held, ballot: Ballot, place: Path, desk: Desk | None, sign: Signing) -> list[str]:
    asks = [
        f"{sum(roles.values())} of {party}" + (f" ({_roles(roles.items())})" if set(roles) != {""} else "")
        for party, roles in found.survey.asks.items()
    ]
    lines = [heading(desk, sign.day, waits=not desk.is_keeper)] if desk is not None else []
    return [
        *lines,
        f"  opens the wave {ballot.wave} of {ballot.survey}, until {ballot.closes}",
        f"  asks {', '.join(asks)}; invitations go to {place}",
    ]


def _roles(roles: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {role}" for role, count in roles)


def _open(found: Held, ballot: Ballot, desk: Desk | None, sign: Signing) -> None:
    """Seal the empty ballot, record that the wave is open, and share it."""
    from comity.surveys.wave import shared

    sealed = found.sealed(ballot.wave)
    sealed.save(ballot)
    try:
        if desk is not None:
            asked = {party: sum(roles.values()) for party, roles in found.survey.asks.items()}
            body = {
                "survey": ballot.survey, "wave": ballot.wave, "closes": ballot.closes.isoformat(),
                "instrument": ballot.instrument, "asked": asked,
            }  # fmt: skip
            recorded(desk, [desk.sign("survey.opened", body, day=sign.day)])
    except Refused:
        sealed.forget_ballot()
        raise
    write_wave(found.folder, shared(ballot, found.survey.groups_of))


def _hand_out(
    found: Held, ballot: Ballot, invitations: Sequence[Invitation], place: Path, back: str
) -> list[Path]:  # fmt: skip
    """Write the tokens of each party and the text to send with them; the files."""
    from comity.adapters.answer_sheets import csv_text

    place.mkdir(parents=True, exist_ok=True)
    files: dict[Path, str] = {}
    for party in found.survey.asks:
        tokens = [[one.token, one.party, one.role] for one in invitations if one.party == party]
        files[place / f"invitations-{party}.csv"] = csv_text([["token", "party", "role"], *tokens])
    for language in found.survey.languages:
        files[place / f"invitation-{language}.txt"] = _text(found, ballot.closes, language, back=back)
    for path, text in files.items():
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    return list(files)


def _text(found: Held, closes: date, language: str, *, back: str, reminder: bool = False) -> str:
    from comity.reports.survey_words import Wave, invitation
    from comity.surveys.document import one_line

    survey = found.survey
    title = f"{found.opened.agreement.versions[-1][1].title}, {survey.title or survey.name.replace('_', ' ')}"
    wave = Wave(
        title=title, closes=closes, least=survey.groups_of, questions=len(survey.questions), back=one_line(back),
        interview=survey.interview,
    )  # fmt: skip
    return invitation(wave, language, reminder=reminder)


def _remind(found: Held, back: str) -> None:
    """Say how many of each party have not answered; nobody knows who, so the reminder goes to all."""
    wave = found.open_wave()
    for one in wave.responses:
        if one.answered is None:
            click.echo(f"{one.party}: {one.invited} asked; how many answered is not shown, {one.reason}")
        else:
            click.echo(f"{one.party}: {one.invited} asked, {one.invited - one.answered} have not answered yet")
    click.echo(f"The wave {wave.wave} closes on {wave.closes}. Nobody knows who answered: send this to everybody.")
    for language in found.survey.languages:
        click.echo(f"\n[{language}]\n{_text(found, wave.closes, language, back=back, reminder=True)}", nl=False)
