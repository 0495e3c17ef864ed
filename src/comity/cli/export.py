"""`comity export`: the record of a folder with all that it names, as one file that anybody can verify."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.problems import plural, tell
from comity.cli.progress import working
from comity.kernel.problem import Place, Problem, Refused, Severity

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.evidence.named import Named
    from comity.evidence.pack import Expected, Opening, Packed
    from comity.evidence.zipped import Source
    from comity.record.history import Entry

NOT_MADE, INCOMPLETE, NO_STAMP = "CMY-951", "CMY-952", "CMY-954"
PIECE = 2**20


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

    desk = open_desk(folder)
    try:
        with working("Writing the pack"):
            if stamp is not None:
                _stamp(desk, stamp)
            made = _gathered(desk, as_of=as_of, known_at=known_at, personal=with_personal_data)
            history = made.packed.history
            path = out or Path(f"{history.alliance}-{history.size}.zip")
            _write(made.packed, path)
        tell(made.warnings)
        _receipt(desk, made.packed, path, as_of)
    finally:
        desk.store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What goes into a pack, and warnings of what should and cannot."""

    packed: Packed
    warnings: Sequence[Problem]


def _gathered(desk: Desk, *, as_of: date, known_at: date, personal: bool) -> Gathered:
    from comity.adapters.timestamps import STAMPS, Stamps
    from comity.evidence.named import named
    from comity.evidence.pack import Packed

    entries = desk.entries()
    if not entries:
        why, hint = "nothing has been recorded yet", "`comity sign FOLDER` opens the record."
        raise Refused(_problem(NOT_MADE, desk.folder, why, hint))
    names = named(entries)
    wanted = dict.fromkeys([*names.files, *(one.result for one in names.evaluations)])
    blobs = {digest: path for digest in wanted if (path := desk.blobs.sound(digest)) is not None}
    warnings = list(_incomplete(desk, names, blobs))
    sources: dict[str, Source] = {digest: partial(_pieces, path) for digest, path in blobs.items()}
    expected, more = ((), {}) if warnings else _standing(desk, entries, as_of, known_at)
    packed = Packed(
        history=desk.store.history(), entries=desk.store.entries, checkpoints=desk.store.checkpoints(),
        stamps=Stamps(desk.folder / "record" / STAMPS).all(), blobs={**sources, **more},
        openings=_openings(desk, names) if personal else None, expected=expected,
    )  # fmt: skip
    return Gathered(packed=packed, warnings=warnings)


def _incomplete(desk: Desk, names: Named, blobs: Mapping[str, Path]) -> Iterator[Problem]:
    """Yield a warning for each file that the pack needs and that is not here, or not as it was recorded."""
    for digest, uses in names.files.items():
        needed = next((use for use in uses if use.is_needed), None)
        if needed is not None and digest not in blobs:
            damaged = desk.blobs.path(digest) is not None
            state = "is damaged here (its bytes are not those of its digest)" if damaged else "is not here"
            why = f"{needed.what} of entry {needed.position} {state}, and will be missing in the pack"
            hint = "Take it from the other party by `comity sync`, then export again."
            yield _problem(INCOMPLETE, desk.folder, why, hint, Severity.WARNING)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece


def _standing(
    desk: Desk, entries: Sequence[Entry], as_of: date, known_at: date
) -> tuple[Sequence[Expected], Mapping[str, Source]]:
    """Return the standing that the pack says the record comes to, with its document; none without an agreement."""
    from comity.cli.again import Evaluator
    from comity.evidence.again import NotEvaluated
    from comity.evidence.pack import Expected

    def file(digest: str) -> Iterator[bytes] | None:
        path = desk.blobs.path(digest)
        return _pieces(path) if path is not None else None

    with TemporaryDirectory(prefix="comity-") as folder:
        try:
            found = Evaluator(Path(folder))(entries, file, as_of, known_at)
        except NotEvaluated as wrong:
            why = f"the standing cannot be computed, so the pack holds none: {wrong.why}"
            tell(
                [_problem(INCOMPLETE, desk.folder, why, "`comity check FOLDER` says what is wrong.", Severity.WARNING)]
            )
            return (), {}
    digest = sha256(found.document).hexdigest()
    one = Expected(as_of=as_of, known_at=known_at, result=digest)
    return (one,), {digest: lambda: iter((found.document,))}


def _openings(desk: Desk, names: Named) -> list[Opening]:
    """Return what the vault holds of what entries commit to, but for what is recorded as erased.

    What people answered to a survey never leaves the vault: it was promised to them, and is no evidence for anybody.
    """
    from comity.adapters.sealed import is_sealed
    from comity.adapters.vault import VAULT, Vault
    from comity.evidence.pack import Opening
    from comity.record.refusal import Refusal

    vault = Vault(desk.folder / "record" / VAULT, desk.trust.alliance)
    try:
        kept = [
            one
            for one in vault.everything()
            if one.commitment in names.commitments
            and not names.is_erased(one.commitment)
            and not is_sealed(one.subject)
        ]
    except Refusal as refusal:
        raise Refused(_problem(NOT_MADE, vault.folder, refusal.why, "Restore the vault from a backup.")) from refusal
    return [Opening(commitment=one.commitment, subject=one.subject, salt=one.salt, payload=one.payload) for one in kept]


def _stamp(desk: Desk, authority: str) -> None:
    """Have the last final checkpoint stamped, if it is not yet. Raises Refused."""
    from comity.adapters.timestamps import STAMPS, Stamps, ask
    from comity.evidence.stamps import stamped
    from comity.record.refusal import Refusal

    stamps = Stamps(desk.folder / "record" / STAMPS)
    size = desk.final_size
    if size == 0:
        why, hint = "no checkpoint is final, so there is none to stamp", "`comity cosign FOLDER` cosigns the record."
        raise Refused(_problem(NO_STAMP, desk.folder, why, hint))
    if size in stamps.all():
        return
    checkpoint = next(one for one in desk.store.checkpoints() if one.size == size)
    try:
        stamps.keep(size, ask(authority, stamped(checkpoint)))
    except Refusal as refusal:
        hint = "Without --stamp the pack is made as it is."
        raise Refused(_problem(NO_STAMP, desk.folder, refusal.why, hint)) from refusal


def _write(packed: Packed, path: Path) -> None:
    """Write the pack, whole or not at all. Raises Refused."""
    from comity.evidence.pack import write_pack
    from comity.record.refusal import Refusal

    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.new")
    try:
        with written.open("wb") as out:
            write_pack(out, packed)
        written.replace(path)
    except Refusal as refusal:
        raise Refused(_problem(NOT_MADE, path, refusal.why, "")) from refusal
    finally:
        written.unlink(missing_ok=True)


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
    click.echo(f"Verify it: comity verify {path} --trust {desk.folder / 'record' / 'trust.yaml'}")


def _problem(code: str, path: Path, why: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(code=code, place=Place(file=str(path)), why=why, hint=hint, severity=severity)
