"""Tables in which each party reports its own rows: whose figures there are, and what a silent party does to them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.figure import State
from tests.metrics.ratings import agreement, figures, handed_in, shown

HEAD = "month,team,hours\n"
FERN = handed_in("effort", "fern", HEAD + "2026-01,design,10\n2026-01,sales,5")
LARK = handed_in("effort", "lark", HEAD + "2026-01,design,7")
SHORT = ("ends: 2027-12-31", "ends: 2026-01-31")
ALLIANCE = agreement(SHORT, ("every: year, per: party", "every: month, per: party"))
APRIL = date(2026, 4, 30)


def test_each_party_has_its_own_figure() -> None:
    """Nothing is compared and nobody's row takes the place of the other's: 15 hours of Fern, 7 of Lark, 22 together."""
    found = figures(ALLIANCE, {"effort": [FERN, LARK]}, APRIL)
    assert shown(found["own_hours fern 2026-01"]) == "15"
    assert shown(found["own_hours lark 2026-01"]) == "7"
    assert shown(found["hours 2026-01"]) == "22"
    assert found["own_hours fern 2026-01"].state is State.FINAL


def test_a_party_without_rows_is_missing_and_not_left_out() -> None:
    """Lark has reported nothing: its figure is there, missing, with who owes it since when."""
    found = figures(ALLIANCE, {"effort": [FERN]}, APRIL)
    late = "missing: effort for 2026-01 was due from lark on 2026-02-10 and has not been reported"
    assert shown(found["own_hours lark 2026-01"]) == late
    assert shown(found["own_hours fern 2026-01"]) == "15"


def test_a_figure_for_both_needs_both_reports() -> None:
    """15 hours of one party are not the hours of the alliance; before the due day nobody is late."""
    found = figures(ALLIANCE, {"effort": [FERN]}, APRIL)
    assert shown(found["hours 2026-01"]) == (
        "missing: lark has not reported effort for 2026-01, which was due on 2026-02-10"
    )
    early = handed_in("effort", "fern", HEAD + "2026-01,design,10", "2026-02-01")
    found = figures(ALLIANCE, {"effort": [early]}, date(2026, 2, 5))
    assert shown(found["hours 2026-01"]) == "not_due: effort for 2026-01 is due from lark on 2026-02-10"


def test_a_party_that_says_it_had_nothing_has_reported() -> None:
    """Lark's file covers January without a row: its hours are 0, and the alliance's are Fern's."""
    empty = handed_in("effort", "lark", HEAD, covers="2026-01")
    found = figures(ALLIANCE, {"effort": [FERN, empty]}, APRIL)
    assert shown(found["own_hours lark 2026-01"]) == "0"
    assert shown(found["hours 2026-01"]) == "15"


def test_one_party_cannot_say_that_the_other_had_nothing() -> None:
    """What Fern's file covers says nothing of Lark."""
    covering = handed_in("effort", "fern", HEAD + "2026-01,design,10", covers="2026-01")
    found = figures(ALLIANCE, {"effort": [covering]}, APRIL)
    assert found["own_hours lark 2026-01"].state is State.MISSING
    assert found["hours 2026-01"].state is State.MISSING


def test_further_members_of_a_silent_party_are_those_it_named_before() -> None:
    """Lark's design team reported in January; in February, Lark silent, it is missing beside Fern's teams."""
    alliance = agreement(("every: year, per: party", "every: month, per: party"))
    february = handed_in("effort", "fern", HEAD + "2026-02,design,9", "2026-03-05")
    found = figures(alliance, {"effort": [FERN, LARK, february]}, APRIL)
    assert shown(found["team_hours fern design 2026-02"]) == "9"
    assert found["team_hours lark design 2026-02"].state is State.MISSING


def test_the_members_of_a_metric_made_of_another_are_the_same() -> None:
    """Twice the hours of a silent party is a figure that is not known, and it is there."""
    found = figures(ALLIANCE, {"effort": [FERN]}, APRIL)
    assert shown(found["double_hours fern 2026-01"]) == "30"
    assert found["double_hours lark 2026-01"].state is State.UNDETERMINED


def test_a_longer_period_needs_each_of_the_shorter_ones() -> None:
    """A year of Lark's hours with one month reported lacks the others, and says which."""
    alliance = agreement(("ends: 2027-12-31", "ends: 2026-12-31"))
    found = figures(alliance, {"effort": [LARK]}, date(2027, 3, 1))
    reason = found["year_hours lark 2026"].reason
    assert found["year_hours lark 2026"].state is State.UNDETERMINED
    assert reason.startswith("effort lacks 2026-02, 2026-03")
    assert "due from lark on 2026-03-10" in reason


hours = st.lists(st.integers(0, 1000), min_size=1, max_size=3)


@given(fern=hours, lark=hours)
def test_a_partys_figure_does_not_depend_on_the_others_rows(fern: list[int], lark: list[int]) -> None:
    """Each figure is the sum of the party's own rows, whatever the other reports; together they are the sum of both."""

    def of(party: str, rows: list[int]):
        return handed_in("effort", party, HEAD + "\n".join(f"2026-01,team {n},{one}" for n, one in enumerate(rows)))

    found = figures(ALLIANCE, {"effort": [of("fern", fern), of("lark", lark)]}, APRIL)
    assert shown(found["own_hours fern 2026-01"]) == str(sum(fern))
    assert shown(found["own_hours lark 2026-01"]) == str(sum(lark))
    assert shown(found["hours 2026-01"]) == str(sum(fern) + sum(lark))


SHARE = "  share: {is: own_hours / hours, every: month, per: party}\n"


def test_a_metric_of_each_party_reads_what_holds_of_both() -> None:
    """Fern spent 10 of 40 hours: the total is a metric without `per`, and needs the report of either party."""
    of = agreement(("  double_hours:", f"{SHARE}  double_hours:"))
    fern = handed_in("effort", "fern", "month,team,hours\n2026-01,design,10")
    lark = handed_in("effort", "lark", "month,team,hours\n2026-01,design,30")
    found = figures(of, {"effort": [fern, lark]})
    assert (shown(found["share fern 2026-01"]), shown(found["share lark 2026-01"])) == ("0.25", "0.75")
    assert figures(of, {"effort": [fern]})["share fern 2026-01"].value is None


def test_an_aggregate_of_a_metric_with_the_same_members_says_the_way_out() -> None:
    """A party has one figure of its own, which nothing can be summed over; the reason names what is meant."""
    of = agreement(("  double_hours:", f"{SHARE.replace('/ hours', '/ sum(own_hours)')}  double_hours:"))
    fern = handed_in("effort", "fern", "month,team,hours\n2026-01,design,10")
    found = figures(of, {"effort": [fern]})["share fern 2026-01"]
    assert found.value is None and found.reason.endswith("what holds of all members is a metric without per")
