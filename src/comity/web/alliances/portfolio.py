"""The portfolio: all alliances of a person in one listing, whatever their number, by the same few queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from comity.kernel.numbers import in_words
from comity.kernel.words import capital, plural
from comity.kernel.words import day as day_words
from comity.standing.sight import Reader
from comity.web.alliances.folders import digest_of, folder_named
from comity.web.alliances.models import Membership, Projection, names_of
from comity.web.alliances.projections import key_of
from comity.web.listing import Cell, Column, Listing, Shown, shown
from comity.web.people.models import User
from comity.web.people.roles import READERS, Role

COLUMNS = (
    Column("alliance", "Alliance"),
    Column("clauses", "Clauses"),
    Column("score", "Score", "number"),
    Column("open", "To decide", "number"),
    Column("first", "Decide first", "date"),
)
NOBODY = "You take part in no alliance yet. An administrator of this workplace gives you a role in one."
ADMIN = "You take part in no alliance yet. Give people their roles under People."
WAITS, CHANGED = "Not computed yet: open it, and it will be.", "Its files have changed: open it, and it is computed."
RESPONDENT = "You will be asked here when a health check is open."
SEVERITY = {"missed": 0, "disputed": 1, "undetermined": 2, "missing": 3, "provisional": 4}


def portfolio(user: User, query: Mapping[str, str], day: date) -> Shown:
    """Return the alliances of a person as their query asks for them.

    A row whose files have changed since it was computed says so, and shows no figure; that is looked up for the rows
    that are given out alone. One that was computed on an earlier day says which.
    """
    held = _held(user)
    kept = _kept(user, held)
    rows = tuple(_row(one, kept.get(one.pk), day) for one in held.values())
    found = shown(_listing(user, rows), query)
    by_address = {_address(one.slug): (one.slug, kept.get(one.pk)) for one in held.values()}
    if "export" in query:
        return replace(found, matching=tuple(_checked(row, by_address) for row in found.matching))
    return replace(found, rows=tuple(_checked(row, by_address) for row in found.rows))


@dataclass(slots=True)
class Held:
    """An alliance in which somebody takes part: their roles, each with its party, and as whom they read, if they do."""

    pk: int
    slug: str
    title: str
    parties: dict[str, str]
    roles: list[tuple[str, str]]
    names: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an alliance for its reader."""

    as_of: date
    source: str
    summary: Mapping[str, Any]


def _raw(field: str) -> Cast:
    """Return a field of JSON as its text: a thousand of them are read several times as fast by orjson."""
    return Cast(field, TextField())


def _held(user: User) -> dict[int, Held]:
    found = Membership.objects.filter(user=user).order_by("alliance__title", "pk")
    rows = found.annotate(
        own=_raw("bodies"), parties=_raw("alliance__parties"), all_bodies=_raw("alliance__bodies")
    ).values_list(
        "alliance_id", "alliance__slug", "alliance__title", "parties", "all_bodies", "role", "party", "own"
    )  # fmt: skip
    held: dict[int, Held] = {}
    for pk, slug, title, parties, bodies, role, party, own in rows:
        one = held.setdefault(pk, Held(pk, slug, title, orjson.loads(parties), []))
        one.roles.append((role, party))
        if role in READERS:
            names = names_of(role, party, orjson.loads(own), (*one.parties, *orjson.loads(bodies)))
            one.names = names | (one.names or frozenset())
    return held


def _kept(user: User, held: Mapping[int, Held]) -> dict[int, Kept]:
    """Return the projection of each alliance that a person reads, for the reader they are there."""
    keys = {one.pk: key_of(Reader(one.names)) for one in held.values() if one.names is not None}
    found = Projection.objects.filter(alliance__in=Membership.objects.filter(user=user).values("alliance_id"))
    rows = found.annotate(said=_raw("summary")).values_list("alliance_id", "reader", "as_of", "source", "said")
    return {
        pk: Kept(as_of, source, orjson.loads(said))
        for pk, reader, as_of, source, said in rows
        if reader == keys.get(pk)
    }


def _listing(user: User, rows: tuple[tuple[Cell, ...], ...]) -> Listing:
    empty = ADMIN if user.is_admin else NOBODY
    return Listing(name="alliances", caption="Alliances you take part in", columns=COLUMNS, rows=rows, empty=empty)


def _row(one: Held, made: Kept | None, day: date) -> tuple[Cell, ...]:
    roles = ((Role(role).label, one.parties.get(party, party)) for role, party in one.roles)
    you = ", ".join(f"{role} for {party}" if party else role for role, party in roles)
    reads = one.names is not None
    sub = f"{' and '.join(one.parties.values())}; you: {you}"
    name = Cell(one.title, href=_address(one.slug) if reads else "", sub=sub)
    if made is None:
        return name, *_nothing(WAITS if reads else RESPONDENT)
    return name, *_cells(made.summary, "" if made.as_of == day else f"as of {day_words(made.as_of, day)}")


def lead(found: Shown) -> str:
    """Return one sentence about the alliances that are shown: how many, and how much is to be decided in them."""
    rows = found.rows
    if not rows or found.pages > 1:
        return ""
    open_ = [int(row[3].text) for row in rows if row[3].text.isdecimal()]
    said = capital(f"{in_words(len(rows))} {'alliance' if len(rows) == 1 else 'alliances'}")
    if not open_:
        return f"{said}."
    count = sum(open_)
    decide = "nothing to decide" if not count else plural(count, "decision") + " to take"
    unknown = f"; {in_words(len(rows) - len(open_))} without figures here" if len(open_) < len(rows) else ""
    return f"{said}: {decide}{unknown}."


def _nothing(why: str) -> tuple[Cell, ...]:
    return Cell("", sub=why), Cell(""), Cell(""), Cell("")


def _cells(said: Mapping[str, Any], stale: str) -> tuple[Cell, ...]:
    counts = sorted(said["clauses"], key=lambda one: SEVERITY.get(one[0], 9))
    worst = counts[0] if counts else ("", "no clause judged")
    clauses = Cell(worst[1], mark=worst[0], sub=", ".join(word for _, word in counts[1:]))
    score = Cell(said["score"] or "–", said["points"], sub=said["trend"] or stale)
    first = said["next"]
    if first is None:
        return clauses, score, Cell(str(said["decisions"])), Cell("no date agreed" if said["decisions"] else "nothing")
    when, title, left, overdue = first
    decide = Cell(when, said["first"], mark="missing" if overdue else "", sub=f"{title}{f'; {left}' if left else ''}")
    return clauses, score, Cell(str(said["decisions"])), decide


def _address(slug: str) -> str:
    return f"alliances/{slug}/"


def _checked(row: tuple[Cell, ...], kept: Mapping[str, tuple[str, Kept | None]]) -> tuple[Cell, ...]:
    """Return a row with no figure in it if its files are not those it was computed from."""
    slug, made = kept.get(row[0].href, ("", None))
    if made is None or made.source == digest_of(folder_named(slug)):
        return row
    return row[0], *_nothing(CHANGED)
