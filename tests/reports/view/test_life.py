"""The life of the clauses in words: open cases, relief, remedy accounts, changed terms, acts refused, docket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from comity.reports.view.accounts import accounts_view
from comity.reports.view.cases import MOST_CASES, cases_view
from comity.reports.view.context import Context
from comity.reports.view.docket import docket_view, due_about
from comity.reports.view.life_model import CaseView
from comity.reports.view.model import DueView
from comity.reports.view.record import changes_view, refused_view
from comity.reports.view.reliefs import reliefs_view
from comity.reports.view.sheet import to_decide, view
from comity.standing.model import Due, Standing
from tests.reports.builders import acted, lived, rich

LICENCE = """
comity: 1
alliance: licence
title: Licence
parties: {{licensee: Aster Devices, licensor: Briar Medical}}
currency: USD
starts: 2026-01-01
settings: {{exclusive: true, royalty: 8%}}
facts:
  sales: {{reported by: licensee, every: year, due: 30 days after period end, columns: {{year: period, net: money}}}}
metrics:
  net_sales: {{title: Net sales, is: sum(sales.net), unit: USD, every: year}}
accounts:
  top_up:
    owed by: licensee
    owed to: licensor
    settle: next invoice
    caps: [{{at most: USD 50k, every: year}}]
clauses:
  minimum:
    title: Minimum sales
    owed by: licensee
    owed to: licensor
    measure: net_sales
    every: year
    at least: USD 10m
    rules:
      below:
        then:
          - {{pay: royalty * shortfall, into: top_up}}
          - name: election
            may: licensor
            choose:
              waive: {{declare: waived}}
              open up: [{{set: {{exclusive: false}}, for: 2 years}}, {{declare: opened up}}]
            within: {within}
            else: {{declare: reserved}}
examples:
  - says: Sales are 750,000 short.
    given: {{net_sales: {{2026: USD 9.25m}}}}
    acts: {acts}
    as of: 2027-03-10
    expect: {{minimum: {{2026: {{verdict: missed}}}}}}
"""
CHOSEN = "[{on: 2027-03-01, by: licensor, do: choose, choose: open up}]"


def licence(acts: str = "[]", within: str = "90 days") -> Standing:
    """A licence whose minimum of 2026 was missed, on 10 March 2027."""
    return acted(LICENCE.format(acts=acts, within=within))


def cases(of: Standing) -> dict[str, CaseView]:
    return {f"{case.title} {case.period}": case for case in cases_view(Context(of)).cases}


# -- open cases -------------------------------------------------------------------------------


def test_the_life_of_a_case_runs_from_what_opened_it_to_what_comes_next() -> None:
    """Known, notice, ladder, then the open level, and last what stands still."""
    steps = cases(lived())["Supply fill rate, south Jun 2026"].steps
    assert [(s.when, s.title, s.chip.word) for s in steps] == [
        ("7 Jul", "Jun 2026 known: 93.8% against at least 95.0%, missed", "known"),
        ("20 Jul", "Give notice", "done"),
        ("5 Aug", "Ladder “standard” opened", "known"),
        ("Wed 19 Aug", "Supply managers: settle or decide", "open"),
        ("Clock stopped", "Deliver the recovery plan", "tolled"),
    ]
    assert [s.now for s in steps] == [False, False, False, True, False]
    assert steps[3].left == "in 3 business days" and steps[3].who == "Thistle, Wren or Supply managers"
    assert steps[1].says == "Last day 21 Jul."


def test_an_open_step_says_what_follows_either_way() -> None:
    """In plain English, not as a formula."""
    probation = cases(lived())["Supply fill rate, north Mar 2026"].steps[-1]
    assert probation.title.startswith("Probation: watched until this clause is Met in at least 3 consecutive Months")
    assert probation.if_done == "It is recorded as “rescinded”."
    assert (probation.done_label, probation.nothing_label) == ("If so", "If not")
    assert probation.if_nothing == (
        "Wren may then choose: waive, second source or terminate within 60 days. "
        "The same follows as soon as this clause is Missed."
    )


def test_the_case_whose_day_comes_first_stands_first() -> None:
    """19 August before 31 August."""
    assert [case.title for case in cases_view(Context(lived())).cases] == [
        "Supply fill rate, south",
        "Supply fill rate, north",
    ]


def test_a_closed_case_is_not_shown() -> None:
    """Once the election was made nothing is open."""
    assert cases(licence(CHOSEN)) == {}
    assert [s.title for s in cases(licence())["Minimum sales 2026"].steps][-1] == "Election: waive or open up"


def test_a_right_that_nobody_uses_for_years_is_only_counted() -> None:
    """Open until 2036, nothing done: it is on the docket, and no case to look at."""
    seen = cases_view(Context(licence(within="10 years")))
    assert (seen.cases, seen.more) == ((), 1)


def test_many_open_cases_are_counted() -> None:
    """A sheet shows a few, and says how many more there are."""
    base = lived()
    case = next(c for c in base.life.cases if c.is_open)
    many = tuple(replace(case, rule=f"rule{n}") for n in range(MOST_CASES + 3))
    seen = cases_view(Context(replace(base, life=replace(base.life, cases=many))))
    assert (len(seen.cases), seen.more) == (MOST_CASES, 3)


# -- relief -----------------------------------------------------------------------------------


def test_relief_shows_raw_and_adjusted_side_by_side() -> None:
    """91.2% as reported, 95.7% but for the storm; nobody has answered yet."""
    (row,) = reliefs_view(Context(lived()))
    assert (row.raw.text, row.adjusted.text, row.chip.word) == ("91.2%", "95.7%", "Excused")
    assert (row.relief, row.event, row.claimed) == ("Storm", "30 Jul to 31 Jul", "Thistle, 6 Aug")
    assert row.answer == "not answered yet"


# -- remedy accounts --------------------------------------------------------------------------


def test_an_account_runs_its_balance_and_books_differences() -> None:
    """What was posted stays; the restatement of March takes 2,520 back in June."""
    paid, late = accounts_view(Context(lived()))
    assert [(e.when, e.amount.text, e.balance, e.difference) for e in paid.entries] == [
        ("6 Mar", "USD 4,000", "USD 4,000", False),
        ("8 Apr", "USD 10,500", "USD 14,500", False),
        ("8 May", "USD 12,300", "USD 26,800", False),
        ("2 Jun", "−USD 2,520", "USD 24,280", True),
        ("7 Jul", "USD 5,160", "USD 29,440", False),
    ]
    assert paid.entries[3].how == "difference to what was posted before; booked in Jun 2026"
    assert (paid.total, paid.total_says) == (
        "Thistle owes Wren USD 29,440", "of it USD 14,500 final, USD 14,940 pending"
    )  # fmt: skip
    assert paid.says == "Thistle to Wren; settled every quarter; capped at 5% of the Charges each month"
    assert late.title == "Late fees" and late.entries[0].what == "Milestones on time, portal"


def test_an_amount_leads_to_its_derivation() -> None:
    """Formula, the same in the words of the schedule, amount before caps, and what a cap left."""
    context = Context(lived())
    paid, _ = accounts_view(context)
    entry = context.derivations[paid.entries[0].amount.note - 1]
    assert entry.title == "Supply fill rate, north, Feb 2026, credit"
    assert entry.formula == "1% * charges * points_short"
    assert entry.inputs == (
        "(1% of the Charges) multiplied by the Points Short",
        "before caps: USD 4,000", "cap each month: USD 20,000, USD 20,000 left",
    )  # fmt: skip


def test_an_amount_that_a_cap_cut_says_so() -> None:
    """8% of 750,000 are 60,000, of which the cap of the year lets 50,000 through."""
    (account,) = accounts_view(Context(licence()))
    (entry,) = account.entries
    assert (entry.amount.text, entry.settles) == ("USD 50,000", "with the next invoice")
    assert entry.how == "below: USD 60,000, cut by a cap"


def test_long_accounts_bring_earlier_entries_forward() -> None:
    """The balance is that of all entries, whether shown or not."""
    paid, _ = accounts_view(Context(lived()), 2)
    assert (paid.opening, len(paid.entries)) == ("USD 26,800", 2)
    assert paid.entries[-1].balance == "USD 29,440"


# -- changed terms, refused acts --------------------------------------------------------------


def test_a_term_that_a_step_changed_says_how_long() -> None:
    """Exclusivity is gone for two years from the day after the choice."""
    (row,) = changes_view(Context(licence(CHOSEN)))
    assert (row.term, row.value, row.holds) == ("Exclusive", "no", "from 2 Mar to 1 Mar 2029")
    assert changes_view(Context(licence())) == ()


def test_a_refused_act_says_why_and_where_it_stands() -> None:
    """The latest first."""
    claim, notice = refused_view(Context(lived()))
    assert (claim.when, claim.who, claim.what, claim.about) == (
        "3 Aug", "Thistle", "Claim storm", "Supply fill rate, south, Jun 2026"
    )  # fmt: skip
    assert claim.why == "The claim came on 3 Aug; it had to come by 17 Jun."
    assert notice.place == "acts/2026.yaml:1"


# -- docket -----------------------------------------------------------------------------------


def docketed(of: Standing) -> dict[str, DueView]:
    return {line.what: line for line in docket_view(Context(of), of.docket)}


def test_the_docket_says_the_time_left_in_its_unit() -> None:
    """Business days where the agreement counts them, days elsewhere, and no day where the clock stands still."""
    found = docketed(lived())
    assert found["Supply managers: settle or decide"].left == "in 3 business days"
    assert found["Second site: complete"].left == "in 47 days"
    assert found["Deliver the recovery plan"].when == "Clock stopped"
    assert found["Accept or reject the claim of storm"].when == "No day agreed"
    assert found["Credits 2026-Q2: pay Wren USD 14,940"].left == "payable, 38 days ago"
    assert found["Credits 2026-Q2: pay Wren USD 14,940"].payable
    assert not found["Supply managers: settle or decide"].payable


def test_several_who_may_act_are_joined_by_or() -> None:
    """Those who must act all have to, those who may act need not."""
    found = docketed(lived())
    assert found["Orders Apr 2026: correct or dispute"].who == "Thistle or Wren"
    assert next(line for what, line in found.items() if what.startswith("Probation")).who == "figures decide"


def test_a_line_leads_to_its_case() -> None:
    """Where the sheet shows the case."""
    sheet = view(lived())
    found = {line.what: line.link for line in sheet.docket}
    assert found["Supply managers: settle or decide"] == "case-supply-south-2026_06-repeated"
    assert found["Second site: complete"] == ""
    (decision,) = [one for one in sheet.decisions if one.title == "Supply managers: settle or decide"]
    assert (decision.link, decision.left) == ("case-supply-south-2026_06-repeated", "in 3 business days")


def test_an_act_that_counts_for_nothing_is_noted_and_no_decision() -> None:
    """Nobody can decide on it: the sheet says it beside what is to be decided, in one sentence, for a quarter."""
    standing = lived()
    kinds = [one.kind for one in standing.decisions]
    sheet = view(standing)
    assert len(sheet.decisions) == len(kinds) - kinds.count("refused") == len(to_decide(standing))
    assert "Refused" not in {one.chip.word for one in sheet.decisions}
    assert bool(sheet.noted) == ("refused" in kinds)
    refusal = standing.life.refused[0]
    late = replace(refusal, act=replace(refusal.act, on=standing.as_of - timedelta(days=3)))
    two = view(replace(standing, life=replace(standing.life, refused=(refusal, late))))
    assert "of the last quarter count" in two.noted and two.noted.endswith(".")
    old = replace(refusal, act=replace(refusal.act, on=standing.as_of - timedelta(days=93)))
    assert view(replace(standing, life=replace(standing.life, refused=(old,)))).noted == ""


def test_decisions_and_lines_of_the_docket_say_what_they_are_about() -> None:
    """A step is about its clause, a report about its table: where there are pages, that is where they lead."""
    sheet = view(lived())
    about = {line.what: line.about for line in sheet.docket}
    assert about["Supply managers: settle or decide"] == ("clause", "supply")
    (decision,) = [one for one in sheet.decisions if one.title == "Supply managers: settle or decide"]
    assert decision.about == ("clause", "supply")
    assert {kind for kind, _ in about.values()} <= {"clause", "table", ""}
    assert next(line.link for line in sheet.docket if line.what.startswith("Credits 2026-Q2")) == "account-credits"
    correction = Due(what="Report 960", kind="correction", table="work", due=None, state="open", if_nothing="")
    assert due_about(correction) == ("table", "work")


@pytest.mark.parametrize("part", ["cases", "reliefs", "accounts", "changes", "refused"])
def test_a_standing_without_acts_has_none_of_this(part: str) -> None:
    """Nothing is shown where nothing happened."""
    found = getattr(view(rich()), part)
    assert (found.cases if part == "cases" else found) == ()
