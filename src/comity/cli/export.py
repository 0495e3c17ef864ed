"""`comity export`: the record of a folder with all that it names, as one file that anybody can verify."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.problems import plural, tell
from comity.cli.progress import working
from comity.kernel.problem import Refused
from comity.kernel.words import in_shell
from comity.opening.packing import problem

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.evidence.pack import Packed

NO_STAMP = "CMY-954"


@click.command("export")
@options.folder
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write this file.  [default: ALLIANCE-ENTRIES.zip]",
)  # fmt: skip
@options.both_clocks
@click.option("--with-personal-data", is_flag=True, help="Put in what entries commit to and the vault still holds.")
@click.option("--stamp", metavar="URL", help="Have the last checkpoint stamped first by this authority (RFC 3161).")
def command(
    folder: Path, out: Path | None, as_of: date, known_at: date, with_personal_data: bool, stamp: str | None
) -> None:  # fmt: skip
    """Write the record of the alliance in FOLDER as an evidence pack.

    The pack holds every entry with its signature, the checkpoints, all files that entries name, and the standing as of
    a day, which `comity verify` computes again. Personal data stay out of it unless asked for. What waits for the
    keeper is not part of the record yet, and stays out too. The same record gives the same file.
    """
    from comity.adapters.desk import open_desk
    from comity.opening.packing import gathered, write

    desk = open_desk(folder)
    try:
        with working("Writing the pack"):
            if stamp is not None:
                _stamp(desk, stamp)
            made = gathered(desk, as_of=as_of, known_at=known_at, personal=with_personal_data)
            history = made.packed.history
            path = out or Path(f"{history.alliance}-{history.size}.zip")
            write(made.packed, path)
        tell(made.warnings)
        _receipt(desk, made.packed, path, as_of)
    finally:
        desk.store.close()


def _stamp(desk: Desk, authority: str) -> None:
    """Have the last final checkpoint stamped, if it is not yet. Raises Refused."""
    from comity.adapters.timestamps import STAMPS, Stamps, ask
    from comity.evidence.stamps import stamped
    from comity.record.refusal import Refusal

    stamps = Stamps(desk.folder / "record" / STAMPS)
    size = desk.final_size
    if size == 0:
        why, hint = "no checkpoint is final, so there is none to stamp", "`comity cosign FOLDER` cosigns the record."
        raise Refused(problem(NO_STAMP, desk.folder, why, hint))
    if size in stamps.all():
        return
    checkpoint = next(one for one in desk.store.checkpoints() if one.size == size)
    try:
        stamps.keep(size, ask(authority, stamped(checkpoint)))
    except Refusal as refusal:
        hint = "Without --stamp the pack is made as it is."
        raise Refused(problem(NO_STAMP, desk.folder, refusal.why, hint)) from refusal


def _receipt(desk: Desk, packed: Packed, path: Path, as_of: date) -> None:
    history = packed.history
    entries = "1 entry" if history.size == 1 else f"{history.size:,} entries"
    parts = [f"{entries} ({desk.final_size:,} final)", plural(len(packed.checkpoints), "checkpoint")]
    parts.append(plural(len(packed.blobs), "file"))
    if packed.stamps:
        parts.append(plural(len(packed.stamps), "time stamp"))
    if packed.openings is not None:
        parts.append(f"personal data: {plural(len(packed.openings), 'piece')}")
    click.echo(f"wrote {path}: {', '.join(parts)}")
    if packed.expected:
        click.echo(f"It says what the standing as of {as_of} comes to.")
    if waiting := len(desk.waiting()):
        click.echo(
            f"Not in it: {'1 entry' if waiting == 1 else f'{waiting:,} entries'} that wait for {history.keeper}."
        )
    click.echo(f"Verify it: comity verify {in_shell(path)} --trust {in_shell(desk.folder / 'record' / 'trust.yaml')}")
