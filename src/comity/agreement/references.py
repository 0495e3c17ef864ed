"""What must fit together across an agreement, beyond names: days, steps, weights, rates, examples, paths."""

from __future__ import annotations

from comity.agreement.check_days import check_days
from comity.agreement.check_examples import check_examples
from comity.agreement.check_judged import check_judged
from comity.agreement.check_milestones import check_milestones
from comity.agreement.check_scores import check_rates, check_scores
from comity.agreement.check_steps import check_steps
from comity.agreement.model import Terms
from comity.agreement.nodes import Mapping, Node, Scalar, listed, shown
from comity.agreement.notes import KINDS, Notes
from comity.kernel.guess import guess


def check_references(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note everything that does not fit together."""
    _built_in(root, notes)
    _same_party(root, notes)
    check_days(terms, root, notes)
    check_steps(terms, root, notes)
    check_scores(terms, root, notes)
    check_rates(terms, root, notes)
    check_judged(terms, root, notes)
    check_milestones(terms, root, notes)
    _visibility(root, notes)
    _illustrative(root, notes)
    check_examples(terms, root, notes)


def _built_in(root: Mapping, notes: Notes) -> None:
    """What every agreement has cannot be defined again."""
    for section, names in (("facts", ("milestones",)), ("settings", ("agreement", "ends"))):
        below = root.mapping(section)
        for name in names:
            key = below.key(name) if below is not None else None
            if key is not None:
                why = f"{name} is built into every agreement and cannot be defined under `{section}`"
                notes.add("CMY-207", key, why, "Give it another name.")


def _same_party(root: Mapping, notes: Notes) -> None:
    """Nobody owes anything to himself."""
    for section in ("clauses", "accounts"):
        for _, entry in root.mapping(section) or ():
            if not isinstance(entry, Mapping):
                continue
            debtor, creditor = entry.text("owed by"), entry.text("owed to")
            if debtor is not None and debtor == creditor:
                why = f"{shown(debtor)} owes this to itself"
                notes.add("CMY-221", entry.get("owed to") or entry, why, "`owed to` names the other party.")


def _visibility(root: Mapping, notes: Notes) -> None:
    """An entry of `visibility` is about something the agreement defines."""
    kinds = ("metric", "table", "survey", "clause", "account", "dimension", "milestone", "setting")
    known = {name for kind in kinds for name in notes.defined.get(kind, ())}
    for key, _ in root.mapping("visibility") or ():
        if key.text in known:
            continue
        below = root.mapping(key.text) if key.text in {KINDS[kind] for kind in kinds} else None
        if below is not None:  # it would close nothing: what is closed is closed by name (standing.sight)
            why = f"{key.text} is a section; an entry of `visibility` is about one thing that the agreement names"
            notes.add("CMY-206", key, why, f"Write an entry for each: {', '.join(below.names[:12])}.")
        else:
            why = f"{shown(key.text)} is nothing this agreement defines"
            notes.add("CMY-206", key, why, guess(key.text, known) or "Name a metric, table, survey, clause or account.")


def _illustrative(root: Mapping, notes: Notes) -> None:
    for node in listed(root.get("illustrative")):
        parts = node.text.split(".") if isinstance(node, Scalar) else []
        here: Node | None = root
        for depth, part in enumerate(parts):
            below = here.get(part) if isinstance(here, Mapping) else None
            if below is None:
                known = here.names if isinstance(here, Mapping) else ()
                where = f"below {'.'.join(parts[:depth])}" if depth else "at the top"
                notes.add("CMY-223", node, f"there is no {shown(part)} {where}", guess(part, known))
                break
            here = below
