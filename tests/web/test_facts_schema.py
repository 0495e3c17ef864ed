"""A table of facts in words: what its columns hold, in which unit, and what for."""

from pathlib import Path

import pytest

from comity.cli.main import run
from comity.facts.keys import keyed
from comity.opening.alliance import open_agreement

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def said(folder: Path, table: str, *parties: str) -> dict[str, tuple[str, str]]:
    """Return what each column of a table holds and what it means."""
    from comity.web.facts.schema import table_said

    terms = open_agreement(folder).agreement.versions[-1][1]
    return {
        one.name: (one.says, one.means) for one in table_said(keyed(terms.facts[table], terms), terms, parties).columns
    }


@pytest.mark.usefixtures("workplace")
def test_an_amount_says_in_which_money_it_is_handed_in() -> None:
    """Sanofi reports in millions of euros and Regeneron in millions of dollars: each is told its own."""
    folder = EXAMPLES / "regeneron-sanofi"
    assert said(folder, "sales", "sanofi")["amount"][0] == "An amount of money, in EUR m"
    assert said(folder, "sales")["amount"][0] == "An amount of money, in USD m by regeneron, EUR m by sanofi"
    assert said(folder, "sales", "sanofi")["rounding"][0].endswith("are rounded, in EUR m")


@pytest.mark.usefixtures("workplace")
def test_a_column_says_which_metrics_reckon_with_it() -> None:
    """The agreement has no words for a column: what it is for is told by the metrics and clauses that use it."""
    columns = said(EXAMPLES / "regeneron-sanofi", "sales")
    assert columns["amount"][1] == "Used by “Dupixent net sales” and “Growth on the year before”."
    assert columns["note"] == ("A text", "")


@pytest.mark.usefixtures("workplace")
def test_a_column_of_the_catalogue_has_its_words(tmp_path: Path) -> None:
    """A table that was taken from the catalogue says what its columns mean as the catalogue does."""
    assert run(["init", str(tmp_path / "supply"), "--kind", "supply"]) == 0
    assert said(tmp_path / "supply", "deliveries")["on_time"][1] == "Of these, units delivered on the agreed day."
