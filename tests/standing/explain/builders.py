"""Explanations of worked examples: what an agreement's own examples give, explained as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import read_acts
from comity.agreement.model import Agreement, Example
from comity.agreement.nodes import Node
from comity.agreement.read import read_agreement
from comity.facts.load import load
from comity.kernel.problem import Severity
from comity.metrics.exhibits import Step
from comity.standing.explain_clause import desk_of, explain_clause
from comity.standing.explain_desk import Desk
from comity.standing.worked.given import given
from tests.metrics.drawing import line

DRIVER = DuckDBDriver(threads=1)
LATER = timedelta(days=120)


def agreement(text: str | bytes) -> Agreement:
    """Read an agreement that must be right."""
    found, problems = read_agreement(("agreement.yaml", text.encode() if isinstance(text, str) else text))
    assert found is not None, problems
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []
    return found


def desk(agreed: Agreement, example: Example | int = 0, as_of: date | None = None) -> Desk:
    """Return what explanations look into, with what one worked example gives, some months after its last day."""
    terms = agreed.versions[-1][1]
    chosen = terms.examples[example] if isinstance(example, int) else example
    supplied = given(chosen, terms)
    acts, problems = read_acts(chosen.acts if isinstance(chosen.acts, Node) else None, agreed)
    assert problems == []
    day = as_of or chosen.as_of or max([supplied.last, *(act.on for act in acts)]) + LATER
    facts, _ = load(supplied.files, terms, known_at=day)
    return desk_of(agreed, facts, acts, as_of=day, driver=DRIVER, given=supplied.figures)


def told(of: Desk, clause: str, period: str, member: str = "") -> list[str]:
    """Return an explanation line by line, each with two blanks for every level it stands below the verdict."""
    step, problems = explain_clause(of, clause, period, member)
    assert step is not None, problems
    return list(_lines(step, 0))


def _lines(step: Step, level: int) -> Iterator[str]:
    yield "  " * level + line(step)
    for child in step.children:
        yield from _lines(child, level + 1)


def under(lines: list[str], start: str) -> list[str]:
    """Return the line that begins with a text, at any level, and everything below it."""
    at = next(n for n, one in enumerate(lines) if one.strip().startswith(start))
    level = len(lines[at]) - len(lines[at].lstrip())
    below = lines[at + 1 :]
    end = next((n for n, one in enumerate(below) if len(one) - len(one.lstrip()) <= level), len(below))
    return [lines[at].strip(), *(one[level:] for one in below[:end])]
