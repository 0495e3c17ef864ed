"""Many standings of one record: what they have in common is read once, and each is told at its own place."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from comity.adapters.folder import AllianceFolder
from comity.evidence.again import Again
from comity.evidence.report import Found, Report
from comity.evidence.verify import Given, verify_pack
from comity.opening import alliance
from comity.opening.again import Evaluator
from comity.record.documents import Documents
from tests.evidence.making import AS_OF, FEBRUARY, Making, final
from tests.record.making import trust


def recorded() -> Making:
    """Return a record in which the standing of three days was recorded, two of them after February was submitted."""
    made = final()
    made.evaluated(date(2026, 2, 28), date(2026, 2, 28))
    made.submit("orders", "2026-02", FEBRUARY, date(2026, 3, 5))
    made.evaluated(date(2026, 3, 31), date(2026, 3, 31))
    made.evaluated(AS_OF, AS_OF)
    made.evaluated(AS_OF, AS_OF)
    made.expect(AS_OF)
    return made


def verified(made: Making) -> Report:
    """Verify the pack of a record."""
    with TemporaryDirectory() as folder:
        return verify_pack(BytesIO(made.pack()), Given(trust=trust(), evaluate=Evaluator(Path(folder))))


def test_the_agreement_of_many_standings_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its texts are the same on each of the days, and reading them took more than a third of the time."""
    made, read, of = recorded(), list[AllianceFolder](), alliance.read_texts

    def reading(folder: AllianceFolder) -> Any:
        read.append(folder)
        return of(folder)

    monkeypatch.setattr(alliance, "read_texts", reading)
    assert verified(made).is_proven
    assert len(read) == 1


def test_a_standing_that_several_recorded_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last day was recorded twice and is what the pack comes to: three standings are computed, and five told."""
    made, computed, of = recorded(), list[date](), Evaluator._standing

    def standing(self: Evaluator, found: Documents, as_of: date, known_at: date) -> Again:
        computed.append(as_of)
        return of(self, found, as_of, known_at)

    monkeypatch.setattr(Evaluator, "_standing", standing)
    report = verified(made)
    assert computed == [date(2026, 2, 28), date(2026, 3, 31), AS_OF]
    assert [one.position for one in report.findings if one.about == "standing"] == [5, 7, 8, 9, None]


def test_each_standing_is_told_at_its_place_whatever_it_rests_on() -> None:
    """An entry may rest on fewer entries than one before it: findings come in the order of the record all the same."""
    made = final()
    made.submit("orders", "2026-02", FEBRUARY, date(2026, 3, 5))
    made.evaluated(AS_OF, AS_OF)
    made.evaluated(AS_OF, AS_OF, size=5)
    report = verified(made)
    told = [(one.position, one.found) for one in report.findings if one.about == "standing"]
    assert told == [(6, Found.PROVEN), (7, Found.CORRUPT)]  # without February the standing is another
