"""`comity dispute`: a datum that the other party reported, or the outcome of a clause for a period."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.datum import Datum, datum, final_since, last_day_over, number_of, open_contests, opened_now
from comity.cli.effects import effects, with_entries
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing
from comity.kernel.words import in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Terms
    from comity.opening.alliance import Opened
    from comity.record.documents import Contest


@click.command("dispute")
@options.folder
@click.argument("about", nargs=-1, required=True)
@click.option("--column", default="", metavar="NAME", help="Of facts: the column that is wrong.")
@click.option("--value", default="", metavar="VALUE", help="Of facts: what you hold for right.")
@carrying
@signing
def command(
    folder: Path, about: tuple[str, ...], column: str, value: str, carried: Carried, sign: Signing
) -> None:  # fmt: skip
    """Dispute in FOLDER a single datum, or what a clause says of a period.

    A datum: ABOUT is TABLE PERIOD MEMBER…, with --column and --value: `comity dispute FOLDER work 2026-01 phone
    --column in_time --value 3290 --says 'we counted again'`. Figures that rest on it are disputed, and a verdict is
    decided where it comes out the same on either account.

    A clause: ABOUT is CLAUSE MEMBER… PERIOD; the ladder of the clause opens.
    """
    desk = desk_of(folder, sign.me)
    opened = opened_now(desk, sign.day)
    terms = opened.agreement.versions[-1][1]
    if about[0] not in terms.facts:
        if column or value:
            raise click.UsageError(f"--column and --value are for facts, and {about[0]} is no table of them")
        act(folder, sign, {"do": "dispute", "about": " ".join(about), **carried.written})
        return
    one = datum(desk, opened, sign.day, about, column)
    _refuse(desk, one, opened.agreement.as_of(sign.day), sign)
    says = _against_reported(desk, one, value, terms)
    body = {"datum": one.body, "value": value, "reason": carried.says}
    data = desk.sign("facts.disputed", body, day=sign.day, refs=[one.submission.origin.leaf])
    with working("Looking at what follows"):
        follows = [*_too_late(opened, one, sign), *effects(desk, with_entries(desk, data), sign.day)]
    said = f"  {desk.me} disputes {one.words}: {says}"
    ask([heading(desk, sign.day, waits=not desk.is_keeper), said, *follows], yes=sign.yes)
    recorded(desk, [data])


def _refuse(desk: Desk, one: Datum, terms: Terms, sign: Signing) -> None:
    """Raise Refused where a datum cannot be disputed: it is one's own, final, or in dispute already."""
    if one.row["_reporter"] == desk.me:
        raise refused(
            desk,
            "you reported this yourself",
            f"`comity submit {in_shell(desk.folder)} {one.table.name} FILE` corrects it.",
        )
    if any(_is_about(each, one) for each in open_contests(desk.documents(), desk.me)):
        raise refused(desk, "you dispute this already")
    if since := final_since(one, terms, sign.day):
        raise refused(
            desk, f"{one.words} was final after {since}", "What is final is changed by both, as a restatement."
        )


def _too_late(opened: Opened, one: Datum, sign: Signing) -> Iterator[str]:
    """Yield that nothing follows from a dispute, where the last day to correct its datum is over."""
    if last := last_day_over(opened, one.table, one.period, one.members, sign.day):
        row = f"{one.table.name} {one.period}"
        yield f"  {row} could be corrected until {last}: a dispute now moves no verdict and no amount of {one.period}"


def _is_about(contest: Contest, one: Datum) -> bool:
    """Tell whether a dispute is about a datum, however many members of its row either names."""
    named = (contest.table, contest.period, contest.column) == (one.table.name, one.period, one.column)
    return named and all(one.members.get(name) == member for name, member in contest.scope.items())


def _against_reported(desk: Desk, one: Datum, value: str, terms: Terms) -> str:
    """Return what is reported and what is held for right. Raises Refused where a value is no other one."""
    from comity.facts.contested import written

    column, reporter, reported = one.table.columns[one.column], one.row["_reporter"], one.row[one.column]
    if not value:
        raise refused(desk, "a dispute of a datum says what you hold for right", "--value VALUE")
    held = number_of(desk, value, column, terms)
    if reported is None:
        why = f"{reporter} reported {one.words} without a number"
        raise refused(desk, why, f"The empty cell counts as not reported; {reporter} reports it by a correction.")
    if held == reported:
        why = f"{written(held, column, terms)} is what {reporter} reported"
        raise refused(desk, why, "Give the number that you hold for right with --value.")
    return f"{written(reported, column, terms)} is reported, {written(held, column, terms)} is held for right"
