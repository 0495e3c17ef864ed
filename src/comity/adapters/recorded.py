"""The documents of an alliance as its record has them: agreement, acts and facts, in the form of a folder.

What one party recorded must not keep the other from reading the rest: a file or an act that cannot be used counts for
nothing and is told as a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from comity.adapters.blobs import Blobs
from comity.adapters.files import LARGEST, read_fact_file
from comity.adapters.folder import FACTS, AllianceFolder, Document
from comity.adapters.record_place import DAMAGED
from comity.agreement.act_nodes import FILE
from comity.facts.contested import Contested
from comity.facts.model import RawFile
from comity.facts.sheet import KNOWN_AT, REPORTED_BY
from comity.kernel.problem import Place, Problem, Severity
from comity.record.documents import Documents, Proposal, Submitted
from comity.record.files import about_of, paths_of
from comity.record.waves import ClosedWave

NOT_AGREED, MISSING = "CMY-911", "CMY-915"


def recorded_folder(
    path: Path, found: Documents, blobs: Blobs, known_at: date | None
) -> tuple[AllianceFolder | None, list[Problem]]:
    """Return the documents of a record as known on a day (None: by now); None where the agreement is not here."""
    proposal = found.agreement_on(known_at)
    if proposal is None:
        return None, [
            _problem(NOT_AGREED, "no agreement has been proposed in this record", "`comity sign` proposes it.")
        ]
    texts, problems = _texts(proposal, blobs)
    if problems:
        return None, problems
    waves, lost = recorded_waves(found, blobs)
    folder = AllianceFolder(
        path=path, agreement=texts[0], amendments=tuple(sorted(texts[1:])), facts=path / FACTS, waves=waves,
        warnings=(*_unsigned(proposal, found, known_at), *lost),
    )  # fmt: skip
    return folder, []


def _texts(proposal: Proposal, blobs: Blobs) -> tuple[list[Document], list[Problem]]:
    texts: list[Document] = []
    problems = []
    for file in proposal.files:
        data = blobs.read(file.digest)
        if data is None:
            why = f"{file.path} of the agreement is not here, or not as it was proposed"
            problems.append(_problem(DAMAGED, why, "Take it from the other party by `comity sync`.", proposal))
        else:
            texts.append((file.path, data))
    return texts, problems


def _unsigned(proposal: Proposal, found: Documents, known_at: date | None) -> Iterator[Problem]:
    """Yield a warning for an agreement that not all had signed, as known on a day; since when they have, if they do."""
    missing = " and ".join(party for party in found.parties if party not in proposal.signed)
    if not missing:
        return
    since = next(one.since(found.parties) for one in found.proposals if one.origin.leaf == proposal.origin.leaf)
    if since is None:
        why = f"this agreement is proposed and not signed by {missing}: it counts provisionally"
        hint = "`comity sign` signs it."
    else:
        why = f"as known on {known_at} this agreement was not signed by {missing}: it counted provisionally"
        hint = f"All have signed it since {since}: with `--known-at {since}` it is in force."
    yield replace(_problem(NOT_AGREED, why, hint, proposal), severity=Severity.WARNING)


# -- waves of surveys ---------------------------------------------------------------------------


def recorded_waves(found: Documents, blobs: Blobs) -> tuple[tuple[Document, ...], list[Problem]]:
    """Return the files of waves, of open ones too, and warnings: what is not here or not as recorded does not count."""
    if not found.waves.opened and not found.waves.closed:
        return (), []
    from comity.surveys.released import Opened, Response, write

    documents: list[Document] = []
    problems: list[Problem] = []
    for closed in found.waves.current():
        documents += _released(closed, blobs, problems)
    for one in found.waves.open():
        asked = (Response(party=party, role="", invited=count, reason="counted by its keeper until it is closed")
                 for party, count in one.asked.items())  # fmt: skip
        wave = Opened(survey=one.survey, wave=one.wave, keeper=one.origin.actor, opened=one.origin.day,
                      closes=one.closes, responses=tuple(asked), instrument=one.instrument)  # fmt: skip
        documents.append((f"surveys/{one.survey}/{one.wave}.json", write(wave)))
    return tuple(sorted(documents)), problems


def _released(one: ClosedWave, blobs: Blobs, problems: list[Problem]) -> list[Document]:
    """Return the file of a closed wave, if it is what was recorded, and was closed on the day of its entry."""
    from comity.surveys.released import DAMAGED as DAMAGED_WAVE
    from comity.surveys.released import Released, read

    path = f"surveys/{one.survey}/{one.wave}.json"
    data = blobs.read(one.digest)
    if data is None:
        why = f"the results that {one.origin.actor} released are not here, and do not count"
        problems.append(_warning(MISSING, path, why, "Take them from the other party by `comity sync`."))
        return []
    wave, wrong = read(data, path)
    problems += as_warnings(wrong)
    if wave is None:
        return []
    if not isinstance(wave, Released) or wave.closed != one.since:
        why = f"these results do not say that the wave was closed on {one.since}, as the record does: they do not count"
        problems.append(_warning(DAMAGED_WAVE, path, why, f"Ask {one.origin.actor} to close the wave again."))
        return []
    return [(path, data)]


# -- facts --------------------------------------------------------------------------------------


def recorded_facts(
    found: Documents, blobs: Blobs, tables: Collection[str], parties: Collection[str]
) -> tuple[dict[str, list[RawFile]], list[Problem]]:
    """Return the files of every table owed as they were submitted, and warnings. `parties` are those of the agreement.

    What is said of them says record.files. Columns `known_at` and `reported_by` are not read: nobody can date back
    a row, or speak for the other side.
    """
    raws: dict[str, list[RawFile]] = {}
    problems: list[Problem] = []
    for one, path in zip(found.facts, paths_of(found.facts), strict=True):
        if one.table in tables:
            raw = _raw(one, path, blobs, parties, problems)
            raws.setdefault(one.table, []).extend([raw] if raw is not None else [])
    return raws, problems


def _raw(
    one: Submitted, path: str, blobs: Blobs, parties: Collection[str], problems: list[Problem]
) -> RawFile | None:  # fmt: skip
    file = blobs.path(one.digest)
    if file is None:
        why = f"the file that {one.origin.actor} submitted is not here, and its rows do not count"
        problems.append(_warning(MISSING, path, why, "Take it from the other party by `comity sync`."))
        return None
    raw, wrong = read_fact_file(file, PurePosixPath(one.path).suffix.lower(), path, about_of(one, parties))
    problems += as_warnings(wrong)
    if raw is None:
        return None
    if raw.digest != one.digest:
        why = f"the file of entry {one.origin.position} is damaged: its bytes are not those that were submitted"
        problems.append(_problem(DAMAGED, why, "Take it from the other party by `comity sync`."))
        return None
    said = [name for name in (KNOWN_AT, REPORTED_BY) if name in raw.table.column_names]
    return replace(raw, table=raw.table.drop_columns(said)) if said else raw


def is_fact_file(name: str) -> bool:
    """Tell whether a name is that of a file of facts."""
    return PurePosixPath(name).suffix.lower() in LARGEST


def contests_of(found: Documents) -> list[Contested]:
    """Return the disputes of single data, as facts know them."""
    return [
        Contested(
            table=one.table, period=one.period, scope=one.scope, column=one.column, by=one.origin.actor,
            value=one.value, reason=one.reason, since=one.origin.day, until=one.until, agreed=one.agreed, file=FILE,
            row=one.origin.position,
        )
        for one in found.contests
    ]  # fmt: skip


# -- problems -----------------------------------------------------------------------------------


def as_warnings(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as warnings: what they are about counts for nothing, and the rest does."""
    return [replace(one, severity=Severity.WARNING) for one in problems]


def _problem(code: str, why: str, hint: str, proposal: Proposal | None = None) -> Problem:
    place = Place(file=FILE, line=proposal.origin.position) if proposal is not None else Place(file=FILE)
    return Problem(code=code, place=place, why=why, hint=hint)


def _warning(code: str, path: str, why: str, hint: str) -> Problem:
    return Problem(code=code, place=Place(file=path), why=why, hint=hint, severity=Severity.WARNING)
