"""The scorecard's weights and anchors, and the table of exchange rates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from comity.agreement.formula import tree
from comity.agreement.model import FactTable, Formula, ScoredMetric, Terms
from comity.agreement.nodes import Mapping, Node, Scalar, shown
from comity.agreement.notes import Notes
from comity.kernel import exact, lexical
from comity.kernel.problem import Related

MOST_RECENT = 60
"""The longest list of weights of periods: five years of months."""


def check_scores(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note weights that do not make a whole, and anchors in an order that scores nothing."""
    scorecard = root.mapping("scorecard")
    if scorecard is None:
        return
    _dimensions("the dimensions", scorecard, notes, {})
    for dimension in terms.scorecard.values():
        for scored in dimension.metrics:
            _order(scored, terms, notes)
            _between(scored, notes)
            _recent(scored, notes)


def _dimensions(what: str, owner: Mapping, notes: Notes, seen: dict[str, Scalar]) -> None:
    """Check the weights of dimensions and of what is below them; a name stands for one dimension only."""
    _weights(what, list(owner), owner, notes)
    for key, dimension in owner:
        if key.text in seen:
            near = Related(place=seen[key.text].place, says="the other one")
            why = f"two dimensions of the scorecard are called {shown(key.text)}"
            notes.add("CMY-207", key, why, "Give one of them another name.", near)
        seen.setdefault(key.text, key)
        for kind in ("metrics", "parts"):
            below = dimension.mapping(kind) if isinstance(dimension, Mapping) else None
            if below is None:
                continue
            if not below.entries:
                notes.add("CMY-203", below, f"the dimension {key.text} has no {kind}")
            elif kind == "parts":
                _dimensions(f"the parts of {key.text}", below, notes, seen)
            else:
                _weights(f"the metrics of {key.text}", list(below), below, notes)


def _weights(what: str, entries: Iterable[tuple[Scalar, Node]], owner: Mapping, notes: Notes) -> None:
    """Percentages must add up to 100 %; plain numbers are shares of whatever they add up to."""
    written = [(key, node) for key, value in entries
               if isinstance(value, Mapping) and isinstance(node := value.get("weight"), Scalar)]  # fmt: skip
    percentages = [(key, node) for key, node in written if node.text.endswith("%")]
    if not percentages:
        return
    if len(percentages) < len(list(owner)):
        missing = next(value for key, value in owner if key not in [key for key, _ in percentages])
        place = (missing.get("weight") if isinstance(missing, Mapping) else None) or missing
        why = f"the weights of {what} are partly percentages"
        notes.add("CMY-211", place, why, "Write all of them as percentages.")
        return
    try:
        total = sum((lexical.percentage(node.text) for _, node in percentages), Decimal(0))
    except ValueError:
        return
    if total != 1:
        said = " + ".join(node.text for _, node in percentages)
        why = f"the weights of {what} add up to {exact.text(total * 100)}%, not 100%: {said}"
        notes.add("CMY-211", percentages[-1][1], why, "Change one of them.")


def _order(scored: ScoredMetric, terms: Terms, notes: Notes) -> None:
    floor, target = _number(scored.floor), _number(scored.target)
    if floor is None or target is None:
        return
    if floor == target:
        notes.add("CMY-212", scored.target.place, f"floor and target of {scored.metric} are the same",
                  "A score runs from the floor, 0, to the target, 100.")  # fmt: skip
        return
    stretch = _number(scored.stretch) if scored.stretch is not None else None
    rising = target > floor
    if (stretch is not None and scored.stretch is not None and (stretch > target) != rising) or stretch == target:
        near = Related(place=scored.target.place, says="the target")
        why = f"the stretch of {scored.metric} does not lie beyond its target"
        place = scored.stretch.place if scored.stretch is not None else scored.place
        notes.add("CMY-212", place, why, "Floor, target and stretch run one way: 90%, 97%, 99%.", near)
    metric = terms.metrics.get(scored.metric)
    better = metric.better if metric is not None else None
    if better is not None and rising != (better == "higher"):
        why = f"for {scored.metric} {better} is better, but its target lies on the other side of its floor"
        notes.add("CMY-212", scored.target.place, why, "Change `better` or the anchors.")


def _between(scored: ScoredMetric, notes: Notes) -> None:
    """Points run from floor to target, and their scores rise on the way; the halfway figure lies between."""
    if scored.points and scored.halfway is not None:
        why = f"{scored.metric} has points and a halfway figure: its score would have two shapes"
        notes.add("CMY-212", scored.halfway.place, why, "Keep one of them.")
        return
    inner = [*(point.at for point in scored.points), *([scored.halfway] if scored.halfway is not None else [])]
    found = [_number(formula) for formula in (scored.floor, *inner, scored.target)]
    if None in found or found[0] == found[-1]:
        return
    figures = [figure for figure in found if figure is not None]
    sign = 1 if figures[-1] > figures[0] else -1
    for formula, (before, after) in zip((*inner, scored.target), pairwise(figures), strict=True):
        if (after - before) * sign <= 0:
            why = f"the figures between floor and target of {scored.metric} are out of order"
            hint = "Write floor, points and target in one direction: floor 90%, points 94% and 96%, target 97%."
            notes.add("CMY-212", formula.place, why, hint)
            return
    for earlier, later in pairwise(scored.points):
        if later.score <= earlier.score:
            why = f"the scores of the points of {scored.metric} do not rise from floor to target"
            notes.add("CMY-212", later.at.place, why, "A better figure has a higher score.")
            return


def _recent(scored: ScoredMetric, notes: Notes) -> None:
    """The latest period has a weight: without it the score would rest on the past alone."""
    if scored.recent and not scored.recent[0]:
        why = f"the latest period of {scored.metric} has no weight"
        notes.add("CMY-211", scored.place, why, "Begin `recent` with the weight of the latest period: [3, 2, 1].")
    if len(scored.recent) > MOST_RECENT:
        why = f"{scored.metric} weighs {len(scored.recent)} periods; at most {MOST_RECENT} are looked back on"
        notes.add("CMY-211", scored.place, why, "Shorten the list `recent`.")


def _number(formula: Formula) -> Decimal | None:
    """Return the number or amount a formula is, None where it must be computed."""
    node = formula.node
    sign = 1
    if isinstance(node, tree.Unary) and node.operator == "-":
        node, sign = node.operand, -1
    if isinstance(node, tree.Number):
        return node.value * sign
    return node.amount * sign if isinstance(node, tree.Money) else None


# -- rates ------------------------------------------------------------------------------------


def check_rates(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note a table of rates that cannot serve as one, and its absence where it is needed."""
    node = root.get("rates")
    if terms.rates is not None and node is not None:
        table = terms.facts.get(terms.rates)
        if table is not None:
            _rates_columns(table, node, notes)
        if terms.currency is None:
            notes.add(
                "CMY-215", node, "rates convert into the agreement's currency, and it has none", "Add `currency:`."
            )
    elif node is None and terms.currency is not None:
        foreign = next(((table, money) for table in terms.facts.values() for money in _currencies(table)
                        if money != terms.currency), None)  # fmt: skip
        if foreign is not None:
            table, money = foreign
            why = f"{table.name} is reported in {money}, and the agreement reckons in {terms.currency}"
            notes.add("CMY-215", table.place, why, "Name the table of exchange rates at the top: rates: TABLE.")


def _currencies(table: FactTable) -> list[str]:
    if not any(column.type == "money" for column in table.columns.values()):
        return []
    of_columns = [column.currency for column in table.columns.values() if column.type == "money"]
    if None not in of_columns:
        return [money for money in of_columns if money is not None]
    return [money for money in (*of_columns, *(one.currency for one in table.reporters)) if money is not None]


def _rates_columns(table: FactTable, node: Node, notes: Notes) -> None:
    hint = "A table of rates has one period, a text `currency` and a number `rate`: units of the agreement's currency."
    near = Related(place=table.place, says=f"{table.name} is defined here")
    for name, type_ in (("currency", "text"), ("rate", "number")):
        column = table.columns.get(name)
        if (column is None and name not in notes.broken) or (column is not None and column.type != type_):
            notes.add("CMY-215", node, f"{table.name} has no column {name} that is a {type_}", hint, near)
    if table.every is None:
        notes.add("CMY-215", node, f"{table.name} is kept row by row; rates hold for a period", hint, near)
