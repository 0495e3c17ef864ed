"""What is said of a backtest: sentences, chips, tables."""

from __future__ import annotations

from dataclasses import replace

from comity.reports.backtest.view import view
from tests.reports.backtest.builders import KNOWN, drafted, empty, penniless, undecided


def test_one_sentence_says_what_would_have_been() -> None:
    """Verdicts, misses, and what each party would have paid in all."""
    assert view(drafted(), KNOWN).lead == (
        "Of 72 verdicts 22 would have been missed; Wren would have paid USD 8,200 and Kite USD 1,000."
    )
    assert view(empty(), KNOWN).lead == "No clause of the agreement has a test over these facts."
    assert "1 undetermined" in view(undecided(), KNOWN).lead


def test_days_and_clocks_are_said() -> None:
    """Which facts, evaluated when, known when."""
    shown = view(drafted(), KNOWN)
    assert (shown.days, shown.as_of, shown.known_at) == (
        "Facts from 1 Jan 2024 to 31 Dec 2025",
        "10 Jan 2026",
        "1 Feb 2026",
    )


def test_a_clause_is_shown_member_by_member() -> None:
    """Counts with their icons, the share of misses among what was decided, every verdict in turn."""
    north, south, volume = view(drafted(), KNOWN).clauses
    assert (north.title, north.owes, north.missed, north.periods, north.share) == (
        "Punctuality, north", "Wren owes Kite", 10, 24, "42%",
    )  # fmt: skip
    assert [(chip.mark, chip.word) for chip in south.counts] == [("missed", "8 missed"), ("met", "16 met")]
    assert len(volume.strip) == 24
    assert volume.strip_label == "Missed in Jul 2024, Aug 2024, Jul 2025, Aug 2025"


def test_a_rule_says_when_it_fired() -> None:
    """For which members and periods, runs joined."""
    rules = view(drafted(), KNOWN).rules
    assert rules is not None
    repeated = next(row for row in rules.rows if row[0].text == "Repeated")
    assert [cell.text for cell in repeated[1:4]] == ["Punctuality", "8", "0"]
    assert repeated[4].text == (
        "north: May 2024, Jun 2024, May 2025, Jun 2025; south: Sep 2024, Oct 2024, Sep 2025, Oct 2025"
    )


def test_steps_say_that_they_lapsed() -> None:
    """Kite may give notice eight times, and does not."""
    steps = view(drafted(), KNOWN).steps
    assert steps is not None
    assert [cell.text for cell in steps.rows[0]] == [
        "Notice", "Punctuality, repeated", "Kite may", "8", "0", "8", "0", "10 Jun 2024",
    ]  # fmt: skip


def test_an_account_says_what_caps_took() -> None:
    """The sum before and after, and in which months a cap was reached; the table ends with the whole."""
    credits_, other = view(drafted(), KNOWN).accounts
    assert credits_.says == (
        "Wren would owe Kite USD 8,200 for 14 periods, of USD 9,000 before the caps; "
        "a cap cut Mar 2024, Aug 2024, Mar 2025, Aug 2025."
    )
    assert [cell.text for cell in credits_.table.rows[-1]] == ["In all", "USD 9,000", "USD 8,200", ""]
    assert other.title == "Kite to Wren, at once"


def test_months_without_an_award_are_zero_in_the_chart() -> None:
    """Nothing was awarded in them, which is known: 24 bars, ten of them of no height."""
    chart = view(drafted(), KNOWN).accounts[0].chart
    assert chart is not None
    assert [point.value for point in chart.points].count(0) == 10 and len(chart.points) == 24


def test_what_is_not_known_is_no_zero() -> None:
    """An amount that is not known has no bar, and the sum says that a part is missing."""
    account = view(undecided(), KNOWN).accounts[0]
    assert account.chart is not None and any(point.value is None for point in account.chart.points)
    assert "USD 8,200 and 1 amount not known" in account.says


def test_a_threshold_is_told_with_its_neighbours() -> None:
    """What the agreed value did, what one step less and one step more would have done, and who pays."""
    first = view(drafted(), KNOWN).sweeps[0]
    assert (first.title, first.agreed) == ("Punctuality, at least", "95% for north and 92% for south")
    assert first.says == (
        "As agreed: 18 missed, Wren pays USD 8,200. −0.5 points: 14 missed, Wren pays USD 7,000. "
        "+0.5 points: 24 missed, Wren pays USD 10,000."
    )
    assert first.chart.paid_by == "Wren"


def test_the_number_of_a_rule_is_told_by_firings() -> None:
    """Misses do not depend on it; how often the rule fires does."""
    rule = view(drafted(), KNOWN).sweeps[1]
    assert rule.title == "Punctuality, repeated: times(missed, 4) >= 3"
    assert rule.says == "As agreed: repeated fired 8 times. 2: repeated fired 19 times. 4: repeated never fired."
    assert rule.chart.counted == "Times fired" and rule.chart.currency == ""


def test_money_that_does_not_move_is_not_charted() -> None:
    """Without any payment there is no panel for it."""
    assert {part.chart.currency for part in view(penniless(), KNOWN).sweeps} == {""}


def test_terms_added_for_illustration_carry_a_dagger() -> None:
    """In lists of clauses and of thresholds alike, and the view says that there is one."""
    found = drafted()
    terms = replace(found.terms, illustrative=frozenset({"clauses.punctuality", "settings.least_parcels"}))
    shown = view(replace(found, terms=terms), KNOWN)
    assert [line.dagger for line in shown.clauses] == [True, True, False]
    assert [part.dagger for part in shown.sweeps] == [True, True, True]
    assert shown.dagger and not view(found, KNOWN).dagger
