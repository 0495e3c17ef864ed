"""The folder follows what was signed: its agreement and amendments are written there, and nothing is lost by it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.folder import AGREEMENT, AMENDMENTS, Document
from comity.cli.signing import is_asked
from comity.kernel.words import and_list

if TYPE_CHECKING:
    from comity.adapters.desk import Desk


def followed(desk: Desk, texts: Sequence[Document], *, yes: bool) -> bool:
    """Offer to write the documents that were signed into the folder, if it holds others; tell whether any was.

    An amendment that they do not have is taken away. A file whose bytes are not in the record stays as it is, and so
    does a folder without an agreement. Raises OSError where the folder cannot be written.
    """
    here, signed = _here(desk.folder), {path: data for path, data in texts if _is_ours(path)}
    if AGREEMENT not in here:
        return False
    changed = {path: data for path, data in signed.items() if here.get(path) != data}
    _tell_kept(desk, own := {path: here[path] for path in changed if not _is_kept(desk, here.get(path))}, signed)
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
    return path == AGREEMENT or (bool(slash) and is_amendment and not set(name) & set('\\:*?"<>|'))


def _here(folder: Path) -> dict[str, bytes]:
    """Return the agreement and the amendments of a folder: path -> bytes."""
    files = [folder / AGREEMENT, *sorted((folder / AMENDMENTS).glob("*.y*ml"))]
    found = {file.relative_to(folder).as_posix(): file for file in files if file.is_file()}
    return {path: file.read_bytes() for path, file in found.items() if _is_ours(path)}


def _is_kept(desk: Desk, data: bytes | None) -> bool:
    """Tell whether nothing is lost with a file: there is none, or the record has it."""
    return data is None or desk.blobs.sound(hashlib.sha256(data).hexdigest()) is not None


def _tell_kept(desk: Desk, own: Mapping[str, bytes], signed: Mapping[str, bytes]) -> None:
    for path in own:
        blob = desk.blobs.folder / hashlib.sha256(signed[path]).hexdigest()
        click.echo(f"{desk.folder / path} stays: it has changes that nobody proposed. As it was signed it is {blob}")


def _is_wanted(folder: Path, written: Sequence[str], gone: Sequence[str], *, yes: bool) -> bool:
    if not is_asked(yes=yes):
        return True
    parts = [f"write {and_list(written, len(written))}"] if written else []
    parts += [f"take away {and_list(gone, len(gone))}, which the record keeps"] if gone else []
    return click.confirm(f"Bring the folder {folder} up to what was signed: {', and '.join(parts)}?", default=True)


def _write(folder: Path, written: Mapping[str, bytes], gone: Sequence[str]) -> None:
    from comity.adapters.durable import write_durably

    for path, data in written.items():
        (folder / path).parent.mkdir(exist_ok=True)
        write_durably(folder / path, data)
        click.echo(f"wrote {folder / path}, as it was signed")
    for path in gone:
        (folder / path).unlink()
        click.echo(f"took away {folder / path}, which is no part of what was signed; the record keeps it")
