"""What another version of Comity recorded: what is excused, by which version, and what never is."""

import json

import pytest

from comity.evidence.compare import result_bytes
from comity.evidence.versions import THIS, Version, the_same, version_of

FIGURE = {"period": "2026-01", "value": "0.96", "reason": ""}
BEFORE = {
    "figures": {"fill_rate": [FIGURE]},
    "docket": [{"id": "orders", "what": "Orders 2026-02"}],
    "as_of": "2026-02-28",
}
ADDED = {"figures/*/sources": "0.3.0", "outlook": "0.2.0"}


def changed(**parts: object) -> bytes:
    return result_bytes({**BEFORE, **parts})


def held(after: bytes, by: Version | None, before: bytes | None = None) -> tuple[list[str], list[str]] | None:
    """Return what is added and what is worded otherwise; None where it is another standing."""
    found = the_same(before or result_bytes(BEFORE), after, by, this=(0, 3, 0), added=ADDED)
    return (list(found.added), list(found.worded)) if found is not None else None


def test_a_version_is_read_as_numbers() -> None:
    """Each part is a number, so that 0.10 is later than 0.9; a development version counts as what it leads to."""
    assert version_of("0.1.0") == (0, 1, 0) < version_of("0.10") > version_of("0.9.9")
    assert version_of("0.1") == version_of("0.1.0.0") == (0, 1, 0) < version_of("0.1.0.1")
    assert version_of("0.2.0.dev3") == version_of("0.2.0-rc1") == (0, 2, 0)
    assert len(THIS) == 3


@pytest.mark.parametrize("text", ["", "1", "newest", "1..2", "v1.2", "1.2\n", "9" * 5000 + ".1", 12, None])
def test_other_texts_are_no_versions(text: object) -> None:
    """They raise, so that the entry in which they stand counts for nothing."""
    with pytest.raises(ValueError, match=r"1\.2\.3"):
        version_of(text)


def test_a_key_is_excused_only_by_a_version_that_could_not_have_it() -> None:
    """`outlook` came with 0.2.0 and `sources` with 0.3.0: a document of 0.2.0 may lack the second one only."""
    outlook = changed(outlook={})
    sources = changed(figures={"fill_rate": [{**FIGURE, "sources": []}]})
    assert held(outlook, None) == held(outlook, (0, 1, 9)) == (["outlook"], [])
    assert held(outlook, (0, 2, 0)) is None
    assert held(sources, (0, 2, 0)) == (["figures/fill_rate/sources"], [])
    assert held(sources, (0, 3, 1)) is None


def test_no_name_and_no_value_is_excused() -> None:
    """Another metric, another figure, another value, less than was recorded, or another kind of value."""
    assert held(changed(figures={"fill_rate": [FIGURE], "sources": []}), None) is None
    assert held(changed(figures={"fill_rate": [FIGURE, FIGURE]}), None) is None
    assert held(changed(figures={"fill_rate": [{**FIGURE, "value": "0.97"}]}), None) is None
    assert held(result_bytes(BEFORE), None, changed(score="1")) is None
    assert held(changed(n=True), None, changed(n=1)) is None
    assert held(changed(other={}), None) is None


def test_what_is_said_to_people_may_be_worded_otherwise_by_another_version() -> None:
    """The docket, and why a figure is not known; each is named. The version that recorded it has no excuse."""
    after = changed(
        docket=[{"id": "orders", "what": "Orders of February"}],
        figures={"fill_rate": [{**FIGURE, "reason": "not reported"}]},
    )
    assert held(after, (0, 2, 0)) == ([], ["what in docket", "reason in figures"])
    assert held(after, (0, 3, 0)) is None
    assert held(after, (0, 4, 0)) == ([], ["what in docket", "reason in figures"])
    named = {"reason": [{**FIGURE, "value": "1"}]}  # a metric of that name is no reason
    assert held(changed(figures={"reason": [FIGURE]}), None, changed(figures=named)) is None


def test_a_line_less_or_another_duty_is_no_wording() -> None:
    """Which lines there are and what they are about holds; so does that a sentence is a sentence."""
    for docket in ([], "nothing", [{"id": "other", "what": "Orders 2026-02"}], [{"id": "orders", "what": None}]):
        assert held(changed(docket=docket), (0, 2, 0)) is None


def decision(**parts: object) -> dict[str, object]:
    made: dict[str, object] = {
        "kind": "overdue",
        "subject": "orders",
        "scope": {},
        "who": ["lark"],
        "says": "late",
        "by": None,
        "line": None,
    }
    return {**made, **parts}


def test_a_decision_may_gain_its_day_and_stand_elsewhere_for_it() -> None:
    """Earlier versions left some days out, and put the decision last; one that was given stays as it was given."""
    missed = decision(kind="missed", by="2026-05-01")
    before = changed(decisions=[missed, decision()])
    dated = decision(by="2026-04-10", line="facts/orders")
    after = changed(decisions=[dated, missed])
    assert held(after, (0, 2, 0), before) == ([], ["by in decisions", "line in decisions"])
    assert held(after, (0, 3, 0), before) is None
    assert held(changed(decisions=[dated, decision(kind="missed", by="2026-05-02")]), (0, 2, 0), before) is None
    assert held(before, (0, 2, 0), after) is None
    assert held(changed(decisions=[missed]), (0, 2, 0), before) is None
    assert held(changed(decisions=[missed, {**decision(), "who": ["fern"]}]), (0, 2, 0), before) is None
    assert held(changed(decisions=[missed, 5]), (0, 2, 0), before) is None


def test_a_document_that_is_not_in_its_one_spelling_is_another() -> None:
    """A space, a key that stands twice, or no JSON at all."""
    for spelt in (b" {}", b'{"a":1,"a":1}', b"x", b'"\\ud800"', b"[" * 200_000):
        assert held(result_bytes(json.loads(b'{"a":1}')), None, spelt) is None
