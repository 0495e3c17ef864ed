"""What a draft says, and everything that is wrong with it, as `comity check` would tell it of the folder."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from comity.agreement.compose import compose
from comity.agreement.model import Agreement, Terms
from comity.agreement.nodes import Mapping, Node, Sequence
from comity.agreement.read import read_agreement
from comity.kernel.problem import Problem, Severity
from comity.kernel.values import dataclass
from comity.opening.alliance import BEYOND
from comity.opening.drafts.text import FILE, Path, span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as it was read: its tree and terms, None where it cannot be, and all problems and warnings."""

    root: Mapping | None
    agreement: Agreement | None
    problems: tuple[Problem, ...]

    @property
    def terms(self) -> Terms | None:
        """The terms, None where nothing can be used."""
        return self.agreement.versions[-1][1] if self.agreement is not None else None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems with which no alliance can begin."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


@lru_cache(maxsize=64)
def reading(text: str) -> Reading:
    """Return what a text says and what is wrong with it, with what counsel would question; no example is run."""
    root, _ = compose(text.encode(), FILE)
    agreement, problems = read_agreement((FILE, text.encode()), reviewed=True)
    usable = root if isinstance(root, Mapping) else None
    return Reading(root=usable, agreement=agreement, problems=tuple(problems))


@lru_cache(maxsize=16)
def examined(text: str) -> Reading:
    """Return the same with the worked examples run, where nothing else stands in their way."""
    found = reading(text)
    if found.agreement is None or found.errors or not found.agreement.versions[-1][1].examples:
        return found
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.worked.run import run_examples

    failures = run_examples(found.agreement, DuckDBDriver())[1]
    return Reading(root=found.root, agreement=found.agreement, problems=(*found.problems, *failures))


def bounded(read: Reading, day: date, most: int) -> Reading:
    """Return a reading with the problem that evaluating it on a day would take too much, if that is so."""
    agreement = read.agreement
    if agreement is None or read.errors:
        return read
    from comity.facts.load import load
    from comity.standing.asked import asked, too_much

    facts, _ = load({}, agreement.versions[-1][1], day, agreement)
    found = too_much(asked(agreement, facts, as_of=day), most, BEYOND)
    return read if found is None else replace(read, problems=(*read.problems, found))


def new_errors(before: str, after: str) -> list[Problem]:
    """Return the errors that a text has and an earlier one had not, wherever they stand now."""
    known = [(one.code, one.why) for one in reading(before).errors]
    found = []
    for one in reading(after).errors:
        if (one.code, one.why) in known:
            known.remove((one.code, one.why))
        else:
            found.append(one)
    return found


def stands_in_item(problems: Iterable[Problem], node: Node | None) -> list[int]:
    """Return which items of a list have errors in them, counted from 0."""
    starts = [item.place.line or 0 for item in node.items] if isinstance(node, Sequence) else []
    last = max(starts, default=0)
    lines = [one.place.line for one in problems if one.severity is Severity.ERROR and one.place.line is not None]
    found = set()
    for line in lines:
        at = bisect_right(starts, line) - 1
        if starts and at >= 0 and (line <= last or _is_within(node, line)):
            found.add(at)
    return sorted(found)


def _is_within(node: Node | None, line: int) -> bool:
    """Tell whether a line is not beyond the last one of a list."""
    ends = 0
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, Sequence):
            stack += one.items
        elif isinstance(one, Mapping):
            stack += [part for entry in one for part in entry]
        if one is not None:
            ends = max(ends, one.place.line or 0)
    return line <= ends


def stands_in(problem: Problem, text: str, path: Path) -> bool:
    """Tell whether a problem stands in the lines of an entry."""
    found = span(text, path)
    return found is not None and problem.place.line is not None and found[0] < problem.place.line <= found[1]
