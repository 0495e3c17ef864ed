"""The rules of a clause explained: condition, what earlier periods counted, whether it might fire, what it brought."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Step as Rule
from comity.clauses.env import ClauseEnv
from comity.clauses.life.cases import Case
from comity.clauses.life.rules import truth
from comity.clauses.settings import Change
from comity.clauses.track import Track
from comity.kernel.figure import Unknown
from comity.kernel.period import Grain
from comity.kernel.words import and_list
from comity.metrics.exhibits import Step
from comity.standing.explain_desk import Desk, doubted
from comity.standing.explain_formula import formula_step
from comity.standing.explain_money import payment_step
from comity.standing.explain_steps import run_steps
from comity.standing.explain_terms import set_unit
from comity.standing.explain_words import words

AGAIN = {
    "from zero": "after it fires its count begins again with the next period",
    "never": "it may fire once",
    "when closed": "it may fire when no step of its earlier cases is open",
    "after a clear period": "since it last fired one determined period must have been clear",
}
"""What each way of firing again means."""


def rule_steps(desk: Desk, track: Track, index: int) -> Iterator[Step]:
    """Yield every rule of a clause for a period."""
    for rule in track.spans[index].clause.rules.values():
        yield _rule(desk, track, index, rule)


def _rule(desk: Desk, track: Track, index: int, rule: Rule) -> Step:
    case = _case(desk, track, index, rule.name)
    fired = index in track.fired.get(rule.name, ())
    below = [_condition(desk, track, index, rule), *_again(desk, track, index, rule)]
    if case is not None:
        below += case_steps(desk, case)
    when = truth(desk.fold.court, track, index, rule)
    value = "fired" if fired else _unfired(case, when)
    step = Step(
        kind="rule", label=f"rule {rule.name}", text=_days(case), value=value, place=rule.place, children=tuple(below)
    )
    return step if fired else doubted(step, when)


def _unfired(case: Case | None, when: Result) -> str:
    if case is not None and case.withdrawn is not None:
        return f"fell on {case.withdrawn}"
    return "may not fire" if when is True else "did not fire"


def _days(case: Case | None) -> str:
    return f"known {case.opened}, measured {case.measured}" if case is not None else ""


def _case(desk: Desk, track: Track, index: int, rule: str) -> Case | None:
    """Return the latest case that a rule opened for a period."""
    found = [c for c in desk.fold.cases if c.track is track and c.index == index and c.rule and c.rule.name == rule]
    return found[-1] if found else None


# -- the condition ----------------------------------------------------------------------------


def _condition(desk: Desk, track: Track, index: int, rule: Rule) -> Step:
    """Return the condition of a rule with its numbers; without one it fires when the period is missed."""
    if rule.when is None:
        missed = track.env(index).of_verdict("missed")
        return doubted(Step(kind="condition", label="when missed", text="", value=words(missed)), missed)
    with _as_examined(track, index, rule) as env:
        step = formula_step(desk, rule.when, env, kind="condition", note=_note(track, index, rule))
        other = _on_the_other_account(desk, track, index, rule, evaluate(rule.when.node, env))
    return Step(
        kind="condition", label=f"when {step.label}", text="; ".join(filter(None, (step.text, other))),
        value=step.value, state=step.state, reason=step.reason, place=step.place, children=step.children,
    )  # fmt: skip


@contextmanager
def _as_examined(track: Track, index: int, rule: Rule) -> Iterator[ClauseEnv]:
    """Give the environment in which a rule is examined: its history from zero, its own name for earlier firings."""
    env = track.env(index)
    fired = track.fired.get(rule.name, set())
    if rule.again == "from zero":
        env.floor = max((at + 1 for at in fired if at < index), default=0)
    hidden = index in fired and rule.when is not None and _mentions(rule.when.node, rule.name)
    if hidden:
        fired.discard(index)
        track.forget_values(index)
    yield env
    if hidden:
        fired.add(index)
        track.forget_values(index)


def _mentions(node: tree.Node, name: str) -> bool:
    return any(one.parts[0] == name for one in tree.names(node))


def _note(track: Track, index: int, rule: Rule) -> str:
    before = [at for at in track.fired.get(rule.name, ()) if at < index]
    if rule.again != "from zero" or not before:
        return ""
    return f"counted from after {track.spans[max(before)].period}, when it last fired"


def _on_the_other_account(desk: Desk, track: Track, index: int, rule: Rule, value: Result) -> str:
    other = desk.fold.court.other
    twin = other.twin(track) if other is not None else None
    if other is None or twin is None or index >= len(twin.spans):
        return ""
    theirs = truth(other, twin, index, rule)
    return "" if theirs == value or isinstance(theirs, Unknown) else f"on the other account: {words(theirs)}"


# -- again ------------------------------------------------------------------------------------


def _again(desk: Desk, track: Track, index: int, rule: Rule) -> Iterator[Step]:
    """Yield whether a rule may fire, given its earlier firings."""
    again = rule.again
    said = AGAIN.get(again, f"it may fire once in each {again.removeprefix('once a ')}")
    fired = sorted(track.fired.get(rule.name, ()))
    if not rule.again or rule.again == "each period":
        return
    before = [str(track.spans[at].period) for at in fired if at < index]
    text = f"{said}; {_earlier(before)}"
    found = _finding(desk, track, index, rule, fired)
    yield Step(kind="again", label=f"again: {again}", text="; ".join(filter(None, (text, found))), value="")


def _earlier(before: list[str]) -> str:
    return f"fired before in {and_list(before, most=24)}" if before else "it has not fired before"


def _finding(desk: Desk, track: Track, index: int, rule: Rule, fired: list[int]) -> str:
    """Return what decides whether a rule may fire again."""
    match rule.again:
        case "never":
            return ""
        case "when closed":
            return _open_cases(desk, track, index, rule)
        case "after a clear period":
            return _clear(desk, track, index, rule, fired)
        case again if again.startswith("once a "):
            return _in_span(track, index, fired, again.removeprefix("once a "))
    return ""


def _clear(desk: Desk, track: Track, index: int, rule: Rule, fired: list[int]) -> str:
    last = max((at for at in fired if at < index), default=None)
    if last is None:
        return ""
    between = range(last + 1, index)
    clear = [str(track.spans[at].period) for at in between if truth(desk.fold.court, track, at, rule) is False]
    if clear:
        return f"clear since then: {and_list(clear, most=12)}"
    return "no determined period in between was clear"


def _open_cases(desk: Desk, track: Track, index: int, rule: Rule) -> str:
    """Return the steps of earlier cases that were open on the day a period was known."""
    day = _known(desk, track, index)
    found = [
        f"{run.name} of {case.period}"
        for case in desk.fold.cases
        if case.track is track and case.name == rule.name and case.index != index and case.withdrawn is None
        for run in case.runs
        if run.opened <= day and (run.ended is None or run.ended > day or run.ended == run.opened == day)
    ]
    return f"open on {day}: {and_list(found, most=12)}" if found else f"none was open on {day}"


def _known(desk: Desk, track: Track, index: int) -> date:
    case = next((c for c in desk.fold.cases if c.track is track and c.index == index and c.rule), None)
    if case is not None:
        return case.opened
    verdict = track.verdict(index)
    known = verdict.known if verdict is not None else None
    return known or track.spans[index].period.last


def _in_span(track: Track, index: int, fired: list[int], grain: str) -> str:
    span = track.court.calendar.containing(Grain(grain), track.lasts[index])
    inside = [str(track.spans[at].period) for at in fired if at != index and span.first <= track.lasts[at] <= span.last]
    return f"in {span} it fired in {and_list(inside)}" if inside else f"in {span} it has not fired otherwise"


# -- what a case brought ----------------------------------------------------------------------


def case_steps(desk: Desk, case: Case) -> list[Step]:
    """Return what a case brought: payments, settings, statuses, steps."""
    found = [payment_step(desk, case, payment) for payment in case.payments]
    found += [_set(desk, change) for change in case.changes]
    found += [Step(kind="status", label="declared", text=f"on {day}", value=word) for day, word in case.statuses]
    return [*found, *run_steps(desk, case)]


def _set(desk: Desk, change: Change) -> Step:
    """Return a setting that a case changed, with the days on which it holds."""
    member = f" ({', '.join(change.members)})" if change.members else ""
    until = f" to {change.last}" if change.last is not None else " on"
    text = f"from {change.first}{until}, known {change.known}"
    if change.reversed_on is not None:
        text += f"; reversed on {change.reversed_on}, its cause fell"
    unit = set_unit(change.setting, desk.fold.agreement.as_of(change.first))
    return Step(kind="set", label=f"set {change.setting}{member}", text=text, value=words(change.value, unit))
