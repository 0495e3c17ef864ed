"""Personal data that a record commits to: in the pack, kept out of it, erased, missing or corrupt; and the erasures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from comity.evidence.again import Entries
from comity.evidence.files import counted
from comity.evidence.holds import Hold, Standing
from comity.evidence.named import Erasure, Named, Use, positions
from comity.evidence.pack import Opening, Pack
from comity.evidence.report import Finding, Found, listed
from comity.record.commitment import opens


def personal(pack: Pack, names: Named) -> Iterator[Finding]:
    """Yield what became of the personal data that entries commit to, those erased left aside."""
    openings = {one.commitment: one for one in pack.openings or ()}
    opened, kept_out = 0, []
    entries = _opened(openings, names)
    for committed, uses in names.commitments.items():
        one = openings.pop(committed, None)
        if one is not None and (wrong := _wrong(one, committed, names)):
            yield _finding(Found.CORRUPT, wrong, positions(uses))
        elif one is not None:
            opened += 1
            yield from _erased_by_some(one, committed, names)
        elif any(use.position in entries and use.actor in names.keepers(committed) for use in uses):
            says = f"the personal data behind the commitment {committed[:16]}… are not in this pack"
            yield _finding(Found.MISSING, f"{says}, and were not erased", positions(uses))
        elif names.keepers(committed):
            kept_out.append(committed)
    for committed, one in openings.items():
        yield _finding(Found.CORRUPT, f"no entry commits to the personal data of {one.subject} ({committed[:16]}…)")
    if opened:
        says = f"{counted(opened, 'piece')} of personal data, each as an entry commits to it"
        yield _finding(Found.PROVEN, says)
    if kept_out:
        yield _kept_out(kept_out, names)


def _opened(openings: Collection[str], names: Named) -> frozenset[int]:
    """Return the entries of whose personal data some are in this pack: what was left out of them is missing.

    Data are put in by entries: each party has a vault of its own, and answers of people stay sealed. What two parties
    committed to shows of neither entry that it was opened.
    """
    uses = [names.commitments.get(committed, ()) for committed in openings]
    return frozenset(use.position for of in uses if len({use.actor for use in of}) == 1 for use in of)


def _wrong(one: Opening, committed: str, names: Named) -> str:
    """Return what is wrong with personal data in the pack, "" for nothing."""
    if names.is_erased(committed):
        return f"personal data of {one.subject} are in this pack, though they were erased"
    if not opens(committed, one.salt, one.payload):
        who = names.commitments[committed][0].actor
        return f"the personal data of {one.subject} are not those that {who} committed to"
    return ""


def _erased_by_some(one: Opening, committed: str, names: Named) -> Iterator[Finding]:
    for erasure in names.erasers.get(committed, {}).values():
        others = listed(sorted(names.keepers(committed)))
        says = f"personal data of {one.subject} are in this pack, though {erasure.actor} erased them: {others}"
        yield _finding(Found.ATTESTED, f"{says} committed to them too", erasure.position)


def _kept_out(commitments: Sequence[str], names: Named) -> Finding:
    uses: list[Use] = [use for one in commitments for use in names.commitments[one]]
    by = listed(sorted({use.actor for use in uses}))
    says = (
        f"{counted(len(commitments), 'piece')} of personal data kept out of this pack; entries of {by} commit to them"
    )
    return _finding(Found.ATTESTED, says, positions(uses))


# -- erasures ---------------------------------------------------------------------------------


def erasures(names: Named, entries: Entries) -> Iterator[Finding]:
    """Yield the erasures: whose personal data, by whom, when, and whether a hold stood; and those that count not."""
    stood = _stood(names, entries)
    for erasure in names.erasures:
        first = [one for one in erasure.commitments if names.erasers[one][erasure.actor] is erasure]
        if first:
            says = f"{counted(len(first), 'piece')} of personal data of {erasure.subject}, by {erasure.actor}"
            held = "".join(
                f", although a hold of {one.actor} stood (entry {one.position})" for one in stood[erasure.position]
            )
            yield _finding(Found.ERASED, f"{says} on {names.dated[erasure.position].on}{held}", erasure.position)
        foreign = [one for one in erasure.claimed if one in names.commitments]
        if foreign:
            yield _finding(Found.ATTESTED, _claim(erasure, foreign, names), erasure.position)


def _stood(names: Named, entries: Entries) -> dict[int, Sequence[Hold]]:
    """Return the holds that stood at each erasure, by its position; the record is read once."""
    wanted = {one.position: one.subject for one in names.erasures}
    found: dict[int, Sequence[Hold]] = {}
    standing = Standing()
    for position, entry in enumerate(entries() if wanted else ()):
        if position in wanted:
            found[position] = standing.on(wanted[position])
        standing.take(position, entry)
    return found


def _claim(erasure: Erasure, foreign: Sequence[str], names: Named) -> str:
    by = listed(sorted({names.commitments[one][0].actor for one in foreign}))
    pieces = counted(len(foreign), "piece")
    says = f"{erasure.actor} says that {pieces} of personal data of {erasure.subject} were erased"
    return f"{says}; it had not committed to them ({by} did), so that this counts for nothing"


def _finding(found: Found, says: str, position: int | None = None) -> Finding:
    return Finding(found=found, about="personal data", says=says, position=position)
