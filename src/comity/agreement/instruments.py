"""The instrument of the catalogue that a survey names, with its version."""

from __future__ import annotations

import re

from comity.agreement.nodes import shown
from comity.agreement.notes import Notes, Values
from comity.catalogue.instrument import Instrument
from comity.catalogue.load_instruments import instrument, instruments
from comity.kernel.guess import guess

_NAMED = re.compile(r"([a-z][a-z0-9-]*)(?: ([0-9]{1,4}))?")


def instrument_of(values: Values, notes: Notes) -> Instrument | None:
    """Return the instrument a survey names; one that the catalogue does not have is a problem (CMY-241)."""
    text = values.get("instrument")
    if text is None:
        return None
    at, match, known = values.at("instrument"), _NAMED.fullmatch(text), instruments()
    if match is None or match[1] not in known:
        hint = guess(match[1] if match else text.replace("_", "-"), known) or f"It has {', '.join(known)}."
        notes.add("CMY-241", at, f"the catalogue has no instrument {shown(text)}", hint)
        return None
    found = instrument(match[1], int(match[2]) if match[2] else None)
    last = known[match[1]][-1].version
    if found is None:
        why = f"this Comity does not know version {match[2]} of {match[1]}; the latest it knows is {last}"
        notes.add("CMY-241", at, why, f"Write {last}, or use the version of Comity that knows it.")
    elif match[2] is None:
        why = f"{match[1]} is not pinned: a later catalogue could put other questions"
        notes.warn("CMY-242", at, why, f"Write {match[1]} {last}.")
    return found
