"""What a sheet rests on, for whoever wants to check it: the record, its signatures, and a checkpoint to begin from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from comity.agreement.model import Terms
from comity.kernel.words import and_list, day, plural
from comity.reports.view.model import Digest, RestsView
from comity.standing.model import Standing
from comity.standing.recorded import RecordState
from comity.standing.words import party_name

NO_RECORD = "From a folder, without a record: no signature and no checkpoint stands behind what it says."
NO_CHECKPOINT = "No checkpoint yet that all parties have cosigned."


def rests_on(standing: Standing) -> RestsView:
    """Return who keeps the record, how much of it is final, who signed and when, and which checkpoint covers it.

    The days are those of the record up to `known_at`, with their years: a report is read long after.
    """
    record = standing.recorded
    if record is None:
        return RestsView(says=NO_RECORD)
    known = f"{plural(record.entries, 'entry', 'entries')} by {day(standing.known_at)}, {_final(record)}"
    says = f"Record kept by {party_name(standing.terms, record.keeper)}: {known}. {_signed(record, standing.terms)}"
    if not record.root:
        return RestsView(says=says, checkpoint=NO_CHECKPOINT)
    covers = "Can be computed again from" if record.final == record.entries else "Final up to"
    checkpoint = f"{covers} the checkpoint of {plural(record.size, 'entry', 'entries')} with the root"
    return RestsView(says=says, checkpoint=checkpoint, root=Digest("root", record.root))


def _final(record: RecordState) -> str:
    if record.final == record.entries:
        return "all final"
    waits = f", {record.waiting} waiting for the keeper" if record.waiting else ""
    return f"{record.final or 'none'} of them final{waits}"


def _signed(record: RecordState, terms: Terms) -> str:
    """Return who signed the agreement on which days, and who its latest text, if it was changed since."""
    if not record.signed:
        return "No agreement is in it."
    first = f"Agreement {_text(record.signed[0], terms)}."
    changes = len(record.signed) - 1
    if not changes:
        return first
    return f"{first} Its latest text, after {plural(changes, 'change')}, {_text(record.signed[-1], terms)}."


def _text(signed: Mapping[str, date], terms: Terms) -> str:
    """Return which parties have signed a text on which days, which have not, and who else recorded it."""
    days = [_on(name, signed, terms) for name in terms.parties if name in signed]
    others = [_on(name, signed, terms) for name in sorted(signed.keys() - terms.parties.keys())]
    lacking = [party_name(terms, name) for name in terms.parties if name not in signed]
    told = (("signed", days), ("unsigned", lacking), ("recorded", others))
    return ", ".join(f"{did} by {and_list(names)}" for did, names in told if names)


def _on(name: str, signed: Mapping[str, date], terms: Terms) -> str:
    return f"{party_name(terms, name)} on {day(signed[name])}"
