"""Headings that say their unit, `amount (EUR m)`: so Comity heads what it gives out, and so a file may be handed in.

The agreement says in which money a table is reported. A heading that says another is a problem: without it a file in
thousands looks as sound as one in millions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from comity.agreement.model import Column, FactTable
from comity.facts.found import Found, shown
from comity.facts.model import RawFile
from comity.facts.money import denomination
from comity.kernel.lexical import SCALES
from comity.kernel.problem import Problem

OTHER_UNIT = "CMY-445"
_HEADED = re.compile(r"(?P<name>\S+) +\((?P<unit>.+)\)")
_WORD = re.compile(r"[^\s(),]+")
_LETTERS = {size: letter for letter, size in SCALES.items()}


def unit_of(table: FactTable, column: Column, reporter: str, currency: str | None) -> str:
    """Return what a 1 in a column stands for where a party reports it: `EUR m`, `hours`; "" for a bare number.

    `currency` is that of the agreement.
    """
    if column.type == "number":
        return column.unit or ""
    money = denomination(table, column, reporter, currency)
    return f"{money.currency} {_LETTERS.get(money.scale, '')}".rstrip() if money.currency else ""


def money_of(table: FactTable, column: Column, reporter: str, currency: str | None) -> str:
    """Return the unit of a sealed number in a column, in which scales are multiplied out: `EUR`; "" for a bare one."""
    return denomination(table, column, reporter, currency).currency or (column.unit or "")


def headed(table: FactTable, column: Column, reporters: Sequence[str], currency: str | None) -> str:
    """Return the heading of a column in a file of some reporters' rows: its name, with its unit where it has one."""
    units: dict[str, list[str]] = {}
    for reporter in reporters:
        units.setdefault(unit_of(table, column, reporter, currency), []).append(reporter)
    if len(units) < 2:
        return column.name + "".join(f" ({unit})" for unit in units if unit)
    told = (f"{unit} by {' and '.join(who)}" for unit, who in units.items())
    return f"{column.name} ({', '.join(told)})"


def unheaded(raw: RawFile, table: FactTable) -> tuple[RawFile, dict[str, str]]:
    """Return a file whose columns are called by their names alone, and the heading of each that said a unit."""
    names = raw.table.column_names
    found = {name: match["name"] for name in names if (match := _HEADED.fullmatch(name)) and name not in table.columns}
    stated = {name: heading for heading, name in found.items() if name in table.columns and name not in names}
    if not stated:
        return raw, {}
    called = [found[name] if stated.get(found.get(name, "")) == name else name for name in names]
    return replace(raw, table=raw.table.rename_columns(called)), stated


def reporters_among(names: Iterable[str | None], table: FactTable) -> list[str]:
    """Return those of some names that report a table, in its order, each once."""
    told = frozenset(names)
    return [one.party for one in table.reporters if one.party in told]


def check_units(
    found: Found, stated: Mapping[str, str], table: FactTable, reporters: Sequence[str], currency: str | None
) -> None:  # fmt: skip
    """Note every heading that does not hold for each of these reporters of rows.

    It may say more than their units, each with whose it is: those of all reporters, or of some. Where there are no rows
    it may be that of any reporter.
    """
    everybody = [one.party for one in table.reporters]
    for name, heading in stated.items():
        column, plain = table.columns[name], " ".join(heading.split())
        anybody = [tuple(reporters)] if reporters else [(who,) for who in everybody]
        named = reporters_among(_WORD.findall(plain), table)
        also = [whose for whose in (everybody, named) if set(reporters) <= set(whose)]
        agreed = [headed(table, column, whose, currency) for whose in anybody]
        if plain in (*agreed, *(headed(table, column, whose, currency) for whose in also)):
            continue
        told = " or ".join(dict.fromkeys(shown(one) for one in agreed))
        why = f"the heading is {shown(heading)}, and the agreement has {told}"
        hint = f"Give the column in the unit of the agreement, and head it {told}."
        found.add(Problem(code=OTHER_UNIT, place=found.place(name), why=why, hint=hint))
