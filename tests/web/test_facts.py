"""The pages of facts: what tables hold, what is owed, what a reader sees of both, and the templates to fill in."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse

from comity.agreement.read import read_agreement
from comity.facts.contested import contested
from comity.kernel.numbers import in_words
from comity.opening.alliance import open_agreement, open_facts
from comity.standing.sight import Reader
from tests.barrier import PRICES, VISITS
from tests.facts.test_contested import DISPUTE
from tests.facts.test_contested import TEXT as KITS
from tests.facts.test_contested import facts as kits
from tests.web.routes import said
from tests.web.test_pages_alliance import ASTER, DAY

FERN, LARK = "data_owner@fern.example.org", "data_owner@lark.example.org"


def page(client, route: str = "facts", slug: str = "barrier", **more: str) -> str:
    return said(client.get(reverse(route, kwargs={"slug": slug, **more})))


# -- pages ------------------------------------------------------------------------------------


def test_the_page_of_facts_says_what_is_overdue_and_leads_on(client_of) -> None:
    """The first sentence says how many reports are overdue; each table leads to its page."""
    shown = page(client_of(LARK))
    assert re.search(r"\d+ reports? (is|are) overdue of visits", shown)
    assert 'href="visits/"' in shown and 'href="prices/"' in shown and "You owe" in shown


def test_what_is_overdue_is_counted_alike_on_every_page(client_of) -> None:
    """Both parties owe visits: the facts, the overview and the docket count one report a month, and say overdue."""
    client = client_of(LARK)
    (facts,) = re.findall(r"(\d+) reports? (?:is|are) overdue of", page(client))
    overview, docket = page(client, "overview"), page(client, "docket")
    (lead,) = re.findall(r"; (\w+) reports? (?:is|are) overdue", overview)
    (due,) = re.findall(r'<span class="small">(\w+) overdue', overview)
    (listed,) = re.findall(r"(\w+) overdue(?: and \w+ payable)?;", docket)
    assert lead == due == listed.lower() == in_words(int(facts)) and "past their day" not in overview
    assert len(re.findall(r"overdue \d+ days? ago", docket)) == int(facts)


def ended(agreement, facts, table: str) -> str:
    """Return what the page of a table says of how a difference ends, to a reader who sees all."""
    from comity.web.facts.tables import _differing, shown_tables

    reader = Reader(frozenset(agreement.versions[-1][1].parties))
    return "".join(_differing(shown_tables(agreement, facts, reader, DAY)[table]))


def test_two_reports_that_differ_are_brought_together_by_another_one() -> None:
    """Whoever counted cases wrongly reports them again; billing agrees, and nothing is said of it."""
    opened = open_agreement(ASTER, known_at=DAY)
    facts = open_facts(opened, known_at=DAY)
    said = ended(opened.agreement, facts, "cases")
    assert "comity submit FOLDER cases FILE" in said and "comity settle" not in said
    assert ended(opened.agreement, facts, "billing") == ""


def test_a_dispute_of_a_datum_is_ended_by_who_raised_it() -> None:
    """Lark disputes what Fern alone reports: the page has the command that ends it, and says what counts then."""
    agreement, _ = read_agreement(("agreement.yaml", KITS), (), reviewed=False)
    terms = agreement.versions[-1][1]
    said = ended(agreement, contested(kits(terms), [DISPUTE], terms), "orders")
    assert "comity settle FOLDER orders 2026-01 north" in said and "comity submit" not in said
    assert "What is reported counts then" in said


def test_the_command_that_ends_one_of_two_disputes_of_a_row_names_its_column() -> None:
    """Lark disputes the price of the same row as well: without a column the command would be refused."""
    agreement, _ = read_agreement(("agreement.yaml", KITS), (), reviewed=False)
    terms = agreement.versions[-1][1]
    both = [DISPUTE, replace(DISPUTE, column="price", value="USD 4")]
    said = ended(agreement, contested(kits(terms), both, terms), "orders")
    assert "comity settle FOLDER orders 2026-01 north --column " in said


def test_an_amount_as_reported_names_its_currency() -> None:
    """Aster bills in thousands of euros, Borealis of dollars: on the page each cell says it, in a file the heading."""
    from comity.web.facts.row_listings import Rows, rows_listing
    from comity.web.facts.tables import shown_tables

    opened = open_agreement(ASTER, known_at=DAY)
    reader = Reader(frozenset(opened.agreement.versions[-1][1].parties))
    one = shown_tables(opened.agreement, open_facts(opened, known_at=DAY), reader, DAY)["billing"]
    of = rows_listing(one.seen, Rows(table=one.table, terms=one.terms, disputed=one.disputed, as_of=DAY))
    at = {column.key: place for place, column in enumerate(of.columns)}
    told = {(row[at["_reporter"]].text, row[at["amount"]].text, row[at["rounding"]].text) for row in of.rows}
    assert {("Aster", "EUR 372,800", "EUR 100"), ("Borealis", "USD 420,000", "USD 1,000")} <= told
    assert of.columns[at["amount"]].exported == "amount (EUR k by aster, USD k by borealis)"
    cell = next(row[at["amount"]] for row in of.rows if row[at["amount"]].text == "EUR 372,800")
    assert (cell.value, cell.full, cell.unit) == ("372800", "372.8", "")


def test_a_table_shows_its_rows_its_files_and_what_is_owed(client_of) -> None:
    """Rows as reported by both, the files they came in, the periods owed, and what the columns mean."""
    shown = page(client_of(LARK), "table", key="visits")
    assert VISITS[0] in shown and "fern.csv" in shown and "lark.csv" in shown
    for heading in ("What is owed", "Both reports", "Rows as reported", "Files reported", "What each column means"):
        assert heading in shown, heading
    assert "The Month" in shown and "5 days after the end of the Month" in shown


def test_a_closed_table_shows_its_terms_and_no_row(client_of) -> None:
    """Lark is told that the agreement closes prices, and sees no price, no file, no count and no way to upload."""
    shown = page(client_of(LARK), "table", key="prices")
    assert "closes this table to you" in shown and 'type="file"' not in shown
    assert not any(price in shown for price in PRICES) and "fern.csv" not in shown
    assert not any(price in page(client_of(LARK)) for price in PRICES)
    own = page(client_of(FERN), "table", key="prices")
    assert PRICES[0] in own and 'type="file"' in own


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_closed_table_is_in_no_export(client_of, kind: str) -> None:
    """The listings of a closed table are not there to be exported, whatever the address asks for."""
    address = reverse("table", kwargs={"slug": "barrier", "key": "prices"})
    response = client_of(LARK).get(f"{address}?export=rows.{kind}")
    assert response["Content-Type"].startswith("text/html")
    own = client_of(FERN).get(f"{address}?export=rows.{kind}")
    assert own["Content-Disposition"].startswith("attachment")


def test_the_pages_of_facts_need_nothing_that_the_policy_forbids(client_of) -> None:
    """There is no script and no style of their own in them, and a title with markup in it is text."""
    for shown in (page(client_of(LARK)), page(client_of(LARK), "table", key="visits")):
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", shown) and "&lt;script&gt;alert" in shown


def test_an_auditor_is_told_who_owes_and_owes_nothing(client_of) -> None:
    """Whoever reads for both parties uploads nothing and is asked for nothing."""
    shown = page(client_of("auditor@lark.example.org"))
    assert "Lark owes" in shown and "Fern owes" in shown and "You owe" not in shown
    assert 'type="file"' not in page(client_of("auditor@lark.example.org"), "table", key="visits")


def test_a_table_that_is_not_owed_is_not_there(client_of) -> None:
    """There is a page for each table of the agreement and for no other name."""
    for route, more in (("table", {}), ("template", {"kind": "csv"})):
        address = reverse(route, kwargs={"slug": "barrier", "key": "nothing", **more})
        assert client_of(LARK).get(address).status_code == 404


def test_a_new_file_is_on_the_pages_at_once(client_of, workplace) -> None:
    """The pages of facts are kept with the projection and go with it when a file changes."""
    client = client_of(LARK)
    assert "424242" not in page(client, "table", key="visits")
    file = workplace / "alliances" / "barrier" / "facts" / "visits" / "later.csv"
    file.write_text("month,n,reported_by,known_at\n2026-08,424242,fern,2026-09-02\n")
    try:
        assert "424242" in page(client, "table", key="visits") and "later.csv" in page(client, "table", key="visits")
    finally:
        file.unlink()


def test_pages_of_facts_are_made_once_and_cost_few_queries(client_of) -> None:
    """Once they are kept, a page of facts takes no more queries than any other."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(LARK)
    page(client, "table", key="visits")
    with CaptureQueriesContext(connection) as counted:
        page(client, "table", key="visits")
    assert len(counted) <= 12


def test_files_with_problems_show_the_problems_and_no_row(client_of, workplace) -> None:
    """Where a file cannot be used the pages of facts say so, like every page."""
    file = workplace / "alliances" / "barrier" / "facts" / "visits" / "bad.csv"
    file.write_text("month,n,reported_by,known_at\n2026-08,many,fern,2026-09-02\n")
    try:
        for more in ({"route": "facts"}, {"route": "table", "key": "visits"}):
            route = more.pop("route")
            response = client_of(LARK).get(reverse(route, kwargs={"slug": "barrier", **more}))
            assert response.status_code == 503 and VISITS[0] not in said(response)
    finally:
        file.unlink()


# -- templates --------------------------------------------------------------------------------


def test_the_csv_template_has_the_columns_and_the_periods_owed(client_of) -> None:
    """Lark has reported up to July: the template begins with August, and is taken once its cells are filled in."""
    address = reverse("template", kwargs={"slug": "barrier", "key": "visits", "kind": "csv"})
    lines = client_of(LARK).get(address).content.decode().splitlines()
    assert lines[0] == "month,n" and lines[1] == "2026-08,"


def test_the_workbook_takes_only_what_the_table_takes(client_of) -> None:
    """Headings are frozen, periods are chosen from a list, numbers are checked, and a sheet explains the columns."""
    from openpyxl import load_workbook

    address = reverse("template", kwargs={"slug": "barrier", "key": "visits", "kind": "xlsx"})
    book = load_workbook(BytesIO(client_of(LARK).get(address).content))
    sheet = book["Facts"]
    assert [cell.value for cell in sheet[1]] == ["month", "n"] and sheet.freeze_panes == "A2"
    assert sheet["A2"].value == "2026-08" and sheet["A2"].number_format == "@"
    rules = {str(rule.sqref).split(":")[0]: rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"A2": "list", "B2": "decimal"}
    assert [row[0].value for row in book["Columns"].iter_rows(min_row=3)] == ["month", "n"]
    assert book["Columns"]["B4"].value.startswith("A number. Used by “")
    assert book["Lists"].sheet_state == "hidden"


def test_a_filled_in_workbook_is_read_as_it_was_meant(client_of, tmp_path) -> None:
    """Whoever fills in the template and uploads it reports the periods that it listed."""
    from openpyxl import load_workbook

    from comity.web.facts.reading import read_upload

    address = reverse("template", kwargs={"slug": "barrier", "key": "visits", "kind": "xlsx"})
    book = load_workbook(BytesIO(client_of(LARK).get(address).content))
    book["Facts"]["B2"] = 12
    book.save(tmp_path / "filled.xlsx")
    raw, _ = read_upload(tmp_path / "filled.xlsx", "filled.xlsx")
    assert raw.table.slice(0, 1).to_pylist() == [{"month": "2026-08", "n": "12"}]


def test_a_page_made_while_its_projection_was_made_anew_is_shown(client_of, monkeypatch) -> None:
    """It cannot be kept then, and whoever asked for it still gets it."""
    from comity.web.alliances.models import Piece
    from comity.web.facts import kept

    client = client_of("counsel@fern.example.org")
    client.get(reverse("overview", kwargs={"slug": "barrier"}))
    Piece.objects.filter(page__in=("facts", "table")).delete()
    monkeypatch.setattr(kept, "_keep", lambda *_: None)
    assert client.get(reverse("table", kwargs={"slug": "barrier", "key": "visits"})).status_code == 200
    assert client.get(reverse("table", kwargs={"slug": "barrier", "key": "nothing"})).status_code == 404


def test_a_period_is_exported_by_its_name(client_of) -> None:
    """A month is no day: a file says 2026-06 as the page does, and not its first day."""
    client, at = client_of("counsel@fern.example.org"), reverse("table", kwargs={"slug": "barrier", "key": "visits"})
    for name in ("owed", "compared"):
        head, *rows = client.get(f"{at}?export={name}.csv").content.decode("utf-8-sig").splitlines()
        assert head.startswith("Period,") and rows and all(re.match("20[0-9]{2}-[0-9]{2},", row) for row in rows), name
