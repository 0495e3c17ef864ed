"""From the values of keys to clauses, reliefs and steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from comity.agreement import values as forms
from comity.agreement.model import Clause, Relief, Step, Term
from comity.agreement.nodes import Node
from comity.agreement.notes import Notes, Values
from comity.kernel.problem import Related

RELATIONS = ("at least", "above", "at most", "below")
AWAITED = ("do", "choose", "pay", "when", "level")
EFFECTS = ("do", "choose", "pay", "set", "declare", "ladder", "when", "level", "then", "else")
_SERVANTS = {
    "into": "pay", "at most": "pay", "to": "pay", "for": "set", "after": "set", "unless": "when", "with": "do",
    "rules": "level", "seat": "level",
}  # fmt: skip
"""Keys that mean nothing without another one."""


def _clause(values: Values, notes: Notes) -> Clause | None:
    written = _test(values, notes)
    if not values.has("owed by", "owed to", "every"):
        return None
    every = values["every"]
    is_rows = isinstance(every, str) and every.startswith("row of ")
    relation = next((word for word in RELATIONS if word in values.found), "")
    return Clause(
        name=values.name,
        place=values.place,
        owed_by=values["owed by"],
        owed_to=values["owed to"],
        every=every,
        table=every.removeprefix("row of ") if is_rows else "",
        per=values.get("per", ()),
        measure=values.get("measure"),
        relation=relation or ("missed if" if "missed if" in written else ""),
        threshold=values.get(relation) if relation else None,
        missed_if=values.get("missed if"),
        round=values.get("round"),
        let=values.get("let", {}),
        relief=values.get("relief", {}),
        rules={name: _named(rule, name) for name, rule in values.get("rules", {}).items()},
        ladder=values.get("ladder", ""),
        starts=values.get("starts"),
        ends=values.get("ends"),
        serves=values.get("serves", ()),
        title=values.get("title", ""),
        says=values.get("says", ""),
    )


def _named(rule: Step, name: str) -> Step:
    return rule if rule.name else replace(rule, name=name)


def _test(values: Values, notes: Notes) -> list[str]:
    """Check that a clause has one test or none: a measure with one relation, or `missed if`."""
    written = [word for word in (*RELATIONS, "missed if") if values.written(word)]
    if len(written) > 1:
        near = Related(place=_key_place(values, written[0]).place, says=f"`{written[0]}` stands here")
        hint = "A clause has one test; write a second clause for the second."
        notes.add("CMY-214", _key_place(values, written[1]), f"`{written[0]}` and `{written[1]}` together", hint, near)
    elif values.written("measure") and not written:
        hint = f"Write how it must stand to what: {', '.join(RELATIONS)}."
        notes.add("CMY-214", _key_place(values, "measure"), "the measure is compared with nothing", hint)
    elif values.written("measure") and written == ["missed if"]:
        hint = "Write the condition in `missed if`, or compare the measure with `at least`, `at most` …"
        notes.add("CMY-214", _key_place(values, "measure"), "`measure` and `missed if` exclude each other", hint)
    elif written and written != ["missed if"] and not values.written("measure"):
        hint = "Add `measure:` with what is compared."
        notes.add("CMY-214", _key_place(values, written[0]), f"`{written[0]}` compares nothing: no measure", hint)
    if values.written("round") and not values.written("measure"):
        notes.add("CMY-214", _key_place(values, "round"), "`round` rounds a measure, and there is none")
    return written


def _key_place(values: Values, key: str) -> Node:
    return values.node.key(key) or values.node


def _relief(values: Values, notes: Notes) -> Relief | None:
    effect = values.get("effect")
    if values.written("effect") and effect is None:
        return None
    if effect == "adjust" and not values.written("measure"):
        notes.add("CMY-214", values.place, "a relief that adjusts needs a measure of its own", "Add `measure:`.")
    if effect != "adjust" and values.written("measure"):
        notes.add("CMY-214", _key_place(values, "measure"), "only `effect: adjust` has a measure of its own")
    if effect == "extend" and "delay" not in values.get("with", {}):
        notes.add(
            "CMY-214", values.place, "a relief that extends needs the value `delay`", "Add with: {delay: number}."
        )
    return Relief(
        name=values.name,
        place=values.place,
        effect=effect or "excuse",
        within=values.get("within"),
        evidence=values.get("evidence", ""),
        carries=values.get("with", {}),
        measure=values.get("measure"),
        says=values.get("says", ""),
    )


# -- steps ------------------------------------------------------------------------------------


def _step(values: Values, notes: Notes) -> Step:
    _sense(values, notes)
    start = values.get("from") == "period start"
    level, do = values.get("level", ""), values.get("do", "")
    return Step(
        place=values.place,
        name=values.get("name", level or do),
        condition=values.get("if"),
        when=values.get("when"),
        unless=values.get("unless"),
        # What is written but cannot be read is told already; it must not be missed as well.
        again=values.get("again", "each period" if values.written("again") else ""),
        modal="must" if values.written("must") else "may" if values.written("may") else "",
        who=values.get("must", values.get("may", ())),
        do=do,
        choose=values.get("choose", {}),
        pay=values.get("pay"),
        payer="" if start else values.get("from", ""),
        payee=values.get("to", ""),
        holds_from_period_start=start,
        into=values.get("into", ""),
        at_most=values.get("at most"),
        set=_changes(values.get("set", {}), notes),
        lasts=values.get("for"),
        after=values.get("after"),
        declare=values.get("declare", ""),
        ladder=values.get("ladder", ""),
        level=level,
        procedure=values.get("rules", ""),
        seat=values.get("seat", ""),
        within=values.get("within"),
        carries=values.get("with", {}),
        then=values.get("then", ()),
        otherwise=values.get("else", ()),
        says=values.get("says", ""),
    )


def _changes(nodes: Mapping[str, Node], notes: Notes) -> dict[str, Term]:
    """Read what `set` gives: words to a setting that holds words, formulas to the others."""
    found: dict[str, Term] = {}
    for name, node in nodes.items():
        wordy = name == "agreement" or name in notes.wordy
        term = forms.literal(node, notes) if wordy else forms.value_or_word(node, notes)
        if term is not None:
            found[name] = term
    return found


def _sense(values: Values, notes: Notes) -> None:
    """Check that the keys of a step make sense together."""
    if values.written("must") and values.written("may"):
        notes.add("CMY-221", _key_place(values, "may"), "`must` and `may` together: a duty or a right, not both")
    if not any(values.written(key) for key in EFFECTS):
        notes.add("CMY-221", values.place, "nothing happens in this step", f"Write one of {', '.join(EFFECTS[:6])}.")
    for servant, master in _SERVANTS.items():
        if values.written(servant) and not _served(values, servant, master):
            why = f"`{servant}` means nothing here without `{master}`"
            notes.add("CMY-221", _key_place(values, servant), why, f"Add `{master}:`, or take `{servant}` out.")
    if values.written("from") and not (values.written("pay") or values.written("set")):
        notes.add("CMY-221", _key_place(values, "from"), "`from` belongs to `pay` or `set`")
    awaits = values.written("must") or values.written("may")
    if (values.written("do") or values.written("choose")) and not awaits:
        key = "do" if values.written("do") else "choose"
        hint = "Say whose step it is: add `must:` or `may:` with a party."
        notes.add("CMY-221", _key_place(values, key), f"`{key}` without `must` or `may`: nobody is to act", hint)
    if awaits and not any(values.written(key) for key in (*AWAITED, "then")):
        notes.add("CMY-221", values.place, "a party must or may act, but nothing says how", "Add `do:` with the act.")
    if values.written("within") and not awaits and not values.written("when") and not values.written("level"):
        notes.add("CMY-221", _key_place(values, "within"), "`within` sets a time for nothing that is awaited")


def _served(values: Values, servant: str, master: str) -> bool:
    if servant == "with":
        return any(values.written(key) for key in ("do", "choose", "pay", "level"))
    return values.written(master)


CLAUSES: Mapping[str, Callable[[Values, Notes], Any]] = {"clauses": _clause, "relief": _relief, "step": _step}
