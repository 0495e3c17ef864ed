"""`comity score` and `comity weights`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Comity

AGREEMENT = Path(__file__).parent.parent / "agreement" / "agreements" / "scored.yaml"
ABOUT = "deliveries.csv: {reported by: dunnock, known at: 2026-12-01, source: test}\n"
ROWS = [  # complete of 100, complaints, ideas, injuries
    (95, 12, 3, 0), (94, 12, 6, 0), (97, 4, 12, 0), (96, 8, 3, 0), (92, 20, 0, 1), (96, 12, 3, 0),
    (95, 12, 3, 0), (97, 4, 12, 0), (98, 4, 12, 0),
]  # fmt: skip
WREN = "party: wren\nswing: {service: 100, growth: 50}\n"
DUNNOCK = (
    "party: dunnock\nbest worst: {best: growth, worst: service, best over: {service: 3}, over worst: {growth: 3}}\n"
)


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """The agreement with a scorecard of every shape, and the facts of nine months."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT.read_text(encoding="utf-8"), encoding="utf-8")
    table = tmp_path / "facts" / "deliveries"
    table.mkdir(parents=True)
    lines = [f"2026-{n:02},100,{done},{angry},{new},{hurt}" for n, (done, angry, new, hurt) in enumerate(ROWS, start=1)]
    (table / "deliveries.csv").write_text("month,made,complete,complaints,ideas,injuries\n" + "\n".join(lines) + "\n")
    (table / "about.yaml").write_text(ABOUT)
    return tmp_path


def judge(folder: Path, **files: str) -> None:
    (folder / "weights").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "weights" / f"{name}.yaml").write_text(text)


CLOCKS = ("--as-of", "2026-10-31", "--known-at", "2026-12-31")


def test_the_score_is_shown_level_by_level(comity: Comity, scored: Path) -> None:
    """Service, its parts and their metrics, each with weight and points; the total last."""
    ran = comity("score", scored, *CLOCKS)
    assert ran.status == 0, ran.err
    rows = [line.split() for line in ran.out.splitlines()]
    names = ["Service", "Delivery", "Care", "Calm", "Safety", "Growth", "Total"]
    found = [row[0] for row in rows if row and row[0] in names]
    assert found[:7] == names
    # September, August, July: 98% is 110, 97% 100, 95% 80; weights 3, 2, 1 make 610/6. Care and growth are full.
    assert "Delivery" in ran.out
    assert next(row for row in rows if row[:1] == ["Delivery"])[2] == "101.7"
    assert next(row for row in rows if row[:1] == ["Total"])[1] == "100.7"
    assert "What each weight does to the total" in ran.out


def test_the_document_holds_every_level_and_period(comity: Comity, scored: Path) -> None:
    """Exact numbers as text: delivery is 305/3, with its three months and their shares."""
    data = json.loads(comity("score", scored, *CLOCKS, "--json").out)
    service = data["dimensions"][0]
    delivery = service["parts"][0]
    assert delivery["score"] == "305/3"
    assert [(one["period"], one["score"], one["weight"]) for one in delivery["metrics"][0]["periods"]] == [
        ("2026-09", "110", "0.5"), ("2026-08", "100", "1/3"), ("2026-07", "80", "1/6"),
    ]  # fmt: skip
    assert data["total"]["score"] == "100.7"
    assert [one["quarter"] for one in data["quarters"]["compared"]] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert data["quarters"]["rank_acceptability"][2][0] == 1
    assert [one["at_all"]["low"] for one in data["levers"]] == [service["score"], "100"]


def test_a_missing_month_shows_as_a_range(comity: Comity, scored: Path) -> None:
    """In November nothing is reported for October: the total is a range, and the page says what covers it."""
    ran = comity("score", scored, "--as-of", "2026-11-30", "--known-at", "2026-12-31")
    assert "The score lies within" in ran.out
    assert "of its weight is covered" in " ".join(ran.out.split())


def test_other_weights_are_a_what_if(comity: Comity, scored: Path) -> None:
    """Service 10%, growth 90%: a row of its own; the agreed total stays at the top."""
    ran = comity("score", scored, *CLOCKS, "--weights", "service=10%, growth=90%")
    assert "What if" in ran.out
    assert "The score is 100.7" in ran.out


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ("service=60%", "leaves out growth"),
        ("service=60%,growth=30%", "add up to 90%"),
        ("service=60%,grwth=40%", "there are service, growth"),
        ("service=60%,service=40%", "there are service, growth"),
        ("service=much,growth=1", "'much' is no weight"),
        ("service=-1,growth=1", "less than nothing"),
        ("service=0,growth=0", "add up to 0%"),
    ],
)
def test_weights_that_are_no_weights_are_wrong_usage(comity: Comity, scored: Path, weights: str, says: str) -> None:
    """What is left out, unknown, named twice, no number or no whole is told, and nothing is shown."""
    ran = comity("score", scored, *CLOCKS, "--weights", weights)
    assert (ran.status, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())


def test_the_page_has_the_chart_and_its_table(comity: Comity, scored: Path, tmp_path: Path) -> None:
    """`--out` writes one HTML file: the chart of the weights with the same numbers in a table."""
    judge(scored, wren=WREN, dunnock=DUNNOCK)
    out = tmp_path / "score.html"
    assert comity("score", scored, *CLOCKS, "--out", out).out.endswith(f"wrote {out}\n")
    page = out.read_text(encoding="utf-8")
    assert page.count('<svg class="chart"') == 1
    assert "The total with the weight of one dimension at nothing, as agreed, and at everything" in page
    assert "Wren" in page


def test_weights_stand_side_by_side(comity: Comity, scored: Path) -> None:
    """Wren 2 to 1 for service, Dunnock 3 to 1 for growth: together growth, and what each would need to change it."""
    judge(scored, wren=WREN, dunnock=DUNNOCK)
    ran = comity("weights", scored)
    assert (ran.status, ran.err) == (0, "")
    assert "The parties disagree on which weighs more: Growth and Service." in ran.out
    data = json.loads(comity("weights", scored, "--json").out)
    assert [one["weights"] for one in data["parties"]] == [
        {"service": pytest.approx(2 / 3), "growth": pytest.approx(1 / 3)}, {"service": 0.25, "growth": 0.75},
    ]  # fmt: skip
    assert data["order"][0]["ratio"] == pytest.approx(1.5**0.5)
    assert data["proposal"] == {"service": 45, "growth": 55}
    assert "service: {weight: 45%}" in ran.out


def test_the_proposal_is_an_amendment(comity: Comity, scored: Path) -> None:
    """With a day filled in, the lines that were printed amend the agreement, and the new weights are agreed."""
    judge(scored, wren=WREN, dunnock=DUNNOCK)
    lines = comity("weights", scored).out.partition("comity: 1")[2].splitlines()
    text = "comity: 1\n" + "\n".join(line[2:] for line in lines[1:]).replace("…", "2026-07-01")
    (scored / "amendments").mkdir()
    (scored / "amendments" / "weights.yaml").write_text(text)
    data = json.loads(comity("weights", scored, "--json").out)
    assert data["agreed"] == {"service": "0.45", "growth": "0.55"}


def test_nothing_is_proposed_while_a_party_has_not_judged(comity: Comity, scored: Path) -> None:
    """One side alone never makes a compromise."""
    judge(scored, wren=WREN)
    ran = comity("weights", scored)
    assert "No weights are proposed: Dunnock has not judged yet." in ran.out
    assert "amends:" not in ran.out


def test_without_judgements_the_file_to_write_is_shown(comity: Comity, scored: Path) -> None:
    """Nobody has judged: a problem with the first lines of a judgement."""
    ran = comity("weights", scored)
    assert ran.status == 1
    assert "CMY-485 nobody has judged yet" in ran.err
    assert "swing: {service: 100, growth: 60}" in ran.err


@pytest.mark.parametrize("command", ["score", "weights"])
def test_a_judgement_that_contradicts_itself_stops_both(comity: Comity, scored: Path, command: str) -> None:
    """3 under `best over` and 2 under `over worst` are one comparison: told in its file, by either command."""
    judge(scored, dunnock=DUNNOCK.replace("{growth: 3}", "{growth: 2}"))
    clocks = CLOCKS if command == "score" else ()
    ran = comity(command, scored, *clocks)
    assert (ran.status, ran.out) == (1, "")
    assert f"{scored}/weights/dunnock.yaml:2" in ran.err
    assert "CMY-483" in ran.err


@pytest.mark.parametrize("command", ["score", "weights"])
def test_an_agreement_without_a_scorecard_has_no_score(comity: Comity, tmp_path: Path, command: str) -> None:
    """Where nothing was agreed there is nothing to show."""
    text = "comity: 1\nalliance: a\ntitle: A\nparties: {fern: Fern, lark: Lark}\nstarts: 2026-01-01\n"
    (tmp_path / "agreement.yaml").write_text(text)
    ran = comity(command, tmp_path)
    assert ran.status == 1
    assert "CMY-485" in ran.err
