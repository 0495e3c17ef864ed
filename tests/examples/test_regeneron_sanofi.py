"""The facts of the real example are complete, and its key figures are recomputed here in plain Python."""

import csv
import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from comity.cli.main import run

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "regeneron-sanofi"
FACTS = EXAMPLE / "facts"

MEASURES = {
    "profits": "regeneron_share_of_profits_antibodies",
    "manufacturing_costs": "reimbursement_manufacturing_commercial_supplies",
    "commercial_costs": "reimbursement_commercialization_expenses",
    "research_costs": "rd_reimbursement_gross",
    "research_net_costs": "rd_reimbursement_net_of_share",
    "earned_milestones": "sales_milestones_earned",
    "other_revenue": "other_collaboration_revenue",
    "antibody_revenue": "total_antibody_collaboration_revenue",
    "balances": "development_balance_owed_to_sanofi",
}
LINES = {
    "share of profits": MEASURES["profits"],
    "manufacturing reimbursed": MEASURES["manufacturing_costs"],
    "commercialisation reimbursed": MEASURES["commercial_costs"],
    "research reimbursed": MEASURES["research_costs"],
    "research net": MEASURES["research_net_costs"],
    "sales milestones": MEASURES["earned_milestones"],
    "other revenue": MEASURES["other_revenue"],
    "total revenue": MEASURES["antibody_revenue"],
}
# As collected: how many facts each measure has, and what they add up to.
COLLECTED = {
    "development_balance_owed_to_sanofi": (3, "4248"),
    "dupixent_global_net_sales_eur": (15, "43033"),
    "dupixent_global_net_sales_usd": (21, "77065"),
    "other_collaboration_revenue": (3, "57.2"),
    "rd_reimbursement_gross": (4, "553.9"),
    "rd_reimbursement_net_of_share": (20, "389.9"),
    "regeneron_share_of_profits_antibodies": (29, "20209.076"),
    "reimbursement_commercialization_expenses": (29, "5437.781"),
    "reimbursement_manufacturing_commercial_supplies": (27, "6087.6"),
    "sales_milestones_earned": (22, "700.0"),
    "total_antibody_collaboration_revenue": (6, "2022.507"),
}
# SHA-256 of measure|period|value|unit|precision|reporter|status|source|note, one sorted line a fact.
DIGEST = "1f2ba5386ddc9a10aefd4a4486a66d2dcdad20c8b94c473427e48f4c35aa6073"
RATES_DIGEST = "3accf1536814f63503ae72d1ce7896a56349abc92eacccb2c4df98508fe85880"


def rows(table: str, file: str) -> Iterator[dict[str, str]]:
    with (FACTS / table / f"{file}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def measure_and_period(table: str, reporter: str, row: dict[str, str]) -> tuple[str, str]:
    if table.startswith(("sales", "yearly_sales")):
        money = "usd" if reporter == "regeneron" else "eur"
        return f"dupixent_global_net_sales_{money}", row.get("quarter") or row["year"]
    if table in {"yearly_lines", "nine_months"}:
        return LINES[row["line"]], row["year"] + ("-9M" if table == "nine_months" else "")
    return MEASURES[table], row.get("quarter") or row["day"]


def collected() -> Iterator[tuple[str, str, dict[str, str], str]]:
    for path in sorted(FACTS.glob("*/*.csv")):
        table, reporter = path.parent.name, path.stem
        for row in rows(table, reporter) if table != "rates" else ():
            measure, period = measure_and_period(table, reporter, row)
            yield measure, period, row, reporter


def by_quarter(table: str, reporter: str) -> dict[str, Decimal]:
    return {row["quarter"]: Decimal(row["amount"]) for row in rows(table, reporter)}


def test_every_fact_is_there_once_with_its_source() -> None:
    """All 179 facts of the collection are there, word for word."""
    lines = sorted(
        "|".join([measure, period, row["amount"], "EUR_m" if reporter == "sanofi" else "USD_m", row["rounding"],
                  reporter, row["status"], row["source"], row["note"]])
        for measure, period, row, reporter in collected()
    )  # fmt: skip
    assert len(lines) == 179
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == DIGEST


def test_measures_add_up_as_collected() -> None:
    """Each measure has the number of facts and the sum that it had when it was collected."""
    sums: dict[str, tuple[int, Decimal]] = {}
    for measure, _, row, _ in collected():
        count, total = sums.get(measure, (0, Decimal(0)))
        sums[measure] = (count + 1, total + Decimal(row["amount"]))
    assert sums == {measure: (count, Decimal(total)) for measure, (count, total) in COLLECTED.items()}


def test_rates_are_those_collected() -> None:
    """The 40 quarterly rates are there, unchanged."""
    lines = sorted(
        "|".join([row["quarter"], row["currency"], row["rate"], row["days"], row["source"]])
        for row in rows("rates", "ecb")
    )
    assert len(lines) == 40
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == RATES_DIGEST


@pytest.mark.parametrize("reporter", ["regeneron", "sanofi"])
def test_the_quarters_of_2022_add_up_to_the_reported_year(reporter: str) -> None:
    """Both companies' quarters of 2022 add up to their reported year."""
    table = "yearly_sales" if reporter == "regeneron" else "yearly_sales_in_euros"
    year = next(Decimal(row["amount"]) for row in rows(table, reporter) if row["year"] == "2022")
    assert sum(by_quarter("sales", reporter)[f"2022-Q{n}"] for n in range(1, 5)) == year


# -- what Comity computes from them -----------------------------------------------------------


@pytest.fixture
def standing(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The standing on 14 February 2025, as `comity evaluate --json` prints it."""
    assert run(["evaluate", str(EXAMPLE), "--as-of", "2025-02-14", "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def known(standing: dict[str, Any], metric: str) -> dict[str, Fraction]:
    """The figures of a metric that have a value, by period, in millions where they are money."""
    scale = 10**6 if standing["figures"][metric][0]["unit"] == "USD" else 1
    return {f["period"]: Fraction(f["value"]) / scale for f in standing["figures"][metric] if f["value"] is not None}


def half_up(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def year_before(quarter: str) -> str:
    return f"{int(quarter[:4]) - 1}{quarter[4:]}"


def test_all_twelve_common_quarters_agree(standing) -> None:
    """In the 12 quarters that both companies reported the two figures agree within the rounding of the reports."""
    euros, dollars = by_quarter("sales", "sanofi"), by_quarter("sales", "regeneron")
    rate = {row["quarter"]: Decimal(row["rate"]) for row in rows("rates", "ecb")}
    unit = {
        who: {row["quarter"]: Decimal(row["rounding"]) for row in rows("sales", who)} for who in ("sanofi", "regeneron")
    }
    for quarter, amount in euros.items():
        apart = abs(amount * rate[quarter] - dollars[quarter])
        assert apart <= (unit["sanofi"][quarter] * rate[quarter] + unit["regeneron"][quarter]) / 2
        assert apart / dollars[quarter] < Decimal("0.0013")
    both = [c for c in standing["comparisons"] if c["table"] == "sales" and len(c["reports"]) == 2]
    assert {c["period"]: c["state"] for c in both} == dict.fromkeys(euros, "agreed")
    assert len(both) == 12


def test_net_sales_are_those_of_the_first_reporter(standing) -> None:
    """Regeneron's 18 quarters are the figures; no quarter is made from nothing."""
    assert known(standing, "net_sales") == {q: Fraction(v) for q, v in by_quarter("sales", "regeneron").items()}


def test_growth_on_the_year_before(standing) -> None:
    """Growth is computed wherever both quarters are known, and only there."""
    sales = by_quarter("sales", "regeneron")
    wanted = {
        q: half_up(Fraction(v) / Fraction(sales[year_before(q)]) - 1, 3)
        for q, v in sales.items()
        if year_before(q) in sales
    }
    assert known(standing, "growth") == wanted
    assert wanted["2024-Q4"] == half_up(Fraction(3700, 3220) - 1, 3) == Fraction("0.149")


def test_trailing_year_and_what_rounding_leaves(standing) -> None:
    """The four quarters of 2024 make 14,160, and the reported year is 10 less; 2022 has no difference."""
    trailing = known(standing, "trailing_year")
    assert trailing["2024-Q4"] == 14160
    assert "2021-Q3" in trailing
    assert "2021-Q2" not in trailing
    assert known(standing, "year_less_quarters") == {"2022": 0, "2023": 0, "2024": -10}


@pytest.mark.parametrize(
    ("metric", "table"),
    [
        ("share_of_profits", "profits"),
        ("manufacturing_reimbursed", "manufacturing_costs"),
        ("commercial_reimbursed", "commercial_costs"),
        ("research_reimbursed", "research_costs"),
        ("research_net", "research_net_costs"),
        ("milestones_earned", "earned_milestones"),
        ("other_collaboration_revenue", "other_revenue"),
        ("total_revenue", "antibody_revenue"),
    ],
)
def test_lines_by_quarter(standing, metric, table) -> None:
    """Each line has exactly the quarters that were published, to the tenth of a million."""
    wanted = {q: half_up(Fraction(v), 1) for q, v in by_quarter(table, "regeneron").items()}
    assert known(standing, metric) == wanted


def test_lines_by_year(standing) -> None:
    """The yearly lines have a figure for each line and year that was published, and for no other."""
    found = {
        (f["scope"]["line"], f["period"]): Fraction(f["value"])
        for f in standing["figures"]["year_line"]
        if f["value"] is not None
    }
    wanted = {(row["line"], row["year"]): Fraction(row["amount"]) * 10**6 for row in rows("yearly_lines", "regeneron")}
    assert found == wanted


def test_repayment_that_the_terms_imply(standing) -> None:
    """A tenth of the share of profits before July 2022, a fifth from then on; nothing of a loss."""
    wanted = {
        q: half_up(max(Fraction(v), Fraction(0)) / (5 if q >= "2022-Q3" else 10), 1)
        for q, v in by_quarter("profits", "regeneron").items()
    }
    assert known(standing, "repayment_by_terms") == wanted


def test_what_the_public_record_can_judge_is_met(standing) -> None:
    """Five milestones of USD 50m: both clauses about them are met in all 14 quarters, and no clause is missed."""
    verdicts = {name: [v["verdict"] for v in found] for name, found in standing["verdicts"].items()}
    assert verdicts["milestone_size"] == ["met"] * 14
    assert verdicts["milestones_in_all"] == ["met"] * 14
    assert set(verdicts["development_repayment"]) <= {"undetermined", "not_due"}
    earned = by_quarter("earned_milestones", "regeneron")
    assert [q for q, v in earned.items() if v] == ["2020-Q3", "2021-Q3", "2022-Q1", "2022-Q4", "2023-Q3"]
    assert sum(earned.values()) == 250


def test_nothing_about_the_companies_is_invented(standing) -> None:
    """No target, no score, no miss, no dispute, nothing overdue: none of it is public."""
    assert all(not targets for targets in standing["targets"].values())
    assert standing["scorecard"] is None
    assert standing["docket"] == []
    assert {decision["kind"] for decision in standing["decisions"]} <= {"undetermined"}
    assert "starts" in standing["terms"]["illustrative"]


def test_the_development_balance_is_known_on_three_days(capsys) -> None:
    """It fell by 747 from March 2024 to March 2025, and by 858 from there to the end of 2025."""
    assert run(["evaluate", str(EXAMPLE), "--as-of", "2026-02-14", "--json"]) == 0
    standing = json.loads(capsys.readouterr().out)
    assert known(standing, "development_balance") == {"2024-Q1": 2200, "2025-Q1": 1453, "2025-Q4": 595}
    assert known(standing, "fall_over_year") == {"2025-Q1": 747}
    assert known(standing, "fall_since_first_quarter") == {"2025": 858}
