"""The forms of lists and maps: one or more, entries of a section, columns, references to what is defined elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from comity.agreement import columns, values
from comity.agreement.form import Form, Schema, pattern
from comity.agreement.forms import COUNT, SHARE
from comity.agreement.model import Column, ScorePoint
from comity.agreement.nodes import Mapping, Node, Scalar, Sequence, listed, shape, shown
from comity.agreement.notes import Notes
from comity.kernel import lexical


def one_or_more(form: Form, says: str) -> Form:
    """Return the form of one value or a list of them; read as a tuple."""

    def read(node: Node, notes: Notes) -> tuple[Any, ...] | None:
        found = [form.read(item, notes) for item in listed(node)]
        if not found:
            notes.add("CMY-203", node, f"{says} is needed here, but this list is empty")
        return tuple(one for one in found if one is not None) or None

    several = {"type": "array", "items": form.schema, "minItems": 1}
    return Form(says=says, read=read, schema={"anyOf": [form.schema, several]})


def list_of(form: Form, says: str) -> Form:
    """Return the form of a list; read as a tuple."""

    def read(node: Node, notes: Notes) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            notes.add(
                "CMY-203", node, f"{says} is needed here, but this is {shape(node)}", "Begin each item with a dash."
            )
            return None
        return tuple(one for item in node.items if (one := form.read(item, notes)) is not None)

    return Form(says=says, read=read, schema={"type": "array", "items": form.schema})


def map_of(form: Form, says: str, *, strict: str = "") -> Form:
    """Return the form of a map from names to values of a form; read as a dict in the order written.

    With `strict`, the word for what is named, the keys must be names that a formula can mention.
    """

    def read(node: Node, notes: Notes) -> dict[str, Any] | None:
        below = notes.mapping(node, says)
        if below is None:
            return None
        found: dict[str, Any] = {}
        notes.broken.update(below.lost)
        for key, value in below:
            named = not strict or proper_name(key, strict, notes)
            one = form.read(value, notes)
            if one is None or not named:
                notes.broken.add(key.text)
            else:
                found[key.text] = one
        return found

    return Form(says=says, read=read, schema=_map_schema(form, strict))


def _map_schema(form: Form, strict: str) -> Schema:
    names: Schema = {"propertyNames": pattern("^[a-z_][a-z0-9_]*$")} if strict else {}
    return {"type": "object", "additionalProperties": form.schema, **names}


def proper_name(key: Scalar, what: str, notes: Notes) -> bool:
    """Say whether a key is a name that a formula can mention; if not, that is a problem."""
    if lexical.is_name(key.text):
        return True
    plain = re.sub(r"[^a-z0-9]+", "_", key.text.lower()).strip("_")
    hint = f"{columns.NAMES[: columns.NAMES.index(':')]}: {plain if lexical.is_name(plain) else 'fill_rate'}."
    notes.add("CMY-207", key, f"{shown(key.text)} cannot be the name of a {what}", hint)
    return False


def entries(section: str, says: str, *, strict: str = "", short: Schema | None = None) -> Form:
    """Return the form of a map from names to entries of a section (keys.py).

    `short` is the schema of a text that may stand for an entry, and is replaced before it is read.
    """

    def read(node: Node, notes: Notes) -> dict[str, Any] | None:
        below = notes.mapping(node, says)
        if below is None:
            return None
        found: dict[str, Any] = {}
        notes.broken.update(below.lost)
        for key, value in below:
            named = not strict or proper_name(key, strict, notes)
            one = notes.entry(section, key, value, notes)
            if one is None or not named:
                notes.broken.add(key.text)
            else:
                found[key.text] = one
        return found

    whole: Schema = {"$ref": f"#/$defs/{section}"}
    form = Form(says=says, read=read, schema={"anyOf": [whole, short]} if short else whole)
    return Form(says=says, read=read, schema=_map_schema(form, strict))


def entry(section: str, says: str) -> Form:
    """Return the form of one entry of a section."""
    return Form(
        says=says,
        read=lambda node, notes: notes.entry(section, None, node, notes),
        schema={"$ref": f"#/$defs/{section}"},
    )


def _columns(node: Node, notes: Notes) -> dict[str, Column] | None:
    below = notes.mapping(node, "a map of columns")
    if below is None:
        return None
    found = {key.text: columns.column(key, value, notes) for key, value in below}
    notes.broken.update(below.lost, (name for name, column in found.items() if column is None))
    return {name: column for name, column in found.items() if column is not None}


def _values(node: Node, notes: Notes) -> dict[str, Column] | None:
    """Read what an act carries: columns of any type but `reporter`, since an act is by one party anyway."""
    found = _columns(node, notes)
    for name, column in (found or {}).items():
        if column.type == columns.REPORTER:
            why = f"{name} cannot be a reporter: whoever acts is named by the act"
            notes.add("CMY-205", column.place, why, "Write text, or a list of words.")
    return found


_TYPE_SCHEMA: Schema = {"anyOf": [{"type": "string", "examples": list(columns.TYPES)}, {"type": "array"}]}
COLUMNS = Form(
    says="a map of column to type",
    read=_columns,
    schema={
        "type": "object",
        "additionalProperties": _TYPE_SCHEMA,
        "propertyNames": pattern("^[a-z_][a-z0-9_]*$"),
    },
)
REPORTERS = Form(
    says="a party, a list of parties, a map of party to money, or `published`",
    read=columns.reporters,
    schema={"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "object"}]},
)


def _points(node: Node, notes: Notes) -> tuple[ScorePoint, ...] | None:
    """Read points of a score: each key a formula, each value a score between 0 and 100, both left out."""
    below = notes.mapping(node, "a map of figure to score")
    if below is None:
        return None
    found: list[ScorePoint] = []
    for key, value in below:
        at, score = values.formula(key, notes), notes.lexical(value, "a score", _score)
        if at is not None and score is not None:
            found.append(ScorePoint(at=at, score=score))
    if not below.entries:
        notes.add("CMY-203", node, "a point is needed here, but this map is empty", "Write {94%: 70, 96%: 90}.")
    return tuple(found)


def _score(text: str) -> Decimal:
    found = lexical.number(text)
    if not 0 < found < 100:
        raise ValueError(f"{text} is no score of a point: those lie between the floor's 0 and the target's 100")
    return found


def _recent(node: Node, notes: Notes) -> tuple[Decimal, ...] | None:
    """Read the weights of periods, latest first; percentages must add up to 100 %."""
    found: tuple[Decimal, ...] | None = list_of(SHARE, "a list of weights").read(node, notes)
    if found is not None and not listed(node):
        notes.add("CMY-203", node, "a weight is needed here, but this list is empty", "Write [3, 2, 1].")
    texts = [item.text for item in listed(node) if isinstance(item, Scalar)]
    if found and any(text.endswith("%") for text in texts) and sum(found) != 1:
        why = f"the weights of the periods do not add up to 100%: {' + '.join(texts)}"
        notes.add("CMY-211", node, why, "Change one of them, or write plain numbers: [3, 2, 1].")
    return found


RECENT = Form(
    says="a list of weights, latest first", read=_recent, schema={"type": "array", "items": SHARE.schema, "minItems": 1}
)
POINTS = Form(
    says="a map of figure to score",
    read=_points,
    schema={"type": "object", "additionalProperties": {"type": ["number", "string"]}, "minProperties": 1},
)
VALUES = Form(says="a map of value to type", read=_values, schema=COLUMNS.schema)
RAW = Form(
    says="a map, as section 9 says",
    read=lambda node, notes: notes.mapping(node, "a map"),
    schema={"type": "object"},
)


def _business_days(node: Node, notes: Notes) -> tuple[str, ...] | None:
    """Read a list of places, or `Monday to Friday`."""
    if isinstance(node, Scalar) and " ".join(node.text.split()) == "Monday to Friday":
        return ()
    from comity.kernel.business_days import check_place

    def place(text: str) -> str:
        check_place(text)
        return text

    found = [notes.lexical(item, "a place", place) for item in listed(node)]
    return tuple(one for one in found if one is not None)


BUSINESS_DAYS = Form(
    says="a list of places (`US`, `US-NY`), or `Monday to Friday`",
    read=_business_days,
    schema={"anyOf": [{"const": "Monday to Friday"}, {"type": "array", "items": {"type": "string"}}]},
)


def reference(*kinds: str) -> Form:
    """Return the form of a name that is defined elsewhere in the agreement as one of some kinds."""
    says = f"the name of a {' or '.join(f'`{kind}`' if kind == 'everyone' else kind for kind in kinds)}"

    def read(node: Node, notes: Notes) -> str | None:
        text = notes.text(node, says)
        if text is not None:
            notes.refer(node, text, *kinds)
        return text

    return Form(says=says, read=read, schema={"type": "string"})


def references(*kinds: str) -> Form:
    """Return the form of one such name or a list of them."""
    one = reference(*kinds)
    return one_or_more(one, f"{one.says}, or a list of them")


def numbers_of(kind: str) -> Form:
    """Return the form of a map from names of a kind to whole numbers."""
    plain = map_of(COUNT, f"a map of {kind} to number")

    def read(node: Node, notes: Notes) -> dict[str, int] | None:
        found: dict[str, int] | None = plain.read(node, notes)
        for key, _ in node if isinstance(node, Mapping) else ():
            notes.refer(key, key.text, kind)
        return found

    return Form(says=plain.says, read=read, schema=plain.schema)


def consequences() -> Form:
    """Return the form of `then`, `else` and an option of `choose`: one consequence or a list."""
    return one_or_more(entry("step", "a consequence"), "a consequence, or a list of them")
