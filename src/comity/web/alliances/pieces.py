"""The pages of a projection: each module of `pages` makes those of its kind from what a reader may see.

A maker receives the standing after the gate (standing.visible) and its sheet, and yields pages. It has no request, no
database and no clock, so a page is the same whenever it is made from the same files for the same reader and day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from comity.reports.view.model import Sheet
from comity.standing.model import Standing
from comity.web.listing import Listing

Block = str | Listing
"""Markup that is safe to show, or a listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: the name of its route, what it is about ("" where there is one such page), and its blocks in order."""

    page: str
    title: str
    blocks: tuple[Block, ...]
    key: str = ""

    def data(self) -> dict[str, Any]:
        """Return the fields of the page as the database holds them."""
        return {"page": self.page, "key": self.key, "title": self.title[:300], "blocks": written(self.blocks)}


def written(blocks: Iterable[Block]) -> str:
    """Return blocks as the database keeps them."""
    told = [{"listing": one.data()} if isinstance(one, Listing) else {"html": str(one)} for one in blocks]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


Maker = Callable[[Standing, Sheet], Iterable[Page]]


def pages(standing: Standing, sheet: Sheet) -> Iterator[Page]:
    """Yield all pages of what a reader sees."""
    for maker in makers():
        yield from maker(standing, sheet)


def makers() -> tuple[Maker, ...]:
    """Return the makers of pages, in no order that matters."""
    from comity.web.alliances.pages import docket, measured

    return (
        docket.pages,
        measured.pages,
    )
