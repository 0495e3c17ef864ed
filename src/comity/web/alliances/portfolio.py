"""The portfolio: all alliances of a person in one listing, whatever their number, by the same few queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from comity.kernel.words import day as in_words
from comity.standing.sight import Reader
from comity.web.alliances.folders import source_of
from comity.web.alliances.models import Alliance, Membership, Projection
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
    rows = tuple(_row(one, roles, kept.get(one.pk), day) for one, roles in held.values())
    found = shown(_listing(user, rows), query)
    by_address = {_address(one): (one, kept.get(one.pk)) for one, _ in held.values()}
    if "export" in query:
        return replace(found, matching=tuple(_checked(row, by_address) for row in found.matching))
    return replace(found, rows=tuple(_checked(row, by_address) for row in found.rows))


Held = tuple[Alliance, list[Membership]]


def _held(user: User) -> dict[int, Held]:
    held: dict[int, Held] = {}
    for one in Membership.objects.select_related("alliance").filter(user=user).order_by("alliance__title"):
        held.setdefault(one.alliance_id, (one.alliance, []))[1].append(one)
    return held


def _kept(user: User, held: Mapping[int, Held]) -> dict[int, Projection]:
    """Return the projection of each alliance that a person reads, for the reader they are there."""
    keys = {pk: _key(roles) for pk, (_, roles) in held.items()}
    found = Projection.objects.filter(alliance__in=Membership.objects.filter(user=user).values("alliance_id"))
    lean = found.only("alliance_id", "reader", "as_of", "source", "summary")
    return {one.alliance_id: one for one in lean if one.reader == keys.get(one.alliance_id)}


def _key(roles: list[Membership]) -> str | None:
    """Return the name of somebody's projection; None where they have no role that reads."""
    reading = [one for one in roles if one.role in READERS]
    names = frozenset(name for one in reading for name in one.reader.names)
    return key_of(Reader(names)) if reading else None


def _listing(user: User, rows: tuple[tuple[Cell, ...], ...]) -> Listing:
    empty = ADMIN if user.is_admin else NOBODY
    return Listing(name="alliances", caption="Alliances you take part in", columns=COLUMNS, rows=rows, empty=empty)


def _row(alliance: Alliance, roles: list[Membership], made: Projection | None, day: date) -> tuple[Cell, ...]:
    reads = _key(roles) is not None
    you = ", ".join(Role(one.role).label for one in roles)
    name = Cell(
        alliance.title, href=_address(alliance) if reads else "",
        sub=f"{' and '.join(alliance.parties.values())}; you: {you}",
    )  # fmt: skip
    if made is None:
        return name, *_nothing(WAITS if reads else RESPONDENT)
    return name, *_cells(made.summary, "" if made.as_of == day else f"as of {in_words(made.as_of, day)}")


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


def _address(alliance: Alliance) -> str:
    return f"alliances/{alliance.slug}/"


def _checked(row: tuple[Cell, ...], kept: Mapping[str, tuple[Alliance, Projection | None]]) -> tuple[Cell, ...]:
    """Return a row with no figure in it if its files are not those it was computed from."""
    alliance, made = kept.get(row[0].href, (None, None))
    if alliance is None or made is None or made.source == source_of(alliance):
        return row
    return row[0], *_nothing(CHANGED)
