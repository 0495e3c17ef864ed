"""An entry of the catalogue in words: how it is measured, what it reads, what its example says, what to paste."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.agreement.suggest import columns_read
from comity.catalogue.model import FAMILIES, Catalogue, Entry, Parameter, StandardTable, Tree

OWN = "milestones"
"""A table that every agreement has by itself, made of its milestones and what was done about them."""

PARTY, PARTNER = "PARTY", "PARTNER"
"""What stands for the parties' short names in lines to paste."""

_DIVIDED = re.compile(r"[,\[\]{}#'\"]|: |^[&*!|>@`-]|:$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What an entry reads of a table: its columns in the order in which the table has them. `table` is None for OWN."""

    name: str
    table: StandardTable | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of texts: heads and rows, with a caption."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


# -- how it is measured ------------------------------------------------------------------------


def is_judged(entry: Entry) -> bool:
    """Say whether people judge it on described levels; else it is counted from facts."""
    return "levels" in entry.define


def kind(entry: Entry) -> str:
    """Return how it is known and when: `counted, lagging`."""
    return f"{'judged' if is_judged(entry) else 'counted'}, {entry.signal}"


def place(entry: Entry) -> str:
    """Return where it stands in the catalogue, family and topic: `Operations: projects`."""
    family = FAMILIES[entry.family]
    return family if entry.topic == entry.family else f"{family}: {entry.topic}"


def unit(entry: Entry, known: Catalogue) -> str:
    """Return the unit: as written, else `money` where the formula reads amounts, else `number`."""
    written = entry.define.get("unit")
    if written:
        return str(written)
    types = [column_type(read.table, name) for read in reads(entry, known) if read.table for name in read.columns]
    return "money" if any(text.startswith("money") for text in types) else "number"


def better(entry: Entry) -> str:
    """Return which way is good, `higher` or `lower`; "" where neither is."""
    return str(entry.define.get("better", ""))


def measured(entry: Entry, known: Catalogue) -> str:
    """Return how it is measured: `percent, by quarter, for each party; higher is better`."""
    per = entry.define.get("per", ())
    columns = (per,) if isinstance(per, str) else tuple(per)
    members = f", for each {' and '.join(str(name).replace('_', ' ') for name in columns)}" if columns else ""
    good = f"; {better(entry)} is better" if better(entry) else ""
    rounded = f", rounded to {entry.define['round']}" if entry.define.get("round") else ""
    return f"{unit(entry, known)}, by {entry.define['every']}{members}{rounded}{good}"


def levels(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the levels on which it is judged, each with what is true of it."""
    described = entry.define.get("levels", {})
    return tuple((level, flow(says)) for level, says in described.items()) if isinstance(described, Mapping) else ()


def without(parameter: Parameter) -> str:
    """Return what holds where the parties do not choose a parameter."""
    if parameter.default == "unset":
        return "no figure until it is agreed"
    return flow(parameter.default)


# -- what it reads -----------------------------------------------------------------------------


def reads(entry: Entry, known: Catalogue) -> tuple[Read, ...]:
    """Return the tables that the formula of an entry reads, in the order of their names."""
    read = columns_read(str(entry.define["is"]))
    return tuple(_read(name, columns, known) for name, columns in read.items())


def _read(name: str, columns: frozenset[str], known: Catalogue) -> Read:
    table = known.table(name) if name != OWN else None
    ordered = [column for column in table.columns if column in columns] if table is not None else sorted(columns)
    return Read(name=name, table=table, columns=tuple(ordered))


def column_type(table: StandardTable, column: str) -> str:
    """Return the type of a column as it is written, a list of allowed words joined by `or`; "" for no column of it."""
    columns = table.define.get("columns", {})
    written = columns.get(column, "") if isinstance(columns, Mapping) else ""
    return written if isinstance(written, str) else " or ".join(map(flow, written))


def readers(table: StandardTable, known: Catalogue) -> tuple[Entry, ...]:
    """Return the entries that read a table, family by family."""
    return tuple(entry for entry in known.latest if table.name in {read.name for read in reads(entry, known)})


def columns_of(table: StandardTable, only: Sequence[str] = ()) -> Sheet:
    """Return the columns of a table, or some of them, each with its type and what it holds."""
    shown = [(name, says) for name, says in table.columns.items() if not only or name in only]
    rows = tuple((name, column_type(table, name), says) for name, says in shown)
    return Sheet(caption=table.title, head=("Column", "Type", "Holds"), rows=rows)


def dated_by(table: StandardTable) -> str:
    """Say to which period a row belongs."""
    every = str(table.define.get("every", ""))
    wanted = "date" if every == "row" else "period"
    column = next((name for name in table.columns if column_type(table, name).startswith(wanted)), "")
    return f"a row belongs to the period of its {column}" if every == "row" else f"reported every {every}"


# -- the worked example ------------------------------------------------------------------------


def given(entry: Entry) -> tuple[Sheet, ...]:
    """Return what the worked example gives, one sheet a table, with the columns that any of its rows has.

    Milestones, and the acts about them, are sheets like tables of facts.
    """
    example = entry.example
    milestones: tuple[Tree, ...] = tuple(
        {"milestone": name, **term} for name, term in example.milestones.items() if isinstance(term, Mapping)
    )
    acts = example.acts if isinstance(example.acts, tuple) else ()
    found: dict[str, Tree] = {**example.given, "milestones": milestones, "acts": acts}
    return tuple(_given(name, rows) for name, rows in found.items() if rows)


def _given(name: str, rows: Tree) -> Sheet:
    if isinstance(rows, tuple | list) and all(isinstance(row, Mapping) for row in rows):
        lines = [row for row in rows if isinstance(row, Mapping)]
        head = tuple(dict.fromkeys(key for row in lines for key in row))
        return Sheet(
            caption=name, head=head, rows=tuple(tuple(flow(row.get(key, "")) for key in head) for row in lines)
        )
    return Sheet(caption=name, head=("Given",), rows=((flow(rows),),))


def also_given(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return what else the worked example rests on: its settings, each in one line."""
    return tuple((f"setting {name}", flow(value)) for name, value in entry.example.settings.items())


def expected(entry: Entry) -> Sheet:
    """Return the figures that follow in the worked example: members, period, value as written there."""
    per = entry.define.get("per", ())
    heads = (per,) if isinstance(per, str) else tuple(map(str, per))
    rows = tuple(_leaves(entry.example.expect, len(heads)))
    return Sheet(caption="Figures", head=(*heads, "Period", "Figure"), rows=rows)


def _leaves(node: Tree, depth: int, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if depth < 0 or not isinstance(node, Mapping):
        yield (*above, flow(node))
        return
    for key, below in node.items():
        yield from _leaves(below, depth - 1, (*above, str(key)))


# -- what to paste -----------------------------------------------------------------------------


def lines(entry: Entry, known: Catalogue) -> str:
    """Return the lines that put an entry into an agreement, pinned; PARTY and PARTNER stand for short names."""
    read = reads(entry, known)
    facts = [f"{one.name}: {_fact_line(one.table)}" for one in read if one.table is not None]
    milestones = [f"first_result: {{due: 2026-06-30, owed by: {PARTY}}}"] if any(r.name == OWN for r in read) else []
    settings = [
        line
        for parameter in entry.parameters
        for line in (f"# {parameter.says}", f"{parameter.name}: {_inner(parameter.default)}")
    ]
    parts = {
        "settings": settings,
        "facts": facts,
        "metrics": [f"{entry.name}: {_metric_line(entry)}"],
        "milestones": milestones,
    }
    return "\n".join(
        "\n".join([f"{section}:", *(f"  {line}" for line in below)]) for section, below in parts.items() if below
    )


def _metric_line(entry: Entry) -> str:
    if is_judged(entry) and "judged by" not in entry.define:
        judges = f"{{{PARTY}: alliance manager, {PARTNER}: alliance manager}}"
        return f"{{catalogue: {entry.name} {entry.version}, judged by: {judges}}}"
    return f"catalogue {entry.version}"


def _fact_line(table: StandardTable) -> str:
    each = any(column_type(table, name) == "reporter" for name in table.columns)
    who = f"[{PARTY}, {PARTNER}]" if each else PARTY
    return f"{{catalogue: {table.name} {table.version}, reported by: {who}}}"


def table_lines(table: StandardTable) -> str:
    """Return the lines that put a table into an agreement, pinned."""
    return f"facts:\n  {table.name}: {_fact_line(table)}"


def placeholders(text: str) -> str:
    """Say what is to be put in the place of the names in lines to paste."""
    who = f"{PARTY} and {PARTNER}" if PARTNER in text else PARTY
    return f"Put the parties' short names in the place of {who}." if PARTY in text else ""


def flow(value: Tree) -> str:
    """Return a part of an agreement in one line of YAML; a text by itself stands as it is."""
    return value if isinstance(value, str) else _inner(value)


def _inner(value: Tree) -> str:
    """Return a part as it stands inside a line: a text that YAML would divide is quoted."""
    if isinstance(value, str):
        return f"'{value.replace(chr(39), chr(39) * 2)}'" if _DIVIDED.search(value) else value
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_inner(below)}' for key, below in value.items())}}}"
    return f"[{', '.join(map(_inner, value))}]"
