"""`comity hold`: personal data that must not be erased for now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.evidence.holds import Hold


@click.command("hold")
@options.folder
@click.argument("subject", metavar="SUBJECT")
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why, in words without personal data: it stays in the record.  [required without --lift]",
)
@click.option("--lift", is_flag=True, help="Lift the hold that you placed.")
@signing
def command(folder: Path, subject: str, reason: str | None, lift: bool, sign: Signing) -> None:
    """Record that the personal data of SUBJECT must not be erased, or (--lift) that they may be again.

    SUBJECT is the pseudonym under which the data are kept. While a hold of either party stands, `comity erase` refuses.
    Only the party that placed a hold can lift it.
    """
    from comity.evidence.holds import LIFTED, PLACED

    if not lift and not reason:
        raise click.UsageError("Say why: --reason TEXT.")
    desk = desk_of(folder, sign.me)
    try:
        checked_subject(desk, subject)
        own = [one for one in standing_holds(desk, subject) if one.actor == desk.me]
        if lift and not own:
            raise refused(desk, f"no hold of {desk.me} on {subject} stands")
        if own and not lift:
            raise refused(desk, f"a hold of {desk.me} on {subject} stands already (entry {own[0].position})")
        body = {"subject": subject, **({"reason": reason} if reason else {})}
        says = f"  {'the hold on' if lift else 'a hold on'} {subject}{' is lifted' if lift else ''}"
        lines = [heading(desk, sign.day, waits=not desk.is_keeper), f"{says}{f': {reason}' if reason else ''}"]
        if doubt := _doubt(desk, subject):
            lines.append(doubt)
        ask(lines, yes=sign.yes)
        recorded(desk, [desk.sign(LIFTED if lift else PLACED, body, day=sign.day)])
    finally:
        desk.store.close()


def _doubt(desk: Desk, subject: str) -> str:
    """Return that a subject may be mistyped, where nothing here knows it; "" where the vault or the record does.

    The vault of the other party may know it. Of subjects the record names those of holds, of erasures and of waves.
    """
    from comity.adapters.sealed import subject_of
    from comity.adapters.vault import VAULT, Vault
    from comity.evidence.holds import LIFTED, PLACED
    from comity.evidence.named import ERASED
    from comity.kernel.guess import guess

    kept = Vault(desk.folder / "record" / VAULT, desk.trust.alliance).subjects()
    entries, waves = [*desk.entries(), *desk.waiting()], desk.documents().waves
    said = {str(one.payload.body.get("subject")) for one in entries if one.payload.type in (PLACED, LIFTED, ERASED)}
    answers = {subject_of(one.survey, one.wave) for one in waves.opened}  # and none is closed that was not opened
    known = sorted({*kept, *said, *answers})
    if subject in known:
        return ""
    where = "neither the vault here nor the record knows it" if kept else "nothing is kept here by which to check it"
    meant = guess(subject, known)
    return f"  Check the name: {where}, and a hold on a wrong name stops no erasure.{f' {meant}' if meant else ''}"


def checked_subject(desk: Desk, subject: str) -> None:
    """Refuse what is no pseudonym: it would stay in the record for ever. Raises Refused."""
    from comity.adapters.vault import is_subject

    if is_subject(subject) is None:
        hint = "A pseudonym has small letters, digits and _, and a letter first, such as respondent_7."
        raise refused(desk, f"{subject!r} is no pseudonym of a subject", hint)


def standing_holds(desk: Desk, subject: str) -> Sequence[Hold]:
    """Return the holds on a subject that stand, those included that wait for the keeper."""
    from comity.evidence.holds import holds

    return [one for one in holds([*desk.entries(), *desk.waiting()]) if one.subject == subject]
