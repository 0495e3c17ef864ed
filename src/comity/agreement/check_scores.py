"""The scorecard's weights and anchors, and the table of exchange rates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.model import FactTable, Formula, ScoredMetric, Terms
from comity.agreement.nodes import Mapping, Node, Scalar
from comity.agreement.notes import Notes
from comity.kernel import exact, lexical
from comity.kernel.problem import Related


def check_scores(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note weights that do not make a whole, and anchors in an order that scores nothing."""
    scorecard = root.mapping("scorecard")
    if scorecard is None:
        return
    _weights("the dimensions", [(key, value) for key, value in scorecard], scorecard, notes)
    for key, dimension in scorecard:
        metrics = dimension.mapping("metrics") if isinstance(dimension, Mapping) else None
        if metrics is not None:
            _weights(f"the metrics of {key.text}", list(metrics), metrics, notes)
            if not metrics.entries:
                notes.add("CMY-203", metrics, f"the dimension {key.text} has no metrics")
    for dimension_ in terms.scorecard.values():
        for scored in dimension_.metrics:
            _order(scored, terms, notes)


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
