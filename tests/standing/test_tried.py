"""Trying out facts shows what rests on nothing closed: otherwise one tries until the closed number is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from comity.metrics.judges import Rating
from comity.standing.model import Judgement, Side
from comity.standing.sight import Reader
from comity.standing.visible import tried, visible
from tests.standing.test_visible import has_prices, has_visits, seen

TODAY = date(2026, 8, 20)
LARK = Reader(frozenset({"lark"}))
OPENED = "  prices: {seen by: clean team}\n  cheap: {seen by: [fern, lark]}\n"


def test_a_verdict_that_is_opened_is_seen_and_not_shown_where_facts_are_tried() -> None:
    """Lark sees whether the price was low; with its own visits in the measure it could find where the verdict turns."""
    whole = seen(OPENED)
    assert "cheap" in visible(whole, LARK).verdicts
    shown = tried(whole, LARK, TODAY)
    assert set(shown.verdicts) == {"seen"} and has_visits(shown) and not has_prices(shown)


def test_who_sees_everything_tries_with_everything() -> None:
    """Without an entry nothing is closed, and an effect on anything is shown."""
    whole = seen("")
    assert tried(whole, LARK, TODAY) is whole


def test_a_metric_that_is_opened_does_not_open_who_judged_what() -> None:
    """Ratings and reasons are rows of the table below the metric: with the table closed they are nobody else's."""
    rating = Rating(
        party="fern", role="manager", level=Decimal(2), reason="closed words", known=TODAY, file="ratings.csv", row=2
    )
    side = Side(party="fern", roles=("manager",), figure=None, anchors=(), ratings=(rating,), lacking=())
    opened = seen("  prices: {seen by: clean team}\n  price: {seen by: [fern, lark]}\n")
    period = opened.figures["price"][0].period
    judged = Judgement(metric="price", period=period, scope=(), sides=(side,), gap=None, reason="")
    whole = replace(opened, judgements={"price": (judged,)})
    assert "price" in visible(whole, LARK).figures
    assert not visible(whole, LARK).judgements
    assert visible(whole, Reader(frozenset({"lark", "clean team"}))).judgements


def test_what_opens_with_time_opens_on_the_day_of_the_reader() -> None:
    """A correction that counts from a later day does not show what is old enough by then and not today."""
    aged = seen("  reach: {seen by: lark, older than: 3 months}\n")
    assert not tried(aged, LARK, TODAY).figures.get("reach")
    assert visible(aged, LARK).figures["reach"]
