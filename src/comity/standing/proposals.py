"""The standing with what was proposed in the record and waits for signatures: who has not signed it, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comity.kernel.words import and_list
from comity.kernel.words import day as in_words
from comity.record.documents import Documents, Proposal
from comity.standing.docket import in_order
from comity.standing.model import Due, Standing
from comity.standing.words import party_name

KIND = "proposal"
NAMED = 12
"""How many digits of the leaf name a proposal: enough for any record, and few enough for a line."""


def with_proposals(found: Standing, documents: Documents) -> Standing:
    """Return a standing with each proposal that waits on its docket, once for each party that has not signed it.

    They change nothing else of it: what was agreed is what all have signed.
    """
    day = min(found.as_of, found.known_at)
    waiting, before = documents.open_proposals(day), documents.agreement_on(day)
    if before is not None and before.since(documents.parties) is None:
        before = None
    lines = [
        line for one in waiting for line in _lines(one, before, found, documents.parties, is_last=one is waiting[-1])
    ]
    return replace(found, docket=in_order([*found.docket, *lines])) if lines else found


def _lines(
    one: Proposal, before: Proposal | None, found: Standing, parties: tuple[str, ...], *, is_last: bool
) -> Iterator[Due]:  # fmt: skip
    origin, out = one.origin, before.amendments_beside(one) if before is not None else ()
    place = "" if origin.waits else f" (entry {origin.position} of the record)"
    takes_out = f"; it takes out {and_list(out)}" if out else ""
    how = "comity sign FOLDER signs it" if is_last else "a later proposal stands in its place"
    for party in parties:
        if party not in one.signed:
            yield Due(
                kind=KIND,
                modal="may",
                what=f"Sign {_subject(one, before)} that {party_name(found.terms, origin.actor)} proposed",
                party=party,
                due=None,
                state="open",
                step=origin.leaf[:NAMED],
                why=f"Proposed on {in_words(origin.day, found.as_of)}{place}, unsigned since{takes_out}; {how}",
                if_nothing=_if_nothing(before, is_last=is_last),
                opened=origin.day,
                key=f"{KIND}/{origin.leaf[:NAMED]}/{party}",
            )


def _subject(one: Proposal, before: Proposal | None) -> str:
    """Return what a proposal is, held against the agreement in force: all of it, amendments, or another text."""
    if before is None:
        return "the agreement"
    new = one.amendments_beside(before)
    if before.files[0].digest != one.files[0].digest or not new:
        return "the changed agreement"
    return f"the {'amendment' if len(new) == 1 else 'amendments'} {and_list(new)}"


def _if_nothing(before: Proposal | None, *, is_last: bool) -> str:
    if not is_last:
        return "It lapses once the later one is signed by all."
    if before is None:
        return "No agreement is in force: figures are what it would come to."
    return "What is in force stays as it is."
