"""`comity disclose`: what was given to whom, why, and under what protection, is put on record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.datum import opened_now
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing
from comity.cli.stating import FOR_EVER, checked_words

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Terms


@click.command("disclose")
@options.folder
@click.argument("to")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--why", required=True, metavar="TEXT", help="For what purpose.")
@click.option("--under", default="", metavar="TEXT", help="The protection: a clean team, an undertaking of secrecy.")
@click.option("--figure", "figures", multiple=True, metavar="METRIC", help="A metric whose figures it shows.")
@signing
def command(
    folder: Path, to: str, file: Path, why: str, under: str, figures: tuple[str, ...], sign: Signing
) -> None:  # fmt: skip
    """Put on record in FOLDER that FILE was given TO somebody: a party, a body, an auditor, an authority.

    Recorded are its name, its digest, the purpose and the protection, not the file itself: whoever has it can show that
    it is this one. A report, an evidence pack or any other file can be given. Where a figure is agreed to be seen by
    others only (`visibility`), that is said before anything is recorded.
    """
    from comity.record.statements import DISCLOSED

    desk = desk_of(folder, sign.me)
    terms = opened_now(desk, sign.day).agreement.as_of(sign.day)
    _refuse_unknown(desk, terms, figures)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    texts = {"to": to, "what": file.name, "why": why, "under": under}
    body: dict[str, object] = {
        key: checked_words(desk, text, f"`{key}`") for key, text in texts.items() if text or key != "under"
    }
    body |= {"digest": digest, **({"figures": list(figures)} if figures else {})}
    data = desk.sign(DISCLOSED, body, day=sign.day)
    lines = [
        heading(desk, sign.day, waits=not desk.is_keeper),
        f"  {desk.me} gave {file.name} (SHA-256 {digest[:16]}) to {to}{f', under {under}' if under else ''}: {why}",
        *([f"  figures: {', '.join(figures)}"] if figures else []),
        *_not_for(terms, to, figures),
        FOR_EVER,
    ]
    ask(lines, yes=sign.yes)
    recorded(desk, [data])


def _refuse_unknown(desk: Desk, terms: Terms, figures: Iterable[str]) -> None:
    from comity.kernel.guess import guess

    for name in figures:
        if name not in terms.metrics:
            known = list(terms.metrics)
            hint = guess(name, known) or (f"It has {', '.join(known)}." if known else "")
            raise refused(desk, f"the agreement has no metric {name}", hint)


def _not_for(terms: Terms, to: str, figures: Iterable[str]) -> Iterator[str]:
    """Yield a line for each figure that is agreed to be seen by others than who got it."""
    for name in figures:
        agreed = terms.visibility.get(name)
        if agreed is not None and agreed.seen_by and to not in agreed.seen_by and "everyone" not in agreed.seen_by:
            yield f"  {name} is agreed to be seen by {' and '.join(agreed.seen_by)} only: {to} is not among them"
