"""The folder follows what was signed: its agreement and amendments are written there, and nothing is lost by it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.folder import AGREEMENT, AMENDMENTS, Document
from comity.cli.signing import is_asked
from comity.kernel.words import and_list, one_line

if TYPE_CHECKING:
    from comity.adapters.desk import Desk

LONGEST = 200
"""Bytes of the name of an amendment: no disk takes many more."""


def followed(desk: Desk, texts: Sequence[Document], *, yes: bool) -> bool:
    """Offer to write the documents that were signed into the folder, if it holds others; tell whether any was.

    An amendment that they do not have is taken away. A file whose bytes are not in the record stays as it is, and so
    does a folder without an agreement. Where the folder cannot be read or written that is told: the record stands.
    """
    try:
        return _followed(desk, texts, yes=yes)
    except OSError as failure:
        why = f"{failure.filename or desk.folder}: {failure.strerror or failure}"
        stands = f"What is recorded stands; the texts are in {desk.blobs.folder}, by their digest."
        click.echo(f"The folder could not be brought up to what was signed ({why}). {stands}")
        return False


def _followed(desk: Desk, texts: Sequence[Document], *, yes: bool) -> bool:
    here, signed = _here(desk.folder), {path: data for path, data in texts if _is_ours(path)}
    _tell_unfit(desk, {path: data for path, data in texts if path not in signed})
    if AGREEMENT not in here:
        return False
    changed = {path: data for path, data in signed.items() if here.get(path) != data}
    _tell_kept(desk, own := _own(desk, here, changed), signed)
    written = {path: data for path, data in changed.items() if path not in own}
    gone = [path for path in here if path not in signed and _is_kept(desk, here[path])]
    if not (written or gone) or not _is_wanted(desk.folder, list(written), gone, yes=yes):
        return False
    _write(desk.folder, written, gone)
    return True


def _is_ours(path: str) -> bool:
    """Tell whether a path that somebody proposed is one of an agreement: it must not lead out of the folder."""
    folder, slash, name = path.rpartition("/")
    is_amendment = folder == AMENDMENTS and name.endswith((".yaml", ".yml")) and not name.startswith(".")
    is_name = name.isprintable() and not set(name) & set('\\:*?"<>|') and len(name.encode()) <= LONGEST
    return path == AGREEMENT or (bool(slash) and is_amendment and is_name)


def _here(folder: Path) -> dict[str, bytes]:
    """Return the agreement and the amendments of a folder: path -> bytes."""
    files = [folder / AGREEMENT, *sorted((folder / AMENDMENTS).glob("*.y*ml"))]
    found = {file.relative_to(folder).as_posix(): file for file in files if file.is_file()}
    return {path: file.read_bytes() for path, file in found.items() if _is_ours(path)}


def _own(desk: Desk, here: Mapping[str, bytes], changed: Iterable[str]) -> dict[str, str]:
    """Return the paths whose file has changes that nobody proposed, each with its name in the folder.

    Where names differ in capitals alone, many disks hold one file for both.
    """
    alike = {path.casefold(): path for path in here}
    there = {path: path if path in here else alike.get(path.casefold()) for path in changed}
    return {path: name for path, name in there.items() if name is not None and not _is_kept(desk, here[name])}


def _is_kept(desk: Desk, data: bytes) -> bool:
    """Tell whether nothing is lost with a file: the record has it."""
    return desk.blobs.sound(hashlib.sha256(data).hexdigest()) is not None


def _tell_kept(desk: Desk, own: Mapping[str, str], signed: Mapping[str, bytes]) -> None:
    for path, name in own.items():
        blob = desk.blobs.folder / hashlib.sha256(signed[path]).hexdigest()
        click.echo(f"{desk.folder / name} stays: it has changes that nobody proposed. As it was signed it is {blob}")


def _tell_unfit(desk: Desk, texts: Mapping[str, bytes]) -> None:
    for path, data in texts.items():
        blob = desk.blobs.folder / hashlib.sha256(data).hexdigest()
        click.echo(f"{one_line(path, LONGEST)} is not written: that is no name of an amendment. It is {blob}")


def _is_wanted(folder: Path, written: Sequence[str], gone: Sequence[str], *, yes: bool) -> bool:
    if not is_asked(yes=yes):
        return True
    parts = [f"write {and_list(written, len(written))}"] if written else []
    parts += [f"take away {and_list(gone, len(gone))}, which the record keeps"] if gone else []
    return click.confirm(f"Bring the folder {folder} up to what was signed: {', and '.join(parts)}?", default=True)


def _write(folder: Path, written: Mapping[str, bytes], gone: Sequence[str]) -> None:
    from comity.adapters.durable import write_durably

    for path in gone:  # first: where only capitals differ, many disks hold one file for what goes and what comes
        (folder / path).unlink()
        click.echo(f"took away {folder / path}, which is no part of what was signed; the record keeps it")
    for path, data in written.items():
        (folder / path).parent.mkdir(exist_ok=True)
        write_durably(folder / path, data)
        click.echo(f"wrote {folder / path}, as it was signed")
