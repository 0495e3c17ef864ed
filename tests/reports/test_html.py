"""The page as a document: whole, safe, and of a modest weight."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from comity.reports.html import page
from tests.reports.builders import ALL, NASTY, empty, hostile, large, lived, no_figures, rich

VOID = {"meta", "br", "link", "img", "input", "hr"}


@dataclass
class Read(HTMLParser):
    """Reads a page and notes what a test wants to know."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.faults.append(f"an attribute twice in <{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["style"], ["script"]):
            self.text.append(data)


def read(html: str) -> Read:
    reader = Read()
    reader.feed(html)
    reader.close()
    return reader


@pytest.fixture(scope="module", params=ALL)
def html(request) -> str:
    return page(ALL[request.param]())


def test_every_page_is_well_formed(html) -> None:
    """Every element is closed where it should be, no attribute is doubled, no id is used twice."""
    found = read(html)
    assert found.faults == [] and found.open == []
    ids = Counter(a["id"] for _, a in found.tags if "id" in a)
    assert [name for name, count in ids.items() if count > 1] == []


def test_no_page_runs_a_script_or_asks_the_network(html) -> None:
    """No script, no event handler, no address of another place; the policy in the head forbids the rest."""
    found = read(html)
    assert not {"script", "iframe", "object", "embed", "link", "img"} & {tag for tag, _ in found.tags}
    for tag, attributes in found.tags:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("href", "src", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#"), attributes
    assert "url(" not in html and "@import" not in html
    policy = next(a["content"] for _, a in found.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_link_leads_somewhere(html) -> None:
    """Figures lead to derivations, decisions to what they are about, icons to their symbols."""
    found = read(html)
    ids = {a["id"] for _, a in found.tags if "id" in a}
    links = {(a["href"] or "")[1:] for _, a in found.tags if "href" in a}
    assert links - ids == set()


def test_headings_stand_in_order(html) -> None:
    """One h1, and no level is skipped."""
    levels = [int(tag[1]) for tag, _ in read(html).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_names_cannot_become_markup() -> None:
    """A hostile name is shown as it is written, everywhere it appears."""
    found = read(page(hostile()))
    assert found.faults == []
    assert "script" not in {tag for tag, _ in found.tags}
    assert "".join(found.text).count(NASTY) >= 10


def test_what_needs_a_decision_comes_first() -> None:
    """The sentence, then decisions, clauses, scorecard, metrics, reporters, docket, derivations."""
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page(rich()))
    assert headings == [
        "Decide now",
        "Clauses",
        "Scorecard",
        "Key metrics",
        "Two reporters, one fact",
        "Docket",
        "Problems in the files",
        "Derivations",
    ]


def test_what_became_of_misses_follows_the_clauses() -> None:
    """Open cases, relief and remedy accounts stand behind the clauses, refused acts behind the docket."""
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page(lived()))
    assert headings == [
        "Decide now",
        "Clauses",
        "Open cases",
        "Relief claimed",
        "Remedy accounts",
        "Key metrics",
        "Docket",
        "Acts refused",
        "Derivations",
    ]


def test_agreed_numbers_that_are_not_reported_stand_below_what_is_owed() -> None:
    """A sum may be final and rest on a number that both have agreed to be wrong: the accounts say that one waits."""
    standing = lived()
    waits = replace(standing.docket[0], kind="correction", key="correction/deliveries")
    shown = page(replace(standing, docket=(*standing.docket, waits)))
    accounts = shown[shown.index('id="accounts"') : shown.index('id="metrics"')]
    said = "1 number that was agreed on is not reported yet"
    assert said in accounts and said not in page(standing)


def test_states_of_steps_are_words_besides_icons() -> None:
    """Done, open and tolled can be told apart without colour, and so can pending and final money."""
    text = " ".join("".join(read(page(lived())).text).split())
    for said in ("Give notice done", "settle or decide open", "recovery plan tolled", "Pending", "Final"):
        assert said in text


def test_every_chart_says_what_it_shows_and_has_a_table() -> None:
    """Who cannot see a chart hears its course and finds its values in a table."""
    found = read(page(rich()))
    charts = [a for tag, a in found.tags if tag == "svg" and a.get("class") == "chart"]
    assert all(a["role"] == "img" and len(a["aria-label"] or "") > 20 for a in charts)
    cards = sum(a.get("class") == "card metric" for _, a in found.tags)
    twins = sum(a.get("class") == "twin" for _, a in found.tags)
    assert twins == cards + 1, "one table a metric, one for the two reporters"
    net_sales = next(a["aria-label"] or "" for a in charts if "Net sales" in (a["aria-label"] or ""))
    assert "from USD 1,170m to USD 3,700m (provisional)" in net_sales
    assert "missing 2020-Q3" in net_sales


def test_both_clocks_are_shown() -> None:
    """As of and known at stand in the head, each as a date a machine can read."""
    html = page(rich())
    assert "As of <time" in html and "known at <time" in html


def test_illustrative_terms_carry_a_dagger_with_its_legend() -> None:
    """What was added for illustration is disclosed in each section; a page without it has no dagger."""
    html = page(rich())
    assert 'Supply fill rate&#160;<span class="dagger"' in html
    assert html.count("† illustrative") == 3
    assert "†" not in page(no_figures())


def test_an_empty_standing_says_what_is_absent() -> None:
    """No zero, no empty table: words."""
    text = " ".join("".join(read(page(empty())).text).split())
    assert "Nothing to decide, and nothing is due in the time the docket covers." in text
    assert "No clause can be judged yet: none has a test, or the term has not begun." in text
    assert "No metric has a figure." in text
    assert "<table" not in page(empty())


def test_unknown_values_are_never_a_number() -> None:
    """Without a figure the card says so, with the reason."""
    text = " ".join("".join(read(page(no_figures())).text).split())
    assert "No figure" in text and "sales for 2024-Q4 is not in the record" in text.lower().replace(
        "sales for 2024-q4", "sales for 2024-Q4"
    )
    assert "not known" in text


def test_a_large_page_stays_light() -> None:
    """Twenty metrics over forty quarters weigh less than 300 kB."""
    assert len(page(large()).encode()) < 300_000


def test_the_page_is_the_same_every_time() -> None:
    """The same standing gives the same bytes."""
    assert page(rich()) == page(rich())
