"""For whom a sheet was made, and what is left out of it."""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.words import and_list, capital, named
from comity.reports.view.context import Context
from comity.standing.sight import EVERYONE
from comity.standing.words import party_name

_SORTS = ("facts", "metrics", "surveys", "accounts", "clauses")


def withheld_sentence(context: Context) -> str:
    """Say for whom the sheet was made and what is left out of it; "" where nothing is."""
    standing = context.standing
    if not standing.withheld:
        return ""
    if standing.reader == (EVERYONE,):
        return "Made for readers outside the alliance: only what the agreement opens to everyone is shown."
    who = and_list([party_name(context.terms, name) for name in standing.reader])
    left_out = list(dict.fromkeys(_left_out(context)))
    what = f" Not shown, or not in full: {and_list(left_out, most=12)}." if left_out else ""
    return f"Made for {who}, with what the agreement lets them see.{what}"


def _left_out(context: Context) -> Iterator[str]:
    for kind in _SORTS:
        for name in getattr(context.terms, kind):
            if name in context.standing.withheld:
                yield capital(context.title(kind, name) if kind in ("metrics", "clauses") else named(name))
