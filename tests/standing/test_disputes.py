"""A dispute keeps a verdict open only where it could change it."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.model import Terms
from comity.agreement.read import read_agreement
from comity.clauses.model import Outcome, Verdict
from comity.clauses.postings import Entry
from comity.facts.contested import Contested, contested
from comity.facts.load import load
from comity.facts.model import RawFile
from comity.kernel.figure import State, Unknown
from comity.standing.due.settled import is_final
from comity.standing.model import Standing
from comity.standing.standing import standing

TEXT = """
comity: 1
alliance: shipments
title: Shipments counted by both
parties: {sender: Sender Ltd, receiver: Receiver Ltd}
starts: 2026-01-01
facts:
  pallets:
    reported by: [sender, receiver]
    tolerance: 1%
    every: month
    columns: {month: period, count: number}
metrics:
  shipped: {is: sum(pallets.count), every: month}
clauses:
  volume:
    owed by: sender
    owed to: receiver
    measure: shipped
    every: month
    at least: 100
    let: {short: case when missed then 1 else 0 end}
  any: {owed by: sender, owed to: receiver, every: month, missed if: sum(volume.short) > 0}
"""


def verdict(sender: str, receiver: str | None, clause: str = "volume") -> Verdict:
    """The verdict on January, from what both reported."""
    agreement, problems = read_agreement(("agreement.yaml", TEXT.encode()))
    assert agreement is not None, problems
    terms: Terms = agreement.versions[0][1]
    reports = [("sender", sender)] + ([("receiver", receiver)] if receiver else [])
    raws = {"pallets": [_file(who, count) for who, count in reports]}
    facts, found = load(raws, terms, date(2026, 2, 10))
    assert not found
    day = date(2026, 2, 10)
    return standing(agreement, facts, as_of=day, known_at=day, driver=DuckDBDriver()).verdicts[clause][0]


def _file(who: str, count: str) -> RawFile:
    columns = {"month": ["2026-01"], "count": [count], "reported_by": [who], "known_at": ["2026-02-05"]}
    return RawFile(path=f"{who}.csv", table=pa.table(columns), digest=who)


@pytest.mark.parametrize(
    ("sender", "receiver", "outcome", "state"),
    [
        ("120", "120", Outcome.MET, State.FINAL),
        ("120", "110", Outcome.MET, State.DISPUTED),
        ("90", "80.5", Outcome.MISSED, State.DISPUTED),
        ("120", "99", Outcome.UNDETERMINED, State.DISPUTED),
        ("99", "120", Outcome.UNDETERMINED, State.DISPUTED),
        ("120", None, Outcome.MET, State.FINAL),
    ],
)
def test_a_verdict_that_both_accounts_give_stands(
    sender: str, receiver: str | None, outcome: Outcome, state: State
) -> None:
    """120 and 110 both reach 100: met, though the number is disputed. 120 and 99 do not decide it."""
    found = verdict(sender, receiver)
    assert (found.outcome, found.state) == (outcome, state)


def test_the_reason_names_the_dispute_and_that_it_does_not_matter() -> None:
    """A reader sees that the number is disputed and why there is a verdict all the same."""
    assert verdict("120", "110").reason.endswith("; met on either account")


def test_what_rests_on_a_disputed_verdict_is_decided_like_it() -> None:
    """Names bound by `let`, and other clauses over them, stand where both accounts give the same."""
    assert verdict("90", "80").names == {"short": 1}
    assert (verdict("90", "80", "any").outcome, verdict("120", "110", "any").outcome) == (Outcome.MISSED, Outcome.MET)
    assert verdict("120", "99", "any").outcome is Outcome.UNDETERMINED
    assert isinstance(verdict("120", "99").names["short"], Unknown)


CREDITED = (
    TEXT.replace("reported by: [sender, receiver]\n    tolerance: 1%", "reported by: sender")
    .replace("    let: {short: case when missed then 1 else 0 end}", "    rules: {credit: {then: {pay: USD 1k}}}")
    .replace("starts: 2026-01-01", "currency: USD\nstarts: 2026-01-01")
    .replace("  any: {owed by: sender, owed to: receiver, every: month, missed if: sum(volume.short) > 0}\n", "")
)


def credited(objection: bool) -> Standing:
    """The standing of a missed January with its credit; the receiver counts 70 where the sender reported 90."""
    agreement, problems = read_agreement(("agreement.yaml", CREDITED.encode()))
    assert agreement is not None, problems
    day = date(2026, 2, 10)
    facts, _ = load({"pallets": [_file("sender", "90")]}, agreement.versions[0][1], day)
    one = Contested(
        table="pallets", period="2026-01", scope={}, column="count", by="receiver", value="70", reason="We counted.",
        since=date(2026, 2, 8), until=None, file="record", row=1,
    )  # fmt: skip
    if objection:
        facts = contested(facts, [one], agreement.versions[0][1])
    return standing(agreement, facts, as_of=day, known_at=day, driver=DuckDBDriver())


def test_money_from_a_disputed_datum_is_not_final() -> None:
    """January is missed on either account and its credit is owed; while the objection is open it can still change."""
    assert [is_final(credited(False).life)(entry) for entry in booked(credited(False))] == [True]
    assert [is_final(credited(True).life)(entry) for entry in booked(credited(True))] == [False]


def booked(of: Standing) -> list[Entry]:
    """Return all entries of all accounts."""
    return [entry for ledger in of.life.ledgers.values() for entry in ledger.entries]
