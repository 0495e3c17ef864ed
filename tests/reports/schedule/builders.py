"""Schedules for the tests: of an agreement written here, or of one of the repository."""

from __future__ import annotations

from pathlib import Path

from comity.agreement.model import Terms
from comity.agreement.read import read
from comity.kernel.problem import Severity
from comity.reports.schedule.model import Schedule
from comity.reports.schedule.plain import text
from comity.reports.schedule.write import schedule_of_terms

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
READ = ROOT / "tests" / "agreement" / "agreements"
ASTER = EXAMPLES / "aster-borealis" / "agreement.yaml"

HEAD = """\
comity: 1
alliance: fern_lark
title: Supply agreement of Fern and Lark
parties: {supplier: Fern Works Ltd, buyer: Lark Foods Ltd}
currency: USD
starts: 2026-01-01
ends: 2028-12-31
settings:
  expected: {2026-01-01: 95%, 2027-02-15: 96%}
  severity: {97%: 0, 90%: 1, else: 3}
  share: {north: 40%, south: 60%}
  tally: {0: 1, 10: 2, else: 0}
  royalty: 8%
  open_term: unset
  class: {north: critical, south: important}
facts:
  orders:
    reported by: buyer
    every: month
    key: [month, region]
    due: 10 days after period end
    columns:
      month: period
      region: [north, south]
      filled: number >= 0
      ordered: number > 0
      late: yes or no
      sent_on: date
  invoices:
    reported by: [supplier, buyer]
    tolerance: 0.5%
    every: month
    due: 15 days after period end
    columns: {month: period, amount: money}
metrics:
  fill_rate: {is: sum(orders.filled) / sum(orders.ordered), every: month, unit: percent}
  by_region: {is: sum(orders.filled) / sum(orders.ordered), every: month, per: region, unit: percent}
  fees: {is: sum(invoices.amount), every: month}
accounts:
  credits: {owed by: supplier, owed to: buyer, settle: next invoice, caps: [{at most: 10% * fees, every: month}]}
"""


def terms_of(text_: str) -> Terms:
    """Return the terms of an agreement that must be in order."""
    terms, problems = read(text_.encode("utf-8"), "agreement.yaml")
    assert terms is not None and not [p for p in problems if p.severity is Severity.ERROR], problems
    return terms


def schedule(path: Path) -> Schedule:
    """Return the schedule of an agreement of the repository."""
    return schedule_of_terms(terms_of(path.read_text(encoding="utf-8")))


def said(clauses: str = "", head: str = HEAD) -> str:
    """Return the schedule's text of an agreement with these clauses."""
    return text(schedule_of_terms(terms_of(head + clauses)))


def clause(body: str, *, name: str = "supply", more: str = "") -> str:
    """Return the text of the section of one clause: `body` are its keys without parties, `more` further sections."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    written = f"clauses:\n  {name}:\n    owed by: supplier\n    owed to: buyer\n{lines}{more}"
    return section(said(written), name.replace("_", " ").title())


def section(whole: str, title: str) -> str:
    """Return one section out of a text."""
    parts = whole.split("\n\n")
    return next(part for part in parts if part.splitlines()[0].partition("  ")[2] == title)
