"""How claims share what is left of a cap: pro rata, to the smallest unit, by largest remainder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity.clauses.postings import Claim, Key
from comity.kernel.figure import State, Unknown

Amount = int | Unknown
"""An amount in smallest units of the currency."""


def undetermined(unknown: Unknown) -> Unknown:
    """Return what follows from an unknown input: not due if that is not due, otherwise undetermined."""
    state = unknown.state if unknown.state is State.NOT_DUE else State.UNDETERMINED
    return Unknown(state, unknown.reason)


def earliest(unknowns: Sequence[Unknown]) -> Unknown:
    """Return one of several unknowns to speak for all, the same in whatever order they came."""
    return min(unknowns, key=lambda unknown: (unknown.reason, unknown.state))


def shared(amounts: Mapping[Key, Amount], room: Amount, claims: Mapping[Key, Claim]) -> dict[Key, Amount]:
    """Return what each of some positive amounts keeps where together they have only so much room.

    An unknown amount leaves the others unknown, since it takes a share, unless no room is left for anybody.
    """
    if isinstance(room, Unknown):
        return {key: room if isinstance(amount, int) else amount for key, amount in amounts.items()}
    known = {key: amount for key, amount in amounts.items() if isinstance(amount, int)}
    if len(known) < len(amounts):
        unknown = [amount for amount in amounts.values() if isinstance(amount, Unknown)]
        others: Amount = undetermined(earliest(unknown)) if room > 0 else 0
        return {key: others if key in known else amount for key, amount in amounts.items()}
    return dict(amounts) if sum(known.values()) <= room else _pro_rata(known, room, claims)


def _pro_rata(amounts: Mapping[Key, int], room: int, claims: Mapping[Key, Claim]) -> dict[Key, Amount]:
    """Cut amounts that exceed the room. No share is above its amount, and together they fill the room."""
    total = sum(amounts.values())
    parts = {key: divmod(amount * room, total) for key, amount in amounts.items()}
    over = room - sum(whole for whole, _ in parts.values())
    by_remainder = sorted(parts, key=lambda key: (-parts[key][1], order(claims[key])))
    favoured = frozenset(by_remainder[:over])
    return {key: whole + (key in favoured) for key, (whole, _) in parts.items()}


def order(claim: Claim) -> tuple[object, ...]:
    """Return where a claim stands among others of its day: by name, then by member, then by its identity."""
    return claim.name, claim.scope, claim.period.name, repr(claim.key)
