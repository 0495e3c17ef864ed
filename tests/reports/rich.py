"""A standing with every kind of figure, verdict, decision and line of the docket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from comity.agreement.model import (
    Terms,
)
from comity.clauses.model import Outcome, Verdict
from comity.facts.model import Comparison
from comity.kernel.figure import Figure, Scope, State
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Place, Problem, Severity
from comity.scorecards.model import DimensionScore, MetricScore, Score
from comity.standing.model import Decision, Due, Standing, Target
from tests.reports.parts import (
    clause,
    figure,
    figures,
    formula,
    judged,
    metric,
    month,
    months,
    quarter,
    quarters,
    reports,
    rounding,
    standing,
    table,
    terms,
    verdict,
    year,
)

SALES = (None, 1170, 1260, 1500, 1660, 1770, 1810, 2090, 2330, 2450, 2490, 2790, 3090, 3220, 3080, 3560, 3820, 3700)
EUR = (None, 982, None, None, 1410, None, 1614, 1963, 2314, 2402, 2320, 2562, None, None, 2835, 3303, 3720, None)
RATE = ("1.1", "1.1929", "1.2", "1.2", "1.1788", "1.1", "1.1217", "1.0647", "1.0070", "1.0205", "1.0730", "1.0887",
        "1.1", "1.1", "1.0858", "1.0767", "1.0983", "1.07")  # fmt: skip


FILL = ("0.982", "0.976", "0.98", "0.974", "0.966", "0.971", "0.979", "0.975", "0.972", "0.958",
        None, None, "0.965")  # fmt: skip
"""The share of orders delivered in full, month by month; two months have no figure."""


def rich() -> Standing:
    """Return a standing with every state and verdict, two reporters, members of a scope and gaps."""
    agreed = _rich_terms()
    measured = _rich_figures()
    return standing(
        agreed,
        measured,
        targets=_rich_targets(measured),
        verdicts=_rich_verdicts(),
        comparisons=_rich_comparisons(),
        score=_rich_score(measured),
        decisions=_rich_decisions(),
        docket=_rich_docket(),
        problems=(
            Problem(
                code="CMY-431",
                place=Place(file="facts/net_sales/borealis.csv", line=7, column=3),
                why="this amount restates an earlier one without saying why",
                severity=Severity.WARNING,
            ),
        ),
    )


def _rich_terms() -> Terms:
    monthly = Grain.MONTH
    metrics = [
        metric("net_sales", "sum(net_sales.amount)", "net_sales.amount", title="Net sales, worldwide",
               target=formula("1.2 * year_ago(net_sales)", "net_sales"), better="higher"),
        metric("growth", "net_sales / year_ago(net_sales) - 1", "net_sales", "net_sales", unit="percent",
               round=rounding("0.1%"), title="Sales growth"),
        metric("share_of_profits", "sum(profits.amount)", "profits.amount", title="Aster's share of profits"),
        metric("expenses", "sum(expenses.amount)", "expenses.amount", title="Commercial expenses repaid"),
        metric("fill_rate", "shipped / ordered", "shipments.shipped", "shipments.ordered", every=monthly,
               unit="percent", round=rounding("0.1%"), better="higher", target=formula("97%")),
        metric("on_time", "sum(arrivals.on_time) / sum(arrivals.all)", "arrivals.on_time", "arrivals.all",
               every=monthly, per=("site",), unit="percent", round=rounding("0.1%"), better="higher",
               title="Deliveries on time"),
        metric("annual_sales", "total(net_sales, year)", "net_sales", every=Grain.YEAR, title="Annual sales"),
        metric("complaints", "count(complaints)", "complaints.id", every=monthly, better="lower", unit="complaints"),
    ]  # fmt: skip
    clauses = [
        clause("supply_fill_rate", "fill_rate", "at least", "97%", every=monthly, title="Supply fill rate"),
        clause("sales_growth", "growth", "at least", "20%", owed_by="borealis", owed_to="aster",
               title="Quarterly sales growth"),
        clause("annual_minimum", "annual_sales", "at least", "USD 13,000m", owed_by="borealis", owed_to="aster",
               every=Grain.YEAR, title="Annual sales minimum"),
        clause("batch_release", "batch_days", "at most", "30", owed_by="aster", title="Batch release time"),
        clause("balance", "share_of_profits", "at least", "USD 0", title="Development balance repaid"),
        clause("joint_plan", "plan", "at least", "1", every=Grain.YEAR, title="Joint development plan"),
        clause("punctual", "on_time", "at least", "95%", per=("site",), every=monthly, title="Deliveries on time"),
    ]  # fmt: skip
    return terms(
        facts={
            "net_sales": table("net_sales", "aster", "borealis"),
            "profits": table("profits", "aster"),
            "expenses": table("expenses", "aster"),
            "shipments": table("shipments", "aster", every=monthly),
            "arrivals": table("arrivals", "borealis", every=monthly),
            "complaints": table("complaints", "borealis", every=monthly),
        },
        metrics={m.name: m for m in metrics},
        clauses={c.name: c for c in clauses},
        illustrative=frozenset({"clauses.supply_fill_rate", "metrics.net_sales.target", "metrics.fill_rate"}),
    )


def _millions(values: Iterable[int | str | None]) -> list[str | None]:
    return [f"{Decimal(v) * 10**6:f}" if v is not None else None for v in values]


def _rich_figures() -> dict[str, tuple[Figure, ...]]:
    q = [quarter(2020, 3), *quarters(2020, 20)[3:], quarter(2025, 1)]
    sales = list(figures("net_sales", q[:18], _millions(SALES)))
    sales[-1] = _changed(sales[-1], State.PROVISIONAL, "one of two reports is in; final on 14 Feb 2025")
    sales.append(figure("net_sales", q[18], None, state=State.NOT_DUE, reason="the period is not over"))
    profits = [None, 390, 420, 500, 540, 600, 640, 700, 720, 810, 870, 900, "884.5", 840, "804", None, None, None]
    expenses = [82, 90, 98, 102, 99, 118, "112.4", 126, 131, 128, 137, "139.5", 144, "150.4", 139, None, None, None]
    repaid = list(figures("expenses", q[:18], _millions(expenses)))
    repaid[13] = _changed(repaid[13], State.DISPUTED, "Aster and Borealis are 4.9% apart")
    m = months(2024, 14)
    filled = list(figures("fill_rate", m[:13], FILL, "percent"))
    filled[10] = _changed(filled[10], State.EXCUSED, "force majeure, accepted by Borealis")
    filled[11] = _changed(filled[11], State.UNDETERMINED, "orders are disputed")
    return {
        "net_sales": tuple(sales),
        "growth": _growth(sales),
        "share_of_profits": figures("share_of_profits", q[:18], _millions(profits)),
        "expenses": tuple(repaid),
        "fill_rate": (*filled, figure("fill_rate", m[13], None, "percent", state=State.NOT_DUE)),
        "on_time": _on_time(m[:13]),
        "annual_sales": figures("annual_sales", [year(2022), year(2023), year(2024)], _millions([8680, 11590, 14160])),
        "complaints": figures("complaints", m[:13], [3, 5, 2, 0, 1, 4, 6, 2, 2, 0, 3, 9, 1], "complaints"),
    }


def _changed(item: Figure, state: State, reason: str) -> Figure:
    return Figure(
        metric=item.metric, period=item.period, scope=item.scope, value=item.value, unit=item.unit, state=state,
        reason=reason, known=item.known, derivation=item.derivation,
    )  # fmt: skip


def _growth(sales: Sequence[Figure]) -> tuple[Figure, ...]:
    found = []
    for n, now in enumerate(sales[:-1]):
        before = sales[n - 4].value if n >= 4 else None
        if now.value is None or before is None:
            found.append(figure("growth", now.period, None, "percent", state=State.NOT_DUE, reason="no year before"))
            continue
        value = (Fraction(now.value) / Fraction(before) - 1) * 1000
        rounded = Decimal(round(value)) / 1000
        found.append(figure("growth", now.period, rounded, "percent", state=now.state, reason=now.reason))
    return tuple(found)


def _on_time(periods: Sequence[Period]) -> tuple[Figure, ...]:
    found: list[Figure] = []
    for site, start in (("Porto", 952), ("Gdansk", 944), ("Cork", 961)):
        scope: Scope = (("site", site),)
        for n, period in enumerate(periods):
            value = Decimal(start + (n * 37 + len(site) * 11) % 29 - 8) / 1000
            known = not (site == "Gdansk" and n in (5, 6))
            found.append(figure("on_time", period, value if known else None, "percent", scope=scope))
    return tuple(found)


def _rich_targets(measured: Mapping[str, tuple[Figure, ...]]) -> dict[str, tuple[Target, ...]]:
    sales = measured["net_sales"]
    grown = [
        target(now, Decimal(before.value) * Decimal("1.2"))
        for before, now in zip(sales, sales[4:], strict=False)
        if before.value is not None
    ]
    on_time = [target(f, Decimal("0.95")) for f in measured["on_time"]]
    return {
        "net_sales": tuple(grown),
        "fill_rate": tuple(target(f, Decimal("0.97")) for f in measured["fill_rate"]),
        "on_time": tuple(on_time),
    }


def target(item: Figure, value: Decimal) -> Target:
    reached = item.value >= value if item.value is not None else None
    return Target(metric=item.metric, period=item.period, scope=item.scope, value=value, reached=reached)


def _rich_verdicts() -> dict[str, tuple[Verdict, ...]]:
    m, q = months(2024, 14), quarters(2022, 12)
    fill = list(
        judged(
            "supply_fill_rate",
            m[:13],
            FILL,
            "0.97",
        )
    )
    fill[10] = verdict("supply_fill_rate", m[10], Outcome.EXCUSED, Decimal("0.973"), raw=Decimal("0.951"),
                       threshold=Decimal("0.97"), shortfall=Decimal("-0.003"))  # fmt: skip
    fill.append(verdict("supply_fill_rate", m[13], Outcome.NOT_DUE, state=State.NOT_DUE, reason="not over"))
    growth = list(judged("sales_growth", q, ["0.437", "0.393", "0.404", "0.384", "0.376", "0.335", "0.326", "0.314",
                                             "0.237", "0.276", "0.236", "0.149"], "0.2"))  # fmt: skip
    growth[-1] = verdict("sales_growth", q[-1], Outcome.MISSED, Decimal("0.149"), state=State.PROVISIONAL,
                         threshold=Decimal("0.2"), shortfall=Decimal("0.051"))  # fmt: skip
    balance = judged("balance", q, [*["1000000"] * 9, None, None, None], "0", "USD")
    days: dict[str, object] = {"unit": "days", "threshold": Decimal(30), "shortfall": Decimal(-2)}
    batch = (
        verdict("batch_release", q[10], Outcome.MET, Decimal(28), **days),
        verdict("batch_release", q[11], Outcome.EXCUSED, Decimal(28), **days | {"raw": Decimal(34)}),
    )
    plan = (verdict("joint_plan", year(2025), Outcome.NOT_DUE, state=State.NOT_DUE, unit="", reason="due by 31 Mar"),)
    return {
        "supply_fill_rate": tuple(fill),
        "annual_minimum": judged("annual_minimum", [year(2023), year(2024)], ["13100000000", "14150000000"],
                                 "13000000000", "USD"),
        "sales_growth": tuple(growth),
        "balance": balance,
        "batch_release": batch,
        "joint_plan": plan,
        "punctual": _punctual(m[:13]),
    }  # fmt: skip


def _punctual(periods: Sequence[Period]) -> tuple[Verdict, ...]:
    found: list[Verdict] = []
    for item in _on_time(periods):
        if item.value is None:
            found.append(verdict("punctual", item.period, Outcome.UNDETERMINED, scope=item.scope, reason=item.reason))
            continue
        short = Decimal("0.95") - Decimal(item.value)
        outcome = Outcome.MISSED if short > 0 else Outcome.MET
        found.append(verdict("punctual", item.period, outcome, item.value, scope=item.scope, threshold=Decimal("0.95"),
                             shortfall=short))  # fmt: skip
    return tuple(found)


def _rich_comparisons() -> list[Comparison]:
    periods = [quarter(2020, 3), *quarters(2020, 20)[3:]]
    found = []
    for period, usd, eur, rate in zip(periods[1:], SALES[1:], EUR[1:], RATE[1:], strict=False):
        state = "differs" if period.name == "2024-Q3" else "agreed"
        found.append(reports(period, str(usd) if usd else None, str(eur) if eur else None, rate, state))
    return found


def _rich_score(measured: Mapping[str, tuple[Figure, ...]]) -> Score:
    def part(name: str, score: str | None, low: str, high: str, weight: str = "1") -> MetricScore:
        return MetricScore(
            metric=name,
            weight=Decimal(weight),
            figure=measured[name][-1],
            score=Decimal(score) if score else None,
            low=Decimal(low),
            high=Decimal(high),
            floor=Decimal(0),
            target=Decimal("0.2"),
            stretch=None,
            coverage=Decimal(score is not None),
            reason="" if score else "share of profits missing",
        )

    financial = DimensionScore(
        name="financial",
        weight=Decimal("0.4"),
        metrics=(part("growth", "75", "75", "75", "0.75"), part("share_of_profits", None, "0", "100", "0.25")),
        score=None,
        low=Decimal(60),
        high=Decimal(85),
        coverage=Decimal("0.75"),
    )
    operational = DimensionScore(
        name="operational",
        weight=Decimal("0.6"),
        metrics=(part("fill_rate", "70.4", "70.4", "70.4"),),
        score=Decimal("70.4"),
        low=Decimal("70.4"),
        high=Decimal("70.4"),
        coverage=Decimal(1),
        gate=True,
    )
    return Score(
        dimensions=(financial, operational),
        score=None,
        low=Decimal("66.2"),
        high=Decimal("76.2"),
        coverage=Decimal("0.9"),
    )


def _rich_decisions() -> tuple[Decision, ...]:
    return (
        Decision(
            kind="missed",
            subject="sales_growth",
            title="Agree a recovery plan for sales growth",
            says="14.9% in 2024-Q4 against at least 20%. The figure is provisional: one of two reports is in.",
            who=("aster", "borealis"),
            if_nothing="The shortfall goes to the executive sponsors on Mon 17 Mar.",
            by=date(2025, 2, 13),
        ),
        Decision(
            kind="missed",
            subject="supply_fill_rate",
            title="Serve notice of the January fill-rate miss, or reserve rights",
            says="96.5% in Jan 2025 against at least 97%. Second miss in four months.",
            who=("borealis",),
            if_nothing="The cure period does not start, and the January credit of USD 359,000 is lost.",
            by=date(2025, 2, 20),
        ),
        Decision(
            kind="disputed",
            subject="net_sales",
            title="Settle net sales of 2024-Q3",
            says="The reports are 6.95% apart, tolerance 1%.",
            who=("aster", "borealis"),
            if_nothing="The figure stays disputed; growth in 2025-Q3 cannot be judged.",
        ),
        Decision(
            kind="overdue",
            subject="profits",
            title="Report the share of profits for 2024-Q2 to 2024-Q4",
            says="Three reports of Aster are overdue, the first since 14 Aug 2024.",
            who=("aster",),
            if_nothing="The development balance cannot be judged.",
        ),
    )


def _rich_docket() -> tuple[Due, ...]:
    def due(what: str, table_name: str, party: str, period: Period, day: date, state: str) -> Due:
        nothing = "What rests on it stays undetermined."
        return Due(what=what, table=table_name, party=party, period=period, due=day, state=state, if_nothing=nothing)

    return (
        due("Share of profits 2024-Q2", "profits", "aster", quarter(2024, 2), date(2024, 8, 14), "overdue"),
        due("Share of profits 2024-Q3", "profits", "aster", quarter(2024, 3), date(2024, 11, 14), "overdue"),
        due("Net sales 2024-Q4", "net_sales", "borealis", quarter(2024, 4), date(2025, 2, 14), "due"),
        due("Share of profits 2024-Q4", "profits", "aster", quarter(2024, 4), date(2025, 2, 14), "due"),
        due("Shipments February", "shipments", "aster", month(2025, 2), date(2025, 3, 5), "due"),
    )
