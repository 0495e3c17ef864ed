"""Running the worked examples of an agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from comity.agreement.model import Agreement, Example, Terms
from comity.facts.load import load
from comity.kernel.problem import Problem, Severity
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.standing.disputes import verdicts_of
from comity.standing.index import FigureIndex
from comity.standing.worked.expected import Found, check_all
from comity.standing.worked.given import Given, given
from comity.standing.worked.model import Outcome, Result


def run_examples(agreement: Agreement, driver: Driver) -> tuple[list[Outcome], list[Problem]]:
    """Run every worked example of the latest terms; return what came of them, and the problems (CMY-60x)."""
    terms = agreement.versions[-1][1]
    outcomes, problems = [], list[Problem]()
    for example in terms.examples:
        outcome, refused = _run(example, agreement, terms, driver)
        problems += refused
        outcomes.append(outcome)
        problems += _failures(outcome)
    return outcomes, [*problems, *_unfollowed(outcomes)]


def _run(example: Example, agreement: Agreement, terms: Terms, driver: Driver) -> tuple[Outcome, list[Problem]]:
    supplied = given(example, terms)
    as_of = example.as_of or _when_nothing_is_left(supplied, terms)
    facts, problems = load(supplied.files, terms, known_at=as_of)
    figures = measure(agreement, facts, as_of=as_of, driver=driver, given=supplied.figures).figures
    index = FigureIndex(figures)
    judged = verdicts_of(agreement, facts, index, as_of=as_of, driver=driver, given=supplied.figures)
    verdicts = {(v.clause, v.scope, v.period.name): v for of in judged.values() for v in of}
    found = Found(agreement=agreement, terms=terms, figures=index, verdicts=verdicts, as_of=as_of)
    return Outcome(example=example, expectations=tuple(check_all(example, found))), problems


def _when_nothing_is_left(supplied: Given, terms: Terms) -> date:
    """Return the day by which all facts of the periods an example speaks of are due."""
    days = [supplied.last]
    for table in terms.facts.values():
        if table.due is not None:
            last = terms.calendar.containing(table.every, supplied.last).last if table.every else supplied.last
            due = terms.calendar.deadline_day(table.due, {"period end": last, "day": last, "starts": terms.starts})
            days.append(due or last)
    return max(days) + timedelta(days=1)


def _failures(outcome: Outcome) -> Iterator[Problem]:
    for one in outcome.expectations:
        if one.result is Result.FAILED:
            yield Problem(
                code="CMY-601",
                place=one.place,
                why=f"the example expects {one.about} {one.word} to be {one.expected}, but it is {one.found}",
                hint="Mend the example or the terms; an agreement whose examples fail is not fit to sign.",
            )


def _unfollowed(outcomes: list[Outcome]) -> Iterator[Problem]:
    left = [one for outcome in outcomes for one in outcome.expectations if one.result is Result.NOT_FOLLOWED]
    if left:
        yield Problem(
            code="CMY-602",
            severity=Severity.WARNING,
            place=left[0].place,
            why=f"{len(left)} expectations rest on acts, rights or payments, which this version does not follow: "
            f"they were not checked (the first is {left[0].about})",
            hint="Verdicts, values, names bound by `let` and figures are checked.",
        )
