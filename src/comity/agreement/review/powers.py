"""Who may act and who decides: bodies that cannot, ladders that end nowhere, arbitration without rules and seat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.agreement.formula.parts import every_step
from comity.agreement.model import Body, Step, Terms
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import first_steps
from comity.kernel.problem import Place, Problem, Related

_BINDING = re.compile(
    r"\b(?:arbitra\w+|tribunal|courts?|litigation|judge|umpire|referee|adjudicat\w+|determin\w+|expert\w*|accountants?"
    r"|assessor|neutral|binding|final(?:ly)?)\b",
    re.IGNORECASE,
)
"""Words of a level that end a dispute whatever the parties want; a committee or a mediation does not."""
_ARBITRATION = re.compile(r"\barbitra\w+", re.IGNORECASE)


def powers(desk: Desk) -> Iterator[Problem]:
    """Find bodies that are given something to do and cannot decide, and ladders without an end."""
    yield from _bodies(desk)
    for name, levels in desk.terms.ladders.items():
        if levels:
            yield from _last(name, levels, desk)
    yield from _arbitration(desk)


# -- bodies -----------------------------------------------------------------------------------


def _bodies(desk: Desk) -> Iterator[Problem]:
    acting = _acting(desk.terms)
    for body in desk.terms.governance.values():
        where = acting.get(body.name)
        if where is None:
            continue
        near = Related(place=where, says=f"{body.name} has something to do here")
        place = desk.at("governance", body.name)
        if not body.members:
            why = f"{body.name} is to act, but nobody is a member of it"
            yield finding("CMY-861", place, why, "Write members: {party: number}.", near)
        if not body.decides:
            why = f"{body.name} is to act, and nothing says how it decides"
            yield finding("CMY-862", place, why, "Write decides: unanimity, or whose vote is enough.", near)


def _acting(terms: Terms) -> dict[str, Place]:
    """Return the bodies that have something to do, each with the step that gives it to them."""
    found: dict[str, Place] = {}
    for first in first_steps(terms):
        for step in every_step(first.step):
            for name in (*step.who, step.level.replace(" ", "_")):
                if name in terms.governance:
                    found.setdefault(name, step.place)
    return found


# -- ladders ----------------------------------------------------------------------------------


def _last(name: str, levels: tuple[Step, ...], desk: Desk) -> Iterator[Problem]:
    """The last level has to end the dispute: a third party decides, or what follows is written."""
    last = levels[-1]
    place = desk.step_at(last, "level")
    if last.within is not None and not last.otherwise and not last.then:
        why = f"the ladder {name} ends with a time, {last.within}, and nothing follows when it has run out"
        yield finding("CMY-863", desk.step_at(last, "within"), why, "Add a level that decides, or `else:`.")
    elif not last.otherwise and not _BINDING.search(f"{last.level} {last.do} {last.says}"):
        why = f"the ladder {name} ends with {_called(last, desk.terms)}, which need not decide"
        yield finding("CMY-864", place, why, "Add a last level that binds: arbitration, an expert, a court.")


def _called(level: Step, terms: Terms) -> str:
    body: Body | None = terms.governance.get(level.level.replace(" ", "_"))
    said = level.level or level.name or level.do or "a step"
    return f"{said} ({body.decides})" if body is not None and body.decides else said


def _arbitration(desk: Desk) -> Iterator[Problem]:
    """An arbitration needs the rules it follows and its seat, or the courts have to supply them."""
    bare = [
        level
        for levels in desk.terms.ladders.values()
        for level in levels
        if _ARBITRATION.search(level.level) and not (level.procedure and level.seat)
    ]
    if not bare:
        return
    lacks = "rules and seat"
    if all(level.procedure for level in bare):
        lacks = "a seat"
    elif all(level.seat for level in bare):
        lacks = "rules"
    near = [Related(place=desk.step_at(level, "level"), says=f"so is {level.level}") for level in bare[1:]]
    why = f"{bare[0].level} is agreed without {lacks}"
    hint = "Write rules: ICC Rules of Arbitration and seat: Geneva, or those you agree on."
    yield finding("CMY-865", desk.step_at(bare[0], "level"), why, hint, *near)
