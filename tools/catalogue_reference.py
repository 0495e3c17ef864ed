"""The reference of the catalogue: a page for each entry with its chart, for each instrument, an index, all tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from comity.adapters.duckdb import DuckDBDriver
from comity.catalogue.load import catalogue
from comity.catalogue.load_instruments import latest_instruments
from comity.catalogue.model import FAMILIES, Catalogue, Entry, StandardTable
from comity.kernel.words import decapital, plural
from comity.reports.catalogue import words
from comity.reports.view.model import Cell, MetricCard, TwinTable
from tools.catalogue_example import card_of, chart
from tools.instrument_reference import instrument_index, instrument_page

FOLDER = "docs/reference/catalogue"
CHARTS = "charts"
INDEX, TABLES = "README.md", "tables.md"
MADE = "Made by `make docs` from the files of the catalogue."


def catalogue_pages(_: Path) -> dict[str, str]:
    """Return name -> text of every file of the reference, below FOLDER. ValueError where an example is refused."""
    known, driver = catalogue(), DuckDBDriver()
    pages = {INDEX: _index(known), TABLES: _tables(known)}
    for entry in known.latest:
        card = card_of(entry, known, driver)
        drawing = chart(card)
        if drawing:
            pages[f"{CHARTS}/{entry.name}.svg"] = drawing
        pages[f"{entry.name}.md"] = _page(entry, card, known)
    return pages | {f"{one.name}.md": instrument_page(one) for one in latest_instruments()}


# -- the index and the tables ------------------------------------------------------------------


def _index(known: Catalogue) -> str:
    parts = [
        "# The catalogue",
        MADE,
        f"{plural(len(known.entries), 'metric')} that alliances use, each defined so that two companies and a court "
        f"would read it the same way, and the {plural(len(known.tables), 'table')} of facts that they read "
        f"([tables]({TABLES})). In the terminal, `comity catalogue` lists, searches and shows them.",
        "An agreement takes a metric by its name and version, `revenue: catalogue 1`. A version never changes.",
    ]
    for family, title in FAMILIES.items():
        entries = [entry for entry in known.latest if entry.family == family]
        if entries:
            parts += [f"## {title}", _table(_HEADS, (_index_row(entry, known) for entry in entries))]
    parts += instrument_index(latest_instruments())
    return _joined(parts)


_HEADS = ("Metric", "Title", "Unit", "Better", "Signal", "Known by")


def _index_row(entry: Entry, known: Catalogue) -> tuple[str, ...]:
    known_by = "judgement" if words.is_judged(entry) else "facts"
    return _link(entry), entry.title, words.unit(entry, known), words.better(entry) or "–", entry.signal, known_by


def _tables(known: Catalogue) -> str:
    parts = [
        "# Tables of facts",
        MADE,
        f"What the metrics of [the catalogue]({INDEX}) read. An agreement takes a table by its name and version, and "
        "may add columns or leave some out.",
    ]
    for versions in known.tables.values():
        parts += _table_parts(versions[-1], known)
    return _joined(parts)


def _table_parts(table: StandardTable, known: Catalogue) -> Iterator[str]:
    yield f"## {table.name}"
    yield f"{table.title}, version {table.version}; {words.dated_by(table)}. {table.says}"
    yield f"Who has the data: {table.data_owner}."
    yield _sheet(words.columns_of(table), code_columns=1)
    reading = words.readers(table, known)
    if reading:
        yield f"Read by {', '.join(map(_link, reading))}."
    yield _code(words.table_lines(table), "yaml")


# -- the page of an entry ----------------------------------------------------------------------


def _page(entry: Entry, card: MetricCard, known: Catalogue) -> str:
    return _joined(
        [
            f"# {entry.title}",
            f"`{entry.name}`, version {entry.version}, {words.kind(entry)}. {words.place(entry)}.",
            entry.definition,
            *([f"> {entry.note}"] if entry.note else []),
            _code(str(entry.define["is"]), "text"),
            f"Measured: {words.measured(entry, known)}.",
            *_fits(entry),
            *_levels(entry),
            *_reads(entry, known),
            *_parameters(entry),
            *_example(entry, card),
            "## Pitfalls",
            _bullets(entry.pitfalls),
            "## How it is made to look good",
            entry.gaming,
            f"What shows it: {', '.join(_pair(name, known) for name in entry.pair_with)}.",
            "## Sources",
            _bullets(map(str, entry.sources)),
            "## In an agreement",
            _code(words.lines(entry, known), "yaml"),
            words.placeholders(words.lines(entry, known)),
            f"[All metrics]({INDEX}), [all tables]({TABLES})",
        ]
    )


def _pair(name: str, known: Catalogue) -> str:
    entry = known.entry(name)
    return f"{_link(entry)} ({entry.title})" if entry is not None else f"`{name}`"


def _fits(entry: Entry) -> list[str]:
    return [f"A usual choice in these alliances: {', '.join(entry.fits)}."] if entry.fits else []


def _levels(entry: Entry) -> list[str]:
    described = words.levels(entry)
    return ["## Levels", _table(("Level", "What is true"), described)] if described else []


def _reads(entry: Entry, known: Catalogue) -> Iterator[str]:
    yield "## What it reads"
    for read in words.reads(entry, known):
        if read.table is None:
            yield "The agreement's own milestones, and what was done about them."
        else:
            yield f"[{read.name}]({TABLES}#{read.name}), {words.dated_by(read.table)}: {read.table.says}"
            yield _sheet(words.columns_of(read.table, read.columns), code_columns=1)
    yield f"Who has the data: {entry.data_owner}"


def _parameters(entry: Entry) -> Iterator[str]:
    if entry.parameters:
        rows = ((f"`{one.name}`", one.says, words.without(one)) for one in entry.parameters)
        yield "## What the parties choose"
        yield _table(("Setting", "What it says", "Without it"), rows)


def _example(entry: Entry, card: MetricCard) -> Iterator[str]:
    yield "## Worked example"
    yield entry.example.says
    if any(point.value is not None for series in card.charts for point in series.points):
        label = " ".join(series.label for series in card.charts)
        yield f"![{_plain(label)}]({CHARTS}/{entry.name}.svg)"
    yield _figures(card.twin)
    for name, says in words.also_given(entry):
        yield f"- {name}: `{says}`"
    for sheet in words.given(entry):
        yield f"The facts, table `{sheet.caption}`:"
        yield _sheet(sheet)


# -- the figures -------------------------------------------------------------------------------


def _figures(twin: TwinTable) -> str:
    """Return the figures of the example, oldest first, without the periods that nobody asked about yet."""
    if twin.head[:2] == ("Period", "Figure"):
        state = twin.head.index("State")
        rows = [(row[0].text, _one(twin.head, row)) for row in twin.rows if not _awaited(row[state])]
        return _table(("Period", "Figure"), reversed(rows))
    kept = [row for row in twin.rows if not all(_awaited(cell) for cell in row[1:])]
    return _table(twin.head, [(row[0].text, *map(_cell, row[1:])) for row in reversed(kept)])


def _awaited(cell: Cell) -> bool:
    return cell.mark == "not_due" or cell.text == "none"


def _one(head: Sequence[str], row: Sequence[Cell]) -> str:
    """Return a figure; where there is none, its state and the reason."""
    cells = dict(zip(head, row, strict=True))
    if cells["Figure"].text != "no figure":
        return cells["Figure"].text
    return (
        f"{cells['State'].text.lower()}: {decapital(cells['Why'].text)}"
        if "Why" in cells
        else cells["State"].text.lower()
    )


def _cell(cell: Cell) -> str:
    """Return a member's figure; where there is none, its state and the reason, and a dash where it is no member yet."""
    if cell.text == "none":
        return "\N{EN DASH}"
    return f"{cell.text}: {cell.title}" if cell.mark and cell.title else cell.text


# -- Markdown ----------------------------------------------------------------------------------


def _sheet(sheet: words.Sheet, code_columns: int = 0) -> str:
    rows = [tuple(f"`{cell}`" if n < code_columns else cell for n, cell in enumerate(row)) for row in sheet.rows]
    return _table(sheet.head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines)


def _escaped(cell: str) -> str:
    """Return a text that does not end a cell."""
    return cell.replace("|", "\\|")


def _plain(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _link(entry: Entry) -> str:
    return f"[{entry.name}]({entry.name}.md)"


def _code(text: str, language: str) -> str:
    return f"```{language}\n{text}\n```"


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
