"""What the form that gives a role asks for, and what the roles of one person in an alliance let them read together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comity.kernel.words import and_list
from comity.web.alliances.models import Alliance, Membership
from comity.web.people.models import User
from comity.web.people.roles import READERS, Role

ALL = "*"
"""What the form sends where no party is meant: of an auditor, who reads for all. No party has such a name."""


def wrong(user: User | None, alliance: Alliance, role: str, party: str) -> dict[str, str]:
    """Return what is wrong with a role that shall be given: a sentence for each field of the form, in its order."""
    found = {}
    if user is None:
        found["user"] = "Choose the person."
    if role not in Role.values:
        found["role"] = "Choose the role."
    if role == Role.AUDITOR and party in alliance.parties:
        found["party"] = (
            f"An auditor reads for all parties, so the role cannot be given for {alliance.parties[party]}. "
            "Choose none as the party, or another role."
        )
    elif party not in alliance.parties and role != Role.AUDITOR:
        found["party"] = f"Choose the party: {' or '.join(alliance.parties.values())}. Only auditors have none."
    return found


def said(role: str, party: str, parties: Mapping[str, str]) -> str:
    """Return a role in words: `counsel for Fern Ltd`."""
    word = Role(role).label.lower()
    return f"{word} for {parties.get(party, party)}" if party else word


def together(held: Iterable[Membership]) -> str:
    """Return what the roles of one person in one alliance open together; "" where that is no more than each does."""
    roles = sorted(held, key=lambda one: Role.values.index(one.role))
    if not roles:
        return ""
    alliance = roles[0].alliance
    parties = dict.fromkeys(one.party for one in roles if one.party and one.role in READERS)
    others = [one for one in roles if one.role != Role.AUDITOR]
    if others and len(others) < len(roles):
        also = f"also while they act as {_as(others, alliance.parties)}"
        return f"In {alliance} they read what the agreement opens to any party or body, {also}."
    if len(parties) < 2:
        return ""
    names = [alliance.parties.get(party, party) for party in parties]
    return f"In {alliance} they read what the agreement opens to {' and what it opens to '.join(names)}."


def _as(roles: Iterable[Membership], parties: Mapping[str, str]) -> str:
    """Return roles in words, party by party: `counsel and executive for Fern Ltd, and data owner for Lark plc`."""
    of: dict[str, list[str]] = {}
    for one in roles:
        of.setdefault(one.party, []).append(said(one.role, "", parties))
    return ", and ".join(f"{and_list(words)} for {parties.get(party, party)}" for party, words in of.items())


def all_together(user: User) -> list[str]:
    """Return what the roles of a person open together, alliance by alliance, where that is more than each does."""
    by_alliance: dict[int, list[Membership]] = {}
    for one in user.memberships.all():
        by_alliance.setdefault(one.alliance_id, []).append(one)
    return [says for held in by_alliance.values() if (says := together(held))]
