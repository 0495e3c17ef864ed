"""A health check of Fern and Lark, two fictional companies: its agreement, and what two waves released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.facts.load import load
from comity.facts.model import Facts
from comity.standing.model import Standing
from comity.standing.standing import standing
from comity.standing.surveyed import with_surveys
from comity.standing.waves import with_waves
from comity.surveys.released import (
    Change,
    DimensionResult,
    Gap,
    ItemResult,
    Opened,
    Question,
    Released,
    Reliability,
    Response,
    Theme,
    Wave,
)
from tests.metrics.ratings import DRIVER, handed_in

DIMENSIONS = ("trust", "communication", "conflict")
FEW = "fewer than 5 answered"

TEXT = """
comity: 1
alliance: fern_lark
title: Fern and Lark
parties: {fern: Fern Ltd, lark: Lark plc}
currency: EUR
starts: 2025-07-01
ends: 2028-06-30
objectives:
  service: Customers get what they ordered in time.
  relationship: The teams find it easy to work together.
facts:
  orders:
    reported by: fern
    every: quarter
    due: 10 days after period end
    columns: {quarter: period, ordered: number > 0, in_time: number >= 0}
metrics:
  on_time:
    title: Delivered on time
    is: sum(orders.in_time) / sum(orders.ordered)
    every: quarter
    unit: percent
    better: higher
    serves: service
    target: 95%
  confidence: {title: Confidence, is: survey(health.trust) / 5, every: quarter, unit: percent}
  trust_of_party: {title: Trust of a party, is: survey(health.trust), every: quarter, per: party}
surveys:
  health:
    every: 6 months
    asks: {fern: 8, lark: 9}
    scale: 1 to 5
    items:
      trust: We can rely on what the other side says.
      communication: We learn in time what we need to know.
      conflict: We settle disagreements quickly and fairly.
clauses:
  talk:
    title: Talk when trust falls
    owed by: fern
    owed to: lark
    measure: survey(health.trust)
    every: quarter
    at least: 3.5
    rules:
      meeting: {then: {must: fern, do: meeting, within: 20 days, else: {declare: late}}}
scorecard:
  service:
    weight: 60%
    metrics: {on_time: {floor: 80%, target: 95%}}
  relationship:
    weight: 40%
    metrics: {survey(health.trust): {floor: 2, target: 4}}
"""


def agreement(text: str = TEXT) -> Agreement:
    """Return the agreement; a problem in it is a fault of the test."""
    found, problems = read_agreement(("agreement.yaml", text.encode()))
    assert found is not None, problems
    assert not problems, problems
    return found


def released(
    wave: str = "2026-H1", closed: date = date(2026, 6, 15), *, trust: str | None = "3.4", **changed: object
) -> Released:
    """Return a wave in which the parties are apart on trust; communication of Lark is hidden."""
    found = Released(
        survey="health", wave=wave, keeper="fern", opened=closed.replace(day=1), closed=closed, scale=(1, 5), least=5,
        languages=("en",),
        questions=tuple(Question(key=name, of=name, says=says) for name, says in _SAYS.items()),
        responses=(Response(party="fern", role="", invited=8, answered=7),
                   Response(party="lark", role="", invited=9, answered=8)),
        items=tuple(_items()),
        dimensions=tuple(_dimensions(trust)),
        gaps=(
            Gap(of="trust", parties=("fern", "lark"), verdict="apart", difference=Decimal("0.8"), low=Decimal("0.3"),
                high=Decimal("1.3"), reason="a gap of this size would seldom arise by chance"),
            Gap(of="communication", parties=("fern", "lark"), verdict="cannot tell", reason=FEW),
            Gap(of="conflict", parties=("fern", "lark"), verdict="aligned", difference=Decimal("0.1"),
                low=Decimal("-0.2"), high=Decimal("0.4"), reason="the whole interval is closer than 0.5"),
        ),
        reliability=(
            Reliability(method="omega", of="trust", says="do the questions of one dimension belong together",
                        value=Decimal("0.81"), low=Decimal("0.66"), high=Decimal("0.9")),
            Reliability(method="alpha", of="conflict", says="do the questions of one dimension belong together",
                        reason="one question only"),
        ),
        themes=(
            Theme(name="Late answers", of="communication", count=6, direction="bad", confirmed_by="A. Berg",
                  evidence=("late", "waiting", "reply")),
            Theme(name="Promises not kept", of="trust", count=5, direction="bad", confirmed_by="A. Berg",
                  evidence=("promised", "again")),
        ),
        commitments="ab" * 32,
    )  # fmt: skip
    return replace(found, **changed)  # type: ignore[arg-type]


_SAYS: Mapping[str, str] = {
    "trust": "We can rely on what the other side says.",
    "communication": "We learn in time what we need to know.",
    "conflict": "We settle disagreements quickly and fairly.",
}


def _items() -> Sequence[ItemResult]:
    def shown(of: str, group: str, *levels: int, cannot_judge: int = 0) -> ItemResult:
        return ItemResult(
            question=of, of=of, group=group, answered=sum(levels), levels=levels, cannot_judge=cannot_judge
        )

    def hidden(of: str, group: str, reason: str = FEW) -> ItemResult:
        return ItemResult(question=of, of=of, group=group, reason=reason)

    return (
        shown("trust", "", 1, 3, 4, 5, 2), shown("trust", "fern", 0, 0, 2, 3, 2),
        shown("trust", "lark", 1, 3, 2, 2, 0),
        shown("communication", "", 1, 4, 3, 3, 0, cannot_judge=4), hidden("communication", "fern"),
        hidden("communication", "lark", "would reveal another group"),
        shown("conflict", "", 0, 2, 5, 6, 2), shown("conflict", "fern", 0, 1, 2, 3, 1),
        shown("conflict", "lark", 0, 1, 3, 3, 1),
    )  # fmt: skip


def _dimensions(trust: str | None) -> Sequence[DimensionResult]:
    means = {
        (one.of, one.group): Decimal(sum(level * count for level, count in enumerate(one.levels, 1))) / one.answered
        for one in _items()
        if one.levels and one.answered
    }

    def shown(of: str, group: str, score: str, low: str, high: str, answered: int) -> DimensionResult:
        mean = means[of, group].quantize(Decimal("0.01"))
        return DimensionResult(
            of=of, group=group, score=Decimal(score), low=Decimal(low), high=Decimal(high), mean=mean,
            answered=answered, bounds=(Decimal(low) - Decimal("0.4"), Decimal(high)),
            questions=(of,),
        )  # fmt: skip

    def hidden(of: str, group: str, reason: str = FEW) -> DimensionResult:
        return DimensionResult(of=of, group=group, reason=reason)

    whole = shown("trust", "", trust, "2.8", "4.0", 15) if trust is not None else hidden("trust", "")
    return (
        whole, shown("trust", "fern", "3.9", "3.4", "4.4", 7), shown("trust", "lark", "3.1", "2.5", "3.6", 8),
        shown("communication", "", "2.8", "2.3", "3.3", 11), hidden("communication", "fern"),
        hidden("communication", "lark", "would reveal another group"),
        shown("conflict", "", "3.6", "3.2", "4.0", 15), shown("conflict", "fern", "3.6", "3.0", "4.2", 7),
        shown("conflict", "lark", "3.5", "3.0", "4.1", 8),
    )  # fmt: skip


def later() -> Released:
    """Return a second wave, half a year after the first, in which trust fell."""
    fell = Change(of="trust", group="", since="2026-H1", verdict="fell", difference=Decimal("-0.5"),
                  low=Decimal("-0.9"), high=Decimal("-0.1"), reason="the interval lies below no change")  # fmt: skip
    return released("2026-H2", date(2026, 12, 10), trust="2.9", changes=(fell,))


def opened() -> Opened:
    """Return a wave that is open until 20 December 2026."""
    return Opened(
        survey="health", wave="2026-H2", keeper="fern", opened=date(2026, 12, 1), closes=date(2026, 12, 20),
        responses=(Response(party="fern", role="", invited=8, answered=5),
                   Response(party="lark", role="", invited=9, answered=6)),
    )  # fmt: skip


ORDERS = {"2025-Q3": 96, "2025-Q4": 97, "2026-Q1": 97, "2026-Q2": 98, "2026-Q3": 97, "2026-Q4": 96}
"""Orders delivered in time, of 100 in each quarter."""


def facts(of: Agreement, waves: Sequence[Wave], known_at: date) -> Facts:
    """Return the orders and the scores of the waves, as known on a day."""
    terms = of.versions[-1][1]
    ends = {quarter: terms.calendar.period(quarter).last for quarter in ORDERS}
    files = [
        handed_in("orders", "fern", f"quarter,ordered,in_time\n{quarter},100,{count}", f"{ends[quarter]}")
        for quarter, count in ORDERS.items()
        if ends[quarter] <= known_at
    ]
    found, problems = load({"orders": files}, terms, known_at, of)
    assert not problems, problems
    return with_surveys(found, waves)


def stood(day: date, *waves: Wave, text: str = TEXT, known_at: date | None = None) -> Standing:
    """Return the standing of Fern and Lark on a day."""
    of, known = agreement(text), known_at or day
    found = standing(of, facts(of, waves, known), as_of=day, known_at=known, driver=DRIVER)
    return with_waves(found, waves)
