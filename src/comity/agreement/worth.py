"""What a milestone is worth: an amount of money or a number of points, written out."""

from __future__ import annotations

from comity.agreement import values
from comity.agreement.form import SCALAR, Form
from comity.agreement.formula import tree
from comity.agreement.model import Formula
from comity.agreement.nodes import Node
from comity.agreement.notes import Notes
from comity.kernel.figure import Exact


def _worth(node: Node, notes: Notes) -> Formula | None:
    found = values.formula(node, notes)
    if found is None or isinstance(found.node, tree.Money | tree.Number):
        return found
    why = f"a milestone is worth an amount or a number, but this is {found.text}"
    notes.add("CMY-205", node, why, "Write it out: USD 250k, or 5. Leave `worth` out until it is agreed.")
    return None


WORTH = Form(says="an amount of money or a number", read=_worth, schema=SCALAR)


def worth_of(formula: Formula | None) -> Exact | None:
    """Return what is earned, in the agreement's currency or in points; None where nothing is agreed."""
    match formula.node if formula is not None else None:
        case tree.Money(amount=amount):
            return amount
        case tree.Number(value=value):
            return value
    return None


def is_money(formula: Formula) -> bool:
    """Tell whether it is an amount of money."""
    return isinstance(formula.node, tree.Money)
