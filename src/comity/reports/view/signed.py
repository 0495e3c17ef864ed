"""Who has signed the agreement, in one line: figures of one that not all have signed are what it would come to."""

from __future__ import annotations

from collections.abc import Collection

from comity.agreement.model import Terms
from comity.kernel.words import and_list
from comity.standing.words import party_name

NOT_HERE, NOT_ALL = "Not signed with Comity", "Not signed by all parties yet"


def unsigned_line(terms: Terms, signed: Collection[str] | None) -> str:
    """Return a line for an agreement that not all of its parties have signed; "" for one that they have.

    It says who has signed and who has not, and what figures are therefore. What stands before its colon says it short.
    `signed` are those who have (`Standing.signed`); where nobody asked it is None, and nothing is said either.
    """
    lacking = [party_name(terms, name) for name in terms.parties if name not in (signed or ())]
    if signed is None or not lacking:
        return ""
    if not signed:
        return f"{NOT_HERE}: nobody has signed this text. Figures are what it comes to as it is written."
    have = [party_name(terms, name) for name in terms.parties if name in signed]
    if not have:
        recorded = f"{and_list(list(signed))} recorded it, no party has signed it here"
        return f"{NOT_HERE}: {recorded}. Figures are what it comes to."
    who = f"{and_list(have)} {'has' if len(have) == 1 else 'have'}"
    others = f"{and_list(lacking)} {'has' if len(lacking) == 1 else 'have'} not"
    return f"{NOT_ALL}: {who}, {others}. Until then figures are what the agreement would come to."
