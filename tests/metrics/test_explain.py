"""A figure explained down to its rows: what is shown, and what is said of a question without an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from comity.agreement.model import Agreement, Amendment, Reporter
from comity.facts.model import Comparison, Facts, Reported
from comity.kernel.calendar import Calendar
from comity.kernel.figure import State
from comity.kernel.period import Grain
from comity.metrics.exhibits import MOST_ROWS, Step
from comity.metrics.explain import explain
from tests.metrics.builders import (
    DRIVER,
    KNOWN,
    PLACE,
    agreed,
    facts,
    formula,
    metric,
    owed,
    sealed,
    terms,
)
from tests.metrics.drawing import drawn

SALES = owed("sales", {"month": "period", "product": "text", "net": "money"})
METRICS = [
    metric("net", "sum(sales.net)", unit="USD"),
    metric("growth", "net / previous(net) - 1", unit="percent", rounding="0.001"),
    metric("by_product", "sum(sales.net)", per=("product",)),
    metric("big", "count_if(sales.net >= least_)"),
    metric("three", "total(net, 3)"),
    metric("half", "sum(sales.net) filter (where sales.product = 'a') / 2"),
    metric("year_", "total(net, 6)"),
    metric("most", "case when net > 0 then max(by_product) + net - net else 0 end"),
]


def sale(month: str, net: str, product: str = "a", **more: Any) -> dict[str, Any]:
    """Return a row of sales."""
    return {"month": month, "product": product, "net": Decimal(net), **more}


ROWS = [sale("2026-01", "3220"), sale("2026-02", "3000"), sale("2026-02", "700", "b"), sale("2026-03", "-5")]
TERMS = terms([SALES], METRICS, settings={"least_": formula("1000")})


def ask(
    name: str, period: str = "2026-02", member: str = "", *, known: Facts | None = None, by: Agreement | None = None
) -> Step:
    """Explain a figure that exists."""
    step, problems = explain(
        by or agreed(TERMS), known or facts(sealed(SALES, ROWS)), as_of=KNOWN, driver=DRIVER, metric=name,
        period=period, member=member,
    )  # fmt: skip
    assert step is not None, problems
    assert problems == []
    return step


def wrong(name: str, period: str = "2026-02", member: str = "") -> str:
    """Return what is wrong with a question."""
    step, problems = explain(
        agreed(TERMS), facts(sealed(SALES, ROWS)), as_of=KNOWN, driver=DRIVER, metric=name, period=period, member=member
    )
    assert step is None
    assert len(problems) == 1
    return str(problems[0])


def text_of(step: Step) -> str:
    """Return an explanation as text."""
    return "\n".join(drawn(step))


def test_a_growth_rate_is_explained_down_to_the_rows() -> None:
    """Formula, arithmetic, both figures, their rows with file and reporter, and the terms."""
    lines = drawn(ask("growth"))
    assert lines[0] == "growth 2026-02 = 14.9%"
    assert lines[1].startswith("├─ net / previous(net) - 1  3,700 / 3,220 - 1 = 0.14906…, rounded half up to 0.001  #")
    assert lines[2] == "│  ├─ net 2026-02 = USD 3,700"
    assert "│  │        ├─ facts/sales/all.csv row 3 = 3,000  reported by borealis, known 2026-12-01" in lines
    assert "│  │        └─ facts/sales/all.csv row 4 = 700  reported by borealis, known 2026-12-01" in lines
    assert "│  └─ net 2026-01 = USD 3,220" in lines
    assert lines[-1] == "└─ terms in force on 2026-02-01  not amended  #terms"


def test_every_number_in_the_tree_is_one_of_the_measurement() -> None:
    """The figures inside an explanation carry value, state, place and digests."""
    step = ask("growth")
    assert (step.kind, step.state, step.place) == ("figure", State.FINAL, PLACE)
    kinds = [child.kind for child in step.children]
    assert kinds == ["formula", "terms"]
    assert all(child.digest for child in step.children)
    aggregate = step.children[0].children[0].children[0].children[0]
    assert (aggregate.kind, aggregate.value, aggregate.text) == ("aggregate", "3,700", "2 rows of sales in 2026-02")
    assert [(fact.kind, fact.value) for fact in aggregate.children] == [("fact", "3,000"), ("fact", "700")]


def test_a_window_is_written_as_a_sum() -> None:
    """The total of three months shows the months, earliest first, negative ones as such."""
    assert "(3,220 + 3,700 + -5) = 6,915" in text_of(ask("three", "2026-03"))


def test_a_long_window_lists_its_figures_without_their_rows() -> None:
    """Six months are six lines; each can be asked for itself."""
    rows = [sale(f"2026-0{month}", "1") for month in range(1, 7)]
    step = ask("year_", "2026-06", known=facts(sealed(SALES, rows)))
    figures = step.children[0].children
    assert [figure.label for figure in figures] == [f"net 2026-0{month}" for month in (6, 5, 4, 3, 2, 1)]
    assert all(figure.children == () for figure in figures)


def test_only_the_rows_that_were_counted_are_shown() -> None:
    """A condition leaves the others out; a member sees its own rows only."""
    assert "row 4" not in text_of(ask("half"))
    assert "3,000 / 2 = 1,500" in text_of(ask("half"))
    assert "row 3" not in text_of(ask("by_product", member="b"))
    assert "row 4 = 700" in text_of(ask("by_product", member="b"))


def test_a_setting_inside_an_aggregate_is_shown_with_its_value() -> None:
    """Rows were compared with 1,000: the setting stands beside the rows."""
    text = text_of(ask("big"))
    assert "least_ = 1,000  in force on 2026-02-01" in text
    assert "1 row of sales" in text


def test_only_the_branch_taken_is_shown() -> None:
    """A case shows its condition and the branch it took, with the members of the metric inside."""
    text = text_of(ask("most"))
    assert "case when 3,700 > 0 then 3,000 + 3,700 - 3,700 else 0 end = 3,000" in text
    assert "by_product 2026-02 (a) = 3,000" in text
    assert "by_product 2026-02 (b) = 700" in text


def test_what_is_read_twice_is_shown_once() -> None:
    """The condition of a case and its branch read the same figure."""
    assert text_of(ask("most")).count("net 2026-02 =") == 1


def test_twenty_rows_and_the_number_of_the_others() -> None:
    """Nobody reads three hundred rows; the count says that they are there."""
    rows = [sale("2026-02", "1") for _ in range(MOST_ROWS + 7)]
    lines = drawn(ask("net", known=facts(sealed(SALES, rows))))
    assert sum("all.csv" in line for line in lines) == MOST_ROWS
    assert any("7 more rows" in line for line in lines)


def test_a_figure_without_value_says_why() -> None:
    """Missing, not due and undetermined figures are explained as well."""
    step = ask("growth", "2026-04")
    assert (step.value, step.state) == ("no value", State.UNDETERMINED)
    assert step.reason == "sales for 2026-04 is not in the record"
    assert "missing / (-5) - 1 = missing" in text_of(step)


def test_a_running_period_is_said_to_run() -> None:
    """Before the period is over there is nothing to compute."""
    step = ask("net", "2026-12")
    assert (step.state, step.reason, step.children) == (State.NOT_DUE, "2026-12 ends on 2026-12-31", ())


# -- two reporters ----------------------------------------------------------------------------


def reported(party: str, row: int, value: str, rate: str | None = None) -> Reported:
    """Return a report of net sales in February."""
    number = Decimal(value)
    return Reported(
        reporter=party, value=number, currency="EUR" if rate else "USD", converted=number * Decimal(rate or 1),
        rate=Decimal(rate) if rate else None, rounding=Decimal(1), known_at=KNOWN,
        file=f"facts/sales/{party}.csv" if party != "borealis" else "facts/sales/all.csv", row=row,
    )  # fmt: skip


def test_the_other_reporter_its_rate_and_the_difference_are_shown() -> None:
    """Both reports of one datum stand side by side, converted, with how far they are apart and by which rule."""
    both = Comparison(
        table="sales", column="net", period=Calendar().period("2026-02"), scope=(),
        reports=(reported("borealis", 2, "105"), reported("aster", 9, "100", "1.0523")), missing=("carla",),
        state="agreed", difference=Decimal("0.0022"), reason="within the rounding of the reports",
    )  # fmt: skip
    table = owed("sales", {"month": "period", "product": "text", "net": "money"}, reporters=(Reporter(party="aster"),))
    known = facts(sealed(table, [sale("2026-02", "105")], comparisons=[both]))
    text = text_of(ask("net", known=known))
    assert "facts/sales/aster.csv row 9 = 105.23  reported by aster, known 2026-12-01; +0.22%, agreed" in text
    assert "EUR 100 × 1.0523 = 105.23" in text
    assert "carla has not reported net" in text


def objected(column: str) -> Comparison:
    """Return what entry 16 of the record says against a column of the row of February."""
    said = replace(reported("aster", 16, "7"), file="record")
    return Comparison(
        table="sales", column=column, period=Calendar().period("2026-02"), scope=(),
        reports=(reported("borealis", 2, "5"), said), missing=(), state="differs", difference=None, reason="Counted.",
    )  # fmt: skip


def test_a_disputed_row_is_marked_with_the_column_and_the_entry_that_disputes_it() -> None:
    """The figure says that it is disputed, the row in which column, and the entry of the record what else is held."""
    known = facts(sealed(SALES, [sale("2026-02", "5", _disputed=True)], comparisons=[objected("net")]))
    text = text_of(ask("net", known=known))
    assert "facts/sales/all.csv row 2 = 5 [disputed] net  reported by borealis" in text
    assert "entry 16 of the record = 7  reported by aster, known 2026-12-01; differs: Counted." in text
    assert text.count("[disputed]") == 2


def test_a_row_is_not_marked_where_another_column_of_it_is_disputed() -> None:
    """The sum of net sales rests on nothing that is disputed."""
    known = facts(sealed(SALES, [sale("2026-02", "5", _disputed=True)], comparisons=[objected("gross")]))
    assert "[disputed]" not in text_of(ask("net", known=known))


def test_terms_that_differ_are_named_with_their_amendment() -> None:
    """A figure of an earlier period under earlier terms says so; the amendment is named where it holds."""
    later = terms([SALES], METRICS, settings={"least_": formula("1")})
    amended = Agreement(
        versions=((TERMS.starts, TERMS), (date(2026, 2, 1), later)),
        amendments=(Amendment(title="First Amendment", in_force=date(2026, 2, 1), file="amendments/1.yaml"),),
    )
    lines = drawn(ask("growth", by=amended))
    assert lines[-1] == "└─ terms in force on 2026-02-01  as amended by First Amendment  #terms"
    assert any("terms in force on 2026-01-01  not amended" in line for line in lines)


# -- questions without an answer ----------------------------------------------------------------


def test_an_unknown_metric_is_guessed() -> None:
    """A slip of the pen gets the name that was probably meant."""
    assert "CMY-501 the agreement has no metric nett" in wrong("nett")
    assert "Did you mean net?" in wrong("nett")
    assert "There are: net, growth" in wrong("zzz")


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026", "net is measured every month, and 2026 is a year"),
        ("2027-05", "2027-05 has not begun: it starts on 2027-05-01, and this is as of 2026-12-01"),
        ("2025-12", "2025-12 lies before the agreement, which starts on 2026-01-01"),
        ("2026-13", "'2026-13' is no period: "),
        ("nonsense", "'nonsense' is no period: "),
    ],
)
def test_a_period_without_a_figure_says_which_way_it_is_none(period: str, said: str) -> None:
    """Of another length, to come, before the term, or misspelt: four things that a reader mends differently."""
    assert f"CMY-502 {said}" in wrong("net", period)


def test_the_periods_there_are_are_named() -> None:
    """From the first to the latest; of a period to come, the day from which it can be asked for."""
    assert "measured every month, so far from 2026-01 to 2026-12" in wrong("net", "2026")
    assert "--as-of 2027-05-31" in wrong("net", "2027-05")


def test_a_member_must_be_named_and_known() -> None:
    """A metric with members asks for one, one without takes none."""
    assert "by_product needs a member" in wrong("by_product")
    assert "Its members are 'a', 'b'." in wrong("by_product", member="z")
    assert "leave the member out" in wrong("net", member="a")


def test_a_period_whose_facts_name_no_member_needs_none() -> None:
    """Nothing was sold at all: it would be wrong to ask for a member, and wrong to say that it has none."""
    step, (problem,) = explain(
        agreed(TERMS), facts(sealed(SALES, ROWS[:0])), as_of=KNOWN, driver=DRIVER, metric="by_product", period="2026-02"
    )
    assert step is None
    assert problem.why == "by_product has no figure in 2026-02: the facts of 2026-02 name no product"
    assert problem.hint == "It has a figure for each member that the facts of a period name."


def test_a_quarter_metric_is_asked_by_quarters() -> None:
    """The hint speaks of the metric's own periods."""
    by_quarter = terms([SALES], [metric("q", "sum(sales.net)", Grain.QUARTER)])
    step = ask("q", "2026-Q1", by=agreed(by_quarter))
    assert step.value == "6,915"


def test_roots_and_powers_are_written_with_their_numbers() -> None:
    """What is under a root, and the base of a power, stand as values and not as names."""
    roots = terms([SALES], [metric("r", "power(sqrt(count(sales.net)), 2)", Grain.QUARTER)])
    step = ask("r", "2026-Q1", by=agreed(roots))
    count = ask("c", "2026-Q1", by=agreed(terms([SALES], [metric("c", "count(sales.net)", Grain.QUARTER)])))
    assert f"power(sqrt({count.value}), 2) = " in str(step)


def test_a_figure_has_the_decimals_of_its_rounding_as_everywhere_else() -> None:
    """Rounded to 0.1 %, a growth of 10 % is 10.0 % in a report, and so it is here; money has its cents and no more."""
    grown = facts(sealed(SALES, [sale("2026-01", "3000"), sale("2026-02", "3300")]))
    assert ask("growth", known=grown).value == "10.0%"
    assert ask("net", known=grown).value == "USD 3,300"
