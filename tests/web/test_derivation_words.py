"""How a figure was made, in the words and signs of the other pages."""

from __future__ import annotations

import re
from html import unescape

import pytest

from comity.kernel.figure import State
from comity.metrics.exhibits import Step
from tests.web.test_pages_alliance import DAY, made


def shown() -> str:
    """Return the page of a verdict on an amount below zero, without markup."""
    from comity.web.alliances.pages.derivation import blocks

    raw = Step(kind="formula", label="raw, target_cost - billed", text="5 - 61 = USD -56,372", value="USD -56,372")
    short = Step(kind="formula", label="shortfall", text="0 - (-56,372) = USD 56,372", value="USD 56,372")
    verdict = Step(kind="verdict", label="cost_share 2025", text="", value="missed", children=(raw, short))
    _, (page,) = blocks(
        verdict, made()[0].terms, kind="clause", about=("cost_share", "", "2025"), day=DAY, folder="aster", tables={}
    )
    return re.sub(r"<[^>]+>", " ", str(page))


def test_what_is_below_zero_is_written_as_on_the_page_that_leads_there() -> None:
    """The face, the value and the arithmetic say −USD 56,372; what is taken from something keeps its sign."""
    page = shown()
    assert page.count("−USD 56,372") == 3 and "USD -" not in page
    assert "5 - 61 =" in page and "0 - (−56,372) =" in page


def lines_of(step: Step) -> str:
    """Return the page of a metric whose figure rests on one line, without markup."""
    from comity.web.alliances.pages.derivation import blocks

    figure = Step(kind="figure", label="billed 2025", text="", value="61", children=(step,))
    _, (page,) = blocks(
        figure, made()[0].terms, kind="metric", about=("billed", "", "2025"), day=DAY, folder="aster", tables={}
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(page))).split())


ORDER = "order 2025-03"


@pytest.mark.parametrize(
    "step",
    [
        Step(kind="fact", label="a row 2", text=f"judged by the lead of aster, known x; because: {ORDER}", value=""),
        Step(kind="fact", label="a row 2", text="reported by aster, known x", value=ORDER),
        Step(kind="figure", label=f"billed 2025 ({ORDER})", text=f"of {ORDER}", value="1"),
        Step(kind="act", label=f"act {ORDER}", text=f"received from aster; {ORDER}", value="x"),
        Step(kind="remittance", label="left to pay", text=f"stated x, {ORDER}", value="1"),
        Step(kind="setting", label="price", text=f"as agreed for {ORDER}", value=ORDER),
        Step(kind="period", label=ORDER, text=f"{ORDER} - 1", value=ORDER),
        Step(kind="window", label="sum(x)", text="", value="", state=State.UNDETERMINED, reason=f"{ORDER} has no rate"),
        Step(kind="opened", label="opened", text=f"opened anew after {ORDER} was done", value="x"),
    ],
    ids=lambda step: f"{step.kind} {step.label}",
)
def test_what_is_named_like_a_month_keeps_its_name(step: Step) -> None:
    """An order, a member or a reason that says `order 2025-03` is shown so: it may be no month."""
    page = lines_of(step)
    assert ORDER in page and "Mar 2025" not in page


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(kind="fact", label="a row 2", text="reported by aster, known 2025-02-06", value="1"), "known 6 Feb 2025"),
        (Step(kind="aggregate", label="sum(x)", text="3 rows of orders in 2025-02", value=""), "of orders in Feb 2025"),
        (Step(kind="terms", label="terms in force on 2025-02-01", text="", value=""), "in force on 1 Feb 2025"),
        (Step(kind="setting", label="price", text="in force on 2025-02-01", value=""), "in force on 1 Feb 2025"),
        (Step(kind="period", label="2025-02 to 2025-04", text="", value=""), "Feb 2025 to Apr 2025"),
        (Step(kind="due", label="due", text="the agreed day 2025-02-06", value="2025-02-06 (Thu)"), "6 Feb 2025 (Thu)"),
        (
            Step(kind="opened", label="opened", text=f"{ORDER} was done on 2025-02-06", value=""),
            f"{ORDER} was done on 6",
        ),
        (Step(kind="step", label="step notice", text="", value="lapsed 2025-02-06"), "lapsed 6 Feb 2025"),
    ],
)
def test_a_day_or_a_period_of_the_engine_is_in_words(step: Step, said: str) -> None:
    """Where the kind of a line says that a day or a period stands there, it is written as on other pages."""
    assert said in lines_of(step)
