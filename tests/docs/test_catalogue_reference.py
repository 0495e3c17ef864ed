"""The reference of the catalogue: its pages say what an entry says, and its charts read in light and dark."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from comity.adapters.duckdb import DuckDBDriver
from comity.catalogue.load import catalogue, from_document
from comity.catalogue.model import Entry
from comity.reports.charts.points import Point
from comity.reports.view.model import Cell, MetricCard, TwinTable
from tests.catalogue.test_search import entry
from tools.catalogue_example import card_of, chart
from tools.catalogue_reference import FOLDER, _figures, _index, _page, _tables
from tools.docs import ROOT

DRIVER = DuckDBDriver()


def revenue() -> Entry:
    found = catalogue().entry("revenue")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def card() -> MetricCard:
    """The worked example of revenue, computed."""
    return card_of(revenue(), catalogue(), DRIVER)


def test_a_page_says_all_of_an_entry(card: MetricCard) -> None:
    """Definition, formula, what it reads, pitfalls, gaming, sources, the figures of the example and lines to paste."""
    page, one = _page(revenue(), card, catalogue()), revenue()
    assert page.startswith(f"# {one.title}\n")
    for said in (one.definition, str(one.define["is"]), one.data_owner, one.gaming, *one.pitfalls, one.example.says):
        assert said in page
    assert "[sales](tables.md#sales), reported every month" in page
    assert "| 2026-Q1 | USD 3,000 |\n| 2026-Q2 | USD 3,500 |" in page
    assert (
        "```yaml\nfacts:\n  sales: {catalogue: sales 1, reported by: PARTY}\nmetrics:\n  revenue: catalogue 1\n```"
        in page
    )


def test_the_chart_of_a_page_has_its_description(card: MetricCard) -> None:
    """Who cannot see the picture reads what it shows."""
    page = _page(revenue(), card, catalogue())
    assert f"![{card.charts[0].label}](charts/revenue.svg)" in page
    assert card.charts[0].label in chart(card)


def test_a_chart_has_a_colour_for_light_and_dark(card: MetricCard) -> None:
    """It is a document of its own; every colour it uses is defined for both, and its ground is drawn."""
    drawing = chart(card)
    root = ET.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    light, dark = (set(re.findall(r"(--[\w-]+):", block)) for block in re.findall(r":root \{([^}]*)\}", drawing))
    used = set(re.findall(r"var\((--[\w-]+)\)", drawing))
    assert used == light == dark
    roles = set(re.findall(r'class="c-([\w-]+)"', drawing))
    assert roles <= set(re.findall(r"\.c-([\w-]+)", drawing))
    assert "@media (prefers-color-scheme: dark)" in drawing


def test_a_member_without_figures_has_no_empty_frame(card: MetricCard) -> None:
    """The chart above it then names the periods."""
    series = card.charts[0]
    absent = tuple(Point(period=point.period, value=None, state=point.state) for point in series.points)
    both = replace(card, charts=(replace(series, named_periods=False), replace(series, points=absent)))
    assert chart(both).count("<g ") == 1
    assert "2026-Q1</text>" in chart(both)
    assert chart(replace(card, charts=(replace(series, points=absent),))) == ""


def test_a_period_without_a_figure_says_why() -> None:
    """Oldest first; periods that are not due yet are left out, and an unknown one has its state and reason."""
    twin = TwinTable(
        caption="", head=("Period", "Figure", "State", "Known", "Why"),
        rows=(
            (Cell("2026-Q3"), Cell("no figure"), Cell("Not due", "not_due"), Cell("not known"), Cell("Later", "why")),
            (Cell("2026-Q2"), Cell("no figure"), Cell("Undetermined", "undetermined"), Cell("x"), Cell("By 0", "why")),
            (Cell("2026-Q1"), Cell("5%"), Cell("Final"), Cell("x"), Cell("")),
        ),
    )  # fmt: skip
    assert _figures(twin).splitlines()[2:] == ["| 2026-Q1 | 5% |", "| 2026-Q2 | undetermined: by 0 |"]


def test_members_stand_side_by_side() -> None:
    """A period in which no member is due is left out; an unknown figure says why, and who is no member has a dash."""
    twin = TwinTable(
        caption="", head=("Period", "fern", "lark"),
        rows=(
            (Cell("2027"), Cell("not due", "not_due", "later"), Cell("none")),
            (Cell("2026"), Cell("1%"), Cell("missing", "missing", "nothing reported")),
            (Cell("2025"), Cell("2%"), Cell("none")),
        ),
    )  # fmt: skip
    assert _figures(twin).splitlines()[2:] == ["| 2025 | 2% | – |", "| 2026 | 1% | missing: nothing reported |"]


def test_what_would_end_a_cell_does_not() -> None:
    """A bar in a text stays in its cell."""
    known = from_document({"entries": [entry("trial", title="Either | or")], "tables": []})
    assert "Either \\| or" in _index(known)


def test_the_index_has_every_entry_and_the_tables_every_table() -> None:
    """Each entry with a link to its page, each table with a heading that pages link to."""
    index, tables = _index(catalogue()), _tables(catalogue())
    for name in catalogue().entries:
        assert f"[{name}]({name}.md)" in index
    headings = re.findall(r"^## (\w+)$", tables, re.MULTILINE)
    assert headings == list(catalogue().tables)


@pytest.mark.parametrize("name", sorted(catalogue().entries))
def test_every_entry_has_a_page_with_a_chart_and_tables(name: str) -> None:
    """The example of each gives something to draw, the picture is there, and its tables are read as tables."""
    page = (ROOT / FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert f"](charts/{name}.svg)" in page
    assert (ROOT / FOLDER / "charts" / f"{name}.svg").exists()
    tables = [token for token in MarkdownIt().enable("table").parse(page) if token.type == "table_open"]
    assert page.count("\n| ---") == len(tables) >= 2
