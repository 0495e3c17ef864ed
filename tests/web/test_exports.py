"""Files of the pages: every figure has the unit that the agreement gives it, whatever its size and its name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.web.test_uploads import OWNER, access
from tests.web.workplace import alliance_of

__all__ = ["access"]

TEXT = """
comity: 1
alliance: units
title: Units
parties: {fern: Fern Ltd, lark: Lark plc, moor: Moor AG}
currency: EUR
starts: 2025-12-01
ends: 2026-01-31
facts:
  plant:
    reported by: lark
    every: month
    columns: {month: period, sales: number, harm: number, water: number, gas: number, plan: number, late: number,
      done: number, all: number}
  costs:
    reported by: {lark: EUR, fern: EUR k, moor: EUR m}
    every: month
    key: [month, what]
    columns: {month: period, what: text, amount: money, exactly: number}
accounts:
  credits: {owed by: lark, owed to: fern, settle: next invoice}
metrics:
  sales: {is: sum(plant.sales), unit: EUR m, every: month, better: higher, target: 2}
  harm: {is: sum(plant.harm), unit: incidents, every: month, better: lower, target: 0}
  water: {is: sum(plant.water), unit: m3, every: month}
  gas: {is: sum(plant.gas), unit: t CO2, every: month}
  plan: {is: sum(plant.plan), unit: "%", every: month, better: higher, target: 12}
  done: {is: sum(plant.done) / sum(plant.all), unit: percent, every: month, better: higher, target: 95%}
clauses:
  selling: {title: Selling, owed by: lark, owed to: fern, measure: sales, every: month, at least: 2,
    rules: {credit: {then: {pay: EUR 500, into: credits}}}}
  safe: {title: Safe, owed by: lark, owed to: fern, measure: harm, every: month, at most: 0}
  planned: {title: Planned, owed by: lark, owed to: fern, measure: plan, every: month, at least: 12}
  finished: {title: Finished, owed by: lark, owed to: fern, measure: done, every: month, at least: 95%}
scorecard:
  money: {weight: 50%, metrics: {sales: {floor: 0, target: 2}}}
  work: {weight: 50%, metrics: {done: {floor: 80%, target: 95%}, harm: {floor: 2, target: 0}}}
"""
FACTS = "month,sales,harm,water,gas,plan,late,done,all,known_at\n2026-01,1,0,3,7.5,14.9,0,96,100,2026-02-02\n"
COSTS = (
    "month,what,amount,exactly,reported_by,known_at\n2025-12,a,5,123456.1234567891,{0},2026-02-02\n"
    "2026-01,b,7,0.1,{1},2026-03-02\n"
)


@pytest.fixture
def ask(client_of, workplace: Path) -> Iterator[Callable[[str], bytes]]:
    """Return a function from an address below the alliance to what a member of Lark gets there."""
    with alliance_of(workplace, "units", TEXT, {OWNER: "lark"}) as folder:
        for table, text in (("plant", FACTS), ("costs", COSTS.format("lark", "moor"))):
            (folder / "facts" / table).mkdir()
            (folder / "facts" / table / "all.csv").write_text(text)
        yield lambda path: client_of(OWNER).get(f"/alliances/units/{path}").content


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_metrics_have_the_units_of_the_agreement(ask) -> None:
    """Of each figure, its target and its margin: millions as millions, a `%` of its own, no incidents."""
    rows = {row["Metric"]: row for row in read(ask("metrics/?export=metrics.csv"))}
    assert {name: (row["Figure"], row["Figure: unit"]) for name, row in rows.items()} == {
        "Sales": ("1", "EUR m"), "Harm": ("0", "incidents"), "Water": ("3", "m3"), "Gas": ("7.5", "t CO2"),
        "Plan": ("14.9", "%"), "Done": ("96", "%"),
    }  # fmt: skip
    assert (rows["Sales"]["Target"], rows["Sales"]["Target: unit"]) == ("2", "EUR m")
    assert {name: (row["Margin"], row["Margin: unit"]) for name, row in rows.items() if row["Margin: unit"]} == {
        "Sales": ("-1", "EUR m"), "Harm": ("0", "incidents"), "Plan": ("2.9", "%"), "Done": ("1", "points"),
    }  # fmt: skip


def test_the_periods_of_a_metric_have_its_unit_in_their_headings(ask) -> None:
    """One million and a target of two: the heading says in what."""
    (row,) = [one for one in read(ask("metrics/sales/?export=periods.csv")) if one["Period"] == "Jan 2026"]
    assert (row["Figure (EUR m)"], row["Target (EUR m)"], row["Margin (EUR m)"]) == ("1", "2", "-1")
    (own,) = [one for one in read(ask("metrics/plan/?export=periods.csv")) if one["Period"] == "Jan 2026"]
    assert (own["Figure (%)"], own["Margin (%)"]) == ("14.9", "2.9")


def test_the_verdicts_have_the_units_of_what_they_measure(ask) -> None:
    """Of all clauses in one listing, and period by period with the threshold."""
    rows = {row["Clause"]: row for row in read(ask("clauses/?export=members.csv"))}
    heads = ("Figure", "Figure: unit", "Margin", "Margin: unit")
    assert {name: tuple(row[head] for head in heads) for name, row in rows.items()} == {
        "Selling": ("1", "EUR m", "-1", "EUR m"), "Safe": ("0", "incidents", "0", "incidents"),
        "Planned": ("14.9", "%", "2.9", "%"), "Finished": ("96", "%", "1", "points"),
    }  # fmt: skip
    (sold,) = [row for row in read(ask("clauses/selling/?export=periods.csv")) if row["Period"] == "Jan 2026"]
    assert (sold["Figure (EUR m)"], sold["Threshold (EUR m)"], sold["Margin (EUR m)"]) == ("1", "2", "-1")


def test_money_has_the_currency_of_the_agreement(ask) -> None:
    """What a case came to, and each entry of an account with the balance after it."""
    (case,) = read(ask("clauses/selling/?export=cases.csv"))
    assert case["Money (EUR)"] == "500"
    (entry,) = read(ask("clauses/selling/?export=account_credits.csv"))
    assert Decimal(entry["Amount (EUR)"]) == Decimal(entry["Balance after it (EUR)"]) == 500


def test_scores_are_points_and_weights_are_percentages(ask) -> None:
    """A weight of a half is 50 below its heading in CSV, and 0.5 shown as 50% in a spreadsheet."""
    rows = read(ask("scorecard/?export=levels.csv"))
    total = rows[-1]
    assert total["Score (points)"] == total["Adds to the total (points)"] and total["Of the whole (%)"] == "100"
    assert {row["Weight (%)"] for row in rows[:2]} <= {"50", "100"}
    sheet = load_workbook(BytesIO(ask("scorecard/?export=levels.xlsx"))).active
    heads = [cell.value for cell in sheet[1]]
    last = [row[heads.index("Of the whole (%)")] for row in sheet.iter_rows(min_row=2)][-1]
    assert (last.value, last.number_format) == (1, "0%")


def test_rows_come_back_exactly_as_they_were_reported(ask) -> None:
    """Ten decimals that somebody reported are no sign that there were more: a spreadsheet gets all digits, as text."""
    sheet = load_workbook(BytesIO(ask("facts/costs/?export=rows.xlsx"))).active
    heads = [cell.value for cell in sheet[1]]
    found = {row[heads.index("exactly")].value for row in sheet.iter_rows(min_row=2)}
    assert {Decimal(str(one)) for one in found} == {Decimal("123456.1234567891"), Decimal("0.1")}
    assert "123456.1234567891" in found and 0.1 in found


def test_rows_of_some_of_the_reporters_can_be_handed_in_again(access, ask) -> None:
    """Comity heads them with the units of those who have rows, and reads that heading where one's own are left."""
    from comity.web.facts.uploads import take

    rows = list(csv.reader(io.StringIO(ask("facts/costs/?export=rows.csv").decode("utf-8-sig"))))
    assert rows[0][2] == "amount (EUR by lark, EUR m by moor)"
    own = [row for row in rows[1:] if "lark" in row]
    assert len(own) == 1 and own[0][2] == "5"
    own[0][2] = "6"
    file = io.StringIO()
    csv.writer(file).writerows(row[:-1] for row in (rows[0], *own))  # without the day since when it is known
    assert take(access(OWNER, "units"), "costs", "rows.csv", file.getvalue().encode(), store=False).rows == 1


def test_periods_are_sorted_by_their_days_and_named_as_the_agreement_does(client_of, workplace: Path) -> None:
    """The tenth contract year comes after the second, among the rows and among the periods owed."""
    text = """
comity: 1
alliance: years
title: Years
parties: {fern: Fern Ltd, lark: Lark plc}
starts: 2015-01-01
facts: {fees: {reported by: lark, every: contract year, columns: {year: period, n: number}}}
"""
    with alliance_of(workplace, "years", text, {OWNER: "lark"}) as folder:
        (folder / "facts" / "fees").mkdir()
        (folder / "facts" / "fees" / "all.csv").write_text("year,n,known_at\nCY10,1,2026-01-01\nCY2,2,2026-01-01\n")
        of = {
            name: read(
                client_of(OWNER).get(f"/alliances/years/facts/fees/?export={name}.csv&{name}.sort={key}").content
            )
            for name, key in (("rows", "year"), ("owed", "period"))
        }
    assert [row["year"] for row in of["rows"]] == ["CY2", "CY10"]
    assert [row["Period"] for row in of["owed"]] == [f"CY{n + 1}" for n in range(len(of["owed"]))]
    assert len(of["owed"]) > 9
