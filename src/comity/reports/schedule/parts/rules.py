"""The rules of a clause: when each applies, how often, and what follows."""

from __future__ import annotations

from dataclasses import replace

from comity.agreement.formula import tree
from comity.agreement.model import Clause, Step
from comity.reports.schedule.english.formula import condition
from comity.reports.schedule.english.speech import Speech, case_speech, condition_speech, rule_key
from comity.reports.schedule.english.words import listed, named, sentences
from comity.reports.schedule.markup import plain, reference
from comity.reports.schedule.model import Item
from comity.reports.schedule.parts.effects import is_immediate
from comity.reports.schedule.parts.steps import Plan, together

_SEVERAL = 2


def rules(clause: Clause, speech: Speech) -> list[Item]:
    """Return the rules of a clause, each an item with its steps below."""
    return [_rule(clause, name, rule, speech) for name, rule in clause.rules.items()]


def _rule(clause: Clause, name: str, rule: Step, speech: Speech) -> Item:
    plan, happens = planned(clause, name, rule, speech)
    note = f"Note: {plain(rule.says)}" if rule.says else ""
    text = sentences(_trigger(clause, name, rule, speech), _again(rule, speech), _then(happens, plan), note)
    return Item(text=text, title=named(name), key=rule_key(clause.name, name), below=tuple(plan.items))


def planned(clause: Clause, name: str, rule: Step, speech: Speech) -> tuple[Plan, list[str]]:
    """Return the paragraphs of a rule, and what happens first when it applies: references, or a single effect."""
    plan = Plan(prefix=f"step {clause.name} {name}")
    case, consequences = case_speech(speech, name), _consequences(rule)
    if len(consequences) < _SEVERAL:
        return plan, plan.follow(consequences, case)
    return plan, [f"{reference(plan.paragraph(step, case))} applies" for step in consequences]


def _then(happens: list[str], plan: Plan) -> str:
    """Return the sentence that says what follows; several paragraphs apply at once, in the order written."""
    if len(happens) < _SEVERAL or not plan.items:
        return f"When it applies, {together(happens)}."
    where = listed([one.removesuffix(" applies") for one in happens])
    return f"When it applies, the following apply at once, in this order: {where}."


def _consequences(rule: Step) -> tuple[Step, ...]:
    """Return what follows when a rule fires: what it says itself, then its `then`."""
    own = replace(rule, when=None, condition=None, again="", says="")
    if not is_immediate(own):
        return (own,)
    return (replace(own, then=(), otherwise=()), *rule.then) if _effects(own) else rule.then


def _effects(step: Step) -> bool:
    return bool(step.pay or step.set or step.declare or step.ladder)


def _trigger(clause: Clause, name: str, rule: Step, speech: Speech) -> str:
    period = speech.period
    scope = f", separately for each {' and '.join(named(column) for column in clause.per)}," if clause.per else ""
    each = f"for the {period}" if period == "term" else f"for any {period}"
    guard = f" and only if {condition(rule.condition.node, speech)}" if rule.condition is not None else ""
    if rule.when is None:
        return f"This rule applies {each}{scope} for which this clause is Missed{guard}."
    if rule.when.node == tree.Truth(start=rule.when.node.start, end=rule.when.node.end, value=True):
        return (
            f"This rule applies in each {period}{scope} without further condition{guard}: on its first day, or as soon "
            "as the facts needed for what follows are known."
        )
    claim = condition(rule.when.node, condition_speech(speech, name))
    return f"This rule applies {each}{scope} for which the following is so: {claim}{guard}."


def _again(rule: Step, speech: Speech) -> str:
    period = speech.period
    said = {
        "": "",
        "each period": f"It applies in every {period} for which this is so.",
        "after a clear period": (
            "It applies the first time this is so, and again only once this has not been so for at least one "
            f"{period}, known and not Undetermined, since it last applied."
        ),
        "when closed": "It does not apply while any step opened by an earlier case of this rule is still open.",
        "from zero": (
            f"Each time it has applied, counting starts from zero: only what comes after that {period} counts towards "
            "it again."
        ),
        "never": "It applies once in the life of the Agreement and never again.",
    }
    if rule.again in said:
        return said[rule.again]
    return f"It applies at most once in any {rule.again.removeprefix('once a ').title()}."
