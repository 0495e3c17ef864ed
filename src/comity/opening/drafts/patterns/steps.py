"""Patterns whose consequence is a step: notice and cure, a plan with escalation, and a milestone."""

from __future__ import annotations

import re

from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Scalar, listed
from comity.opening.drafts.emit import Value
from comity.opening.drafts.patterns.model import (
    MORE,
    PARTIES,
    TITLE,
    Asked,
    Pattern,
    Pieces,
    Values,
    clause,
    clause_values,
    in_clause,
    test_of,
    text_at,
)
from comity.opening.drafts.text import Path, node_at

# -- notice and cure ------------------------------------------------------------------------------

OUTCOMES = (("uncured", "it stays uncured, and rights are reserved"), ("terminate", "the other party may end it"))


def _cure(name: str, values: Values) -> Pieces:
    uncured: Value = {"declare": "uncured"}
    if values["outcome"] == "terminate":
        uncured = {
            "name": "termination",
            "may": values["owed_to"],
            "do": "notice of termination",
            "within": "30 days",
            "then": {"set": {"agreement": "terminated"}},
            "else": {"declare": "reserved"},
        }
    cure: dict[str, Value] = {"must": values["owed_by"], "do": "cure", "within": f"{values['cure']} after notice"}
    notice: dict[str, Value] = {"may": values["owed_to"], "do": "notice", "within": values["notice"]}
    then: Value = notice | {
        "then": cure | {"then": {"declare": "cured"}, "else": uncured},
        "else": {"declare": "reserved"},
    }
    return {("clauses", name): clause(values, {"failure": {"again": "when closed", "then": then}})}


def _cure_values(name: str, root: MapNode) -> Values | None:
    values = clause_values(name, root)
    step = ("clauses", name, "rules", "failure", "then")
    if values is None:
        return None
    return values | {
        "notice": text_at(root, *step, "within"),
        "cure": text_at(root, *step, "then", "within").removesuffix(" after notice"),
        "outcome": "terminate" if text_at(root, *step, "then", "else", "name") else "uncured",
    }


CURE = Pattern(
    name="cure",
    title="Notice and cure",
    says="After a miss the other party may give notice; then it is to be cured in time. Silence is no waiver.",
    asks=(
        TITLE, *PARTIES, *test_of("Threshold"),
        Asked(name="notice", label="Notice may be given within", kind="span", begin="20 days"),
        Asked(name="cure", label="To be cured within", kind="span", begin="30 days", help="After the notice."),
        Asked(name="outcome", label="If it is not cured", kind="choice", begin="uncured", choices=OUTCOMES, wide=True),
        *MORE,
    ),
    write=_cure, read=_cure_values, pointed=in_clause,
)  # fmt: skip


# -- a plan, then an escalation ---------------------------------------------------------------------


def _escalation(name: str, values: Values) -> Pieces:
    levels: list[Value] = [
        {"level": values[f"level_{i}"], "within": values[f"level_{i}_within"]}
        if values[f"level_{i}_within"]
        else {"level": values[f"level_{i}"]}
        for i in (1, 2, 3)
        if values[f"level_{i}"]
    ]
    plan: dict[str, Value] = {"must": values["owed_by"], "do": "recovery plan", "within": values["plan"]}
    rule: dict[str, Value] = {
        "when": f"times(missed, {values['of']}) >= {values['misses']}",
        "again": "when closed",
        "then": plan | {"then": {"declare": "plan delivered"}, "else": {"ladder": f"{name}_escalation"}},
    }
    return {
        ("clauses", name): clause(values, {"repeated": rule}),
        ("ladders", f"{name}_escalation"): levels,
    }


def _escalation_values(name: str, root: MapNode) -> Values | None:
    values = clause_values(name, root)
    rule = ("clauses", name, "rules", "repeated")
    counted = re.fullmatch(r"times\(missed, ([0-9]+)\) >= ([0-9]+)", text_at(root, *rule, "when"))
    if values is None or counted is None:
        return None
    levels = listed(node_at(root, ("ladders", f"{name}_escalation")))
    found = {f"level_{i}{part}": "" for i in (1, 2, 3) for part in ("", "_within")}
    for i, level in zip((1, 2, 3), levels, strict=False):
        found |= {f"level_{i}": text_at(level, "level"), f"level_{i}_within": text_at(level, "within")}
    return values | found | {"of": counted[1], "misses": counted[2], "plan": text_at(root, *rule, "then", "within")}


def _escalation_place(name: str, asked: str) -> Path:
    return ("ladders", f"{name}_escalation") if asked.startswith("level") else in_clause(name, asked)


ESCALATION = Pattern(
    name="escalation",
    title="Repeated misses: plan, then escalation",
    says="After some misses within a window a recovery plan is due. Without one the matter climbs from level to level.",
    asks=(
        TITLE, *PARTIES, *test_of("Threshold"),
        Asked(name="misses", label="After how many misses", kind="count", begin="2"),
        Asked(name="of", label="Within how many periods", kind="count", begin="4"),
        Asked(name="plan", label="The plan is due within", kind="span", begin="10 business days", wide=True),
        Asked(name="level_1", label="First level", kind="text", begin="managers of both parties"),
        Asked(name="level_1_within", label="For", kind="span", begin="15 days"),
        Asked(name="level_2", label="Second level", kind="text", begin="steering committee", needed=False),
        Asked(name="level_2_within", label="For", kind="span", begin="30 days", needed=False),
        Asked(name="level_3", label="Last level", kind="text", begin="independent expert", needed=False),
        Asked(name="level_3_within", label="For", kind="span", needed=False, help="Empty: until it decides."), *MORE,
    ),
    write=_escalation, read=_escalation_values, pointed=_escalation_place,
)  # fmt: skip


# -- a milestone ----------------------------------------------------------------------------------

_MILESTONE = {"title": "title", "due": "due", "owed_by": "owed by", "accepted_by": "accepted by", "within": "within",
              "evidence": "evidence", "serves": "serves"}  # fmt: skip


def _milestone(name: str, values: Values) -> Pieces:
    given = values if values["accepted_by"] else {**values, "within": ""}
    return {("milestones", name): {key: given[asked] for asked, key in _MILESTONE.items() if given[asked]}}


def _milestone_values(name: str, root: MapNode) -> Values | None:
    found = node_at(root, ("milestones", name))
    if not isinstance(found, MapNode) or not all(isinstance(value, Scalar) for _, value in found):
        return None
    return {asked: text_at(found, key) for asked, key in _MILESTONE.items()}


def _milestone_place(name: str, asked: str) -> Path:
    return ("milestones", name, _MILESTONE.get(asked, asked))


MILESTONE = Pattern(
    name="milestone",
    title="Milestone",
    says="Something that is done once, by a day, with evidence. The other party may have to accept it.",
    asks=(
        TITLE,
        Asked(name="due", label="Due on", kind="date"),
        Asked(name="owed_by", label="Who owes it", kind="party"),
        Asked(name="accepted_by", label="Accepted by", kind="party", needed=False, help="Nobody: done is done."),
        Asked(name="within", label="Accepted if nothing is said within", kind="span", needed=False),
        Asked(name="evidence", label="Evidence", kind="text", help="What shows that it is done.", wide=True),
        Asked(name="serves", label="Objective it serves", kind="objective", needed=False, wide=True),
    ),
    write=_milestone, read=_milestone_values, pointed=_milestone_place, section="milestones",
)  # fmt: skip
