"""When a draft is ready: what is not decided yet is said with its place, and a wrong answer at its question."""

from __future__ import annotations

import pytest

from comity.catalogue.sets import starter_set
from comity.opening.drafts.reading import reading
from tests.web.test_starting import MANAGER, NAMES, Draft, draft, errors_of, folders

__all__ = ["draft", "folders"]


def test_a_draft_that_nobody_has_filled_in_is_not_ready(client_of, folders) -> None:
    """The supply set as it comes: both legal names are told with their lines, and no alliance can be made of it."""
    draft = Draft(client_of(MANAGER), "supply")
    page = draft.page("check")
    assert "2 names to replace" in page and "Ready to begin" not in page and "Make the alliance" not in page
    assert "The party supplier is still called Supplier Ltd (replace)." in page and '<a href="#L14">line 14</a>' in page
    assert "2 names to replace" in draft.page("names") and "is still called Customer Ltd" in draft.page("text")
    answer = draft.send("check", do="make", party="supplier")
    assert answer.status_code == 200 and {one.name for one in folders.iterdir()} == {"barrier", "other"}


def test_a_draft_is_ready_once_its_names_are_written(draft: Draft) -> None:
    """From nothing: two names to replace; with the legal names it is ready."""
    assert "2 names to replace" in draft.page("check")
    draft.send("names", NAMES)
    assert "Ready to begin" in draft.page("check")


def test_what_is_not_agreed_yet_is_listed_with_its_place_and_stops_nothing(client_of, folders) -> None:
    """Unset targets and placeholders of a starter set are told each with its line; a term that is changed is none."""
    draft = Draft(client_of(MANAGER), "supply")
    draft.send("text", text=draft.text.replace(" (replace)", ""))
    page = draft.page("check")
    assert "13 terms are unset" in page and "12 terms are placeholders" in page and "Make the alliance" in page
    assert 'credit_cap (<a href="#L49">line 49</a>)' in page
    draft.send("targets", {**answers(draft), "target_fill_rate": "99%", "setting_credit_cap": "USD 70k"})
    page = draft.page("check")
    assert "12 terms are unset" in page and "11 terms are placeholders" in page and "credit_cap (" not in page
    assert "credit_cap: USD 70k" in draft.text and "# credits of a quarter together" in draft.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("target_delivery_on_time", "lots"),  # in a setting that a metric, a clause and the scorecard use
        ("target_product_ordered", "lots"),  # with the metric itself
        ("target_cost_savings", "EUR 5k"),
        ("setting_price_of_point", "much"),  # which no metric, but a clause uses
        ("target_fill_rate", "95"),  # which is 9500 %
    ],
)
def test_what_is_no_number_is_refused_beside_its_question(client_of, folders, field: str, value: str) -> None:
    """Whatever line of the text an answer makes wrong, it is said at the question, and nothing is written."""
    draft = Draft(client_of(MANAGER), "supply")
    answer = draft.send("targets", {**answers(draft), field: value})
    assert answer.status_code == 422 and draft.text == starter_set("supply")
    page = answer.content.decode()
    assert ("CMY-" in errors_of(answer) or "write 95%" in errors_of(answer)) and page.count('aria-invalid="true"') == 1
    assert f'name="{field}" value="{value}"' in page


def test_numbers_are_taken_as_people_write_them(client_of, folders) -> None:
    """`98 %` is 98%, and a sum without its currency is in that of the agreement."""
    draft = Draft(client_of(MANAGER), "supply")
    given = {"target_fill_rate": "98 %", "target_cost_savings": "50,000", "setting_credit_cap": "70k"}
    assert draft.send("targets", {**answers(draft), **given}).status_code == 302
    for line in ("fill_target: 98% ", "savings_target: USD 50000 ", "credit_cap: USD 70k "):
        assert f"  {line}" in draft.text


def test_a_word_of_the_bargain_that_is_no_number_is_taken(client_of, folders) -> None:
    """`second source` is a word that a step sets: another word is no problem."""
    draft = Draft(client_of(MANAGER), "supply")
    assert draft.send("targets", {**answers(draft), "setting_second_source": "asked for"}).status_code == 302
    assert "  second_source: asked for\n" in draft.text


@pytest.mark.parametrize("short", ["Pumps 2027", "pumps-2027", "2027_pumps", "Pumps"])
def test_a_short_name_is_a_name_of_the_language(draft: Draft, short: str) -> None:
    """Amendments and records refer to it: capitals, spaces and hyphens are refused where it is asked for."""
    answer = draft.send("names", {**NAMES, "alliance": short})
    assert answer.status_code == 422 and "small letters" in errors_of(answer)
    assert draft.send("names", {**NAMES, "alliance": "pumps_2027"}).status_code == 302


def test_another_currency_takes_the_sums_along(client_of, folders) -> None:
    """Nobody has to look for the dollars in a starter set: every sum has the currency chosen, its number as before."""
    draft = Draft(client_of(MANAGER), "supply")
    fields = dict(NAMES, party_0_id="supplier", party_1_id="customer", currency="EUR")
    objectives = (("reliance", "Plan."), ("quality", "Use."), ("cost", "Less."), ("resilience", "Last."),
                  ("relationship", "Tell."))  # fmt: skip
    for row, (name, says) in enumerate(objectives):
        fields |= {f"objective_{row}_id": name, f"objective_{row}_says": says}
    assert draft.send("names", fields).status_code == 302
    assert "USD" not in draft.text and "credit_cap: EUR 60k" in draft.text
    assert reading(draft.text).errors == () and "Ready to begin" in draft.page("check")


def answers(draft: Draft) -> dict[str, str]:
    """Return what the form of targets is filled in with as it opens."""
    import re

    return dict(re.findall(r'name="((?:setting|target)_\w+)" value="([^"]*)"', draft.page("targets")))
