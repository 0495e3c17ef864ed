"""What the entries of a record amount to, read from their bodies alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.act_nodes import act_nodes
from comity.record.act_body import body_of, written_of
from comity.record.documents import Documents, documents, documents_at, signers_of
from comity.record.files import about_of, needed_files, paths_of
from comity.record.history import Entry, read_entry
from comity.record.store import taken
from tests.record.making import FERN, LARK, entry, opened, opening

JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)


class Story:
    """A record of Fern and Lark that grows."""

    def __init__(self) -> None:
        self.history = opened()
        self.entries: list[Entry] = [read_entry(opening())]

    def add(self, who: str, kind: str, body: Mapping[str, Any], day: date = JAN, *refs: str) -> str:
        """Add an entry; its leaf."""
        key = {"fern": FERN, "lark": LARK}[who]
        data = entry(self.history, who, key, kind, body, effective_at=day, refs=refs)
        self.entries.append(taken(self.history, data, {}))
        return self.entries[-1].leaf.hex()

    @property
    def found(self) -> Documents:
        """What it amounts to."""
        return documents(self.entries)


def proposal(story: Story, who: str, digest: str, day: date) -> str:
    """Let a party propose an agreement and sign it."""
    body = {"files": [{"path": "agreement.yaml", "digest": digest * 64}], "digest": digest * 64}
    leaf = story.add(who, "agreement.proposed", body, day)
    story.add(who, "agreement.signed", {"digest": digest * 64}, day, leaf)
    return leaf


def test_the_agreement_in_force_is_the_last_that_all_had_signed_by_a_day() -> None:
    """Signed by Lark in February; a change proposed in February and signed in March holds from March."""
    story = Story()
    first = proposal(story, "fern", "a", JAN)
    assert story.found.agreement_on(JAN) == story.found.proposals[0]
    story.add("lark", "agreement.signed", {"digest": "a" * 64}, FEB, first)
    second = proposal(story, "lark", "b", FEB)
    assert [one.digest for one in story.found.open_proposals()] == ["b" * 64]
    story.add("fern", "agreement.signed", {"digest": "b" * 64}, MAR, second)
    held = [story.found.agreement_on(day) for day in (JAN, FEB, MAR, None)]
    assert [one.digest for one in held if one is not None] == ["a" * 64, "a" * 64, "b" * 64, "b" * 64]
    assert story.found.open_proposals() == ()


def test_a_signature_under_another_digest_signs_nothing() -> None:
    """Who signs other terms than those proposed has not signed the proposal."""
    story = Story()
    leaf = proposal(story, "fern", "a", JAN)
    story.add("lark", "agreement.signed", {"digest": "b" * 64}, FEB, leaf)
    assert dict(story.found.proposals[0].signed) == {"fern": JAN}


def test_a_proposal_lapses_once_a_later_one_is_signed_by_all() -> None:
    """Fern offers b and then c; both sign c. Months later Lark cannot bring b into force by signing it alone."""
    story = Story()
    earlier = proposal(story, "fern", "b", JAN)
    later = proposal(story, "fern", "c", JAN)
    story.add("lark", "agreement.signed", {"digest": "c" * 64}, FEB, later)
    story.add("lark", "agreement.signed", {"digest": "b" * 64}, MAR, earlier)
    found = story.found
    assert [one.digest for one in (found.agreement_on(), found.agreement_on(MAR)) if one] == ["c" * 64] * 2
    assert found.proposals[0].since(found.parties) is None


def test_an_earlier_proposal_can_be_signed_while_no_later_one_is_signed_by_all() -> None:
    """Fern offers b and then c; Lark signs b, then c: each is in force from the day on which Lark signed it."""
    story = Story()
    leaves = [proposal(story, "fern", digest, JAN) for digest in "bc"]
    for leaf, digest, day in zip(leaves, "bc", (FEB, MAR), strict=True):
        story.add("lark", "agreement.signed", {"digest": digest * 64}, day, leaf)
    held = [story.found.agreement_on(day) for day in (FEB, MAR)]
    assert [one.digest for one in held if one is not None] == ["b" * 64, "c" * 64]


def test_each_text_that_came_into_force_by_a_day_is_told_and_no_lapsed_one() -> None:
    """Lark signs b in February and c in March; d, of which c takes the place, it signs too late."""
    story = Story()
    leaves = dict(zip("bdc", [proposal(story, "fern", digest, JAN) for digest in "bdc"], strict=True))
    for digest, day in (("b", FEB), ("c", MAR), ("d", MAR)):
        story.add("lark", "agreement.signed", {"digest": digest * 64}, day, leaves[digest])
    texts = {day: [one.digest[0] for one in story.found.in_force_by(day)] for day in (JAN, FEB, MAR)}
    assert texts == {JAN: [], FEB: ["b"], MAR: ["b", "c"]}


def test_a_later_proposal_is_in_force_though_an_earlier_one_counts_from_a_later_day() -> None:
    """Lark signs b from March, then c from February: with c signed by all b has lapsed, on every day that knows c."""
    story = Story()
    leaves = [proposal(story, "fern", digest, JAN) for digest in "bc"]
    for leaf, digest, day in zip(leaves, "bc", (MAR, FEB), strict=True):
        story.add("lark", "agreement.signed", {"digest": digest * 64}, day, leaf)
    held = [story.found.agreement_on(day) for day in (JAN, FEB, MAR, None)]
    assert [one.digest for one in held if one is not None] == ["c" * 64] * 4


def test_as_known_on_a_day_an_agreement_has_the_signatures_up_to_then() -> None:
    """In January Lark had not signed what it signed in February; nobody had on the day before it was proposed."""
    story = Story()
    leaf = proposal(story, "fern", "a", JAN)
    story.add("lark", "agreement.signed", {"digest": "a" * 64}, FEB, leaf)
    held = [story.found.agreement_on(day) for day in (JAN - timedelta(days=1), JAN, FEB, None)]
    assert [list(one.signed) for one in held if one is not None] == [[], ["fern"], ["fern", "lark"], ["fern", "lark"]]


def test_what_was_open_on_a_day_is_told_for_that_day() -> None:
    """Before Lark signed, the proposal waited for it; from then on, and before it was proposed, nothing waited."""
    story = Story()
    leaf = proposal(story, "fern", "a", FEB)
    story.add("lark", "agreement.signed", {"digest": "a" * 64}, MAR, leaf)
    waited = [story.found.open_proposals(day) for day in (JAN, FEB, MAR)]
    assert [[list(one.signed) for one in found] for found in waited] == [[], [["fern"]], []]


def test_an_earlier_proposal_that_a_later_one_replaced_is_open_no_more() -> None:
    """Fern offers b and then c: both wait for Lark, until it signs c."""
    story = Story()
    _, later = (proposal(story, "fern", digest, JAN) for digest in "bc")
    assert [one.digest for one in story.found.open_proposals()] == ["b" * 64, "c" * 64]
    story.add("lark", "agreement.signed", {"digest": "c" * 64}, FEB, later)
    assert len(story.found.open_proposals(JAN)) == 2
    assert story.found.open_proposals() == story.found.open_proposals(FEB) == ()


def test_an_act_of_both_counts_from_the_last_signature() -> None:
    """Lark settles on 10 January, Fern signs the same words on 10 March; other words would be another act."""
    story = Story()
    body = body_of({"do": "settle", "about": "supply 2026-01", "by": ["fern", "lark"]})
    first = story.add("lark", "clause.act", body, JAN)
    assert (story.found.acts[0].day, story.found.acts[0].missing) == (None, ("fern",))
    story.add("fern", "clause.act", {**body, "about": "supply 2026-02"}, FEB, first)
    assert story.found.acts[0].day is None
    last = story.add("fern", "clause.act", body, MAR, first)
    [done, other] = story.found.acts
    assert (done.day, done.missing, done.last) == (MAR, (), len(story.entries) - 1)
    assert other.missing == ("lark",)
    assert last


def test_an_act_in_the_name_of_the_other_party_counts_once_that_party_signs() -> None:
    """Fern cannot put Lark's notice on record alone."""
    story = Story()
    first = story.add("fern", "clause.act", {"do": "notice", "by": ["lark"]}, JAN)
    assert story.found.acts[0].missing == ("lark",)
    story.add("lark", "clause.act", {"do": "notice", "by": ["lark"]}, FEB, first)
    assert story.found.acts[0].day == FEB


@pytest.mark.parametrize(
    ("by", "signers"),
    [(["fern"], ("fern",)), (["fern", "lark"], ("fern", "lark")), (["board"], ("fern", "lark"))],
)
def test_who_must_sign_an_act(by: list[str], signers: tuple[str, ...]) -> None:
    """The parties that did it; for a body or a level all of them."""
    assert signers_of(by, ("fern", "lark")) == signers


def test_a_dispute_is_ended_by_the_party_that_raised_it() -> None:
    """Fern's word alone does not end Lark's dispute."""
    story = Story()
    datum = {"table": "orders", "period": "2026-01", "scope": {"region": "north"}, "column": "filled"}
    leaf = story.add("lark", "facts.disputed", {"datum": datum, "value": "90", "reason": "counted"}, JAN)
    story.add("fern", "dispute.settled", {}, FEB, leaf)
    assert story.found.contests[0].until is None
    story.add("lark", "dispute.settled", {"value": "95"}, MAR, leaf)
    one, before = story.found.contests[0], story.found.known_on(FEB).contests[0]
    assert ((one.until, one.agreed), (before.until, before.agreed)) == ((MAR, "95"), (None, ""))


def submitted(path: str, **about: str) -> dict[str, Any]:
    """Return the body of a submission."""
    return {"table": "orders", "path": path, "digest": "0" * 64, "rows": 1, "periods": ["2026-01"], "about": about}


def test_who_submits_reports_unless_the_source_is_public_or_the_signer_an_archive() -> None:
    """A party cannot say that the other one reported its file."""
    story = Story()
    for about in ({}, {"reported_by": "fern"}, {"reported_by": "published", "source": "ECB"}):
        story.add("lark", "facts.submitted", submitted(f"facts/orders/{len(about)}.csv", **about), FEB)
    parties, archive = ("fern", "lark"), ("fern", "heron")
    said = [about_of(one, parties) for one in story.found.facts]
    assert [one["reported by"] for one in said] == ["lark", "lark", "published"]
    assert said[2] == {"reported by": "published", "source": "ECB", "known at": "2026-02-10"}
    assert about_of(story.found.facts[1], archive)["reported by"] == "fern"


def test_files_of_one_path_are_told_apart() -> None:
    """A second file under the same path is named after its leaf too."""
    story = Story()
    story.add("lark", "facts.submitted", submitted("facts/orders/a.csv"))
    leaf = story.add("fern", "facts.submitted", submitted("facts/orders/a.csv"))
    assert paths_of(story.found.facts) == ["facts/orders/a.csv", f"facts/orders/a.csv@{leaf[:8]}"]


VALUES = st.recursive(
    st.text(max_size=5),
    lambda below: st.dictionaries(st.text("abc2026-Q", min_size=1), below, min_size=1),
    max_leaves=5,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, min_size=1, max_size=3))
def test_what_an_act_carries_comes_back_as_it_was_written(values: dict[str, Any]) -> None:
    """Texts, and maps nested in them with keys that no entry could have, such as periods."""
    story = Story()
    story.add("lark", "clause.act", body_of({"do": "restate", "with": values}), FEB)
    assert written_of(story.found.acts[0]) == {"on": "2026-02-10", "by": ["lark"], "do": "restate", "with": values}


def test_an_act_stands_in_the_line_of_its_position() -> None:
    """So a problem of an act names the entry it is in; whatever is said in one act, the others are read."""
    story = Story()
    story.add("lark", "clause.act", body_of({"do": "notice", "says": 'a "quote": \x85 \u2028 \ufeff'}), FEB)
    story.add("fern", "event.occurred", {})
    story.add("lark", "clause.act", body_of({"do": "pay", "with": {"amount": "USD 5k"}}), FEB)
    nodes = act_nodes(story.found.acts)
    assert [(node.place.line, node.text("do")) for node in nodes] == [(1, "notice"), (3, "pay")]


DIGESTS = ["", "x", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "../" + "a" * 61, 5, ["a" * 64]]


@pytest.mark.parametrize("digest", DIGESTS, ids=repr)
def test_a_digest_of_another_form_names_no_file(digest: object) -> None:
    """A submission or a proposal with such a digest counts for nothing, and no path is made from it."""
    story = Story()
    body = {"table": "orders", "path": "a.csv", "digest": digest}
    right = {"path": "agreement.yaml", "digest": "a" * 64}
    for kind, wrong in (
        ("facts.submitted", body),
        ("agreement.proposed", {"digest": "a" * 64, "files": [right, {**right, "digest": digest}]}),
        ("agreement.proposed", {"digest": digest, "files": [right]}),
    ):
        story.add("fern", kind, wrong)
    assert (story.found.proposals, story.found.facts) == ((), ())
    assert [needed_files(one.payload) for one in story.entries] == [()] * 4


@pytest.mark.parametrize("kind", ["agreement.proposed", "facts.submitted", "facts.disputed", "clause.act"])
@pytest.mark.parametrize("body", [{}, {"files": 1, "datum": [], "do": 7, "table": {}}, {"about": [], "by": {}}])
def test_a_body_of_another_form_is_passed_over(kind: str, body: dict[str, Any]) -> None:
    """The other party's program may write anything into a body: it counts for nothing, and stops nothing."""
    story = Story()
    story.add("lark", kind, body)
    found = story.found
    assert (found.proposals, found.facts, found.acts, found.contests) == ((), (), (), ())


def test_the_documents_of_several_sizes_are_those_of_each_by_itself() -> None:
    """One pass over the entries gives what the first ones amount to at each size, also beyond the last."""
    story = Story()
    for number in range(6):
        body = {"table": "orders", "path": f"{number}.csv", "digest": f"{number}" * 64}
        story.add("fern", "facts.submitted", body)
    found = dict(documents_at(iter(story.entries), [9, 3, 3, 0, 7]))
    assert found == {size: documents(story.entries[:size]) for size in (0, 3, 7, 9)}
    assert [len(one.facts) for one in found.values()] == [0, 2, 6, 6]
