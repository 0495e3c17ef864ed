"""Milestones on the docket: to be completed, then to be accepted or rejected, and what silence does."""

from __future__ import annotations

from datetime import date

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import Act
from comity.facts.load import load
from comity.standing.model import Due, Standing
from comity.standing.standing import standing
from tests.clauses.life.drawing import act
from tests.clauses.life.reading import agreed

AGREEMENT = agreed("""
    comity: 1
    alliance: docket
    title: Milestones on the docket
    parties: {yard: Yard, line: Line}
    currency: USD
    starts: 2026-01-01
    calendar: {holidays: [2026-03-17]}
    milestones:
      keel: {due: 2026-03-20, owed by: yard, accepted by: line, within: 5 business days, worth: USD 50k,
             evidence: certificate}
      hull: {due: 2026-03-31, owed by: yard, accepted by: line, worth: USD 100k}
      berth: {due: 2026-02-28, owed by: line}
""")
KEEL = act(date(2026, 3, 12), "yard", "complete", "keel", written={"evidence": "certificate 12"})
HULL = act(date(2026, 3, 12), "yard", "complete", "hull")


def found(*acts: Act, as_of: date) -> Standing:
    """The standing on a day."""
    facts, _ = load({}, AGREEMENT.versions[0][1], as_of)
    return standing(AGREEMENT, facts, acts, as_of=as_of, known_at=as_of, driver=DuckDBDriver())


def line(name: str, *acts: Act, as_of: date) -> Due | None:
    """The line of the docket about a milestone, if there is one."""
    return next((one for one in found(*acts, as_of=as_of).docket if one.key.split("/")[1] == name), None)


def test_a_milestone_says_who_accepts_it_and_what_it_is_worth() -> None:
    """Before it is complete its owner is on the docket."""
    keel = line("keel", as_of=date(2026, 3, 1))
    assert keel is not None
    assert (keel.kind, keel.party, keel.due) == ("milestone", "yard", date(2026, 3, 20))
    assert keel.why == ("Milestone agreed for 20 Mar; evidence: certificate; to be accepted by line; worth USD 50k")


def test_a_complete_milestone_is_owed_an_answer_within_the_time_agreed() -> None:
    """Five business days after Thursday 12 March, a holiday between them, end on the 20th; then silence accepts."""
    keel = line("keel", KEEL, as_of=date(2026, 3, 13))
    assert keel is not None
    assert (keel.kind, keel.modal, keel.party, keel.state, keel.due) == (
        "acceptance", "may", "line", "due", date(2026, 3, 20),
    )  # fmt: skip
    assert keel.why == "Complete since 12 Mar; evidence: certificate 12"
    assert (keel.if_nothing, str(keel.left)) == ("It is deemed accepted.", "4 business days")
    assert keel.moved == "Tue 17 Mar 2026 is a holiday"


def test_without_a_time_the_answer_stays_owed() -> None:
    """A year later the hull still has no acceptance, and what it is worth is not earned."""
    hull = line("hull", HULL, as_of=date(2027, 3, 12))
    assert hull is not None
    assert (hull.state, hull.due) == ("open", None)
    assert hull.if_nothing == "It stays without acceptance, and what it is worth (USD 100k) is not earned."


def test_an_answer_takes_it_off_the_docket() -> None:
    """Accepted, by an act or by silence, nobody owes anything about it."""
    accepted = act(date(2026, 3, 13), "line", "accept", "hull")
    assert line("hull", HULL, accepted, as_of=date(2026, 3, 14)) is None
    assert line("keel", KEEL, as_of=date(2026, 3, 20)) is None


def test_a_rejected_milestone_is_its_owners_again_with_the_reason() -> None:
    """The line of the owner comes back and says why."""
    rejected = act(date(2026, 3, 16), "line", "reject", "hull", written={"reason": "not tight"})
    hull = line("hull", HULL, rejected, as_of=date(2026, 4, 2))
    assert hull is not None
    assert (hull.party, hull.state) == ("yard", "overdue")
    assert hull.why.startswith("Milestone agreed for 31 Mar; rejected on 16 Mar: not tight")


def test_what_nobody_is_to_accept_is_off_the_docket_when_it_is_done() -> None:
    """The berth needs no answer."""
    done = act(date(2026, 2, 20), "line", "complete", "berth")
    assert line("berth", done, as_of=date(2026, 2, 21)) is None


def test_an_answer_is_among_what_needs_a_decision_one_for_each_milestone() -> None:
    """The line decides about the keel by 20 March, and about the hull when it likes."""
    decisions = [one for one in found(KEEL, HULL, as_of=date(2026, 3, 13)).decisions if "accept" in one.title]
    assert [(one.title, one.who, one.by) for one in decisions] == [
        ("Keel: accept or reject", ("line",), date(2026, 3, 20)),
        ("Hull: accept or reject", ("line",), None),
    ]


def test_an_act_of_the_wrong_party_is_shown_as_refused_and_changes_nothing() -> None:
    """The yard cannot accept its own hull."""
    own = act(date(2026, 3, 13), "yard", "accept", "hull")
    at = found(HULL, own, as_of=date(2026, 3, 14))
    assert [one.says for one in at.decisions if one.kind == "refused"] == ["Hull is for line to accept, not for yard."]
    assert line("hull", HULL, own, as_of=date(2026, 3, 14)) is not None
