"""Formulas in plain English: every kind of part, and never two formulas said alike."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreement.formula import tree
from comity.agreement.formula.functions import FUNCTIONS
from comity.agreement.formula.parse import parse
from comity.reports.schedule.english.formula import condition, value
from comity.reports.schedule.english.names import book_of
from comity.reports.schedule.english.speech import Speech, clause_speech, metric_speech
from comity.reports.schedule.markup import bare, resolved
from tests.agreement.formula.trees import bare as without_offsets
from tests.reports.schedule.builders import HEAD, terms_of
from tests.reports.schedule.other_formulas import other_formulas

CLAUSES = """\
clauses:
  supply:
    owed by: supplier
    owed to: buyer
    measure: by_region
    every: month
    per: region
    at least: 95%
    let: {points: severity(value), critical: missed and class(region) = 'critical'}
    relief: {storm: {effect: excuse}}
    rules: {credit: {then: {pay: 1% * fees, into: credits}}}
  late_entries: {owed by: supplier, owed to: buyer, every: month, missed if: sum(supply.points) > 3}
"""
BOOK = book_of(terms_of(HEAD + CLAUSES))
CLAUSE = clause_speech(BOOK, BOOK.terms.clauses["supply"])
METRIC = metric_speech(BOOK, BOOK.terms.metrics["fill_rate"])


def node(text: str) -> tree.Node:
    found, problems = parse(text)
    assert found is not None, problems
    return found


def plain(text: str) -> str:
    return bare(resolved(text, lambda key, named: f"[{key}]"))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("royalty * fees", "the Royalty multiplied by the Fees"),
        ("10% * fees", "10% of the Fees"),
        ("10% * fees * royalty", "(10% of the Fees) multiplied by the Royalty"),
        ("fees - (fees - USD 5)", "the Fees minus (the Fees minus USD 5)"),
        ("fees - fees - USD 1.5k", "(the Fees minus the Fees) minus USD 1,500"),
        ("1 + 2 + 3", "1 plus 2 plus 3"),
        ("-paid", "minus the payment after caps"),
        ("(1 - royalty) / 2", "(1 minus the Royalty) divided by 2"),
        ("share(region) * fees", "the Share for the Region multiplied by the Fees"),
        ("share('north')", "the Share for “north”"),
        ("severity(value) * 2", "(the Severity ([setting severity]) at the Measured Value) multiplied by 2"),
        ("tally(3, 12)", "what accrues by the Tally ([setting tally]), band by band, from 3 to 12"),
        ("least(fees, USD 10k)", "the lesser of the Fees and USD 10,000"),
        ("greatest(1, 2, royalty + 3)", "the greatest of 1, 2 and (the Royalty plus 3)"),
        ("abs(points_short)", "the absolute amount of the Points Short"),
        ("floor(fees / USD 100)", "(the Fees divided by USD 100) rounded down to a whole number"),
        ("ceil(points)", "the Points rounded up to a whole number"),
        ("sqrt(points)", "the square root of the Points (to 28 significant digits)"),
        ("power(points, 2)", "the Points to the power of 2"),
        ("round(royalty, 2)", "the Royalty rounded to 2 decimal places (halves away from zero)"),
        ("mod(points, 3)", "the remainder of the Points divided by 3"),
        ("month(period_end)", "the number of the calendar month of the last day of the Month"),
        ("case when missed then 2 else 1 end", "2 if this clause is Missed; otherwise 1"),
        ("mean(by_region, 3)", "the mean of the By Region over the last 3 Months"),
        (
            "total(fees, 6, 1)",
            "the total of the Fees over the last 6 Months (or those of them that exist, if at least 1)",
        ),
        ("highest(fees, year)", "the highest of the Fees over the Months of the Year so far"),
        ("lowest(fees, life)", "the lowest of the Fees over all Months since this clause began"),
        ("previous(value, 0)", "the Measured Value of the Month before (or 0 where there is none)"),
        ("year_ago(fees)", "the Fees of the same Month one year before"),
        ("times(missed, 4)", "the number of Months, among the last 4 Months, in which this clause is Missed"),
        ("days_running(storm)", "the number of days that relief “Storm” has been running"),
        ("credit.paid", "the payment after caps under rule “Credit”"),
        ("credits.accrued", "the amount accrued before caps in the Credits Account for the Month"),
        ("coalesce(fees, USD 0)", "the first that is not empty of the Fees and USD 0"),
        (
            "period_end - period_start",
            "the number of days from the first day of the Month to the last day of the Month",
        ),
        ("period_end + 3 days", "the day 3 days after the last day of the Month"),
    ],
)
def test_values_are_said_as_they_are_computed(formula: str, words: str) -> None:
    """What a formula yields, with brackets wherever precedence could be doubted."""
    assert plain(value(node(formula), CLAUSE)) == words


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("missed", "this clause is Missed"),
        ("not missed", "this clause is not Missed"),
        ("critical", "Critical is true"),
        ("value > 99%", "the Measured Value is more than 99%"),
        ("value >= threshold", "the Measured Value is at least the Threshold"),
        ("value < threshold", "the Measured Value is less than the Threshold"),
        ("points <= 3", "the Points is at most 3"),
        ("points = 3", "the Points is equal to 3"),
        ("class(region) = 'critical'", "the Class for the Region is “critical”"),
        ("class(region) <> 'critical'", "the Class for the Region is not “critical”"),
        ("period_end >= 2026-03-31", "the last day of the Month is on or after 31 March 2026"),
        ("value between 90% and 95%", "the Measured Value is within 90% to 95%, both included"),
        ("region in ('north', 'south')", "the Region is one of “north” or “south”"),
        ("region not in ('north', 'south')", "the Region is none of “north” or “south”"),
        ("'reserved' in status", "“reserved” is among the statuses of the Month"),
        ("running(missed) >= 3", "this clause is Missed in at least 3 consecutive Months up to and including this one"),
        ("times(missed, 4) >= 2", "this clause is Missed in at least 2 of the last 4 Months"),
        (
            "times(missed, 12 months) > 3",
            "this clause is Missed in more than 3 of the Months that end within 12 months up to the end of this Month",
        ),
        (
            "times(credit, life) > times(missed, life)",
            "(the number of Months, among all Months since this clause began, in which [rule supply credit] applied) "
            "is more than (the number of Months, among all Months since this clause began, in which this clause is "
            "Missed)",
        ),
        (
            "missed and (critical or points > 2)",
            "this clause is Missed and (Critical is true or the Points is more than 2)",
        ),
        ("not (missed and critical)", "it is not so that (this clause is Missed and Critical is true)"),
        ("credits.cap_reached", "a cap of the Credits Account has been reached for the Month"),
        ("reported(fees)", "the facts needed for the Fees have been reported"),
        ("fees is not null", "the Fees is not empty"),
    ],
)
def test_claims_are_said_as_sentences(formula: str, words: str) -> None:
    """What a condition claims; equality is said with every comparison."""
    assert plain(condition(node(formula), CLAUSE)) == words


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (
            "sum(orders.filled) / sum(orders.ordered)",
            "the sum of Filled over all entries of the Orders Report, divided by the sum of Ordered over all entries "
            "of the Orders Report",
        ),
        ("count(*)", "the number of entries"),
        ("count_if(orders.late)", "the number of entries of the Orders Report for which Late is yes"),
        (
            "count(distinct orders.region)",
            "the number of different values of Region among the entries of the Orders Report",
        ),
        (
            "avg(orders.filled) filter (where orders.region = 'north')",
            "the mean of Filled over all entries of the Orders Report for which Region is “north”",
        ),
        ("min(by_region)", "the smallest of the By Region over all Regions"),
        ("sum(supply.points)", "the sum of the Points over all Regions of [clause supply]"),
        ("count_if(supply.missed)", "the number of Regions of [clause supply] for which that clause is Missed"),
        ("max(orders.sent_on) - min(orders.sent_on)",
         "the number of days from (the smallest of Sent on over all entries of the Orders Report) to (the greatest of "
         "Sent on over all entries of the Orders Report)"),
    ],
)  # fmt: skip
def test_aggregates_say_what_they_read(formula: str, words: str) -> None:
    """Rows of a report, members of a metric, and another clause read as a table."""
    assert plain(value(node(formula), METRIC)) == words


# -- never two alike --------------------------------------------------------------------------

LEAVES = (
    "value", "threshold", "points", "fees", "royalty", "2", "3.5", "97%", "USD 50k", "by_region", "'north'", "region",
    "credits.paid", "credits.balance", "severity(value)", "share(region)", "period_end",
)  # fmt: skip
CLAIMS = ("missed", "met", "critical", "credit", "credits.cap_reached", "points > 3", "region = 'north'")
VALUES = (
    "{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "-({0})", "abs({0})", "least({0}, {1})", "greatest({0}, {1})",
    "case when {2} then {0} else {1} end", "case when {2} then {0} end", "mean({0}, 3)", "total({0}, 3, 2)",
    "previous({0}, {1})", "times({2}, 4)", "running({2})", "floor({0})", "year_ago({0})", "coalesce({0}, {1})",
)  # fmt: skip
TESTS = (
    "{0} >= {1}", "{0} < {1}", "{0} = {1}", "{0} between {1} and {0}", "({2}) and ({3})", "({2}) or ({3})", "not ({2})",
    "times({2}, 12 months) >= 2", "running({2}) > {0}", "{0} in ({1}, {0})", "{0} is null",
)  # fmt: skip


@st.composite
def formulas(draw: st.DrawFn, levels: int = 3, *, claim: bool = False) -> str:
    """Return a formula as text; of a claim where asked. Types are not minded: they make no difference to words."""
    if levels == 0:
        return draw(st.sampled_from(CLAIMS if claim else LEAVES))
    form = draw(st.sampled_from(TESTS if claim else VALUES))
    lower = draw(st.integers(0, levels - 1))
    values = [draw(formulas(lower)) for _ in range(2)]
    claims = [draw(formulas(lower, claim=True)) for _ in range(2)]
    return form.format(f"({values[0]})", f"({values[1]})", *claims)


def is_sound(made: tree.Node) -> bool:
    """Say whether every function has as many arguments as it takes; others the reader refuses."""
    calls = [part for part in tree.walk(made) if isinstance(part, tree.Call) and part.function in FUNCTIONS]
    takes = [(len(one.arguments), FUNCTIONS[one.function]) for one in calls]
    return all(of.least <= count <= (of.most or count) for count, of in takes)


def words_of(text: str, speech: Speech = CLAUSE) -> str:
    return value(node(text), speech)


@given(st.booleans().flatmap(lambda claim: formulas(claim=claim)))
@settings(max_examples=60)
def test_two_formulas_that_differ_are_never_said_alike(text: str) -> None:
    """Whatever part of a formula is changed, the words differ, from the original and from each other."""
    variants = dict.fromkeys([text, *other_formulas(text, (("fees", "royalty"),))])
    trees = {words: without_offsets(made) for words in variants if is_sound(made := node(words))}
    said: dict[str, list[object]] = {}
    for variant, made in trees.items():
        said.setdefault(words_of(variant), []).append(made)
    for words, same in said.items():
        for one, other in combinations(same, 2):
            assert one == other, words
