"""Make the fictional facts, the same ones every time: `python examples/aster-borealis/build.py [FOLDER]`.

Numbers come from a seeded generator; the story (a bad quarter, a figure the parties disagree on, a report that never
came, a correction) is written out below, so that each of them stands where the README says.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
MONTHS = [(2025 + (n // 12), n % 12 + 1) for n in range(18)]
SERVICES = {"claims": (5200, 0.945), "phone": (3900, 0.895), "portal": (1500, 0.982)}

# The story. Shares in time that the generator does not choose.
WEAK = {
    ("claims", 2025, 9): 0.902,
    ("claims", 2025, 10): 0.893,
    ("claims", 2025, 11): 0.911,
    ("phone", 2026, 1): 0.871,
    ("phone", 2026, 3): 0.868,
    ("portal", 2026, 4): 0.976,
    ("phone", 2026, 6): 0.871,
}
NOT_REPORTED = {("portal", 2026, 3)}
CORRECTED = ("claims", 2025, 9, 0.924)  # known 2025-11-20: September was reported too low at first
DIFFERENT_COUNT = (2026, 2)  # Borealis counts 3.6 % fewer cases than Aster
WITHOUT_BOREALIS = (2025, 8)  # Borealis never reported its count
LAST_DAYS = (2026, 6)  # both report the last month only on the 14th, the day before they must


def month_name(year: int, month: int) -> str:
    """Return the month as the facts name it."""
    return f"{year}-{month:02d}"


def known(year: int, month: int, days: int) -> date:
    """Return the day on which a report about a month arrived: so many days after its end."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return first_of_next + timedelta(days=days - 1)


def counted_on(random: Random, year: int, month: int, earliest: int) -> date:
    """Return the day on which a party's count of a month was known."""
    days = random.randint(earliest, 12)
    return known(year, month, 14 if (year, month) == LAST_DAYS else days)


def work(random: Random) -> tuple[list[list[object]], list[list[object]]]:
    """Return the monthly reports of the three services, and the correction of one of them."""
    rows: list[list[object]] = []
    correction: list[list[object]] = []
    for year, month in MONTHS:
        for service, (volume, level) in SERVICES.items():
            requests = volume + random.randint(-volume // 12, volume // 12)
            share = WEAK.get((service, year, month), level + random.uniform(-0.008, 0.008))
            row = [month_name(year, month), service, requests, round(requests * share)]
            if (service, year, month) not in NOT_REPORTED:
                rows.append([*row, known(year, month, random.randint(5, 9))])
            if (service, year, month) == CORRECTED[:3]:
                correction.append([*row[:3], round(requests * CORRECTED[3]), date(2025, 11, 20)])
    return rows, correction


def cases(random: Random, reports: list[list[object]]) -> dict[str, list[list[object]]]:
    """Return how many cases each party counts in a month: the same within a few, but for one month."""
    counted: dict[str, list[list[object]]] = {"aster": [], "borealis": []}
    for year, month in MONTHS:
        name = month_name(year, month)
        handled = sum(int(str(row[2])) for row in reports if row[0] == name) + (1489 if name == "2026-03" else 0)
        counted["aster"].append([name, handled, counted_on(random, year, month, 6)])
        theirs = round(handled * 0.964) if (year, month) == DIFFERENT_COUNT else handled - random.randint(0, 20)
        if (year, month) != WITHOUT_BOREALIS:
            counted["borealis"].append([name, theirs, counted_on(random, year, month, 8)])
    return counted


def rates(random: Random) -> list[list[object]]:
    """Return invented dollars for one euro, month by month."""
    level = 1.08
    rows: list[list[object]] = []
    for year, month in MONTHS:
        level += random.uniform(-0.012, 0.014)
        rows.append([month_name(year, month), "EUR", f"{level:.4f}", known(year, month, 1)])
    return rows


def billing(random: Random, counted: list[list[object]], rate: list[list[object]]) -> dict[str, list[list[object]]]:
    """Return what Aster billed in euros and what Borealis booked in dollars, each rounded to its own thousand."""
    booked: dict[str, list[list[object]]] = {"aster": [], "borealis": []}
    for (year, month), (name, handled, _), (_, _, dollars, _) in zip(MONTHS, counted, rate, strict=True):
        euros = round(int(str(handled)) * (37.2 + random.uniform(-1.2, 1.6)) / 1000, 1)
        booked["aster"].append([name, f"{euros:.1f}", "0.1", counted_on(random, year, month, 8)])
        in_dollars = round(euros * float(str(dollars)))
        booked["borealis"].append([name, in_dollars, "1", counted_on(random, year, month, 10)])
    return booked


def audits(random: Random) -> list[list[object]]:
    """Return the audits of handled cases, six a quarter, with a score from 0 to 100."""
    rows: list[list[object]] = []
    for quarter in range(6):
        year, first_month = 2025 + quarter // 4, quarter % 4 * 3 + 1
        for audit in range(6):
            day = date(year, first_month + audit // 2, random.randint(2, 27))
            score = random.randint(78, 93) - (9 if quarter == 3 else 0)
            rows.append([day, audit + 1, score, day + timedelta(days=5)])
    return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))


def ratings() -> list[list[object]]:
    """Return Borealis's yearly rating of the working relationship; that of 2026 is still to come."""
    return [[2025, 7, date(2026, 1, 20)]]


def write(folder: Path, name: str, header: str, rows: list[list[object]]) -> None:
    """Write one file of facts."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def build(folder: Path) -> None:
    """Write every file of facts below a folder."""
    random = Random(20250101)
    reports, correction = work(random)
    counted = cases(random, reports)
    rate = rates(random)
    booked = billing(random, counted["aster"], rate)
    write(folder, "work/aster.csv", "month service requests in_time known_at", reports)
    write(folder, "work/aster-correction.csv", "month service requests in_time known_at", correction)
    for party in ("aster", "borealis"):
        write(folder, f"cases/{party}.csv", "month handled known_at", counted[party])
        write(folder, f"billing/{party}.csv", "month amount rounding known_at", booked[party])
    write(folder, "rates/rates.csv", "month currency rate known_at", rate)
    write(folder, "audits/borealis.csv", "day number score known_at", audits(random))
    write(folder, "ratings/borealis.csv", "year rating known_at", ratings())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "facts")
