"""A standing computed again from what entries amount to and the files they name, as `comity evaluate` would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.kernel.problem import Refused

if TYPE_CHECKING:
    from comity.adapters.folder import AllianceFolder, Document
    from comity.agreement.model import Agreement
    from comity.evidence.again import Again, Files
    from comity.kernel.problem import Problem
    from comity.record.documents import Documents


class Evaluator:
    """Evaluates what entries amount to (evidence.again.Evaluate). Files are unpacked into a folder, once each.

    What many standings of one record have in common is done once: the texts of an agreement are read once, and a
    standing that rests on the same documents as the last one, as when both parties recorded it, is that one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._agreements: dict[tuple[Document, ...], tuple[Agreement | None, list[Problem]]] = {}
        self._last: tuple[tuple[Documents, date, date], Again] | None = None

    def __call__(self, found: Documents, files: Files, as_of: date, known_at: date) -> Again:
        """Return the standing of some documents as of a day, as known on a day. Raises NotEvaluated."""
        from comity.evidence.again import NotEvaluated

        asked = found, as_of, known_at
        if self._last is not None and self._last[0] == asked:
            return self._last[1]
        self._unpack(found, files)
        try:
            made = self._standing(found, as_of, known_at)
        except Refused as refused:
            why = next((one.why for one in refused.problems), "nothing in it can be evaluated")
            raise NotEvaluated(why) from refused
        except Exception as failure:
            # Anybody may have recorded anything. Whatever the engine does with it, a verification ends with a report.
            raise NotEvaluated(f"the engine fails on it ({type(failure).__name__}: {failure})") from failure
        self._last = asked, made
        return made

    def _standing(self, found: Documents, as_of: date, known_at: date) -> Again:
        from comity.adapters.blobs import Blobs
        from comity.evidence.again import Again
        from comity.evidence.compare import result_bytes
        from comity.opening.alliance import open_facts, open_from, standing_of
        from comity.opening.source import Source
        from comity.reports.document import document
        from comity.standing.rests import resting_on_tables

        source = Source(documents=found, blobs=Blobs(self._blobs))
        opened = open_from(self.folder / "folder", source, known_at=known_at, reading=self._read)
        standing = standing_of(opened, as_of=as_of, known_at=known_at)
        tables = open_facts(opened, known_at=known_at).tables
        return Again(
            document=result_bytes(document(standing)), terms=standing.terms.digest,
            reads=resting_on_tables(opened.agreement), facts={name: table.digest for name, table in tables.items()},
        )  # fmt: skip

    def _read(self, folder: AllianceFolder) -> tuple[Agreement | None, list[Problem]]:
        """Read an agreement whose texts were not read before. Most records have one, and some amendments of it."""
        from comity.opening.alliance import read_texts

        texts = folder.agreement, *folder.amendments
        if texts not in self._agreements:
            self._agreements[texts] = read_texts(replace(folder, warnings=()))
        agreement, problems = self._agreements[texts]
        return agreement, [*problems, *folder.warnings]

    @property
    def _blobs(self) -> Path:
        return self.folder / "blobs"

    def _unpack(self, found: Documents, files: Files) -> None:
        self._blobs.mkdir(exist_ok=True)
        wanted = {file.digest for proposal in found.proposals for file in proposal.files}
        for digest in wanted | {one.digest for one in found.facts} | {one.digest for one in found.waves.closed}:
            path = self._blobs / digest
            pieces = files(digest) if not path.exists() else None
            if pieces is not None:
                with path.open("wb") as stream:
                    stream.writelines(pieces)
