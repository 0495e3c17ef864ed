"""What an example gives: figures by member and period, and rows of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from comity.agreement.formula.constants import constant
from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Example, FactTable, Metric, Terms
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, listed
from comity.facts.given import given_rows
from comity.facts.model import RawFile
from comity.facts.surveyed import SurveyScore
from comity.kernel.figure import Exact, Scope
from comity.kernel.period import Period

Cells = Mapping[str, Mapping[tuple[Scope, str], Exact]]
"""Figures given: metric -> (member, period name) -> value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The figures, fact files and results of surveys of an example, and the last day any of it speaks of."""

    figures: Cells
    files: Mapping[str, tuple[RawFile, ...]]
    last: date
    surveyed: tuple[SurveyScore, ...] = ()
    problems: tuple[str, ...] = field(default=())


def given(example: Example, terms: Terms) -> Given:
    """Read what an example gives. A metric that is given is not computed; what it does not name is missing."""
    figures: dict[str, dict[tuple[Scope, str], Exact]] = {}
    files: dict[str, tuple[RawFile, ...]] = {}
    surveyed: list[SurveyScore] = []
    days = [terms.starts]
    for key, value in entries(example.given):
        if key.text in terms.metrics:
            metric = terms.metrics[key.text]
            cells = {where: number for where, number in _figures(metric, value, terms) if isinstance(number, Exact)}
            figures[key.text] = cells
            days += [terms.calendar.period(name).last for _, name in cells]
        elif key.text in terms.facts:
            table = terms.facts[key.text]
            rows = [row for row in listed(value) if isinstance(row, MapNode)]
            files[key.text] = (_file(table, rows, terms),)
            days += [day for row in rows if (day := _day_of(table, row, terms)) is not None]
        elif key.text.startswith("survey("):
            surveyed += _scores(key.text, value, terms)
    days += [period.last for period in expected_periods(example, terms)]
    days += [score.closed for score in surveyed]
    return Given(figures=figures, files=files, last=max(days), surveyed=tuple(surveyed))


def _scores(text: str, node: Node, terms: Terms, party: str = "") -> Iterator[SurveyScore]:
    """Yield what waves said, by the day on which each was closed; below a party what its own people said."""
    survey, _, dimension = text.removeprefix("survey(").rstrip(" )").partition(".")
    for key, value in entries(node):
        if key.text in terms.parties and not party:
            yield from _scores(text, value, terms, key.text)
        elif isinstance(value, Scalar) and isinstance(number := constant(value.text, terms), Exact):
            for period in periods_named(key.text, terms):
                yield SurveyScore(
                    survey=survey.strip(), dimension=dimension.strip(), wave=f"closed {period.last}",
                    closed=period.last, digest=f"{number}", party=party, value=number,
                )  # fmt: skip


def entries(node: object) -> Iterator[tuple[Scalar, Node]]:
    """Yield the keys and values of a mapping; nothing for anything else."""
    if isinstance(node, MapNode):
        yield from node


def expected_periods(example: Example, terms: Terms) -> Iterable[Period]:
    """Yield every period that an example's expectations name; a member may be called like one, such as a cohort."""
    for name, node in entries(example.expect):
        owner = terms.clauses.get(name.text) or terms.metrics.get(name.text)
        for _, cells in by_member(owner.per if owner is not None else (), node):
            for key, below in entries(cells):
                yield from periods_named(key.text, terms)
                if owner is None:  # of a setting, that of a member stands below
                    yield from (period for day, _ in entries(below) for period in periods_named(day.text, terms))


def periods_named(text: str, terms: Terms) -> list[Period]:
    """Return the periods a key stands for (`2026-01..2026-03`, `2026-01, 2026-03`); none if it is no period."""
    try:
        return [terms.calendar.period(name) for name in terms.calendar.expand(text)]
    except ValueError:
        return []


# -- figures ----------------------------------------------------------------------------------


def _figures(metric: Metric, node: Node, terms: Terms) -> Iterator[tuple[tuple[Scope, str], Result]]:
    for scope, cells in by_member(metric.per, node):
        for key, value in entries(cells):
            if isinstance(value, Scalar):
                for period in periods_named(key.text, terms):
                    yield (scope, period.name), constant(value.text, terms)


def by_member(per: tuple[str, ...], node: Node, scope: Scope = ()) -> Iterator[tuple[Scope, Node]]:
    """Yield (member, what is below), one level of keys for each scope column; `a, b` names several."""
    if not per:
        yield scope, node
        return
    for key, value in entries(node):
        for member in (part.strip() for part in key.text.split(",")):
            yield from by_member(per[1:], value, (*scope, (per[0], member)))


# -- facts ------------------------------------------------------------------------------------


def _file(table: FactTable, rows: list[MapNode], terms: Terms) -> RawFile:
    """Return rows as a file that their reporter handed in; each was known when it was due."""
    columns = dict.fromkeys([*table.columns, *(name for row in rows for name in row.names)])
    cells = {name: [row.text(name) for row in rows] for name in columns}
    cells["known_at"] = [_known(table, row, terms) for row in rows]
    if table.reporter_column is None:
        cells.setdefault("reported_by", [table.reporters[0].party] * len(rows))
    return given_rows(f"{table.name} of the example", cells)


def _day_of(table: FactTable, row: MapNode, terms: Terms) -> date | None:
    text = row.text(table.period_column or "")
    if text is None:
        return None
    periods = periods_named(text, terms)
    return periods[0].last if periods else None


def _known(table: FactTable, row: MapNode, terms: Terms) -> str | None:
    """Return the day a row counts as reported: its due day, else the end of its period."""
    day = _day_of(table, row, terms)
    if day is None:
        return None
    anchors = {"period end": day, "day": day, "report": day, "starts": terms.starts}
    due = terms.calendar.deadline_day(table.due, anchors, table.every) if table.due else None
    return (due or day).isoformat()
