"""What Aster and Borealis put on record beside facts and acts: weights, a concern, an event, a disclosure. Made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

LETTER = b"Annual report of the alliance for 2025, for the auditor of Borealis (fictional).\n"
AGREED = {
    "scorecard": {"service": "0.35", "quality": "0.2", "value": "0.2", "customers": "0.1", "relationship": "0.15"}
}


@dataclass(frozen=True)
class Stated:
    """What a party states on a day; `answers` is the number of the statement that it answers or joins."""

    day: date
    who: str
    kind: str
    body: Mapping[str, Any]
    answers: int | None = None


STATED = (
    Stated(date(2023, 12, 18), "aster", "weights.judged", {
        "text": "party: aster\nswing: {service: 100, quality: 60, value: 50, customers: 30, relationship: 40}\n",
    }),
    Stated(date(2023, 12, 19), "borealis", "weights.judged", {
        "text": "party: borealis\nswing: {service: 90, quality: 50, value: 100, customers: 30, relationship: 40}\n",
    }),
    Stated(date(2023, 12, 20), "aster", "weights.agreed", AGREED),
    Stated(date(2023, 12, 21), "borealis", "weights.agreed", AGREED, answers=2),
    Stated(date(2025, 9, 8), "borealis", "concern.raised", {
        "about": "audit_score", "text": "The calls that are audited are drawn in the mornings only.",
    }),
    Stated(date(2025, 9, 19), "aster", "concern.answered", {
        "text": "From October on they are drawn over the whole day.",
    }, answers=4),
    Stated(date(2026, 2, 2), "borealis", "event.occurred", {
        "name": "new telephone system", "evidence": "letter of 30 January 2026",
    }),
    Stated(date(2026, 3, 2), "borealis", "disclosure.made", {
        "to": "auditor of Borealis", "what": "report-2025.txt", "digest": sha256(LETTER).hexdigest(),
        "why": "audit of the accounts of 2025", "under": "secrecy by profession", "figures": ["audit_score"],
    }),
)  # fmt: skip
"""In the order of their days."""
