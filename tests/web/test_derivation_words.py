"""How a figure was made, in the words and signs of the other pages."""

from __future__ import annotations

import re

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
