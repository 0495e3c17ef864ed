"""The pages of a projection: each module of `pages` makes those of its kind from what a reader may see.

A maker receives the standing after the gate (standing.visible) and its sheet, and yields pages. It has no request, no
database and no clock, so a page is the same whenever it is made from the same files for the same reader and day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from comity.reports.view.model import Sheet
from comity.standing.model import Standing
from comity.web.listing import Listing

Block = str | Listing
"""Markup that is safe to show, or a listing."""


Place = tuple[str, str]
"""The title and the address of a page, as seen from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The pages of the same kind before and after a page, None at either end; `kind` says what they are, in a word."""

    kind: str
    before: Place | None
    after: Place | None


def around(kind: str, places: Sequence[Place], at: int) -> Around | None:
    """Return what stands before and after one of several pages; None where it is the only one."""
    if len(places) < 2:
        return None
    return Around(
        kind=kind, before=places[at - 1] if at else None, after=places[at + 1] if at + 1 < len(places) else None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: the name of its route, what it is about ("" where there is one such page), and its blocks in order."""

    page: str
    title: str
    blocks: tuple[Block, ...]
    key: str = ""
    around: Around | None = None

    def data(self) -> dict[str, Any]:
        """Return the fields of the page as the database holds them."""
        blocks = written(self.blocks, self.around)
        return {"page": self.page, "key": self.key, "title": self.title[:300], "blocks": blocks}


def written(blocks: Iterable[Block], around: Around | None = None) -> str:
    """Return blocks as the database keeps them, and what stands before and after the page."""
    told: list[dict[str, Any]] = [] if around is None else [{"around": asdict(around)}]
    told += [{"listing": one.data()} if isinstance(one, Listing) else {"html": str(one)} for one in blocks]
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
