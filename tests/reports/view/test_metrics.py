"""Metrics in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from comity.agreement.model import Term, Unset
from comity.kernel.figure import State
from comity.kernel.period import Grain
from comity.reports.view.context import Context
from comity.reports.view.metrics import metrics_view
from comity.reports.view.model import MetricCard
from comity.standing.model import Target
from tests.reports.builders import (
    PLACE,
    figure,
    figures,
    formula,
    metric,
    months,
    no_figures,
    quarters,
    rich,
    rounding,
    standing,
    table,
    terms,
    years,
)


def cards(of) -> dict[str, MetricCard]:
    return {card.title: card for card in metrics_view(Context(of))}


def lines(card: MetricCard) -> dict[str, str]:
    return {line.label: line.value.text for line in card.lines}


def test_a_card_leads_with_the_latest_due_figure_and_its_state() -> None:
    """The running quarter is not due and does not hide the last one."""
    card = cards(rich())["Net sales, worldwide"]
    assert (card.period, card.figure.text, card.chip.word) == ("2024-Q4", "USD 3,700m", "Provisional")
    assert card.reached is not None and card.reached.word == "Short of target"


def test_the_lines_say_target_reporters_and_gaps() -> None:
    """Both parties by their names, with what is absent."""
    found = lines(cards(rich())["Net sales, worldwide"])
    assert found["Target"] == "at least USD 3,864m"
    assert found["Before, 2024-Q3"] == "USD 3,820m"
    assert (found["Aster"], found["Borealis"]) == ("USD 3,700m", "no report")
    assert found["Missing"] == "2020-Q3"
    assert found["Why"].startswith("One of two reports is in")


def test_without_a_figure_the_last_known_one_is_named_as_such() -> None:
    """Missing is neither zero nor the figure before."""
    card = cards(rich())["Aster's share of profits"]
    assert (card.figure.text, card.known, card.figure.note) == ("No figure", False, 0)
    assert lines(card)["Last known, 2024-Q1"] == "USD 804m"
    assert lines(card)["Missing"] == "2020-Q3, 2024-Q2 to 2024-Q4"


def test_members_have_a_chart_each_on_one_scale() -> None:
    """Small multiples: the spread of all, one drawing a member, the names of periods once."""
    card = cards(rich())["Deliveries on time"]
    assert card.figure.text == "95.0% to 97.7%"
    assert [series.heading for series in card.charts] == ["Porto", "Gdansk", "Cork"]
    assert len({series.axis_values for series in card.charts}) == 1
    assert [series.named_periods for series in card.charts] == [False, False, True]
    assert lines(card)["Cork, Jan 2025"] == "97.7%"


def test_many_members_become_a_table() -> None:
    """More than a card can hold are listed by member, and the card says where."""
    agreed = terms(metrics={"rate": metric("rate", "a / b", unit="percent", per=("port",), every=Grain.MONTH)})
    found = tuple(
        figure("rate", period, Decimal(n) / 100, "percent", scope=(("port", f"P{n}"),))
        for n in range(12)
        for period in months(2024, 9)
    )
    card = cards(standing(agreed, {"rate": found}))["Rate"]
    assert card.charts == () and card.empty == "12 members, too many for a chart"
    assert list(lines(card)) == [*[f"P{n}, Sep 2024" for n in range(8)], "4 more"]
    assert card.twin.head[0] == "Member" and len(card.twin.head) == 7 and len(card.twin.rows) == 12


def test_a_target_that_is_a_ceiling_is_said_so() -> None:
    """At most, where less is better."""
    agreed = terms(metrics={"late": metric("late", "count(x)", unit="days", better="lower")})
    (one,) = figures("late", quarters(2024, 1), ["3"], "days")
    goal = Target(metric="late", period=one.period, scope=(), value=Decimal(5), reached=True)
    card = cards(standing(agreed, {"late": (one,)}, targets={"late": (goal,)}))["Late"]
    assert lines(card)["Target"] == "at most 5 days"
    assert card.reached is not None and card.reached.word == "Target reached"


def test_a_target_left_open_is_not_yet_agreed() -> None:
    """In its own place or in the setting that it names; where no target is wanted, nothing is said of one."""
    assert target_line(Unset(place=PLACE)) == "not yet agreed"
    assert target_line(formula("late_target")) == "not yet agreed"
    assert target_line(formula("agreed_target")) == "not known"
    assert target_line(None) is None


def target_line(target: Term | None) -> str | None:
    """Return what the card of a metric says of its target, for which there is no value."""
    settings = {"late_target": Unset(place=PLACE), "agreed_target": formula("5")}
    agreed = terms(metrics={"late": metric("late", "count(x)", unit="days", target=target)}, settings=settings)
    return lines(cards(standing(agreed, {"late": figures("late", quarters(2024, 1), ["3"], "days")}))["Late"]).get(
        "Target"
    )


def test_a_quotient_without_a_divisor_says_so_in_plain_words() -> None:
    """The reader of a page is told what is 0, not which operation failed."""
    agreed = terms(metrics={"rate": metric("rate", "a / b")})
    found = figure("rate", quarters(2024, 1)[0], None, state=State.UNDETERMINED, reason="division by zero")
    assert lines(cards(standing(agreed, {"rate": (found,)}))["Rate"])["Why"] == "What it is divided by is 0"


def test_what_a_final_figure_leaves_out_stands_on_its_card() -> None:
    """How many rows had no value is no reason for doubt of the state, but a reader must see it."""
    agreed = terms(metrics={"rate": metric("rate", "a")})
    (one,) = figures("rate", quarters(2024, 1), ["3"], "days")
    context = Context(standing(agreed, {"rate": (replace(one, reason="1 of 3 rows has no value in sales.net"),)}))
    (card,) = metrics_view(context)
    assert lines(card)["Left out"].startswith("1 of 3 rows has no value in")
    assert context.derivations[card.figure.note - 1].inputs[-1].startswith("1 of 3 rows has no value in")


def test_the_chart_describes_itself() -> None:
    """Kind, grain, span, first and last value, gaps, target."""
    label = cards(rich())["Net sales, worldwide"].charts[0].label
    assert label == (
        "Line chart of Net sales, worldwide by quarter, 2020-Q4 to 2024-Q4; "
        "from USD 1,170m to USD 3,700m (provisional); missing 2020-Q3; "
        "target USD 3,864m, not reached; with the values of both reporters."
    )


def test_few_or_yearly_values_are_bars_and_percentages_lines() -> None:
    """A line through two points would promise a course."""
    assert cards(rich())["Annual sales"].charts[0].bars
    assert not cards(rich())["Sales growth"].charts[0].bars
    assert not cards(rich())["Net sales, worldwide"].charts[0].bars


def test_the_colour_is_that_of_the_party_that_stands_behind_the_figure() -> None:
    """The first party's facts in its colour, the second's in the other, what rests on both in neither."""
    inks = {title: card.charts[0].ink for title, card in cards(rich()).items() if card.charts}
    assert inks["Aster's share of profits"] == "a" and inks["Complaints"] == "b"
    agreed = rich().terms
    mixed = metric("mixed", "profits.amount - complaints.id", "profits.amount", "complaints.id")
    of = standing(
        terms(facts=agreed.facts, metrics={"mixed": mixed}),
        {"mixed": figures("mixed", years(2020, 5), [1, 2, 3, 4, 5])},
    )
    assert cards(of)["Mixed"].charts[0].ink == "s"


def test_a_unit_with_a_scale_is_money() -> None:
    """What was reported in millions of another currency is written and drawn as such."""
    agreed = terms(metrics={"eu": metric("eu", "sum(x)", unit="EUR m")})
    of = standing(agreed, {"eu": figures("eu", quarters(2024, 6), [10, 20, 30, 40, 50, 60], "EUR m")})
    card = cards(of)["Eu"]
    assert card.figure.text == "EUR 60m"
    assert card.charts[0].unit == "EUR" and card.charts[0].points[-1].value == 60 * 10**6


def test_reasons_are_said_in_words() -> None:
    """Names of tables lose their underscores, parties bear their names, days are dates."""
    agreed = terms(metrics={"cost": metric("cost", "sum(x)")}, facts={"yearly_costs": table("yearly_costs", "aster")})
    why = "yearly_costs for 2024-Q1 was due from borealis on 2024-04-20 and has not been reported"
    of = standing(agreed, {"cost": figures("cost", quarters(2024, 1), [None], reason=why)})
    assert lines(cards(of)["Cost"])["Why"] == (
        "Yearly costs for 2024-Q1 were due from Borealis on 20 Apr 2024 and have not been reported"
    )


def test_members_with_targets_of_their_own_name_each() -> None:
    """One line a member, with what it is measured against."""
    agreed = terms(metrics={"rate": metric("rate", "a / b", unit="percent", per=("site",))})
    (period,) = quarters(2024, 1)
    found = tuple(figure("rate", period, Decimal("0.9"), "percent", scope=(("site", s),)) for s in ("x", "y"))
    goals = tuple(
        Target(metric="rate", period=period, scope=f.scope, value=Decimal(v), reached=True)
        for f, v in zip(found, ("0.8", "0.85"), strict=True)
    )
    card = cards(standing(agreed, {"rate": found}, targets={"rate": goals}))["Rate"]
    assert list(lines(card)) == ["x, at least 80%", "y, at least 85%"]


def test_the_table_holds_every_period_newest_first() -> None:
    """The chart's values in words, with the reason where there is none."""
    twin = cards(rich())["Net sales, worldwide"].twin
    assert twin.head == ("Period", "Figure", "Target", "State", "Known", "Why")
    assert [cell.text for cell in twin.rows[1]][:4] == ["2024-Q4", "USD 3,700m", "USD 3,864m", "Provisional"]
    assert [cell.text for cell in twin.rows[-1]][:4] == ["2020-Q3", "no figure", "none", "Missing"]
    assert "not in the record" in twin.rows[-1][-1].text


def test_a_metric_without_any_value_says_why() -> None:
    """No drawing, no zero."""
    card = cards(no_figures())["Sales"]
    assert card.empty == "No figure in any period so far."
    assert lines(card)["Why"] == "Sales for 2024-Q4 is not in the record"
    assert card.charts[0].label == "Chart of Sales by quarter: no figure."


def test_fractions_and_decimals_stand_side_by_side() -> None:
    """Exact values of both kinds are compared and drawn without a float in between."""
    agreed = terms(metrics={"third": metric("third", "a / b", unit="percent", per=("p",), round=rounding("0.1%"))})
    first, second = quarters(2024, 2)
    found = (
        figure("third", first, Fraction(1, 3), "percent", scope=(("p", "x"),)),
        figure("third", second, Decimal("0.3"), "percent", scope=(("p", "x"),)),
        figure("third", first, Decimal("0.4"), "percent", scope=(("p", "y"),)),
        figure("third", second, Fraction(2, 7), "percent", scope=(("p", "y"),), state=State.PROVISIONAL),
    )
    card = cards(standing(agreed, {"third": found}))["Third"]
    assert card.figure.text == "28.6% to 30.0%" and card.chip.word == "Provisional"
