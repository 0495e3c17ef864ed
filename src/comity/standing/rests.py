"""Which metrics and clauses rest on a table of facts, through other metrics and clauses."""

from __future__ import annotations

from collections.abc import Mapping

from comity.agreement.formula import tree
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement, Terms
from comity.clauses.needs import needs_of


def resting_on_tables(agreement: Agreement) -> Mapping[str, tuple[str, ...]]:
    """Return table -> names of the metrics and clauses that read it, by the latest terms."""
    terms, agreed = with_inline_metrics(agreement).versions[-1][1], agreement.versions[-1][1]
    reads = {**_metrics(terms), **_clauses(terms)}
    found: dict[str, tuple[str, ...]] = {}
    for table in terms.facts:
        names = _above(f"tables.{table}", reads)
        shown = [name.partition(".")[2] for name in names]
        # An aggregate in a clause is a metric here that the agreement does not name.
        found[table] = tuple(name for name in shown if name in agreed.metrics or name in agreed.clauses)
    return found


def _metrics(terms: Terms) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for metric in terms.metrics.values():
        first = {name.parts[0] for name in tree.names(metric.formula.node)}
        tables = {f"tables.{name}" for name in first if name in terms.facts}
        found[f"metrics.{metric.name}"] = tables | {f"metrics.{name}" for name in first if name in terms.metrics}
    return found


def _clauses(terms: Terms) -> dict[str, set[str]]:
    return {f"clauses.{clause.name}": set(needs_of(clause, terms)) for clause in terms.clauses.values()}


def _above(start: str, reads: Mapping[str, set[str]]) -> list[str]:
    """Return what reads something, directly or not, in the order of `reads`."""
    found = {start}
    grown = True
    while grown:
        more = {name for name, of in reads.items() if of & found} - found
        found |= more
        grown = bool(more)
    return [name for name in reads if name in found]
