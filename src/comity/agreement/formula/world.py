"""The world of names of an agreement, made from its terms: every table, metric and setting with its type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from comity.agreement.formula import tree, types
from comity.agreement.formula.check import check
from comity.agreement.formula.circles import find, graph_of
from comity.agreement.formula.context import Context, MetricUse, SettingUse, World
from comity.agreement.formula.contexts import clause_context, metric_context
from comity.agreement.formula.parts import entries, every_step, formulas, leaves
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

MOST_PROBLEMS = 200
"""After so many problems types stay unknown: what is wrong is told by those who check, and they stop too."""


def world_of(terms: Terms, broken: frozenset[str] = frozenset()) -> World:
    """Return what the formulas of an agreement can name; `broken` names were written but could not be read.

    Types are found in the order in which formulas need each other; within a circle they stay unknown.
    """
    return _Builder(terms, broken).built()


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


def of_unit(unit: str, currency: str | None) -> Maybe:
    """Return the type a unit asks for: the agreement's currency is money, any other word a number.

    Without an agreed currency three capitals may be one, and ask for nothing.
    """
    if not unit or (currency is None and len(unit) == 3 and unit.isupper()):
        return None
    return types.money(unit) if unit == currency else types.NUMBER


class _Builder:
    """Fills in the types of a world, one name after the other; the world is handed out when all are there."""

    def __init__(self, terms: Terms, broken: frozenset[str]) -> None:
        self.terms = terms
        self.tables = tables_of(terms)
        self.settings = _settings(terms)
        self.metrics = {
            m.name: MetricUse(name=m.name, every=m.every, per=m.per, place=m.place) for m in terms.metrics.values()
        }
        self.set = _words_set(terms)
        self.world = World(
            tables=self.tables, metrics=self.metrics, settings=self.settings, currency=terms.currency, broken=broken,
            surveys={name: frozenset(survey.items) for name, survey in terms.surveys.items()},
            dimensions=frozenset(terms.scorecard),
        )  # fmt: skip
        self.problems = 0

    def built(self) -> World:
        """Return the world with the types of all names."""
        for key in find(graph_of(self.terms, now=False))[1]:
            if self.problems < MOST_PROBLEMS:
                self._name(key)
        return self.world

    def _name(self, key: str) -> None:
        sort, name, *word = key.split(".", 2)
        if sort == "settings":
            self._setting(name, self.terms.settings[name])
        elif sort == "metrics":
            self._metric(self.terms.metrics[name])
        elif sort == "clauses":
            self._word(self.terms.clauses[name], word[0])

    def _type(self, formula: Formula, context: Context) -> Maybe:
        found, problems = check(formula, context)
        self.problems += len(problems)
        return found

    def _setting(self, name: str, term: Term) -> None:
        found = type_of_term(term, Context(world=self.world, kind="setting"))
        if found is not None and found.kind is types.Kind.TEXT:
            found = replace(found, words=_words([term, *self.set.get(name, [])]))
        numbers = tuple(f.node.value for f in formulas(term) if isinstance(f.node, tree.Number))
        self.settings[name] = replace(self.settings[name], type=found, numbers=numbers)

    def _metric(self, metric: Metric) -> None:
        found = self._type(metric.formula, metric_context(self.world, metric))
        found = found or of_unit(metric.unit, self.terms.currency)
        if found == types.NUMBER and metric.unit == "percent":
            found = types.PERCENT
        self.metrics[metric.name] = replace(self.metrics[metric.name], type=found)

    def _word(self, clause: Clause, word: str) -> None:
        """Find the type of a name that a clause binds: one under `let`, its measure or its threshold."""
        table = self.tables[clause.name]
        context = clause_context(self.world, clause)
        if table.sort != "clause":
            return
        columns: dict[str, Maybe] = {}
        if word in clause.let:
            columns[word] = self._type(clause.let[word], context)
        elif word == "raw" and clause.measure is not None:
            columns = dict.fromkeys(("raw", "value", "shortfall"), self._type(clause.measure, context))
        elif word == "threshold" and clause.threshold is not None:
            columns[word] = type_of_term(clause.threshold, context)
        self.tables[clause.name] = replace(table, columns={**table.columns, **columns})


# -- words of settings ------------------------------------------------------------------------


def _words_set(terms: Terms) -> dict[str, list[Term]]:
    """Return, for each setting, the values that steps give it."""
    firsts = [rule for clause in terms.clauses.values() for rule in clause.rules.values()]
    firsts += [step for ladder in terms.ladders.values() for step in ladder]
    found: dict[str, list[Term]] = {}
    for first in firsts:
        for step in every_step(first):
            for name, term in step.set.items():
                found.setdefault(name, []).append(term)
    return found


def _words(values: list[Term]) -> tuple[str, ...]:
    """Return all words a setting can hold, from its own value and from every step that sets it."""
    found = [leaf for value in values for leaf in leaves(value) if not isinstance(leaf, Unset)]
    words = dict.fromkeys(_word(leaf) for leaf in found)
    return () if None in words else tuple(word for word in words if word is not None)


def _word(leaf: Term) -> str | None:
    """Return the word a value is, or None where it has to be computed."""
    if isinstance(leaf, Word):
        return leaf.text
    return leaf.node.value if isinstance(leaf, Formula) and isinstance(leaf.node, tree.Text) else None
