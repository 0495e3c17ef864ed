"""`comity settle`: a dispute ends, of a datum by the party that raised it, of a clause by both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.datum import last_day_over, number_of, open_contests, opened_now, scope_of
from comity.cli.effects import effects, opened_with, with_entries
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing
from comity.kernel.words import and_list
from comity.opening.alliance import open_facts

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Column, Terms
    from comity.opening.alliance import Opened
    from comity.record.documents import Contest, Documents
    from comity.standing.corrections import Correction


@click.command("settle")
@options.folder
@click.argument("about", nargs=-1, required=True)
@click.option("--column", default="", metavar="NAME", help="Of facts: the column, where several are disputed.")
@click.option("--value", default="", metavar="VALUE", help="Of facts: the number that you agreed on.")
@carrying
@signing
def command(
    folder: Path, about: tuple[str, ...], column: str, value: str, carried: Carried, sign: Signing
) -> None:  # fmt: skip
    """Settle in FOLDER a dispute about a single datum, or about what a clause says of a period.

    A datum: ABOUT is TABLE PERIOD MEMBER…, with --column where you dispute several of its row. The party that raised
    the dispute ends it, and what is reported counts again. --value changes no figure: where you agreed on another
    number than is reported, the party that reports submits the corrected row (`comity submit`), best before the
    dispute ends. Until it has, that stands on its docket.

    A clause: ABOUT is CLAUSE MEMBER… PERIOD, with the outcome: `--with outcome=dismissed`. It counts once every party
    has signed it.
    """
    desk = desk_of(folder, sign.me)
    opened = opened_now(desk, sign.day)
    terms = opened.agreement.versions[-1][1]
    if about[0] not in terms.facts:
        if column or value:
            raise click.UsageError(f"--column and --value are for facts, and {about[0]} is no table of them")
        written = {"do": "settle", "about": " ".join(about), "by": list(terms.parties)}
        act(folder, sign, {**written, **carried.written})
        return
    one = _contest(desk, terms, about, column)
    declared = terms.facts[one.table].columns.get(one.column)
    spelt = _spelt(desk, value, declared, terms) if value and declared is not None else value
    body = {"value": value, "terms": carried.says}
    data = desk.sign("dispute.settled", body, day=sign.day, refs=[one.origin.leaf])
    with working("Looking at what follows"):
        found = with_entries(desk, data)
        follows, ended = effects(desk, found, sign.day), opened_with(desk, found, sign.day)
        awaited = _correction(ended, found, one, sign.day)
        last = last_day_over(ended, terms.facts[one.table], one.period, one.scope, sign.day) if awaited else None
    said = f"  {desk.me} ends its dispute of {' '.join(about)} ({one.column}, entry {one.origin.position})"
    lines = [said, *_agreed(spelt, awaited, last), *follows]
    ask([heading(desk, sign.day, waits=not desk.is_keeper), *lines], yes=sign.yes)
    recorded(desk, [data])
    if awaited is not None:
        submits = f"`comity submit FOLDER {one.table} FILE`"
        row = f"{awaited.row} with {one.column} {spelt}"
        click.echo(f"It stands on the docket until {awaited.reporter} has reported {row}: {submits} there.")


def _spelt(desk: Desk, value: str, column: Column, terms: Terms) -> str:
    """Return the number agreed on as people read it. Raises Refused where the column may not hold it."""
    from comity.facts.contested import written

    return written(number_of(desk, value, column, terms), column, terms)


def _correction(opened: Opened, found: Documents, one: Contest, day: date) -> Correction | None:
    """Return what is to be reported after a dispute has ended; None where what is reported is what was agreed on."""
    from comity.adapters.recorded import contests_of
    from comity.standing.corrections import corrections

    facts, disputes = open_facts(opened, known_at=day), contests_of(found.known_on(day))
    awaited = corrections(facts, disputes, opened.agreement.versions[-1][1])
    return next((each for each in awaited if each.dispute.row == one.origin.position), None)


def _agreed(value: str, awaited: Correction | None, over: date | None) -> Iterator[str]:
    """Yield what becomes of the number that the parties agreed on, if they did on one.

    `over` is the last day on which a correction moved something, where that is past: what is corrected while a dispute
    of it is open counts all the same, where that was raised by then.
    """
    if awaited is not None and over is not None and awaited.dispute.since > over:
        yield f"  {value} was agreed on, {awaited.reported} is reported"
        moves = f"{value} will move no verdict and no amount"
        yield f"  It could be corrected until {over}, before it was disputed: {moves}."
    elif awaited is not None:
        counts = f"{value} counts once {awaited.reporter} submits it"
        yield f"  {value} was agreed on, {awaited.reported} is reported: {counts}"
        if over is not None:
            moves = "moves no verdict and no amount once the dispute has ended"
            yield f"  It could be corrected until {over}: a correction {moves}. Let {awaited.reporter} submit it first."
    elif value:
        yield f"  {value} was agreed on, and needs no correction"


def _contest(desk: Desk, terms: Terms, about: tuple[str, ...], column: str) -> Contest:
    """Return the open dispute of this party that words name, by its column where there are several. Raises Refused."""
    scope = scope_of(desk, terms.facts[about[0]], terms, about[2:])
    period, row = about[1] if len(about) > 1 else "", " ".join(about)
    found = {
        one.column: one
        for one in open_contests(desk.documents(), desk.me)
        if (one.table, one.period, dict(one.scope)) == (about[0], period, scope)
    }
    if not found:
        why = f"{desk.me} has no open dispute of {row}"
        raise refused(desk, why, "The party that raised a dispute of a datum ends it.")
    disputed = and_list(list(found), most=len(found))
    if column and column not in found:
        raise refused(desk, f"{desk.me} has no open dispute of {row}, {column}", f"It disputes {disputed} there.")
    if not column and len(found) > 1:
        raise refused(desk, f"{desk.me} disputes {disputed} of {row}", "Name the one that you end with --column.")
    return found[column or next(iter(found))]
