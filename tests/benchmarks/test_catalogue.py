"""The benchmark of the catalogue measures what it says."""

from benchmarks.bench_catalogue import ENTRIES, agreement, chosen
from comity.agreement.read import read_agreement
from comity.catalogue.model import FAMILIES


def test_twenty_metrics_of_all_families_are_checked() -> None:
    """The agreement that is checked has twenty metrics from all over the catalogue, and no problem."""
    assert len(chosen()) == ENTRIES
    assert len({entry.family for entry in chosen()}) >= len(FAMILIES) - 1
    found, problems = read_agreement(("agreement.yaml", agreement().encode()))
    assert [str(problem) for problem in problems] == []
    assert found is not None
    assert len(found.versions[-1][1].metrics) == ENTRIES
