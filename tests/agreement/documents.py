"""The agreements that the tests of the reader share, and short ways to read them."""

from __future__ import annotations

from pathlib import Path

from comity.agreement.model import Terms
from comity.agreement.read import read
from comity.kernel.problem import Problem, Severity

HERE = Path(__file__).parent
AGREEMENTS = sorted(path for path in (HERE / "agreements").glob("*.yaml") if "amendment" not in path.name)
"""Whole agreements, each free of errors; amendments end in `.amendment.yaml`."""
AMENDMENTS = sorted((HERE / "agreements").glob("*.amendment.yaml"))
BROKEN = sorted((HERE / "broken").glob("*.yaml"))

SMALL = """\
comity: 1
alliance: small
title: A small alliance
parties: {finch: Finch Ltd, heron: Heron Ltd}
currency: USD
starts: 2026-01-01
ends: 2028-12-31
settings:
  expected: {2026-01-01: 95%, 2027-01-01: 96%}
facts:
  orders:
    reported by: heron
    every: month
    columns: {month: period, region: text, filled: number, ordered: number}
metrics:
  fill_rate: {is: sum(orders.filled) / sum(orders.ordered), every: month, unit: percent}
clauses:
  supply:
    owed by: finch
    owed to: heron
    measure: fill_rate
    every: month
    at least: expected
"""


def errors(problems: list[Problem]) -> list[Problem]:
    """Return the problems that stop the work."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def codes(text: str) -> list[str]:
    """Return the codes of all problems of an agreement, in the order of their places."""
    return [problem.code for problem in read(text.encode(), "agreement.yaml")[1]]


def terms(text: str = SMALL) -> Terms:
    """Return the terms of an agreement that must be free of errors."""
    found, problems = read(text.encode(), "agreement.yaml")
    assert errors(problems) == []
    assert found is not None
    return found


def small(**changes: str) -> str:
    """Return the small agreement with lines of it replaced: each keyword is a line's key, its value the new line."""
    lines = SMALL.splitlines()
    for key, line in changes.items():
        index = next(i for i, old in enumerate(lines) if old.strip().startswith(f"{key.replace('_', ' ')}:"))
        lines[index] = line
    return "\n".join(lines) + "\n"
