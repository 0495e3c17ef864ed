"""The days off of a place: weekends and published holidays, from the package `holidays`."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, timedelta
from functools import lru_cache

# The package also answers to names of its classes and of stock exchanges; one place has one name here.
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def check_place(place: str) -> None:
    """Raise ValueError, with a plain reason, unless the place (`US`, `US-NY`) has published holidays."""
    days_off(place, 2026)


@lru_cache(maxsize=4096)
def days_off(place: str, year: int) -> frozenset[date]:
    """Return the days of a year that are no working days in a place (ISO 3166 code: `FR`, `US-NY`).

    Days on which a weekend is worked by decree count as working days. ValueError for an unknown place.
    """
    # Imported here: the package is large, and most agreements count Monday to Friday.
    from holidays import country_holidays

    try:
        if not _PLACE.fullmatch(place):
            raise NotImplementedError
        country, _, part = place.partition("-")
        # A holiday of a neighbouring year can be kept in this one: 1 January 2022 on 31 December 2021.
        published = country_holidays(country, subdiv=part or None, years=range(year - 1, year + 2))
    except NotImplementedError:
        raise ValueError(
            f"no published holidays are known for {place!r}; places are written US, FR or US-NY (ISO 3166)"
        ) from None
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366 if isleap(year) else 365))
    return frozenset(day for day in days if not published.is_working_day(day))
