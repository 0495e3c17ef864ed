"""The fictional alliance computed a second time, from its files alone: no figure, verdict or amount is comity's.

Shares are fractions, money is in cents. What the agreement says is written here again, in other words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "aster-borealis"
SERVICES = ("claims", "phone", "portal")
SHARES = {"claims": Fraction(1, 2), "phone": Fraction(35, 100), "portal": Fraction(15, 100)}
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)]
FIRST_LEVELS = {"claims": Fraction(90, 100), "phone": Fraction(80, 100), "portal": Fraction(95, 100)}
EXCUSED = {("claims", "2024-06"), ("claims", "2024-11"), ("claims", "2024-12"), ("phone", "2024-02")}

# Days from Monday to Friday that are holidays in England or in the United States, where the story counts over them.
HOLIDAYS = {
    date.fromisoformat(day)
    for day in (
        "2024-12-25 2024-12-26 2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2026-02-16 2026-04-03 "
        "2026-04-06 2026-05-04 2026-05-25"
    ).split()
}


def rows(file: str) -> list[dict[str, str]]:
    """Return the rows of a file of facts."""
    with (EXAMPLE / "facts" / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def to_step(value: Fraction, step: Fraction) -> Fraction:
    """Round half up to a step; nothing here is negative where it is a tie."""
    return ((2 * value / step + 1) // 2) * step


def after_business_days(day: date, count: int) -> date:
    """Return the day that is so many business days after another."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in HOLIDAYS
    return day


# -- timeliness -------------------------------------------------------------------------------


@cache
def requests(*, corrected: bool = True) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (requests, in time) by service and month, with or without the correction."""
    files = ["work/aster.csv", *(["work/aster-corrections.csv"] if corrected else [])]
    return {(r["service"], r["month"]): (int(r["requests"]), int(r["in_time"])) for f in files for r in rows(f)}


def timeliness(service: str, month: str, *, corrected: bool = True) -> Fraction | None:
    """Return the share answered in time, to a tenth of a percent; None where it was never reported."""
    found = requests(corrected=corrected).get((service, month))
    return None if found is None else to_step(Fraction(found[1], found[0]), Fraction(1, 1000))


def of_year(service: str, year: int) -> Fraction | None:
    """Return the share of a whole year; None where a month is not there."""
    found = [requests().get((service, month)) for month in MONTHS if month.startswith(str(year))]
    known = [one for one in found if one is not None]
    share = Fraction(sum(one[1] for one in known), sum(one[0] for one in known))
    return to_step(share, Fraction(1, 1000)) if len(known) == 12 else None


def level(service: str, year: int) -> Fraction:
    """Return the level that has risen to a year: to what was reached, at most by a fifth of the rest."""
    expected = FIRST_LEVELS[service]
    for before in range(2024, year):
        reached = of_year(service, before) or Fraction(0)
        expected = max(expected, min(reached, expected + (1 - expected) / 5))
    return expected


def threshold(service: str, month: str) -> Fraction:
    """Return what a service must reach in a month, the amendment for the portal included."""
    moving = service == "portal" and "2026-04" <= month < "2026-10"
    return Fraction(95, 100) if moving else level(service, int(month[:4]))


def is_missed(service: str, month: str, *, corrected: bool = True) -> bool:
    """Say whether a month counts as missed: reported, short, and neither excused nor waived."""
    share = timeliness(service, month, corrected=corrected)
    return share is not None and share < threshold(service, month) and (service, month) not in EXCUSED


def points(service: str, month: str, *, corrected: bool = True) -> int:
    """Return the severity of a miss, twice as much where the month before was missed as well."""
    share = timeliness(service, month, corrected=corrected)
    assert share is not None
    severity = 1 + min(3, int(100 * (threshold(service, month) - share)))
    before = [m for m in MONTHS if m < month and (service, m) not in EXCUSED]
    return severity * (2 if before and is_missed(service, before[-1], corrected=corrected) else 1)


# -- money ------------------------------------------------------------------------------------


@cache
def rates() -> dict[str, Fraction]:
    return {row["month"]: Fraction(row["rate"]) for row in rows("rates/rates.csv")}


def dollars(months: list[str]) -> Fraction:
    """Return what Aster billed, in dollars, before it is rounded."""
    euros = {row["month"]: Fraction(row["amount"]) * 1000 for row in rows("billing/aster.csv")}
    return sum((euros[month] * rates()[month] for month in months), Fraction(0))


def billed(month: str) -> Fraction:
    """Return the bill of a month to the nearest hundred dollars."""
    return to_step(dollars([month]), Fraction(100))


def cents(amount: Fraction) -> int:
    return int(to_step(100 * amount, Fraction(1)))


def credit(service: str, month: str, *, corrected: bool = True) -> int:
    """Return the credit of a miss in cents, held to 2.5% of the bill; no month has more than 3% in all."""
    due = points(service, month, corrected=corrected) * SHARES[service] * billed(month) / 100
    return min(cents(due), int(100 * billed(month) * 25 / 1000))


def credits_of(year: int) -> dict[tuple[str, str], int]:
    """Return the credits of a year in cents, as they stand in the end: together at most 25,000."""
    left, found = 2_500_000, {}
    for month, service in _misses(year):
        found[service, month] = min(left, credit(service, month))
        left -= found[service, month]
    return found


def _misses(year: int) -> Iterator[tuple[str, str]]:
    months = [month for month in MONTHS if month.startswith(str(year))]
    yield from ((month, service) for month in months for service in SERVICES if is_missed(service, month))


def cases_of(year: int) -> int:
    """Return the cases of a year by Aster's count, which is the one that counts."""
    return sum(int(row["handled"]) for row in rows("cases/aster.csv") if row["month"].startswith(str(year)))
