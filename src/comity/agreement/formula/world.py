"""The world of names of an agreement, made from its terms: every table, metric and setting with its type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from comity.agreement.formula import tree, types
from comity.agreement.formula.check import check
from comity.agreement.formula.circles import find, graph_of
from comity.agreement.formula.context import Context, MetricUse, SettingUse, World
from comity.agreement.formula.contexts import clause_context, metric_context
from comity.agreement.formula.parts import entries, every_step, leaves
from comity.agreement.formula.tables import tables_of
from comity.agreement.formula.types import Maybe
from comity.agreement.model import (
    Clause,
    DatedMap,
    Formula,
    KeyedMap,
    Metric,
    StepTable,
    Term,
    Terms,
    Unset,
    Word,
)  # fmt: skip


def world_of(terms: Terms, broken: frozenset[str] = frozenset()) -> World:
    """Return what the formulas of an agreement can name; `broken` names were written but could not be read.

    Types are found in the order in which formulas need each other; within a circle they stay unknown.
    """
    world = World(
        tables=tables_of(terms),
        metrics={
            m.name: MetricUse(name=m.name, every=m.every, per=m.per, place=m.place) for m in terms.metrics.values()
        },
        settings=_settings(terms),
        surveys={name: frozenset(survey.items) for name, survey in terms.surveys.items()},
        dimensions=frozenset(terms.scorecard),
        currency=terms.currency,
        broken=broken,
    )
    for key in find(graph_of(terms, now=False))[1]:
        sort, name, *word = key.split(".", 2)
        if sort == "settings":
            world = _with_setting(world, name, terms.settings[name], terms)
        elif sort == "metrics":
            world = _with_metric(world, terms.metrics[name])
        elif sort == "clauses" and terms.clauses[name].let.get(word[0]) is not None:
            world = _with_let(world, terms.clauses[name], word[0])
        elif sort == "clauses" and word[0] in ("raw", "threshold"):
            world = _with_measure(world, terms.clauses[name], word[0])
    return world


# -- settings ---------------------------------------------------------------------------------


def _settings(terms: Terms) -> dict[str, SettingUse]:
    """Return the settings with their maps, and the two every agreement has; types come later."""
    status = replace(types.TEXT, words=("in force", "terminated"))
    found = {"agreement": SettingUse(name="agreement", type=status), "ends": SettingUse(name="ends", type=types.DATE)}
    for name, term in terms.settings.items():
        found[name] = SettingUse(name=name, layers=tuple(_layers(term)), keys=frozenset(_keys(term)), place=term.place)
    return found


def _layers(term: Term) -> Iterable[str]:
    match term:
        case DatedMap(entries=((_, first), *_)):
            yield from _layers(first)
        case KeyedMap():
            yield "keyed"
            yield from (layer for entry in list(term.entries.values())[:1] for layer in _layers(entry))
        case StepTable(entries=((_, first), *_)):
            yield "step"
            yield from _layers(first)


def _keys(term: Term) -> Iterable[str]:
    match term:
        case KeyedMap():
            yield from term.entries
        case DatedMap():
            for _, entry in term.entries:
                yield from _keys(entry)


# -- types, in the order of need --------------------------------------------------------------


def type_of_term(term: Term, context: Context) -> Maybe:
    """Return the type that the entries of a value share; None where it is not known."""
    if isinstance(term, Formula):
        return check(term, context)[0]
    if isinstance(term, Word):
        return types.TEXT
    found: Maybe = None
    for entry in entries(term):
        own = type_of_term(entry, context)
        if not types.agree(found, own):
            return None
        found = types.joined(found, own)
    return found


def _with_setting(world: World, name: str, term: Term, terms: Terms) -> World:
    found = type_of_term(term, Context(world=world, kind="setting"))
    if found is not None and found.kind is types.Kind.TEXT:
        found = replace(found, words=_words(name, term, terms))
    used = replace(world.settings[name], type=found)
    return replace(world, settings={**world.settings, name: used})


def _words(name: str, term: Term, terms: Terms) -> tuple[str, ...]:
    """Return all words a setting can hold, from its own value and from every step that sets it."""
    steps = [step for clause in terms.clauses.values() for rule in clause.rules.values() for step in every_step(rule)]
    steps += [step for ladder in terms.ladders.values() for first in ladder for step in every_step(first)]
    values = [term, *(step.set[name] for step in steps if name in step.set)]
    found = [leaf for value in values for leaf in leaves(value) if not isinstance(leaf, Unset)]
    words = dict.fromkeys(_word(leaf) for leaf in found)
    return () if None in words else tuple(word for word in words if word is not None)


def _word(leaf: Term) -> str | None:
    """Return the word a value is, or None where it has to be computed."""
    if isinstance(leaf, Word):
        return leaf.text
    return leaf.node.value if isinstance(leaf, Formula) and isinstance(leaf.node, tree.Text) else None


def _with_metric(world: World, metric: Metric) -> World:
    found = check(metric.formula, metric_context(world, metric))[0]
    found = found or of_unit(metric.unit, world.currency)
    if found == types.NUMBER and metric.unit == "percent":
        found = types.PERCENT
    return replace(world, metrics={**world.metrics, metric.name: replace(world.metrics[metric.name], type=found)})


def of_unit(unit: str, currency: str | None) -> Maybe:
    """Return the type a unit asks for: the agreement's currency is money, any other word a number.

    Without an agreed currency three capitals may be one, and ask for nothing.
    """
    if not unit or (currency is None and len(unit) == 3 and unit.isupper()):
        return None
    return types.money(unit) if unit == currency else types.NUMBER


def _with_let(world: World, clause: Clause, word: str) -> World:
    return _with_columns(world, clause, {word: check(clause.let[word], clause_context(world, clause))[0]})


def _with_measure(world: World, clause: Clause, word: str) -> World:
    context = clause_context(world, clause)
    if word == "raw" and clause.measure is not None:
        found = check(clause.measure, context)[0]
        return _with_columns(world, clause, dict.fromkeys(("raw", "value", "shortfall"), found))
    if word == "threshold" and clause.threshold is not None:
        return _with_columns(world, clause, {"threshold": type_of_term(clause.threshold, context)})
    return world


def _with_columns(world: World, clause: Clause, columns: Mapping[str, Maybe]) -> World:
    table = world.tables[clause.name]
    if table.sort != "clause":
        return world
    return replace(world, tables={**world.tables, clause.name: replace(table, columns={**table.columns, **columns})})
