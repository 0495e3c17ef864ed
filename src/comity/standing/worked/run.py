"""Running the worked examples of an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.agreement.acts import Act, read_acts
from comity.agreement.model import Agreement, Example, Terms
from comity.agreement.nodes import Node
from comity.clauses.life.cases import ONGOING
from comity.clauses.life.model import Life
from comity.facts.load import load
from comity.kernel.days import days_after
from comity.kernel.problem import Problem
from comity.metrics.driver import Driver
from comity.standing.asked import TOO_MUCH, asked
from comity.standing.index import FigureIndex
from comity.standing.life import life_of
from comity.standing.worked.expected import Found, check_all
from comity.standing.worked.given import Given, given
from comity.standing.worked.model import Outcome, Result

MOST_TURNS = 8
"""How often the day of evaluation is moved on so that open steps come to their end."""
MOST_RESULTS = 200_000
"""Figures and verdicts that the examples of an agreement may take, all together."""
LEAST = 100
"""Figures and verdicts that an example costs at least, however little it asks for."""


class _Spent(Exception):
    """The examples ask for more than is computed."""


@dataclass(slots=True)
class _Left:
    """How many figures and verdicts the examples may still take."""

    count: int = MOST_RESULTS

    def spend(self, count: int) -> None:
        """Take so many of them. Raises _Spent where there are not as many left."""
        self.count -= max(count, LEAST)
        if self.count < 0:
            raise _Spent


def run_examples(agreement: Agreement, driver: Driver) -> tuple[list[Outcome], list[Problem]]:
    """Run every worked example of the latest terms; return what came of them, and the problems (CMY-60x, CMY-988).

    Where they ask for too much to be computed, as of a day thousands of years away, the rest of them is not run.
    """
    terms, left = agreement.versions[-1][1], _Left()
    outcomes, problems = [], list[Problem]()
    for example in terms.examples:
        try:
            outcome, refused = run_example(example, agreement, terms, driver, left)
        except _Spent:
            problems.append(_too_much(example))
            break
        problems += refused
        outcomes.append(outcome)
        problems += _failures(outcome)
    return outcomes, problems


def run_example(
    example: Example, agreement: Agreement, terms: Terms, driver: Driver, left: _Left
) -> tuple[Outcome, list[Problem]]:  # fmt: skip
    """Run one worked example; without a day of its own, as of the day on which nothing is left to happen."""
    supplied = given(example, terms)
    acts, problems = read_acts(example.acts if isinstance(example.acts, Node) else None, agreement)
    if example.as_of is not None:
        found, refused = _found(supplied, acts, agreement, terms, driver, left, example.as_of)
    else:
        found, refused = _to_the_end(supplied, acts, agreement, terms, driver, left)
    outcome = Outcome(example=example, expectations=tuple(check_all(example, found)), life=found.life)
    return outcome, [*problems, *refused]


def _found(
    supplied: Given, acts: Sequence[Act], agreement: Agreement, terms: Terms, driver: Driver, left: _Left, as_of: date
) -> tuple[Found, list[Problem]]:  # fmt: skip
    facts, problems = load(supplied.files, terms, known_at=as_of, agreement=agreement)
    facts = replace(facts, surveyed=tuple(one for one in supplied.surveyed if one.closed <= as_of))
    left.spend(sum(one.count for one in asked(agreement, facts, acts, as_of=as_of)))
    figures, life = life_of(agreement, facts, acts, as_of=as_of, driver=driver, given=supplied.figures)
    index = FigureIndex(figures)
    return Found(agreement=agreement, terms=terms, figures=index, life=life, as_of=as_of), problems


def _to_the_end(
    supplied: Given, acts: Sequence[Act], agreement: Agreement, terms: Terms, driver: Driver, left: _Left
) -> tuple[Found, list[Problem]]:  # fmt: skip
    """Evaluate on the day after the last fact and act, then on later days until no dated step is open any more."""
    day = max([_when_facts_are_due(supplied.last, terms), *(days_after(act.on) for act in acts)])
    for _ in range(MOST_TURNS):
        found, problems = _found(supplied, acts, agreement, terms, driver, left, day)
        later = _when_steps_end(found.life, day)
        if later is None:
            break
        day = later
    return found, problems


def _when_steps_end(life: Life, day: date) -> date | None:
    dues = [step.due for case in life.cases for step in case.steps if step.state in ONGOING and step.due is not None]
    later = [due for due in dues if due >= day]
    return days_after(max(later)) if later else None


def _when_facts_are_due(last: date, terms: Terms) -> date:
    """Return the day by which all facts of the periods an example speaks of are due."""
    days = [last]
    for table in terms.facts.values():
        if table.due is not None:
            end = terms.calendar.containing(table.every, last).last if table.every else last
            due = terms.calendar.deadline_day(table.due, {"period end": end, "day": end, "starts": terms.starts})
            days.append(due or end)
    return days_after(max(days))


def _too_much(example: Example) -> Problem:
    why = f"with this one the worked examples take more than {MOST_RESULTS:,} figures and verdicts"
    hint = "Give it an earlier `as of`, or fewer periods; the examples from here on were not run."
    return Problem(code=TOO_MUCH, place=example.place, why=why, hint=hint)


def _failures(outcome: Outcome) -> Iterator[Problem]:
    for one in outcome.expectations:
        if one.result is Result.FAILED:
            yield Problem(
                code="CMY-601",
                place=one.place,
                why=f"the example expects {one.about} {one.word} to be {one.expected}, but it is {one.found}",
                hint="Mend the example or the terms; an agreement whose examples fail is not fit to sign.",
            )
