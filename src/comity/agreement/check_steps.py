"""What a lawyer would misread in steps, said aloud as warnings (language, section 12); surveys that are priced."""

from __future__ import annotations

from comity.agreement.check_days import mappings, steps_of
from comity.agreement.formula import tree
from comity.agreement.model import Clause, Formula, Terms
from comity.agreement.nodes import Mapping, Scalar, shown
from comity.agreement.notes import Notes


def check_steps(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note what is allowed but easily misread."""
    for name, clause in root.mapping("clauses") or ():
        if isinstance(clause, Mapping):
            for step in mappings(clause.get("rules")):
                _lapses(step, notes)
            if name.text in terms.clauses:
                _priced(terms.clauses[name.text], clause, terms, notes)


def _lapses(step: Mapping, notes: Notes) -> None:
    """Warn where a time runs out and nothing is agreed for then, or silence waives a right."""
    within = step.get("within")
    follows = step.get("else")
    if within is not None and follows is None:
        if step.get("must") is not None:
            why = "nothing is agreed for a duty that is not done in time"
            notes.warn("CMY-222", step.key("must") or step, why, "Add `else:`, or leave it to the law.")
        elif step.get("may") is not None:
            why = "nothing is agreed for a right that is not used in time; the case ends"
            notes.warn(
                "CMY-222", step.key("may") or step, why, "Add else: {declare: reserved} or else: {declare: waived}."
            )
    if isinstance(follows, Mapping) and follows.text("declare") == "waived":
        status = follows.get("declare") or follows
        notes.warn(
            "CMY-227", status, "silence becomes a waiver here", "Write `reserved` if silence shall waive nothing."
        )


def _priced(clause: Clause, node: Mapping, terms: Terms, notes: Notes) -> None:
    """Warn where a survey reaches a payment: answers that cost money stop being honest."""
    for below in mappings(node.get("rules")):
        pay = below.get("pay")
        if not isinstance(pay, Scalar):
            continue
        formula = next((f for f in _payments(clause) if f.place == pay.place), None)
        survey = _survey(formula, clause, terms) if formula is not None else None
        if survey is not None:
            why = f"this payment depends on the survey {shown(survey)}"
            notes.warn("CMY-228", pay, why, "People answer differently when their answers are priced.")


def _payments(clause: Clause) -> list[Formula]:
    return [step.pay for rule in clause.rules.values() for step in steps_of(rule) if step.pay is not None]


def _survey(formula: Formula, clause: Clause, terms: Terms) -> str | None:
    """Return the survey a formula rests on, through `let`, metrics, settings, the measure and the scorecard."""
    pending: list[tree.Node] = [formula.node]
    seen: set[str] = set()
    while pending:
        for node in tree.walk(pending.pop()):
            if isinstance(node, tree.Call) and node.function == "survey":
                return str(node.arguments[0]) if node.arguments else "survey"
            name = node.function if isinstance(node, tree.Call) else ".".join(getattr(node, "parts", ()))
            if isinstance(node, tree.Call) and node.function == "score" and node.arguments:
                scored = _scored(".".join(getattr(node.arguments[0], "parts", ())), terms)
                if scored is not None:
                    return scored
            if name and name not in seen:
                seen.add(name)
                pending += _behind(name, clause, terms)
    return None


def _scored(dimension: str, terms: Terms) -> str | None:
    found = terms.scorecard.get(dimension)
    surveys = [m.metric for m in found.metrics if m.metric.startswith("survey(")] if found is not None else []
    return surveys[0] if surveys else None


def _behind(name: str, clause: Clause, terms: Terms) -> list[tree.Node]:
    if name in ("value", "raw", "shortfall", "points_short") and clause.measure is not None:
        return [clause.measure.node]
    if name in clause.let:
        return [clause.let[name].node]
    if name in terms.metrics:
        return [terms.metrics[name].formula.node]
    setting = terms.settings.get(name)
    return [setting.node] if isinstance(setting, Formula) else []
