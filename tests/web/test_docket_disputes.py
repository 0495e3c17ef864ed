"""Open disputes of single numbers on the page of the docket."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from comity.opening.alliance import open_agreement, standing_of
from tests.cli.conftest import comity
from tests.cli.record.conftest import Pair, kept, pair, signed, two_months

__all__ = ["comity", "kept", "pair", "signed"]

DAY = date(2026, 3, 12)


def due(folder: Path):
    """Return the list of what is due on the page of an alliance's docket."""
    from comity.reports.view.sheet import view
    from comity.web.alliances.pages.docket import pages

    standing = standing_of(open_agreement(folder, known_at=DAY), as_of=DAY, known_at=DAY)
    listed = next(pages(standing, view(standing)))
    return next(block for block in listed.blocks if not isinstance(block, str))


def test_each_party_finds_its_side_of_an_open_dispute(pair: Pair) -> None:
    """Both lines lead to the table; what they say to run is in the words in which it is typed."""
    two_months(pair)
    datum = ("deliveries", "2026-01", "north", "--column", "on_time", "--value", "900")
    pair.run("dispute", pair.marten, *datum, "--on", "2026-03-10")
    found = {who.text: what for _, what, who, _ in due(pair.marten).rows if "dispute" in what.sub + what.text}
    assert {who: what.text for who, what in found.items()} == {
        "Heron": "Deliveries Jan 2026, north: correct on time, or hold to it",
        "Marten": "Deliveries Jan 2026, north: end the dispute of on time",
    }
    assert all(what.href == "../facts/deliveries/" for what in found.values())
    assert found["Marten"].sub.endswith("comity settle FOLDER deliveries 2026-01 north ends it")
    assert found["Heron"].sub.startswith("Marten disputes it since 10 Mar (entry")
