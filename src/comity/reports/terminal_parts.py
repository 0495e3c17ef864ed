"""What all parts of the terminal view share: icons, chips, sections and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from comity.reports.view.model import Chip
from comity.standing.words import DAGGER

WIDEST = 132
"""Wider than this a line is hard to follow with the eye."""

STYLES = {
    "met": "green",
    "missed": "bold dark_orange3",
    "excused": "steel_blue",
    "undetermined": "dark_goldenrod",
    "not_due": "dim",
    "missing": "dim",
    "provisional": "dark_goldenrod",
    "disputed": "magenta",
    "overdue": "dark_goldenrod",
    "final": "",
    "open": "bold blue",
    "tolled": "dark_goldenrod",
}
ICONS = {
    "met": "\N{CHECK MARK}",
    "missed": "\N{BLACK DOWN-POINTING TRIANGLE}",
    "excused": "\N{WHITE SQUARE}",
    "undetermined": "\N{WHITE DIAMOND}",
    "not_due": "\N{DOTTED CIRCLE}",
    "missing": "\N{DOTTED SQUARE}",
    "provisional": "\N{CIRCLE WITH LEFT HALF BLACK}",
    "disputed": "\N{BOWTIE}",
    "overdue": "\N{WHITE CIRCLE}",
    "final": "\N{BLACK SQUARE}",
    "known": "\N{MIDDLE DOT}",
    "done": "\N{BLACK CIRCLE}",
    "open": "\N{FISHEYE}",
    "tolled": "\N{CIRCLED MINUS}",
    "lapsed": "\N{MULTIPLICATION SIGN}",
    "void": "\N{CIRCLED DIVISION SLASH}",
}
PLAIN = {"met": "+", "missed": "x", "excused": "=", "undetermined": "?", "not_due": ".", "missing": "_"}


SIGNS = str.maketrans(
    {
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{EN DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DAGGER}": "+",
        "\N{BOX DRAWINGS LIGHT HORIZONTAL}": "-",
        "\N{NO-BREAK SPACE}": " ",
    }
)
"""Signs that a terminal without Unicode shows as plain ones."""

FIXED = ("History", "Recent", " ", "Period", "Due", "Known", "Received", "Day")
"""Headers of columns that are never wrapped."""


class Pen:
    """Draws chips as the terminal can show them: icon and word, or plain characters where it knows no others."""

    def __init__(self, console: Console) -> None:
        self.plain = not console.encoding.lower().startswith("utf")
        self.wide = console.width >= 100
        self.widest = console.width >= 120

    def icon(self, mark: str) -> Text:
        """Return the icon of a state."""
        icon = PLAIN.get(mark, "-") if self.plain else ICONS.get(mark, "\N{BULLET}")
        return Text(icon, STYLES.get(mark, ""))

    def chip(self, chip: Chip) -> Text:
        """Return the icon of a state with its word."""
        return Text.assemble(self.icon(chip.mark), (f" {chip.word}", STYLES.get(chip.mark, "")))

    def strip(self, chips: Sequence[Chip]) -> Text:
        """Return the icons of successive periods, set apart where there is room."""
        return Text(" " if self.widest else "").join(self.icon(chip.mark) for chip in chips)


@contextmanager
def printing(console: Console) -> Iterator[None]:
    """Let what is printed be as wide as reads well, and end lines where their text ends.

    Tables fill their lines with blanks, which nobody wants to copy or to compare.
    """
    console.width = min(console.width, WIDEST)
    with console.capture() as capture:
        yield
    text = "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"
    console.file.write(encodable(text, console.encoding))
    console.file.flush()


def encodable(text: str, encoding: str) -> str:
    """Return a text as a terminal of an encoding can show it: typographic signs in plain ones, what is left as `?`."""
    if encoding.lower().startswith("utf"):
        return text
    return text.translate(SIGNS).encode(encoding, "replace").decode(encoding)


def section(title: str, after: Text | str, body: RenderableType) -> RenderableType:
    """Return a part of the standing under its heading."""
    heading = Text.assemble((title, "bold"), "  ", after)
    return Group(heading, Padding(body, (0, 0, 0, 2)))


def marked(title: str, dagger: bool) -> str:
    """Return a title, with a dagger that stays on its line where it was added for illustration."""
    return f"{title}\N{NO-BREAK SPACE}{DAGGER}" if dagger else title


def new_table(*headers: str) -> Table:
    """Return an empty table with a line under its headers; a header that begins with `>` is over numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for header in headers:
        number = header.startswith(">")
        fixed = number or header in FIXED
        table.add_column(header.lstrip(">"), justify="right" if number else "left", no_wrap=fixed, overflow="fold")
    return table
