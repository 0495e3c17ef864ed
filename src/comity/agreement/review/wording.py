"""Prose that draws the line elsewhere than the clause does, directions that contradict, and units left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas
from comity.agreement.formula.tree import Number
from comity.agreement.model import Clause, Formula, Terms
from comity.agreement.review.bands import MEASURED, tables_of
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import formulas_of_clause
from comity.agreement.review.ranges import constant
from comity.agreement.review.wordings import number
from comity.kernel import exact, lexical
from comity.kernel.exact import Exact
from comity.kernel.problem import Problem, Related

_REACHED = "at least|less than|fewer than|below|under"
"""Phrases that put the number itself on the upper side: `at least 95%` and `less than 95%` draw the same line."""
_PASSED = "more than|greater than|in excess of|exceeds?|exceeding|over|above|at most|up to|within"
"""Phrases that put the number itself on the lower side: `more than 95%` and `at most 95%` draw the same line.

A negation turns both sides round and leaves the line where it is: `not more than` draws that of `more than`.
"""
_AMOUNT = r"(?P<amount>[A-Z]{3} )?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>%|per ?cent|percent|k\b|m\b|bn\b)?"
_BEFORE = re.compile(rf"\b(?:not |no )?(?P<phrase>{_PASSED}|{_REACHED}) {_AMOUNT}", re.IGNORECASE)
_AFTER = re.compile(rf"\b{_AMOUNT} or (?P<phrase>more|better|above|higher|less|fewer|below|lower)\b", re.IGNORECASE)
_REACHED_AFTER = ("more", "better", "above", "higher")
_UPPER = {"at least": True, "below": True, "above": False, "at most": False}
"""Whether a clause puts the threshold itself on the upper side of its line."""


def wording(desk: Desk) -> Iterator[Problem]:
    """Find prose and directions that say something else than the test of the clause."""
    for clause in desk.terms.clauses.values():
        if clause.relation in _UPPER and clause.threshold is not None:
            for key, text in (("title", clause.title), ("says", clause.says)):
                yield from _lines(clause, key, text, desk)
            yield from _direction(clause, desk)


def _lines(clause: Clause, key: str, text: str, desk: Desk) -> Iterator[Problem]:
    values = [constant(formula.node) for formula in formulas(clause.threshold)] if clause.threshold else []
    for match in (*_BEFORE.finditer(text), *_AFTER.finditer(text)):
        said = _amount(match)
        if said is None or all(value is None or exact.compare(value, said) != 0 for value in values):
            continue
        if _is_upper(match) is not _UPPER[clause.relation]:
            shown = " ".join(match.group().split())
            exactly = number(said, percent=clause.unit == "percent")
            why = f"the text says {shown!r}, the clause {clause.relation} {exactly}: they differ at {exactly} itself"
            hint = f"Say in both whether {exactly} itself is enough; the clause decides."
            near = Related(place=desk.at("clauses", clause.name, clause.relation), says="the clause compares here")
            yield finding("CMY-815", desk.at("clauses", clause.name, key), why, hint, near)
            return


def _is_upper(match: re.Match[str]) -> bool:
    """Say whether a phrase puts the number itself on the upper side of its line."""
    phrase = match["phrase"].lower()
    return phrase in _REACHED_AFTER if match.re is _AFTER else re.fullmatch(_REACHED, phrase) is not None


def _amount(match: re.Match[str]) -> Exact | None:
    """Return the number that follows a phrase; with a percent sign a hundredth of it, with k, m, bn a multiple."""
    try:
        value = lexical.number(match["number"].replace(",", "").rstrip("."))
    except ValueError:
        return None
    unit = (match["unit"] or "").lower()
    if unit.startswith(("%", "per")):
        return exact.div(value, exact.HUNDRED)
    return exact.mul(value, lexical.SCALES[unit]) if unit in lexical.SCALES else value


def _direction(clause: Clause, desk: Desk) -> Iterator[Problem]:
    """A clause that limits what is better without limit, or asks for more of what should be less."""
    metric = desk.terms.metrics.get(clause.measure.text.strip()) if clause.measure is not None else None
    if metric is None or metric.better is None:
        return
    asks = "higher" if clause.relation in ("at least", "above") else "lower"
    if asks != metric.better:
        why = f"{clause.name} asks for {clause.relation}, but for {metric.name} {metric.better} is better"
        near = Related(place=desk.at("metrics", metric.name, "better"), says=f"{metric.better} is better")
        place = desk.at("clauses", clause.name, clause.relation)
        yield finding("CMY-816", place, why, "Change the relation, or `better`.", near)


# -- units ------------------------------------------------------------------------------------


def units(desk: Desk) -> Iterator[Problem]:
    """Find bare numbers above 1 that are held against a percentage: 95 is 9,500 %."""
    terms = desk.terms
    for clause in terms.clauses.values():
        if clause.unit == "percent" and clause.threshold is not None:
            yield from _bare(formulas(clause.threshold), clause.name, terms)
        yield from _keys(clause, terms)
    for metric in terms.metrics.values():
        if metric.unit == "percent" and metric.target is not None:
            yield from _bare(formulas(metric.target), metric.name, terms)
    for dimension in terms.scorecard.values():
        for scored in dimension.metrics:
            known = terms.metrics.get(scored.metric)
            if known is not None and known.unit == "percent":
                yield from _bare(scored.anchors, scored.metric, terms)


def _bare(found: Iterable[Formula], name: str, terms: Terms) -> Iterator[Problem]:
    for formula in _written(found, terms):
        value = constant(formula.node)
        if value is not None and not _has_sign(formula.node) and exact.compare(exact.magnitude(value), Decimal(1)) > 0:
            said = exact.text(value)
            why = f"{name} is a percentage, and {said} is {exact.text(exact.mul(value, exact.HUNDRED))}%"
            yield finding("CMY-808", formula.place, why, f"Write {said}%.")


def _written(found: Iterable[Formula], terms: Terms) -> Iterator[Formula]:
    """Yield formulas as they are written, in place of a setting's name the values of the setting."""
    for formula in found:
        node = formula.node
        setting = terms.settings.get(node.parts[0]) if isinstance(node, tree.Name) and len(node.parts) == 1 else None
        yield from formulas(setting) if setting is not None else (formula,)


def _has_sign(node: tree.Node) -> bool:
    """Tell whether a percent sign is written anywhere in a formula, or it is more than one literal."""
    return not isinstance(node, Number | tree.Unary) or any(
        isinstance(part, Number) and part.percent for part in tree.walk(node)
    )


def _keys(clause: Clause, terms: Terms) -> Iterator[Problem]:
    """Steps of plain numbers above 1 that are read with a percentage: it lies below all of them, whatever it is."""
    if clause.unit != "percent":
        return
    for formula in formulas_of_clause(clause):
        for call in tree.walk(formula.node):
            if not isinstance(call, tree.Call) or call.function not in terms.settings or len(call.arguments) != 1:
                continue
            read = call.arguments[0]
            tables = list(tables_of(terms.settings[call.function]))
            if isinstance(read, tree.Name) and read.parts[0] in (*MEASURED, "shortfall") and tables:
                keys = [key for table in tables for key, _ in table.entries]
                if keys and min(keys) > 1:
                    why = f"{call.function} has steps like {exact.text(min(keys))}, but is read with a percentage"
                    hint = f"Write its steps as percentages: {exact.text(min(keys))}%."
                    near = Related(place=formula.place, says="it is read here")
                    yield finding("CMY-808", tables[0].place, why, hint, near)
                    return
