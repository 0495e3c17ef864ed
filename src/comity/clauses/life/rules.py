"""Rules: when they fire, and how often they may (language, section 5).

A rule is examined for a period on the day one of its inputs changes, then for each later known period, in order. It
fires where its condition is true and `again` allows.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Clause, Step
from comity.clauses.court import Court
from comity.clauses.life.cases import Case
from comity.clauses.life.consequences import execute, revive, withdraw
from comity.clauses.life.facts import facts_known
from comity.clauses.life.positions import as_declared
from comity.clauses.life.shape import is_always
from comity.clauses.model import Outcome
from comity.clauses.track import Track
from comity.kernel.figure import State, Unknown
from comity.kernel.period import Grain

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

NOT_LOOKED_AT = Unknown(State.NOT_DUE, "nothing it rests on was known")
SILENT = (State.EXCUSED, State.NOT_DUE)


def examine(fold: Fold, track: Track, first: int, cause: date | None) -> bool:
    """Examine the rules of a clause for every known period from an index on; tells whether one fired or fell.

    `cause` is the day of the act or lapse that gave rise to it, None where a figure did.
    """
    changed = False
    for index in range(first, track.first_ending_after(fold.court.seen)):
        span = track.spans[index]
        if not track.exists(index):
            continue
        for name, rule in span.clause.rules.items():
            if (track.name, name) not in fold.shape.at_once:
                changed |= _one(fold, track, index, rule, cause)
    return changed


def begin(fold: Fold, clause: str, day: date) -> None:
    """Let the rules of a clause fire that need nothing but the first day of a period."""
    for track in fold.court.tracks[clause].values():
        index = next((at for at, first in enumerate(track.firsts) if first == day), None)
        if index is None or not track.exists(index):
            continue
        for rule in track.spans[index].clause.rules.values():
            if (clause, rule.name) in fold.shape.at_once and index not in track.fired.get(rule.name, ()):
                track.whens.setdefault(rule.name, {})[index] = True
                fire(fold, track, index, rule, day)


def _one(fold: Fold, track: Track, index: int, rule: Step, cause: date | None) -> bool:
    if not _is_known(track, index):
        return False  # `running` steps over a period that is not known yet; its rules must not
    when = truth(fold.court, track, index, rule)
    whens = track.whens.setdefault(rule.name, {})
    before, whens[index] = whens.get(index), when
    case = fold.fired_case(track, rule.name, index)
    if case is not None:
        if when is not True and cause is None:
            # A period waived or cured later does not undo what had followed; a miss that is restated away does.
            with as_declared(fold, track, case.declared):
                when = truth(fold.court, track, index, rule)
        if when is True and cause is None and not _has_place(fold, track, index, rule, case):
            return _fall(fold, track, rule, case)
        if when is True:
            fold.purse.refresh(case)
            return False
        if cause is not None or not _falls(fold, when):
            return False
        return _fall(fold, track, rule, case)
    if cause is not None and before is True:
        return False  # no figure has changed and the condition held before: nothing new has come about
    if when is not True or not _ready(fold, track, index, rule) or not may_fire(fold, track, index, rule):
        return False
    secondary = before is True or bool(fold.fallen_of(track, rule.name))
    was = NOT_LOOKED_AT if before is None else before
    restated = cause is None and fold.restating
    fire(fold, track, index, rule, cause, before=was if restated else None, secondary=secondary)
    return True


def _fall(fold: Fold, track: Track, rule: Step, case: Case) -> bool:
    """Let a case fall, and look again at earlier periods in whose way it may have been."""
    withdraw(fold, case)
    fired = track.fired.get(rule.name, set())
    waiting = [at for at, when in track.whens.get(rule.name, {}).items() if when is True and at not in fired]
    if min(waiting, default=case.index) < case.index:
        fold.look_at(track, min(waiting), cause=None)
    return True


def _come_back(fold: Fold, track: Track, rule: Step, case: Case) -> None:
    """Let a case stand again, and look again at earlier periods that only its fall had let come about."""
    revive(fold, case)
    cases = (fold.fired_case(track, rule.name, at) for at in track.fired.get(rule.name, ()) if at < case.index)
    later = [other.index for other in cases if other is not None and other.is_secondary and other.number > case.number]
    if later:
        fold.look_at(track, min(later), cause=None)


def _falls(fold: Fold, when: Result) -> bool:
    """Tell whether a case falls by what its condition is now.

    An unknown condition leaves it standing, as when a datum is disputed; not so where a restatement has made it
    unknown, for by the figures as restated it would not have come about.
    """
    return when is False or _is_silent(when) or (isinstance(when, Unknown) and fold.restating)


def _is_known(track: Track, index: int) -> bool:
    """Tell whether the test of a period can be judged; a clause without a test has none to wait for."""
    if not track.spans[index].text.has_test:
        return True
    verdict = track.verdict(index)
    return verdict is None or verdict.outcome is not Outcome.NOT_DUE


def examine_ahead(fold: Fold, track: Track, index: int, name: str) -> None:
    """Let a rule of a period judged ahead of time fire, where its condition held and `again` allows."""
    span = track.spans[index] if index < len(track.spans) else None
    rule = span.clause.rules.get(name) if span is not None else None
    if rule is None or not track.exists(index):
        return
    if not _ready(fold, track, index, rule):
        fold.put_off(track, index, name)
    elif may_fire(fold, track, index, rule):
        fire(fold, track, index, rule, None)


def _is_silent(when: Result) -> bool:
    return isinstance(when, Unknown) and when.state in SILENT


def truth(court: Court, track: Track, index: int, rule: Step) -> Result:
    """Return whether a rule's condition holds for a period; without one, whether it was missed.

    Where reporters differ it must come out the same on either account.
    """
    value, disputed = _truth(track, index, rule)
    if not disputed or court.other is None:
        return value
    twin = court.other.twin(track)
    if twin is None:
        return value
    theirs, _ = _truth(twin, index, rule)
    return value if theirs == value else Unknown(State.UNDETERMINED, "reporters differ")


def _truth(track: Track, index: int, rule: Step) -> tuple[Result, bool]:
    env = track.env(index)
    if rule.when is None:
        value = env.of_verdict("missed")
        return value, State.DISPUTED in env.seen.states
    fired = track.fired.get(rule.name, set())
    if rule.again == "from zero":
        env.floor = max((at + 1 for at in fired if at < index), default=0)
    hidden = index in fired and _mentions(rule, rule.name)
    if hidden:
        # In its own condition a rule's name means earlier firings only.
        fired.discard(index)
        track.forget_values(index)
    value = evaluate(rule.when.node, env)
    if hidden:
        fired.add(index)
        track.forget_values(index)
    if value is True and _is_excused(track, index) and _rests_on_misses(rule, env.clause):
        value = Unknown(State.EXCUSED, "an excused period brings about no right that rests on misses")
    return value, State.DISPUTED in env.seen.states


def _is_excused(track: Track, index: int) -> bool:
    verdict = track.verdict(index)
    return index in track.waived or (verdict is not None and verdict.outcome is Outcome.EXCUSED)


def _rests_on_misses(rule: Step, clause: Clause) -> bool:
    """Tell whether a rule's condition mentions misses, seen through `let`."""
    pending, seen = [rule.when.node] if rule.when is not None else [], set[str]()
    while pending:
        for name in tree.names(pending.pop()):
            word = name.parts[0]
            if word == "missed":
                return True
            if word in clause.let and word not in seen:
                seen.add(word)
                pending.append(clause.let[word].node)
    return False


def _mentions(rule: Step, name: str) -> bool:
    return rule.when is not None and any(one.parts[0] == name for one in tree.names(rule.when.node))


def _ready(fold: Fold, track: Track, index: int, rule: Step) -> bool:
    """Tell whether a rule that fires in every period can: the facts its consequences need are known."""
    if not is_always(rule):
        return True
    return facts_known(fold, track, index, rule)


def _has_place(fold: Fold, track: Track, index: int, rule: Step, case: Case) -> bool:
    """Tell whether a case may stand that came about only because another period had changed."""
    if not case.is_secondary:
        return True
    if rule.again == "when closed":
        return track.blocked.get((rule.name, index), frozenset()) <= fold.fallen_of(track, rule.name)
    return _is_allowed(track, index, rule, _earlier(fold, track, rule, case))


def _earlier(fold: Fold, track: Track, rule: Step, case: Case) -> set[int]:
    """Return the periods for which a rule fired before a case first opened, as far as it still stands for them."""
    cases = ((at, fold.fired_case(track, rule.name, at)) for at in track.fired.get(rule.name, ()))
    return {at for at, other in cases if other is not None and other.number < case.number}


def may_fire(fold: Fold, track: Track, index: int, rule: Step) -> bool:
    """Tell whether `again` lets a rule fire for a period.

    A case that had fallen comes back to its own place: only what had fired before it first did can be in its way.
    """
    if rule.again == "when closed":
        return _is_unblocked(fold, track, index, rule)
    fallen = fold.fallen_case(track, rule.name, index)
    if fallen is not None:
        return _is_allowed(track, index, rule, _earlier(fold, track, rule, fallen))
    return _is_allowed(track, index, rule, track.fired.get(rule.name, set()))


def _is_unblocked(fold: Fold, track: Track, index: int, rule: Step) -> bool:
    """Tell whether no earlier case of a rule is open; whether that was so when the period was first looked at decides.

    A case in its way that falls later, as if it had never been, leaves it free.
    """
    blocked = track.blocked.get((rule.name, index))
    if blocked is not None:
        return blocked <= fold.fallen_of(track, rule.name)
    if fold.fallen_case(track, rule.name, index) is not None or not track.fired.get(rule.name):
        return True
    open_ = frozenset(case.number for case in fold.cases_of_rule(track, rule.name) if not case.is_closed)
    if open_:
        track.blocked[rule.name, index] = open_
    return not open_


def _is_allowed(track: Track, index: int, rule: Step, fired: set[int]) -> bool:
    if not fired:
        return True
    match rule.again:
        case "never":
            return False
        case "after a clear period":
            return _is_clear(track, index, rule, fired)
        case again if again.startswith("once a "):
            return not _in_span(track, index, fired, Grain(again.removeprefix("once a ")))
    return True


def _is_clear(track: Track, index: int, rule: Step, fired: set[int]) -> bool:
    """Tell whether between a period and the firings before and after it a determined period was clear."""
    before = max((at for at in fired if at < index), default=None)
    after = min((at for at in fired if at > index), default=None)
    clear_before = before is None or any(track.when(rule.name, at) is False for at in range(before + 1, index))
    clear_after = after is None or any(track.when(rule.name, at) is False for at in range(index + 1, after))
    return clear_before and clear_after


def _in_span(track: Track, index: int, fired: set[int], grain: Grain) -> bool:
    calendar = track.court.calendar
    span = calendar.containing(grain, track.lasts[index])
    return any(span.first <= track.lasts[at] <= span.last for at in fired)


def fire(
    fold: Fold, track: Track, index: int, rule: Step, cause: date | None, *, before: Result = None,
    secondary: bool = False,
) -> None:  # fmt: skip
    """Let a rule fire: its case opens, or comes back to life where it had fallen, and what follows happens at once."""
    track.fired.setdefault(rule.name, set()).add(index)
    if track.name in fold.shape.own_rules:
        track.forget_values(index)
    fallen = fold.fallen_case(track, rule.name, index)
    if fallen is not None:
        _come_back(fold, track, rule, fallen)
        return
    period = track.spans[index].period
    measured = cause if cause is not None else min(period.last, fold.court.now)
    case = fold.open_case(track, index, rule, measured)
    case.before, case.is_secondary = before, secondary
    execute(fold, case, track.spans[index].text.itself(rule), measured, {}, direct=True)
