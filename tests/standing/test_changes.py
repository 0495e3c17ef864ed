"""What an entry changes, and how the days in it are called."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from comity.kernel.period import Period
from comity.kernel.words import day as in_words
from comity.kernel.words import period_name
from comity.standing.changes import changes, owed
from tests.standing.agreements import lived
from tests.standing.due.test_paid import pay
from tests.standing.test_docket import CREDIT, NOTICE, supply

GIVEN = "{on: 2026-02-12, by: borealis, do: notice, about: supply 2026-01}"


def stood(rule: str, *acts: str, as_of: str) -> Any:
    """Return what of a standing speaks of steps and payments, after some acts."""
    agreement, life = lived(supply(rule, acts=f"[{', '.join(acts)}]", as_of=as_of))
    day = date.fromisoformat(as_of)
    return SimpleNamespace(life=life, terms=agreement.as_of(day), as_of=day, figures={}, verdicts={})


def spoken(one: Period | date) -> str:
    """Return a period or a day as people say it."""
    return in_words(one) if isinstance(one, date) else period_name(one)


def said(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Return the changes in words for people."""
    return [(one.what, one.before, one.after) for one in changes(before, after, spoken)]


def test_a_step_is_open_until_a_day_and_done_on_one_in_the_words_of_who_asks() -> None:
    """Notice may be given until 25 February; Borealis gives it on the 12th."""
    before, after = (stood(NOTICE, *acts, as_of="2026-02-12") for acts in ((), (GIVEN,)))
    (found,) = said(before, after)
    assert found == ("notice (Supply, Jan 2026)", "open by Borealis, until 25 Feb 2026", "done on 12 Feb 2026")


def test_money_is_told_with_all_that_is_booked_and_with_who_owes_the_difference_to_whom() -> None:
    """With a rule that pays, USD 1,000 of January are booked, which Aster owes Borealis."""
    before, after = (stood(rule, as_of="2026-02-12") for rule in (NOTICE, CREDIT))
    (found,) = [one for one in changes(before, after, spoken) if one.kind == "money"]
    assert (found.what, found.after) == ("Credits, booked in Jan 2026", "USD 1,000")
    assert owed(found, "USD") == "USD 1,000, Aster to Borealis"


def test_a_payment_is_named_by_its_day_in_the_words_of_who_asks() -> None:
    """USD 400 are paid on 10 April."""
    before, after = (stood(CREDIT, *acts, as_of="2026-04-20") for acts in ((), (pay("2026-04-10", "USD 400"),)))
    assert said(before, after)[0] == ("payment of USD 400 by Aster on 10 Apr 2026", "not there", "stated")
