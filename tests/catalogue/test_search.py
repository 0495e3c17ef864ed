"""Searching the catalogue: what words lead to, in which order, and what happens to words that lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.catalogue.load import catalogue, from_document
from comity.catalogue.load_instruments import latest_instruments
from comity.catalogue.search import ABOUT, Subject, asked_words, named, nearest, search, subjects_of
from comity.catalogue.words import stem


def entry(name: str, **changed: object) -> dict[str, object]:
    """Return an entry as its file would say it."""
    return {
        "entry": name,
        "version": "1",
        "title": name.replace("_", " ").capitalize(),
        "family": "market",
        "topic": "customers",
        "definition": "What is counted.",
        "define": {"is": "sum(sales.amount)", "every": "month"},
        "data owner": "Sales.",
        "nature": "quantitative",
        "signal": "lagging",
        "pitfalls": ["None known."],
        "gaming": "None known.",
        "pair with": [],
        "sources": [{"title": "Comity", "version": "1", "where": "own definition"}],
        "example": {"says": "One.", "given": {}, "expect": {}},
    } | changed


def table(name: str, **changed: object) -> dict[str, object]:
    """Return a table as its file would say it."""
    return {
        "table": name,
        "version": "1",
        "title": name.capitalize(),
        "says": "One row for each.",
        "data owner": "Sales.",
        "define": {"every": "month", "columns": {"period": "period"}},
        "columns": {"period": "the period"},
    } | changed


SMALL = from_document(
    {
        "entries": [
            entry("customer_churn", words=["attrition", "lost customers"]),
            entry("customers_won", definition="New customers, less churn that was won back."),
            entry("revenue", family="financial", topic="revenue", words=["turnover"], fits=["licensing"]),
            entry("deliveries_late", family="operational", topic="delivery", signal="leading"),
            entry("emissions", family="esg", topic="emissions", sources=[{"title": "GRI 305", "where": "305-1"}]),
        ],
        "tables": [table("sales"), table("emissions"), table("working_capital")],
    }
)


SUBJECTS, ALL = subjects_of(SMALL), subjects_of(catalogue())


def names(words: str, subjects: Sequence[Subject] = SUBJECTS) -> list[str]:
    return [found.name for found in search(words.split(), subjects).entries]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("churn", "customer_churn"),
        ("attrition", "customer_churn"),
        ("turnover", "revenue"),
        ("Delivery", "deliveries_late"),
        ("emission", "emissions"),
        ("GRI 305", "emissions"),
        ("how many customers do we lose", "customer_churn"),
        ("licensing", "revenue"),
        ("leading", "deliveries_late"),
        ("money", "revenue"),
    ],
)
def test_words_lead_to_what_is_meant(words: str, first: str) -> None:
    """By name, other words for it, topic, source, kind of alliance, signal and family, in singular and plural."""
    assert names(words)[0] == first


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("royalties", "benefit_share"),
        ("leads", "pipeline_value"),
        ("partner satisfaction", "collaboration_quality"),
        ("satisfaction of customers", "customer_satisfaction"),
        ("time to market", "cycle_time"),
        ("customer lifetime value", "customer_retention"),
        ("brand awareness", "joint_reach"),
        ("burn rate", "budget_adherence"),
        ("delivering on time", "delivery_on_time"),
        ("response time", "first_answer_time"),
        ("on-time delivery", "delivery_on_time"),
        ("carbon footprint", "emissions_scope_1"),
    ],
)
def test_words_that_people_use_lead_to_the_metric_they_mean(words: str, first: str) -> None:
    """In the catalogue itself: words of sales, finance and operations, in any form of theirs."""
    assert names(words, ALL)[0] == first


def test_a_word_that_looks_like_a_sign_finds_what_it_names_only() -> None:
    """`leads` asks for leads, `leading` for all leading metrics."""
    assert len(names("leads", ALL)) < 10
    leading = [one.name for one in catalogue().latest if one.signal == "leading"]
    assert sorted(names("leading", ALL)) == sorted(leading)


def test_what_a_word_names_comes_before_what_only_mentions_it() -> None:
    """Both speak of churn; the metric of that name leads."""
    assert names("churn") == ["customer_churn", "customers_won"]


def test_what_the_words_together_are_a_name_of_comes_first() -> None:
    """Both have the words in equally weighty places; one of them is called so."""
    known = from_document(
        {"entries": [entry("a", words=["net margin", "sales cost"]), entry("b", words=["net sales"])], "tables": []}
    )
    assert names("net sales", subjects_of(known)) == ["b", "a"]


def test_all_words_count() -> None:
    """An entry that speaks of both words is found, one that speaks of one of them is not."""
    assert names("customers churn won") == ["customers_won"]


def test_without_an_entry_for_all_words_those_with_most_are_found() -> None:
    """No metric is about revenue and churn, so that either is a find."""
    assert set(names("revenue churn")) == {"revenue", "customer_churn", "customers_won"}


@pytest.mark.parametrize("slip", ["revenu", "revnue", "reveneu", "chrun", "emisions"])
def test_slips_of_the_pen_are_understood(slip: str) -> None:
    """A letter too few, or two letters in the wrong order."""
    assert names(slip)


def test_a_slip_is_not_guessed_where_the_word_is_known() -> None:
    """`sales` is a word of the catalogue, and nothing that only looks like it is found."""
    assert [found.name for found in search(["sales"], SUBJECTS).all] == ["sales"]


def test_words_that_lead_nowhere_are_told_as_they_were_written() -> None:
    """The rest of the words is still searched for."""
    found = search(["churn", "of", "Zeppelins"], SUBJECTS)
    assert found.unknown == ("zeppelins",)
    assert found.entries[0].name == "customer_churn"


def test_nothing_found_is_nothing() -> None:
    """No entry, no table, and the word that failed."""
    found = search(["zeppelin"], SUBJECTS)
    assert not found
    assert found.unknown == ("zeppelin",)


def test_nearest_words_are_those_that_name_something() -> None:
    """What looks most like the word asked for, where it is too far away to be a slip."""
    assert nearest(["revision"], SUBJECTS) == ("emissions",)
    assert nearest(["zeppelin"], SUBJECTS) == ()


@pytest.mark.parametrize("words", [["customer_churn"], ["customer-churn"], ["Customer", "churn"]])
def test_an_entry_is_named_in_any_spelling(words: list[str]) -> None:
    """With underscores, hyphens or blanks, in small or capital letters."""
    found = named(words, SMALL)
    assert [entry.name for entry in found.entries] == ["customer_churn"]
    assert found.exact


def test_a_name_may_be_that_of_an_entry_and_a_table() -> None:
    """Then both are meant."""
    found = named(["emissions"], SMALL)
    assert [len(found.entries), len(found.tables)] == [1, 1]


def test_a_table_is_named_in_one_word_only() -> None:
    """`working capital` asks for metrics, `working_capital` for the table."""
    assert not named(["working", "capital"], SMALL)
    assert named(["working_capital"], SMALL).tables[0].name == "working_capital"


def test_words_can_be_held_to_what_names_a_thing() -> None:
    """`customers_won` only mentions churn in its definition."""
    assert [found.name for found in search(["churn"], SUBJECTS, least=ABOUT).entries] == ["customer_churn"]


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("deliveries", "delivery"), ("losses", "loss"), ("searches", "search"), ("indexes", "index"), ("costs", "cost"),
     ("access", "access"), ("status", "status"), ("analysis", "analysis"), ("gas", "gas"), ("sales", "sale")],
)  # fmt: skip
def test_plurals(plural: str, singular: str) -> None:
    """A plural and its singular are one word; words that merely end in s stay what they are."""
    assert stem(plural) == stem(singular)


def test_empty_words_count_where_there_are_no_others() -> None:
    """Who asks for `how many` gets an answer about these words, not everything."""
    assert asked_words(["how", "many"]) == ("how", "many")
    assert not search(["how", "many"], SUBJECTS)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_words_have_an_answer(words: list[str]) -> None:
    """Whatever is typed, a search ends, finds each at most once, and tells of no word that was not asked for."""
    found = search(words, ALL)
    assert len({(type(one), one.name) for one in found.all}) == len(found.all)
    assert set(found.unknown) <= set(asked_words(words))


@pytest.mark.parametrize("name", sorted(catalogue().entries))
def test_an_entry_is_found_by_its_title_and_its_words(name: str) -> None:
    """The title leads to it, and so does each of the other words that people use for it."""
    one = catalogue().entry(name)
    assert one is not None
    for said in (one.title, *one.words):
        assert name in names(said, ALL)


# -- instruments ------------------------------------------------------------------------------


def test_an_instrument_is_found_by_what_it_asks_about() -> None:
    """By its name, by words for it, and by its dimensions; after the metrics that are about the same."""
    whole = subjects_of(catalogue(), latest_instruments())
    assert search(["questionnaire"], whole).instruments[0].name.startswith("alliance-health-check")
    assert [one.name for one in search(["guided", "conversation"], whole).all] == ["alliance-interview"]
    found = search(["trust"], whole)
    assert found.entries[0].name == "trust"
    assert {"alliance-health-check", "alliance-interview"} <= {one.name for one in found.instruments}


def test_an_instrument_is_named_with_or_without_its_hyphens() -> None:
    """`alliance-health-check`, or three words; a longer name is another instrument."""
    for words in (["alliance-health-check"], ["alliance", "health", "check"]):
        found = named(words, catalogue(), latest_instruments())
        assert [one.name for one in found.all] == ["alliance-health-check"]
        assert found.exact
