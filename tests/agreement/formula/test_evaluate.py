"""Evaluation: exact numbers, three-valued truth, unknowns, windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.formula.parse import parse
from comity.agreement.model import DatedMap, Formula, KeyedMap, Metric, StepTable, Terms, Unset, Word
from comity.kernel.calendar import Calendar
from comity.kernel.figure import State, Unknown, Value
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Place

HERE = Place(file="test")
CALENDAR = Calendar(term_starts=date(2026, 1, 1))
MISSING = Unknown(State.MISSING, "x is missing")
NOT_DUE = Unknown(State.NOT_DUE, "not over")
EXCUSED = Unknown(State.EXCUSED, "relief")


def formula(text: str) -> Formula:
    """Parse a formula that must be right."""
    node, problems = parse(text, HERE)
    assert node is not None, problems
    return Formula(text=text, node=node, place=HERE)


def terms(**settings: Any) -> Terms:
    """Terms with nothing but settings."""
    return Terms(
        alliance="test",
        title="Test",
        parties={},
        calendar=CALENDAR,
        starts=date(2026, 1, 1),
        place=HERE,
        digest="0",
        settings=settings,
    )


class History(Env):
    """An environment in which `x` has a value for each month, and other names are constants."""

    values: dict[str, Value] = {}  # noqa: RUF012
    constants: dict[str, Value | Elsewhere | None] = {}  # noqa: RUF012

    def other_name(self, name: tree.Name) -> Value | Elsewhere | None:
        """Read `x` by month."""
        if name.parts == ("x",):
            return self.values.get(self.period.name, MISSING)
        return self.constants.get(str(name), NOT_HERE)


def value(
    text: str,
    month: str = "2026-06",
    *,
    scope: tuple[tuple[str, str], ...] = (),
    of: Terms | None = None,
    x: dict[str, Value] | None = None,
    **constants: Value | None,
) -> Value | None:
    """Evaluate a formula in a month."""
    kind = type("H", (History,), {"values": x or {}, "constants": constants})
    env: Env = kind(of or terms(), CALENDAR.period(month), scope, date(2026, 12, 31), date(2026, 1, 1))
    return evaluate(formula(text).node, env)


def months(*values: Value) -> dict[str, Value]:
    """Values for January 2026 and the months after."""
    return {CALENDAR.shift(CALENDAR.period("2026-01"), n).name: v for n, v in enumerate(values)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("1 / 4", Decimal("0.25")),
        ("2 / 3 * 3 = 2", True),
        ("97%", Decimal("0.97")),
        ("-3 + 1", -2),
        ("abs(-2.5)", Decimal("2.5")),
        ("floor(-1.5)", -2),
        ("ceil(1.2)", 2),
        ("round(2.5)", 3),
        ("round(2.345, 2)", Decimal("2.35")),
        ("least(3, 1, 2)", 1),
        ("greatest(3, 1, 2)", 3),
        ("mod(7, 4)", 3),
        ("sqrt(0)", 0),
        ("sqrt(2.25)", Decimal("1.5")),
        ("sqrt(4 / 9)", Fraction(2, 3)),
        ("sqrt(2)", Decimal("1.414213562373095048801688724")),
        ("power(1.1, 3)", Decimal("1.331")),
        ("power(-2, 3)", -8),
        ("power(3, -2)", Fraction(1, 9)),
        ("power(7, 0)", 1),
        ("power(2, 1 + 1)", 4),
        ("month(period_end)", 6),
        ("year(period_start)", 2026),
        ("period_end - period_start", 29),
        ("period_end + 1 month = 2026-07-31", True),
        ("'budget' = 'budget'", True),
        ("'a' in ('a', 'b')", True),
        ("3 not in (1, 2)", True),
        ("2 between 1 and 2", True),
        ("2 not between 1 and 2", False),
        ("case when 1 > 2 then 'x' else 'y' end", "y"),
        ("not 1 = 2", True),
    ],
)
def test_known_values(text: str, expected: object) -> None:
    """Formulas over known values give the exact answer."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sqrt(0 - 4)", "the square root of a number below zero"),
        ("power(1 - 1, -1)", "division by zero"),
        ("power(2, 1 / 2)", "a power must be a whole number from -1000 to 1000"),
        ("power(2, 1000 + 1)", "a power must be a whole number from -1000 to 1000"),
        ("power(9, power(9, 9))", "a power must be a whole number from -1000 to 1000"),
        ("power(power(power(10, 1000), 1000), 1000)", "the power has too many digits"),
    ],
)
def test_a_root_or_power_that_there_is_not_is_undetermined(text: str, reason: str) -> None:
    """What has no exact number, or none of a size that can be computed, has no value and says why."""
    assert value(text) == Unknown(State.UNDETERMINED, reason)


def test_a_third_stays_exact() -> None:
    """A quotient that is not finite in base ten is kept as a fraction."""
    assert value("1 / 3") == Fraction(1, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("u and 1 = 2", False), ("u or 1 = 1", True), ("1 = 2 and u", False), ("1 = 1 or u", True)],
)
def test_an_unknown_that_cannot_matter_is_decided(text: str, expected: bool) -> None:
    """`and` and `or` give an answer where the unknown side could not change it."""
    assert value(text, u=MISSING) is expected


@pytest.mark.parametrize("text", ["u + 1", "u and 1 = 1", "u = 1", "not u", "abs(u)", "case when u then 1 else 2 end"])
def test_an_unknown_that_matters_stays_unknown(text: str) -> None:
    """Everything else computed from an unknown is unknown, with its reason."""
    found = value(text, u=MISSING)
    assert isinstance(found, Unknown)
    assert found.reason == "x is missing"


def test_division_by_zero_is_undetermined() -> None:
    """Division by zero gives neither 0 nor an error."""
    found = value("1 / 0")
    assert isinstance(found, Unknown)
    assert (found.state, found.reason) == (State.UNDETERMINED, "division by zero")


def test_an_empty_column_is_null_and_an_unknown_is_not() -> None:
    """`is null` is true for an empty column only; coalesce skips it and nothing else."""
    assert value("e is null", e=None) is True
    assert value("coalesce(e, 4)", e=None) == 4
    assert isinstance(value("u is null", u=MISSING), Unknown)
    assert isinstance(value("coalesce(u, 4)", u=MISSING), Unknown)


def test_reported_asks_whether_the_fact_is_there() -> None:
    """`reported(x)` is a truth whatever the fact says."""
    assert value("reported(u)", u=MISSING) is False
    assert value("reported(u)", u=Decimal(0)) is True


def test_case_reads_only_the_branch_it_takes() -> None:
    """The branch not taken may be undefined."""
    assert value("case when 1 = 1 then 5 else 1 / 0 end") == 5


# -- terms ------------------------------------------------------------------------------------


def test_a_dated_value_is_that_of_the_first_day_of_the_period() -> None:
    """A value that rises in mid-period holds from the next period."""
    dated = DatedMap(entries=((date(2026, 1, 1), formula("95%")), (date(2026, 6, 15), formula("96%"))), place=HERE)
    assert value("level", "2026-06", of=terms(level=dated)) == Decimal("0.95")
    assert value("level", "2026-07", of=terms(level=dated)) == Decimal("0.96")


def test_unset_is_undetermined() -> None:
    """A term left to be agreed makes what needs it undetermined."""
    found = value("level * 2", of=terms(level=Unset(place=HERE)))
    assert isinstance(found, Unknown)
    assert found.reason == "level is unset"


def test_a_keyed_map_is_read_by_the_scope() -> None:
    """By bare name a keyed map takes the member of the first scope column; called, the one named."""
    keyed = KeyedMap(entries={"a": formula("1"), "b": Word(text="critical", place=HERE)}, place=HERE)
    assert value("level", of=terms(level=keyed), scope=(("service", "a"),)) == 1
    assert value("level('b')", of=terms(level=keyed)) == "critical"
    assert isinstance(value("level('c')", of=terms(level=keyed)), Unknown)


SEVERITY = StepTable(
    entries=tuple((Decimal(k), formula(v)) for k, v in (("0.96", "3"), ("0.97", "2"), ("0.98", "1"), ("0.99", "0"))),
    otherwise=formula("4"),
    place=HERE,
)


@pytest.mark.parametrize(
    ("number", "points"), [("99%", 0), ("98.95%", 1), ("98%", 1), ("97.99%", 2), ("96%", 3), ("95%", 4)]
)
def test_a_step_table_takes_the_greatest_entry_not_above(number: str, points: int) -> None:
    """Each entry of a step table holds from its value up; below all of them, `else`."""
    assert value(f"severity({number})", of=terms(severity=SEVERITY)) == points


def test_a_step_table_called_with_two_numbers_accrues_band_by_band() -> None:
    """Royalty of 5% up to 100 and 10% above: from 80 to 130 accrues 20 x 5% + 30 x 10% = 4."""
    rates = StepTable(entries=((Decimal(0), formula("5%")), (Decimal(100), formula("10%"))), otherwise=None, place=HERE)
    assert value("rates(80, 130)", of=terms(rates=rates)) == 4


# -- windows ----------------------------------------------------------------------------------


def test_total_and_mean_wait_for_a_full_window() -> None:
    """With a number as window the result is not due until as many periods exist, or the least named."""
    x = months(Decimal(1), Decimal(2), Decimal(6))
    assert value("total(x, 3)", "2026-03", x=x) == 9
    assert value("mean(x, 3)", "2026-03", x=x) == 3
    early = value("total(x, 3)", "2026-02", x=x)
    assert isinstance(early, Unknown)
    assert early.state is State.NOT_DUE
    assert value("mean(x, 3, 1)", "2026-02", x=x) == Decimal("1.5")


def test_excused_periods_are_left_out_of_numbers_but_exist() -> None:
    """A mean of three months of which one is excused is the mean of the other two."""
    assert value("mean(x, 3)", "2026-03", x=months(Decimal(1), EXCUSED, Decimal(5))) == 3
    found = value("mean(x, 2)", "2026-02", x=months(EXCUSED, EXCUSED))
    assert isinstance(found, Unknown)
    assert found.state is State.EXCUSED


def test_a_missing_number_makes_a_total_undetermined() -> None:
    """No number is put in the place of one that is missing."""
    found = value("total(x, 3)", "2026-03", x=months(Decimal(1), MISSING, Decimal(5)))
    assert isinstance(found, Unknown)
    assert found.state is State.UNDETERMINED


def test_three_known_misses_decide_three_of_six_whatever_the_unknown_was() -> None:
    """A count over an undetermined period has bounds, and a comparison outside them is decided."""
    x = months(Decimal(1), Decimal(0), Decimal(1), MISSING, Decimal(1), Decimal(0))
    assert value("times(x = 1, 6) >= 3", x=x) is True
    assert value("times(x = 1, 6) > 4", x=x) is False
    assert isinstance(value("times(x = 1, 6) >= 4", x=x), Unknown)


def test_times_is_content_with_fewer_periods() -> None:
    """A count needs no full window."""
    assert value("times(x = 1, 12)", "2026-02", x=months(Decimal(1), Decimal(1))) == 2


def test_running_counts_back_and_steps_over_excused_periods() -> None:
    """A streak is not broken, and not lengthened, by an excused period."""
    x = months(Decimal(0), Decimal(1), EXCUSED, Decimal(1))
    assert value("running(x = 1)", "2026-04", x=x) == 2
    assert value("running(x = 1)", "2026-01", x=x) == 0


def test_running_over_an_unknown_has_bounds() -> None:
    """A streak that an unknown period may have broken is between what is sure and what is possible."""
    x = months(Decimal(1), MISSING, Decimal(1))
    assert value("running(x = 1) >= 1", "2026-03", x=x) is True
    assert isinstance(value("running(x = 1) >= 3", "2026-03", x=x), Unknown)
    assert value("running(x = 1) > 3", "2026-03", x=x) is False


def test_previous_of_the_first_period_is_what_was_agreed() -> None:
    """A balance carried forward starts with the second argument."""
    assert value("previous(x, 7)", "2026-01", x=months(Decimal(1))) == 7
    assert value("previous(x, 7)", "2026-02", x=months(Decimal(1), Decimal(2))) == 1
    found = value("previous(x)", "2026-01", x=months(Decimal(1)))
    assert isinstance(found, Unknown)
    assert found.state is State.NOT_DUE


def test_windows_by_duration_and_by_calendar_span() -> None:
    """`3 months` is the three months that end here; `quarter` and `year` count so far; `life` from the start."""
    x = months(*(Decimal(1) for _ in range(8)))
    assert value("total(x, 3 months)", "2026-08", x=x) == 3
    assert value("total(x, quarter)", "2026-08", x=x) == 2
    assert value("total(x, year)", "2026-08", x=x) == 8
    assert value("total(x, life)", "2026-05", x=x) == 5


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=12), st.integers(0, 12))
def test_both_ways_evaluation_agrees_with_trying_every_possibility(truths: list[bool | None], limit: int) -> None:
    """`times` decides a comparison exactly when all completions of the unknown periods agree."""
    unknown = sum(t is None for t in truths)
    sure = sum(t is True for t in truths)
    answers = {sure + extra >= limit for extra in range(unknown + 1)}
    x = months(*(MISSING if t is None else Decimal(int(t)) for t in truths))
    last = CALENDAR.shift(CALENDAR.period("2026-01"), len(truths) - 1).name
    found = value(f"times(x = 1, 12) >= {limit}", last, x=x)
    assert (found in answers) if len(answers) == 1 else isinstance(found, Unknown)


def test_period_type_is_a_calendar_period() -> None:
    """The environment's period is what `period_start` and `period_end` read."""
    period = CALENDAR.period("2026-02")
    assert isinstance(period, Period)
    assert value("period_end", "2026-02") == date(2026, 2, 28)


def test_names_that_mention_each_other_are_evaluated_once() -> None:
    """Sixty settings, each twice the one before: a chain that would otherwise double the work sixty times."""
    chain: dict[str, Any] = {"s0": formula("1")}
    for n in range(1, 61):
        chain[f"s{n}"] = formula(f"s{n - 1} + s{n - 1}")
    assert value("s60", of=terms(**chain)) == 2**60


def test_a_window_longer_than_the_calendar_is_what_there_is() -> None:
    """A window is not built beyond the start of the history."""
    assert value("times(x = 1, 4000)", "2026-02", x=months(Decimal(1), Decimal(1))) == 2


def test_a_period_in_which_no_finer_one_ends_has_no_last_figure() -> None:
    """A January cut to its last three days holds the end of no week: not due, and no error."""
    weekly = Metric(name="x", formula=formula("1"), every=Grain.WEEK, place=HERE)
    of = replace(terms(), metrics={"x": weekly})
    january = CALENDAR.cut(CALENDAR.period("2026-01"), date(2026, 1, 29), None)
    found = evaluate(formula("closing(x)").node, Env(of, january, (), date(2026, 12, 31), date(2026, 1, 29)))
    assert isinstance(found, Unknown)
    assert found.state is State.NOT_DUE
