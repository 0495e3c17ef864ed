"""One thing in which two standings of a day differ."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

NO_DATA = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One thing that differs, about what, what it was and is. `kind`: `figure`, `verdict`, `step`, `money`, `payment`.

    Of money `before` and `after` are all that is booked in a period. `difference` is what is to be settled: positive
    from the account's `owed_by` to its `owed_to`; `between` says in words from whom to whom.
    """

    kind: str
    what: str
    before: str
    after: str
    difference: Decimal | None = None
    between: str = ""
