"""Rows of the catalogue's tables, drawn at random by what their columns may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from comity.agreement.formula import tree
from comity.agreement.formula.parse import parse
from comity.agreement.model import Column, FactTable
from comity.catalogue.example import JUDGES, PARTIES
from comity.catalogue.model import Entry
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from tests.catalogue.measured import Row, Rows, agreed, tables_read

ANY_TEXT = ("a", "b")
MANY_TEXTS = tuple("abcdefghij")
LEVELS = ("0", "25", "50", "75", "100")
OFTEN_ZERO = ("beyond_voluntary", "lost_days")
EMPTY = 0.2
"""How often a cell is empty that may be."""
UNBOUNDED = 10**9
MONEY_NOT_KNOWN = ("baseline",)
"""Amounts that a table leaves empty; other money is always there."""

BEFORE = ("started", "opened", "raised")
"""Columns with a day that lies before the row's own."""


def drawn(entry: Entry, random: Random, *, until: date, negative: bool = False) -> Rows:
    """Return rows of all tables an entry reads, from the start of its example until a day, every period reported."""
    agreement = agreed(entry)
    terms = agreement.versions[-1][1]
    said = _texts(entry)
    return {
        name: list(_rows(terms.facts[name], terms.calendar, random, said, terms.starts, until, negative))
        for name in tables_read(entry)
    }


def _texts(entry: Entry) -> Mapping[str, Sequence[str]]:
    """Return the texts with which a formula compares each column, so that rows are drawn which it counts."""
    found: dict[str, list[str]] = {}
    node = parse(str(entry.define["is"]))[0]
    assert node is not None
    for part in tree.walk(node):
        sides = list(tree.children(part)) if isinstance(part, tree.Binary | tree.In) else []
        columns = [str(side) for side in sides if isinstance(side, tree.Name)]
        for column in columns:
            found.setdefault(column, []).extend(side.value for side in sides if isinstance(side, tree.Text))
    return found


def _rows(
    table: FactTable, calendar: Calendar, random: Random, said: Mapping[str, Sequence[str]], since: date, until: date,
    negative: bool,
) -> Iterator[Row]:  # fmt: skip
    seen: set[tuple[object, ...]] = set()
    for own in _times(table, calendar, random, since, until):
        row: dict[str, str | None] = {str(table.period_column): own}
        for number, column in enumerate(table.columns.values()):
            if column.name != table.period_column:
                texts = said.get(f"{table.name}.{column.name}", ())
                row[column.name] = _cell(column, table, random, texts, own, number, negative)
        identity = tuple(row[c] for c in table.key)
        if identity not in seen:
            seen.add(identity)
            yield row


def _times(table: FactTable, calendar: Calendar, random: Random, since: date, until: date) -> Iterator[str]:
    if table.every is None:
        days = (until - since).days
        yield from sorted((since + timedelta(days=random.randrange(days))).isoformat() for _ in range(80))
        return
    for period in calendar.between(table.every, since, until):
        # So many that each of several parties and scopes, and each judge, has some in most periods.
        many = table.every is Grain.YEAR or table.reporter_column is not None
        for _ in range(random.randint(16, 24) if many else random.randint(2, 6)):
            yield period.name


def _cell(
    column: Column, table: FactTable, random: Random, texts: Sequence[str], own: str, number: int, negative: bool
) -> str | None:  # fmt: skip
    may_be_empty = column.type in ("date", "number") or column.name in MONEY_NOT_KNOWN
    if column.name not in table.key and may_be_empty and random.random() < EMPTY:
        return None
    match column.type:
        case "reporter":
            return random.choice([*PARTIES])
        case "text":
            return _text(column, table, random, texts)
        case "date":
            return (_first(own) + timedelta(days=random.randrange(*_days_off(column, table)))).isoformat()
        case "truth":
            return random.choice(["yes", "no"])
        case "period":
            return own
    if column.name == "level":
        return random.choice(LEVELS)
    if column.name in OFTEN_ZERO and random.random() < 0.5:
        return "0"
    return _number(column, random, negative)


def _text(column: Column, table: FactTable, random: Random, texts: Sequence[str]) -> str:
    if column.words:
        return random.choice(column.words)
    if column.name in ("party", "asked_of", "owner", "from_party"):
        return random.choice([*PARTIES])
    if column.name == "role":
        return random.choice(JUDGES["fern"])
    if table.every is None and column.name in table.key:
        return f"{column.name} {random.randrange(10_000)}"
    many = table.every is Grain.YEAR and column.name in table.key
    return random.choice([*texts, *(MANY_TEXTS if many else ANY_TEXT)])


def _number(column: Column, random: Random, negative: bool) -> str:
    low, high = limits(column)
    if high == 1:  # a share
        return f"{random.randint(0, 100) / 100:.2f}"
    return str(random.randint(-50 if negative and column.condition is None else max(low, 1), min(high, 100)))


def limits(column: Column) -> tuple[int, int]:
    """Return the least and the most whole number that a column may hold."""
    match column.condition.node if column.condition is not None else None:
        case tree.Between(low=tree.Number(value=low), high=tree.Number(value=high)):
            return int(low), int(high)
        case tree.Binary(operator=operator, right=tree.Number(value=least)):
            return int(least) + (operator == ">"), UNBOUNDED
    return -UNBOUNDED, UNBOUNDED


def _first(own: str) -> date:
    """Return the day of a row, or the first day of its period (`2026`, `2026-Q3`, `2026-03`, `2026-03-05`)."""
    year, *rest = own.split("-")
    if rest and rest[0].startswith("Q"):
        rest = [str(3 * int(rest[0][1:]) - 2)]
    month, day = (*map(int, rest), 1, 1)[:2]
    return date(int(year), month, day)


def _days_off(column: Column, table: FactTable) -> tuple[int, int]:
    """Return how many days before or after a row's own day another day of it may lie: work begins before it ends."""
    if table.every is None:
        return (-90, 1) if column.name in BEFORE else (0, 90)
    return (-120, 28) if column.name in BEFORE else (-60, 120)
