"""From raw files to facts in one step, and what identifies a row."""

from dataclasses import replace
from datetime import date

from comity.agreement.model import Clause, Metric
from comity.facts.keys import keyed
from comity.facts.load import load
from comity.kernel.period import Grain
from tests.facts.builders import HERE, LEVELS, RATES, SALES, condition, file_of, owed, terms

TODAY = date(2026, 6, 30)


def metric(formula: str, *per: str) -> Metric:
    return Metric(name="m", formula=condition(formula), every=Grain.MONTH, per=per, place=HERE)


def test_a_bad_file_is_left_out_and_the_others_count() -> None:
    """Nothing is half-loaded: one file has a bad cell and no row of it counts, the file beside it does."""
    good = {"month": ["2026-01"], "level": ["gold"], "good": ["5"], "checked": ["yes"]}
    bad = {"month": ["2026-02", "2026-03"], "level": ["gold"] * 2, "good": ["5", "x"], "checked": ["yes"] * 2}
    files = {
        "levels": [
            file_of(good, "facts/levels/1.csv", known_at="2026-04-01"),
            file_of(bad, "facts/levels/2.csv", known_at="2026-04-01"),
        ],
        "other": [file_of(good, "facts/other/1.csv")],
    }
    facts, problems = load(files, terms(LEVELS), TODAY)
    assert [(p.code, p.place.file) for p in problems] == [("CMY-427", "facts/levels/2.csv")]
    assert facts.problems == tuple(problems)
    assert facts.known_at == TODAY
    assert facts.tables["levels"].rows.column("month").to_pylist() == ["2026-01"]


def test_sales_in_two_currencies_are_loaded_through_the_rates() -> None:
    """Raw files in, reconciled facts in dollars out; the rates need no key of their own."""
    files = {
        "sales": [
            file_of({"quarter": ["2024-Q3"], "amount": ["3820"], "rounding": ["10"]}, "facts/sales/r.csv",
                    known_at="2026-01-01", reported_by="regeneron"),
            file_of({"quarter": ["2024-Q3"], "amount": ["3476"], "rounding": ["1"]}, "facts/sales/s.csv",
                    known_at="2026-01-01", reported_by="sanofi"),
        ],
        "rates": [
            file_of({"quarter": ["2024-Q3"] * 2, "currency": ["EUR", "GBP"], "rate": ["1.0983", "1.3"]},
                    "facts/rates/r.csv", known_at="2026-01-01"),
        ],
    }  # fmt: skip
    owed_terms = terms(replace(SALES, key=()), replace(RATES, key=()), rates="rates")
    facts, problems = load(files, owed_terms, TODAY)
    assert problems == []
    assert [(c.period.name, c.state) for c in facts.tables["sales"].comparisons] == [("2024-Q3", "agreed")]


def test_a_declared_key_is_kept() -> None:
    """What the agreement says identifies a row."""
    assert keyed(LEVELS, terms(LEVELS)) is LEVELS


def test_without_one_the_key_is_the_period_and_the_scope() -> None:
    """The columns by which metrics and clauses measure this table make the scope; those of others do not."""
    table = replace(LEVELS, key=())
    other = owed("other", {"month": "period", "checked": "truth", "x": "number"})
    metrics = {"a": metric("sum(levels.good)", "level"), "b": metric("sum(other.x)", "checked")}
    assert keyed(table, terms(table, other, metrics=metrics)).key == ("month", "level")
    clause = Clause(
        name="c", owed_by="a", owed_to="b", every=Grain.MONTH, place=HERE, per=("checked",),
        missed_if=condition("sum(levels.good) > 3"),
    )  # fmt: skip
    assert keyed(table, terms(table, clauses={"c": clause})).key == ("month", "checked")
    assert keyed(table, terms(table)).key == ("month",)


def test_rows_with_days_of_their_own_have_no_key_unless_declared() -> None:
    """Ten incidents on one day are ten facts."""
    table = owed("incidents", {"day": "date", "site": "text"}, every=None)
    assert keyed(table, terms(table, metrics={"a": metric("count(incidents.day)", "site")})).key == ()
