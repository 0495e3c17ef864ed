"""The files that entries name: which of them an entry needs, how those of facts are called, what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from comity.record.documents import PROPOSED, SUBMITTED, Submitted
from comity.record.entry import Payload
from comity.record.named_file import NamedFile, proposed_files, released_file, submitted_file
from comity.record.waves import CLOSED

PUBLISHED = "published"


def needed_files(payload: Payload) -> tuple[NamedFile, ...]:
    """Return the files without which nobody can evaluate an entry again: of a proposal, a submission, a closed wave.

    Of a body in another form none: it counts for nothing. Of another type none.
    """
    if payload.type == PROPOSED:
        return proposed_files(payload.body)
    one_of = {SUBMITTED: submitted_file, CLOSED: released_file}.get(payload.type)
    found = one_of(payload.body) if one_of is not None else None
    return (found,) if found is not None else ()


def paths_of(facts: Iterable[Submitted]) -> list[str]:
    """Return a path for each file, in order; one that was used before gets the beginning of its leaf."""
    used: set[str] = set()
    paths = []
    for one in facts:
        path = one.path
        while path in used:  # somebody may have named a file as another one would be called here
            path = f"{path}@{one.origin.leaf[:8]}"
        used.add(path)
        paths.append(path)
    return paths


def about_of(one: Submitted, parties: Collection[str]) -> dict[str, str]:
    """Return what about.yaml would say of a submitted file; `parties` are those of the agreement.

    All its rows were known on the day its entry counts from, and who submitted it reported it. Facts from a public
    source say `published`; and where the signer is no party of the agreement (an archive), the entry says whose they
    are.
    """
    stated, actor = one.about.get("reported by", ""), one.origin.actor
    trusted = stated == PUBLISHED or actor not in parties
    about: Mapping[str, str] = {**one.about, "known at": one.origin.day.isoformat()}
    return {**about, "reported by": stated if stated and trusted else actor}
