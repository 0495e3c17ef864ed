"""The parts of what an agreement is made of: entries of maps, formulas of values, steps after steps."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.model import DatedMap, Formula, KeyedMap, Step, StepTable, Term


def entries(term: Term) -> list[Term]:
    """Return the entries of a map, as written; of anything else none."""
    match term:
        case KeyedMap():
            return list(term.entries.values())
        case DatedMap():
            return [entry for _, entry in term.entries]
        case StepTable():
            return [entry for _, entry in term.entries] + ([] if term.otherwise is None else [term.otherwise])
        case _:
            return []


def leaves(term: Term) -> Iterator[Term]:
    """Yield every formula, word and `unset` of a value, however its maps nest."""
    if not isinstance(term, (KeyedMap, DatedMap, StepTable)):
        yield term
    for entry in entries(term):
        yield from leaves(entry)


def formulas(term: Term) -> Iterator[Formula]:
    """Yield every formula of a value."""
    return (leaf for leaf in leaves(term) if isinstance(leaf, Formula))


def following(step: Step) -> tuple[Step, ...]:
    """Return the steps that can come after a step: when done, when lapsed, by choice."""
    return (*step.then, *step.otherwise, *(s for option in step.choose.values() for s in option))


def every_step(step: Step) -> Iterator[Step]:
    """Yield a step and all that can come after it."""
    yield step
    for later in following(step):
        yield from every_step(later)
