"""What the yearly rating of Borealis was made from: the answers of its four teams' leaders, under pseudonyms.

The answers are in nobody's folder but Borealis's, in its vault; the record holds commitments to them. One leader asks
to be forgotten, and is. Keys and salts come from a seed here, so nothing is secret.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from comity.adapters.vault import VAULT, Vault
from comity.record.commitment import SALT_BYTES, commitment

ANSWERS = {
    2024: {"respondent_1": 8, "respondent_2": 9, "respondent_3": 7, "respondent_4": 8},
    2025: {"respondent_1": 7, "respondent_2": 8, "respondent_4": 6, "respondent_5": 7},
    2026: {"respondent_1": 7, "respondent_2": 7, "respondent_4": 6, "respondent_5": 8},
}
"""From 1 to 10; the rating of a year is their mean."""
ERASED = (date(2025, 3, 17), "respondent_3")


def asked(year: int) -> date:
    """Return the day on which the answers of a year were committed to, five days before the rating was submitted."""
    return date(year + 1, 1, 15)


def payload(year: int, subject: str) -> bytes:
    """Return an answer as it lies in the vault."""
    return f"{ANSWERS[year][subject]}".encode()


def _salt(year: int, subject: str) -> bytes:
    return hashlib.sha256(f"aster_borealis {year} {subject}".encode()).digest()


def commitments(year: int) -> list[str]:
    """Return the commitments to the answers of a year, in the order of the respondents."""
    return [commitment(_salt(year, subject), payload(year, subject)) for subject in ANSWERS[year]]


def erased() -> list[str]:
    """Return the commitments whose answers were erased."""
    _, who = ERASED
    return [commitment(_salt(year, who), payload(year, who)) for year in ANSWERS if who in ANSWERS[year]]


def fill(folder: Path, until: date) -> Vault:
    """Put into the vault of Borealis's folder what it held on a day; its keys go into $COMITY_KEYS."""
    vault = Vault(folder / "record" / VAULT, "aster_borealis")
    for year, answers in ANSWERS.items():
        for subject in answers if asked(year) <= until else ():
            vault.chance = _chance(_salt(year, subject))
            vault.put(subject, payload(year, subject))
    if ERASED[0] <= until:
        vault.erase(ERASED[1])
    return vault


def _chance(salt: bytes) -> Callable[[int], bytes]:
    """Return chance that begins with a salt, and goes on from a seed."""
    more = Random(salt)
    given = iter([salt])
    return lambda count: next(given, b"") or more.randbytes(count) if count == SALT_BYTES else more.randbytes(count)
