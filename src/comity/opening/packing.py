"""What of a record goes into an evidence pack, gathered from the desk of a party, and the pack as a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from comity.kernel.problem import Place, Problem, Refused, Severity

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.evidence.named import Named
    from comity.evidence.pack import Expected, Opening, Packed
    from comity.evidence.zipped import Source
    from comity.record.history import Entry

NOT_MADE, INCOMPLETE = "CMY-951", "CMY-952"
PIECE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What goes into a pack, and warnings of what should and cannot."""

    packed: Packed
    warnings: Sequence[Problem]


def gathered(desk: Desk, *, as_of: date, known_at: date, personal: bool) -> Gathered:
    """Gather the record of a desk with the standing as of a day, as known on a day. Raises Refused where it is empty.

    With `personal` also what entries commit to and the vault still holds, but for what people answered to surveys.
    """
    from comity.adapters.timestamps import STAMPS, Stamps
    from comity.evidence.named import named
    from comity.evidence.pack import Packed

    entries = desk.entries()
    if not entries:
        why, hint = "nothing has been recorded yet", "`comity sign FOLDER` opens the record."
        raise Refused(problem(NOT_MADE, desk.folder, why, hint))
    names = named(entries)
    wanted = dict.fromkeys([*names.files, *(one.result for one in names.evaluations)])
    blobs = {digest: path for digest in wanted if (path := desk.blobs.sound(digest)) is not None}
    warnings = list(_incomplete(desk, names, blobs))
    sources: dict[str, Source] = {digest: partial(_pieces, path) for digest, path in blobs.items()}
    expected, more = ((), {}) if warnings else _standing(desk, entries, as_of, known_at, warnings)
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
            yield problem(INCOMPLETE, desk.folder, why, hint, Severity.WARNING)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece


def _standing(
    desk: Desk, entries: Sequence[Entry], as_of: date, known_at: date, warnings: list[Problem]
) -> tuple[Sequence[Expected], Mapping[str, Source]]:
    """Return the standing that the pack says the record comes to, with its document; none, and why, where it fails."""
    from comity.evidence.again import NotEvaluated
    from comity.evidence.pack import Expected
    from comity.opening.again import Evaluator
    from comity.record.documents import documents

    def file(digest: str) -> Iterator[bytes] | None:
        path = desk.blobs.path(digest)
        return _pieces(path) if path is not None else None

    with TemporaryDirectory(prefix="comity-") as folder:
        try:
            found = Evaluator(Path(folder))(documents(entries), file, as_of, known_at)
        except NotEvaluated as wrong:
            why = f"the standing cannot be computed, so the pack holds none: {wrong.why}"
            hint = "`comity check FOLDER` says what is wrong."
            warnings.append(problem(INCOMPLETE, desk.folder, why, hint, Severity.WARNING))
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
        raise Refused(problem(NOT_MADE, vault.folder, refusal.why, "Restore the vault from a backup.")) from refusal
    return [Opening(commitment=one.commitment, subject=one.subject, salt=one.salt, payload=one.payload) for one in kept]


def write(packed: Packed, path: Path) -> None:
    """Write the pack, whole or not at all. Raises Refused."""
    from comity.adapters.durable import placed
    from comity.evidence.pack import write_pack
    from comity.record.refusal import Refusal

    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.new")
    try:
        with written.open("wb") as out:
            write_pack(out, packed)
            out.flush()
            os.fsync(out.fileno())
        placed(written, path)
    except Refusal as refusal:
        raise Refused(problem(NOT_MADE, path, refusal.why, "")) from refusal
    finally:
        written.unlink(missing_ok=True)


def problem(code: str, path: Path, why: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return a problem of a pack, or of what should go into it."""
    return Problem(code=code, place=Place(file=str(path)), why=why, hint=hint, severity=severity)
