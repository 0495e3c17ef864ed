"""Make the fictional facts, the same ones every time: `python examples/aster-borealis/build.py [FOLDER]`.

Numbers come from a seeded generator; the story (a bad quarter, a figure the parties disagree on, a report that never
came, corrections) is written out below, so that each of them stands where the README says.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
YEARS = (2024, 2025, 2026)
MONTHS = [(year, month) for year in YEARS for month in range(1, 13)]
VOLUMES = {"claims": 5200, "phone": 3900, "portal": 1500}
GROWTH = {2024: 0.907, 2025: 0.967, 2026: 1.0}
LEVELS = {  # the share in time around which the generator moves, and by how much, year by year
    "claims": ({2024: 0.945, 2025: 0.945, 2026: 0.947}, 0.006),
    "phone": ({2024: 0.872, 2025: 0.887, 2026: 0.907}, 0.005),
    "portal": ({2024: 0.981, 2025: 0.982, 2026: 0.984}, 0.004),
}

# The story. Shares in time that the generator does not choose.
WEAK = {
    ("phone", 2024, 2): 0.789,
    ("claims", 2024, 6): 0.889,
    ("portal", 2024, 8): 0.932,
    ("phone", 2024, 9): 0.792,
    ("claims", 2024, 11): 0.842,
    ("claims", 2024, 12): 0.813,
    ("portal", 2025, 3): 0.951,
    ("claims", 2025, 9): 0.902,
    ("claims", 2025, 10): 0.893,
    ("claims", 2025, 11): 0.896,
    ("claims", 2025, 12): 0.898,
    ("claims", 2026, 1): 0.909,
    ("phone", 2026, 1): 0.871,
    ("phone", 2026, 2): 0.865,
    ("phone", 2026, 3): 0.868,
    ("portal", 2026, 4): 0.976,
    ("phone", 2026, 6): 0.871,
    ("claims", 2026, 10): 0.918,
}
NOT_REPORTED = {("portal", 2026, 3)}
CORRECTED = {  # service and month: the share found later, and the day on which it was known
    ("claims", 2025, 9): (0.924, date(2025, 11, 20)),
}
COSTS = {2024: 41.60, 2025: 42.30, 2026: 41.90}  # dollars for a case, around which the generator moves
COST_OF_MONTH = {(2025, 7): 44.10, (2026, 2): 43.30, (2026, 5): 43.60}
DIFFERENT_COUNT = (2026, 2)  # Borealis counts 3.6 % fewer cases than Aster
WITHOUT_BOREALIS = (2025, 8)  # Borealis never reported its count
LAST_DAYS = (2026, 6)  # both report this month only on the 14th, the day before they must
WEAK_AUDITS = 7  # the quarter, counted from 0, in which audits fall short: the last one of 2025
ESCALATED = (9, 7, 6, 10, 5, 4, 4, 8)  # by quarter; nobody has counted them since 2026
COMPLAINTS = {2024: 81, 2025: 99, 2026: 88}
RATINGS = {2024: 8, 2025: 7, 2026: 7}
TELEPHONE = [  # by quarter, in dollars: estimated, actual
    (30000, 31250), (30000, 29100), (30000, 30480), (32000, 33900),
    (32000, 31300), (32000, 32660), (32000, 35200), (33000, 34100),
    (34000, 33250), (34000, 34520), (34000, 35110), (34000, 33870),
]  # fmt: skip


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
    """Return the monthly reports of the three services, and the corrections of two of them."""
    rows: list[list[object]] = []
    corrections: list[list[object]] = []
    for year, month in MONTHS:
        for service, volume in VOLUMES.items():
            usual = round(volume * GROWTH[year])
            requests = usual + random.randint(-usual // 12, usual // 12)
            levels, spread = LEVELS[service]
            share = levels[year] + random.uniform(-spread, spread)
            share = WEAK.get((service, year, month), share)
            row = [month_name(year, month), service, requests, round(requests * share)]
            if (service, year, month) not in NOT_REPORTED:
                rows.append([*row, known(year, month, random.randint(5, 9))])
            if (service, year, month) in CORRECTED:
                share, day = CORRECTED[service, year, month]
                corrections.append([*row[:3], round(requests * share), day])
    return rows, corrections


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
        level += random.uniform(-0.012, 0.0125)
        rows.append([month_name(year, month), "EUR", f"{level:.4f}", known(year, month, 1)])
    return rows


def billing(random: Random, counted: list[list[object]], rate: list[list[object]]) -> dict[str, list[list[object]]]:
    """Return what Aster billed in euros and what Borealis booked in dollars, each rounded to its own thousand."""
    booked: dict[str, list[list[object]]] = {"aster": [], "borealis": []}
    for (year, month), (name, handled, _), (_, _, dollars, _) in zip(MONTHS, counted, rate, strict=True):
        cost = COST_OF_MONTH.get((year, month), COSTS[year] + random.uniform(-0.6, 0.6))
        euros = round(int(str(handled)) * cost / float(str(dollars)) / 1000, 1)
        booked["aster"].append([name, f"{euros:.1f}", "0.1", counted_on(random, year, month, 8)])
        in_dollars = round(euros * float(str(dollars)))
        booked["borealis"].append([name, in_dollars, "1", counted_on(random, year, month, 10)])
    return booked


def audits(random: Random) -> list[list[object]]:
    """Return the audits of handled cases, six a quarter, with a score from 0 to 100."""
    rows: list[list[object]] = []
    for quarter in range(4 * len(YEARS)):
        year, first_month = YEARS[0] + quarter // 4, quarter % 4 * 3 + 1
        for audit in range(6):
            day = date(year, first_month + audit // 2, random.randint(2, 27))
            score = random.randint(79, 93) - (9 if quarter == WEAK_AUDITS else 0)
            rows.append([day, audit + 1, score, day + timedelta(days=5)])
    return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))


def by_quarter(amounts: Sequence[tuple[int, ...]], days: int) -> list[list[object]]:
    """Return rows of a table of quarters, each known so many days after its quarter."""
    rows: list[list[object]] = []
    for quarter, numbers in enumerate(amounts):
        year, last_month = YEARS[0] + quarter // 4, quarter % 4 * 3 + 3
        rows.append([f"{year}-Q{quarter % 4 + 1}", *numbers, known(year, last_month, days)])
    return rows


def by_year(numbers: dict[int, int], days: int) -> list[list[object]]:
    """Return rows of a table of years, each known so many days after its year."""
    return [[year, number, known(year, 12, days)] for year, number in numbers.items()]


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
    random = Random(20240101)
    reports, corrections = work(random)
    counted = cases(random, reports)
    rate = rates(random)
    booked = billing(random, counted["aster"], rate)
    write(folder, "work/aster.csv", "month service requests in_time known_at", reports)
    write(folder, "work/aster-corrections.csv", "month service requests in_time known_at", corrections)
    for party in ("aster", "borealis"):
        write(folder, f"cases/{party}.csv", "month handled known_at", counted[party])
        write(folder, f"billing/{party}.csv", "month amount rounding known_at", booked[party])
    write(folder, "rates/rates.csv", "month currency rate known_at", rate)
    write(folder, "audits/borealis.csv", "day number score known_at", audits(random))
    write(folder, "telephone_lines/aster.csv", "quarter estimated actual known_at", by_quarter(TELEPHONE, 28))
    write(folder, "escalations/borealis.csv", "quarter escalated known_at", by_quarter([(n,) for n in ESCALATED], 14))
    write(folder, "complaints/borealis.csv", "year received known_at", by_year(COMPLAINTS, 16))
    write(folder, "ratings/borealis.csv", "year rating known_at", by_year(RATINGS, 20))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "facts")
