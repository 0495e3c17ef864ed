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
        ask(lines, yes=sign.yes)
        recorded(desk, [desk.sign(LIFTED if lift else PLACED, body, day=sign.day)])
    finally:
        desk.store.close()


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
