"""Facts of an alliance over some months, invented for every table that its agreement owes, as files of its folder.

Amounts hang together: of two counts in one row the later is a part of the one before it, as delivered is of ordered.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random

from comity.agreement.formula import tree
from comity.agreement.model import Column, FactTable, KeyedMap, Metric, Terms
from comity.kernel.period import Period

MEMBERS = ("alpha", "beta")
DAYS = {
    "started": (-40, -5), "opened": (-40, -5), "raised": (-40, -5), "due": (20, 40), "done": (-8, 2),
    "accepted": (-8, 2),
}  # fmt: skip
"""How many days after the day of a row, or the first of its period, another date of the row lies."""
FEW = ("down_minutes", "lost", "defective", "loss", "lost_days")
"""Columns of which there are few: at most a fiftieth of what stands before them in the row."""
ROWS = 3
"""Rows of a table of single days in a month; their number varies from here to twice as many."""


def write_facts(folder: Path, terms: Terms, random: Random, *, until: date) -> None:
    """Write facts of all tables from the start of an agreement until a day into the files that `init` made."""
    for table in terms.facts.values():
        for file in sorted((folder / "facts" / table.name).glob("*.csv")):
            header = file.read_text(encoding="utf-8").strip().split(",")
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, header, restval="", extrasaction="ignore")
                writer.writeheader()
                # What two parties report of one fact agrees: both draw it from the same seed.
                drawn = random if table.reporter_column else Random(f"{terms.alliance} {table.name}")
                writer.writerows(rows(table, file.stem, terms, drawn, until))
            about = f"{file.name}: {{reported by: {file.stem}, covers: {_covers(table, terms, until)}}}\n"
            _say(file.with_name("about.yaml"), file.name, about)


def _say(about: Path, name: str, line: str) -> None:
    """Put a line into about.yaml in the place of the one that speaks of a file."""
    lines = about.read_text(encoding="utf-8").splitlines(keepends=True)
    about.write_text("".join(line if one.startswith(f"{name}:") else one for one in lines), encoding="utf-8")


def _covers(table: FactTable, terms: Terms, until: date) -> str:
    if table.every is None:
        return f"{terms.starts:%Y-%m}..{until:%Y-%m}"
    periods = _periods(table, terms, until)
    return f"{periods[0].name}..{periods[-1].name}" if len(periods) > 1 else periods[0].name


def _periods(table: FactTable, terms: Terms, until: date) -> list[Period]:
    assert table.every is not None
    return [p for p in terms.calendar.between(table.every, terms.starts, until) if p.last <= until]


def rows(table: FactTable, party: str, terms: Terms, random: Random, until: date) -> Iterator[Mapping[str, str]]:
    """Yield the rows that a party reports, each with the day it was known."""
    ratings = [m for m in terms.metrics.values() if m.is_judged and _reads(m, table)]
    seen: set[tuple[str, ...]] = set()
    for own, last in _times(table, terms, random, until):
        for said in _judged(ratings, party, random) if ratings else _members(table, terms, random):
            row = _row(table, own, said, terms, random)
            identity = tuple(row.get(column, "") for column in table.key)
            if not table.key or identity not in seen:
                seen.add(identity)
                yield {**row, "known_at": (last + timedelta(days=5)).isoformat()}


def _times(table: FactTable, terms: Terms, random: Random, until: date) -> Iterator[tuple[str, date]]:
    """Yield what names the period or day of a row, and its last day."""
    if table.every is not None:
        yield from ((period.name, period.last) for period in _periods(table, terms, until))
        return
    day = terms.starts
    while day <= until:
        yield day.isoformat(), day
        day += timedelta(days=random.randint(20 // ROWS, 60 // ROWS))


def _members(table: FactTable, terms: Terms, random: Random) -> Iterator[Mapping[str, str]]:
    """Yield the texts that tell the rows of one period apart."""
    texts = [c for name in table.key if (c := table.columns[name]).type == "text" and table.every is not None]
    for members in product(*(_choices(column, terms) for column in texts)):
        yield {column.name: member for column, member in zip(texts, members, strict=True)}


def _choices(column: Column, terms: Terms) -> Sequence[str]:
    if column.words:
        return column.words
    if column.name in ("party", "owner", "asked_of", "from_party"):
        return list(terms.parties)
    keyed = [value for value in terms.settings.values() if isinstance(value, KeyedMap)]
    return list(keyed[0].entries) if keyed and column.name == "product" else MEMBERS


def _row(table: FactTable, own: str, said: Mapping[str, str], terms: Terms, random: Random) -> dict[str, str]:
    row: dict[str, str] = {}
    high = dict.fromkeys(("number", "money"), 0)
    for column in table.columns.values():
        if column.name == table.period_column:
            row[column.name] = own
        elif column.name in said:
            row[column.name] = said[column.name]
        elif column.name == "likelihood":
            row[column.name] = random.choice(("0.25", "0.5", "0.75"))
        elif column.type in high:
            amount = _amount(column, high[column.type], random)
            row[column.name] = str(amount)
            high[column.type] = high[column.type] if column.name in FEW else amount
        else:
            row[column.name] = _other(column, own, terms, random)
    return row


def _amount(column: Column, high: int, random: Random) -> int:
    """Return an amount: a part of the one before it in the row, or the first one."""
    if column.name in ("score", "satisfied"):
        return random.randint(7, 10) if column.name == "score" else random.randint(3, 5)
    if column.name.endswith(("_hours", "_to_tell", "_days", "headcount")):
        return random.randint(2, 40)
    if column.name in FEW:
        return random.randint(0, high // 50)
    scale = 200 if column.type == "money" else 1
    return random.randint(high * 8 // 10, high) if high > 1 else random.randint(800 * scale, 1000 * scale)


def _other(column: Column, own: str, terms: Terms, random: Random) -> str:
    match column.type:
        case "date":
            first = terms.calendar.period(own).first
            least, most = DAYS.get(column.name, (0, 20))
            return (first + timedelta(days=random.randint(least, most))).isoformat()
        case "truth":
            return random.choice(["yes", "yes", "no"])
        case "text" if column.words or column.name in ("party", "owner", "asked_of", "from_party"):
            return random.choice(list(_choices(column, terms)))
    return f"{column.name} {random.randrange(100_000)}"


# -- acts -------------------------------------------------------------------------------------


def write_acts(folder: Path, terms: Terms, *, until: date) -> None:
    """Write acts: each milestone due by a day is completed in its last week, and accepted where that is agreed."""
    lines = []
    for milestone in terms.milestones.values():
        due = date.fromisoformat(str(milestone.due))
        if due <= until:
            done = due - timedelta(days=4)
            lines += [f"- {{on: {done}, by: {milestone.owed_by}, do: complete, about: {milestone.name}}}"]
            if milestone.accepted_by:
                on = done + timedelta(days=9)
                lines += [f"- {{on: {on}, by: {milestone.accepted_by}, do: accept, about: {milestone.name}}}"]
    if lines:
        (folder / "acts" / "milestones.yaml").write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


# -- judgements -------------------------------------------------------------------------------


def _reads(metric: Metric, table: FactTable) -> bool:
    return any(name.parts[0] == table.name for name in tree.names(metric.formula.node))


def _judged(metrics: Sequence[Metric], party: str, random: Random) -> Iterator[Mapping[str, str]]:
    """Yield what each role of a party says of each metric that it judges, on its levels."""
    for metric in metrics:
        criterion = next(part.value for part in tree.walk(metric.formula.node) if isinstance(part, tree.Text))
        for role in metric.judged_by.get(party, ()):
            level = str(random.choice(list(metric.levels)[1:]))
            yield {"role": role, "criterion": criterion, "level": level, "reason": "what was seen in the quarter"}
