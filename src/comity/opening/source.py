"""Where the documents of an alliance come from: its record where it has one, otherwise its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from comity.adapters.folder import AGREEMENT, AMENDMENTS, FACTS, AllianceFolder, read_folder
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.kernel.values import dataclass
from comity.kernel.words import in_shell

if TYPE_CHECKING:
    from datetime import date

    from comity.adapters.blobs import Blobs
    from comity.adapters.desk import Desk
    from comity.agreement.acts import Act
    from comity.agreement.model import Agreement
    from comity.record.documents import Documents
    from comity.record.history import Entry
    from comity.standing.recorded import RecordState

NOT_IN_RECORD, WAITS, MISDATED = "CMY-909", "CMY-910", "CMY-913"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the record of a folder amounts to, the files that belong to it, and warnings of what waits in it.

    `state` says how much of it counts by a day; None for documents that are not those of the record as it is.
    """

    documents: Documents
    blobs: Blobs
    warnings: tuple[Problem, ...] = ()
    state: Callable[[date], RecordState] | None = None


def source_of(path: Path) -> Source | None:
    """Return what the record of a folder holds; None where it has none. Raises Refused where it is damaged."""
    with _desk(path) as desk:
        return source_at(desk) if desk is not None else None


def record_root(path: Path) -> bytes:
    """Return a digest that changes with the record of a folder: its root, its checkpoints, and what waits in it.

    b"" where nothing was recorded. A record in a database changes without any file of its folder. Raises Refused.
    """
    with _desk(path) as desk:
        if desk is None:
            return b""
        told = hashlib.sha256(desk.store.history().root)
        for part in (*(one.note().encode() for one in desk.store.checkpoints()), *desk.store.waiting()):
            told.update(hashlib.sha256(part).digest())
        return told.digest()


@contextmanager
def _desk(path: Path) -> Iterator[Desk | None]:
    """Open the record of a folder for a while; None where there is none. Raises Refused."""
    if not any((path / "record" / name).is_file() for name in ("record.sqlite", "database")):
        yield None
        return
    from comity.adapters.desk import open_desk

    desk = open_desk(path, new=True)
    try:
        yield desk if desk.store.history().size else None  # nothing yet in a database, or an opening was interrupted
    finally:
        desk.store.close()


def source_at(desk: Desk) -> Source:
    """Return what the record of an open desk holds, what waits counted provisionally; so is what is dated wrongly."""
    from comity.record.documents import documents

    warnings = (*_waiting(desk), *_misdated(desk))
    entries, waiting = desk.entries(), desk.waiting()
    found = documents(entries, waiting)
    state = _state(desk, found, entries, waiting)
    return Source(documents=found, blobs=desk.blobs, warnings=warnings, state=state)


def _state(
    desk: Desk, documents: Documents, entries: Sequence[Entry], waiting: Sequence[Entry]
) -> Callable[[date], RecordState]:
    """Return what says how much of the record counts by a day; it needs the desk no more."""
    from comity.standing.recorded import RecordState

    keeper, finals = desk.store.history().keeper, desk.store.finals()
    days, late = ([entry.payload.effective_at for entry in of] for of in (entries, waiting))
    final_size = max(finals, default=0)

    def state(day: date) -> RecordState:
        counted = [position for position, on in enumerate(days) if on <= day]
        waits = sum(on <= day for on in late)
        last = counted[-1] if counted else -1
        covers = [size for size in sorted(finals) if size > last]
        size = covers[0] if covers else final_size
        texts = documents.in_force_by(day) or tuple(filter(None, [documents.agreement_on(day)]))
        return RecordState(
            keeper=keeper, entries=len(counted) + waits, final=sum(position < final_size for position in counted),
            waiting=waits, signed=tuple(one.signed for one in texts), size=size, root=finals.get(size, ""),
        )  # fmt: skip

    return state


def folder_of(path: Path, source: Source | None, known_at: date | None) -> AllianceFolder:
    """Return the documents of an alliance, from its record where it has one. Raises Refused."""
    if source is None:
        folder, problems = read_folder(path)
    else:
        from comity.adapters.recorded import recorded_folder

        folder, problems = recorded_folder(path, source.documents, source.blobs, known_at)
    if folder is None:
        raise Refused(*problems)
    return folder


def _waiting(desk: Desk) -> Iterator[Problem]:
    keeper, place = desk.store.history().keeper, Place(file=str(desk.folder / "record"))
    if waiting := len(desk.waiting()):
        verbs, them = (("waits", "counts"), "it") if waiting == 1 else (("wait", "count"), "them")
        why = f"{_entries(waiting)} of {desk.me} {verbs[0]} for {keeper}, and {verbs[1]} provisionally"
        yield _warning(WAITS, place, why, f"`comity sync {in_shell(desk.folder)} FILE` takes {them} to {keeper}.")
    if stuck := desk.stuck():
        why = f"{_entries(len(stuck))} cannot be recorded any more"
        takes = "takes it back" if len(stuck) == 1 else "takes each back, in any order"
        yield _warning(WAITS, place, why, f"`comity log {in_shell(desk.folder)} --withdraw ENTRY` {takes}.")


def _misdated(desk: Desk) -> Iterator[Problem]:
    """Yield each entry that is not final and counts from a day from which none may: by cosigning it, it is accepted."""
    place = Place(file=str(desk.folder / "record"))
    for position, entry, why in desk.misdated(desk.final_size):
        what = f"entry {position}, {entry.payload.type} of {entry.payload.actor}, counts provisionally: {why}"
        hint = f"Settle it before you cosign; `comity log {in_shell(desk.folder)} {position}` shows the entry."
        yield _warning(MISDATED, place, what, hint)


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


# -- what lies in the folder and is not in the record -------------------------------------------


def unrecorded(path: Path, source: Source, agreement: Agreement) -> list[Problem]:
    """Return a warning for each document and file of facts in the folder that the record does not know."""
    return [*_texts(path, source), *_facts(path, source), *_acts(path, source, agreement)]


def _texts(path: Path, source: Source) -> Iterator[Problem]:
    known = {file.digest for proposal in source.documents.proposals for file in proposal.files}
    for file in (path / AGREEMENT, *sorted((path / AMENDMENTS).glob("*.y*ml"))):
        if file.is_file() and _digest(file) not in known:
            why = "this text is not the one in the record, and does not count"
            hint = f"`comity sign {in_shell(path)}` proposes the agreement as it stands here."
            yield _warning(NOT_IN_RECORD, Place(file=str(file)), why, hint)


def _facts(path: Path, source: Source) -> Iterator[Problem]:
    from comity.adapters.recorded import is_fact_file

    known = {one.digest for one in source.documents.facts}
    for file in sorted((path / FACTS).glob("*/*")):
        if is_fact_file(file.name) and not file.name.startswith((".", "~$")) and _digest(file) not in known:
            why = "this file is not in the record, and does not count"
            submits = f"`comity submit {in_shell(path)} {file.parent.name} {in_shell(file)}`"
            yield _warning(NOT_IN_RECORD, Place(file=str(file)), why, f"{submits} records it; its reporter runs that.")


def _acts(path: Path, source: Source, agreement: Agreement) -> Iterator[Problem]:
    folder, _ = read_folder(path) if (path / AGREEMENT).is_file() else (None, [])
    if folder is None or not folder.acts:
        return
    from comity.adapters.acts import acts_of, acts_of_record
    from comity.opening.problems import located

    known = {_said(act) for act in acts_of_record(source.documents.acts, agreement)[0]}
    lost = [act for act in acts_of(folder.acts, agreement)[0] if _said(act) not in known]
    for act in lost:
        why = f"this act is not in the record, and does not count: {act.do}"
        hint = "The words of acts are commands in a folder with a record, such as `comity notice`."
        yield from located([_warning(NOT_IN_RECORD, act.place, why, hint)], path)


def _said(act: Act) -> tuple[object, ...]:
    return act.on, act.by, act.do, act.about, act.relief, act.choose, tuple(sorted(act.written.items()))


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _warning(code: str, place: Place, why: str, hint: str) -> Problem:
    return Problem(code=code, place=place, why=why, hint=hint, severity=Severity.WARNING)
