"""Who an agreement lets see something: names that mean one reader, and entries that mean one thing."""

import pytest

from comity.agreement.read import read
from comity.kernel.problem import Problem
from tests.agreement.documents import SMALL

BODY = "governance: {%s: {members: {finch: 1}}}\n"


def found(text: str) -> list[Problem]:
    """Return what is wrong with an agreement, warnings left out."""
    return [one for one in read(text.encode(), "agreement.yaml")[1] if one.severity.value == "error"]


@pytest.mark.parametrize("name", ["heron", "Heron", "HERON"])
def test_a_body_cannot_be_named_like_a_party(name: str) -> None:
    """`seen by: heron` would open to the people of both what is meant for one: told with both places."""
    (problem,) = found(SMALL + BODY % name)
    assert problem.code == "CMY-336" and f"{name} names both a party and a body" in problem.why
    assert problem.place.excerpt.startswith("governance") and problem.related[0].place.excerpt.startswith("parties")


def test_bodies_differ_by_more_than_the_size_of_letters() -> None:
    """Two bodies that a reader takes for one are refused; two names are two bodies."""
    two = "governance: {clean team: {members: {finch: 1}}, %s: {members: {heron: 1}}}\n"
    (problem,) = found(SMALL + two % "Clean_Team")
    assert problem.code == "CMY-336" and "Clean_Team names both a body and a body" in problem.why
    assert found(SMALL + two % "clean board") == []


@pytest.mark.parametrize("word", ["everyone", "published"])
def test_words_for_nobody_in_particular_name_neither_a_party_nor_a_body(word: str) -> None:
    """`everyone` in `seen by`, and `published` in `reported by`, would mean two things."""
    assert [one.code for one in found(SMALL + BODY % word)] == ["CMY-336"]
    assert "CMY-336" in [one.code for one in found(SMALL.replace("heron", word))]


@pytest.mark.parametrize("section", ["facts", "metrics", "clauses"])
def test_an_entry_for_a_whole_section_is_refused(section: str) -> None:
    """It would close nothing, though it reads as if it did: what is closed is named, one by one."""
    (problem,) = found(SMALL + f"visibility: {{{section}: {{seen by: finch}}}}\n")
    assert problem.code == "CMY-206" and f"{section} is a section" in problem.why
    named = {"facts": "orders", "metrics": "fill_rate", "clauses": "supply"}[section]
    assert named in problem.hint


def test_a_thing_named_like_a_section_can_be_closed() -> None:
    """A table called `facts` is a thing the agreement names, and its entry is about that table."""
    text = SMALL.replace("  orders:", "  facts:").replace("orders.", "facts.")
    assert found(text + "visibility: {facts: {seen by: finch}}\n") == []
