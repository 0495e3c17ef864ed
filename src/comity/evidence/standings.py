"""Recorded standings computed again: the same bytes, or where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from comity.evidence.again import Again, Entries, Evaluate, Files, NotEvaluated
from comity.evidence.compare import differences, missed
from comity.evidence.named import Basis, Named
from comity.evidence.pack import Pack, Progress
from comity.evidence.report import Finding, Found, listed
from comity.evidence.versions import THIS, Otherwise, Version, the_same
from comity.record.documents import Documents, documents_at

MOST_DOCUMENT = 64 * 2**20
"""The largest document of a standing that is compared in detail, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A standing that somebody says the record comes to. `position` is None where the pack says so."""

    as_of: date
    known_at: date
    size: int
    result: str
    terms: str
    facts: Mapping[str, str] | None
    position: int | None
    who: str
    version: Version | None

    @property
    def what(self) -> str:
        """The standing in words."""
        by = f" recorded by {self.who}" if self.who else ""
        return f"the standing as of {self.as_of}, as known on {self.known_at}{by}"


def standings(
    pack: Pack, entries: Entries, names: Named, *, size: int, evaluate: Evaluate | None, progress: Progress
) -> Iterator[Finding]:  # fmt: skip
    """Yield what became of every standing that an entry or the pack names."""
    claims = _claims(pack, names, size)
    if not claims:
        says = "no standing was recorded, so none was computed again"
        yield Finding(found=Found.ATTESTED, about="standing", says=says)
        return
    needed = [digest for digest, uses in names.files.items() if any(use.is_needed for use in uses)]
    whole = all(digest in pack.blobs for digest in needed)
    again = _Again(pack, evaluate if whole else None)
    reads: dict[str, tuple[str, ...]] = {}
    held: dict[int, list[Finding]] = {}
    for number, claim, found in _by_size(claims, entries):
        progress("Evaluating standings", len(held))
        held[number], again_ = _held(pack, claim, again, found)
        reads |= again_.reads if again_ is not None else {}
    for number in sorted(held):
        yield from held[number]
    yield from _resting(names, reads)


def _by_size(claims: Sequence[_Claim], entries: Entries) -> Iterator[tuple[int, _Claim, Documents]]:
    """Yield each claim with its number and the documents that it rests on, so that the entries are read once."""
    for size, found in documents_at(entries(), (claim.size for claim in claims)):
        for number, claim in enumerate(claims):
            if claim.size == size:
                yield number, claim, found


def _claims(pack: Pack, names: Named, size: int) -> list[_Claim]:
    recorded = [
        _Claim(
            as_of=one.as_of, known_at=one.known_at, size=one.size, result=one.result, terms=one.agreement,
            facts=one.facts, position=one.position, who=one.actor, version=one.version,
        )
        for one in names.evaluations
    ]  # fmt: skip
    return recorded + [
        _Claim(
            as_of=one.as_of, known_at=one.known_at, size=size, result=one.result, terms="", facts=None, position=None,
            who="", version=None,
        )
        for one in pack.expected
    ]  # fmt: skip


@dataclass(slots=True)
class _Again:
    """Evaluates again. `evaluate` is None where that cannot be done."""

    pack: Pack
    evaluate: Evaluate | None

    def of(self, claim: _Claim, documents: Documents) -> Again | None:
        if self.evaluate is None:
            return None
        return self.evaluate(documents, self._files, claim.as_of, claim.known_at)

    @property
    def _files(self) -> Files:
        return lambda digest: self.pack.blob(digest) if digest in self.pack.blobs else None


def _held(pack: Pack, claim: _Claim, again: _Again, documents: Documents) -> tuple[list[Finding], Again | None]:
    """Compute a standing again and hold it against what was said of it."""
    try:
        found = again.of(claim, documents)
    except NotEvaluated as wrong:
        says = f"{claim.what}: it cannot be computed from this record: {wrong.why}"
        return [_finding(Found.CORRUPT, says, claim)], None
    if found is None:
        return [_finding(Found.ATTESTED, f"{claim.what}: not computed again", claim)], None
    if elsewhere := _rests_otherwise(claim, found):
        return [_finding(Found.CORRUPT, f"{claim.what}: {elsewhere}", claim)], found
    came_to = sha256(found.document).hexdigest()
    if came_to == claim.result:
        says = f"{claim.what}: computed again from the files, the same bytes{_missed(found, claim)}"
        return [_finding(Found.PROVEN, says, claim)], found
    recorded = _document(pack, claim)
    otherwise = the_same(recorded, found.document, claim.version) if recorded else None
    if otherwise is None:
        return [_finding(Found.CORRUPT, _other(claim, recorded, found.document, came_to), claim)], found
    return list(_of_another_version(claim, otherwise)), found


def _rests_otherwise(claim: _Claim, found: Again) -> str:
    """Return on what else a standing rests than its entry says, "" if on nothing else: its terms and its facts."""
    if claim.terms and claim.terms != found.terms:
        return "it was computed under other terms than the entry says"
    if claim.facts is None or claim.facts == found.facts:
        return ""
    tables = [name for name in sorted({*claim.facts, *found.facts}) if claim.facts.get(name) != found.facts.get(name)]
    return f"it rests on other facts than the entry says: {listed(tables)}"


def _other(claim: _Claim, recorded: bytes, document: bytes, came_to: str) -> str:
    """Say that a standing came out otherwise, and where."""
    names = [one.name for one in differences(recorded, document)] if recorded else []
    where = f": {listed(dict.fromkeys(names))}" if names else ""
    later = ""
    if claim.version is not None and claim.version > THIS:
        later = f"; a later version of Comity ({'.'.join(map(str, claim.version))}) recorded it, and may explain that"
    digests = f"SHA-256 {came_to[:16]}…, not {claim.result[:16]}…"
    return f"{claim.what}: computed again it is another ({digests}){where}{later}"


def _of_another_version(claim: _Claim, otherwise: Otherwise) -> Iterator[Finding]:
    """Yield that the same came out again, though another version of Comity writes it down in other words."""
    more = f"; this version adds {listed(otherwise.added)}" if otherwise.added else ""
    yield _finding(Found.PROVEN, f"{claim.what}: computed again, all that it comes to is the same{more}", claim)
    if otherwise.worded:
        words = listed(otherwise.worded)
        says = f"{claim.what}: {words}, which another version of Comity puts into other words"
        yield _finding(Found.ATTESTED, says, claim)


def _finding(found: Found, says: str, claim: _Claim) -> Finding:
    return Finding(found=found, about="standing", says=says, position=claim.position)


def _missed(found: Again, claim: _Claim) -> str:
    """Say which verdicts of the pack's own standing are missed; of those recorded on the way it would be too much."""
    if claim.position is not None:
        return ""
    names = missed(found.document)
    return f"; missed: {listed(names, 12)}" if names else "; no verdict is missed"


def _document(pack: Pack, claim: _Claim) -> bytes:
    """Return the document that was recorded; b"" where the pack does not hold it, or where it is too large."""
    recorded = b""
    for piece in pack.blob(claim.result) if claim.result in pack.blobs else ():
        recorded += piece
        if len(recorded) > MOST_DOCUMENT:
            return b""
    return recorded


def _resting(names: Named, reads: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Yield the figures that rest on files made from personal data: their making cannot be seen from here."""
    for basis in names.bases:
        figures = reads.get(basis.table, ())
        erased = sum(one in names.erasers for one in basis.commitments)
        yield Finding(
            found=Found.ATTESTED, about="standing", says=_made_from(basis, erased), position=basis.position,
            figures=figures,
        )  # fmt: skip


def _made_from(basis: Basis, erased: int) -> str:
    count = len(basis.commitments)
    gone = f", of which {erased} {'was' if erased == 1 else 'were'} erased since" if erased else ""
    says = f"{basis.path} was made from {count:,} {'piece' if count == 1 else 'pieces'} of personal data{gone}"
    of = f" of {listed(basis.periods)}" if basis.periods else ""
    end = "cannot be made again" if erased else "is attested by who made it"
    return f"{says}: the table{of} {end}; what is computed from it is proven only from there on"
