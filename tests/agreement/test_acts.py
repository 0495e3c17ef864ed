"""Reading acts: what they say, and what is wrong with them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.acts import Act, read_acts
from comity.agreement.compose import compose
from comity.agreement.formula.constants import carried
from comity.agreement.model import Agreement, Terms
from comity.agreement.nodes import Mapping
from comity.agreement.read import read_agreement
from comity.kernel.problem import Problem
from tests.agreement.documents import SMALL, errors, terms

LIVELY = (
    SMALL.replace("per: region", "")
    + """\
    relief: {storm: {within: 5 days after event, effect: excuse}}
    ladder: climb
    rules:
      shortfall:
        then: {may: heron, choose: {buy: {declare: bought}}, within: 10 days}
      served:
        then: {may: heron, do: notice, within: 10 days, then: {must: finch, do: cure, within: 5 days}}
  by_region:
    owed by: finch
    owed to: heron
    measure: regional
    every: month
    per: region
    at least: 90%
ladders:
  climb: [{level: managers, within: 5 days}, {level: arbitration}]
governance:
  board: {members: {finch: 1, heron: 1}}
milestones:
  launch: {due: 2026-05-01, owed by: finch}
"""
).replace(
    "clauses:\n", "  regional: {is: sum(orders.filled) / sum(orders.ordered), every: month, per: region}\nclauses:\n"
)
TERMS: Terms = terms(LIVELY)


def acts(text: str, of: Terms | Agreement = TERMS) -> tuple[tuple[Act, ...], list[Problem]]:
    """Read the acts of a file."""
    node, problems = compose(text.encode(), "acts/2026.yaml")
    assert problems == []
    return read_acts(node, of, source="acts/2026.yaml")


def act(text: str) -> Act:
    """Read one act that must be right."""
    (found,), problems = acts(f"- {{on: 2026-02-10, {text}}}\n")
    assert problems == []
    return found


def problem(text: str) -> Problem:
    """Read one act that must have one problem, and give no act."""
    found, problems = acts(f"- {{on: 2026-02-10, {text}}}\n")
    assert found == ()
    (one,) = problems
    return one


def test_an_act_says_who_did_what_when_and_about_what():
    """A notice of heron about the supply of January, with its place and its file."""
    found = act("by: heron, do: notice, about: supply 2026-01, says: By courier.")
    assert (found.on, found.by, found.do, found.about) == (
        date(2026, 2, 10),
        ("heron",),
        "notice",
        ("supply", "2026-01"),
    )
    assert (found.says, found.source, found.place.line) == ("By courier.", "acts/2026.yaml", 1)


def test_what_is_left_out_is_empty():
    """Who says no more than the day, the party and the act leaves the rest to the step that awaits it."""
    found = act("by: heron, do: notice")
    assert (found.about, found.relief, found.choose, found.values, found.nested) == ((), "", "", {}, {})


@pytest.mark.parametrize("who", ["heron", "board", "managers", "arbitration"])
def test_parties_bodies_and_levels_act(who):
    """A party, a body of the governance, or a level of a ladder may be who acted."""
    assert act(f"by: {who}, do: settle").by == (who,)


def test_several_act_together():
    """What both parties did together is one act."""
    assert act("by: [finch, heron], do: settle").by == ("finch", "heron")


@pytest.mark.parametrize(
    "about",
    [
        "supply 2026-01",
        "by_region north 2026-01",
        "by_region far north 2026-01",
        "launch",
        "orders 2026-01",
        "fill_rate 2026-Q1",
        "supply",
    ],
)
def test_an_act_is_about_a_clause_a_milestone_a_table_or_a_metric(about):
    """The words stand as written; which period of which member they mean is for the fold to find."""
    assert act(f"by: heron, do: notice, about: {about}").about == tuple(about.split())


def test_values_are_read_by_their_form():
    """Money, percentages, numbers, truths and days are values; words stay words, also those that name a setting."""
    found = act(
        "by: finch, do: pay, with: {amount: USD 60k, share: 12.5%, boxes: 1200, less: -3, agreed: yes,"
        " from: 2026-02-07, month: 2026-02, ground: timing, setting: expected, note: see letter 4}"
    )
    assert found.values == {
        "amount": Decimal(60000),
        "share": Decimal("0.125"),
        "boxes": Decimal(1200),
        "less": Decimal(-3),
        "agreed": True,
        "from": date(2026, 2, 7),
        "month": date(2026, 2, 28),
        "ground": "timing",
        "setting": "expected",
        "note": "see letter 4",
    }
    assert found.written["amount"] == "USD 60k"


def test_a_restatement_carries_figures_by_period():
    """What is no single text stays a tree, for whoever knows the metric."""
    found = act("by: finch, do: restate, with: {fill_rate: {2026-01: 94%}}")
    assert found.values == {}
    figures = found.nested["fill_rate"]
    assert isinstance(figures, Mapping)
    assert figures.text("2026-01") == "94%"


def test_a_claim_names_its_relief_and_a_choice_its_option():
    """`relief` and `choose` are words of their own."""
    assert act("by: finch, do: claim, relief: storm, about: supply 2026-01").relief == "storm"
    assert act("by: heron, do: choose, choose: buy").choose == "buy"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("by: heron, do: notise", "CMY-206", "no step of the agreement awaits notise"),
        ("by: hern, do: notice", "CMY-206", "there is no party, body or level hern"),
        ("by: heron, do: notice, about: suply 2026-01", "CMY-206", "no clause, milestone, table or metric suply"),
        ("by: heron, do: notice, about: supply 2026-13", "CMY-205", "has no month 13"),
        ("by: heron, do: notice, about: supply north 2026-01", "CMY-205", "supply has no members"),
        ("by: heron, do: claim, relief: strom", "CMY-206", "there is no relief strom"),
        ("by: heron, do: pay, with: {amount: EUR 5k}", "CMY-205", "is in EUR, but the agreement counts in USD"),
        ("by: heron, do: restate, with: {fil_rate: {2026-01: 94%}}", "CMY-206", "no metric or table fil_rate"),
        ("by: heron, doo: notice, do: notice", "CMY-201", "has no key doo"),
        ("by: heron", "CMY-202", "needs the key `do`"),
        ("by: heron, do: [notice, cure]", "CMY-203", "a word is needed here"),
    ],
)
def test_what_is_wrong_with_an_act(text, code, said):
    """Each mistake is one problem at its place, and such an act counts for nothing."""
    found = problem(text)
    assert found.code == code
    assert said in found.why
    assert found.place.file == "acts/2026.yaml"


def test_the_name_that_was_meant_is_suggested():
    """A slip of the pen is answered with the name most like it."""
    assert problem("by: hern, do: notice").hint == "Did you mean heron?"


def test_a_day_that_does_not_exist():
    """An act on 30 February cannot be placed among the others."""
    found, problems = acts("- {on: 2026-02-30, by: heron, do: notice}\n")
    assert (found, [each.code for each in problems]) == ((), ["CMY-205"])


def test_one_wrong_act_costs_only_itself():
    """The acts around a wrong one are read, in the order written."""
    text = "- {on: 2026-03-01, by: heron, do: notice}\n- {by: heron}\n- {on: 2026-02-01, by: finch, do: cure}\n"
    found, problems = acts(text)
    assert [each.do for each in found] == ["notice", "cure"]
    assert {each.code for each in problems} == {"CMY-202"}


@pytest.mark.parametrize("text", ["{on: 2026-02-10, by: heron, do: notice}\n", "notice\n"])
def test_acts_are_a_list(text):
    """A single act without its dash is told how a list begins."""
    found, problems = acts(text)
    assert found == ()
    assert [each.code for each in problems] == ["CMY-203"]
    assert problems[0].hint.startswith("Begin each act with a dash")


def test_no_acts_are_no_problem():
    """An example without acts has none."""
    assert read_acts(None, TERMS) == ((), [])


def test_an_act_may_name_what_an_amendment_added_or_took_away():
    """With the whole agreement, names of every version are known, and periods are read by the terms of the day."""
    amendment = (
        b"comity: 1\namends: small\ntitle: First\nin force: 2027-01-01\n"
        b"changes: {milestones: {relaunch: {due: 2027-05-01, owed by: finch}}}\n"
    )
    agreement, problems = read_agreement(("agreement.yaml", LIVELY.encode()), [("first.yaml", amendment)])
    assert agreement is not None
    assert errors(problems) == []
    text = "- {on: 2026-02-10, by: finch, do: complete, about: relaunch}\n"
    assert acts(text, agreement)[1] == []
    assert [each.code for each in acts(text)[1]] == ["CMY-206"]


@given(st.text(max_size=40))
def test_any_text_has_a_value(text):
    """Whatever an act carries is read as something, and never raises."""
    assert carried(text, TERMS) is not None


@given(
    st.recursive(
        st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from("on by do about relief choose with says x".split()), inner, max_size=5)
        ),
        max_leaves=12,
    )
)
def test_whatever_the_file_holds_is_acts_or_problems(content):
    """No tree of texts, lists and maps makes the reader raise; what it gives no act for, it says."""
    node, problems = compose(json.dumps(content).encode(), "acts/2026.yaml")
    found, more = read_acts(node, TERMS)
    assert found or problems or more or not content


PAYING = terms(LIVELY + "accounts:\n  credits: {owed by: finch, owed to: heron, settle: every quarter}\n")


@pytest.mark.parametrize("about", ["credits", "credits 2026-Q1", "finch to heron", "finch to heron 2026-02"])
@pytest.mark.parametrize("do", ["pay", "accept", "reject"])
def test_a_payment_is_about_an_account_with_or_without_a_period(about: str, do: str):
    """An account by its name, or the two parties between whom money is owed that goes into none."""
    found, problems = acts(f"- {{on: 2026-04-10, by: finch, do: {do}, about: {about}}}", PAYING)
    assert (problems, found[0].about) == ([], tuple(about.split()))


@pytest.mark.parametrize(
    ("do", "about", "code", "said"),
    [
        ("pay", "credits 2026-Q5", "CMY-205", "the year 2026 has no quarter 5"),
        ("pay", "credit 2026-Q1", "CMY-206", "there is no clause, milestone or account credit"),
        ("pay", "heron to finch", "CMY-206", "there is no clause, milestone or account heron"),
        ("notice", "credits 2026-Q1", "CMY-206", "there is no clause, milestone, table or metric credits"),
    ],
)
def test_what_is_wrong_with_an_act_about_an_account(do: str, about: str, code: str, said: str):
    """A period that does not exist, a slip of the name, parties the wrong way round, an act that is no payment."""
    _, [found] = acts(f"- {{on: 2026-04-10, by: finch, do: {do}, about: {about}}}", PAYING)
    assert (found.code, found.why) == (code, said)
