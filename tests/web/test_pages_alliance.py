"""The pages of metrics, clauses and the scorecard: what they say, where their numbers lead, and what they cost."""

from __future__ import annotations

import csv
import re
import shutil
import time
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest

from comity.opening.alliance import open_agreement, standing_of
from comity.reports.view.model import Sheet
from comity.standing.model import Standing
from comity.web.exports import exported
from comity.web.listing import shown
from tests.barrier import PRICES, VISITS
from tests.web.routes import address, said

ASTER = Path(__file__).parents[2] / "examples" / "aster-borealis"
DAY = date(2026, 11, 26)
FERN, LARK = "counsel@fern.example.org", "counsel@lark.example.org"
NUMBERS = {"figure", "amount", "verdict"}
"""Columns whose cells must lead to how they came about, wherever they hold something."""


@cache
def made():
    """Return the standing of the example, its sheet and all pages about figures, and how long each took."""
    from comity.reports.view.sheet import view
    from comity.web.alliances.pages.measured import pages

    start = time.process_time()
    standing = standing_of(open_agreement(ASTER, known_at=DAY), as_of=DAY, known_at=DAY)
    evaluated = time.process_time()
    sheet = view(standing)
    begun = time.process_time()
    found = list(pages(standing, sheet))
    return standing, sheet, found, evaluated - start, time.process_time() - begun


def page(name: str, key: str = ""):
    """Return one of the pages of the example."""
    return next(one for one in made()[2] if (one.page, one.key) == (name, key))


def listings(of):
    """Return the listings of a page, by name."""
    return {one.name: one for one in of.blocks if not isinstance(one, str)}


def words(of) -> str:
    """Return the markup of a page that is no listing."""
    return "\n".join(one for one in of.blocks if isinstance(one, str))


def path_of(of) -> str:
    """Return where a page is, as if the alliance were the root."""
    return {"metric": f"/metrics/{of.key}/", "clause": f"/clauses/{of.key}/"}.get(of.page, f"/{of.page}/")


class Marks(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an id, and the address of a link."""
        found = dict(attrs)
        self.ids |= {found["id"] or ""} if "id" in found else set()
        self.hrefs += [found["href"] or ""] if tag == "a" and "href" in found else []


@cache
def overview() -> str:
    """Return the overview of the example, with links to the pages."""
    standing, sheet, *_ = made()
    return overview_of(standing, sheet)


def overview_of(standing: Standing, sheet: Sheet) -> str:
    """Return the overview of a standing."""
    from comity.web.alliances.overview import overview
    from comity.web.alliances.summary import summary

    return overview(standing, sheet, {**summary(sheet, standing), "waiting": []})


FILES = ("standing.pdf", "docket.ics", "standing.json")


def everywhere() -> dict[str, Marks]:
    """Return the ids and links of the overview and of every page about figures, by where it is."""
    found = {"/": Marks(overview())}
    for one in made()[2]:
        marks = found[path_of(one)] = Marks(words(one))
        for table in listings(one).values():
            marks.ids.add(f"list-{table.name}")
            marks.hrefs += [cell.href for row in table.rows for cell in row if cell.href]
    return found


# -- every number leads on --------------------------------------------------------------------


def test_every_number_of_a_listing_links_to_how_it_came_about() -> None:
    """Figures, amounts and verdicts in the listings of all pages are links, where they hold something."""
    bare = [
        (path_of(one), table.name, row[1].text, column.title)
        for one in made()[2]
        for table in listings(one).values()
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if column.key in NUMBERS and cell.text and not cell.href and cell.text not in ("no figure", "no figure yet")
    ]
    # What was paid into an account is a statement of a party: it is no figure that was computed.
    assert [one for one in bare if "Paid by" not in one[2]] == []


def test_every_link_between_the_pages_leads_somewhere() -> None:
    """Each link from the overview and the pages about figures leads to a page, a place on it, or a derivation."""
    standing, *_ = made()
    found, wrong = everywhere(), []
    figures = {(f.metric, f.member, f.period.name) for of in standing.figures.values() for f in of}
    verdicts = {(v.clause, v.member, v.period.name) for of in standing.verdicts.values() for v in of}
    verdicts |= {(c.clause, ", ".join(n for _, n in c.scope), c.period.name) for c in standing.life.cases}
    for where, marks in found.items():
        for href in marks.hrefs:
            to = urlsplit(urljoin(where, href))
            parts = unquote(to.path).strip("/").split("/")
            member = parse_qs(to.query).get("member", [""])[0]
            if len(parts) > 2 and parts[0] in ("metrics", "clauses"):
                known = figures if parts[0] == "metrics" else verdicts
                good = (parts[1], member, "/".join(parts[2:])) in known
            elif parts[0] in ("facts", "agreement", "docket", *FILES):
                good = True
            else:
                good = to.path in found and (not to.fragment or to.fragment in found[to.path].ids)
            if not good:
                wrong.append((where, href))
    assert wrong == []
    assert sum(len(marks.hrefs) for marks in found.values()) > 1000


def test_the_overview_leads_to_all_metrics_and_clauses() -> None:
    """Every metric and every clause shown on the overview is a link to its page, and no figure ends on the overview."""
    standing, sheet, *_ = made()
    hrefs = set(Marks(overview()).hrefs)
    assert {f"metrics/{card.name}/" for card in sheet.metrics} <= hrefs
    assert {f"clauses/{row.name}/" for row in sheet.clauses.rows} <= hrefs
    assert "scorecard/" in hrefs
    assert not any(href.startswith("#d") and href[2:].isdigit() for href in hrefs)
    assert standing.figures.keys() == {one.key for one in made()[2] if one.page == "metric"}


def test_the_overview_keeps_to_what_is_decided() -> None:
    """Steps of cases and entries of accounts stand on the pages of clauses, and what is looked up is folded."""
    _, sheet, *_ = made()
    shown = overview()
    assert 'class="life"' in words(page("clause", "answers_in_time")) and 'class="life"' not in shown
    assert shown.count('<details class="fold">') == 6 and 'href="docket/"' in shown
    due = shown[shown.index('id="docket"') : shown.index('id="accounts"')]
    assert due.count("<tr") == 1 + 8 < len(sheet.docket)
    links = Marks(shown).hrefs
    for case in sheet.cases.cases:
        assert f"clauses/{case.clause}/#{case.id}" in links
    assert "facts/escalations/" in links and "clauses/answers_in_time/#account-credits" in links


def test_the_overview_says_beside_what_is_owed_which_agreed_numbers_are_not_reported() -> None:
    """Two numbers wait for their report: the accounts of the overview say so, and say nothing where none waits."""
    standing, sheet, *_ = made()
    shown = overview_of(standing, replace(sheet, agreed="2 numbers that were agreed on are not reported yet."))
    accounts = shown[shown.index('id="accounts"') :].partition("</section>")[0]
    assert '<p class="small noted">2 numbers that were agreed on are not reported yet.</p>' in accounts
    assert "agreed on" not in overview()


def test_pages_of_a_kind_lead_from_one_to_the_next() -> None:
    """From the first metric on, and from the first clause on, one comes to every other and back."""
    for kind in ("metric", "clause"):
        pages = [one for one in made()[2] if one.page == kind]
        assert len(pages) > 10 and pages[0].around.before is None and pages[-1].around.after is None
        for first, second in pairwise(pages):
            assert first.around.after == (second.title, f"../../{kind}s/{second.key}/")
            assert second.around.before == (first.title, f"../../{kind}s/{first.key}/")


def test_charts_are_drawn_for_a_desk_and_for_a_phone() -> None:
    """Each chart of a metric or a clause is there twice, the second as wide as a phone."""
    for key in ("metric", "clause"):
        name = {"metric": "timeliness", "clause": "answers_in_time"}[key]
        shown = words(page(key, name))
        assert shown.count('class="for-desk"') == shown.count('class="for-phone"') == 3
        assert shown.count('viewBox="0 0 309 ') == 3


def test_the_report_alone_keeps_its_derivations() -> None:
    """Without pages to lead to, figures lead to the derivations below, as in the file that `comity report` writes."""
    from comity.reports.html import page as report

    standing, sheet, *_ = made()
    marks = Marks(report(standing))
    assert {f"d{one.number}" for one in sheet.derivations} <= marks.ids
    assert not any("metrics/" in href or "clauses/" in href for href in marks.hrefs)


def test_every_link_of_a_period_is_answered_by_the_explanation() -> None:
    """Behind the links of one metric and one clause there is a derivation for each, with the value of the cell."""
    from comity.adapters.duckdb import DuckDBDriver
    from comity.metrics.explain import explain
    from comity.opening.alliance import open_acts, open_facts
    from comity.standing.explain_clause import desk_of, explain_clause

    opened = open_agreement(ASTER, known_at=DAY)
    facts, acts, driver = open_facts(opened, known_at=DAY), open_acts(opened), DuckDBDriver()
    desk = desk_of(opened.agreement, facts, acts, as_of=DAY, driver=driver)
    asked = 0
    for name, kind in (("cost_of_case", "metric"), ("cost_limit", "clause")):
        table = listings(page(kind, name))["periods"]
        at = next(place for place, column in enumerate(table.columns) if column.key == "figure")
        for row in table.rows[:12]:
            period = row[at].href.rstrip("/").rpartition("/")[2] if row[at].href else ""
            if not period:
                continue
            if kind == "metric":
                step, _ = explain(
                    opened.agreement, facts, as_of=DAY, driver=driver, metric=name, period=period
                )  # fmt: skip
                assert step is not None
                assert not row[at].value or Decimal(step.value.removeprefix("USD ")) == Decimal(row[at].value)
            else:
                step, _ = explain_clause(desk, name, period)
                assert step is not None and step.value == row[1].text.lower()
            asked += 1
    assert asked > 20


# -- what they say ----------------------------------------------------------------------------


def test_a_metric_says_how_it_stands_and_what_it_is() -> None:
    """Sentence, members with their targets, formula, words of the schedule, due day, and who uses it."""
    shown = words(page("metric", "timeliness"))
    assert "short of target" in shown and "sum(work.in_time) / sum(work.requests)" in shown
    assert "10 days after the end of the Month" in shown and "../../clauses/answers_in_time/" in shown
    assert 'href="../../facts/work/"' in shown and "Higher is better" in shown


def test_a_correction_is_on_the_chart_and_in_a_listing() -> None:
    """September 2025 was 90.2 % and became 92.4 %; the chart has a ring, the listing both values and the day."""
    of = page("metric", "timeliness")
    rows = listings(of)["restated"].rows
    assert [[cell.text for cell in row][:5] for row in rows] == [
        ["Sep 2025", "claims", "90.2%", "92.4%", "20 Nov 2025"]
    ]
    assert "Ringed" in words(of) and "c-s-hollow" in words(of)
    assert "restated" not in listings(page("metric", "cost_of_case"))


def test_both_reporters_stand_beside_the_figure() -> None:
    """What Aster and Borealis report of a month, and how far they are apart, is in the row of the month."""
    table = listings(page("metric", "billed"))["periods"]
    row = {column.key: cell for column, cell in zip(table.columns, table.rows[0], strict=True)}
    assert row["by_aster"].text == "USD 419,735.52" and row["by_aster"].sub.startswith("EUR ")
    assert row["by_borealis"].text == "USD 420,000" and row["apart"].text == "+0.06%"


def test_a_clause_says_who_acts_next_and_what_happened() -> None:
    """Open cases step by step, closed ones folded, the test in numbers, its words, and the running balance."""
    of = page("clause", "answers_in_time")
    shown = words(of)
    assert "give notice of termination" in shown and "16 closed cases" in shown and "points 2" in shown
    assert "Aster shall ensure towards Borealis" in shown and "threshold</text>" in shown
    tables = listings(of)
    assert {"periods", "cases", "reliefs", "account_credits"} <= tables.keys()
    entries = tables["account_credits"].rows
    balance = sum(float(row[2].value) for row in entries)
    assert float(entries[0][3].value) == pytest.approx(balance)  # the latest entry stands first


def test_a_clause_without_a_test_shows_its_rules_and_cases() -> None:
    """It has no verdict, so there is no listing of verdicts and no chart; every case leads to its derivation."""
    of = page("clause", "improvement")
    assert "no test of its own" in words(of) and listings(of).keys() == {"cases"}
    assert all(row[1].href.startswith("../../clauses/improvement/CY") for row in listings(of)["cases"].rows)


def test_the_money_of_a_case_is_a_number_where_it_is_one_payment() -> None:
    """A spreadsheet can add up what cases came to; several payments in one cell, or none, stay a text."""
    paid = [row[-1] for row in listings(page("clause", "answers_in_time"))["cases"].rows]
    assert any(one.value for one in paid)
    for one in paid:
        assert bool(one.value) == (one.text.count("USD") == 1 and "not known" not in one.text), one


def test_the_scorecard_adds_up() -> None:
    """The weights of the metrics come to the whole, and what they add comes to the total, from its low to its high."""
    standing, *_ = made()
    table = listings(page("scorecard"))["levels"]
    at = {column.key: place for place, column in enumerate(table.columns)}
    metrics = [row for row in table.rows if row[0].href]
    assert sum(float(row[at["whole"]].value) for row in metrics) == pytest.approx(1)
    assert sum(float(row[at["points"]].value) for row in metrics) == pytest.approx(float(standing.score.low))


def test_an_alliance_without_a_scorecard_is_taught_how_to_get_one() -> None:
    """The page says what a scorecard needs, as the lines of an amendment."""
    from dataclasses import replace

    from comity.reports.view.sheet import view
    from comity.web.alliances.pages.measured import pages

    standing = replace(made()[0], score=None, terms=replace(made()[0].terms, scorecard={}))
    shown = words(next(one for one in pages(standing, view(standing)) if one.page == "scorecard"))
    assert "scorecard:" in shown and "weight: 60%" in shown


def test_an_alliance_without_metrics_clauses_and_facts_is_taught_in_plain_words() -> None:
    """The pages say where they are written; no mark of typewriting stands in a sentence."""
    from dataclasses import replace

    from comity.reports.view.sheet import view
    from comity.web.alliances.pages.measured import pages
    from comity.web.facts.tables import pages as pages_of_facts

    bare = replace(made()[0], figures={}, terms=replace(made()[0].terms, clauses={}))
    found = {one.page: one for one in (*pages(bare, view(bare)), *pages_of_facts({}, {}, frozenset()))}
    for name in ("metrics", "clauses", "facts"):
        (told,) = (one.empty for one in listings(found[name]).values())
        assert "agreement.yaml" in told and "`" not in told


def test_no_page_needs_what_the_policy_forbids() -> None:
    """There is no script, no style attribute and no handler in any block."""
    for one in made()[2]:
        assert not any(bad in words(one) for bad in ("<script", "<style", " style=", " onclick=")), path_of(one)


# -- what they cost ---------------------------------------------------------------------------


def test_pages_are_small_and_quick() -> None:
    """Each is at most 400 KB compressed, and making all takes at most half as long again as evaluating the alliance."""
    *_, evaluated, took = made()
    sizes = {path_of(one): len(zlib.compress(one.data()["blocks"].encode(), 6)) for one in made()[2]}
    assert max(sizes.values()) < 100_000
    assert took < 1.5 * evaluated


# -- who may see them -------------------------------------------------------------------------


def test_what_is_closed_has_no_page(client_of) -> None:
    """Lark sees no page of the price, nor how it or what rests on it was made; Fern sees all of them."""
    closed = [
        "metrics/price/", "metrics/price/2026-07/", "metrics/rise/2026-07/", "metrics/yearly/2026/", "clauses/cheap/",
        "clauses/cheap/2026-07/",
    ]  # fmt: skip
    base = address("overview")
    fern, lark = client_of(FERN), client_of(LARK)
    for path in closed:
        assert lark.get(base + path).status_code == 404, path
        assert fern.get(base + path).status_code == 200, path
    assert any(price in said(fern.get(f"{base}metrics/price/2026-07/")) for price in PRICES)
    assert any(visit in said(lark.get(f"{base}metrics/reach/2026-07/")) for visit in VISITS)


def test_no_page_of_lark_mentions_what_is_closed(client_of) -> None:
    """From the overview on, whatever a Lark person can reach about figures holds no price and no link to one."""
    client, base = client_of(LARK), address("overview")
    seen, waiting = set(), [base]
    while waiting:
        where = waiting.pop()
        seen.add(where)
        answer = client.get(where)
        assert answer.status_code == 200, where
        text = said(answer)
        assert not any(price in text for price in PRICES), where
        for href in Marks(answer.content.decode()).hrefs:
            to = urlsplit(urljoin(where, href))
            inside = any(to.path.startswith(f"{base}{kind}/") for kind in ("metrics", "clauses", "scorecard"))
            full = f"{to.path}?{to.query}" if to.query.startswith("member=") else to.path
            if inside and full not in seen and full not in waiting:
                waiting.append(full)
    assert f"{base}metrics/reach/" in seen and f"{base}clauses/seen/2026-07/" in seen


@pytest.mark.parametrize("path", ["metrics/no_such/", "metrics/reach/2031-01/", "metrics/reach/x/", "clauses/seen/../"])
def test_what_is_not_there_is_not_found(client_of, path: str) -> None:
    """A name, a period or a member that does not exist is a page that does not exist."""
    answer = client_of(FERN).get(address("overview") + path)
    assert answer.status_code == 404
    assert client_of(FERN).get(address("figure") + "?member=nobody").status_code == 404


def test_a_period_with_a_stroke_in_its_name_has_a_page(client_of, workplace) -> None:
    """A year that does not begin in January is called 2026/27: its page is found, and its links lead back."""
    folder = workplace / "alliances" / "barrier"
    text = (folder / "agreement.yaml").read_text()
    (folder / "agreement.yaml").write_text(
        text.replace("starts: 2026-01-01", "starts: 2025-04-01\ncalendar: {year starts: 1 April}")
    )
    try:
        client, base = client_of(FERN), address("overview")
        shown = client.get(f"{base}metrics/yearly/").content.decode()
        assert "2025/26" in shown and 'href="../../metrics/yearly/2025/26/"' in shown
        answer = client.get(f"{base}metrics/yearly/2025/26/")
        assert answer.status_code == 200 and 'href="../../../../metrics/yearly/"' in answer.content.decode()
    finally:
        (folder / "agreement.yaml").write_text(text)


def test_a_period_leads_to_the_one_before_and_after(client_of) -> None:
    """From how a figure was made or a verdict reached one turns to the periods around it; the first has none before."""
    client, base = client_of(FERN), address("overview")
    for kind, name in (("metrics", "price"), ("clauses", "cheap")):
        middle = client.get(f"{base}{kind}/{name}/2026-06/").content.decode()
        for rel, month in (("prev", "2026-05"), ("next", "2026-07")):
            assert f'href="{base}{kind}/{name}/{month}/" rel="{rel}"' in middle
        first = client.get(f"{base}{kind}/{name}/2026-01/").content.decode()
        assert 'rel="prev"' not in first and 'rel="next"' in first


def test_a_listing_is_exported_from_its_page(client_of) -> None:
    """All periods of a metric come as CSV, with bare numbers."""
    answer = client_of(LARK).get(address("metric") + "?export=periods.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Type"].startswith("text/csv") and lines[0].startswith("Period,Figure,State")
    assert any(VISITS[-1] in line for line in lines)


def test_the_next_date_of_a_clause_is_a_day_in_files() -> None:
    """A file says 2026-12-31, which sorts, and beside it what is due then; where there is no day it says why."""
    of = listings(page("clauses"))["members"]
    assert [column.title for column in of.columns[-2:]] == ["Next date", "Next step"]
    head, *rows = csv.reader(exported(shown(of, {}), "csv").decode("utf-8-sig").splitlines())
    told = [dict(zip(head, row, strict=True)) for row in rows]
    days = [row["Next date"] for row in told if re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", row["Next date"])]
    others = {row["Next date"] for row in told} - set(days)
    assert len(days) > 5 and others <= {"none set", "clock stopped", "no day agreed", ""}
    assert all(row["Next step"] for row in told if row["Next date"] in days)


def test_derivations_are_made_from_one_basis_until_the_day_changes(workplace) -> None:
    """Two questions of one day are answered from the same facts and fold, one of another day is not."""
    from comity.web.alliances import derivations
    from comity.web.alliances.models import Alliance

    barrier = Alliance.objects.get(slug="barrier")
    first = derivations.basis_of(barrier, DAY)
    assert derivations.basis_of(barrier, DAY) is first
    assert derivations.basis_of(barrier, date(2026, 9, 1)) is not first


def test_the_example_is_read_as_it_lies_in_the_repository(tmp_path) -> None:
    """Pages are the same whatever the folder is called: nothing of the path is in them."""
    from comity.reports.view.sheet import view
    from comity.web.alliances.pages.measured import pages

    shutil.copytree(ASTER, tmp_path / "elsewhere")
    standing = standing_of(open_agreement(tmp_path / "elsewhere", known_at=DAY), as_of=DAY, known_at=DAY)
    assert [one.data() for one in pages(standing, view(standing))] == [one.data() for one in made()[2]]


def test_no_day_in_a_listing_lacks_its_year() -> None:
    """A file is read in another year than it was made: reliefs, accounts, reasons, and what the scorecard lacks.

    A period has its own year, and so has a day beside which another of the same year stands: `16 Feb 2026`.
    """
    bare = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?! \d{4})")
    names = {"reliefs", "levels", "periods", "cases", "restated"}
    found = [
        (of.page, of.key, name, cell)
        for of in made()[2]
        for name, listing in listings(of).items()
        if name in names or name.startswith("account")
        for line in csv.reader(exported(shown(listing, {}), "csv").decode("utf-8-sig").splitlines())
        for cell in line
        if bare.search(cell)
    ]
    assert not found
