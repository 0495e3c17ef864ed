"""Proposals on the docket of a standing: how they are told, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.record.documents import Documents, Proposal
from comity.record.named_file import NamedFile
from comity.record.origin import Origin
from comity.standing.proposals import with_proposals
from comity.standing.sight import Reader
from comity.standing.visible import visible
from tests.standing.test_visible import TODAY, seen

AGREED = NamedFile(path="agreement.yaml", digest="a" * 64)


def proposal(*files: NamedFile, number: int = 3, waits: bool = False, **signed: object) -> Proposal:
    """Return what Fern proposed today."""
    leaf = f"{number:02x}" * 32
    origin = Origin(position=number, leaf=leaf, entry_id="e", actor="fern", day=TODAY, waits=waits)
    return Proposal(origin=origin, files=files, digest="d" * 64, signed=dict.fromkeys(signed, TODAY))


def told(*proposals: Proposal, parties: tuple[str, ...] = ("fern", "lark")) -> list[tuple[str, str]]:
    """Return the lines of the docket about proposals: what is to be signed, and by whom."""
    found = with_proposals(seen(""), Documents(parties=parties, proposals=proposals))
    return [(line.what, line.party) for line in found.docket if line.kind == "proposal"]


def test_each_party_that_has_not_signed_has_its_own_line() -> None:
    """Of three parties one proposes: nobody signs for another."""
    one = proposal(AGREED, fern=True)
    what = "Sign the agreement that Fern proposed"
    assert told(one, parties=("fern", "lark", "wren")) == [(what, "lark"), (what, "wren")]


def test_amendments_are_named_by_their_files() -> None:
    """Two at once, under an agreement that stays as it is; with another text of it, the agreement changes."""
    agreed = proposal(AGREED, number=1, fern=True, lark=True)
    two = [NamedFile(path=f"amendments/{name}.yaml", digest=name * 64) for name in "bc"]
    [(what, _)] = told(agreed, proposal(AGREED, *two, fern=True))
    assert what == "Sign the amendments amendments/b.yaml and amendments/c.yaml that Fern proposed"
    [(what, _)] = told(agreed, proposal(replace(AGREED, digest="e" * 64), *two, fern=True))
    assert what == "Sign the changed agreement that Fern proposed"


def test_what_waits_for_the_keeper_has_no_number_yet() -> None:
    """The place that it would get now may be another's when the copies meet."""
    found = with_proposals(seen(""), Documents(parties=("fern", "lark"), proposals=(proposal(AGREED, waits=True),)))
    assert not any("of the record" in line.why for line in found.docket if line.kind == "proposal")


@pytest.mark.parametrize(("visibility", "shown"), [("", True), ("  prices: {seen by: clean team}\n", False)])
def test_a_proposal_is_told_to_who_sees_the_whole(visibility: str, shown: bool) -> None:
    """As with every entry of the record: the name of a file may say what the agreement closes to some."""
    whole = with_proposals(seen(visibility), Documents(parties=("fern", "lark"), proposals=(proposal(AGREED),)))
    found = visible(whole, Reader(frozenset({"lark"})))
    assert any(line.kind == "proposal" for line in found.docket) == shown
