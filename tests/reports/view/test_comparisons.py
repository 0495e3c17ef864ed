"""Two reporters in words."""

from __future__ import annotations

from dataclasses import replace

from comity.reports.view.comparisons import compared, comparisons_view
from comity.reports.view.context import Context
from comity.reports.view.model import ComparisonView
from tests.reports.builders import metric, quarters, reports, rich, standing, table, terms

Q = quarters(2024, 3)


def seen(*comparisons, tolerance: str = "0.01") -> ComparisonView:
    agreed = terms(facts={"net_sales": table("net_sales", "aster", "borealis", tolerance=tolerance)})
    (found,) = comparisons_view(Context(standing(agreed, comparisons=comparisons)))
    return found


def test_agreement_is_said_with_the_largest_difference() -> None:
    """How many periods, and how close."""
    found = seen(reports(Q[0], "3080", "2835", "1.0858"), reports(Q[1], "3560", "3303", "1.0767"))
    assert found.sentence == (
        "Aster and Borealis agree in all 2 periods that both reported; the largest difference is 0.10%."
    )


def test_differences_name_their_periods() -> None:
    """Both parties by name, none blamed."""
    found = seen(reports(Q[0], "3080", "2835", "1.0858"), reports(Q[1], "3560", "3000", "1.0767", "differs"))
    assert found.sentence == "Aster and Borealis differ in 1 of 2 periods that both reported: 2024-Q2."


def test_a_gap_on_one_side_is_a_gap() -> None:
    """Counted, shown as missing, and never a difference of 100%."""
    found = seen(
        reports(Q[0], "3080", "2835", "1.0858"), reports(Q[1], "3560", None, "1"), reports(Q[2], None, "10", "1")
    )
    told = {line.label: line.value.text for line in found.lines}
    assert told == {"Tolerance": "1%", "Aster reports": "2 periods, 1 gap", "Borealis reports": "2 periods, 1 gap"}
    texts = [[cell.text for cell in row] for row in found.twin.rows]
    assert (
        texts[1][:2] == ["2024-Q2", "USD 3,560m"]
        and texts[1][2] == "missing"
        and texts[1][-2:] == ["not known", "One report"]
    )
    assert found.chart is not None
    assert [pair.difference for pair in found.chart.pairs][1:] == [None, None]


def test_a_period_that_nobody_reported_has_its_place_in_the_chart() -> None:
    """The line does not run through it, and the axis of time stays even."""
    found = seen(reports(Q[0], "3080", "2835", "1.0858"), reports(Q[2], "3820", None, "1"))
    assert found.chart is not None
    assert [(pair.period.name, pair.first is None) for pair in found.chart.pairs] == [
        ("2024-Q1", False),
        ("2024-Q2", True),
        ("2024-Q3", False),
    ]
    assert len(found.twin.rows) == 2


def test_nobody_has_reported_together_yet() -> None:
    """One report a period: said, not drawn as agreement."""
    found = seen(reports(Q[0], "3080", None, "1"))
    assert found.sentence == "Aster and Borealis have not both reported a period yet."


def test_the_table_shows_what_was_reported_the_rate_and_what_it_comes_to() -> None:
    """Anyone can check the conversion."""
    found = seen(reports(Q[0], "3080", "2835", "1.0858"), tolerance="0")
    assert found.twin.head == (
        "Period",
        "Aster reports",
        "Borealis reports",
        "rate",
        "Borealis in USD",
        "Apart",
        "Result",
    )
    assert [c.text for c in found.twin.rows[0]] == [
        "2024-Q1",
        "USD 3,080m",
        "EUR 2,835m",
        "1.0858",
        "USD 3,078.2m",
        "−0.06%",
        "Agreed",
    ]
    assert found.lines[0].value.text == "rounding only"


def test_only_metrics_that_show_the_facts_themselves_carry_both_reporters() -> None:
    """A sum of one column for the table's own period does; growth computed from it does not."""
    base = rich()
    context = Context(base)
    assert len(compared(context, "net_sales")) == 17
    assert compared(context, "growth") == () and compared(context, "annual_sales") == ()
    other = replace(
        base.terms, metrics={"net_sales": metric("net_sales", "max(net_sales.amount)", "net_sales.amount", per=("x",))}
    )
    assert compared(Context(replace(base, terms=other)), "net_sales") == ()
