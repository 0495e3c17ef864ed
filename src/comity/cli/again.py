"""A standing computed again from the entries of a pack and the files they name, as `comity evaluate` would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.kernel.problem import Refused

if TYPE_CHECKING:
    from comity.evidence.again import Again, Files
    from comity.record.documents import Documents
    from comity.record.history import Entry


class Evaluator:
    """Evaluates what entries amount to (evidence.again.Evaluate). Files are unpacked into a folder, once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, entries: Iterable[Entry], files: Files, as_of: date, known_at: date) -> Again:
        """Return the standing of some entries as of a day, as known on a day. Raises NotEvaluated."""
        from comity.evidence.again import NotEvaluated
        from comity.record.documents import documents

        found = documents(entries)
        self._unpack(found, files)
        try:
            return self._standing(found, as_of, known_at)
        except Refused as refused:
            why = next((one.why for one in refused.problems), "nothing in it can be evaluated")
            raise NotEvaluated(why) from refused
        except Exception as failure:
            # Anybody may have recorded anything. Whatever the engine does with it, a verification ends with a report.
            raise NotEvaluated(f"the engine fails on it ({type(failure).__name__}: {failure})") from failure

    def _standing(self, found: Documents, as_of: date, known_at: date) -> Again:
        from comity.adapters.blobs import Blobs
        from comity.evidence.again import Again
        from comity.evidence.compare import result_bytes
        from comity.opening.alliance import open_facts, open_from, standing_of
        from comity.opening.source import Source
        from comity.reports.document import document
        from comity.standing.rests import resting_on_tables

        source = Source(documents=found, blobs=Blobs(self._blobs))
        opened = open_from(self.folder / "folder", source, known_at=known_at)
        standing = standing_of(opened, as_of=as_of, known_at=known_at)
        tables = open_facts(opened, known_at=known_at).tables
        return Again(
            document=result_bytes(document(standing)), terms=standing.terms.digest,
            reads=resting_on_tables(opened.agreement), facts={name: table.digest for name, table in tables.items()},
        )  # fmt: skip

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
