"""Days of facts and of values."""

from tests.agreement.review.documents import codes, line, spoilt, the

DUE = "    due: 10 days after period end\n"


def test_facts_that_are_final_before_they_are_due_are_told() -> None:
    """Final after five days, due after ten: nobody could have reported them in time."""
    text = spoilt((DUE, f"{DUE}    final: 5 days after period end\n"))
    assert line(the("CMY-843", text)) == "5 days after period end"
    assert codes(text.replace("final: 5 days", "final: 60 days")) == []


def test_a_dated_value_that_is_unset_within_the_term_is_told() -> None:
    """From 2027 on nothing is agreed, so every verdict from then on is undetermined."""
    text = spoilt(("at least: 99%", "at least: {2026-01-01: 99%, 2027-01-01: unset}"))
    assert the("CMY-845", text).why.startswith("the threshold of supply is unset from 2027-01-01 on")
    assert codes(text.replace("unset", "99%")) == []


def test_a_dated_value_after_the_term_is_told() -> None:
    """An entry that begins when the term is over never holds."""
    text = spoilt(("at least: 99%", "at least: {2026-01-01: 99%, 2029-01-01: 98%}"))
    assert (
        the("CMY-846", text).why
        == "the threshold of supply has a value from 2029-01-01 on, but the term ends on 2028-12-31"
    )
    assert "CMY-846" not in codes(text.replace("2029-01-01", "2028-01-01"))


def test_a_yearly_table_in_an_agreement_without_end_is_told() -> None:
    """2026 and 2027 are agreed, 2028 is not, and nothing ends before it."""
    yearly = "  floor: {2026-01-01: 95%, 2027-01-01: 96%}\n"
    text = spoilt(("settings:\n", f"settings:\n{yearly}"), ("at least: 99%", "at least: floor"))
    assert codes(text) == []
    open_ended = text.replace("ends: 2028-12-31\n", "")
    assert the("CMY-847", open_ended).why.startswith("floor is agreed year by year and stops at 2027-01-01")
    assert "CMY-847" not in codes(open_ended.replace("2027-01-01", "2026-09-15"))


def test_business_days_of_no_place_are_told() -> None:
    """Without a place public holidays are business days; saying Monday to Friday says that this is meant."""
    text = spoilt(("calendar: {business days: [US]}\n", ""))
    assert line(the("CMY-848", text)).startswith("10 business days")
    assert codes(text.replace("currency:", "calendar: {business days: Monday to Friday}\ncurrency:")) == []
    assert codes(text.replace("10 business days", "14 days")) == []


def test_periods_of_a_clause_over_rows_are_told() -> None:
    """A row has no period; three of them are no time."""
    rows = """\
  visits: {reported by: heron, every: row, due: 3 days after day, columns: {day: date, late: number >= 0}}
metrics:
"""
    clause = """\
  visited:
    owed by: finch
    owed to: heron
    every: row of visits
    measure: late
    at most: 5
    ladder: standard
    rules:
      mend: {then: {must: finch, do: mend, within: 3 periods, else: {declare: late}}}
ladders:
"""
    text = spoilt(("metrics:\n", rows), ("ladders:\n", clause))
    assert the("CMY-849", text).why == "3 periods counts periods, but visited tests every row of visits"
    assert codes(text.replace("3 periods", "30 days")) == []
