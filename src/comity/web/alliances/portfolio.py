"""The portfolio: all alliances of a person in one listing, whatever their number, by the same few queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from comity.kernel.numbers import in_words
from comity.kernel.words import and_list, capital, plural
from comity.kernel.words import day as day_words
from comity.standing.sight import Reader
from comity.web.alliances.folders import digest_of, folder_named
from comity.web.alliances.models import Membership, Projection, names_of
from comity.web.alliances.projections import key_of
from comity.web.alliances.signing import in_short
from comity.web.amounts import POINTS
from comity.web.listing import Cell, Column, Listing, Shown, shown
from comity.web.people.models import User
from comity.web.people.roles import READERS, Role

COLUMNS = (
    Column("alliance", "Alliance"),
    Column("clauses", "Latest verdicts"),
    Column("score", "Score", "number"),
    Column("open", "To decide", "number"),
    Column("first", "Decide first", "date"),
)
NOBODY = "You take part in no alliance yet. An administrator of this workplace gives you a role in one."
ADMIN = "You take part in no alliance yet. Give people their roles under People."
WAITS, CHANGED = "Not computed yet: open it, and it will be.", "Its files have changed: open it, and it is computed."
RESPONDENT = "You will be asked here when a health check is open."
OF_ALL = "for the parties"
"""What stands below the count of decisions for somebody who takes none of them: an auditor."""
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
    """An alliance in which somebody takes part: their roles, each with its party, and as whom they read, if they do.

    `own` are the party and the bodies for which they decide; an auditor, who reads for all, decides for none.
    """

    pk: int
    slug: str
    title: str
    parties: dict[str, str]
    roles: list[tuple[str, str]]
    names: frozenset[str] | None = None
    own: frozenset[str] = frozenset()


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
            one.own |= names if role != Role.AUDITOR else frozenset()
    return held


def _kept(user: User, held: Mapping[int, Held]) -> dict[int, Kept]:
    """Return the projection of each alliance that a person reads, for the reader they are there."""
    of = {names: key_of(Reader(names)) for names in {one.names for one in held.values()} if names is not None}
    keys = {one.pk: of[one.names] for one in held.values() if one.names is not None}
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
    # An earlier version of Comity counted otherwise.
    known = made if made is not None and "decide" in made.summary else None
    unsigned = f"; {in_short(known.summary['unsigned'])}" if known is not None and known.summary["unsigned"] else ""
    sub = f"{' and '.join(one.parties.values())}; you: {you}{unsigned}"
    name = Cell(one.title, href=_address(one.slug) if reads else "", sub=sub)
    if known is None:
        return name, *_nothing(WAITS if reads else RESPONDENT)
    stale = "" if known.as_of == day else f"as of {day_words(known.as_of, day)}"
    return name, *_cells(known.summary, stale, one.own)


def lead(found: Shown) -> str:
    """Return one sentence about the alliances that are shown: how many, and how much is to be decided in them."""
    rows = found.rows
    if not rows or found.pages > 1:
        return ""
    known = [row[3] for row in rows if row[3].text.isdecimal()]
    said = capital(f"{in_words(len(rows))} {'alliance' if len(rows) == 1 else 'alliances'}")
    if not known:
        return f"{said}."
    unknown = f"; {in_words(len(rows) - len(known))} without figures here" if len(known) < len(rows) else ""
    return f"{said}: {and_list(list(_to_take(known)))}{unknown}."


def _to_take(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield how many decisions are the reader's own side's, and how many are open where they only look on."""
    own = [int(cell.text) for cell in cells if cell.sub != OF_ALL]
    seen = [int(cell.text) for cell in cells if cell.sub == OF_ALL]
    if own:
        yield f"{plural(sum(own), 'decision')} for your side to take" if sum(own) else "nothing for your side to decide"
    if seen:
        yield f"{plural(sum(seen), 'decision')} for the parties to take" if sum(seen) else "nothing to decide"


def _nothing(why: str) -> tuple[Cell, ...]:
    return Cell("", sub=why), Cell(""), Cell(""), Cell("")


def _cells(said: Mapping[str, Any], stale: str, own: frozenset[str]) -> tuple[Cell, ...]:
    counts = sorted(said["clauses"], key=lambda one: SEVERITY.get(one[0], 9))
    worst = counts[0] if counts else ("", "no clause judged")
    clauses = Cell(worst[1], mark=worst[0], sub=", ".join(word for _, word in counts[1:]))
    score = Cell(said["score"] or "–", said["points"], sub=said["trend"] or stale, unit=POINTS, cut=True)
    return clauses, score, *_decisions(said["decide"], own)


def _decisions(groups: Sequence[tuple[list[str], int, list[Any] | None]], own: frozenset[str]) -> tuple[Cell, Cell]:
    """Return how many decisions the reader's side has to take, or all of them for who only looks on, and the first."""
    mine = [group for group in groups if not own or own.intersection(group[0])]
    count = sum(group[1] for group in mine)
    others = sum(group[1] for group in groups) - count
    counted = Cell(str(count), sub=OF_ALL if not own else f"{others} for others" if others else "")
    first = [group[2] for group in mine if group[2] is not None]
    if not first:  # also what an earlier version kept, until it is computed again
        return counted, Cell("no date agreed" if count else "nothing")
    day, when, title, left, overdue = min(first, key=lambda one: (not one[0], one[0]))
    if not day:
        return counted, Cell("no date agreed", sub=title)
    mark = "missing" if overdue else ""
    return counted, Cell(when, day, mark=mark, sub=f"{title}{f'; {left}' if left else ''}")


def _address(slug: str) -> str:
    return f"alliances/{slug}/"


def _checked(row: tuple[Cell, ...], kept: Mapping[str, tuple[str, Kept | None]]) -> tuple[Cell, ...]:
    """Return a row with no figure in it if its files are not those it was computed from."""
    slug, made = kept.get(row[0].href, ("", None))
    if made is None or made.source == digest_of(folder_named(slug)):
        return row
    return row[0], *_nothing(CHANGED)
