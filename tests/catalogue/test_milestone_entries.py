"""The entries over milestones: on random milestones and acts, each formula against an independent query."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import duckdb
import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import read_acts
from comity.agreement.nodes import Node
from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry
from comity.facts.load import load
from comity.kernel.figure import Figure
from comity.metrics.measure import measure
from comity.standing.milestone_table import with_milestones
from tests.catalogue.measured import agreed

AS_OF = date(2028, 1, 31)
NUMBER = 40
TIME_TO_ACCEPT = 30

QUERIES = {
    "milestones_on_time": "avg(case when done > due or done is null then 0.0 else 1.0 end)",
    "milestone_slippage": f"avg(case when coalesce(done, date '{AS_OF}') > due"
    f" then datediff('day', due, coalesce(done, date '{AS_OF}')) else 0 end)",
    "milestones_earned": "sum(case when date_trunc('quarter', earned) <= date_trunc('quarter', due)"
    " then worth else 0 end) / sum(worth)",
}
"""The value of a quarter in SQL, over one line for each milestone due in it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A milestone with its acts, and what they come to: the day it is done, and that on which its worth is earned."""

    name: str
    due: date
    worth: int | None
    terms: Mapping[str, str]
    acts: tuple[Mapping[str, object], ...]
    done: date | None
    earned: date | None


def _drawn(random: Random, number: int) -> Drawn:
    name, owner, other = f"m{number}", *random.sample(["fern", "lark"], 2)
    due = date(2026, 1, 1) + timedelta(days=random.randrange(700))
    worth = random.choice([None, 100, 250, 400])
    terms = {"due": due.isoformat(), "owed by": owner} | ({"worth": f"USD {worth}"} if worth else {})
    acts: list[Mapping[str, object]] = []
    done = _later(due, random, -20, 60) if random.random() < 0.85 else None
    earned = done
    if done is not None:
        acts.append({"on": done.isoformat(), "by": owner, "do": "complete", "about": name})
    if random.random() < 0.6:
        terms |= {"accepted by": other, "within": f"{TIME_TO_ACCEPT} days"}
        answer = random.choice(["accept", "reject", "silence"]) if done is not None else "silence"
        said = _later(done, random, 1, 20) if done is not None else None
        if answer == "silence":
            earned = done + timedelta(days=TIME_TO_ACCEPT) if done is not None else None
        elif answer == "accept":
            earned = said
            acts.append({"on": f"{said}", "by": other, "do": "accept", "about": name})
        else:
            done = earned = None
            acts.append(
                {"on": f"{said}", "by": other, "do": "reject", "about": name, "with": {"reason": "it does not work"}}
            )
    return Drawn(name, due, worth, terms, tuple(acts), done, earned)


def _later(day: date, random: Random, least: int, most: int) -> date:
    # No act lies before the agreement starts.
    return max(day + timedelta(days=random.randint(least, most)), date(2026, 1, 1))


def _figures(entry: Entry, drawn: list[Drawn]) -> dict[str, Figure]:
    example = replace(
        entry.example,
        milestones={one.name: one.terms for one in drawn},
        acts=tuple(act for one in drawn for act in one.acts),  # type: ignore[misc]
    )
    agreement = agreed(replace(entry, example=example), expected=True)
    terms = agreement.versions[-1][1]
    written = terms.examples[0].acts
    acts, problems = read_acts(written if isinstance(written, Node) else None, agreement)
    facts, more = load({}, terms, known_at=AS_OF)
    assert not [*problems, *more]
    tabled, facts = with_milestones(agreement, facts, acts, as_of=AS_OF)
    found = measure(tabled, facts, as_of=AS_OF, driver=DuckDBDriver()).figures[entry.name]
    return {figure.period.name: figure for figure in found}


def _asked(value: str, drawn: list[Drawn]) -> dict[str, float | None]:
    with duckdb.connect() as connection:
        connection.execute("create table milestones (due date, done date, earned date, worth double)")
        rows = [(one.due, one.done, one.earned, one.worth) for one in drawn]
        connection.executemany("insert into milestones values (?, ?, ?, ?)", rows)
        quarter = "year(due) || '-Q' || quarter(due)"
        return dict(connection.execute(f"select {quarter}, {value} from milestones group by 1").fetchall())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", QUERIES)
def test_a_formula_over_milestones_says_what_a_query_says(name: str, seed: int) -> None:
    """Early, late, rejected, silently accepted, without a worth or never done: every quarter is what SQL finds."""
    entry = catalogue().entry(name)
    assert entry is not None
    random = Random(f"{name} {seed}")
    drawn = [_drawn(random, number) for number in range(NUMBER)]
    found, wanted = _figures(entry, drawn), _asked(QUERIES[name], drawn)
    assert set(wanted) <= set(found)
    for period, figure in found.items():
        value = wanted.get(period)
        assert (figure.value is None) is (value is None), figure
        if figure.value is not None and value is not None:
            step = 0.05 if name == "milestone_slippage" else 0.0005
            assert math.isclose(float(figure.value), value, abs_tol=step + 1e-9), figure


@pytest.mark.parametrize("name", QUERIES)
def test_a_quarter_in_which_no_milestone_is_due_has_no_figure(name: str) -> None:
    """One milestone in February 2026 gives a figure to that quarter and to no other."""
    entry = catalogue().entry(name)
    assert entry is not None
    act = {"on": "2026-02-10", "by": "fern", "do": "complete", "about": "design"}
    day = date(2026, 2, 10)
    terms = {"due": "2026-02-10", "owed by": "fern", "worth": "USD 100"}
    found = _figures(entry, [Drawn("design", day, 100, terms, (act,), day, day)])
    assert [period for period, figure in found.items() if figure.value is not None] == ["2026-Q1"]
    assert all(figure.reason for figure in found.values() if figure.value is None)
