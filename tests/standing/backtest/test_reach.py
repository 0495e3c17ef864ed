"""How far a threshold reaches, and that running only so far gives what running everything gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.agreement.model import Terms
from comity.standing.backtest import run as running
from comity.standing.backtest.dials import Dial, dials
from comity.standing.backtest.reach import Reach, reach_of
from tests.standing.backtest.builders import backtested
from tests.standing.explain.builders import agreement

TEXT = """
comity: 1
alliance: reach
title: Reach
parties: {wren: Wren Carriers Ltd, kite: Kite Stores Ltd}
currency: USD
starts: 2026-01-01
settings:
  price: USD 4
  credit_share: 5%
  cap_share: 6%
facts:
  deliveries:
    reported by: wren
    every: month
    key: [month, region]
    due: 10 days after period end
    columns: {month: period, region: text, on_time: number >= 0, parcels: number > 0}
  invoices:
    reported by: kite
    every: month
    due: 10 days after period end
    columns: {month: period, amount: money >= 0}
metrics:
  punctual: {is: sum(deliveries.on_time) / sum(deliveries.parcels), every: month, per: region, unit: percent}
  parcels: {is: sum(deliveries.parcels), every: month}
  late: {is: sum(deliveries.parcels) - sum(deliveries.on_time), every: month}
  invoice: {is: sum(invoices.amount), unit: USD, every: month}
accounts:
  credits: {owed by: wren, owed to: kite, settle: next invoice, caps: [{at most: cap_share * invoice, every: month}]}
clauses:
  punctuality:
    owed by: wren
    owed to: kite
    measure: punctual
    every: month
    per: region
    at least: 95%
    rules: {credit: {then: {pay: credit_share * invoice, into: credits}}}
  lateness:
    owed by: wren
    owed to: kite
    measure: late
    every: month
    at most: 120
    rules:
      credit: {then: {pay: shortfall * USD 20, into: credits}}
      cut:
        when: running(missed) >= 2
        again: when closed
        then: {may: kite, do: waive, within: 5 days, then: {declare: reserved}, else: {set: {price: 0.9 * price}}}
  sold_at:
    owed by: kite
    owed to: wren
    every: month
    rules: {delivery: {when: true, then: {pay: price * parcels}}}
  both_missed:
    owed by: wren
    owed to: kite
    every: month
    missed if: count_if(punctuality.missed) >= 2
  alone:
    owed by: kite
    owed to: wren
    measure: parcels
    every: month
    at least: 1900
"""


def reached(name: str) -> Reach:
    """Return how far a threshold of the text reaches."""
    terms = agreement(TEXT).versions[0][1]
    return reach_of(next(one for one in dials(terms) if one.name == name), terms)


@pytest.mark.parametrize(
    ("name", "clauses"),
    [
        ("alone", {"alone"}),
        ("punctuality", {"punctuality", "both_missed", "lateness"}),
        ("lateness", {"lateness", "sold_at", "punctuality", "both_missed"}),
        ("both_missed.missed if", {"both_missed", "punctuality", "lateness"}),
    ],
)
def test_a_threshold_reaches_what_can_come_out_differently_and_what_that_rests_on(name: str, clauses: set[str]) -> None:
    """By name, through a shared cap, through a price that falls when an election lapses."""
    found = reached(name).clauses
    assert clauses <= found
    assert ("alone" in found) == (name == "alone")


def test_a_clause_that_ends_the_agreement_by_itself_reaches_all() -> None:
    """Whatever begins after the end is another story; all clauses are run together."""
    text = TEXT.replace(
        "{declare: reserved}, else: {set: {price: 0.9 * price}}",
        "{declare: reserved}, else: {set: {agreement: terminated}}",
    )
    terms = agreement(text).versions[0][1]
    dial = next(one for one in dials(terms) if one.name == "alone")
    assert reach_of(dial, terms).clauses == set(terms.clauses)


def test_running_so_far_gives_what_running_everything_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every count and every amount of every value of every threshold is the same."""

    def all_of(dial: Dial, terms: Terms) -> Reach:
        between = {f"{clause.owed_by} to {clause.owed_to}" for clause in terms.clauses.values()}
        return Reach(clauses=frozenset(terms.clauses), accounts=frozenset({*terms.accounts, *between}))

    asked = ("price=USD 3,USD 5", "cap_share=4%,8%", "credit_share=2%", *(one.name for one in dials(_terms())))
    narrow = backtested(tmp_path / "narrow", *asked, agreement=TEXT)
    monkeypatch.setattr(running, "reach_of", all_of)
    whole = backtested(tmp_path / "whole", *asked, agreement=TEXT)
    assert narrow.sweeps == whole.sweeps
    assert len({one.paid["kite to wren"].known for sweep in narrow.sweeps for one in sweep.tried}) > 3


def _terms() -> Terms:
    return agreement(TEXT).versions[0][1]
