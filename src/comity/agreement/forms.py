"""The forms of keys: how a value is read, how the reference names it, and how JSON Schema describes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass
from typing import Any

from comity.agreement import columns, values
from comity.agreement.model import Column, Rounding
from comity.agreement.nodes import Mapping, Node, Scalar, Sequence, listed, shape, shown
from comity.agreement.notes import Notes, guess
from comity.kernel import lexical
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain

Schema = Mapping_[str, Any]
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
"""A text of the language; an editor's YAML may take it for a number or a truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a value is written. `says` completes "the value is …"; `read` returns None for what it cannot read."""

    says: str
    read: Callable[[Node, Notes], Any]
    schema: Schema


def lexical_form(says: str, read: Callable[[str], Any], schema: Schema = SCALAR) -> Form:
    """Return the form of a scalar that a function reads, which raises ValueError with a reason."""
    return Form(says=says, read=lambda node, notes: notes.lexical(node, says, read), schema=schema)


def words(*allowed: str) -> Form:
    """Return the form of one word out of several."""
    says = " or ".join(filter(None, [", ".join(f"`{word}`" for word in allowed[:-1]), f"`{allowed[-1]}`"]))
    return Form(says=says, read=lambda node, notes: notes.word(node, allowed, says), schema={"enum": list(allowed)})


def pattern(text: str) -> Schema:
    """Return the schema of a text of a pattern."""
    return {"type": "string", "pattern": text}


# -- scalars ----------------------------------------------------------------------------------


def _prose(node: Node, notes: Notes) -> str | None:
    """Read free text: as it was written, but for spaces around it."""
    if notes.text(node, "a text") is None or not isinstance(node, Scalar):
        return None
    return node.text.strip()


def _version(text: str) -> str:
    if text != "1":
        raise ValueError(f"version {shown(text)} of the language is not known; this is version 1")
    return text


def _rounding(text: str) -> Rounding:
    step, mode = lexical.rounding(text)
    return Rounding(step=step, mode=mode, text=text)


def _currency(text: str) -> str:
    if not lexical.is_currency(text):
        raise ValueError(f"{text!r} is no currency; currencies are written USD or EUR")
    return text


def _share(text: str) -> Any:
    """Read `40%` or `1`: a part of a whole."""
    found = lexical.percentage(text) if text.endswith("%") else lexical.number(text)
    if found < 0:
        raise ValueError(f"{text} is less than nothing")
    return found


def _deadline(text: str) -> Deadline:
    if re.fullmatch(r"[0-9]{1,4}[./ -][0-9]{1,2}[./ -][0-9]{1,4}", text):
        lexical.date(text)
    return lexical.deadline(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(f"{text!r} is no whole number; write it in digits, such as 5")
    return int(text)


def _period_or(*more: str) -> Callable[[str], Grain | str]:
    """Return a reader of a kind of period, or one of some words besides."""

    def read(text: str) -> Grain | str:
        if text in more:
            return text
        try:
            return lexical.grain(text)
        except ValueError as reason:
            raise ValueError(
                f"{reason}{''.join(f', {word}' for word in more)}. {guess(text, [*Grain, *more])}"
            ) from None

    return read


def _tested(node: Node, notes: Notes) -> Grain | str | None:
    """Read what a clause tests: a period, `once`, or each row of a table."""
    found: Grain | str | None = notes.lexical(node, "a kind of period", _clause_period)
    if isinstance(found, str) and found.startswith("row of "):
        notes.refer(node, found.removeprefix("row of "), "table", "milestones")
    return found


def _clause_period(text: str) -> Grain | str:
    if re.fullmatch(r"row of [a-z_][a-z0-9_]*", text):
        return text
    try:
        return _period_or("once")(text)
    except ValueError:
        hint = guess(text, [*Grain, "once"])
        raise ValueError(
            f"{text!r} is no kind of period; there are {', '.join(Grain)}, once, and row of TABLE. {hint}".rstrip()
        ) from None


def _interval(text: str) -> Duration | Grain:
    return lexical.duration(text) if text[:1].isdigit() else lexical.grain(text)


def _cap_period(text: str) -> str:
    if text == "life" or text in list(Grain):
        return text
    try:
        return str(lexical.duration(text))
    except ValueError:
        raise ValueError(f"{text!r} is no span of a cap; write a period such as month, life, or 12 months") from None


def _settle(text: str) -> str:
    if text in ("at once", "next invoice") or text.removeprefix("every ") in list(Grain):
        return text
    raise ValueError(f"{text!r} is no time to settle; write at once, next invoice, every month, every quarter …")


AGAIN = ("each period", "after a clear period", "when closed", "from zero", "never")


def _again(text: str) -> str:
    if text in AGAIN or text.removeprefix("once a ") in list(Grain):
        return text
    hint = guess(text, [*AGAIN, *(f"once a {grain}" for grain in Grain)])
    choice = ", ".join(AGAIN)
    raise ValueError(
        f"{text!r} does not say when it may fire again; write {choice}, or once a quarter. {hint}".rstrip()
    )


def _scale(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([0-9]{1,3}) to ([0-9]{1,3})", text)
    if match is None or int(match[1]) >= int(match[2]):
        raise ValueError(f"{text!r} is no scale; scales are written 1 to 5")
    return int(match[1]), int(match[2])


_GRAINS = {"enum": list(Grain)}
PROSE = Form(says="free text", read=_prose, schema=SCALAR)
WORD = Form(says="words", read=lambda node, notes: notes.text(node, "a word"), schema=SCALAR)
VERSION = lexical_form("`1`", _version, {"enum": [1, "1"]})
DATE = lexical_form("a date", lexical.date, pattern(r"^\d{4}-\d{2}-\d{2}$"))
DAY_OF_YEAR = lexical_form("a day of the year", lexical.day_of_year, pattern(r"^\d{1,2} [A-Z][a-z]+$"))
TIME_ZONE = lexical_form("a time zone", lexical.time_zone)
CURRENCY = lexical_form("a currency", _currency, pattern("^[A-Z]{3}$"))
DEADLINE = lexical_form("a deadline", _deadline, SCALAR)
DURATION = lexical_form("a duration", lexical.duration, pattern(r"^\d+ [a-z ]+$"))
ROUNDING = lexical_form("a unit and how to round to it", _rounding)
SHARE = lexical_form("a percentage or a number", _share)
COUNT = lexical_form("a whole number", _count, {"type": ["integer", "string"]})
PERIOD = lexical_form("a kind of period", lexical.grain, _GRAINS)
FACT_PERIOD = lexical_form("a kind of period, or `row`", _period_or("row"), {"enum": [*Grain, "row"]})
CLAUSE_PERIOD = Form(
    says="a kind of period, `row of` a table, or `once`",
    read=_tested,
    schema={"anyOf": [{"enum": [*Grain, "once"]}, pattern("^row of ")]},
)
INTERVAL = lexical_form("a kind of period or a duration", _interval, {"anyOf": [_GRAINS, pattern(r"^\d+ ")]})
CAP_PERIOD = lexical_form("a kind of period, `life`, or a duration", _cap_period, SCALAR)
SETTLE = lexical_form(
    "`at once`, `next invoice`, or `every` and a kind of period",
    _settle,
    {"enum": ["at once", "next invoice", *(f"every {grain}" for grain in Grain)]},
)
AGAIN_FORM = lexical_form(
    "when it may happen again (section 5)", _again, {"enum": [*AGAIN, *(f"once a {grain}" for grain in Grain)]}
)
SCALE = lexical_form("a least and a greatest answer", _scale, pattern(r"^\d+ to \d+$"))

# -- formulas and values ----------------------------------------------------------------------

FORMULA = Form(says="a formula", read=values.formula, schema=SCALAR)
VALUE = Form(says="a formula, or a map of them", read=values.value, schema={"$ref": "#/$defs/value"})
SETTING = Form(says="a formula, words, or a map of them", read=values.value_or_word, schema={"$ref": "#/$defs/value"})


def _due(node: Node, notes: Notes) -> Any:
    """Read when a milestone is due: a deadline, or `unset`."""
    if isinstance(node, Scalar) and node.text.strip() == values.UNSET:
        return values.value(node, notes)
    return DEADLINE.read(node, notes)


DUE = Form(says="a deadline, or `unset`", read=_due, schema=SCALAR)

# -- lists and maps ---------------------------------------------------------------------------


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


def entries(section: str, says: str, *, strict: str = "") -> Form:
    """Return the form of a map from names to entries of a section (keys.py)."""

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

    form = Form(says=says, read=read, schema={"$ref": f"#/$defs/{section}"})
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
