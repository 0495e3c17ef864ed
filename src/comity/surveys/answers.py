"""From a file of answers to a batch: every row is checked before anything is taken in.

A row is one person. It has a `token`, or, where answers were collected elsewhere without tokens, a `party` and a
`role`; then a column for each question: a level, "cannot judge", or nothing; words for an open one. `quote` says
whether the words may be quoted. Problems name row and column, never what somebody wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from comity.catalogue.instrument import Question
from comity.kernel.problem import Problem
from comity.surveys.sheet import COLUMNS, LEVEL, ROW, TOKEN, Row, Sheet, unknown_columns
from comity.surveys.wave import (
    Answer,
    Ballot,
    Batch,
    Coded,
    Given,
    Said,
    is_repeated,
    looks_like_token,
    places_left,
    token_digest,
)

TOKEN_COLUMN, PARTY, ROLE, QUOTE = "token", "party", "role", "quote"
CANNOT_JUDGE = frozenset({"cannot judge", "can't judge", "kann ich nicht beurteilen", "sans avis", "?"})
YES, NO = frozenset({"yes", "ja", "oui", "true", "1"}), frozenset({"no", "nein", "non", "false", "0"})
MOST_WORDS = 4_000
AGAIN = "CMY-470"
_whole = re.compile(r"(-?[0-9]{1,6})(?:\.0{1,6})?").fullmatch
"""A level, also as a spreadsheet writes it: 4.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a survey asks: its questions and the least and greatest level."""

    questions: tuple[Question, ...]
    scale: tuple[int, int]

    @property
    def levels(self) -> str:
        """What may be answered, in words."""
        return f'Levels are {self.scale[0]} to {self.scale[1]}; or write "cannot judge", or leave the cell empty.'


def read_answers(
    sheet: Sheet, asked: Asked, ballot: Ballot, *, undo: bool = False, coded: Sequence[Coded] = ()
) -> tuple[Batch | None, list[Problem]]:  # fmt: skip
    """Return the answers of a file, or all that is wrong with it. With `undo` it is one that was taken in before.

    `coded` are the codes of interviews, where the rows were made from such.
    """
    problems = [*_columns(sheet, asked), *(() if undo else _known_file(sheet, ballot))]
    if problems:
        return None, problems
    seats = _Seats(ballot=ballot, undo=undo)
    found: list[Answer] = []
    used: list[str] = []
    for row in sheet.rows:
        who, digest, wrong = seats.of(sheet, row)
        answer, more = read_row(sheet, row, asked)
        problems += [*wrong, *more]
        if who is not None and answer is not None:
            found.append(replace(answer, party=who[0], role=who[1]))
            used += [digest] if digest else []
    batch = Batch(used=tuple(used), answers=tuple(found), coded=tuple(coded))
    problems += [] if undo else list(_again(sheet, batch, ballot) or _crowded(sheet, found, ballot))
    if not sheet.rows:
        problems.append(sheet.wrong(ROW, None, "", "the file has no answers", "Each row below the header is a person."))
    return (None, problems) if problems else (batch, [])


def _columns(sheet: Sheet, asked: Asked) -> Iterable[Problem]:
    keys = [question.key for question in asked.questions]
    yield from unknown_columns(sheet, [TOKEN_COLUMN, PARTY, ROLE, QUOTE, *keys])
    if TOKEN_COLUMN not in sheet.columns and PARTY not in sheet.columns:
        hint = "Every answer needs a token; where there were none, a party."
        yield sheet.wrong(COLUMNS, None, "", f"there is no column {TOKEN_COLUMN}", hint)
    if not set(keys) & set(sheet.columns):
        yield sheet.wrong(
            COLUMNS, None, "", "there is no question", f"Columns are named by question: {', '.join(keys)}."
        )


def _known_file(sheet: Sheet, ballot: Ballot) -> Iterable[Problem]:
    """Yield one problem where every token of a file was used before: it is the same file again."""
    digests = [token_digest(row.cells[TOKEN_COLUMN]) for row in sheet.rows if TOKEN_COLUMN in row.cells]
    used = {one.digest for one in ballot.seats if one.used}
    if len(digests) > 1 and set(digests) <= used:
        why = f"all {len(digests)} answers of this file have tokens that were used already"
        yield sheet.wrong(TOKEN, None, TOKEN_COLUMN, why, "It was taken in before; --undo takes it back.")


class _Seats:
    """Finds for whom a row answers, and remembers the tokens of the file."""

    def __init__(self, *, ballot: Ballot, undo: bool) -> None:
        self._seats = {one.digest: one for one in ballot.seats}
        self._roles: dict[str, set[str]] = {}
        for seat in ballot.seats:
            self._roles.setdefault(seat.party, set()).add(seat.role)
        self._rows: dict[str, int] = {}
        self._undo = undo

    def of(self, sheet: Sheet, row: Row) -> tuple[tuple[str, str] | None, str, list[Problem]]:
        """Return party and role, the digest of the token ("" without one), and what is wrong."""
        if TOKEN_COLUMN in row.cells:
            return self._by_token(sheet, row, row.cells[TOKEN_COLUMN])
        if PARTY not in row.cells:
            why = "nobody says who answers here"
            return None, "", [sheet.wrong(TOKEN, row, TOKEN_COLUMN, why, "Give the token, or the party.")]
        return self._by_party(sheet, row)

    def _by_token(self, sheet: Sheet, row: Row, token: str) -> tuple[tuple[str, str] | None, str, list[Problem]]:
        digest = token_digest(token)
        seat, earlier = self._seats.get(digest), self._rows.setdefault(digest, row.number)
        why, hint = "", ""
        if seat is None:
            why = "this token was not given out for this wave"
            hint = "" if looks_like_token(token) else "A token has 26 letters and digits."
        elif earlier != row.number:
            why, hint = f"two answers have this token: rows {earlier} and {row.number}", "Ask which of them counts."
        elif seat.used and not self._undo:
            why = "somebody has answered with this token already"
            hint = (
                "If the whole file was taken in before, there is nothing to do; else take that file back first: --undo."
            )
        if seat is None or why:
            return None, "", [sheet.wrong(TOKEN, row, TOKEN_COLUMN, why, hint)]
        said = (row.cells.get(PARTY, seat.party), row.cells.get(ROLE, seat.role))
        if said != (seat.party, seat.role):
            why = "the token was given to another party or role than the row says"
            return None, "", [sheet.wrong(TOKEN, row, PARTY, why, "Leave out party and role: the token says them.")]
        return said, digest, []

    def _by_party(self, sheet: Sheet, row: Row) -> tuple[tuple[str, str] | None, str, list[Problem]]:
        party, role = row.cells[PARTY], row.cells.get(ROLE, "")
        roles = self._roles.get(party)
        if roles is None:
            hint = f"This wave asks {', '.join(self._roles)}."
            return None, "", [sheet.wrong(ROW, row, PARTY, "this party is not asked", hint)]
        role = next(iter(roles)) if not role and len(roles) == 1 else role
        if role not in roles:
            hint = f"{party} is asked as {', '.join(sorted(roles))}." if roles != {""} else "Leave the role out."
            return None, "", [sheet.wrong(ROW, row, ROLE, "nobody is asked in this role", hint)]
        return (party, role), "", []


def read_row(sheet: Sheet, row: Row, asked: Asked) -> tuple[Answer | None, list[Problem]]:
    """Return what one person answered, without party and role; None with what is wrong."""
    given: list[Given] = []
    said: list[Said] = []
    problems: list[Problem] = []
    for question in asked.questions:
        cell = row.cells.get(question.key)
        if cell is None:
            continue
        if question.open:
            said.append(Said(question=question.key, text=cell))
            if len(cell) > MOST_WORDS:
                why = f"this answer has {len(cell):,} characters; at most {MOST_WORDS:,} are kept"
                problems.append(sheet.wrong(LEVEL, row, question.key, why, "Ask for a shorter one."))
            continue
        level, wrong = read_level(sheet, row, question.key, asked)
        given += [Given(question=question.key, level=level)] if wrong is None else []
        problems += [] if wrong is None else [wrong]
    quote, wrong = _yes_or_no(sheet, row)
    problems += [wrong] if wrong is not None else []
    if not problems and not any(one.level is not None for one in given) and not said:
        problems.append(sheet.wrong(ROW, row, "", "this row answers nothing", "Remove it; silence is counted anyway."))
    answer = Answer(party="", role="", given=tuple(given), said=tuple(said), quotable=quote)
    return (None if problems else answer), problems


def read_level(sheet: Sheet, row: Row, column: str, asked: Asked) -> tuple[int | None, Problem | None]:
    """Return the level in a cell, None for "cannot judge"; or what is wrong."""
    cell = row.cells[column]
    if cell.casefold() in CANNOT_JUDGE:
        return None, None
    found = _whole(cell)
    if found is None:
        return None, sheet.wrong(LEVEL, row, column, "this is no level of the scale", asked.levels)
    level = int(found[1])
    if not asked.scale[0] <= level <= asked.scale[1]:
        return None, sheet.wrong(LEVEL, row, column, "this level lies outside the scale", asked.levels)
    return level, None


def _yes_or_no(sheet: Sheet, row: Row) -> tuple[bool, Problem | None]:
    cell = row.cells.get(QUOTE, "no").casefold()
    if cell in YES | NO:
        return cell in YES, None
    return False, sheet.wrong(LEVEL, row, QUOTE, "this is neither yes nor no", "Yes: the words may be quoted.")


def _again(sheet: Sheet, batch: Batch, ballot: Ballot) -> list[Problem]:
    """Return one problem where the same answers, without tokens, were taken in before."""
    if not batch.answers or not is_repeated(ballot, batch):
        return []
    hint = "--undo takes it back. Where other people answered exactly the same, put all into one file."
    return [sheet.wrong(AGAIN, None, "", "these answers were taken in before, as one file", hint)]


def _crowded(sheet: Sheet, found: Sequence[Answer], ballot: Ballot) -> Iterable[Problem]:
    """Yield a problem for each party and role that would have more answers than people."""
    left = places_left(ballot)
    asked = Counter((one.party, one.role) for one in ballot.seats)
    for who, count in Counter((one.party, one.role) for one in found).items():
        if count > left[who]:
            name = " ".join(filter(None, who))
            why = f"{name}: {count} answers come, but of {asked[who]} asked only {left[who]} have not answered yet"
            yield sheet.wrong(ROW, None, "", why, "Some were taken in before, or answered twice.")
