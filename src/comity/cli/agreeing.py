"""Proposing and signing an agreement with its amendments: what `comity sign` and `comity amend` share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.folder import AGREEMENT, Document
from comity.cli.signing import refused
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import and_list
from comity.opening.problems import errors

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Agreement
    from comity.record.documents import Documents, Proposal


def read_texts(texts: Sequence[Document]) -> Agreement:
    """Return the agreement of documents, the agreement itself first. Raises Refused where it has errors."""
    from comity.agreement.read import read_agreement

    agreement, problems = read_agreement(texts[0], texts[1:])
    if agreement is None or errors(problems):
        raise Refused(*errors(problems))
    return agreement


def refuse_errors(folder: Path, texts: Sequence[Document], day: date, given: Mapping[str, Path] | None = None) -> None:
    """Raise Refused with everything that `comity check` finds in what is to be signed, if it finds an error.

    Warnings are printed. `given` names the file from which a document was read that is not in the folder.
    """
    from comity.cli.alliance import checked
    from comity.cli.problems import tell

    files = {place: str(file) for path, file in (given or {}).items() for place in (path, str(folder / path))}
    problems = [_in_files(one, files) for one in checked(folder, today=day, texts=texts).problems]
    if errors(problems):
        raise Refused(*errors(problems))
    tell(problems)


def _in_files(problem: Problem, files: Mapping[str, str]) -> Problem:
    """Return a problem that points into the files that were given."""

    def seen(place: Place) -> Place:
        return replace(place, file=files.get(place.file, place.file))

    related = tuple(replace(near, place=seen(near.place)) for near in problem.related)
    return replace(problem, place=seen(problem.place), related=related)


def texts_of(desk: Desk, proposal: Proposal) -> list[Document]:
    """Return the documents of a proposal. Raises Refused where one of them is not here."""
    texts = []
    for file in proposal.files:
        data = desk.blobs.read(file.digest)
        if data is None:
            raise refused(desk, f"{file.path} as it was proposed is not here", "`comity sync` brings it.")
        texts.append((file.path, data))
    return texts


def texts_in(folder: Path) -> list[Document]:
    """Return the documents of the agreement as they stand in a folder. Raises Refused."""
    from comity.opening.source import folder_of

    found = folder_of(folder, None, None)
    return [found.agreement, *found.amendments]


def proposed(desk: Desk, texts: Sequence[Document], day: date) -> list[bytes]:
    """Return the entries that propose an agreement and sign it, and keep its documents. The second names the first."""
    from comity.record.documents import PROPOSED, SIGNED
    from comity.record.history import read_entry

    digest = read_texts(texts).versions[-1][1].digest
    files = [{"path": path, "digest": desk.blobs.keep(data)} for path, data in texts]
    first = desk.sign(PROPOSED, {"files": files, "digest": digest}, day=day)
    leaf = read_entry(first).leaf.hex()
    return [first, following(desk, first, SIGNED, {"digest": digest}, day, [leaf])]


def following(
    desk: Desk, before: bytes, kind: str, body: dict[str, object], day: date, refs: Iterable[str]
) -> bytes:  # fmt: skip
    """Return an entry that comes right after another one of this party that is not recorded yet."""
    from comity.record.history import read_entry

    entry = read_entry(before)
    return desk.sign(kind, body, day=day, refs=refs, after=(entry.payload.actor_seq + 1, entry.leaf.hex()))


def listed(agreement: Agreement, texts: Sequence[Document]) -> list[str]:
    """Return what is signed, in lines: title, parties, files, and from when each amendment holds."""
    terms = agreement.versions[-1][1]
    days = {amendment.file: f", in force from {amendment.in_force}" for amendment in agreement.amendments}
    return [
        f"  {terms.title}",
        *(f"  {path}{days.get(path, '')}" for path, _ in texts),
        f"  terms {terms.digest[:16]}",
    ]


def taken_out(desk: Desk, texts: Iterable[Document]) -> dict[str, str]:
    """Return the amendments in force, or proposed after, that an agreement leaves out: path -> from when each holds.

    Raises Refused where a document of them is not here.
    """
    found, content = desk.documents(), {data for _, data in texts}
    out: dict[str, str] = {}
    for one in filter(None, [found.agreement_on(), *found.open_proposals()[-1:]]):
        amendments = read_texts(before := texts_of(desk, one)).amendments
        days = {amendment.file: str(amendment.in_force) for amendment in amendments}
        out |= {path: days.get(path, "") for path, data in before[1:] if data not in content}
    return out


def signed_by_all(found: Documents) -> Proposal | None:
    """Return the agreement in force, if there is one yet."""
    current = found.agreement_on()
    return current if current is not None and current.since(found.parties) is not None else None


def coming(desk: Desk, agreement: Agreement, texts: Sequence[Document], day: date) -> list[str]:
    """Return the days from which an agreement changes the one in force, if all of them are after `day`.

    Asked before it is signed: afterwards it is in force itself.
    """
    current = signed_by_all(desk.documents())
    before = [data for _, data in texts_of(desk, current)] if current is not None else []
    content = [data for _, data in texts]
    if not before or any(data not in content for data in before):
        return []
    new = {path for path, data in texts if data not in before}
    days = sorted({one.in_force for one in agreement.amendments if one.file in new})
    return [str(one) for one in days] if days and days[0] > day else []


def tell_outlook(desk: Desk, days: Sequence[str]) -> None:
    """Say whether what was signed is in force, or from which days to come, and whose signature it awaits."""
    found = desk.documents()
    waiting = [party for one in found.open_proposals()[-1:] for party in found.parties if party not in one.signed]
    holds = f"will be in force from {and_list(days)}" if days else "is in force"
    if waiting:
        has = "has" if len(waiting) == 1 else "have"
        click.echo(f"It {holds}{',' if days else ''} once {and_list(waiting)} {has} signed it too.")
    else:
        click.echo(f"Signed by all parties: it {holds}.")


def is_same(texts: Iterable[Document], others: Iterable[Document]) -> bool:
    """Tell whether two agreements are the same files, byte for byte."""
    return sorted(texts) == sorted(others)


def has_agreement(folder: Path) -> bool:
    """Tell whether an agreement stands in the folder beside the record."""
    return (folder / AGREEMENT).is_file()
