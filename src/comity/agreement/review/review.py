"""The review: every topic once, in the order in which counsel reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from comity.agreement.model import Terms
from comity.agreement.nodes import Mapping
from comity.agreement.review import (
    balance,
    bands,
    clocks,
    days,
    elements,
    judgements,
    metrics,
    money,
    powers,
    triggers,
    wording,
    words,
)
from comity.agreement.review.desk import Desk, desk
from comity.kernel.problem import Problem

TOPICS: tuple[Callable[[Desk], Iterator[Problem]], ...] = (
    elements.elements,
    elements.dead_ladders,
    metrics.facts,
    metrics.metrics,
    balance.balance,
    judgements.judgements,
    wording.units,
    wording.wording,
    bands.bands,
    triggers.triggers,
    triggers.windows,
    money.money,
    clocks.clocks,
    days.facts_days,
    days.dated_values,
    days.business_days,
    days.periods_of_rows,
    words.words,
    powers.powers,
)


def review(terms: Terms, root: Mapping) -> list[Problem]:
    """Return what counsel would question in terms that read without error, in the order of the document.

    `root` is the document they were read from, merged with its amendments. Every finding is a warning with its place,
    why it matters and how to mend it; none of them keeps anything from being computed.
    """
    at = desk(terms, root)
    found = dict.fromkeys(problem for topic in TOPICS for problem in topic(at))
    return sorted(found, key=lambda problem: (problem.place.file, problem.place.line or 0, problem.place.column or 0))
