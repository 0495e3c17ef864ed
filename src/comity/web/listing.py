"""Listings: the tables of pages. They sort, filter, turn their pages and are exported by their address, without script.

A listing is made with a projection and kept as JSON. What a reader asks of it stands in the query of the address, each
key under the name of the listing: `?due.sort=-when&due.find=notice&due.page=2`; `?export=due.csv` gives it as a file;
`?due.at=KEY` turns to the row with that key and marks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import Any, Literal

Kind = Literal["text", "number", "date"]
PAGE = 50
MOST_DECIMALS = 10
"""Decimals at which listings cut off a number that needs more."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in addresses, its heading, and how its cells are compared and exported.

    `exported` is its heading in files, where that is another; a column with None is left out of them.
    """

    key: str
    title: str
    kind: Kind = "text"
    exported: str | None = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is read.

    `value` is what it is sorted by and exported as, where that differs from the text: a plain Decimal for a number, an
    ISO day for a date; "" is no value, and comes last. `href` is relative to the page, `mark` an icon, `sub` a second
    line. `full` is what is exported where the cell shows less than it holds, such as the ends of a digest, or a dash
    for nothing (""). `key` of a row's first cell names the row in addresses.

    `unit` is what a number counts, as kernel.numbers has units: a currency (`USD`, `EUR m`), `percent` for a share,
    where 0.149 is 14.9 %, or another word, which is said and never reckoned with: `points`, `t CO2`, `%` too. `cut`
    says that a number has more decimals than it is kept with. Cells of numbers with units are made by web.amounts.
    """

    text: str
    value: str = ""
    href: str = ""
    mark: str = ""
    sub: str = ""
    full: str | None = None
    key: str = ""
    unit: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table of a page, whole. `empty` is what stands in its place where it has no rows, and teaches the next step.

    `size` is how many rows are shown at once.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    sort: str = ""
    size: int = PAGE

    def data(self) -> dict[str, Any]:
        """Return the listing as JSON; what a cell does not have is left out, since most have little."""
        rows = [[_told(cell) for cell in row] for row in self.rows]
        return {
            "name": self.name, "caption": self.caption, "columns": [asdict(one) for one in self.columns], "rows": rows,
            "empty": self.empty, "sort": self.sort, "size": self.size,
        }  # fmt: skip


_CELL = tuple((one.name, one.default) for one in fields(Cell) if one.name != "text")


def _told(cell: Cell) -> dict[str, str | bool | None]:
    held = ((name, getattr(cell, name), usual) for name, usual in _CELL)
    return {"text": cell.text} | {name: value for name, value, usual in held if value != usual}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A listing as it was asked for: the rows that match, in their order, and the one page of them that is shown.

    `at` is the key of a row that was asked for and is on the page, `lost` the key of one that is not there.
    """

    listing: Listing
    sort: str
    find: str
    page: int
    pages: int
    matching: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    query: Mapping[str, str]
    at: str = ""
    lost: str = ""

    def by(self, key: str) -> str:
        """Return the query that sorts by a column: upwards, or downwards if it is sorted upwards by it now."""
        return self._query({"sort": f"-{key}" if self.sort == key else key, "page": "", "at": ""})

    def turned(self, page: int) -> str:
        """Return the query of another page of this listing."""
        return self._query({"page": str(page), "at": ""})

    def export(self, kind: str) -> str:
        """Return the query that gives what is shown as a file, all its pages."""
        return self._query({"at": ""}, export=f"{self.listing.name}.{kind}")

    def others(self) -> list[tuple[str, str]]:
        """Return what else stands in the query, so that a filter form keeps it."""
        own = {f"{self.listing.name}.{key}" for key in ("find", "page", "at")}
        return [(key, value) for key, value in self.query.items() if key not in own]

    def direction(self, key: str) -> str:
        """Return how a column is sorted, in the words of `aria-sort`."""
        return {key: "ascending", f"-{key}": "descending"}.get(self.sort, "none")

    def _query(self, changed: Mapping[str, str], **more: str) -> str:
        from urllib.parse import urlencode

        named = {f"{self.listing.name}.{key}": value for key, value in changed.items()}
        left = {key: value for key, value in {**self.query, **named, **more}.items() if value}
        return f"?{urlencode(left)}"


def listing(data: Mapping[str, Any]) -> Listing:
    """Return a listing from its JSON."""
    return Listing(
        name=data["name"], caption=data["caption"], empty=data["empty"], sort=data["sort"], size=data.get("size", PAGE),
        columns=tuple(Column(**one) for one in data["columns"]),
        rows=tuple(tuple(Cell(**cell) for cell in row) for row in data["rows"]),
    )  # fmt: skip


def shown(of: Listing, query: Mapping[str, str]) -> Shown:
    """Return a listing as a query asks for it; what the query cannot mean is as if it were not there."""
    query = {key: value for key, value in query.items() if key != "export"}
    sort, find = query.get(f"{of.name}.sort", "") or of.sort, query.get(f"{of.name}.find", "").strip()
    matching = _sorted(of, sort, [row for row in of.rows if not find or _matches(row, find)])
    pages = max(1, ceil(len(matching) / of.size))
    page = min(max(1, _number(query.get(f"{of.name}.page", ""))), pages)
    asked = query.get(f"{of.name}.at", "")
    place = next((at for at, row in enumerate(matching) if asked and row[0].key == asked), None)
    if place is not None:
        page = place // of.size + 1
    rows = tuple(matching[(page - 1) * of.size : page * of.size])
    return Shown(
        listing=of, sort=sort, find=find, page=page, pages=pages, matching=tuple(matching), rows=rows, query=query,
        at=asked if place is not None else "", lost=asked if place is None else "",
    )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _matches(row: tuple[Cell, ...], find: str) -> bool:
    text = " ".join(f"{cell.text} {cell.sub}" for cell in row).casefold()
    return all(word in text for word in find.casefold().split())


def _sorted(of: Listing, sort: str, rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    at = next((place for place, column in enumerate(of.columns) if column.key == sort.lstrip("-")), None)
    if at is None:
        return rows
    kind = of.columns[at].kind
    known = [row for row in rows if _key(row[at], kind) is not None]
    unknown = [row for row in rows if _key(row[at], kind) is None]
    return sorted(known, key=lambda row: _key(row[at], kind), reverse=sort.startswith("-")) + unknown  # type: ignore[arg-type, return-value]


def _key(cell: Cell, kind: Kind) -> Decimal | str | None:
    """Return what a cell is sorted by; None is unknown and comes last whatever the direction."""
    if kind == "number":
        return number(cell)
    if kind == "date":
        return cell.value or None
    return (cell.value or (cell.text if cell.full is None else cell.full)).casefold() or None


def number(cell: Cell) -> Decimal | None:
    """Return the number of a cell, None if it holds none."""
    try:
        found = Decimal(cell.value or cell.text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
