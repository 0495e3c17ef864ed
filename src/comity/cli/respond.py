"""`comity respond`: an answer to what the other party claims, has completed or paid, or is concerned about."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.signing import Signing, ask, desk_of, entry_named, heading, recorded, refused, signing
from comity.kernel.words import in_shell

ANSWER = "answer"


@click.command("respond")
@options.folder
@click.argument("answer", type=click.Choice(["accept", "reject", ANSWER]))
@click.argument("about", nargs=-1)
@carrying
@signing
def command(folder: Path, answer: str, about: tuple[str, ...], carried: Carried, sign: Signing) -> None:
    """Accept or reject in FOLDER what the other party claimed, completed or says that it paid.

    ABOUT is a clause, a milestone or an account. For example `comity respond FOLDER accept supply south 2026-07`,
    `reject first_delivery --with reason='two crates are empty'`, or `accept credits 2026-Q1`: the money came. An
    answer in words of the agreement, such as a recovery plan, is given with `comity act`.

    A concern is answered in words: `comity respond FOLDER answer ENTRY --says WORDS`, with the entry that raised it.
    """
    if answer == ANSWER:
        _answer(folder, about, carried, sign)
    else:
        act(folder, sign, {"do": answer, "about": " ".join(about), **carried.written})


def _answer(folder: Path, about: tuple[str, ...], carried: Carried, sign: Signing) -> None:
    from comity.cli.stating import FOR_EVER, checked_words
    from comity.kernel.words import one_line
    from comity.record.statements import ANSWERED, LONGEST

    if len(about) != 1 or carried.values:
        raise click.UsageError("A concern is answered by its entry and in words: answer ENTRY --says WORDS.")
    desk = desk_of(folder, sign.me)
    position, named = entry_named(desk, about[0])
    found = {one.origin.leaf: one for one in desk.documents().statements.concerns}.get(named.leaf.hex())
    if found is None:
        why = f"entry {position} ({named.payload.type} of {named.payload.actor}) is no concern"
        raise refused(desk, why, f"`comity log {in_shell(folder)}` shows the concerns.")
    words = checked_words(desk, carried.says, "an answer")
    said = "takes back its concern" if found.origin.actor == desk.me else f"answers the concern of {found.origin.actor}"
    lines = [
        heading(desk, sign.day, waits=not desk.is_keeper),
        f"  {desk.me} {said} about {found.about} ({one_line(found.text, LONGEST)}): {words}",
        FOR_EVER,
    ]
    ask(lines, yes=sign.yes)
    recorded(desk, [desk.sign(ANSWERED, {"text": words}, day=sign.day, refs=[found.origin.leaf])])
