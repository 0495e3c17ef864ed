"""`comity settle`: a dispute ends, of a datum by the party that raised it, of a clause by both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.datum import open_contests, opened_now, scope_of
from comity.cli.effects import effects, with_entries
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Terms
    from comity.record.documents import Contest


@click.command("settle")
@options.folder
@click.argument("about", nargs=-1, required=True)
@click.option("--value", default="", metavar="VALUE", help="Of facts: the number that you agreed on.")
@carrying
@signing
def command(folder: Path, about: tuple[str, ...], value: str, carried: Carried, sign: Signing) -> None:
    """Settle in FOLDER a dispute about a single datum, or about what a clause says of a period.

    A datum: ABOUT is TABLE PERIOD MEMBER…. The party that raised the dispute ends it; where another number was agreed
    on, the party that reports submits it as a correction, on the same day or before.

    A clause: ABOUT is CLAUSE MEMBER… PERIOD, with the outcome: `--with outcome=dismissed`. It counts once every party
    has signed it.
    """
    desk = desk_of(folder, sign.me)
    opened = opened_now(desk, sign.day)
    terms = opened.agreement.versions[-1][1]
    if about[0] not in terms.facts:
        written = {"do": "settle", "about": " ".join(about), "by": list(terms.parties)}
        act(folder, sign, {**written, **carried.written})
        return
    one = _contest(desk, terms, about)
    body = {"value": value, "terms": carried.says}
    data = desk.sign("dispute.settled", body, day=sign.day, refs=[one.origin.leaf])
    with working("Looking at what follows"):
        follows = effects(desk, with_entries(desk, data), sign.day)
    said = f"  {desk.me} ends its dispute of {' '.join(about)} ({one.column}, entry {one.origin.position})"
    ask([heading(desk, sign.day, waits=not desk.is_keeper), said, *follows], yes=sign.yes)
    recorded(desk, [data])


def _contest(desk: Desk, terms: Terms, about: tuple[str, ...]) -> Contest:
    """Return the open dispute of this party that words name. Raises Refused."""
    scope = scope_of(desk, terms.facts[about[0]], terms, about[2:])
    period = about[1] if len(about) > 1 else ""
    for one in open_contests(desk.documents(), desk.me):
        if (one.table, one.period, dict(one.scope)) == (about[0], period, scope):
            return one
    why = f"{desk.me} has no open dispute of {' '.join(about)}"
    raise refused(desk, why, "The party that raised a dispute of a datum ends it.")
