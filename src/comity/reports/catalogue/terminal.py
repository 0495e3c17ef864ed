"""The catalogue in a terminal: the list, what a search found, one entry or table in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from comity.catalogue.instrument import Instrument
from comity.catalogue.load_instruments import latest_instruments
from comity.catalogue.model import FAMILIES, Catalogue, Entry, StandardTable
from comity.catalogue.search import Found
from comity.kernel.words import and_list, plural
from comity.reports.catalogue import words
from comity.reports.catalogue.instruments import instrument_parts, instruments_table, lines_of
from comity.reports.terminal_parts import Pen, new_table, printing, section

WAYS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}"}
PLAIN_WAYS = {"higher": "+", "lower": "-"}

UNIT_WIDTH, NARROW_UNIT_WIDTH = 18, 12
"""A longer unit goes on in the next line, so that titles have room."""


def show_list(known: Catalogue, console: Console) -> None:
    """Print all entries by family, then the names of the tables."""
    with printing(console):
        pen = Pen(console)
        count = plural(len(known.entries), "metric")
        console.print(Text(f"{count} in {len({e.family for e in known.latest})} families.", "bold"))
        console.print(Text(_legend(pen), "dim"))
        console.print()
        console.print(_entries(_with_families(known.latest), known, pen))
        console.print()
        console.print(section("Tables of facts that they read", "", Text(", ".join(known.tables))))
        console.print()
        console.print(instruments_table(latest_instruments()))
        console.print(Text("\ncomity catalogue WORDS searches; comity catalogue NAME shows one in full.", "dim"))


def show_found(found: Found, asked: str, known: Catalogue, console: Console) -> None:
    """Print what a search found, best first."""
    with printing(console):
        pen = Pen(console)
        counts = [plural(len(found.entries), "metric")] if found.entries else []
        counts += [plural(len(found.tables), "table")] if found.tables else []
        counts += [plural(len(found.instruments), "instrument")] if found.instruments else []
        console.print(Text(f"{and_list(counts)} for {asked}, best first.", "bold"))
        if found.unknown:
            console.print(Text(f"Nothing is about {', '.join(found.unknown)}; that was left out.", "dark_goldenrod"))
        if found.entries:
            console.print(Text(_legend(pen), "dim"))
            console.print()
            console.print(_entries(found.entries, known, pen))
        if found.tables:
            console.print()
            console.print(_tables(found.tables))
        if found.instruments:
            console.print()
            console.print(instruments_table(found.instruments))


def show_full(found: Found, also: Sequence[str], known: Catalogue, console: Console) -> None:
    """Print entries, tables and instruments in full; `also` are the names of others that the words lead to."""
    with printing(console):
        for number, one in enumerate(found.all):
            if number:
                console.print()
            for part in _full(one, known):
                console.print(part, soft_wrap=isinstance(part, Verbatim))
        if also:
            console.print(Text(f"\nAlso found: {', '.join(also)}.", "dim"))


def _full(one: Entry | StandardTable | Instrument, known: Catalogue) -> Iterator[RenderableType]:
    if isinstance(one, Instrument):
        yield from instrument_parts(one)
        yield from _to_paste(lines_of(one))
    else:
        yield from _entry(one, known) if isinstance(one, Entry) else _table(one, known)


def _to_paste(pasted: str) -> Iterator[RenderableType]:
    yield Text.assemble(("\nIn an agreement", "bold"), "  ", (words.placeholders(pasted), "dim"))
    yield Verbatim(pasted)


# -- lists -------------------------------------------------------------------------------------


def _legend(pen: Pen) -> str:
    ways = PLAIN_WAYS if pen.plain else WAYS
    return f"{ways['higher']} higher is better, {ways['lower']} lower is better."


def _with_families(entries: Iterable[Entry]) -> Iterator[Entry | str]:
    """Yield entries, with the title of each family before its first."""
    family = ""
    for entry in entries:
        if entry.family != family:
            family = entry.family
            yield FAMILIES[family]
        yield entry


def _entries(rows: Iterable[Entry | str], known: Catalogue, pen: Pen) -> Table:
    """Return a table of entries; where there is little room, that an entry is judged stands below when it is known."""
    heads = ("Name", "Title", "Unit", "Signal", "Known by")
    table = new_table(*(heads if pen.wide else heads[:-1]))
    table.columns[0].no_wrap = True
    table.columns[heads.index("Unit")].max_width = UNIT_WIDTH if pen.wide else NARROW_UNIT_WIDTH
    blank = [""] * (len(table.columns) - 1)
    for row in rows:
        if isinstance(row, str):
            if table.row_count:
                table.add_row("", *blank)
            table.add_row(Text(row, "bold"), *blank)
        else:
            table.add_row(*_entry_row(row, known, pen))
    return table


def _entry_row(entry: Entry, known: Catalogue, pen: Pen) -> tuple[RenderableType, ...]:
    way = (PLAIN_WAYS if pen.plain else WAYS).get(words.better(entry), " ")
    unit = Text(f"{words.unit(entry, known)} {way}".rstrip())
    judged = words.is_judged(entry)
    if pen.wide:
        return entry.name, entry.title, unit, entry.signal, "judgement" if judged else "facts"
    return entry.name, entry.title, unit, f"{entry.signal}\njudged" if judged else entry.signal


def _tables(tables: Iterable[StandardTable]) -> RenderableType:
    grid = new_table("Table", "Holds")
    grid.columns[0].no_wrap = True
    for table in tables:
        grid.add_row(table.name, table.says)
    return section("Tables of facts that they read", "", grid)


# -- one entry ---------------------------------------------------------------------------------


class Verbatim(Text):
    """Lines to copy: they are never wrapped and never indented."""


def _entry(entry: Entry, known: Catalogue) -> Iterator[RenderableType]:
    about = (f"{entry.name} {entry.version}", words.place(entry), words.kind(entry))
    yield Text(entry.title, "bold")
    yield Text(", ".join(about), "dim")
    yield Text(f"\n{entry.definition}")
    if entry.note:
        yield Text(f"\n{entry.note}", "dark_goldenrod")
    yield Text()
    yield _facts(entry, known)
    yield from _parts(entry, known)
    yield from _to_paste(words.lines(entry, known))


def _facts(entry: Entry, known: Catalogue) -> Table:
    """Return formula, measure and the like, each under its label."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("Formula", str(entry.define["is"]))
    grid.add_row("Measured", words.measured(entry, known))
    grid.add_row("Data from", entry.data_owner)
    if entry.fits:
        grid.add_row("Usual in", ", ".join(entry.fits))
    for parameter in entry.parameters:
        grid.add_row("You choose", f"{parameter.name}: {parameter.says} Without it: {words.without(parameter)}.")
    return grid


def _parts(entry: Entry, known: Catalogue) -> Iterator[RenderableType]:
    described = words.levels(entry)
    if described:
        yield Text()
        yield section("Levels", "", _pairs(described))
    for read in words.reads(entry, known):
        yield Text()
        yield _read(read)
    yield from (Text(), section("Pitfalls", "", _bullets(entry.pitfalls)))
    pairs = _bullets(f"{name}, {pair.title}" for name in entry.pair_with if (pair := known.entry(name)))
    yield from (Text(), section("How it is made to look good", "", Text(entry.gaming)))
    yield from (Text(), section("Measured together with", "which shows that", pairs))
    yield from (Text(), section("Sources", "", _bullets(map(str, entry.sources))))
    yield from (Text(), _example(entry))


def _read(read: words.Read) -> RenderableType:
    if read.table is None:
        return section("Reads milestones", "", Text("the agreement's own milestones, and what was done about them"))
    columns = _sheet(words.columns_of(read.table, read.columns))
    after = f"{read.table.title}; {words.dated_by(read.table)}"
    return section(f"Reads {read.name} {read.table.version}", Text(after, "dim"), columns)


def _example(entry: Entry) -> RenderableType:
    parts: list[RenderableType] = [Text(entry.example.says)]
    for sheet in words.given(entry):
        parts += [Text(), Text(sheet.caption, "dim"), _sheet(sheet)]
    also = words.also_given(entry)
    if also:
        parts += [Text(), _pairs(also)]
    return section("Worked example", "", Group(*parts, Text(), _sheet(words.expected(entry))))


# -- one table ---------------------------------------------------------------------------------


def _table(table: StandardTable, known: Catalogue) -> Iterator[RenderableType]:
    yield Text(table.title, "bold")
    yield Text(f"table {table.name} {table.version}, {words.dated_by(table)}", "dim")
    yield Text(f"\n{table.says}")
    yield Text(f"Reported by {table.data_owner}.\n")
    yield section("Columns", "", _sheet(words.columns_of(table)))
    reading = words.readers(table, known)
    yield Text()
    yield section("Read by", "", _bullets(f"{entry.name}, {entry.title}" for entry in reading) if reading else "")
    yield from _to_paste(words.table_lines(table))


# -- small parts -------------------------------------------------------------------------------


def _sheet(sheet: words.Sheet) -> Table:
    table = new_table(*(head.replace("_", " ") if head.islower() else head for head in sheet.head))
    for row in sheet.rows:
        table.add_row(*map(Text, row))
    return table


def _pairs(pairs: Iterable[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, says in pairs:
        grid.add_row(Text(label), Text(says))
    return grid


def _bullets(texts: Iterable[str]) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for text in texts:
        grid.add_row("-", Text(text))
    return Padding(grid, 0)
