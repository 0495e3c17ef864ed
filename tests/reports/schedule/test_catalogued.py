"""What an agreement takes from the catalogue, in the text of the contract."""

from pathlib import Path

from tests.reports.schedule.builders import said

TEXT = (Path(__file__).parents[2] / "agreement" / "agreements" / "catalogued.yaml").read_text(encoding="utf-8")
WHOLE = said(head=TEXT)


def test_the_definition_and_its_version_are_printed() -> None:
    """What counsel signs is the definition itself; the entry and its version say where it comes from."""
    assert "The net sales of the alliance's products in the period" in WHOLE
    assert "(Comity catalogue, Revenue, version 1)" in WHOLE


def test_the_agreements_own_names_stand_in_the_formula() -> None:
    """A formula into which own names were put speaks of the agreement's own report."""
    assert "Orders Report" in WHOLE
    assert "Deliveries Report" not in WHOLE
