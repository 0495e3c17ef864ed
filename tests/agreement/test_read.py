"""The reader: from a document to the terms, with parsed formulas, values and days."""

from datetime import date
from decimal import Decimal

import pytest

from comity.agreement.formula import tree
from comity.agreement.model import DatedMap, Formula, KeyedMap, StepTable, Term, Unset, Word
from comity.agreement.read import read
from comity.kernel.deadline import Duration
from comity.kernel.period import Grain
from tests.agreement.documents import AGREEMENTS, SMALL, codes, errors, small, terms


@pytest.mark.parametrize("path", AGREEMENTS, ids=lambda path: path.stem)
def test_an_agreement_of_the_tests_is_free_of_errors(path) -> None:
    """Agreements that together use every key of the language read without an error."""
    found, problems = read(path.read_bytes(), path.name)
    assert found is not None
    assert errors(problems) == []


def agreement(name: str):
    path = next(path for path in AGREEMENTS if path.stem == name)
    return terms(path.read_text(encoding="utf-8"))


def setting(written: str) -> Term:
    return terms(small(expected=f"  expected: {written}").replace("at least: expected", "at least: 95%")).settings[
        "expected"
    ]


def text(term: Term | None) -> str:
    assert isinstance(term, Formula)
    return term.text


def test_a_map_of_dates_is_a_value_over_time() -> None:
    """Entries stand in the order of their days."""
    found = setting("{2026-01-01: 95%, 2027-01-01: 96%}")
    assert isinstance(found, DatedMap)
    assert [(day, text(entry)) for day, entry in found.entries] == [
        (date(2026, 1, 1), "95%"),
        (date(2027, 1, 1), "96%"),
    ]


def test_a_map_of_numbers_is_a_step_table() -> None:
    """Steps are percentages, amounts or plain numbers, lowest first; `else` is what holds below all."""
    found = setting("{99%: 0, 97.5%: 2, else: 4}")
    assert isinstance(found, StepTable)
    assert [(at, text(entry)) for at, entry in found.entries] == [(Decimal("0.975"), "2"), (Decimal("0.99"), "0")]
    assert text(found.otherwise) == "4"
    amounts = setting("{0: 1%, USD 10k: 2%}")
    assert isinstance(amounts, StepTable)
    assert [at for at, _ in amounts.entries] == [Decimal(0), Decimal(10_000)]


def test_a_map_of_names_is_a_value_for_each() -> None:
    """A list as a key stands for each of its members."""
    found = setting('{"north, south": 95%, east: unset}')
    assert isinstance(found, KeyedMap)
    assert list(found.entries) == ["north", "south", "east"]
    assert isinstance(found.entries["east"], Unset)


def test_maps_nest() -> None:
    """A value for each member can itself change over time."""
    found = setting("{north: {2026-01-01: 95%, 2027-01-01: 96%}, south: 94%}")
    assert isinstance(found, KeyedMap)
    assert isinstance(found.entries["north"], DatedMap)


@pytest.mark.parametrize(
    ("written", "kind"),
    [("critical", Word), ("in force", Word), ("non-exclusive", Word), ("yes", Formula), ("fill_rate", Formula),
     ("95%", Formula), ("USD 10k", Formula), ("2 * fill_rate", Formula), ("unset", Unset)],
)  # fmt: skip
def test_a_setting_holds_words_or_a_formula(written: str, kind: type) -> None:
    """Words that name nothing stand for themselves; names, numbers and truths are formulas."""
    assert isinstance(setting(written), kind)


def test_a_formula_is_parsed_and_keeps_its_place() -> None:
    """The tree of a formula is there, and so is where it stands."""
    metric = terms().metrics["fill_rate"]
    assert isinstance(metric.formula.node, tree.Binary)
    assert (metric.formula.place.line, metric.formula.place.column) == (16, 19)


def test_columns_have_type_unit_words_and_condition() -> None:
    """`number in probes >= 0` is all three; a list is a text with allowed words."""
    hosting = agreement("hosting")
    answered, cause = hosting.facts["probes"].columns["answered"], hosting.facts["incidents"].columns["cause"]
    assert (answered.type, answered.unit) == ("number", "probes")
    assert answered.condition is not None and answered.condition.text == "number >= 0"
    assert (cause.type, cause.words) == ("text", ("quail", "rook", "third"))
    freight = agreement("cold_chain").facts["runs"].columns["freight"]
    assert (freight.type, freight.currency, freight.scale) == ("money", "GBP", Decimal(1000))


def test_reporters_have_their_own_money() -> None:
    """The order is kept: the first one's number counts."""
    reporters = agreement("licence").facts["sales"].reporters
    assert [(one.party, one.currency, one.scale) for one in reporters] == [
        ("plover", "USD", Decimal(1000)),
        ("owlet", "EUR", Decimal(1000)),
    ]


def test_the_end_may_be_counted_from_the_start() -> None:
    """`3 years after starts` is a day as soon as the start is one."""
    assert agreement("cold_chain").ends == date(2029, 4, 1)
    assert terms(small(ends="ends: 2027-06-30")).ends == date(2027, 6, 30)


def test_contract_years_run_from_the_start() -> None:
    """The calendar knows the first day of the term."""
    period = agreement("licence").calendar.period("CY2")
    assert (period.first, period.last) == (date(2027, 7, 1), date(2028, 6, 30))


def test_steps_nest_as_they_are_written() -> None:
    """A case of the licence: top up, else election with three options, else reserved."""
    rule = agreement("licence").clauses["least_sales_met"].rules["short"]
    (top_up,) = rule.then
    assert (rule.name, top_up.name, top_up.modal, top_up.who) == ("short", "top up", "may", ("plover",))
    (election,) = top_up.otherwise
    assert list(election.choose) == ["keep", "open", "end"]
    assert election.choose["open"][0].after == Duration(90, "day")
    assert isinstance(election.choose["end"][0].set["agreement"], Word)
    assert election.otherwise[0].declare == "reserved"


def test_set_gives_a_word_to_a_setting_of_words_and_a_formula_to_others() -> None:
    """`carrier: open` is a word, `exclusive: no` a truth."""
    rival = agreement("cold_chain").clauses["punctuality"].rules["rival"].then[0]
    assert isinstance(rival.set["carrier"], Word)
    opened = agreement("licence").clauses["least_sales_met"].rules["short"].then[0].otherwise[0].choose["open"][0]
    assert isinstance(opened.set["exclusive"], Formula)


def test_from_names_who_pays_or_from_when_a_setting_holds() -> None:
    """`from: period start` belongs to `set`, a party to `pay`."""
    hosting = agreement("hosting").clauses
    changed = hosting["availability"].rules["step_in"].then[0].then[0]
    assert changed.holds_from_period_start and not changed.payer
    paid = hosting["incidents_short"].rules["fifth"].then[0]
    assert (paid.payer, paid.payee) == ("quail", "rook")


def test_a_clause_has_one_test_or_none() -> None:
    """A relation, `missed if`, or neither; a clause over rows names its table."""
    hosting, licence = agreement("hosting").clauses, agreement("licence").clauses
    assert (hosting["availability"].relation, hosting["availability"].every) == ("above", Grain.DAY)
    assert (hosting["incidents_short"].relation, hosting["incidents_short"].table) == ("missed if", "incidents")
    assert (licence["royalty_due"].relation, licence["royalty_due"].threshold) == ("", None)


def test_equal_share_where_no_weight_is_written() -> None:
    """A metric of the scorecard without a weight has the share 1."""
    dimension = agreement("cold_chain").scorecard["trust"]
    assert [(one.metric, one.weight) for one in dimension.metrics] == [("survey(pulse.openness)", Decimal(1))]


# -- the digest -------------------------------------------------------------------------------


def digest(written: str) -> str:
    return terms(written).digest


@pytest.mark.parametrize(
    "rewritten",
    [
        "# a comment\n" + SMALL,
        SMALL.replace("alliance: small", 'alliance: "small"'),
        SMALL.replace(
            "parties: {finch: Finch Ltd, heron: Heron Ltd}", "parties:\n  heron: Heron Ltd\n  finch: Finch Ltd"
        ),
        SMALL.replace("currency: USD\nstarts: 2026-01-01", "starts:   2026-01-01\ncurrency: 'USD'"),
    ],
    ids=["comment", "quotes", "block and order", "order and spaces"],
)
def test_how_it_is_written_does_not_change_the_digest(rewritten: str) -> None:
    """Comments, quotes, indentation and the order of keys are no terms."""
    assert digest(rewritten) == digest(SMALL)


@pytest.mark.parametrize(
    "changed",
    [SMALL.replace("96%", "97%"), SMALL.replace("at least", "above"), SMALL + "says: One word more.\n"],
    ids=["number", "relation", "says"],
)
def test_what_it_says_changes_the_digest(changed: str) -> None:
    """Each term counts, and so do the words."""
    assert digest(changed) != digest(SMALL)


def test_the_order_of_rules_changes_the_digest() -> None:
    """Rules are examined in the order written, so their order is a term."""
    one = SMALL + "    rules:\n      a: {then: {declare: a}}\n      b: {then: {declare: b}}\n"
    other = SMALL + "    rules:\n      b: {then: {declare: b}}\n      a: {then: {declare: a}}\n"
    assert digest(one) != digest(other)


def test_the_order_of_reporters_and_of_columns_changes_the_digest() -> None:
    """The first reporter's number counts, and the first column of days is the day of a row."""
    assert digest(SMALL.replace("reported by: heron", "reported by: {finch: USD, heron: USD}")) != digest(
        SMALL.replace("reported by: heron", "reported by: {heron: USD, finch: USD}")
    )
    assert digest(SMALL) != digest(SMALL.replace("month: period, region: text", "region: text, month: period"))


# -- what only follows ------------------------------------------------------------------------


def test_a_metric_that_cannot_be_read_is_told_once() -> None:
    """The clause that measures it is not blamed as well."""
    assert codes(SMALL.replace("sum(orders.ordered)", "sum(orders.ordered")) == ["CMY-307"]


def test_a_value_that_begins_too_late_points_to_the_start_of_the_clause() -> None:
    """The problem says from when the value is needed, and the related place is where that is written."""
    late = SMALL.replace("2026-01-01: 95%, ", "").replace("    measure", "    starts: 2026-04-01\n    measure")
    (problem,) = read(late.encode(), "agreement.yaml")[1]
    assert problem.code == "CMY-204"
    assert "2026-04-01" in problem.why and "2027-01-01" in problem.why
    assert [near.place.line for near in problem.related] == [21]


def test_nothing_is_judged_without_a_start() -> None:
    """Without its first day there are no terms, but every other fault is still told."""
    found, problems = read(small(starts="says: x", measure="    measure: fil_rate").encode(), "agreement.yaml")
    assert found is None
    assert {problem.code for problem in problems} == {"CMY-202", "CMY-320"}
