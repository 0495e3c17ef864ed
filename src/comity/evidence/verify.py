"""A pack verified from the keys that were trusted before: record, checkpoints, time stamps, files, standings.

The order is that of docs/reference/record.md, section 8. What the record says is believed up to the first defect;
after one in the record nothing else is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from comity.evidence import times
from comity.evidence.again import Entries, Evaluate, Files, NotEvaluated
from comity.evidence.came_to import signed_parts, standing_parts
from comity.evidence.files import files
from comity.evidence.named import Named, named
from comity.evidence.pack import EXPECTED, README, Misfit, Pack, Progress, keys_document
from comity.evidence.personal import erasures, personal
from comity.evidence.report import DEFECTS, Cause, Finding, Found, Part, Report, listed
from comity.evidence.standings import standings
from comity.evidence.zipped import is_another_zip, is_copy
from comity.record.documents import documents_at
from comity.record.history import History, read_entry
from comity.record.note import Checkpoint, day_of
from comity.record.refusal import Refusal
from comity.record.verify import Processes, Trust, Verified, verify_record

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

EVERY = 10_000
"""After how many entries progress is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What verification starts from: the keys of the contract, authorities of time stamps, and who can evaluate.

    Without `evaluate` recorded standings stay attested. `processes` are for the signatures of long records. `now` is
    the clock here, with its time zone: without it nothing is said to be still to come.
    """

    trust: Trust
    authorities: Sequence[Certificate] = ()
    evaluate: Evaluate | None = None
    progress: Progress = field(default=lambda what, done: None)
    processes: Processes | None = None
    now: datetime | None = None


def verify_pack(archive: BinaryIO, given: Given) -> Report:
    """Verify a pack. Nothing is raised for what is wrong with it: the report says so."""
    try:
        pack = Pack(archive, given.progress)
    except Refusal as refusal:
        report = _report(given, None, [Finding(found=Found.CORRUPT, about="pack", says=refusal.why)])
        if isinstance(refusal, Misfit):
            return _caused(report, _changed_unsigned(refusal.pack, given))
        if is_copy(archive):
            return replace(report, cause=Cause.COPY)
        return replace(report, cause=Cause.PACKED_AGAIN) if is_another_zip(archive) else report
    found = verify_record(_told(pack.entries(), given.progress), pack.checkpoints, given.trust, given.processes)
    findings = list(_record(pack, found))
    if any(one.found is Found.CORRUPT for one in findings):
        return replace(_report(given, found, findings), cause=_other_trust(found, given.trust))
    names = named(map(read_entry, pack.entries()))
    report = _report(given, found, [*findings, *_named(pack, found, names, given)])
    if not report.is_proven:
        return _caused(report, _standing_unsigned(report))
    return replace(report, comes_to=tuple(_comes_to(pack, found, names, given)))


def _comes_to(pack: Pack, found: Verified, names: Named, given: Given) -> Iterator[Part]:
    """Yield what a proven record comes to: what was signed, and the standing that the pack names, computed again."""
    size = found.history.size
    [(_, amounts_to)] = documents_at(map(read_entry, pack.entries()), (size,))
    yield from signed_parts(amounts_to, names, _last_cosigned(pack, found, given.now))
    if pack.expected and given.evaluate is not None:
        one = pack.expected[-1]
        try:
            # It was the last standing that was held against what was said of it: the evaluator has it still.
            files: Files = lambda digest: pack.blob(digest) if digest in pack.blobs else None  # noqa: E731
            yield from standing_parts(given.evaluate(amounts_to, files, one.as_of, one.known_at).document)
        except NotEvaluated:
            return


def _last_cosigned(pack: Pack, found: Verified, now: datetime | None) -> str:
    last = next((one for one in pack.checkpoints if found.final_size and one.size == found.final_size), None)
    if last is None:
        return "never by all parties"
    ahead = ", which is still to come by the clock here" if now is not None and times.is_to_come(last, now) else ""
    return f"by all parties on {day_of(last)} (UTC){ahead}"


def _report(given: Given, found: Verified | None, findings: Sequence[Finding]) -> Report:
    return Report(
        alliance=given.trust.alliance, origin=given.trust.origin, entries=found.history.size if found else 0,
        final=found.final_size if found else 0, findings=tuple(findings),
    )  # fmt: skip


def _told(entries: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for number, data in enumerate(entries):
        if number % EVERY == 0:
            progress("Verifying entries", number)
        yield data


# -- what says nothing against the parties ----------------------------------------------------


def _caused(report: Report, unsigned: tuple[str, ...]) -> Report:
    return replace(report, cause=Cause.UNSIGNED, unsigned=unsigned) if unsigned else report


def _changed_unsigned(pack: Pack, given: Given) -> tuple[str, ...]:
    """Return which files that nobody signs were changed; none if others were, or anything is not as it was signed."""
    try:
        changed = pack.changed()
    except Refusal:
        return ()
    if not changed <= {EXPECTED, README}:
        return ()
    found = verify_record(_told(pack.entries(), given.progress), pack.checkpoints, given.trust, given.processes)
    if any(one.found is Found.CORRUPT for one in _record(pack, found)):
        return ()
    is_short = any(one.found is Found.MISSING for one in files(pack, named(map(read_entry, pack.entries()))))
    return () if is_short else tuple(sorted(changed))


def _standing_unsigned(report: Report) -> tuple[str, ...]:
    """Return expected.json if all that is wrong is a standing it names, with documents that only it could name."""
    wrong = [one for one in report.findings if one.found in DEFECTS]
    # A standing that an entry recorded has its position, and so has a file that an entry names and that is missing.
    if any(one.position is not None or one.about not in ("standing", "file") for one in wrong):
        return ()
    return (EXPECTED,) if any(one.about == "standing" for one in wrong) else ()


def _other_trust(found: Verified, trust: Trust) -> Cause | None:
    """Return what of the trust file the opening of a record does not fit; None where it does, or cannot be read."""
    opening = found.history
    if found.failure is None or found.failure.position or not opening.size:
        return None
    if (opening.alliance, opening.origin) != (trust.alliance, trust.origin):
        return Cause.OTHER_ALLIANCE
    opened = {(key.party, key.public) for key in opening.keys.values()}
    named_ = {(party, key) for party, keys in trust.keys.items() for key in keys}
    return Cause.OTHER_KEYS if opened != named_ or set(opening.parties) != set(trust.keys) else None


# -- the record -------------------------------------------------------------------------------


def _record(pack: Pack, found: Verified) -> Iterator[Finding]:
    """Yield what verifying the record itself came to: entries, keys, checkpoints."""
    history, failure = found.history, found.failure
    if failure is not None:
        if failure.position:
            yield Finding(found=Found.PROVEN, about="record", says=f"{_entries(failure.position)}, up to the defect")
        says = f"{failure.refusal.why} ({failure.refusal.kind})"
        yield Finding(found=Found.CORRUPT, about="record", says=says, position=failure.position)
        return
    yield Finding(found=Found.PROVEN, about="record", says=_whole(history))
    if pack.keys != keys_document(history):
        says = "keys.json does not say what the record says of the keys"
        yield Finding(found=Found.CORRUPT, about="record", says=says)
    for checkpoint in pack.checkpoints:
        stranger = _stranger(history, checkpoint)
        if stranger is not None:
            says = f"the checkpoint of {_entries(checkpoint.size)} bears a cosignature of {stranger}, by no key it had"
            yield Finding(found=Found.CORRUPT, about="checkpoint", says=says)
    yield from _finality(pack, found)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"


def _whole(history: History) -> str:
    by = listed(f"{count:,} of {actor}" for actor, (count, _) in history.actors.items())
    return f"{_entries(history.size)} ({by}): each signed by a key its signer had, none changed, none left out between"


def _stranger(history: History, checkpoint: Checkpoint) -> str | None:
    """Return who is said to have cosigned by a key that the record does not know; None where there is nobody."""
    return next((one.name for one in history.strangers(checkpoint)), None)


def _finality(pack: Pack, found: Verified) -> Iterator[Finding]:
    size, final = found.history.size, found.final_size
    if final:
        last = next(one for one in pack.checkpoints if one.size == final)
        who = listed(found.history.parties)
        says = f"the first {_entries(final)} are final: {who} cosigned them, the last on {day_of(last)}"
        yield Finding(found=Found.PROVEN, about="checkpoint", says=says)
    if final < size:
        none = "no entry is final yet: there is no checkpoint that all parties cosigned"
        says = f"{_entries(size - final)}, from position {final} on, signed and not final: not all have cosigned"
        yield Finding(found=Found.ATTESTED, about="checkpoint", says=says if final else none)


# -- what the record names --------------------------------------------------------------------


def _named(pack: Pack, found: Verified, names: Named, given: Given) -> Iterator[Finding]:
    entries: Entries = lambda: map(read_entry, pack.entries())  # noqa: E731 - a type says what it is
    for position, kind in names.malformed:
        # A party must not be able to spoil the record for the other by signing something that is none of its types.
        says = f"its body does not have the form of {kind}, so that it counts for nothing"
        yield Finding(found=Found.ATTESTED, about="record", says=says, position=position)
    for position, kind in names.partly:
        says = f"this {kind} names personal data in another form; that part of it counts for nothing"
        yield Finding(found=Found.ATTESTED, about="record", says=says, position=position)
    for position, kind, schema in names.otherwise:
        says = f"this {kind} calls itself {schema}, the form of another type"
        yield Finding(found=Found.ATTESTED, about="record", says=says, position=position)
    yield from times.stamps(pack, given.authorities)
    if given.now is not None:
        yield from times.to_come(names, pack.checkpoints, given.now)
    finals = [one for one in pack.checkpoints if one.size in found.finals]
    yield from times.claims(names, finals)
    yield from times.dated_back(names, finals)
    yield from times.cosigned_back(names, pack.checkpoints, finals)
    yield from files(pack, names)
    yield from personal(pack, names)
    yield from erasures(names, entries)
    yield from standings(
        pack, entries, names, size=found.history.size, evaluate=given.evaluate, progress=given.progress
    )
