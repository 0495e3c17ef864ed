"""Who has signed the agreement that a page shows, in words: nothing is called signed that somebody has not signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.kernel.words import and_list, day
from comity.opening.alliance import Opened, signed_by
from comity.reports.view.signed import unsigned_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How the source of an agreement is headed, what is said of its signatures, and what its first version is."""

    title: str
    says: str
    first: str


WRITTEN = Signing(
    title="As it is written", says="this text counts; no signatures are kept here", first="as written"
)  # fmt: skip


def signing_of(opened: Opened, known_at: date) -> Signing:
    """Return who has signed what was opened, as known on a day."""
    documents = opened.source.documents if opened.source is not None else None
    proposal = documents.agreement_on(known_at) if documents is not None else None
    if documents is None or proposal is None:
        return WRITTEN
    parties = opened.agreement.versions[-1][1].parties
    since = proposal.since(documents.parties)
    if since is not None and set(parties) <= set(documents.parties):
        says = f"this text counts; signed by all on {day(since)}"
        return Signing(title="As it was signed", says=says, first="as signed")
    if since is not None:  # others keep the record, such as who writes down what is public
        says = f"this text counts; signed by {and_list(list(documents.parties))} on {day(since)}"
        return Signing(title="As it is recorded", says=says, first="as recorded")
    missing = [
        parties[name].legal_name if name in parties else name
        for name in documents.parties
        if name not in proposal.signed
    ]
    says = f"counts provisionally; not signed by {and_list(missing)} yet"
    return Signing(title="As it is proposed", says=says, first="as proposed")


def unsigned_of(opened: Opened, known_at: date) -> str:
    """Return the line of an agreement that not all have signed, as pages with figures say it; "" where all have."""
    return unsigned_line(opened.agreement.as_of(known_at), signed_by(opened, known_at) or ())  # no record: nobody


def in_short(line: str) -> str:
    """Return the words before the colon of such a line (reports.view.signed), as one has room for in a table."""
    head = line.partition(":")[0]
    return head[:1].lower() + head[1:]
