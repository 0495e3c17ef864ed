"""The cells of the tables of a page, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(slots=True)
class PageCell:
    """A cell: its text, whether it holds a picture, and whether it spans several columns."""

    text: str = ""
    picture: bool = False
    spans: bool = False

    @property
    def empty(self) -> bool:
        """Whether a reader sees nothing in it."""
        return not self.text.strip() and not self.picture


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[PageCell]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append(PageCell(spans="colspan" in dict(attrs)))
            self.inside = True
        elif tag == "svg" and self.inside:
            self.rows[-1][-1].picture = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1].text += data


def rows_of(page: str) -> list[list[PageCell]]:
    """Return the rows of all tables of a page."""
    parser = _Rows()
    parser.feed(page)
    return parser.rows
