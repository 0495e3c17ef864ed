"""The periods before and after one whose derivation is shown, as the kept page of its metric or clause lists them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from django.urls import reverse

from comity.web.alliances.models import Projection
from comity.web.alliances.pieces import Around, around

LISTINGS = {"periods": ("figure", "verdict"), "cases": ("period",)}
"""Which listings of a page lead to its periods, by which of their columns; the first that does is taken."""


def neighbours(made: Projection, slug: str, kind: str, about: tuple[str, str, str]) -> Around | None:
    """Return the periods around one: of a metric or a clause (`kind`), a member and a period.

    They are those that the reader's own page of it leads to, so nothing is named that they may not see.
    """
    name, member, period = about
    kept = made.pieces.filter(page=kind, key=name).first()
    if kept is None:
        return None
    page = reverse(kind, kwargs={"slug": slug, "key": name})
    listed = [one["listing"] for one in json.loads(kept.blocks) if "listing" in one]
    found = dict(sorted(_periods(listed, page, member)))
    names = [known for _, known in found]
    if period not in names:
        return None
    return around("period", list(found.values()), names.index(period))


def _periods(
    listed: list[Mapping[str, Any]], page: str, member: str
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield each period of a member that a listing leads to: by its first day and its name, its title and address."""
    for listing in listed:
        columns = [one["key"] for one in listing["columns"]]
        wanted = [columns.index(key) for key in LISTINGS.get(listing["name"], ()) if key in columns]
        title = columns.index("period") if "period" in columns else 0
        for row in listing["rows"] if wanted else ():
            href = row[wanted[0]].get("href", "")
            to = urlsplit(urljoin(page, href))
            if href and parse_qs(to.query).get("member", [""])[0] == member:
                name = unquote(to.path.removeprefix(page)).strip("/")
                yield (row[title].get("value", ""), name), (row[title]["text"], urljoin(page, href))
        if wanted:
            return
