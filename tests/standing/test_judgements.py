"""Judged metrics as a standing holds them: the parties side by side, the nearest levels, and the gap."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import exact
from comity.kernel.figure import State
from comity.standing.judgements import anchors
from comity.standing.model import Judgement
from comity.standing.standing import standing
from tests.metrics.ratings import DRIVER, FERN, HEAD, LARK, agreement, handed_in, loaded

ALLIANCE = agreement()
APRIL = date(2026, 4, 30)
TRUST = ALLIANCE.versions[0][1].metrics["trust"]


def judged(*files, of=ALLIANCE, as_of: date = APRIL) -> tuple[Judgement, ...]:
    """Return the judgements of trust on a day."""
    facts, problems = loaded(of, {"ratings": files})
    assert problems == []
    return standing(of, facts, as_of=as_of, known_at=as_of, driver=DRIVER).judgements["trust"]


def test_the_parties_stand_side_by_side_with_the_gap() -> None:
    """Fern 75, Lark 37.5: the gap is 37.5, and nowhere is there a figure of both."""
    (one,) = judged(FERN, LARK)
    assert [(side.party, side.figure.value) for side in one.sides if side.figure] == [
        ("fern", Decimal(75)),
        ("lark", Decimal("37.5")),
    ]
    assert (one.gap, one.reason) == (Decimal("37.5"), "")
    assert [(r.role, r.level, r.reason) for r in one.sides[1].ratings] == [
        ("manager", Decimal(50), "We had to ask"),
        ("sponsor", Decimal(25), ""),
    ]


def test_the_nearest_levels_say_what_a_figure_means() -> None:
    """75 is a level of its own; 37.5 lies between two, and both are said."""
    (one,) = judged(FERN, LARK)
    assert one.sides[0].anchors == ((Decimal(75), "Kept."),)
    assert one.sides[1].anchors == ((Decimal(25), "Doubted."), (Decimal(50), "Kept when reminded."))


def test_a_silent_role_is_named_and_the_rest_is_shown() -> None:
    """Lark's manager has judged and its sponsor has not: no figure and no gap, but the rating is there."""
    (one,) = judged(FERN, handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,"))
    side = one.sides[1]
    assert side.figure is not None
    assert side.figure.state is State.MISSING
    assert side.lacking == ("sponsor",)
    assert [rating.role for rating in side.ratings] == ["manager"]
    assert (one.gap, one.reason) == (None, "the sponsor of lark has not judged trust")


def asked(*files, as_of: date = APRIL) -> list[tuple[str, str, str]]:
    """Return who is asked on a day to judge or to report the ratings of the first quarter, and how late it is."""
    facts, problems = loaded(ALLIANCE, {"ratings": files})
    assert problems == []
    lines = standing(ALLIANCE, facts, as_of=as_of, known_at=as_of, driver=DRIVER).docket
    return [(d.what, d.party, d.state) for d in lines if d.table == "ratings" and str(d.period) == "2026-Q1"]


SPONSOR_SILENT = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,")


def test_a_silent_role_is_asked_by_name() -> None:
    """Lark has reported its ratings, but not those of its sponsor: the docket asks the sponsor, and nobody else."""
    assert asked(FERN, SPONSOR_SILENT) == [("Ratings 2026-Q1: judge as sponsor", "lark", "overdue")]
    assert asked(FERN, SPONSOR_SILENT, as_of=date(2026, 4, 12)) == [
        ("Ratings 2026-Q1: judge as sponsor", "lark", "due")
    ]
    assert asked(FERN, LARK) == []


def test_a_silent_party_is_asked_for_its_ratings_and_not_role_by_role() -> None:
    """Nothing came from Lark: it owes its report, which is one line."""
    assert asked(FERN) == [("Ratings 2026-Q1: report", "lark", "overdue")]


def test_a_silent_role_needs_a_decision() -> None:
    """Its figure is missing for it, so it stands where people look first."""
    facts, _ = loaded(ALLIANCE, {"ratings": [FERN, SPONSOR_SILENT]})
    found = standing(ALLIANCE, facts, as_of=APRIL, known_at=APRIL, driver=DRIVER).decisions
    assert [(d.title, d.says) for d in found if d.subject == "ratings"] == [
        (
            "Ratings for 2026-Q1: the sponsor of Lark has not judged",
            "Trust: others have judged.",
        )
    ]


def test_one_figure_for_both_leaves_the_judgements_apart() -> None:
    """A metric without `per` has no figure of a side; what each judged stands apart all the same."""
    of = agreement(
        ("every: quarter\n    per: party", "every: quarter"),
        ("  trust_gap: {is: max(trust) - min(trust), every: quarter}\n", ""),
    )
    (one,) = judged(FERN, LARK, of=of)
    assert [side.figure for side in one.sides] == [None, None]
    assert [len(side.ratings) for side in one.sides] == [1, 2]
    assert one.gap is None


def test_of_a_single_judge_there_is_no_gap() -> None:
    """Lark alone judges: a gap would compare it with nobody."""
    of = agreement(("judged by: {fern: manager, lark: [manager, sponsor]}", "judged by: {lark: [manager, sponsor]}"))
    (one,) = judged(LARK, of=of)
    assert (one.gap, one.reason) == (None, "only lark judges trust")


def test_only_periods_that_are_over_are_judged() -> None:
    """On 31 March the first quarter is over, a day before it is not."""
    assert judged(FERN, LARK, as_of=date(2026, 3, 31))[0].period.name == "2026-Q1"
    facts, _ = loaded(ALLIANCE, {"ratings": [FERN, LARK]})
    day = date(2026, 3, 30)
    assert standing(ALLIANCE, facts, as_of=day, known_at=day, driver=DRIVER).judgements == {}


def test_only_judged_metrics_have_judgements() -> None:
    """Hours are counted and the gap is reckoned; trust is judged, and missing on both sides."""
    facts, _ = loaded(ALLIANCE, {})
    found = standing(ALLIANCE, facts, as_of=APRIL, known_at=APRIL, driver=DRIVER)
    assert list(found.judgements) == ["trust"]
    assert {side.figure.state for one in found.judgements["trust"] for side in one.sides if side.figure} == {
        State.MISSING
    }


values = st.one_of(
    st.decimals(-10, 110, places=3), st.fractions(-10, 110), st.sampled_from([Decimal(n) for n in (0, 25, 50, 75, 100)])
)


@given(values)
def test_the_nearest_levels_enclose_a_value(value: Decimal | Fraction) -> None:
    """One below and one above, neither beyond another level; the value's own level alone where it has one."""
    found = [level for level, _ in anchors(TRUST, value)]
    if value in TRUST.levels:
        assert found == [value]
    for level in TRUST.levels:
        if found[0] < level < found[-1]:
            raise AssertionError(f"{level} lies between {found}")
    assert exact.compare(found[0], value) <= 0 or found == [Decimal(0)]
    assert exact.compare(found[-1], value) >= 0 or found == [Decimal(100)]


levels = st.sampled_from(sorted(TRUST.levels))


@settings(max_examples=30)
@given(levels, levels, levels)
def test_the_gap_is_what_lies_between_the_sides(fern: Decimal, manager: Decimal, sponsor: Decimal) -> None:
    """Whoever is higher: the gap is never negative, 0 where both are alike, between the parties' own means."""
    rows = f"2026-Q1,manager,trust,{manager},\n2026-Q1,sponsor,trust,{sponsor},"
    (one,) = judged(
        handed_in("ratings", "fern", HEAD + f"2026-Q1,manager,trust,{fern},"), handed_in("ratings", "lark", HEAD + rows)
    )
    assert one.gap == abs(fern - (manager + sponsor) / 2)
