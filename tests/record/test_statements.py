"""Concerns and answers, weights, events and disclosures, read from the bodies of entries alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record.documents import documents
from comity.record.entry import Payload
from comity.record.origin import Origin
from comity.record.statements import LONGEST_JUDGEMENT, StatementReader, Statements
from tests.record.test_documents import FEB, JAN, MAR, Story


def test_a_concern_is_open_until_it_is_answered_by_anybody() -> None:
    """Lark asks in January; Fern answers in March, so that in February it was still open."""
    story = Story()
    leaf = story.add("lark", "concern.raised", {"about": "quality", "text": "Too few."}, JAN)
    [asked] = story.found.statements.concerns
    assert (asked.about, asked.text, asked.is_open) == ("quality", "Too few.", True)
    story.add("fern", "concern.answered", {"text": "We look."}, MAR, leaf)
    found = story.found
    assert [answer.text for answer in found.statements.concerns[0].answers] == ["We look."]
    assert [found.known_on(day).statements.concerns[0].is_open for day in (JAN, FEB, MAR)] == [True, True, False]
    assert found.known_on(date(2026, 1, 9)).statements == Statements()


def test_an_answer_to_nothing_answers_nothing() -> None:
    """It names no concern, or another kind of entry."""
    story = Story()
    leaf = story.add("fern", "event.occurred", {"name": "merger"})
    story.add("lark", "concern.answered", {"text": "Yes."}, FEB, leaf)
    assert story.found.statements.concerns == ()


def test_a_concern_whose_words_are_kept_apart_is_one_all_the_same() -> None:
    """The words may be a commitment: personal data lie in a vault, and the concern is open."""
    story = Story()
    story.add("lark", "concern.raised", {"about": "quality", "commitment": "a" * 64})
    [asked] = story.found.statements.concerns
    assert (asked.text, asked.is_open) == ("", True)


def test_weights_are_agreed_once_each_party_signed_the_same() -> None:
    """Lark joins in February what Fern offered in January; another offer of Lark is one of its own."""
    story = Story()
    body = {"scorecard": {"quality": "0.6", "growth": "0.4"}}
    leaf = story.add("fern", "weights.agreed", body, JAN)
    assert story.found.statements.agreed[0].since(["fern", "lark"]) is None
    story.add("lark", "weights.agreed", {"scorecard": {"quality": "0.5", "growth": "0.5"}}, JAN, leaf)
    story.add("lark", "weights.agreed", body, FEB, leaf)
    first, other = story.found.statements.agreed
    assert (first.since(["fern", "lark"]), first.signed) == (FEB, {"fern": JAN, "lark": FEB})
    assert other.signed == {"lark": JAN}
    assert story.found.known_on(JAN).statements.agreed[0].signed == {"fern": JAN}


def test_who_signs_weights_twice_signed_them_on_the_first_day() -> None:
    """A second signature cannot make them later."""
    story = Story()
    body = {"scorecard": {"quality": "1"}}
    leaf = story.add("fern", "weights.agreed", body, JAN)
    story.add("fern", "weights.agreed", body, MAR, leaf)
    assert [one.signed for one in story.found.statements.agreed] == [{"fern": JAN}]


def test_judgements_events_and_disclosures_come_in_the_order_of_the_record() -> None:
    """Each with what was said of it."""
    story = Story()
    story.add("fern", "weights.judged", {"text": "party: fern\nswing: {quality: 100}\n"}, JAN)
    story.add("lark", "event.occurred", {"name": "recall", "evidence": "letter of 3 March", "says": "lot 7"}, FEB)
    body = {"to": "auditor", "what": "report.pdf", "digest": "b" * 64, "why": "audit", "under": "secrecy"}
    story.add("fern", "disclosure.made", {**body, "figures": ["quality"]}, MAR)
    found = story.found.statements
    assert [(one.origin.actor, one.text[:11]) for one in found.judged] == [("fern", "party: fern")]
    assert [(one.name, one.evidence, one.says) for one in found.events] == [("recall", "letter of 3 March", "lot 7")]
    [given_] = found.disclosed
    assert (given_.to, given_.what, given_.why, given_.under, given_.figures) == (
        "auditor", "report.pdf", "audit", "secrecy", ("quality",),
    )  # fmt: skip
    known = story.found.known_on(FEB).statements
    assert (len(known.judged), len(known.events), len(known.disclosed)) == (1, 1, 0)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("weights.judged", {"text": ""}),
        ("weights.judged", {"text": "a" * (LONGEST_JUDGEMENT + 1)}),
        ("weights.judged", {"text": ["party: fern"]}),
        ("weights.agreed", {"scorecard": "quality"}),
        ("weights.agreed", {"scorecard": {"quality": 1}}),
        ("event.occurred", {}),
        ("disclosure.made", {"what": "report.pdf"}),
    ],
)
def test_a_body_of_another_form_is_passed_over(kind: str, body: dict[str, Any]) -> None:
    """Whoever signs looks at it before; here it stops nobody."""
    story = Story()
    story.add("fern", kind, body)
    assert story.found.statements == Statements()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3),
    max_leaves=5,
)
KEYS = ("about", "text", "scorecard", "name", "evidence", "says", "to", "what", "digest", "why", "under", "figures")
KINDS = ("concern.raised", "concern.answered", "weights.judged", "weights.agreed", "event.occurred", "disclosure.made")


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(KEYS), VALUES), st.booleans())))
def test_no_body_stops_the_reading(said: list[tuple[str, dict[str, Any], bool]]) -> None:
    """Whatever the other party signed for, the rest of its record is read."""
    reader = StatementReader()
    for number, (kind, body, refers) in enumerate(said):
        origin = Origin(position=number, leaf=f"{number:064x}", entry_id=f"{number:032x}", actor="lark", day=JAN)
        refs = (f"{number - 1:064x}",) if refers else ()
        payload = Payload(
            alliance="kits", entry_id=origin.entry_id, type=kind, schema=f"{kind}/1", actor="lark", key_id="a" * 32,
            actor_seq=number + 1, actor_prev="", seen_size=0, seen_root="", claimed_at=None, effective_at=JAN,
            refs=refs, body=body,
        )  # type: ignore[arg-type]  # fmt: skip
        reader.take(origin, payload)
    found = reader.found()
    assert len(found.concerns) == sum(kind == "concern.raised" for kind, _, _ in said)
    assert documents([]).statements == Statements()
