"""An open wave: who may answer, who has, and that nobody can tell who answered what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from comity.surveys.released import Response
from comity.surveys.wave import (
    Batch,
    Both,
    Coded,
    Invitation,
    batch_digest,
    from_bytes,
    is_repeated,
    looks_like_token,
    places_left,
    responses,
    shared,
    take_back,
    take_in,
    to_bytes,
    token_digest,
    with_seats,
)
from tests.surveys.making import answered, opened, party_of


def test_everybody_asked_gets_a_token_of_their_own() -> None:
    """Eight of fern in two roles and nine of lark: seventeen tokens, all different, of which digests are kept."""
    ballot, invitations = opened()
    assert [(one.party, one.role) for one in invitations].count(("fern", "team")) == 6
    assert len({one.token for one in invitations}) == len(ballot.seats) == 17
    sealed = to_bytes(ballot)
    assert all(one.token.encode() not in sealed for one in invitations)
    assert {token_digest(one.token) for one in invitations} == {one.digest for one in ballot.seats}


def test_a_token_survives_being_typed() -> None:
    """Capital letters, blanks, missing dashes, and O for 0 make no difference."""
    token = opened()[1][0].token
    assert looks_like_token(token)
    typed = f" {token.upper().replace('-', ' ').replace('0', 'O').replace('1', 'l')} "
    assert token_digest(typed) == token_digest(token)
    assert not looks_like_token(token[:-1])


def always(chance: bytes, count: int) -> bytes:
    """Give the same bytes each time."""
    return chance[:count]


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_different_chance_makes_different_tokens(one: bytes, other: bytes) -> None:
    """A token holds all 128 bits."""
    empty = replace(opened()[0], seats=())
    made = [with_seats(empty, {"fern": {"": 1}}, partial(always, chance))[1][0].token for chance in (one, other)]
    assert (made[0] == made[1]) == (one == other)


def test_nothing_ties_an_answer_to_a_token() -> None:
    """Whatever the order in which people answered, the sealed ballot is the same, byte for byte."""
    ballot, invitations = opened()
    mine = [one for one in invitations if one.party == "lark"][:4]
    answers = party_of("lark", [1, 3, 5, 2])
    one_by_one, other_way = ballot, ballot
    for invited, given_ in zip(mine, answers, strict=True):
        one_by_one = take_in(one_by_one, Batch(used=(token_digest(invited.token),), answers=(given_,)))
    for invited, given_ in zip(reversed(mine), answers, strict=True):
        other_way = take_in(other_way, Batch(used=(token_digest(invited.token),), answers=(given_,)))
    assert to_bytes(one_by_one) == to_bytes(other_way)
    assert from_bytes(to_bytes(one_by_one)) == one_by_one


def batch_of(invitations: Sequence[Invitation], levels: Sequence[int]) -> Batch:
    """Return answers of lark with the tokens of as many people."""
    return Batch(
        used=tuple(token_digest(one.token) for one in invitations[: len(levels)]),
        answers=tuple(party_of("lark", levels)),
    )


def test_an_import_can_be_taken_back() -> None:
    """Taken in and taken back, the wave is as before; what was never taken in cannot be taken back."""
    ballot, invitations = opened()
    lark = [one for one in invitations if one.party == "lark"]
    batch = batch_of(lark, [1, 2, 3, 4, 5])
    both = take_in(ballot, batch)
    assert places_left(both)["lark", ""] == 4
    assert take_back(both, batch) == ballot
    assert take_back(ballot, batch) is None


def test_undoing_asks_nothing_of_a_ballot() -> None:
    """A part of a file, other answers, a single one with its token: each is refused, though the answers are there."""
    ballot, invitations = opened()
    lark = [one for one in invitations if one.party == "lark"]
    five, one = batch_of(lark, [1, 2, 3, 4, 5]), batch_of(lark[5:], [4])
    taken = take_in(take_in(ballot, five), one)
    assert len(taken.answers) == 6 and len(taken.imports) == 1
    guesses = [one, batch_of(lark, [1]), batch_of(lark, [1, 2, 3, 4, 4]), batch_of(lark, [1, 2, 3, 4, 5, 4])]
    assert [take_back(taken, guess) for guess in guesses] == [None] * 4
    assert take_back(taken, five) is not None


def test_coded_interviews_are_counted_and_taken_back() -> None:
    """Two interviews without tokens: their number goes with them; with other codes they are not the same."""
    ballot, _ = opened()
    one = Coded(coders=("ada", "ben"), levels=(Both(question="trust1", first=3, second=4),))
    batch = Batch(used=(), answers=tuple(party_of("lark", [3, 4])), coded=(one, replace(one, coders=("ada", "cid"))))
    taken = take_in(ballot, batch)
    assert len(taken.coded) == 2 and is_repeated(taken, batch)
    assert take_back(taken, replace(batch, coded=())) is None
    assert take_back(taken, batch) == ballot


def test_digests_of_imports_belong_to_a_wave() -> None:
    """The same answers in another wave have another digest, so that the two cannot be compared."""
    batch = Batch(used=(), answers=tuple(party_of("lark", [3, 4])))
    assert batch_digest(opened(seed=1)[0], batch) != batch_digest(opened(seed=2)[0], batch)


def test_while_it_is_open_only_whole_parties_are_counted() -> None:
    """The shared part has one count a party, and none of a role or an answer."""
    ballot = answered([*party_of("fern", [4, 4, 5], "team"), *party_of("lark", [2])])
    assert shared(ballot, 5).responses == (
        Response(party="fern", role="", invited=8, answered=3),
        Response(party="lark", role="", invited=9, answered=1),
    )


def test_whether_a_small_role_answered_is_not_told_either() -> None:
    """Two managers are too few; the six of the team would give them away; a role of four beside one of five as well."""
    ballot = answered([*party_of("fern", [4, 4, 5], "team"), *party_of("lark", [2])])
    of = {one.role: one for one in responses(ballot, 5) if one.party == "fern"}
    assert of[""].answered == 3
    assert of["manager"].answered is None and of["manager"].reason == "fewer than 5 were asked"
    assert (
        of["team"].answered is None
        and of["team"].reason == "subtracting it from what is shown would leave fewer than 5"
    )


def test_a_party_of_three_is_not_counted_at_all() -> None:
    """Where fewer people are asked than the smallest group, nothing is said of them, open or closed.

    How many answered in all is known, so the other party's count would tell theirs, and is hidden too.
    """
    ballot, _ = opened({"fern": {"": 3}, "lark": {"": 9}})
    found = shared(ballot, 5).responses
    assert [(one.answered, bool(one.reason)) for one in found] == [(None, True), (None, True)]


def test_of_three_parties_a_small_one_hides_one_other() -> None:
    """With all less the two that are shown somebody would have the third; so one more is hidden, and no more."""
    ballot, _ = opened({"fern": {"": 3}, "lark": {"": 9}, "wren": {"": 9}})
    assert [one.answered for one in shared(ballot, 5).responses].count(None) == 2


def test_large_roles_are_told() -> None:
    """Two roles of six and seven: both rates are shown, in the order of the agreement."""
    ballot, _ = opened({"fern": {"team": 6, "board": 7}}, seed=3)
    assert [(one.role, one.answered) for one in responses(ballot, 5)] == [("", 0), ("team", 0), ("board", 0)]


def test_chance_comes_from_outside() -> None:
    """The same chance opens the same wave: nothing random is hidden within."""
    assert opened(seed=7) == opened(seed=7)
    assert opened(seed=7) != opened(seed=8)
