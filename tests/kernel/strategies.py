"""What hypothesis draws for the kernel: days, calendars, exact numbers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from comity.kernel.calendar import Calendar
from comity.kernel.exact import Exact
from comity.kernel.period import Grain

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
grains = st.sampled_from(list(Grain))
calendars = st.builds(
    Calendar,
    year_starts=st.sampled_from([(1, 1), (7, 1), (4, 6), (2, 29), (12, 31)]),
    term_starts=st.sampled_from([date(2024, 2, 29), date(2026, 1, 1), date(2025, 7, 15)]),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
)

decimals = st.decimals(min_value=-(10**15), max_value=10**15, places=6)
long_decimals = st.builds(lambda n, e: Decimal(n).scaleb(e), st.integers(-(10**27), 10**27), st.integers(-30, 30))
fractions = st.fractions(max_denominator=10**9)


def as_exact(value: Decimal | Fraction) -> Exact:
    """Return a number as the kernel would: Decimal where it is finite in base ten."""
    from comity.kernel import exact

    return exact.add(value, Decimal(0))


numbers = st.one_of(decimals, long_decimals, fractions).map(as_exact)
