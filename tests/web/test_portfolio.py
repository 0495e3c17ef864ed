"""The portfolio: many alliances in one table, sorted, found, exported, and never with a figure that is out of date."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

MANAGER = "alliance_manager@fern.example.org"
UNDATED = ["", "No date to decide by", "Accept the claim", "", False]
SUMMARY = {
    "clauses": [["missed", "1 missed"], ["met", "4 met"]], "score": "71", "points": "71.2",
    "trend": "up 4 since 30 Jun",
    "decide": [
        [["fern"], 2, ["2026-10-05", "Mon 5 Oct", "Answer the notice", "in 3 days", False]],
        [["lark"], 3, ["2026-09-01", "Tue 1 Sep", "Visits: report", "3 days ago", True]],
        [["fern", "lark"], 1, ["2026-12-01", "Tue 1 Dec", "Visits: differ", "", False]],
        [["board"], 1, ["", "No date to decide by", "Waive or reserve", "", False]],
    ],
    "unsigned": "",
}  # fmt: skip


@pytest.fixture
def many(client_of, workplace):
    """Return the manager's browser, who manages three more alliances: with scores 9, 71 and none."""
    from comity.web.alliances.folders import source_of
    from comity.web.alliances.models import Alliance, Membership, Projection
    from comity.web.people.models import User

    client, user = client_of(MANAGER), User.objects.get(email=MANAGER)
    for slug, title, more in (
        ("nine", "Nine points", {"score": "9", "points": "9.0"}),
        ("seventy", "Seventy-one points", {}),
        ("open", "An open range", {"score": "40 to 60", "points": "", "trend": "", "decide": [[["lark"], 1, UNDATED]]}),
    ):
        made = Alliance.objects.create(slug=slug, title=title, parties={"fern": "Fern Ltd", "lark": "Lark plc"})
        Membership.objects.create(user=user, alliance=made, party="fern", role="counsel")
        Projection.objects.create(
            alliance=made, reader='["fern"]', as_of=timezone.now().date(), source=source_of(made),
            summary={**SUMMARY, **more},
            body="", document="", calendar="",
        )  # fmt: skip
    return client


def titles(page: str) -> list[str]:
    found = re.findall(r'href="alliances/[\w-]+/">([^<]+)<', page.replace("<wbr>", ""))
    return [one for one in found if "barrier" not in one]


def shown(client, **query: str) -> str:
    return client.get(
        reverse("portfolio"), {f"alliances.{key}": value for key, value in query.items()}
    ).content.decode()


def test_scores_sort_as_numbers_and_a_range_comes_last(many) -> None:
    """Nine is less than seventy-one; what lies in a range is neither, and stands behind both either way."""
    assert titles(shown(many, sort="score")) == ["Nine points", "Seventy-one points", "An open range"]
    assert titles(shown(many, sort="-score")) == ["Seventy-one points", "Nine points", "An open range"]


def test_a_row_says_the_worst_verdict_the_trend_and_what_comes_first(many) -> None:
    """What a manager of many alliances looks for is in the line of each."""
    page = shown(many, find="seventy")
    assert titles(page) == ["Seventy-one points"]
    for words in ("1 missed", "4 met", "up 4 since 30 Jun", "Mon 5 Oct", "Answer the notice"):
        assert words in page


def row_of(page: str, slug: str) -> str:
    """Return the row of an alliance without markup."""
    (row,) = [one for one in page.split("<tr ") if f'href="alliances/{slug}/"' in one]
    return re.sub(r"<[^>]+>", " ", row)


def test_what_the_own_side_decides_is_counted_apart_from_what_others_do(many) -> None:
    """Two for Fern and one for both are its manager's; Lark's report, though due first, and the board's are others'."""
    row = row_of(shown(many, find="seventy"), "seventy")
    assert re.search(r"\b3\s+4 for others\s", row) and "Mon 5 Oct" in row and "Tue 1 Sep" not in row
    assert re.search(r"\b0\s+1 for others\s+nothing\s", row_of(shown(many, find="range"), "open"))


def test_where_no_date_is_agreed_the_row_says_what_is_to_be_decided(many) -> None:
    """What stays open without a day is named all the same; with a day beside it, that comes first."""
    from comity.web.alliances.models import Projection

    Projection.objects.filter(alliance__slug="open").update(
        summary={**SUMMARY, "decide": [[["fern"], 1, UNDATED], [["lark"], 1, SUMMARY["decide"][0][2]]]}
    )
    assert re.search(r"\bno date agreed\s+Accept the claim\s", row_of(shown(many, find="range"), "open"))
    Projection.objects.filter(alliance__slug="open").update(
        summary={**SUMMARY, "decide": [[["fern"], 1, UNDATED], [["fern", "lark"], 1, SUMMARY["decide"][0][2]]]}
    )
    assert re.search(r"Mon 5 Oct\s+Answer the notice", row_of(shown(many, find="range"), "open"))


def test_the_first_decision_of_a_side_is_one_with_a_day_where_there_is_one() -> None:
    """Of those without a day the first is kept, so that a row can name it."""
    from comity.reports.view.sheet import view
    from comity.web.alliances.summary import _decide
    from tests.reports.builders import rich

    found = {tuple(who): first for who, _, first in _decide(view(rich()), rich())}
    assert all(first[2] for first in found.values())
    undated = [item for item in rich().decisions if item.by is None]
    assert undated and any(not first[0] for first in found.values())


def test_who_sits_on_a_body_decides_with_it(many) -> None:
    """What the board decides is for a manager who sits on it."""
    from comity.web.alliances.models import Membership, Projection

    Membership.objects.filter(alliance__slug="seventy").update(bodies=["board"])
    Projection.objects.filter(alliance__slug="seventy").update(reader='["board", "fern"]')
    assert re.search(r"\b4\s+3 for others\s", row_of(shown(many, find="seventy"), "seventy"))


def test_an_auditor_sees_what_the_parties_have_to_decide(many) -> None:
    """An auditor takes no decision: all of them are counted, and said to be the parties'; the first is anybody's."""
    from comity.web.alliances.models import Membership, Projection

    Membership.objects.filter(alliance__slug="seventy").update(role="auditor", party="")
    Projection.objects.filter(alliance__slug="seventy").update(reader='["fern", "lark"]')
    row = row_of(shown(many, find="seventy"), "seventy")
    assert re.search(r"\b7\s+for the parties\s", row) and "Tue 1 Sep" in row
    lead = re.search(r'class="lead">([^<]+)<', shown(many))
    assert lead is not None and "for your side to take and 7 decisions for the parties to take" in lead[1]


def test_an_alliance_that_nobody_has_signed_says_so_in_its_row(many) -> None:
    """Its missed clauses are counted all the same, so that the row says what they are worth."""
    from comity.web.alliances.models import Projection

    said = {**SUMMARY, "unsigned": "Not signed by all parties yet: Fern has, Lark has not."}
    Projection.objects.filter(alliance__slug="seventy").update(summary=said)
    assert "not signed by all parties yet" in row_of(shown(many, find="seventy"), "seventy")
    assert "not signed" not in row_of(shown(many, find="nine"), "nine")


def test_a_line_that_an_earlier_version_kept_is_not_read(many) -> None:
    """Its decisions were counted otherwise: the row says that it is not computed yet, and shows no figure."""
    from comity.web.alliances.models import Projection

    Projection.objects.filter(alliance__slug="seventy").update(summary={"clauses": [], "decisions": 2})
    assert "Not computed yet" in row_of(shown(many, find="seventy"), "seventy")


def test_what_was_computed_on_an_earlier_day_says_so(many) -> None:
    """A projection of yesterday is shown as yesterday's, where the files are the same."""
    from comity.web.alliances.models import Projection

    Projection.objects.filter(alliance__slug="open").update(as_of=timezone.now().date() - timedelta(days=1))
    assert "as of " in shown(many, find="range")


def test_an_export_has_every_row_and_no_figure_of_changed_files(many) -> None:
    """The file holds all alliances; where files have changed since, it says so instead of a figure."""
    from comity.web.alliances.models import Projection

    Projection.objects.filter(alliance__slug="seventy").update(source="of other files")
    lines = many.get(reverse("portfolio"), {"export": "alliances.csv"}).content.decode("utf-8-sig").splitlines()
    (changed,) = [line for line in lines if "Seventy-one" in line]
    assert "71.2" not in changed and "files have changed" in changed
    assert len(lines) == 1 + 4 and any("9.0" in line for line in lines)


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [("67.4", "71.2", "up 4 since 30 Sep"), ("71.2", "67.4", "down 4 since 30 Sep"), ("71.4", "70.6", "as on 30 Sep"),
     (None, "70", ""), ("70", None, "")],
)  # fmt: skip
def test_a_trend_compares_whole_points_as_they_are_shown(monkeypatch, before, now, says: str) -> None:
    """71 after 67 is up 4; 71.4 and 70.6 are both shown as 71; where one is only a range there is no trend."""
    from comity.web.alliances import summary

    def scored(value):
        return SimpleNamespace(score=None if value is None else Fraction(value))

    ended = [
        SimpleNamespace(on=date(2026, 6, 30), score=scored("10")),
        SimpleNamespace(on=date(2026, 9, 30), score=scored(before)),
        SimpleNamespace(on=date(2026, 11, 25), score=scored("10")),  # too lately to be a trend
    ]
    monkeypatch.setattr(summary, "moments", lambda *_, **__: ended)
    monkeypatch.setattr(summary, "scored_index", lambda _: None)
    standing = SimpleNamespace(score=scored(now), terms=None, as_of=date(2026, 11, 26))
    assert summary._trend(standing) == says
