"""Types of columns, and of the values that acts carry: `number in kg`, `money in EUR m`, `[quality, money]`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from comity.agreement.formula.parse import parse
from comity.agreement.model import Column, Formula, Reporter
from comity.agreement.nodes import Node, Scalar, Sequence, shape, shown
from comity.agreement.notes import Notes
from comity.kernel import lexical
from comity.kernel.guess import guess

TYPES = ("period", "date", "text", "number", "money", "yes or no", "rounding", "reporter")
REPORTER = "reporter"
"""The type of a column that holds the party whose row it is: each party reports its own rows."""
_TYPE = re.compile(
    r"(?P<type>period|date|text|number|money|yes or no|rounding)\b"
    r"( in (?P<unit>[^<>=]+?))?"
    r"( ?(?P<condition>(<=|>=|<>|<|>|=|in\b|between\b).*))?"
)
_MONEY = re.compile(r"(?P<currency>[A-Z]{3})( (?P<scale>k|m|bn))?")


def column(name: Scalar, node: Node, notes: Notes) -> Column | None:
    """Read the declaration of a column."""
    if not lexical.is_name(name.text) or name.text.startswith("_"):
        notes.add("CMY-207", name, f"{shown(name.text)} cannot be the name of a column", NAMES)
        return None
    if isinstance(node, Sequence):
        return _words(name, node, notes)
    text = notes.text(node, "the type of a column")
    if text is None:
        return None
    if text == REPORTER:
        return Column(name=name.text, type=REPORTER, place=name.place)
    match = _TYPE.fullmatch(text)
    if match is None:
        why = f"{shown(text)} is no type of a column"
        notes.add("CMY-205", node, why, guess(text, TYPES) or f"Types are {', '.join(TYPES)}, or a list of words.")
        return None
    made = Column(name=name.text, type=_plain(match["type"]), place=name.place)
    made = _condition(made, match, node, notes)
    return _unit(made, match, node, notes)


def _plain(said: str) -> str:
    return "truth" if said == "yes or no" else said


def _words(name: Scalar, node: Sequence, notes: Notes) -> Column | None:
    words = [notes.text(item, "a word") for item in node.items]
    if not words:
        notes.add("CMY-203", node, "this list of allowed words is empty", "Write the words, or `text`.")
    if not words or None in words:
        return None
    return Column(name=name.text, type="text", place=name.place, words=tuple(word for word in words if word))


def _unit(made: Column, match: re.Match[str], node: Node, notes: Notes) -> Column | None:
    unit = match["unit"]
    if unit is None:
        return made
    if made.type == "number":
        return replace(made, unit=unit)
    if made.type != "money":
        notes.add("CMY-205", node, f"a {match['type']} has no unit", "Only numbers and money have one.")
        return None
    money = _MONEY.fullmatch(unit)
    if money is None:
        notes.add("CMY-205", node, f"{shown(unit)} is no money", "Write money in EUR, or money in EUR m.")
        return None
    scale = lexical.SCALES[money["scale"]] if money["scale"] else Decimal(1)
    return replace(made, currency=money["currency"], scale=scale) if _known(money["currency"], node, notes) else None


def _known(currency: str, node: Node, notes: Notes) -> bool:
    """Say whether three capitals are a currency; if not, that is a problem."""
    try:
        lexical.currency(currency)
    except ValueError as reason:
        notes.add("CMY-205", node, str(reason))
        return False
    return True


def _condition(made: Column, match: re.Match[str], node: Node, notes: Notes) -> Column:
    """Read what must hold of each value; its formula names the value by its type, as it is written."""
    said = match["condition"]
    if said is None:
        return made
    subject = "value" if made.type == "truth" else made.type
    # The formula's first character would stand here if the unit between type and condition were left out.
    before = match.start("condition") - len(subject) - 1
    start = node.place
    if start.column is not None:
        start = replace(start, column=start.column + before)
    found, problems = parse(f"{subject} {said}", start)
    notes.problems += problems
    if found is None:
        return made
    return replace(made, condition=Formula(text=f"{subject} {said}", node=found, place=start))


NAMES = "Names are lower case letters, digits and underscores, and begin with a letter: fill_rate."


PUBLISHED = "published"
"""Reports in place of a party what a public source publishes."""


def reporters(node: Node, notes: Notes) -> tuple[Reporter, ...] | None:
    """Read who reports: a party, a list, a map of party to money, or the word `published`."""
    if isinstance(node, Scalar):
        text = notes.text(node, "a party")
        if text is not None:
            notes.refer(node, text, "party", PUBLISHED)
        return None if text is None else (Reporter(party=text),)
    if isinstance(node, Sequence):
        names = [notes.text(item, "a party") for item in node.items]
        for item, name in zip(node.items, names, strict=True):
            if name is not None:
                notes.refer(item, name, "party")
        if not names:
            notes.add("CMY-203", node, "this list is empty", "Name who reports, or `published`.")
        return tuple(Reporter(party=name) for name in names if name) or None
    found = [_reporter(party, below, notes) for party, below in node]
    return tuple(one for one in found if one is not None) or None


def _reporter(party: Scalar, node: Node, notes: Notes) -> Reporter | None:
    notes.refer(party, party.text, "party")
    if not isinstance(node, Scalar):
        notes.add("CMY-203", node, f"a currency is needed here, but this is {shape(node)}", "Write USD, or USD m.")
        return None
    money = _MONEY.fullmatch(" ".join(node.text.split()))
    if money is None:
        why = f"{shown(node.text)} is no money to report in"
        notes.add("CMY-205", node, why, "Write a currency, USD, or a currency and a scale, USD m (k, m, bn).")
        return None
    scale = lexical.SCALES[money["scale"]] if money["scale"] else Decimal(1)
    _known(money["currency"], node, notes)
    return Reporter(party=party.text, currency=money["currency"], scale=scale)
