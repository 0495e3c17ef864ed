"""What the workplace gives out of facts can be handed in again, and what a figure rests on can be seen as reported."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from comity.kernel.problem import Refused
from tests.web.routes import said
from tests.web.test_uploads import FERN, OWNER, access, send, visits
from tests.web.workplace import BARRIER, alliance_of

__all__ = ["access", "visits"]

RICH = BARRIER.replace(
    "\naccounts:",
    "\n  deals: {reported by: {lark: USD k, fern: USD}, every: month, key: [month, what], columns: "
    "{month: period, what: text, worth: money, share: number, won: yes or no, on_day: date}}\naccounts:",
    1,
)  # fmt: skip
DEALS = (
    "month,what,worth,share,won,on_day,known_at\n"
    "2026-03,'=plain,1500.5,33%,yes,2026-03-31,2026-04-02\n"
    "2026-03,O'Hara & Sons,12,0.123456789012345678,no,,2026-04-02\n"
    "2026-03,-12 below,USD 7,,,2026-03-02,2026-04-02\n"
    "2026-03,O'Hara & Sons,13,1,no,,2026-05-02\n"
    "2026-04,a return,-5,-0.25,no,,2026-05-02\n"
)
"""Thousands and whole units, a percentage, long digits, empty cells, texts like formulas, and a row corrected."""


@pytest.fixture
def rich(client_of, workplace: Path) -> Iterator[Callable[[str], Path]]:
    """Return a function that makes an alliance of a name, in which Lark reports deals."""
    with ExitStack() as made:
        yield lambda slug: made.enter_context(
            alliance_of(workplace, slug, RICH.replace("alliance: barrier", f"alliance: {slug}"), {OWNER: "lark"})
        )


def take(access, slug: str, name: str, content: bytes, *, store: bool = True):
    from comity.web.facts.uploads import take as taken

    return taken(access(OWNER, slug), "deals", name, content, store=store)


def reported(folder: Path) -> list[dict[str, object]]:
    """Return everything ever reported of deals, but for the files it came in."""
    from comity.opening.alliance import open_agreement, open_facts
    from comity.web.day import today

    history = open_facts(open_agreement(folder), known_at=today()).tables["deals"].history
    return history.drop_columns(["_file", "_row"]).to_pylist()


def table_at(slug: str, key: str = "deals", route: str = "table", **more: str) -> str:
    return reverse(route, kwargs={"slug": slug, "key": key, **more})


# -- before it is in --------------------------------------------------------------------------


def test_a_preview_names_the_money_of_what_is_new_and_of_what_changes(access, client_of, rich) -> None:
    """Lark reports thousands of dollars: 13 is USD 13,000, and a number that is no money has no currency."""
    rich("deals-one")
    take(access, "deals-one", "deals.csv", DEALS.encode())
    client = client_of(OWNER)
    again = "month,what,worth,share,won,on_day\n2026-03,O'Hara & Sons,14,1,no,\n2026-05,new,-0.5,-0.1,no,\n"
    looked = said(client.get(send(client, again, key="deals", slug="deals-one")["Location"]))
    assert "worth USD 13000 → USD 14000<" in looked
    assert "worth −USD 500; share −0.1; won no" in looked


# -- out and in again -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_rows_are_the_same_rows_when_they_are_uploaded(access, client_of, rich, kind: str) -> None:
    """Every row with its cells, its reporter and its day, the corrected one too, in an alliance that knew none."""
    first, second = rich("deals-one"), rich("deals-two")
    take(access, "deals-one", "deals.csv", DEALS.encode())
    exported = client_of(OWNER).get(f"{table_at('deals-one')}?export=rows.{kind}").content
    assert take(access, "deals-two", f"rows.{kind}", exported).rows == 5
    assert reported(second) == reported(first)
    assert {row["what"] for row in reported(second)} == {"=plain", "O'Hara & Sons", "-12 below", "a return"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_rows_change_nothing_where_they_came_from(access, client_of, rich, kind: str) -> None:
    """They are known already: the corrected row is not taken for a correction of its correction."""
    rich("deals-one")
    take(access, "deals-one", "deals.csv", DEALS.encode())
    exported = client_of(OWNER).get(f"{table_at('deals-one')}?export=rows.{kind}").content
    with pytest.raises(Refused) as refused:
        take(access, "deals-one", f"rows.{kind}", exported)
    assert [one.code for one in refused.value.problems] == ["CMY-992"]


def test_a_file_of_rows_has_the_headings_of_the_template(access, client_of, rich) -> None:
    """Beside the columns of the template, with their units, it says who reported a row and when, and no more."""
    rich("deals-one")
    take(access, "deals-one", "deals.csv", DEALS.encode())
    client = client_of(OWNER)
    exported = client.get(f"{table_at('deals-one')}?export=rows.csv").content.decode("utf-8-sig")
    template = client.get(table_at("deals-one", route="template", kind="csv")).content.decode()
    head = exported.splitlines()[0].split(",")
    assert head == "month,what,worth (USD k),share,won,on_day,reported_by,known_at".split(",")
    assert [name.partition(" (")[0] for name in head[:-2]] == template.splitlines()[0].split(",")


def test_a_file_headed_with_another_unit_than_the_partys_is_refused(access, rich) -> None:
    """Lark reports in thousands and Fern in dollars: a file of Lark's that says dollars is not read as thousands."""
    folder = rich("deals-one")
    dollars = DEALS.replace("worth", "worth (USD)", 1).encode()
    with pytest.raises(Refused) as refused:
        take(access, "deals-one", "deals.csv", dollars)
    assert [one.code for one in refused.value.problems] == ["CMY-445"]
    assert "'worth (USD k)'" in refused.value.problems[0].why
    made = take(access, "deals-one", "deals.csv", DEALS.replace("worth", "worth (USD k)", 1).encode())
    assert "worth (" not in (folder / "facts" / "deals" / made.file).read_text().splitlines()[0]


def test_a_heading_holds_for_each_party_whose_rows_stand_below_it(access, rich) -> None:
    """Who reports for both parties may head Fern's rows with dollars, and none of Lark's, who reports thousands."""
    from comity.web.alliances.models import Membership

    rich("deals-one")
    one = Membership.objects.get(alliance__slug="deals-one")
    Membership.objects.create(user=one.user, alliance=one.alliance, party="fern", role="alliance_manager")
    file = "month,what,worth (USD),share,won,on_day,reported_by\n2026-03,a,5,1,yes,,fern\n2026-03,b,5,1,yes,,{}\n"
    with pytest.raises(Refused) as refused:
        take(access, "deals-one", "deals.csv", file.format("lark").encode(), store=False)
    assert [one.code for one in refused.value.problems] == ["CMY-445"]
    assert take(access, "deals-one", "deals.csv", file.format("fern").encode(), store=False).rows == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_reported_is_given_to_be_corrected(access, client_of, rich, kind: str) -> None:
    """The rows in force, without their days: one cell changed is one correction, which counts from today."""
    from openpyxl import load_workbook

    from comity.web.day import today

    rich("deals-one")
    take(access, "deals-one", "deals.csv", DEALS.encode())
    data = client_of(OWNER).get(f"{table_at('deals-one', route='template', kind=kind)}?reported").content
    with pytest.raises(Refused) as refused:
        take(access, "deals-one", f"again.{kind}", data, store=False)
    assert [one.code for one in refused.value.problems] == ["CMY-992"]
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(data.decode())))
        assert len(rows) == 5 and "known_at" not in rows[0]
        assert rows[-1][2:4] == ["-5", "-0.25"] or rows[1][2:4] == ["-5", "-0.25"]  # numbers, and not texts
        changed = data.replace(b",13,", b",14,")
    else:
        book, out = load_workbook(io.BytesIO(data)), io.BytesIO()
        (cell,) = (row[2] for row in book["Facts"].iter_rows(min_row=2) if row[1].value == "O'Hara & Sons")
        assert cell.value == 13  # a number, with which a spreadsheet can reckon
        cell.value = 14
        book.save(out)
        changed = out.getvalue()
    found = take(access, "deals-one", f"again.{kind}", changed, store=False)
    assert (found.new, found.corrected, found.unchanged, found.known_at) == (0, 1, 3, today())


def test_nobody_is_given_the_partners_rows_to_correct(client_of, visits: Path) -> None:
    """Both report visits; each is given what it reported itself."""
    for email, party in ((OWNER, "lark"), (FERN, "fern")):
        data = client_of(email).get(f"{table_at('barrier', 'visits', route='template', kind='csv')}?reported").content
        own = (visits / f"{party}.csv").read_text().splitlines()[1:]
        assert sorted(data.decode().splitlines()[1:]) == sorted(",".join(row.split(",")[:2]) for row in own)


def test_a_row_of_an_export_that_is_changed_says_what_to_do(access, client_of, visits: Path) -> None:
    """It still says the day of the row it corrects, so that both would count from then: the way out is named."""
    from comity.web.facts.uploads import take as taken

    exported = client_of(OWNER).get(f"{table_at('barrier', 'visits')}?rows.find=lark.csv&export=rows.csv").content
    changed = exported.decode("utf-8-sig").splitlines()
    changed[1] = re.sub(r",[0-9]+,", ",77,", changed[1])
    with pytest.raises(Refused) as refused:
        taken(access(OWNER), "visits", "x.csv", "\n".join([*changed, ""]).encode(), store=False)
    (one,) = refused.value.problems
    assert one.code == "CMY-440" and one.place.cell == "row 2, column month" and "leaves known_at empty" in one.hint


# -- templates --------------------------------------------------------------------------------


def test_the_template_has_the_running_period_where_nothing_is_overdue(access, client_of, visits: Path) -> None:
    """Who has reported all that is over finds the period that is due next, and the page says so."""
    from comity.web.day import today
    from comity.web.facts.uploads import take as taken

    now = today()
    over = range(2026 * 12 + 7, now.year * 12 + now.month - 1)  # from August, the first that Lark has not reported
    rows = "".join(f"{month // 12}-{month % 12 + 1:02},1\n" for month in over)
    taken(access(OWNER), "visits", "x.csv", f"month,n\n{rows}".encode(), store=True)
    client = client_of(OWNER)
    lines = client.get(table_at("barrier", "visits", route="template", kind="csv")).content.decode().splitlines()
    assert lines == ["month,n", f"{now:%Y-%m},"]
    assert f"filled in for {now:%b %Y}" in said(client.get(table_at("barrier", "visits")))


def test_the_page_says_which_periods_the_template_has(client_of) -> None:
    """August to last month are owed: the page names them, as the template does."""
    assert re.search(
        r"The template is filled in for Aug 2026", said(client_of(OWNER).get(table_at("barrier", "visits")))
    )


# -- what is owed -----------------------------------------------------------------------------


def test_the_page_of_facts_says_who_owes_what_since_when(client_of) -> None:
    """One's own side first; what is late with its periods and since when, then what comes with its day."""
    shown = said(client_of(OWNER).get(reverse("facts", kwargs={"slug": "barrier"})))
    mine, theirs = shown.index("You owe"), shown.index("Fern owes")
    assert mine < theirs
    late = shown[mine:theirs]
    assert "overdue" in late and "since 5 Sep" in late and 'href="visits/"' in late and "Aug 2026" in late
    assert late.index("since 5 Sep") < late.index("by 5 ")


def test_what_is_owed_is_ordered_by_urgency_and_bounded() -> None:
    """Late before due, the oldest first; of what comes only the next four, and how many follow."""
    from comity.kernel.calendar import Calendar
    from comity.web.facts.owed import Owed
    from comity.web.facts.owing import COMING, owed_by_party

    calendar, terms = Calendar(), _Terms()
    day = date(2026, 6, 20)

    def owed(month: str, due: date) -> Owed:
        return Owed(period=calendar.period(month), due=due, reported={"lark": None})

    tables = [(f"t{n}", (owed("2026-06", date(2026, 7, n)),), terms, day) for n in range(9, 1, -1)]
    tables.append(("old", (owed("2026-05", date(2026, 6, 5)), owed("2026-04", date(2026, 5, 5))), terms, day))
    (found,) = owed_by_party(tables, frozenset({"lark"}))
    assert found.who == "You owe" and found.more == 8 - COMING
    assert [line.table for line in found.lines] == ["old", "t2", "t3", "t4", "t5"]
    assert found.lines[0].periods == "Apr 2026, May 2026" and found.lines[0].when == "since 5 May"


class _Terms:
    parties: dict[str, object] = {}  # noqa: RUF012 - a stand-in that no party has a name in


# -- rows -------------------------------------------------------------------------------------


def test_rows_of_a_later_day_stand_apart(access, client_of, visits: Path) -> None:
    """What counts from tomorrow is not among the rows that count, and the page says what it is."""
    from comity.web.facts.uploads import take as taken

    for number in (12, 13):
        taken(access(OWNER), "visits", "x.csv", f"month,n\n2026-08,{number}\n".encode(), store=True)
    page = said(client_of(OWNER).get(table_at("barrier", "visits")))
    before, _, after = page.partition("Rows that count from a later day")
    assert "counts from" in after and "counts from" not in before and "Until then no figure counts them" in after
    assert "Rows that count from a later day" not in said(client_of(FERN).get(table_at("barrier", "visits")))


def test_from_a_derivation_to_the_row_it_rests_on(client_of) -> None:
    """The line of a row leads to the page of its table, to the page of the listing with that row, which is marked."""
    at = reverse("figure", kwargs={"slug": "barrier", "key": "reach", "period": "2026-02"})
    client = client_of(OWNER)
    shown = client.get(at).content.decode()
    (href,) = set(re.findall(r'<a href="([^"]*rows\.at=[^"]*fern\.csv[^"]*)"', shown))
    table = re.sub(r"^(\.\./)+", "/alliances/barrier/", href.replace("&amp;", "&"))
    page = client.get(table.partition("#")[0]).content.decode()
    row = re.search(r'<tr role="row" id="rows-at" aria-current="true">.*?</tr>', page)
    assert row and "2026-02" in row.group() and "fern.csv, row 3" in row.group()


def test_a_row_that_cannot_be_seen_is_not_found(client_of) -> None:
    """Lark asks for a row of prices, which are closed to it: the address shows nothing that the page does not."""
    answer = client_of(OWNER).get(f"{table_at('barrier', 'prices')}?rows.at=facts/prices/fern.csv:3")
    assert answer.status_code == 200 and 'aria-current="true"' not in answer.content.decode()
