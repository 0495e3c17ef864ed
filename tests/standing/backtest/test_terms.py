"""The terms laid over facts from before the agreement: what is moved back, what stays, and what is said of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from comity.agreement.model import DatedMap, Terms
from comity.kernel.period import Grain
from comity.standing.backtest.terms import laid_over, without_term
from tests.standing.backtest.builders import backtested, opened
from tests.standing.backtest.draft import AGREEMENT
from tests.standing.explain.builders import agreement

FIRST = date(2024, 3, 1)


def laid(text: str = AGREEMENT, first: date = FIRST) -> tuple[Terms, list[str]]:
    """Lay an agreement over facts from a day on."""
    found, assumed = laid_over(agreement(text), first)
    return found.versions[0][1], assumed


def test_the_start_is_laid_back_to_the_first_fact() -> None:
    """The agreement of 2026 begins in March 2024; its end stays."""
    terms, assumed = laid()
    assert (terms.starts, terms.ends) == (FIRST, date(2028, 12, 31))
    assert assumed[0] == "The agreement starts on 1 Jan 2026; the test lays it over facts from 1 Mar 2024 on."


def test_values_dated_later_hold_as_first_agreed() -> None:
    """The minimum of 2026 holds from the first fact, that of 2027 from its own day; the output names it."""
    terms, assumed = laid()
    held = terms.settings["least_parcels"]
    assert isinstance(held, DatedMap)
    assert [day for day, _ in held.entries] == [FIRST, date(2027, 1, 1)]
    assert assumed[1] == "Values dated later hold before that as first agreed: least parcels."


def test_contract_years_keep_their_anniversaries() -> None:
    """They run from 1 April as agreed, although the facts begin in March."""
    terms, _ = laid(AGREEMENT.partition("examples:")[0].replace("starts: 2026-01-01", "starts: 2026-04-01"))
    year = terms.calendar.containing(Grain.CONTRACT_YEAR, date(2024, 6, 1))
    assert (year.first, year.last) == (date(2024, 4, 1), date(2025, 3, 31))


def test_a_clause_with_a_fixed_start_begins_with_the_test() -> None:
    """One that starts half a year into the agreement would otherwise never meet the facts."""
    text = AGREEMENT.replace(
        "    title: Parcels handed over\n", "    title: Parcels handed over\n    starts: 2026-07-01\n"
    )
    terms, assumed = laid(text)
    assert terms.clauses["volume"].starts is None
    assert "Clauses with a start of their own begin with the test: volume." in assumed
    kept, _ = laid(text, date(2026, 1, 1))
    assert kept.clauses["volume"].starts is not None


def test_facts_later_than_the_start_begin_the_test() -> None:
    """Months without any fact are not undetermined ones: the test begins where the facts do."""
    terms, assumed = laid(first=date(2026, 5, 1))
    assert terms.starts == date(2026, 5, 1)
    assert assumed == ["The agreement starts on 1 Jan 2026; the test begins on 1 May 2026."]


def test_nothing_is_assumed_where_nothing_is_moved() -> None:
    """Facts that begin with the agreement need no word."""
    assert laid(first=date(2026, 1, 1))[1] == []


def test_an_agreement_that_had_ended_is_taken_as_in_force() -> None:
    """Facts from after its end still show what its terms would do."""
    terms, assumed = laid(first=date(2029, 2, 1))
    assert terms.ends is None
    assert assumed[-1] == "The agreement had ended before these facts; the test takes it as still in force."


def test_facts_from_before_the_term_are_read(tmp_path: Path) -> None:
    """Other commands refuse them; here the term has no bounds while files are read."""
    found, facts = opened(tmp_path)
    assert facts.tables["deliveries"].rows.num_rows == 48
    assert without_term(found.agreement).versions[0][1].ends is None


def test_an_amendment_holds_for_the_whole_time_and_is_named(tmp_path: Path) -> None:
    """The terms tested are those of today: 94 % in the north from the first fact on."""
    (tmp_path / "amendments").mkdir()
    (tmp_path / "amendments" / "2026-07-01-north.yaml").write_text(
        "comity: 1\namends: wren_kite\ntitle: Northern winter\nin force: 2026-07-01\n"
        "changes: {clauses: {punctuality: {at least: {north: 94%}}}}\n",
        encoding="utf-8",
    )
    found = backtested(tmp_path)
    assert found.assumed[0] == "The terms are those of today, as amended by Northern winter, from the first fact on."
    north = found.tally.clauses[0].members[0]
    assert {outcome.value for period, outcome, _ in north.verdicts if period.name.endswith("-08")} == {"met"}
