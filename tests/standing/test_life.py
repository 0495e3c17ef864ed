"""Facts, restatements, reporters who differ and acts brought together: what became of the clauses."""

from __future__ import annotations

from datetime import date

import pytest

from comity.clauses.life.model import Life
from comity.clauses.model import Outcome
from comity.kernel.figure import State, Unknown
from tests.clauses.life.drawing import act
from tests.clauses.life.reading import agreed
from tests.standing.reported import Rows, lived

COUNTED = agreed("""
comity: 1
alliance: counted
title: Counted by both
parties: {sender: Sender, receiver: Receiver}
currency: USD
starts: 2026-01-01
facts:
  pallets:
    reported by: [sender, receiver]
    tolerance: 1%
    every: month
    due: 5 days after period end
    columns: {month: period, count: number}
metrics:
  shipped: {is: sum(pallets.count), unit: pallets, every: month}
clauses:
  volume:
    owed by: sender
    owed to: receiver
    measure: shipped
    every: month
    at least: 100
    let: {of_two: "times(missed, 2)"}
    rules:
      fine: {then: {pay: shortfall * USD 10}}
      two: {when: "times(missed, 2) >= 2", again: after a clear period, then: {declare: two}}
""")
CLOSED = agreed("""
comity: 1
alliance: closed
title: Depots that were closed
parties: {carrier: Carrier, customer: Customer}
currency: USD
starts: 2026-01-01
facts:
  trips:
    reported by: carrier
    every: row
    key: [trip]
    columns: {left_on: date, trip: text, depot: text, on_time: number}
metrics:
  on_time: {is: sum(trips.on_time) / count(trips.trip), unit: percent, every: month}
clauses:
  trips_on_time:
    owed by: carrier
    owed to: customer
    measure: on_time
    every: month
    at least: 75%
    relief: {depot_closed: {effect: exclude, with: {depot: text}}}
    rules: {fine: {then: {pay: USD 500}}}
""")
MARCH = date(2026, 3, 31)


def count(who: str, month: str, number: int, known: str) -> dict[str, str]:
    """What a party counted in a month."""
    return {"month": month, "count": str(number), "reported_by": who, "known_at": known}


def counted(*files: Rows, as_of: date = MARCH) -> Life:
    """What became of the volume."""
    return lived(COUNTED, "pallets", files, as_of=as_of)


def volume(life: Life, month: str) -> tuple[Outcome, State]:
    """The verdict on a month, and how far it can be relied on."""
    found = next(v for v in life.verdicts["volume"] if v.period.name == month)
    return found.outcome, found.state


BOTH_MISSED = [count("sender", "2026-01", 90, "2026-02-03")], [count("receiver", "2026-01", 80, "2026-02-04")]


def test_a_miss_on_either_account_is_missed_and_its_amount_open() -> None:
    """90 or 80 pallets, both are fewer than 100; whether ten or twenty are paid for is not known."""
    life = counted(*BOTH_MISSED)
    assert volume(life, "2026-01") == (Outcome.MISSED, State.DISPUTED)
    assert life.fires["volume", (), "2026-01"] == ("fine",)
    assert isinstance(life.amount("volume", (), "2026-01"), Unknown)
    assert life.ledgers["sender to receiver"].entries == ()


def test_a_miss_on_one_account_only_is_open() -> None:
    """90 pallets were too few and 100 enough: no verdict, no fine."""
    life = counted([count("sender", "2026-01", 90, "2026-02-03")], [count("receiver", "2026-01", 100, "2026-02-04")])
    assert volume(life, "2026-01") == (Outcome.UNDETERMINED, State.DISPUTED)
    assert ("volume", (), "2026-01") not in life.fires


def test_a_dispute_that_ends_is_paid_for_on_the_day_it_does() -> None:
    """On 10 March the receiver comes round to 90; the fine of 100 is known that day and belongs to January."""
    life = counted(*BOTH_MISSED, [count("receiver", "2026-01", 90, "2026-03-10")])
    assert volume(life, "2026-01") == (Outcome.MISSED, State.FINAL)
    [entry] = life.ledgers["sender to receiver"].entries
    assert (entry.period.name, entry.day, entry.amount) == ("2026-01", date(2026, 3, 10), 100)


def test_what_both_accounts_agree_on_decides_a_window() -> None:
    """Both months are missed by either count, so two of two are."""
    february = [count("sender", "2026-02", 50, "2026-03-03")], [count("receiver", "2026-02", 60, "2026-03-03")]
    assert "two" in counted(*BOTH_MISSED, *february).fires["volume", (), "2026-02"]


def test_what_only_one_account_says_decides_no_window() -> None:
    """February was missed by the sender's count only: whether two were missed is open."""
    february = [count("sender", "2026-02", 50, "2026-03-03")], [count("receiver", "2026-02", 100, "2026-03-03")]
    life = counted(*BOTH_MISSED, *february)
    assert "two" not in life.fires.get(("volume", (), "2026-02"), ())
    assert "two" in life.unsure["volume", (), "2026-02"]


def test_numbers_within_the_tolerance_are_agreed() -> None:
    """90 and 89.5 are the same: the first party's number is used."""
    life = counted([count("sender", "2026-01", 90, "2026-02-03")], [count("receiver", "2026-01", 89.5, "2026-02-04")])
    assert life.amount("volume", (), "2026-01") == 100


@pytest.mark.parametrize(
    ("claims", "outcome"), [("", Outcome.MISSED), ("north", Outcome.EXCUSED), ("south", Outcome.MISSED)]
)
def test_relief_leaves_out_the_rows_it_names(claims: str, outcome: Outcome) -> None:
    """Two of four trips were on time; without those of the closed northern depot it was two of two."""
    trips = [
        {"left_on": f"2026-02-0{n}", "trip": f"T{n}", "depot": depot, "on_time": on_time, "reported_by": "carrier",
         "known_at": f"2026-02-0{n}"}
        for n, (depot, on_time) in enumerate([("north", "0"), ("north", "0"), ("south", "1"), ("south", "1")], 1)
    ]  # fmt: skip
    said = act(
        date(2026, 2, 20), "carrier", "claim", "trips_on_time 2026-02", relief="depot_closed",
        values={"from": date(2026, 2, 1), "to": date(2026, 2, 28), "depot": claims},
    )  # fmt: skip
    life = lived(CLOSED, "trips", [trips], [said] if claims else [], as_of=MARCH)
    verdict = next(v for v in life.verdicts["trips_on_time"] if v.period.name == "2026-02")
    assert verdict.outcome is outcome
    paid = sum(entry.amount for ledger in life.ledgers.values() for entry in ledger.entries)
    assert paid == (0 if outcome is Outcome.EXCUSED else 500)


def test_corrected_and_corrected_back_leaves_nothing_moved() -> None:
    """Ten short, then five, then ten again: the entries add up to the first amount."""
    both = [count(who, "2026-01", 90, "2026-02-03") for who in ("sender", "receiver")]
    away = [count(who, "2026-01", 95, "2026-03-03") for who in ("sender", "receiver")]
    back = [count(who, "2026-01", 90, "2026-03-10") for who in ("sender", "receiver")]
    life = counted(both, away, back)
    entries = life.ledgers["sender to receiver"].entries
    assert [(entry.day.day, entry.amount) for entry in entries] == [(5, 100), (3, -50), (10, 50)] or [
        entry.amount for entry in entries
    ] == [100, -50, 50]
