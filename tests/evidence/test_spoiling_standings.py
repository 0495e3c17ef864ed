"""What one party could record of a standing so that a verification calls it proven although it is another."""

import json
from typing import Any

import pytest

from comity import __version__
from comity.evidence import versions
from comity.evidence.compare import result_bytes
from comity.evidence.report import Found
from tests.evidence.making import AS_OF, Making, evaluation, final, verified


def recorded(made: Making, document: bytes, **more: Any) -> list[Found]:
    """Let Fern record a document as what the standing comes to; what a verification says of it."""
    made.say("fern", "evaluation.made", evaluation(made, document, **more), AS_OF)
    return [one.found for one in verified(made.pack()).findings if one.about == "standing"]


def without(made: Making, *keys: str) -> bytes:
    """Return the document of the standing without some of its parts."""
    true = json.loads(made.evaluate(AS_OF, AS_OF))
    return result_bytes({key: value for key, value in true.items() if key not in keys})


VERSIONS: list[dict[str, str]] = [{}, {"comity": "0.0.1"}, {"comity": "0.1.0"}, {"comity": "99.0"}]


@pytest.mark.parametrize("version", VERSIONS, ids=str)
@pytest.mark.parametrize(
    "keys", [("verdicts",), ("figures",), ("docket",), ("cases", "remedies"), ("format",)], ids=str
)
def test_a_standing_without_its_verdicts_is_another(keys: tuple[str, ...], version: dict[str, str]) -> None:
    """Whatever version Fern says recorded it: no version of Comity left out what is owed or was missed."""
    made = final()
    assert recorded(made, without(made, *keys), **version) == [Found.CORRUPT]


@pytest.mark.parametrize("document", [b"{}", b"[]", b"null", b'{"verdicts":{}}'], ids=bytes.decode)
def test_an_empty_standing_is_another(document: bytes) -> None:
    """Fern records the digest of nothing, in the hope that this version merely adds all the rest."""
    assert recorded(final(), document) == [Found.CORRUPT]


def test_a_clause_or_a_metric_cannot_be_left_out_of_a_standing() -> None:
    """These are names of the agreement and no keys that a version could have added."""
    made = final()
    true = json.loads(made.evaluate(AS_OF, AS_OF))
    for part in ("verdicts", "figures", "targets"):
        assert recorded(final(), result_bytes({**true, part: {}})) == [Found.CORRUPT]
    assert not any(key.endswith("*") for key in versions.ADDED)


def test_a_standing_in_which_a_key_stands_twice_is_another() -> None:
    """One reader would find no verdicts in it, and another one all of them."""
    made = final()
    twice = made.evaluate(AS_OF, AS_OF).replace(b"{", b'{"verdicts":{},', 1)
    assert recorded(made, twice) == [Found.CORRUPT]


def test_what_another_version_says_to_people_is_attested_and_the_rest_proven() -> None:
    """Sentences that nobody can compute any more are told to be so; of this version's own they would be false."""
    made = final()
    true = json.loads(made.evaluate(AS_OF, AS_OF))
    assert len(true["docket"]) > 1
    other = result_bytes({**true, "docket": [{**line, "why": "for other reasons"} for line in true["docket"]]})
    assert recorded(made, other, comity="0.0.9") == [Found.PROVEN, Found.ATTESTED]
    assert recorded(final(), other, comity=__version__) == [Found.CORRUPT]


DUTY = {
    "id": "facts/orders/2099",
    "due": "2099-12-31",
    "party": "fern",
    "state": "later",
    "kind": "step",
    "modal": "may",
}


@pytest.mark.parametrize("key", [None, *DUTY])
@pytest.mark.parametrize("version", ["0.0.9", "0.1.0.0", "0.1", "99.0"])
def test_what_is_due_by_whom_and_when_is_no_wording(key: str | None, version: str) -> None:
    """A docket without its lines, or with another party, day or state in one: whatever version says it wrote so."""
    made = final()
    true = json.loads(made.evaluate(AS_OF, AS_OF))
    first, *rest = true["docket"]
    docket = [] if key is None else [{**first, key: DUTY[key]}, *rest]
    assert recorded(made, result_bytes({**true, "docket": docket}), comity=version) == [Found.CORRUPT]


@pytest.mark.parametrize("part", ["decisions", "problems"])
def test_a_list_is_not_exchanged_for_words(part: str) -> None:
    """`decisions: nothing to decide` is another document, and so is a list of one line more or less."""
    made = final()
    true = json.loads(made.evaluate(AS_OF, AS_OF))
    assert recorded(made, result_bytes({**true, part: "nothing"}), comity="0.0.9") == [Found.CORRUPT]
    assert recorded(final(), result_bytes({**true, part: [*true[part], {}]}), comity="0.0.9") == [Found.CORRUPT]


def test_the_same_version_written_otherwise_has_no_excuse() -> None:
    """0.1.0.0 is 0.1.0: it puts nothing into other words than itself."""
    made = final()
    true = json.loads(made.evaluate(AS_OF, AS_OF))
    other = result_bytes({**true, "docket": [{**line, "why": "x"} for line in true["docket"]]})
    assert recorded(made, other, comity=f"{__version__}.0") == [Found.CORRUPT]


def test_an_evaluation_names_the_facts_it_rests_on_truly() -> None:
    """The right result beside digests of other tables, of one too few or one too many, is corrupt; they are named."""
    true = final().again(AS_OF, AS_OF)
    assert set(true.facts) == {"orders", "ratings"}
    wrong = ({**true.facts, "orders": "0" * 64}, {"orders": true.facts["orders"]}, {**true.facts, "x": "0" * 64})
    assert recorded(final(), true.document, comity=__version__, facts=dict(true.facts)) == [Found.PROVEN]
    for facts, table in zip(wrong, ("orders", "ratings", "x"), strict=True):
        made = final()
        assert recorded(made, true.document, comity=__version__, facts=facts) == [Found.CORRUPT]
        [said] = [one.says for one in verified(made.pack()).findings if one.about == "standing"]
        assert said.endswith(f"it rests on other facts than the entry says: {table}")


@pytest.mark.parametrize(
    "more",
    [
        {"comity": __version__, "agreement": ""}, {"agreement": ""}, {"agreement": 5}, {"facts": ["orders"]},
        {"facts": {"orders": "x"}}, {"agreement": "x" * 64},
    ],
    ids=str,
)  # fmt: skip
def test_an_evaluation_in_another_form_counts_for_nothing(more: dict[str, Any]) -> None:
    """Whoever says which version made it says of which agreement; digests are digests."""
    made = final()
    assert recorded(made, made.evaluate(AS_OF, AS_OF), **more) == [Found.ATTESTED]
    assert any("does not have the form of evaluation.made" in one.says for one in verified(made.pack()).findings)


def test_a_version_that_is_none_makes_the_entry_count_for_nothing() -> None:
    """`comity: newest` is no version; the entry is told, and excuses nothing."""
    made = final()
    assert recorded(made, b"{}", comity="newest") == [Found.ATTESTED]  # no standing was recorded
    assert any("does not have the form of evaluation.made" in one.says for one in verified(made.pack()).findings)
