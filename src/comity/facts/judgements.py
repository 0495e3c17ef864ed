"""Ratings against what was agreed about them: on the agreed levels, by the agreed roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.judging import ROLE, Judging, judging_of
from comity.agreement.model import Metric, Terms
from comity.facts.found import Found, shown
from comity.facts.model import RawFile, Submission
from comity.kernel import exact
from comity.kernel.problem import Problem
from comity.kernel.words import and_list

Row = Mapping[str, Any]
MOST_LISTED = 20


def check_judgements(raw: RawFile, submission: Submission, terms_on: Callable[[date], Terms]) -> list[Problem]:
    """Return what is wrong with ratings: a level that is none of the anchors (CMY-452), a role that does not judge.

    A rating belongs to the judged metrics that count it (CMY-453), by the terms in force on the first day it is about.
    """
    found = Found(raw, submission.rows.column("_row").combine_chunks())
    judged = _judged_over(submission, terms_on)
    rows: list[Row] = submission.rows.to_pylist() if any(judged.values()) else []
    ratings = [
        _Rating(index, row, one.metric, one.judging)
        for index, row in enumerate(rows)
        for one in judged[row["_first"]]
        if counts(row, one.judging, one.metric, one.terms)
    ]
    for metric in {id(one.metric): one.metric for one in ratings}.values():
        own = [one for one in ratings if one.metric is metric]
        _check_levels(metric, own, found)
        _check_roles(metric, own, found)
    return found.problems()


@dataclass(frozen=True, slots=True)
class _Rating:
    """A row of a file that counts for a judged metric; `index` is its place among the rows that were read."""

    index: int
    row: Row
    metric: Metric
    judging: Judging

    @property
    def judges(self) -> tuple[str, ...]:
        return self.metric.judged_by.get(self.row[self.judging.party], ())


@dataclass(frozen=True, slots=True)
class _Judged:
    """A judged metric under the terms of a day."""

    metric: Metric
    judging: Judging
    terms: Terms


def _judged_over(submission: Submission, terms_on: Callable[[date], Terms]) -> Mapping[date, list[_Judged]]:
    """Return the metrics judged from this table, by the first day that a row is about."""
    firsts: list[date] = submission.rows.column("_first").unique().to_pylist()
    versions = {first: terms_on(first) for first in firsts}
    made = {id(terms): list(_judged_in(submission.table_name, terms)) for terms in versions.values()}
    return {first: made[id(terms)] for first, terms in versions.items()}


def _judged_in(table: str, terms: Terms) -> Iterator[_Judged]:
    for metric in terms.metrics.values():
        judging = judging_of(metric, terms)
        if judging is not None and judging.table == table:
            yield _Judged(metric, judging, terms)


def _check_levels(metric: Metric, ratings: list[_Rating], found: Found) -> None:
    given = {one.index: one.row[one.judging.level] for one in ratings}
    wrong = [index for index, level in given.items() if level is not None and Decimal(level) not in metric.levels]
    levels = and_list([exact.text(level) for level in metric.levels], most=MOST_LISTED)

    def why(index: int) -> str:
        return f"{exact.text(Decimal(given[index]))} is none of the levels on which {metric.name} is judged"

    hint = f"Its levels are {levels}; choose the one whose description fits."
    found.cells("CMY-452", ratings[0].judging.level, wrong, why, hint)


def _check_roles(metric: Metric, ratings: list[_Rating], found: Found) -> None:
    wrong = {one.index: one for one in ratings if one.row[one.judging.role] not in one.judges}
    hint = "Only the roles under `judged by` judge; to add one, amend the agreement."
    found.cells("CMY-453", ROLE, list(wrong), lambda index: _no_judge(metric, wrong[index]), hint)


def _no_judge(metric: Metric, rating: _Rating) -> str:
    party, role = rating.row[rating.judging.party], rating.row[rating.judging.role] or ""
    said = f"nobody of {party} does"
    if rating.judges:
        said = f"there the {and_list(rating.judges, most=MOST_LISTED)} {'does' if len(rating.judges) == 1 else 'do'}"
    near = get_close_matches(role, rating.judges, 1)
    meant = f". Did you mean {near[0]}?" if near else ""
    return f"{shown(role)} of {party} does not judge {metric.name}; {said}{meant}"


# -- which ratings a metric counts ------------------------------------------------------------


class _Row(Env):
    """The names of one row of ratings, and of the terms on the first day of the metric's period."""

    __slots__ = ("row", "table")

    def __init__(self, terms: Terms, metric: Metric, table: str, row: Row) -> None:
        period = terms.calendar.containing(metric.every, row["_last"])
        super().__init__(terms, period, (), period.last, terms.starts)
        self.table = table
        self.row = row

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Return the content of a cell."""
        if len(name.parts) == 2 and name.parts[0] == self.table and name.parts[1] in self.row:
            value = self.row[name.parts[1]]
            return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        return NOT_HERE


def counts(row: Row, judging: Judging, metric: Metric, terms: Terms) -> bool:
    """Say whether a rating counts for a judged metric: whether the condition of one of its aggregates holds."""
    env = _Row(terms, metric, judging.table, row)
    return any(condition is None or evaluate(condition, env) is True for condition in _conditions(judging))


def _conditions(judging: Judging) -> Iterator[tree.Node | None]:
    return (call.where for call in judging.calls)
