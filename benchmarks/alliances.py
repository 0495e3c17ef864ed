"""A thousand alliances under one agreement: twelve monthly clauses with windows, credits, caps and elections.

Figures are drawn with a fixed seed and known five days after their month; about one in five misses.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Figure, State
from comity.kernel.period import Grain

START = date(2016, 1, 1)
LEVELS = 12

_HEAD = """
comity: 1
alliance: bench
title: Twelve clauses
parties: {supplier: Supplier Ltd, customer: Customer Ltd}
currency: USD
starts: 2016-01-01
settings:
  severity: {99%: 0, 98%: 1, 97%: 2, 96%: 3, else: 4}
  price_cut: 0%
facts:
  levels:
    reported by: supplier
    every: month
    due: 5 days after period end
    columns: {month: period, good: number, total: number, charges: money}
accounts:
  credits:
    owed by: supplier
    owed to: customer
    settle: next invoice
    caps: [{at most: 12% * charges, every: month}]
metrics:
  charges: {is: sum(levels.charges), unit: USD, every: month}
"""

_CREDIT = "{pay: 4% * charges, into: credits}"
_ELECTION = "{may: customer, do: notice, within: 30 days, else: {declare: reserved}}"

_TESTS = {
    1: ("measure: m1", "at least: 97%", f"credit: {{then: {_CREDIT}}}"),
    2: ("measure: m2", "at least: 97%", f"credit: {{then: {_CREDIT}}}"),
    3: ("measure: m3", "above: 97%", f"credit: {{then: {_CREDIT}}}"),
    4: ("measure: m4", "at least: 97%\n    round: 0.1%\n    let: {points: severity(value) * case when running(missed) "
        ">= 2 then 2 else 1 end}", "credit: {then: {pay: points * 1% * charges, into: credits}}"),
    5: ("measure: m5", "at least: 97%",
        f"repeated: {{when: 'missed and times(missed, 4) >= 2', again: after a clear period, then: {_ELECTION}}}"),
    6: ("measure: m6", "at least: 97%",
        f"streak: {{when: running(missed) >= 3, again: when closed, then: {_ELECTION}}}"),
    7: ("measure: 'mean(m7, 3)'", "at least: 97%\n    round: 0.01%",
        f"low: {{when: missed, again: after a clear period, then: {_ELECTION}}}"),
    8: ("measure: m8", "at least: 97%",
        "tenth: {when: 'times(missed, 12 months) >= 3', again: from zero, then: {pay: USD 500, into: credits}}"),
    9: ("measure: m9", "at least: 97%",
        "cut: {when: missed, again: once a quarter, then: {set: {price_cut: 1%}, for: 3 months}}"),
    10: ("measure: m10", "at least: 97%",
         "back: {then: [{pay: 4% * charges, into: credits}, {name: earn back, when: 'mean(value, 3) >= 99%', "
         "within: 3 periods, then: {pay: -paid, into: credits}}]}"),
    11: ("missed if: credits.cap_reached", "",
         "full: {when: 'missed and times(missed, 6) >= 3', again: when closed, then: {declare: exhausted}}"),
    12: ("measure: m12", "at most: 99.5%", "surplus: {when: value > 99%, then: {declare: surplus}}"),
}  # fmt: skip


def text() -> str:
    """Return the agreement as a document."""
    names = [n for n in _TESTS if n != 11]
    metrics = "".join(
        f"  m{n}: {{is: sum(levels.good) / sum(levels.total), unit: percent, every: month}}\n" for n in names
    )
    clauses = "".join(
        f"  c{n}:\n    owed by: supplier\n    owed to: customer\n    every: month\n    {test}\n    {more}\n"
        f"    rules:\n      {rules}\n"
        for n, (test, more, rules) in _TESTS.items()
    )
    return f"{_HEAD}{metrics}clauses:\n{clauses}"


def agreement() -> Agreement:
    """Return the agreement; ValueError if it has a problem."""
    found, problems = read_agreement(("agreement.yaml", text().encode()))
    if found is None:
        raise ValueError("\n".join(map(str, problems)))
    return found


def figures(count: int, months: int) -> Iterator[list[Figure]]:
    """Yield the figures of each of some alliances."""
    random, calendar = Random(20161), Calendar(term_starts=START)
    first = calendar.containing(Grain.MONTH, START)
    periods = [calendar.shift(first, n) for n in range(months)]
    metrics = [f"m{n}" for n in _TESTS if n != 11]
    for _ in range(count):
        found = []
        for period in periods:
            known = period.last + timedelta(days=5)
            for metric in metrics:
                low = random.random() < 0.2
                value = Decimal(random.randrange(9500, 9700) if low else random.randrange(9700, 10001)) / 10000
                found.append(_figure(metric, period, value, known))
            found.append(_figure("charges", period, Decimal(random.randrange(50_000, 150_000)), known))
        yield found


def _figure(metric: str, period, value: Decimal, known: date) -> Figure:  # type: ignore[no-untyped-def]  # noqa: ANN001
    unit = "USD" if metric == "charges" else "percent"
    return Figure(
        metric=metric, period=period, scope=(), value=value, unit=unit, state=State.FINAL, known=known
    )  # fmt: skip
