"""The lexical forms of section 1 of the language."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import lexical
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain

READERS: dict[str, Any] = {
    reader.__name__: reader
    for reader in (
        lexical.number,
        lexical.percentage,
        lexical.money,
        lexical.truth,
        lexical.date,
        lexical.day_of_year,
        lexical.grain,
        lexical.duration,
        lexical.deadline,
        lexical.rounding,
        lexical.time_zone,
    )
}
D = Decimal


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("number", "12", D(12)),
        ("number", "-0.50", D("-0.5")),
        ("percentage", "97%", D("0.97")),
        ("percentage", "-2.5%", D("-0.025")),
        ("money", "USD 50m", (D(50_000_000), "USD")),
        ("money", "USD 10k", (D(10_000), "USD")),
        ("money", "USD 1.5bn", (D(1_500_000_000), "USD")),
        ("money", "USD -500", (D(-500), "USD")),
        ("money", "EUR 1333.33", (D("1333.33"), "EUR")),
        ("money", "USD 10,000", (D(10_000), "USD")),
        ("money", "USD 1,234,567.80", (D("1234567.8"), "USD")),
        ("truth", "yes", True),
        ("truth", "true", True),
        ("truth", "no", False),
        ("truth", "false", False),
        ("date", "2026-03-31", date(2026, 3, 31)),
        ("day_of_year", "1 July", (7, 1)),
        ("day_of_year", "29 February", (2, 29)),
        ("grain", "month", Grain.MONTH),
        ("grain", "contract year", Grain.CONTRACT_YEAR),
        ("duration", "45 days", Duration(45, "day")),
        ("duration", "15 business days", Duration(15, "business day")),
        ("duration", "1 year", Duration(1, "year")),
        ("duration", "3 periods", Duration(3, "period")),
        ("rounding", "0.1%", (D("0.001"), "half up")),
        ("rounding", "0.01% down", (D("0.0001"), "down")),
        ("rounding", "1 half even", (D(1), "half even")),
        ("rounding", "USD 0.01", (D("0.01"), "half up")),
        ("rounding", "USD 1m up", (D(1_000_000), "up")),
        ("rounding", "5 half up", (D(5), "half up")),
        ("time_zone", "Europe/Paris", "Europe/Paris"),
        ("time_zone", "UTC", "UTC"),
    ],
)
def test_forms_are_read(form: str, text: str, value: object) -> None:
    """Each form of the language yields its value."""
    assert READERS[form](text) == value


@pytest.mark.parametrize(
    ("form", "text", "why"),
    [
        ("number", "1,000", "write it without commas"),
        ("number", "1e6", "'1e6' is no number"),
        ("number", ".5", "is no number"),
        ("number", "1_000", "is no number"),
        ("number", "٣", "is no number"),
        ("number", "NaN", "is no number"),
        ("number", "", "is no number"),
        ("number", "1\n", "is no number"),
        ("number", "9" * 41, "a number of 41 characters is too long"),
        ("percentage", "97", "percentages are written 97%"),
        ("percentage", "97 %", "the sign follows the number directly"),
        ("percentage", "%", "the sign follows the number directly"),
        ("money", "50m USD", "amounts are written"),
        ("money", "USD50", "amounts are written"),
        ("money", "USD 10,00", "amounts are written"),
        ("money", "USD 5 m", "amounts are written"),
        ("money", "usd 5", "amounts are written"),
        ("money", "USD", "amounts are written"),
        ("money", "USD 5t", "amounts are written"),
        ("money", "USD " + "9" * 60, "amounts are written"),
        ("truth", "Yes", "'Yes' is neither yes nor no"),
        ("date", "31.03.2026", "dates are written 2026-03-31"),
        ("date", "20260331", "dates are written 2026-03-31"),
        ("date", "2026-02-30", "2026-02-30 is no day of the calendar"),
        ("date", "1 March 2026", "dates are written 2026-03-31; write 2026-03-01"),
        ("date", "March 1st, 2026", "write 2026-03-01"),
        ("date", "31 Feb 2026", "'31 Feb 2026' is no date; dates are written 2026-03-31$"),
        ("day_of_year", "July 1", "such days are written"),
        ("day_of_year", "1 Juli", "such days are written"),
        ("day_of_year", "31 June", "June has no day 31"),
        ("grain", "fortnight", "there are day, week, month, quarter, year, contract year"),
        ("duration", "45", "durations are written"),
        ("duration", "-5 days", "durations are written"),
        ("duration", "5 fortnights", "durations are written"),
        ("duration", "9999999 days", "longer than any agreement lasts"),
        ("duration", "100001 days", "longer than any agreement lasts"),
        ("deadline", "soon!", "deadlines are written"),
        ("deadline", "15 march", "deadlines are written|durations are written"),
        ("deadline", "5 fortnights after report", "durations are written"),
        ("deadline", "5 days after 10%", "counts from '10%', which is no anchor"),
        ("deadline", "later of report", "names only one deadline; write later of A and B"),
        ("deadline", "later of report and earlier of a and b", "'earlier of a' is no deadline"),
        ("deadline", "31 June", "June has no day 31"),
        ("deadline", "2026-02-30", "no day of the calendar"),
        ("deadline", "1 March 2026", "'1 March 2026' is no date; .* write 2026-03-01"),
        ("deadline", "Sept. 30, 2026", "write 2026-09-30"),
        ("deadline", "later of 1. March 2026 and report", "write 2026-03-01"),
        ("deadline", "", "deadlines are written"),
        ("rounding", "0%", "a unit above zero, not 0%"),
        ("rounding", "-1", "a unit above zero, not -1"),
        ("rounding", "0.1% sideways", "is no number"),
        ("time_zone", "Mars/Olympus", "is no time zone"),
        ("time_zone", "../etc/passwd", "is no time zone"),
        ("time_zone", "Europe", "is no time zone"),
    ],
)
def test_what_does_not_fit_its_form_is_refused(form: str, text: str, why: str) -> None:
    """The reason repeats what was written and shows the proper form."""
    with pytest.raises(ValueError, match=why):
        READERS[form](text)


@given(st.sampled_from(sorted(READERS)), st.text(max_size=30) | st.text("0123456789-., %kmbnUSDaftero", max_size=20))
def test_no_text_breaks_a_reader(form: str, text: str) -> None:
    """Any text is either read or refused with a reason of its own, never with another error."""
    refusal = ValueError("read")
    try:
        READERS[form](text)
    except ValueError as error:
        refusal = error
    assert type(refusal) is ValueError
    assert str(refusal)


@given(st.integers(0, 100_000), st.sampled_from(lexical.UNITS))
def test_durations_are_read_as_they_are_written(count: int, unit: str) -> None:
    """A duration's own text reads back as the same duration."""
    duration = Duration(count, unit)
    assert lexical.duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("text", "kind", "duration", "anchor"),
    [
        ("60 days after period end", "after", Duration(60, "day"), "period end"),
        ("5 business days after step-out plan", "after", Duration(5, "business day"), "step-out plan"),
        ("5 business days before event", "before", Duration(5, "business day"), "event"),
        ("0 days after day", "after", Duration(0, "day"), "day"),
        ("2 years after first_sale", "after", Duration(2, "year"), "first_sale"),
        ("10 business days", "after", Duration(10, "business day"), ""),
        ("2026-03-31", "date", None, "2026-03-31"),
        ("15 March", "day", None, "15 March"),
        ("period end", "anchor", None, "period end"),
        ("starts", "anchor", None, "starts"),
        ("delay", "value", None, "delay"),
        ("60  days   after period end", "after", Duration(60, "day"), "period end"),
    ],
)
def test_deadlines_are_read(text: str, kind: str, duration: Duration | None, anchor: str) -> None:
    """A deadline knows its kind, its duration and what it counts from."""
    deadline = lexical.deadline(text)
    assert (deadline.kind, deadline.duration, deadline.anchor) == (kind, duration, anchor)
    assert str(deadline) == " ".join(text.split())


def test_the_later_of_several() -> None:
    """`later of` keeps each deadline, whether they are joined by commas or by `and`."""
    expected = (
        Deadline(text="2026-03-31", kind="date", anchor="2026-03-31"),
        Deadline(text="10 days after report", kind="after", duration=Duration(10, "day"), anchor="report"),
        Deadline(text="meeting", kind="anchor", anchor="meeting"),
    )
    for text in (
        "later of 2026-03-31, 10 days after report and meeting",
        "later of 2026-03-31, 10 days after report, meeting",
    ):
        deadline = lexical.deadline(text)
        assert (deadline.kind, deadline.among) == ("later", expected)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [("fill_rate", True), ("_x2", True), ("2x", False), ("Fill", False), ("é", False), ("a\n", False), ("", False)],
)
def test_names_a_formula_can_mention(text: str, is_name: bool) -> None:
    """Lower case letters, digits and underscore, not starting with a digit."""
    assert lexical.is_name(text) is is_name


@pytest.mark.parametrize(
    ("text", "is_currency"), [("USD", True), ("usd", False), ("US", False), ("USDT", False), ("USD\n", False)]
)
def test_currency_codes(text: str, is_currency: bool) -> None:
    """Three capital letters."""
    assert lexical.is_currency(text) is is_currency
