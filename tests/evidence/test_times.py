"""When something was signed and cosigned: what lies ahead of the clock here, and what says to be earlier than it is."""

from datetime import UTC, date, datetime, timedelta

from comity.evidence.report import Found, Report
from tests.evidence.making import AS_OF, FEBRUARY, Making, final, moment, verified, whole
from tests.record.making import FERN, LARK


def times(report: Report) -> list[str]:
    """Return what is remarked about times, each with its entry."""
    assert report.is_proven
    found = [one for one in report.of(Found.ATTESTED) if one.about == "time"]
    return [f"{'' if one.position is None else f'{one.position}: '}{one.says}" for one in found]


# -- to come ----------------------------------------------------------------------------------


def test_what_is_to_come_by_the_clock_here_is_remarked_and_proven_all_the_same() -> None:
    """Looked at in March: February's orders were handed in later than that, and the second checkpoint cosigned."""
    report = verified(whole().pack(), now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    clock = "by the clock here (2026-03-01 09:00 UTC)"
    assert times(report) == [
        f"5: {clock} this entry of lark is still to come: signed on 2026-03-05; with it 5 later ones, up to 2026-05-04",
        f"{clock} these cosignatures are still to come: fern and lark (2026-05-03) under the first 10 entries",
    ]
    [cosigned] = [part.lines for part in report.comes_to if part.title == "Last cosigned"]
    assert cosigned == ("by all parties on 2026-05-03 (UTC), which is still to come by the clock here",)


def test_an_entry_that_counts_from_a_day_to_come_says_both_days() -> None:
    """Lark signs in May what counts from December: it is named with the day of its signing."""
    made = final()
    made.submit("orders", "2026-02", FEBRUARY, date(2026, 3, 5))
    made.say("lark", "concern.raised", {"text": "x"}, date(2026, 12, 1), claimed_at=moment(date(2026, 5, 4)))
    [first, *_] = times(verified(made.pack(), now=moment(date(2026, 5, 5))))
    assert first.endswith("of lark is still to come: signed on 2026-05-04, counting from 2026-12-01")


def test_clocks_may_be_an_hour_apart() -> None:
    """Half an hour before the last entry was signed nothing is remarked; two hours before, it is."""
    pack, signed = whole().pack(), moment(date(2026, 5, 4))
    assert times(verified(pack, now=signed - timedelta(minutes=30))) == []
    assert len(times(verified(pack, now=signed - timedelta(hours=2)))) == 1
    assert times(verified(pack)) == []


# -- earlier than it can be -------------------------------------------------------------------


def cosigned(made: Making, fern: date, lark: date) -> None:
    """Let each party cosign the record as it is on a day that it claims."""
    found = made.history.checkpoint().cosigned("fern", FERN, int(moment(fern).timestamp()))
    made.checkpoints.append(found.cosigned("lark", LARK, int(moment(lark).timestamp())))


def test_a_cosignature_that_says_to_be_earlier_than_an_entry_under_it_is_remarked() -> None:
    """Lark cosigns in May and says February, which binds it to no day since: told with the entry, and proven."""
    made = final()
    made.submit("orders", "2026-02", FEBRUARY, date(2026, 3, 5))
    made.say("fern", "concern.raised", {"text": "an older one"}, date(2026, 3, 4))
    cosigned(made, date(2026, 5, 3), date(2026, 2, 7))
    assert times(verified(made.pack())) == [
        "the cosignature of lark under the first 7 entries says 2026-02-07 12:00 UTC, but entry 5 of lark among them"
        " says 2026-03-05 12:00 UTC"
    ]


def test_the_first_cosignature_of_an_unfinished_checkpoint_is_looked_at_too() -> None:
    """Only Lark has cosigned so far, and says a day before the entry that it cosigned."""
    made = final()
    made.submit("orders", "2026-02", FEBRUARY, date(2026, 3, 5))
    made.cosign(date(2026, 2, 7), "lark")
    [says] = times(verified(made.pack()))
    assert says.startswith("the cosignature of lark under the first 6 entries says 2026-02-07")


def test_an_entry_dated_in_the_future_makes_no_cosignature_look_early() -> None:
    """Lark dates an entry June, which both cosigned in May: the entry is named, and nobody's cosignature is."""
    made = final()
    made.say("lark", "concern.raised", {"text": "x"}, AS_OF, claimed_at=moment(date(2026, 6, 1)))
    made.cosign(date(2026, 5, 6))
    made.say("lark", "concern.raised", {"text": "y"}, date(2026, 5, 7))
    made.cosign(date(2026, 5, 8))
    [says] = times(verified(made.pack()))
    assert says.startswith("5: lark dates this entry 2026-06-01 12:00 UTC, but it was cosigned on 2026-05-06")
