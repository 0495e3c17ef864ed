"""What stands around the pages of an alliance."""

from __future__ import annotations

from comity.web.access import Access
from comity.web.people.roles import Role


def frame(access: Access, here: str) -> dict[str, object]:
    """Return what every page of an alliance shows around its own."""
    legal = access.alliance.parties
    roles = [f"{Role(role).label}{f' for {legal.get(party, party)}' if party else ''}" for role, party in access.held]
    return {"alliance": access.alliance, "roles": ", ".join(sorted(roles)), "here": here}
