"""Files and personal data that a record names: here, erased, withheld, missing or corrupt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from comity.evidence.again import Entries
from comity.evidence.holds import holds
from comity.evidence.named import Erasure, Named, Use, positions
from comity.evidence.pack import Pack
from comity.evidence.report import Finding, Found, listed
from comity.record.commitment import opens


def files(pack: Pack, names: Named) -> Iterator[Finding]:
    """Yield which files are here as they were signed, and which are not. Reading the pack has verified their bytes."""
    here = [digest for digest in names.files if digest in pack.blobs]
    if here:
        says = f"{_count(len(here), 'file')}, each as an entry names it by its SHA-256"
        yield Finding(found=Found.PROVEN, about="file", says=says)
    absent = [(digest, uses) for digest, uses in names.files.items() if digest not in pack.blobs]
    for digest, uses in sorted(absent, key=lambda one: positions(one[1])):
        needed = [use for use in uses if use.is_needed]
        if needed:
            says = f"{needed[0].what}, as {needed[0].actor} handed it in (SHA-256 {digest[:16]}…), is not in this pack"
            yield Finding(found=Found.MISSING, about="file", says=says, position=needed[0].position)
    withheld = [uses[0] for _, uses in absent if not any(use.is_needed for use in uses)]
    if withheld:
        says = f"{_count(len(withheld), 'document')} known by SHA-256 only: {listed(one.what for one in withheld)}"
        yield Finding(found=Found.ATTESTED, about="file", says=says, position=withheld[0].position)
    results = {one.result for one in pack.expected} | {one.result for one in names.evaluations}
    for digest in sorted(pack.blobs - names.files.keys() - results):
        yield Finding(found=Found.CORRUPT, about="file", says=f"no entry names the file {digest} of this pack")


def personal(pack: Pack, names: Named) -> Iterator[Finding]:
    """Yield what became of the personal data that entries commit to, those erased left aside."""
    openings = {one.commitment: one for one in pack.openings or ()}
    opened = 0
    for committed, uses in names.commitments.items():
        one, erased = openings.pop(committed, None), names.erased.get(committed)
        if one is not None and erased is not None:
            yield _corrupt(uses, f"personal data of {one.subject} are in this pack, though they were erased")
        elif one is not None and not opens(committed, one.salt, one.payload):
            yield _corrupt(uses, f"the personal data of {one.subject} are not those that {uses[0].actor} committed to")
        elif one is not None:
            opened += 1
        elif erased is None and pack.openings is not None:
            says = (
                f"the personal data behind the commitment {committed[:16]}… are not in this pack, and were not erased"
            )
            yield Finding(found=Found.MISSING, about="personal data", says=says, position=positions(uses))
    for committed, one in openings.items():
        says = f"no entry commits to the personal data of {one.subject} in this pack ({committed[:16]}…)"
        yield Finding(found=Found.CORRUPT, about="personal data", says=says)
    if opened:
        says = f"{_count(opened, 'piece')} of personal data, each as an entry commits to it"
        yield Finding(found=Found.PROVEN, about="personal data", says=says)
    withheld = [one for one in names.commitments if one not in names.erased]
    if pack.openings is None and withheld:
        says = f"{_count(len(withheld), 'piece')} of personal data kept out of this pack; entries commit to them"
        first = min(positions(names.commitments[one]) for one in withheld)
        yield Finding(found=Found.ATTESTED, about="personal data", says=says, position=first)


def erasures(names: Named, entries: Entries) -> Iterator[Finding]:
    """Yield the erasures: whose personal data, by whom, when, and whether a hold stood."""
    by: dict[Erasure, list[str]] = {}
    for committed, erasure in names.erased.items():
        if committed in names.commitments:
            by.setdefault(erasure, []).append(committed)
    for erasure, commitments in by.items():
        says = f"{_count(len(commitments), 'piece')} of personal data of {erasure.subject}, by {erasure.actor}"
        stood = [one for one in holds(islice(entries(), erasure.position)) if one.subject == erasure.subject]
        against = "".join(f", although a hold of {one.actor} stood (entry {one.position})" for one in stood)
        says = f"{says} on {erasure.day}{against}"
        yield Finding(found=Found.ERASED, about="personal data", says=says, position=erasure.position)


def _corrupt(uses: Sequence[Use], says: str) -> Finding:
    return Finding(found=Found.CORRUPT, about="personal data", says=says, position=positions(uses))


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
