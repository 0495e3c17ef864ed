"""`comity erase`: the personal data of a subject, taken away for good; the record says that they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.hold import checked_subject, standing_holds
from comity.cli.problems import plural
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, signing
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.adapters.vault import Vault
    from comity.evidence.named import Named

HELD, NOTHING = "CMY-953", "CMY-955"


@click.command("erase")
@options.folder
@click.argument("subject", metavar="SUBJECT")
@signing
def command(folder: Path, subject: str, sign: Signing) -> None:
    """Erase the personal data of SUBJECT: payloads, salts and key. It cannot be undone.

    SUBJECT is the pseudonym under which the data are kept. The record keeps its commitments, which say nothing without
    the salts, and gains an entry that they were erased; figures made from them stay as attested. Refused while a hold
    of either party stands.

    Answers to a survey are one SUBJECT for each wave, and are erased together: none is tied to a person, so that
    nobody could say which box is whose.
    """
    from comity.adapters.vault import VAULT, Vault
    from comity.evidence.named import named

    desk = desk_of(folder, sign.me)
    try:
        checked_subject(desk, subject)
        vault = Vault(desk.folder / "record" / VAULT, desk.trust.alliance)
        names = named([*desk.entries(), *desk.waiting()])
        _unless_held(desk, subject)
        kept = vault.commitments(subject)
        new = [one for one in kept if desk.me in names.keepers(one)]
        if subject not in vault.subjects():
            raise Refused(_nothing(vault, subject, names))
        if new:
            ask([heading(desk, sign.day, waits=not desk.is_keeper), *_says(subject, new, names)], yes=sign.yes)
            # The entry first: what is gone without a word could not be told from what was lost.
            recorded(desk, [desk.sign("erasure.made", {"subject": subject, "commitments": new}, day=sign.day)])
        else:
            ask([f"  erased, with salts and key: {plural(len(kept), 'payload')} of {subject}"], yes=sign.yes)
        vault.erase(subject)
        click.echo(f"erased: {plural(len(kept), 'payload')} of {subject} with salts, and the key")
        if foreign := [one for one in kept if names.keepers(one) - {desk.me}]:
            others = sorted({use.actor for one in foreign for use in names.commitments[one]} - {desk.me})
            click.echo(f"{' and '.join(others)} committed to {len(foreign)} of them, and must record it too.")
    finally:
        desk.store.close()


def _unless_held(desk: Desk, subject: str) -> None:
    found = standing_holds(desk, subject)
    if found:
        said = "; ".join(f"{one.actor}, entry {one.position}: {one.reason}" for one in found)
        hint = " ".join(_lifting(desk, subject, one.actor) for one in found)
        place = Place(file=str(desk.folder / "record"))
        raise Refused(Problem(code=HELD, place=place, why=f"a hold on {subject} stands ({said})", hint=hint))


def _lifting(desk: Desk, subject: str, party: str) -> str:
    """Say who lifts a hold: the party that placed it, and no other."""
    if party == desk.me:
        return f"Your own hold you can lift: comity hold {in_shell(desk.folder)} {subject} --lift"
    return f"Only {party} can lift its hold, on its own machine: ask it."


def _nothing(vault: Vault, subject: str, names: Named) -> Problem:
    done = next((one for one in names.erasures if one.subject == subject and one.commitments), None)
    why = f"nothing is kept here of {subject}"
    if done is not None:
        why = f"{why}: it was erased on {done.day} by {done.actor} (entry {done.position})"
    known = vault.subjects()
    hint = f"The vault knows {', '.join(known[:6])}." if known else "The vault of this folder is empty."
    return Problem(code=NOTHING, place=Place(file=str(vault.folder)), why=why, hint=hint)


def _says(subject: str, new: Sequence[str], names: Named) -> Iterator[str]:
    from comity.adapters.sealed import is_sealed

    yield f"  erased, with salts and key: {plural(len(new), 'piece')} of personal data of {subject}"
    if is_sealed(subject):
        yield "  these are all answers of the wave: none is tied to a person, so that one alone cannot be erased"
        yield "  its released results stay; they cannot be computed again, nor its comments be read"
    for basis in names.bases:
        if set(basis.commitments) & set(new):
            yield f"  {basis.path} (entry {basis.position}) was made from them: it can then only be attested"
