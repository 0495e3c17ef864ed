"""Three years of the fictional alliance: notices, cures, disputes and money, each day and amount worked out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest

from comity.clauses.life.model import CaseRecord, Life, StepRecord
from comity.cli.alliance import open_standing
from tests.examples.aster import (
    EXAMPLE,
    MONTHS,
    after_business_days,
    billed,
    cases_of,
    cents,
    credit,
    credits_of,
    dollars,
    is_missed,
    level,
    points,
    rows,
    to_step,
)

TODAY = date(2026, 11, 20)


@cache
def life(day: date = TODAY) -> Life:
    """What had become of the clauses by a day, from what was known then."""
    return open_standing(EXAMPLE, as_of=day, known_at=day).life


def case(clause: str, period: str, rule: str, *members: str, on: date = TODAY) -> CaseRecord:
    """Return the one case of a rule about a period."""
    scope = tuple(("service", member) for member in members)
    found = [c for c in life(on).cases_of(clause, scope, period) if c.rule == rule]
    assert len(found) == 1
    return found[0]


def step(of: CaseRecord, name: str) -> StepRecord:
    """Return the first step of a name."""
    return next(one for one in of.steps if one.name == name)


def days(one: StepRecord) -> tuple[date, date | None, str, date | None]:
    """Return when a step opened, its last day, its state, and when it ended."""
    return one.opened, one.due, one.state.value, one.ended


def statuses(of: CaseRecord) -> list[str]:
    return [word for _, word in of.statuses]


# -- service levels and credits ---------------------------------------------------------------


def test_levels_rise_to_what_was_reached() -> None:
    """Claims rose to the 91.8 % that 2024 reached, then by what 2025 did; the others by a fifth of the rest."""
    assert [level("claims", year) for year in (2025, 2026)] == [Fraction(918, 1000), Fraction(932, 1000)]
    assert [level("phone", year) for year in (2025, 2026)] == [Fraction(84, 100), Fraction(872, 1000)]
    assert [level("portal", year) for year in (2025, 2026)] == [Fraction(96, 100), Fraction(968, 1000)]
    for service in ("claims", "phone", "portal"):
        for year in (2025, 2026):
            change = life().settings.at("expected", (service,), date(year, 1, 1))
            assert change is not None
            assert Fraction(str(change.value)) == level(service, year)


def entries(account: str) -> Iterator[tuple[date, str, str, str, int]]:
    """Yield (day, member or clause, period it is for, period it is booked in, cents) of an account."""
    for entry in life().ledgers[account].entries:
        assert isinstance(entry.key, tuple)
        clause, scope, period, *_ = entry.key
        yield entry.day, scope[0][1] if scope else clause, period, entry.period.name, cents(Fraction(entry.amount))


def test_the_credits_account_line_by_line() -> None:
    """Every posting, correction and return of three years, in the order in which it became known.

    November 2025 takes back the credit of September and half of that of October, since after the correction October is
    a first miss. December gets what the cap of the year leaves, and so does October 2026. What was earned back frees
    no room.
    """
    wrong = credit("claims", "2025-10", corrected=False)
    september = credit("claims", "2025-09", corrected=False)
    of_2025, of_2026 = credits_of(2025), credits_of(2026)
    expected = [
        ("2024-09-10", "portal", "2024-08", "2024-08", credit("portal", "2024-08")),
        ("2024-10-12", "phone", "2024-09", "2024-09", credit("phone", "2024-09")),
        ("2024-12-06", "portal", "2024-08", "2024-11", -credit("portal", "2024-08")),
        ("2025-05-20", "portal", "2025-03", "2025-03", credit("portal", "2025-03")),
        ("2025-07-09", "portal", "2025-03", "2025-06", -credit("portal", "2025-03")),
        ("2025-10-08", "claims", "2025-09", "2025-09", september),
        ("2025-11-11", "claims", "2025-10", "2025-10", wrong),
        ("2025-11-20", "claims", "2025-09", "2025-11", -september),
        ("2025-11-20", "claims", "2025-10", "2025-11", of_2025["claims", "2025-10"] - wrong),
        ("2025-12-11", "claims", "2025-11", "2025-11", of_2025["claims", "2025-11"]),
        ("2026-01-10", "claims", "2025-12", "2025-12", of_2025["claims", "2025-12"]),
        ("2026-02-08", "claims", "2026-01", "2026-01", of_2026["claims", "2026-01"]),
        ("2026-02-09", "phone", "2026-01", "2026-01", of_2026["phone", "2026-01"]),
        ("2026-03-12", "phone", "2026-02", "2026-02", of_2026["phone", "2026-02"]),
        ("2026-04-08", "phone", "2026-03", "2026-03", of_2026["phone", "2026-03"]),
        ("2026-05-05", "claims", "2026-01", "2026-04", -of_2026["claims", "2026-01"]),
        ("2026-07-14", "phone", "2026-06", "2026-06", of_2026["phone", "2026-06"]),
        ("2026-10-05", "phone", "2026-06", "2026-09", -of_2026["phone", "2026-06"]),
        ("2026-11-10", "claims", "2026-10", "2026-10", of_2026["claims", "2026-10"]),
    ]
    assert list(entries("credits")) == [(date.fromisoformat(day), *rest) for day, *rest in expected]
    assert (sum(of_2025.values()), sum(of_2026.values())) == (2_500_000, 2_500_000)


def test_points_double_and_caps_cut() -> None:
    """October 2025 was 3 points doubled while September counted as missed, and 3 afterwards; November is 3 doubled."""
    assert points("claims", "2025-10", corrected=False) == 6
    assert points("claims", "2025-10") == 3
    assert points("claims", "2025-11") == 6
    assert credit("claims", "2025-11") == cents(billed("2025-11") * Fraction(25, 1000))
    assert life().ledgers["credits"].cap_reached("2025-12") is True


def test_no_month_exceeds_three_percent_of_its_bill() -> None:
    """The cap of all services together is never reached in the story, so the second computation may leave it out."""
    for month in MONTHS:
        together = sum(credit(s, month) for s in ("claims", "phone", "portal") if is_missed(s, month))
        assert together < 100 * billed(month) * 3 / 100


def test_what_is_excused_or_waived_earns_no_credit() -> None:
    """A claim in time and accepted, force majeure, and a waiver before the report came: nothing fires."""
    for service, month, outcome in (
        ("claims", "2024-06", "excused"), ("claims", "2024-11", "excused"), ("claims", "2024-12", "excused"),
    ):  # fmt: skip
        verdicts = life().verdicts["answers_in_time"]
        found = next(v for v in verdicts if (v.scope[0][1], v.period.name) == (service, month))
        assert found.outcome.value == outcome
        assert ("answers_in_time", found.scope, month) not in life().fires
    assert life().cases_of("answers_in_time", (("service", "phone"),), "2024-02")[0].statuses == (
        (date(2024, 3, 4), "waived"),
    )


def test_the_phone_is_critical_for_two_months() -> None:
    """Missed in January and February 2026 it counts as critical from March; met in April it is important again."""
    classes = [life().settings.at("class", ("phone",), date(2026, month, 1)) for month in (2, 3, 4, 5)]
    assert [change and change.value for change in classes] == [None, "critical", "critical", "important"]


def test_notice_plan_cure_probation_relapse() -> None:
    """Three misses running, known on 8 January 2026; the notice falls away in July, and October is the relapse."""
    found = case("answers_in_time", "2025-12", "persistent_failure", "claims")
    notice, plan, cure = date(2026, 1, 22), date(2026, 2, 10), date(2026, 3, 6)
    known = date(2026, 1, 8)
    assert found.opened == known
    assert days(step(found, "notice")) == (known, known + timedelta(days=20), "done", notice)
    assert days(step(found, "cure")) == (notice, notice + timedelta(days=30), "done", plan)
    assert days(step(found, "cure under plan")) == (plan, notice + timedelta(days=60), "done", cure)
    assert days(step(found, "probation")) == (cure, date(2026, 6, 30), "done", date(2026, 7, 9))
    assert days(step(found, "relapse watch")) == (date(2026, 7, 9), date(2026, 12, 31), "done", date(2026, 11, 6))
    assert days(step(found, "termination")) == (date(2026, 11, 6), date(2026, 12, 6), "open", None)
    assert statuses(found) == ["rescinded"]


def test_the_last_day_passes_without_a_notice() -> None:
    """Borealis lets its right lapse on 6 December, and the case is closed with its rights reserved."""
    found = case("answers_in_time", "2025-12", "persistent_failure", "claims", on=date(2027, 1, 31))
    assert days(step(found, "termination"))[2:] == ("lapsed", date(2026, 12, 6))
    assert statuses(found) == ["rescinded", "reserved"]
    assert not found.is_open


def test_rights_that_lapse_are_reserved() -> None:
    """Two failed months of four, and the caps reached in three months of six: both rights end unused."""
    failed = case("failed_months", "2025-12", "two_of_four")
    assert days(step(failed, "notice of termination")) == (
        date(2026, 1, 10), date(2026, 1, 10) + timedelta(days=60), "lapsed", date(2026, 3, 11),
    )  # fmt: skip
    caps = case("credits_at_maximum", "2026-01", "three_of_six")
    assert days(step(caps, "election")) == (date(2026, 2, 9), date(2026, 4, 10), "lapsed", date(2026, 4, 10))
    assert (statuses(failed), statuses(caps)) == (["reserved"], ["reserved"])
    assert [c.period.name for c in life().cases if c.rule in ("two_of_four", "three_of_six")] == ["2025-12", "2026-01"]


# -- disputes and relief ----------------------------------------------------------------------


def test_the_dispute_about_the_portal() -> None:
    """Easter and the early May holiday stretch ten business days to 1 May; the committee lets the miss stand."""
    found = case("answers_in_time", "2025-03", "", "portal")
    disputed = date(2025, 4, 15)
    managers = after_business_days(disputed, 10)
    assert managers == date(2025, 5, 1)
    assert days(step(found, "service managers")) == (disputed, managers, "lapsed", managers)
    committee = step(found, "steering committee")
    assert days(committee) == (managers, managers + timedelta(days=30), "done", date(2025, 5, 20))
    assert life(date(2025, 4, 30)).fires.get(("answers_in_time", (("service", "portal"),), "2025-03")) is None


def test_a_dispute_stops_the_clocks_of_aster() -> None:
    """Disputed on 17 March, decided on 22 April: the three and nine days that were left run from there."""
    found = case("cost_limit", "2026-02", "failure")
    known, disputed, decided = date(2026, 3, 12), date(2026, 3, 17), date(2026, 4, 22)
    left = [(known + timedelta(days=n) - disputed).days for n in (8, 14)]
    assert left == [3, 9]
    cause, plan = (decided + timedelta(days=n) for n in left)
    assert days(step(found, "root cause")) == (known, cause, "done", date(2026, 4, 24))
    assert days(step(found, "corrective plan")) == (known, plan, "lapsed", plan)
    managers = after_business_days(disputed, 10)
    assert days(step(found, "service managers"))[1] == managers
    assert days(step(found, "steering committee"))[:2] == (managers, managers + timedelta(days=30))
    assert statuses(found) == ["plan overdue"]


def test_the_storm_calls_a_meeting() -> None:
    """18 December 2024 is the thirty-first day; five business days later is 27 December, in England and the US."""
    first = date(2024, 11, 18)
    over = first + timedelta(days=30)
    found = case("force_majeure", over.isoformat(), "meet")
    assert days(step(found, "meet")) == (over, after_business_days(over, 5), "done", date(2024, 12, 23))
    assert after_business_days(over, 5) == date(2024, 12, 27)
    assert not [c for c in life().cases if c.rule == "cancel"]


def test_the_portal_is_late_by_what_aster_caused() -> None:
    """Twenty days less the ten of Borealis are two weeks begun: 8,000. The launch is accepted by silence."""
    launch, due = date(2026, 4, 20), date(2026, 3, 31)
    late = (launch - due).days - 10
    assert late == 10
    assert [(day, amount) for day, _, _, _, amount in entries("damages")] == [(launch, 2 * 400_000)]
    found = case("milestones_on_time", "portal_launch", "acceptance")
    deemed = after_business_days(launch, 10)
    assert days(step(found, "reject the result")) == (launch, deemed, "lapsed", deemed)
    assert statuses(found) == ["accepted"]


@pytest.mark.parametrize(
    ("day", "act", "because"),
    [
        ("2024-08-14", "claim", "it had to come by 12 Aug"),
        ("2025-10-15", "restate", "could be restated until 2025-09-30"),
        ("2026-03-02", "pay", "lapsed on 2026-03-01"),
        ("2026-05-04", "corrective plan", "lapsed on 2026-05-01"),
        ("2026-09-15", "audit notice", "once a year"),
    ],
)
def test_what_comes_too_late_counts_for_nothing(day: str, act: str, because: str) -> None:
    """A claim, a correction, a payment, a plan and an audit are refused, each with its reason."""
    found = {(r.act.on, r.act.do): r.reason for r in life().refused}
    assert because in found[date.fromisoformat(day), act]
    assert len(found) == 5


# -- cost, quality, volume --------------------------------------------------------------------


def test_three_cost_failures_within_twelve_months() -> None:
    """1 %, 2 % and 4 % off for three months each, from the month after the failure, however late it was known."""
    cuts = {"2025-07": (Fraction(1, 100), "recovery plan"), "2026-02": (Fraction(2, 100), "root cause"),
            "2026-05": (Fraction(4, 100), "root cause")}  # fmt: skip
    expected = {
        month: cents(cut * billed(month))
        for failed, (cut, _) in cuts.items()
        for month in MONTHS[MONTHS.index(failed) + 1 :][:3]
    }
    found = {period: amount for _, clause, period, _, amount in entries("adjustments") if clause == "price_reduction"}
    assert found == expected
    for failed, (_, first) in cuts.items():
        assert step(case("cost_limit", failed, "failure"), first).state.value == "done"


def test_the_recovery_plan_comes_on_its_last_day() -> None:
    """Ten business days after Sunday 10 August 2025 end on Friday 22 August, before the holiday of the 25th."""
    found = step(case("cost_limit", "2025-07", "failure"), "recovery plan")
    assert found.opened == date(2025, 8, 10)
    assert days(found)[1:] == (after_business_days(found.opened, 10), "done", date(2025, 8, 22))


def test_the_weak_quarter_costs_half_a_percent_a_point() -> None:
    """The audits of the last quarter of 2025 average 77.0, three short of 80."""
    scores = [int(row["score"]) for row in rows("audits/borealis.csv") if "2025-10" < row["day"] < "2026"]
    average = to_step(Fraction(sum(scores), len(scores)), Fraction(1, 10))
    quarter = to_step(dollars(["2025-10", "2025-11", "2025-12"]), Fraction(100))
    wanted = cents((80 - average) * quarter / 200)
    assert [e[4] for e in entries("adjustments") if e[1] == "audited_quality"] == [wanted]
    assert (len(scores), average) == (6, 77)


@pytest.mark.parametrize(("year", "least"), [(2024, 118_000), (2025, 124_000)])
def test_borealis_pays_to_keep_its_exclusivity(year: int, least: int) -> None:
    """6 dollars for each case too few: for 2024 in two parts and in time, for 2025 only after the notice."""
    found = case("minimum_cases", str(year), "below_minimum")
    owed = 6 * (least - cases_of(year))
    first = step(found, "pay to keep")
    assert Fraction(str(first.amount)) == owed
    assert first.due == date(year, 12, 31) + timedelta(days=60)
    assert statuses(found) == ["cured"]
    if year == 2024:
        assert days(first)[2:] == ("done", date(2025, 2, 25))
    else:
        notice = step(found, "notice")
        assert days(notice)[2:] == ("done", date(2026, 3, 10))
        cure = step(found, "cure")
        assert days(cure) == (date(2026, 3, 10), date(2026, 3, 25), "done", date(2026, 3, 20))


def test_pain_and_gain() -> None:
    """2024 saves against 42.50 a case and is shared at 90 %; 2025 runs over 42 dollars, and half of it is Aster's."""
    of_year = {y: to_step(dollars([m for m in MONTHS if m.startswith(str(y))]), Fraction(100)) for y in (2024, 2025)}
    saved = Fraction(85, 2) * cases_of(2024) - of_year[2024]
    complaints = {int(row["year"]): int(row["received"]) for row in rows("complaints/borealis.csv")}
    rate = to_step(Fraction(complaints[2024] * 10_000, cases_of(2024)), Fraction(1, 10))
    score = (12 - rate) / (12 - 6) * 100
    assert 80 <= score < 100
    overrun = of_year[2025] - 42 * cases_of(2025)
    amounts = {period: amount for _, _, period, _, amount in entries("pain_and_gain")}
    assert amounts == {"2024": -cents(saved * Fraction(45, 100)), "2025": cents(overrun / 2)}


# -- true-ups and audits ----------------------------------------------------------------------


def test_telephone_costs_are_trued_up_and_final() -> None:
    """Actual less estimated, quarter by quarter, in both directions; final after fifteen days but for one quarter."""
    wanted = {
        row["quarter"]: 100 * (int(row["actual"]) - int(row["estimated"]))
        for row in rows("telephone_lines/aster.csv")
        if row["quarter"] <= "2026-Q3"
    }
    assert {period: amount for _, _, period, _, amount in entries("true_ups")} == wanted
    final = {quarter: statuses(case("telephone_costs", quarter, "settle")) for quarter in wanted}
    assert final == {quarter: [] if quarter == "2025-Q3" else ["final"] for quarter in wanted}
    officers = step(case("telephone_costs", "2025-Q3", "settle"), "finance officers")
    assert days(officers) == (date(2025, 11, 12), date(2025, 12, 2), "done", date(2025, 11, 27))


@pytest.mark.parametrize(
    ("year", "due", "charged", "cost", "paid"),
    [(2024, 124_000, 131_440, 9_000, date(2025, 7, 15)), (2025, 130_000, 133_900, 9_500, date(2026, 8, 28))],
)
def test_who_bears_the_cost_of_the_audit(year: int, due: int, charged: int, cost: int, paid: date) -> None:
    """An error of 6 % is refunded with the cost of the audit, paid in two parts; one of 3 % without it."""
    found = step(case("books", str(year), "yearly"), "refund")
    error = charged - due
    assert Fraction(str(found.amount)) == error + (cost if Fraction(error, due) > Fraction(5, 100) else 0)
    assert found.due == found.opened + timedelta(days=45)
    assert days(found)[2:] == ("done", paid)
