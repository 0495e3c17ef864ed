"""An alliance in which each party reports its own rows: what it judges, and the hours it spends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.facts.given import given_rows
from comity.facts.load import load
from comity.facts.model import Facts, RawFile
from comity.kernel.figure import Figure
from comity.kernel.problem import Problem
from comity.metrics.measure import measure

DRIVER = DuckDBDriver(threads=1)
LATE = date(2026, 12, 31)
TEXT = """\
comity: 1
alliance: fern_lark
title: Fern and Lark
parties: {fern: Fern Works Ltd, lark: Lark Foods Ltd}
currency: USD
starts: 2026-01-01
ends: 2027-12-31
facts:
  ratings:
    reported by: [fern, lark]
    every: quarter
    key: [quarter, party, role, criterion]
    due: 15 days after period end
    columns: {quarter: period, party: reporter, role: text, criterion: text, level: number, reason: text}
  effort:
    reported by: [fern, lark]
    every: month
    due: 10 days after period end
    columns: {month: period, party: reporter, team: text, hours: number >= 0}
metrics:
  trust:
    is: avg(ratings.level) filter (where ratings.criterion = 'trust')
    every: quarter
    per: party
    levels: {0: Broken., 25: Doubted., 50: Kept when reminded., 75: Kept., 100: More than kept.}
    judged by: {fern: manager, lark: [manager, sponsor]}
  trust_gap: {is: max(trust) - min(trust), every: quarter}
  hours: {is: sum(effort.hours), every: month}
  own_hours: {is: sum(effort.hours), every: month, per: party}
  team_hours: {is: sum(effort.hours), every: month, per: [party, team]}
  double_hours: {is: own_hours * 2, every: month, per: party}
  year_hours: {is: sum(effort.hours), every: year, per: party}
"""


def agreement(*changes: tuple[str, str], amended: str = "") -> Agreement:
    """Return the agreement with parts of it replaced; each part must be there."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    amendments = [("amendments/1.yaml", amended.encode())] if amended else []
    found, problems = read_agreement(("agreement.yaml", text.encode()), amendments)
    assert found is not None
    assert problems == []
    return found


def handed_in(table: str, party: str, text: str, known_at: str = "2026-04-10", **about: str) -> RawFile:
    """Return a file of comma-separated lines, the first of which names the columns; `party` "" says nobody."""
    head, *rows = [line.split(",") for line in text.strip().splitlines()]
    cells = {name: [row[at] or None for row in rows] for at, name in enumerate(head)}
    made = given_rows(f"facts/{table}/{party or 'all'}-{known_at}.csv", cells)
    said = {"known at": known_at} | ({"reported by": party} if party else {}) | about
    return RawFile(path=made.path, table=made.table, digest=made.path, first_row=2, rows_are_lines=True, about=said)


def loaded(
    of: Agreement, files: Mapping[str, Sequence[RawFile]], known_at: date = LATE
) -> tuple[Facts, list[Problem]]:  # fmt: skip
    """Return the facts as known on a day, and what is wrong with the files."""
    return load(files, of.versions[-1][1], known_at, of)


def figures(of: Agreement, files: Mapping[str, Sequence[RawFile]], as_of: date = LATE) -> dict[str, Figure]:
    """Return the figures by metric, members and period: `trust fern 2026-Q1`."""
    facts, problems = loaded(of, files, as_of)
    assert problems == []
    found = measure(of, facts, as_of=as_of, driver=DRIVER).figures
    return {
        " ".join((name, *(member for _, member in figure.scope), figure.period.name)): figure
        for name, series in found.items()
        for figure in series
    }


def shown(figure: Figure) -> str:
    """Return a figure in short: its value, or its state and reason."""
    return str(figure.value) if figure.value is not None else f"{figure.state.value}: {figure.reason}"


HEAD = "quarter,role,criterion,level,reason\n"
FERN = handed_in("ratings", "fern", HEAD + "2026-Q1,manager,trust,75,Delays were told")
LARK = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,We had to ask\n2026-Q1,sponsor,trust,25,")
