"""Acts as sentences: previews, receipts and the log say what a party does, not the words of the agreement in a row."""

from __future__ import annotations

from typing import Any

import pytest

from comity.opening.act_said import act_said

CARRIED = {"amount": "USD 1,224.30", "reference": "invoice 5"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"do": "pay", "about": "credits 2026-02", "with": CARRIED},
         "pays credits of 2026-02: amount USD 1,224.30, reference invoice 5"),
        ({"do": "pay", "about": "credits", "with": {"amount": "USD 5"}}, "pays credits: amount USD 5"),
        ({"do": "accept", "about": "credits 2026-Q1"}, "accepts credits of 2026-Q1"),
        ({"do": "dispute", "about": "supply north 2026-03"}, "disputes supply north of 2026-03"),
        ({"do": "notice", "about": "supply 2026-03"}, "gives notice about supply of 2026-03"),
        ({"do": "recovery plan", "with": {"promised_rate": "96%"}}, "delivers the recovery plan: promised rate 96%"),
        ({"do": "choose", "choose": "leave", "about": "supply 2026-03"}, "chooses “leave” about supply of 2026-03"),
        ({"do": "claim", "relief": "big_storm", "about": "supply 2026-07"}, "claims big storm about supply of 2026-07"),
        ({"do": "reserve", "about": "supply 2026-07"}, "reserves the right about supply of 2026-07"),
        ({"do": "restate", "with": {"rate": [["north", [["2026-08", "96%"]]]]}}, "restates: rate north 2026-08 96%"),
        ({"do": "complete", "about": "first_delivery", "says": "On time."}, "completes first_delivery (On time.)"),
        ({"do": "rectify the goods"}, "rectifies the goods"),
        ({"do": "sign-off"}, "acts (sign-off)"),
        ({"do": "royalty audit"}, "acts (royalty audit)"),
        ({"with": "nothing of the kind"}, "acts"),
    ],
)  # fmt: skip
def test_an_act_is_a_sentence_about_who_does_it(body: dict[str, Any], says: str) -> None:
    """Each word of an act stands in the third person, with its object, its period and what it carries."""
    assert act_said(["marten"], body) == f"marten {says}"


def test_several_parties_do_it_together() -> None:
    """Two subjects take the verb without its ending."""
    assert act_said(["heron", "marten"], {"do": "settle", "about": "supply 2026-09"}) == (
        "heron and marten settle supply of 2026-09"
    )
