"""How many periods a window can hold: never fewer than some period of some year sees."""

import pytest

from comity.agreement.formula.parse import parse
from comity.agreement.review.windows import most_periods, periods_of_term
from comity.kernel.period import Grain
from tests.agreement.documents import SMALL, terms

MARCH = SMALL.replace("starts: 2026-01-01", "starts: 2026-03-01").replace("2026-01-01: 95%", "2026-03-01: 95%")


@pytest.mark.parametrize(
    ("window", "grain", "most"),
    [
        ("6", Grain.MONTH, 6),
        ("12 months", Grain.MONTH, 12),
        ("12 months", Grain.QUARTER, 4),
        ("12 months", Grain.WEEK, 53),
        ("12 months", Grain.DAY, 366),
        ("1 month", Grain.DAY, 31),
        ("30 days", Grain.WEEK, 5),
        ("45 days", Grain.MONTH, 2),
        ("3 periods", Grain.DAY, 3),
        ("quarter", Grain.MONTH, 3),
        ("quarter", Grain.WEEK, 14),
        ("contract_year", Grain.DAY, 366),
        ("life", Grain.MONTH, None),
    ],
)
def test_a_window_is_counted_at_its_longest(window: str, grain: Grain, most: int | None) -> None:
    """Whatever month the agreement starts in, the longest month, the leap year and the odd week are counted."""
    node, _ = parse(window)
    assert node is not None
    assert most_periods(node, grain, terms(MARCH)) == most


def test_a_term_has_the_periods_it_touches() -> None:
    """Thirty-four months from March 2026 to December 2028, and no number where the end is open."""
    found = terms(MARCH)
    assert periods_of_term(Grain.MONTH, None, found) == 34
    assert periods_of_term(Grain.MONTH, None, terms(MARCH.replace("ends: 2028-12-31\n", ""))) is None
