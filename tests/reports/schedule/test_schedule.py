"""The text of the schedule: what each part of an agreement becomes, in the words of a contract."""

from __future__ import annotations

import re

import pytest

from comity.reports.schedule.markup import bare
from comity.reports.schedule.model import Block, Item, Schedule
from comity.reports.schedule.plain import text
from comity.reports.schedule.write import schedule_of_terms
from tests.reports.schedule.builders import ASTER, EXAMPLES, HEAD, READ, clause, said, schedule, section, terms_of

LIMIT = "measure: fill_rate\nevery: month\nat least: 95%\n"
PATTERNS = sorted(EXAMPLES.glob("clauses/*/agreement.yaml"))


def test_the_sections_stand_in_the_order_of_a_contract() -> None:
    """Definitions, facts, metrics, the clauses, accounts, time, relief, disputes, restatement, the rest, annexes."""
    titles = [section.title for section in schedule(READ / "cold_chain.yaml").sections]
    assert titles == [
        "Definitions", "Facts owed", "Metrics", "Punctual runs", "Accounts and caps", "Notices and time",
        "Relief, waiver and reservation", "Disputes", "Restatement and finality",
        "Scorecard, governance, surveys and visibility", "Worked examples", "What a reader might misread",
    ]  # fmt: skip


def test_the_obligation_is_a_sentence_that_says_equality() -> None:
    """Who owes whom that what is how much in which period, and on which side equality falls."""
    found = clause(LIMIT)
    assert "The Supplier shall ensure towards the Buyer that, in each Month, the Fill Rate is at least 95%." in found
    assert "A Measured Value exactly equal to the Threshold passes the test." in found


@pytest.mark.parametrize(
    ("relation", "words", "equal"),
    [("at least", "is at least", "passes"), ("above", "is more than", "fails"), ("at most", "is at most", "passes"),
     ("below", "is less than", "fails")],
)  # fmt: skip
def test_each_relation_says_equality(relation: str, words: str, equal: str) -> None:
    """`at least` and `at most` are met by the threshold itself, `above` and `below` are not."""
    found = clause(LIMIT.replace("at least", relation))
    assert f"the Fill Rate {words} 95%" in found
    assert f"exactly equal to the Threshold {equal} the test" in found


def test_a_dated_threshold_names_the_first_period_it_concerns() -> None:
    """A threshold that rises in the middle of a month is first used for the month after."""
    found = clause(LIMIT.replace("95%", "expected"))
    assert "96% | 15 February 2027 | March 2027 to December 2028" in found
    assert "The Expected changes on 15 February 2027: the first Month measured by the new value is March 2027" in said(
        f"clauses: {{supply: {{owed by: supplier, owed to: buyer, {', '.join(LIMIT.splitlines())}, serves: reach}}}}\n"
        .replace("95%", "expected").replace(", serves: reach", "")
    )  # fmt: skip


def test_a_threshold_that_a_rule_changes_is_named_and_not_written_out() -> None:
    """What is expected of Aster rises by a rule every year: the clause says the Expected, whose table says so."""
    found = text(schedule(ASTER))
    assert "separately for each Service, the Timeliness is at least the Expected." in found
    assert "“Expected” has the values in Table 1. It changes under clause 6.3." in found
    assert "Thresholds of Answers in Time" not in found


def test_rounding_is_said_with_its_direction() -> None:
    """The unit and what becomes of halves; and without rounding, that there is none."""
    assert "rounded to the nearest multiple of 0.1%, halves away from zero" in clause(LIMIT + "round: 0.1%")
    assert "rounded towards zero to a multiple of 0.5%" in clause(LIMIT + "round: 0.5% down")
    assert "is not rounded before it is compared" in clause(LIMIT)


def test_a_step_table_is_printed_with_both_ends_of_each_band() -> None:
    """Nothing lies between two bands, and below all of them stands what else holds."""
    keys = ", ".join(LIMIT.splitlines())
    found = said(
        f"clauses: {{supply: {{owed by: supplier, owed to: buyer, {keys}, let: {{points: severity(value)}}}}}}\n"
    )
    assert "at least 90% and less than 97% | 1" in found
    assert "97% or more | 0" in found
    assert "less than 90% | 3" in found


def test_a_rule_says_when_how_often_and_what() -> None:
    """The condition in words, how often it may apply, and the payment with its account and its own limit."""
    found = clause(
        LIMIT + "rules:\n  credit:\n    when: times(missed, 4) >= 2\n    again: after a clear period\n"
        "    then: {pay: 5% * fees, into: credits, at most: USD 40k}"
    )
    assert "this clause is Missed in at least 2 of the last 4 Months" in found
    assert "again only once this has not been so for at least one Month" in found
    assert "the Supplier shall pay the Buyer an amount equal to 5% of the Fees, but not more than USD 40,000" in found
    assert re.search(r"posted to the Credits Account \(clause \d+\.1\)", found)


STEPS = """\
rules:
  failure:
    then:
      may: buyer
      do: notice
      within: 20 business days
      then:
        name: cure
        must: supplier
        do: make good
        with: {cost: money > 0}
        within: 30 days after notice
        then: {declare: cured}
        else: &end
          may: buyer
          choose: {stay: {declare: waived}, go: {set: {agreement: terminated}, after: 2 months}}
          within: 10 days
          else: {declare: reserved}
      else: *end
"""


def test_steps_stand_side_by_side_and_refer_to_one_another() -> None:
    """What follows what is a reference to a lettered paragraph; a step that is written by an alias is said once."""
    found = clause(LIMIT + STEPS)
    where = re.search(r"\(a\) Notice\. .* clause (\d+\.\d+)\(b\) \(Cure\) applies", found)
    assert where is not None
    assert f"If it is not done in time, clause {where[1]}(c) (Choice) applies." in found
    assert found.count("(c) Choice. ") == 1
    assert "(d)" not in found


def test_a_step_says_who_what_by_when_and_what_it_must_state() -> None:
    """Duty or right, the act as it is recorded, the time with what it counts from, and the values of the act."""
    found = clause(LIMIT + STEPS)
    assert "The Buyer may give “notice” within 20 Business Days after it opens." in found
    assert "The Supplier shall “make good” within 30 days after “notice” was done or lapsed." in found
    assert "The act must state Cost (an amount of money that is more than 0)" in found
    assert "(ii) “go”: The Agreement is terminated with effect from the end of the day 2 months after" in found


def test_relief_says_event_notice_evidence_and_effect() -> None:
    """Each relief under the name by which it is claimed, with its notice test and what it does to the test."""
    relief = (
        "relief:\n  flood: {within: 5 business days after event, evidence: photographs, effect: adjust, "
        "with: {lost: number}, measure: fill_rate + lost}\n  strike: {effect: excuse}"
    )
    found = clause(LIMIT + relief)
    assert "under the name “flood” within 5 Business Days after the first day of the event" in found
    assert "Evidence: photographs." in found
    assert "in place of the Raw Value: the Fill Rate plus the Lost stated in the claim" in found
    assert "“strike” at any time until the facts are final" in found


def test_a_ladder_says_levels_clocks_branches_rules_and_seat() -> None:
    """Each level with its time and its anchor; an arbitration with its rules and its seat."""
    whole = said(
        "clauses:\n  supply: {owed by: supplier, owed to: buyer, measure: fill_rate, every: month, at least: 95%, "
        "ladder: usual}\nladders:\n  usual:\n    - {level: managers, within: 10 business days after dispute}\n"
        "    - {level: expert, if: value < 50%}\n    - {level: arbitration, rules: ICC Rules, seat: Geneva}\n"
    )
    found = section(whole, "Disputes")
    assert "(a) Managers. Settlement or decision within 10 Business Days after the day of the dispute." in found
    assert "Only if the Measured Value is less than 50%; otherwise this level is passed over." in found
    assert "under ICC Rules with its seat in Geneva" in found


def test_what_could_be_misread_is_said_aloud() -> None:
    """Duties without consequence, rights that lapse, one's own cure, silence that waives, values to be agreed."""
    rules = (
        "rules:\n  first: {then: {must: supplier, do: plan, within: 5 days}}\n"
        "  second: {then: {may: buyer, do: notice, within: 5 days}}\n"
        "  third: {then: {must: supplier, do: cure, within: 5 days, then: {declare: cured}, else: {declare: waived}}}"
    )
    lines = "".join(f"    {line}\n" for line in (LIMIT + rules).splitlines())
    whole = said(f"clauses:\n  supply:\n    owed by: supplier\n    owed to: buyer\n{lines}")
    found = section(whole, "What a reader might misread")
    assert re.search(r"If what clause \d+\.\d+\(a\) \(Plan\) requires is not done, this Schedule attaches no", found)
    assert re.search(r"If the right in clause \d+\.\d+\(a\) \(Notice\) is not used in time, it is lost", found)
    assert re.search(r"Under clause \d+\.\d+\(a\) \(Cure\), the Supplier itself states that it has cured", found)
    assert "silence is a waiver" in found
    assert "Open Term: a value is still to be agreed" in found


def test_contract_years_are_printed_with_their_days() -> None:
    """Whoever counts in contract years finds their first and last days, the last cut to the term."""
    head = HEAD.replace("starts: 2026-01-01", "starts: 2026-03-01").replace("2026-01-01: 95%", "2026-03-01: 95%")
    yearly = "measure: 'sum(orders.filled)', every: contract year, at least: 5"
    yearly = f"clauses: {{supply: {{owed by: supplier, owed to: buyer, {yearly}}}}}\n"
    found = said(yearly, head)
    assert "Contract Year 1 | 1 March 2026 | 28 February 2027" in found
    assert "Contract Year 3 | 1 March 2028 | 31 December 2028" in found


def test_a_cut_period_is_said_not_to_be_reduced() -> None:
    """A first month of half a month has the same threshold, and the schedule says so."""
    head = HEAD.replace("starts: 2026-01-01", "starts: 2026-01-16").replace("2026-01-01: 95%", "2026-01-16: 95%")
    found = said(f"clauses: {{supply: {{owed by: supplier, owed to: buyer, {', '.join(LIMIT.splitlines())}}}}}\n", head)
    assert (
        "January 2026 (cut to 16 January 2026 to 31 January 2026; the Threshold is not reduced in proportion)" in found
    )
    assert re.search(r"The first or the last period of clause \d+ is shorter", found)


def test_parties_that_are_roles_have_an_article_and_names_have_none() -> None:
    """“the Supplier”, but “Aster” where the short name is part of the legal name."""
    assert "Fern Works Ltd (the “Supplier”)" in said()
    assert "Aster Services Ltd (fictional) (“Aster”)" in text(schedule(ASTER))


@pytest.mark.parametrize("path", [ASTER, *PATTERNS, READ / "cold_chain.yaml"], ids=lambda p: p.parent.name)
def test_whatever_the_agreement_says_in_prose_is_printed(path) -> None:
    """Every `says` of a table, metric, clause, step, relief or body stands in the schedule, word for word."""
    terms = terms_of(path.read_text(encoding="utf-8"))
    whole = " ".join(text(schedule_of_terms(terms)).split())
    prose = [terms.says, *(t.says for t in terms.facts.values()), *(m.says for m in terms.metrics.values())]
    prose += [c.says for c in terms.clauses.values()]
    prose += [s.says for c in terms.clauses.values() for s in c.rules.values()]
    assert [said_ for said_ in prose if " ".join(said_.split()) not in whole] == []


# -- the frame --------------------------------------------------------------------------------


def items(blocks: tuple[Block, ...]) -> list[Item]:
    return [found for block in blocks if isinstance(block, Item) for found in (block, *items(block.below))]


def every_item(made: Schedule) -> list[Item]:
    return [item for part in made.sections for item in items(part.blocks)]


@pytest.mark.parametrize("path", [ASTER, *PATTERNS], ids=lambda p: p.parent.name)
def test_every_reference_leads_somewhere(path) -> None:
    """Clauses, paragraphs and tables that the text refers to exist under exactly that number."""
    made = schedule(path)
    whole = text(made)
    known = {f"clause {item.number}" for item in every_item(made)} | {f"clause {part.number}" for part in made.sections}
    found = set(re.findall(r"clause \d+(?:\.\d+)?(?:\([a-z]+\))?(?:\([ivx]+\))?", whole))
    assert found - known == set()
    tables = set(re.findall(r"Table \d+(?=:)", whole))
    assert set(re.findall(r"Table \d+", whole)) == tables


def test_numbers_are_unique_and_follow_one_another() -> None:
    """1, 1.1, (a), (i): no two items have one number."""
    numbers = [
        item.number for item in every_item(schedule(EXAMPLES / "clauses" / "p13-pay-to-keep" / "agreement.yaml"))
    ]
    assert len(numbers) == len(set(numbers))
    assert "4.5(d)(iii)" in numbers


def test_names_cannot_pass_for_marks() -> None:
    """Characters that mark emphasis and references in the text are taken out of the words of an agreement."""
    found = said(head=HEAD.replace("Fern Works Ltd", "Fern\ue000 Works\ue002clause supply\ue004 Ltd"))
    assert "Fern Worksclause supply Ltd" in found
    assert not re.search("[\ue000-\uf8ff]", bare(found))


def test_the_text_does_not_depend_on_what_has_no_effect() -> None:
    """Comments, quotes and the order of keys change the file, and not one letter of the schedule."""
    lines = HEAD.replace("currency: USD\n", "").replace("alliance:", "# a comment\ncurrency: 'USD'\nalliance:")
    assert said(head=lines) == said()


def test_what_is_said_of_an_account_stands_below_the_accounts() -> None:
    """Free text is rendered word for word, as that of clauses, tables and metrics is; payments made have their rule."""
    says = "settle: next invoice, says: Credits are price adjustments., caps"
    found = text(schedule_of_terms(terms_of(HEAD.replace("settle: next invoice, caps", says))))
    assert "Credits Account: Credits are price adjustments." in found
    assert "Payments made" in found
