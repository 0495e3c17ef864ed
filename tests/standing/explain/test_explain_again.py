"""Why a rule may fire again, or may not: each way of saying `again`, told from what happened before."""

from __future__ import annotations

import pytest

from tests.standing.explain.builders import agreement, desk, told, under

TEXT = """
comity: 1
alliance: again
title: Again
parties: {a: Alder Ltd, b: Birch Ltd}
starts: 2026-01-01
facts: {t: {reported by: a, every: month, due: 5 days after period end, columns: {month: period, n: number}}}
metrics: {share: {is: sum(t.n), every: month, unit: percent}}
clauses:
  service:
    owed by: a
    owed to: b
    measure: share
    every: month
    at least: 90%
    rules:
      closed: {again: when closed, then: {may: b, do: notice, within: 50 days, else: {declare: reserved}}}
      clear: {when: running(missed) >= 2, again: after a clear period, then: {declare: noted}}
      zero: {when: "times(missed, 12) >= 2", again: from zero, then: {declare: counted}}
      quarterly: {when: running(missed) >= 1, again: once a quarter, then: {declare: warned}}
      once: {when: running(missed) >= 1, again: never, then: {declare: marked}}
      bare: {then: {declare: seen}}
examples:
  - says: Missed from January to March and in May.
    given: {share: {2026-01..2026-03: 80%, 2026-04: 95%, 2026-05: 80%}}
    as of: 2026-06-10
    expect: {service: {2026-01: {verdict: missed}}}
"""


@pytest.fixture(scope="module")
def of():
    """The clause after five months."""
    return desk(agreement(TEXT))


def again(of, rule: str, period: str) -> str:
    """Return whether a rule fired, and what is said of firing again."""
    lines = under(told(of, "service", period), f"rule {rule}")
    said = next((line.strip() for line in lines if line.strip().startswith("again:")), "")
    return f"{lines[0].partition(' = ')[2].split('  ')[0]} | {said.partition('  ')[2]}"


CLOSED = "it may fire when no step of its earlier cases is open"
CLEAR = "since it last fired one determined period must have been clear"
QUARTER = "it may fire once in each quarter; fired before in 2026-01"
ZERO = "after it fires its count begins again with the next period"


@pytest.mark.parametrize(
    ("rule", "period", "said"),
    [
        ("closed", "2026-01", f"fired | {CLOSED}; it has not fired before; none was open on 2026-02-05"),
        (
            "closed", "2026-02",
            f"may not fire | {CLOSED}; fired before in 2026-01; open on 2026-03-05: notice of 2026-01",
        ),
        (
            "clear", "2026-03",
            f"may not fire | {CLEAR}; fired before in 2026-02; no determined period in between was clear",
        ),
        ("quarterly", "2026-03", f"may not fire | {QUARTER}; in 2026-Q1 it fired in 2026-01"),
        ("quarterly", "2026-05", f"fired | {QUARTER}; in 2026-Q2 it has not fired otherwise"),
        ("once", "2026-05", "may not fire | it may fire once; fired before in 2026-01"),
        ("zero", "2026-05", f"fired | {ZERO}; fired before in 2026-02"),
        ("bare", "2026-02", "fired | "),
    ],
)  # fmt: skip
def test_each_way_of_firing_again_is_told_from_what_happened(of, rule: str, period: str, said: str) -> None:
    """Whether it fired, what its word means, which earlier firings there were, and what decided."""
    assert again(of, rule, period) == said


def test_a_count_that_began_again_says_from_where(of) -> None:
    """After February the count of misses starts with March: March and May make two."""
    lines = under(told(of, "service", "2026-05"), "rule zero")
    assert "counted from after 2026-02, when it last fired" in lines[1]
    counted = under(lines, "times(missed, 12)")
    assert [line.strip() for line in counted] == [
        "times(missed, 12) = 2  3 periods", "2026-03 = yes", "2026-04 = no", "2026-05 = yes",
    ]  # fmt: skip
