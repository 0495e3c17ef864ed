"""The standing with the disputes of single data that are open: who raised one ends it, who reported the datum answers.

Only where the datum is in the facts: a dispute of what is not there (any more) changes nothing.
"""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from comity.agreement.formula.constants import constant
from comity.agreement.model import FactTable, Terms
from comity.facts.contested import Contested, found_rows, written
from comity.facts.keys import keyed
from comity.facts.model import Facts, SealedTable
from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.period import Period
from comity.kernel.words import day as in_words
from comity.kernel.words import named, one_line
from comity.standing.docket import in_order
from comity.standing.model import Due, Standing
from comity.standing.words import party_name

KIND = "dispute"
MOST = 40
"""Letters of a number that stand on the docket: it was written by hand."""
OPEN = "The dispute stays open: what comes out differently on the two accounts stays undetermined."
ALIKE = "What rests on it stays disputed, though it comes out the same on either account."


def with_disputes(found: Standing, facts: Facts, disputes: Iterable[Contested]) -> Standing:
    """Return a standing with the disputes of data that are open on its docket. `facts` are those that it rests on.

    They change nothing else of it: what follows for figures and verdicts is in the facts (facts.contested).
    """
    still = [one for one in disputes if _is_open(one, found)]
    columns: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for one in still:
        columns[_row(one)].add(one.column)
    lines = [line for one in still for line in _lines(one, facts, found, alone=len(columns[_row(one)]) == 1)]
    return replace(found, docket=in_order([*found.docket, *lines])) if lines else found


def only_row(sealed: SealedTable, one: Contested, table: FactTable) -> dict[str, Any] | None:
    """Return the row of a sealed table that a dispute is about; None where there is none, or more than one."""
    rows = found_rows(sealed, one, table)
    return dict(sealed.rows.slice(rows[0], 1).to_pylist()[0]) if len(rows) == 1 else None


def is_numeric(table: FactTable, column: str) -> bool:
    """Tell whether a column of a table holds numbers: only they are disputed."""
    return column in table.columns and table.columns[column].type in ("number", "money")


def members(one: Contested, terms: Terms) -> list[str]:
    """Return the members of the row of a dispute as commands take them: in the order of the key."""
    key = keyed(terms.facts[one.table], terms).key
    return [one.scope[name] for name in sorted(one.scope, key=[*key, *one.scope].index)]


def row_named(one: Contested, terms: Terms) -> str:
    """Return the row of a dispute as a line of the docket names it: `Deliveries 2026-01, north`."""
    period = f" {one.period}" if one.period else ""
    return f"{named(one.table)}{period}{''.join(f', {member}' for member in members(one, terms))}"


def spelt(one: Contested, text: str, terms: Terms) -> str:
    """Return what was typed as a number of the column of a dispute, as people read it; what is none as it is."""
    number = constant(text, terms)
    column = terms.facts[one.table].columns[one.column]
    return written(number, column, terms) if isinstance(number, Exact) else one_line(text, MOST)


def period_of(one: Contested, terms: Terms) -> Period | None:
    """Return the period of a dispute whose table is reported by periods; None where each row has its own day."""
    return terms.calendar.period(one.period) if terms.facts[one.table].every is not None else None


def _is_open(one: Contested, found: Standing) -> bool:
    """Tell whether a dispute was raised by the day of a standing, and had not ended by the day it is known up to.

    As of a day before its end, but known after it, nobody has to do anything about it, and no figure is disputed.
    """
    return one.since <= min(found.as_of, found.known_at) and (one.until is None or one.until > found.known_at)


def _row(one: Contested) -> tuple[object, ...]:
    """Return the row that a party disputes, of which it may dispute several columns."""
    return one.table, one.period, tuple(sorted(one.scope.items())), one.by


def _lines(one: Contested, facts: Facts, found: Standing, *, alone: bool) -> Iterator[Due]:
    """Yield who is to end a dispute, and who to answer it. `alone`: its raiser disputes no other column of the row."""
    terms, as_of = found.agreement.versions[-1][1], found.as_of
    sealed, declared = facts.tables.get(one.table), terms.facts.get(one.table)
    if sealed is None or declared is None or not is_numeric(declared, one.column):
        return
    row = only_row(sealed, one, keyed(declared, terms))
    if row is None or row[one.column] is None:
        return
    raiser, held = party_name(terms, one.by), constant(one.value, terms) if one.value else None
    is_met = isinstance(held, Exact) and exact.compare(held, row[one.column]) == 0
    settles, nothing = _settles(one, terms, alone=alone), _if_nothing(one, found.moot.get(one.row), is_met=is_met)
    said = f"{_reported(one, row, terms)}, as was held for right" if is_met else _accounts(one, row, terms)
    to_end = f"Open since {_since(one, as_of)}: {said}; {settles} ends it"
    yield _line(one, one.by, f"end the dispute of {one.column}", to_end, nothing, terms)
    if not is_met and row["_reporter"] != one.by and row["_reporter"] in terms.parties:
        said = f"{raiser} disputes it since {_since(one, as_of)}: {_accounts(one, row, terms)}"
        corrects = _command("submit", one.table, "FILE")
        what = f"correct {one.column}, or hold to it"
        holds = f"to hold to it nothing is recorded: {_ends(raiser, terms)}"
        yield _line(one, row["_reporter"], what, f"{said}; {corrects} corrects it; {holds}", nothing, terms)


def _if_nothing(one: Contested, last: date | None, *, is_met: bool) -> str:
    """Return what follows while a dispute stays open; `last` is the day after which it was raised too late."""
    if last is not None:
        return (
            f"It was raised after {last}: it is on record, and moves nothing{f' of {one.period}' * bool(one.period)}."
        )
    return ALIKE if is_met else OPEN


def _ends(raiser: str, terms: Terms) -> str:
    return f"{raiser} ends the dispute{', or a ladder decides' if terms.ladders else ''}"


def _settles(one: Contested, terms: Terms, *, alone: bool) -> str:
    """Return the command that ends a dispute; it names the column where others of the row are in dispute too."""
    about = [one.table, *filter(None, [one.period]), *members(one, terms)]
    return _command("settle", *about, *([] if alone else ["--column", one.column]))


def _since(one: Contested, as_of: date) -> str:
    return f"{in_words(one.since, as_of)} (entry {one.row} of the record)"


def _accounts(one: Contested, row: Mapping[str, Any], terms: Terms) -> str:
    holds = f", {party_name(terms, one.by)} holds {spelt(one, one.value, terms)} for right" if one.value else ""
    return f"{_reported(one, row, terms)}{holds}"


def _reported(one: Contested, row: Mapping[str, Any], terms: Terms) -> str:
    value = written(row[one.column], terms.facts[one.table].columns[one.column], terms)
    return f"{party_name(terms, row['_reporter'])} reports {value}"


def _command(name: str, *words: str) -> str:
    return shlex.join(["comity", name, "FOLDER", *words])


def _line(one: Contested, party: str, what: str, why: str, nothing: str, terms: Terms) -> Due:
    return Due(
        kind=KIND, modal="may", what=f"{row_named(one, terms)}: {what}", table=one.table, party=party,
        period=period_of(one, terms), due=None, state="open", why=why, if_nothing=nothing, opened=one.since,
        key="/".join([KIND, one.table, one.period, *one.scope.values(), one.column, one.by, party]),
    )  # fmt: skip
