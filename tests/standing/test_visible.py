"""One gate for reading: what a reader may not see is in no view of the standing that passed it."""

from __future__ import annotations

import dataclasses
import inspect
import json
from datetime import date
from functools import cache

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import read_acts
from comity.agreement.compose import compose
from comity.agreement.read import read_agreement
from comity.facts.load import load
from comity.facts.model import RawFile
from comity.kernel.problem import Severity
from comity.record.origin import Origin
from comity.record.statements import Concern
from comity.reports.document import document
from comity.reports.html import page
from comity.reports.ics import ics
from comity.reports.terminal import show
from comity.reports.view.sheet import view
from comity.standing import visible as gate
from comity.standing.concerns import with_concerns
from comity.standing.model import Standing
from comity.standing.sight import Reader
from comity.standing.standing import standing
from comity.standing.visible import visible
from tests.barrier import MONTHS, PRICES, TEXT, VISITS

TODAY = date(2026, 8, 20)


ENTRIES = "visibility:\n"


UNNAMED = TEXT.replace("accounts:\n  credits: {owed by: fern, owed to: lark, settle: next invoice}\n", "").replace(
    ", into: credits", ""
)
"""The same, whose credits go into no account by name, but are owed at once by Fern to Lark."""


@cache
def seen(visibility: str, acts: str = "", text: str = TEXT) -> Standing:
    """Return the standing of an alliance whose prices and visits are numbers that nothing else contains."""
    text += ENTRIES + visibility if visibility else ""
    agreement, problems = read_agreement(("agreement.yaml", text.encode()))
    assert agreement is not None and [str(one) for one in problems if one.severity is Severity.ERROR] == []
    terms = agreement.versions[-1][1]
    known = ["2026-08-01"] * 7
    files = {
        "prices": [("fern", "amount", PRICES)],
        "visits": [("fern", "n", VISITS), ("lark", "n", VISITS)],
    }  # fmt: skip
    raws = {
        table: [
            RawFile(
                path=f"{who}.csv", digest=f"{table}{who}",
                table=pa.table({"month": MONTHS, column: values, "reported_by": [who] * 7, "known_at": known}),
            )
            for who, column, values in reports
        ]
        for table, reports in files.items()
    }  # fmt: skip
    facts, found = load(raws, terms, TODAY)
    assert [str(one) for one in found] == []
    node, _ = compose(acts.encode(), "acts.yaml")
    received, found = read_acts(node, agreement) if acts else ((), [])
    assert [str(one) for one in found] == []
    return standing(agreement, facts, received, as_of=TODAY, known_at=TODAY, driver=DuckDBDriver())


def everything(shown: Standing) -> str:
    """Return all that any view says of a standing, numbers without their commas."""
    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    show(view(shown), shown, console)
    texts = [
        json.dumps(document(shown)), page(shown), ics(shown, shown.docket).decode(), console.export_text(), repr(shown),
    ]  # fmt: skip
    return "\n".join(texts).replace(",", "")


def has_prices(shown: Standing) -> bool:
    """Tell whether anything speaks of a monthly price."""
    said = everything(shown)
    return any(price in said for price in PRICES)


def has_visits(shown: Standing) -> bool:
    """Tell whether anything speaks of a month's visits."""
    said = everything(shown)
    return any(visit in said for visit in VISITS)


def test_without_an_entry_the_people_of_both_parties_see_all() -> None:
    """Where the agreement says nothing about it, either party's people see the whole standing."""
    whole = seen("")
    assert visible(whole, Reader(frozenset({"lark"}))) is whole
    assert has_prices(whole) and has_visits(whole)


def test_a_stranger_sees_only_what_is_opened_to_everyone() -> None:
    """A reader who belongs to no party and no body sees nothing but what `everyone` may see."""
    shown = visible(seen("  reach: {seen by: everyone}\n"), Reader())
    assert has_visits(shown) and not has_prices(shown)
    assert set(shown.figures) == {"reach"} and not shown.docket and shown.score is None


def test_what_rests_on_a_table_behind_the_barrier_is_behind_it_too() -> None:
    """Prices that only a clean team sees appear in no figure, verdict, credit, score or sentence made from them."""
    limited = seen("  prices: {seen by: clean team}\n")
    shown = visible(limited, Reader(frozenset({"lark", "board"})))
    assert not has_prices(shown) and has_visits(shown)
    assert set(shown.verdicts) == {"seen"} and not shown.life.ledgers and not shown.life.cases
    assert has_prices(visible(limited, Reader(frozenset({"lark", "clean team"}))))


def test_a_payment_on_an_account_behind_the_barrier_is_behind_it_too() -> None:
    """What was paid tells what was owed, and so what a price is: neither the payment nor the word on it is shown."""
    paid = "- {on: 2026-08-18, by: fern, do: pay, about: credits, with: {amount: USD 7654321}}\n"
    limited = seen("  prices: {seen by: clean team}\n", paid)
    assert "7654321" in everything(visible(limited, Reader(frozenset({"lark", "clean team"}))))
    shown = visible(limited, Reader(frozenset({"lark", "board"})))
    assert "7654321" not in everything(shown) and "7.65m" not in everything(shown)
    assert not shown.life.remitted and not [line for line in shown.docket if line.kind == "receipt"]


def test_money_that_goes_into_no_account_by_name_is_behind_the_barrier_of_what_it_is_paid_for() -> None:
    """What Fern owes Lark is 1% of the prices, and what it paid tells of it; who sees the prices sees both."""
    paid = "- {on: 2026-08-18, by: fern, do: pay, about: fern to lark, with: {amount: USD 7654}}\n"
    limited = seen("  prices: {seen by: clean team}\n", paid, UNNAMED)
    for reader in (Reader(), Reader(frozenset({"lark", "board"}))):
        shown = visible(limited, reader)
        assert "7654" not in everything(shown) and not shown.life.ledgers
        assert not [line for line in shown.docket if line.kind in ("settlement", "receipt")]
    whole = visible(limited, Reader(frozenset({"lark", "clean team"})))
    assert [line.kind for line in whole.docket if line.table == "fern to lark"] == ["settlement", "receipt"]
    elsewhere = visible(seen("  reach: {seen by: clean team}\n", paid, UNNAMED), Reader(frozenset({"lark"})))
    assert list(elsewhere.life.ledgers) == list(elsewhere.life.remitted) == ["fern to lark"]


def test_a_party_always_sees_what_it_alone_reports() -> None:
    """Fern reports the prices; a barrier against others does not hide from Fern what Fern wrote."""
    shown = visible(seen("  prices: {seen by: clean team}\n"), Reader(frozenset({"fern"})))
    assert set(shown.figures) == {"price", "yearly", "rise", "reach"}
    assert has_prices(shown)


def test_an_aggregate_opened_by_its_own_entry_is_shown_without_its_reasons() -> None:
    """The price of a year is opened to all, the monthly prices it is made of are not, and no digest speaks of them."""
    entries = "  prices: {seen by: clean team}\n  yearly: {seen by: [lark, board]}\n"
    shown = visible(seen(entries), Reader(frozenset({"lark"})))
    assert not has_prices(shown)
    assert [figure.value is not None or figure.reason == "" for figure in shown.figures["yearly"]] == [True]
    assert {figure.derivation for figure in shown.figures["yearly"]} == {None}


@pytest.mark.parametrize(("age", "months"), [("1 month", 6), ("3 months", 4), ("1 year", 0)])
def test_only_what_is_old_enough_is_shown(age: str, months: int) -> None:
    """On 20 August, of the months January to August, those are shown that ended so long ago."""
    shown = visible(seen(f"  reach: {{seen by: everyone, older than: {age}}}\n"), Reader())
    assert [figure.period.name for figure in shown.figures.get("reach", ())] == MONTHS[:months]


def test_no_period_finer_than_agreed_is_shown() -> None:
    """A monthly figure that may be shown by the quarter at the finest is not shown; the party's own people see it."""
    limited = seen("  reach: {seen by: everyone, grain: quarter}\n")
    assert "reach" not in visible(limited, Reader()).figures
    assert "reach" in visible(limited, Reader(frozenset({"fern"}))).figures


def test_a_page_says_for_whom_it_was_made() -> None:
    """A standing that leaves something out says so, and names what it leaves out to those who know the agreement."""
    shown = visible(seen("  prices: {seen by: clean team}\n"), Reader(frozenset({"lark"})))
    said = view(shown).withheld
    assert said.startswith("Made for Lark") and "Average price" in said and "Reach" not in said


NAMES = ("prices", "visits", "credits", "price", "yearly", "rise", "reach", "cheap", "seen", "money", "people")


@settings(max_examples=8, deadline=None)
@given(
    closed=st.sets(st.sampled_from(NAMES), min_size=1),
    reader=st.sets(st.sampled_from(["lark", "board"])),
)
def test_no_view_shows_a_number_from_behind_the_barrier(closed: set[str], reader: set[str]) -> None:
    """Whatever is closed to a reader: its name is in no mapping, and no number of a closed table is anywhere."""
    assert_closed(closed, reader)


@pytest.mark.soak
@settings(max_examples=300, deadline=None)
@given(
    closed=st.sets(st.sampled_from(NAMES), min_size=1),
    reader=st.sets(st.sampled_from(["lark", "board"])),
)
def test_no_view_shows_a_number_whatever_is_closed_to_whomever(closed: set[str], reader: set[str]) -> None:
    """The same three hundred times."""
    assert_closed(closed, reader)


def assert_closed(closed: set[str], reader: set[str]) -> None:
    shown = visible(
        seen("".join(f"  {name}: {{seen by: clean team}}\n" for name in sorted(closed))), Reader(frozenset(reader))
    )
    measured = {*shown.figures, *shown.verdicts, *shown.targets, *shown.life.ledgers}
    assert not measured & closed
    assert not {one.table for one in shown.comparisons} & closed
    if "prices" in closed or not reader:
        assert not has_prices(shown)
    if "visits" in closed or not reader:
        assert not has_visits(shown)


def test_every_field_of_a_standing_passes_the_gate() -> None:
    """A field that is added to the standing is either decided on by the gate, or says nothing of any figure."""
    harmless = {"agreement", "terms", "as_of", "known_at", "signed", "recorded", "moot"}
    passed = {
        word.partition("=")[0].strip() for word in inspect.getsource(gate._Gate.passed).split("\n") if "=" in word
    }
    assert {field.name for field in dataclasses.fields(Standing)} - passed == harmless


# -- concerns ---------------------------------------------------------------------------------


def concerned(visibility: str, about: str) -> bool:
    """Tell whether Lark sees the words of a concern that was raised about something."""
    origin = Origin(position=9, leaf="ab" * 32, entry_id="e", actor="fern", day=TODAY)
    whole = with_concerns(seen(visibility), [Concern(origin=origin, about=about, text="WORDS-OF-FERN")])
    assert "WORDS-OF-FERN" in everything(whole)
    shown = visible(whole, Reader(frozenset({"lark"})))
    on_docket, decided = (any("WORDS-OF-FERN" in repr(one) for one in part) for part in (shown.docket, shown.decisions))
    assert on_docket == decided == ("WORDS-OF-FERN" in everything(shown))
    return on_docket


@pytest.mark.parametrize("about", ["price", "prices", "cheap", "credits"])
def test_a_concern_about_what_is_behind_the_barrier_stays_there(about: str) -> None:
    """Its words may say what nobody may see: they are shown only with what they are about, a metric or a clause."""
    assert not concerned("  prices: {seen by: clean team}\n", about)
    assert concerned("", about)


def test_a_concern_about_what_is_seen_is_seen() -> None:
    """Visits are open to both; about nothing at all, or a name that is gone, nobody knows what the words tell."""
    assert concerned("  prices: {seen by: clean team}\n", "reach")
    assert not concerned("  prices: {seen by: clean team}\n", "")
    assert not concerned("  prices: {seen by: clean team}\n", "old_name")
