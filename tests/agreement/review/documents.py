"""A soundly drafted agreement, in which the review finds nothing, and ways to spoil it."""

from __future__ import annotations

from comity.agreement.read import read_agreement
from comity.kernel.problem import Problem, Severity

SOUND = """\
comity: 1
alliance: sound
title: Finch and Heron, supply
parties: {finch: Finch Ltd, heron: Heron Ltd}
calendar: {business days: [US]}
currency: USD
starts: 2026-01-01
ends: 2028-12-31
objectives: {supply: What is ordered is delivered.}
settings:
  points_for: {99%: 0, 98%: 1, 97%: 2, else: 4}
facts:
  orders:
    reported by: heron
    every: month
    due: 10 days after period end
    columns: {month: period, filled: number >= 0, ordered: number >= 0, charges: money >= 0}
metrics:
  fill_rate:
    is: sum(orders.filled) / sum(orders.ordered)
    every: month
    unit: percent
    round: 0.1%
    better: higher
    serves: supply
  charges: {is: sum(orders.charges), every: month, serves: supply}
accounts:
  credits:
    owed by: finch
    owed to: heron
    settle: next invoice
    caps: [{at most: 10% * charges, every: month}]
clauses:
  supply:
    title: Orders filled
    owed by: finch
    owed to: heron
    measure: fill_rate
    every: month
    at least: 99%
    ladder: standard
    let: {points: points_for(value)}
    rules:
      credit:
        then: {pay: points * 3% * charges, into: credits}
      repeated:
        when: times(missed, 4) >= 2
        again: after a clear period
        then:
          may: heron
          do: notice of termination
          within: 60 days after report
          then: {set: {agreement: terminated}}
          else: {declare: reserved}
ladders:
  standard:
    - {level: project managers, within: 10 business days}
    - {level: arbitration, rules: ICC Rules of Arbitration, seat: Geneva}
"""


def spoilt(*changes: tuple[str, str]) -> str:
    """Return the sound agreement with parts of it replaced; each part must be there."""
    text = SOUND
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def findings(text: str) -> list[Problem]:
    """Return what the review finds in an agreement that must read without error."""
    agreement, problems = read_agreement(("agreement.yaml", text.encode()), reviewed=True)
    assert agreement is not None
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []
    return problems


def the(code: str, text: str) -> Problem:
    """Return the one finding of a code; it says what to do, and shows the line it speaks of."""
    (problem,) = [problem for problem in findings(text) if problem.code == code]
    assert problem.severity is Severity.WARNING
    assert problem.hint
    assert problem.place.line is not None
    assert problem.place.excerpt == text.splitlines()[problem.place.line - 1]
    return problem


def line(problem: Problem) -> str:
    """Return the line of a finding from its place on."""
    assert problem.place.column is not None
    return problem.place.excerpt[problem.place.column - 1 :]


def codes(text: str) -> list[str]:
    """Return the codes of all findings, in the order of the document."""
    return [problem.code for problem in findings(text)]
