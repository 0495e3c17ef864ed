"""What a lawyer would misread in steps, said aloud as warnings (language, section 12); surveys that are priced."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.check_days import mappings
from comity.agreement.formula import tree
from comity.agreement.formula.parts import following
from comity.agreement.model import Clause, Formula, Step, Terms
from comity.agreement.nodes import Mapping, Scalar, shown
from comity.agreement.notes import Notes
from comity.kernel.problem import Place


def check_steps(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note what is allowed but easily misread."""
    for name, clause in root.mapping("clauses") or ():
        if isinstance(clause, Mapping):
            for step in mappings(clause.get("rules")):
                _lapses(step, notes)
            _done_again(clause, notes)
            if name.text in terms.clauses:
                _priced(terms.clauses[name.text], clause, terms, notes)


OF_RULES = ("after a clear period", "when closed", "from zero")
"""Words for how often a rule may fire; how often a step may be done they do not limit."""


def _done_again(clause: Mapping, notes: Notes) -> None:
    """Refuse an `again` on a step that only a rule can have."""
    rules = [rule for _, rule in clause.mapping("rules") or ()]
    for step in mappings(clause.get("rules")):
        again = step.get("again")
        if isinstance(again, Scalar) and again.text in OF_RULES and not any(step is rule for rule in rules):
            hint = "Write `never` or `once a year`, or move it to the rule."
            notes.add("CMY-221", again, f"`{again.text}` says how often a rule fires, and this is a step", hint)


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


# -- surveys that are priced ------------------------------------------------------------------


def _priced(clause: Clause, node: Mapping, terms: Terms, notes: Notes) -> None:
    """Warn where a survey reaches a payment, by amount or by condition: answers that cost money stop being honest.

    A survey whose `priced` is `agreed` may: the parties said so aloud.
    """
    amounts = [below.get("pay") for below in mappings(node.get("rules"))]
    written = {amount.place: amount for amount in amounts if isinstance(amount, Scalar)}
    told: set[Place] = set()
    for pay, deciding in payments(clause):
        amount = written.get(pay.place)
        survey = _survey(deciding, clause, terms) if amount is not None and pay.place not in told else None
        if amount is not None and survey is not None:
            told.add(pay.place)
            why = f"this payment depends on the survey {shown(survey)}"
            hint = (
                "People answer differently when their answers are priced. If it is meant, write priced: agreed there."
            )
            notes.warn("CMY-228", amount, why, hint)


def payments(clause: Clause) -> Iterator[tuple[Formula, list[tree.Node]]]:
    """Yield each payment with what decides it: its amount, its limit, and the conditions on the way to it."""
    for rule in clause.rules.values():
        first = rule.when.node if rule.when is not None else tree.Name(start=0, end=0, parts=("missed",))
        pending: list[tuple[Step, list[tree.Node]]] = [(rule, [first])]
        while pending:
            step, before = pending.pop()
            conditions = [f.node for f in (step.condition, step.when, step.unless) if f is not None]
            decided = [*before, *conditions]
            if step.pay is not None:
                limits = [step.at_most.node] if step.at_most is not None else []
                yield step.pay, [step.pay.node, *limits, *decided]
            pending += [(later, decided) for later in following(step)]


def _survey(formulas: list[tree.Node], clause: Clause, terms: Terms) -> str | None:
    """Return the survey that formulas rest on, through `let`, metrics, settings, the test and the scorecard."""
    pending = list(formulas)
    seen: set[str] = set()
    while pending:
        for node in tree.walk(pending.pop()):
            if isinstance(node, tree.Call) and node.function in ("survey", "score") and node.arguments:
                found = _asked(node, terms)
                if found is not None:
                    return found
            name = node.function if isinstance(node, tree.Call) else ".".join(getattr(node, "parts", ()))
            if name and name not in seen:
                seen.add(name)
                pending += _behind(name, clause, terms)
    return None


def _asked(node: tree.Call, terms: Terms) -> str | None:
    """Return the survey that a call reads and nobody agreed to price: itself, or one that a dimension scores."""
    said = str(node.arguments[0])
    if node.function == "survey":
        return None if _agreed(said, terms) else said
    dimension = terms.scorecard.get(said)
    scored = [one.metric for one in dimension.metrics if one.metric.startswith("survey(")] if dimension else []
    return next((one for one in scored if not _agreed(one.removeprefix("survey(").strip(" )"), terms)), None)


def _agreed(survey: str, terms: Terms) -> bool:
    found = terms.surveys.get(survey.partition(".")[0])
    return found is not None and found.priced


def _behind(name: str, clause: Clause, terms: Terms) -> list[tree.Node]:
    tested = [f.node for f in (clause.measure, clause.missed_if) if f is not None]
    if name in ("value", "raw", "shortfall", "points_short", "missed", "met"):
        return tested
    if name in clause.let:
        return [clause.let[name].node]
    if name in terms.metrics:
        return [terms.metrics[name].formula.node]
    setting = terms.settings.get(name)
    return [setting.node] if isinstance(setting, Formula) else []
