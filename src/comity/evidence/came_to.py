"""What a proven record comes to, for who has to decide on it: signatures, misses, amounts, disputes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from comity.evidence.named import Named
from comity.evidence.report import Part, listed
from comity.kernel.numbers import money_in_full
from comity.record.documents import Contest, Documents, Proposal

MISSED = "missed"
UNTOLD = ("met", "not_due")
"""Verdicts that are not listed."""


def signed_parts(found: Documents, names: Named, last_cosigned: str) -> tuple[Part, ...]:
    """Return who signed which terms on which day, the open disputes, and when the record was last cosigned, as told.

    A day from which something counts has the day of its signing beside it where that is another.
    """
    in_force = found.agreement_on()
    return (
        Part(title="Parties", lines=(listed(found.parties),)),
        Part(title="Agreement", lines=tuple(_proposal(one, found, in_force, names) for one in found.proposals)),
        Part(title="Open disputes", lines=tuple(_contest(one, names) for one in found.contests if one.until is None)),
        Part(title="Last cosigned", lines=(last_cosigned,)),
    )


def standing_parts(document: bytes) -> tuple[Part, ...]:
    """Return the verdicts that are not met and the amounts owed, of a standing as its document tells it."""
    standing = json.loads(document)
    days = f"as of {standing['as_of']}, as known on {standing['known_at']}"
    return (
        Part(title=f"Not met, {days}", lines=tuple(_verdicts(standing["verdicts"]))),
        Part(title=f"Amounts, {days}", lines=tuple(_amounts(standing["remedies"], standing["terms"]["currency"]))),
    )


def _proposal(one: Proposal, found: Documents, in_force: Proposal | None, names: Named) -> str:
    files = listed(file.path for file in one.files)
    by = listed(f"{party} on {_signature(one, party, names)}" for party in one.signed) or "nobody"
    since = one.since(found.parties)
    if since is None:
        lacking = listed(party for party in found.parties if party not in one.signed)
        state = f"not signed by {lacking}"
    else:
        state = f"in force, signed by all since {since}" if one == in_force else "replaced by a later one"
    return f"entry {one.origin.position}: {files}; signed by {by}; {state}"


def _signature(one: Proposal, party: str, names: Named) -> str:
    return names.dated[names.signings[(one.origin.leaf, party, one.digest)]].on


def _contest(one: Contest, names: Named) -> str:
    of = " ".join([one.table, *one.scope.values(), one.period, one.column]).strip()
    value = f", which holds {one.value} for right" if one.value else ""
    why = f": {one.reason}" if one.reason else ""
    since = names.dated[one.origin.position].on
    return f"entry {one.origin.position}: {of}, by {one.origin.actor} since {since}{value}{why}"


def _verdicts(verdicts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """Yield what is not met: what is missed before what is excused or undetermined."""
    found = [(clause, one) for clause, cells in verdicts.items() for one in cells if one["verdict"] not in UNTOLD]
    for clause, one in sorted(found, key=lambda pair: pair[1]["verdict"] != MISSED):
        of = " ".join([clause, *one["scope"].values(), str(one["period"])])
        why = f": {one['reason']}" if one["reason"] else ""
        state = f", {one['state']}" if one["state"] != one["verdict"] else ""
        yield f"{of}: {one['verdict']}{state}{why}"


def _amounts(remedies: Mapping[str, Mapping[str, Any]], currency: str | None) -> Iterator[str]:
    for account, ledger in remedies.items():
        for one in ledger["settlements"]:
            yield f"{account} {one['period']}: {_owed(one, ledger, currency or '')}"
        for one in ledger["undetermined"]:
            yield f"{account} {one['period']}: not determined: {one['reason']}"


def _owed(one: Mapping[str, Any], ledger: Mapping[str, Any], currency: str) -> str:
    payer, payee = one["payer"] or ledger["owed_by"], one["payee"] or ledger["owed_to"]
    due = f", due {one['due']}" if one["due"] else ""
    paid = f", {_amount(one['paid'], currency)} of it paid" if one["paid"] not in (None, "0") else ""
    return f"{_amount(one['amount'], currency)} from {payer} to {payee}, {one['state']}{due}{paid}"


def _amount(amount: str | Mapping[str, Any] | None, currency: str) -> str:
    """Return an amount; one that is not known says why. No data is never 0."""
    if isinstance(amount, str):
        return money_in_full(Fraction(amount), currency)
    return f"an amount that is not known ({amount['reason']})" if amount is not None else "an amount that is not known"
