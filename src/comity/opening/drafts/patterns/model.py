"""What a pattern is. Its values are texts by name; an empty text is a term that is not agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, listed
from comity.kernel.values import dataclass
from comity.opening.drafts.emit import Value
from comity.opening.drafts.text import Path, node_at

Values = Mapping[str, str]
Pieces = Mapping[Path, Value | None]
"""Entries by their path; None for one that must not be there."""

RELATIONS = ("at least", "at most", "above", "below")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that a pattern asks for: `kind` says what answers it, `begin` is what stands there at first.

    `wide` questions stand alone, others in twos.
    """

    name: str
    label: str
    kind: str
    help: str = ""
    begin: str = ""
    needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern: `section` holds its main entry, `write` gives all its entries, `read` the values they were made of.

    `read` may guess: what it finds counts only if writing it again gives the same entries. `pointed` says where in
    the entries the answer to each question stands, so that a problem there is shown beside the question.
    """

    name: str
    title: str
    says: str
    asks: tuple[Asked, ...]
    write: Callable[[str, Values], Pieces]
    read: Callable[[str, MapNode], Values | None]
    pointed: Callable[[str, str], Path]
    section: str = "clauses"


PARTIES = (
    Asked(name="owed_by", label="Who owes it", kind="party"),
    Asked(name="owed_to", label="To whom", kind="party"),
)
TITLE = Asked(name="title", label="Title", kind="text", help="As it is called in the schedule.", wide=True)
MORE = (
    Asked(name="serves", label="Objective it serves", kind="objective", needed=False),
    Asked(
        name="ladder", label="Who settles a dispute about it", kind="ladder", needed=False, help="A ladder of the text."
    ),
)


def test_of(threshold: str) -> tuple[Asked, ...]:
    """Return the questions for a metric and what it is held against."""
    return (
        Asked(name="measure", label="Metric", kind="metric", wide=True),
        Asked(
            name="relation",
            label="Met if it is",
            kind="choice",
            begin="at least",
            choices=tuple((r, r) for r in RELATIONS),
        ),
        Asked(name="threshold", label=threshold, kind="value", help="95%, USD 2m, 20, or the name of a setting."),
    )


def clause(values: Values, rules: Mapping[str, Value]) -> dict[str, Value]:
    """Return a clause with a test and rules."""
    whole: dict[str, Value] = {"title": values["title"], "owed by": values["owed_by"], "owed to": values["owed_to"]}
    whole |= {"measure": values["measure"], "every": values["every"]}
    if values["per"]:
        whole["per"] = tuple(part.strip() for part in values["per"].split(","))
        if len(whole["per"]) == 1:
            whole["per"] = values["per"]
    whole[values["relation"]] = values["threshold"]
    return whole | {key: values[key] for key in ("serves", "ladder") if values[key]} | {"rules": rules}


def clause_values(name: str, root: MapNode) -> dict[str, str] | None:
    """Return what a clause says outside its rules; None where there is no such clause, or no such test."""
    found = node_at(root, ("clauses", name))
    if not isinstance(found, MapNode):
        return None
    relation = next((one for one in RELATIONS if one in found.names), None)
    if relation is None:
        return None
    values = {key.replace(" ", "_"): text_at(found, key) for key in ("title", "owed by", "owed to", "measure", "every")}
    per = ", ".join(one.text for one in listed(found.get("per")) if isinstance(one, Scalar))
    more = {"serves": text_at(found, "serves"), "ladder": text_at(found, "ladder"), "per": per}
    return values | more | {"relation": relation, "threshold": text_at(found, relation)}


def text_at(node: Node | None, *path: str) -> str:
    """Return the text at a path, a list by its first item at each step; "" where there is none."""
    for name in path:
        node = node.get(name) if isinstance(node, MapNode) else None
        node = listed(node)[0] if node is not None and listed(node) and not isinstance(node, MapNode) else node
    return " ".join(node.text.split()) if isinstance(node, Scalar) else ""


CLAUSE_KEYS = {"owed_by": "owed by", "owed_to": "owed to"}


def in_clause(name: str, asked: str, relation: str = "") -> Path:
    """Return where a clause says what was asked: its rules where no key of its own does."""
    if asked == "threshold":
        return ("clauses", name, relation)
    if asked in ("title", "measure", "serves", "ladder", *CLAUSE_KEYS):
        return ("clauses", name, CLAUSE_KEYS.get(asked, asked))
    return ("clauses", name, "rules")


def account(title: str, owed_by: str, owed_to: str, cap: str, every: str) -> dict[str, Value]:
    """Return an account, with a cap where one is agreed."""
    whole: dict[str, Value] = {"title": title, "owed by": owed_by, "owed to": owed_to, "settle": "next invoice"}
    return whole | ({"caps": ({"at most": cap, "every": every},)} if cap else {})


def cap_values(root: MapNode, name: str) -> dict[str, str]:
    """Return the cap of an account and its span."""
    found = node_at(root, ("accounts", name))
    return {"cap": text_at(found, "caps", "at most"), "cap_every": text_at(found, "caps", "every") or "year"}


CAP = (
    Asked(name="cap", label="Never more than", kind="money", needed=False, help="Together, in the span beside it."),
    Asked(
        name="cap_every", label="In each", kind="choice", begin="year",
        choices=(("month", "month"), ("quarter", "quarter"), ("year", "year"), ("life", "whole term")),
    ),
)  # fmt: skip
