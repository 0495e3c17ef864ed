"""Standings of a fictional alliance, made by hand: every state, every verdict, two reporters, scopes, gaps, nothing.

Aster supplies, Borealis sells; both report net sales, Borealis in EUR. No number is meant to be computed from
another: what a view shows is what stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from comity.agreement.model import (
    Party,
)
from comity.clauses.model import Outcome
from comity.kernel.figure import State
from comity.kernel.period import Grain
from comity.kernel.problem import Place, Problem
from comity.standing.model import Decision, Due, Standing
from tests.reports.parts import (
    ALLIANCES,
    AS_OF,
    CALENDAR,
    MONTHS,
    PLACE,
    TITLE,
    acted,
    clause,
    digest,
    figure,
    figures,
    formula,
    judged,
    lived,
    metric,
    month,
    months,
    no_life,
    quarter,
    quarters,
    rated,
    reports,
    rounding,
    standing,
    surveyed,
    table,
    terms,
    verdict,
    year,
    years,
)
from tests.reports.rich import EUR, RATE, SALES, rich, target

__all__ = [
    "ALLIANCES",
    "AS_OF",
    "CALENDAR",
    "EUR",
    "MONTHS",
    "NASTY",
    "PLACE",
    "RATE",
    "SALES",
    "TITLE",
    "acted",
    "clause",
    "digest",
    "empty",
    "figure",
    "figures",
    "formula",
    "hostile",
    "judged",
    "large",
    "lived",
    "metric",
    "month",
    "months",
    "no_figures",
    "no_life",
    "one_metric",
    "quarter",
    "quarters",
    "rated",
    "reports",
    "rich",
    "rounding",
    "standing",
    "surveyed",
    "table",
    "terms",
    "verdict",
    "year",
    "years",
]


def empty() -> Standing:
    """Return a standing of an agreement without metrics, clauses, scorecard or facts."""
    return standing(terms("An agreement just signed"))


def one_metric() -> Standing:
    """Return a standing with a single metric of one figure."""
    agreed = terms(metrics={"calls": metric("calls", "sum(calls.count)", "calls.count", every=Grain.MONTH)})
    return standing(agreed, {"calls": figures("calls", months(2025, 1), [12], "")})


def no_figures() -> Standing:
    """Return a standing whose metric and clause have no value anywhere."""
    agreed = terms(
        metrics={"sales": metric("sales", "sum(net_sales.amount)", "net_sales.amount")},
        clauses={"growth": clause("growth", "sales", "at least", "USD 10m")},
        facts={"net_sales": table("net_sales", "aster", "borealis")},
    )
    periods = quarters(2024, 4)
    return standing(
        agreed,
        {"sales": figures("sales", periods, [None] * 4)},
        verdicts={"growth": judged("growth", periods, [None] * 4, "10", "USD")},
    )


NASTY = '<script>alert("x")</script> & #import "a" *b* $c$ @d _e_ `f` \\g [h] ~'


def hostile() -> Standing:
    """Return a standing in which every name a person chooses is an attack on markup."""
    base = one_metric()
    agreed = terms(
        NASTY,
        parties={
            "aster": Party(name="aster", legal_name=f"Aster {NASTY}", place=PLACE),
            "borealis": Party(name="borealis", legal_name=f'"Borealis" {NASTY}', place=PLACE),
        },
        metrics={"calls": metric("calls", "sum(calls.count)", "calls.count", every=Grain.MONTH, title=NASTY)},
        clauses={"rate": clause("rate", "calls", "at least", "10", title=NASTY)},
    )
    member = (("site", NASTY),)
    measured = tuple(
        figure("calls", p, Decimal(n + 3), NASTY, scope=member, reason=NASTY, state=State.PROVISIONAL)
        for n, p in enumerate(months(2025, 2))
    )
    decision = Decision(
        kind="missed", subject="rate", title=NASTY, says=NASTY, who=(NASTY,), if_nothing=NASTY, by=date(2025, 3, 1)
    )
    late = Due(
        what=NASTY, table=NASTY, party=NASTY, period=month(2025, 1), due=date(2025, 2, 1), state="overdue",
        if_nothing=NASTY,
    )  # fmt: skip
    found = Problem(code="CMY-401", place=Place(file=NASTY), why=NASTY)
    missed = verdict("rate", month(2025, 1), Outcome.UNDETERMINED, reason=NASTY, scope=member)
    return standing(
        agreed,
        {"calls": measured, "more": base.figures["calls"]},
        verdicts={"rate": (missed,)},
        decisions=(decision,),
        docket=(late,),
        problems=(found,),
    )


def large(metrics: int = 20, periods: int = 40) -> Standing:
    """Return a standing with many metrics over many quarters, to weigh the page."""
    every = quarters(2015, periods)
    names = [f"metric_{n:02d}" for n in range(metrics)]
    agreed = terms(metrics={name: metric(name, f"sum({name}.amount)", f"{name}.amount") for name in names})
    measured = {
        name: figures(name, every, [str((n * 7919 + k * 104729) % 5000 * 10**5 + 10**8) for k in range(periods)])
        for n, name in enumerate(names)
    }
    targets = {name: tuple(target(f, Decimal(3 * 10**8)) for f in measured[name]) for name in names}
    return standing(agreed, measured, targets=targets)


ALL: dict[str, Callable[[], Standing]] = {
    "rich": rich,
    "empty": empty,
    "one_metric": one_metric,
    "no_figures": no_figures,
    "hostile": hostile,
    "lived": lived,
    "rated": rated,
    "surveyed": surveyed,
}
