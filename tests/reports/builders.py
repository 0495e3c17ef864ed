"""Standings of a fictional alliance, made by hand: every state, every verdict, two reporters, scopes, gaps, nothing.

Aster supplies, Borealis sells; both report net sales, Borealis in EUR. No number is meant to be computed from
another: what a view shows is what stands here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from comity.agreement.formula.tree import Call, Name, Node
from comity.agreement.model import (
    Agreement,
    Clause,
    Column,
    FactTable,
    Formula,
    Metric,
    Party,
    Reporter,
    Rounding,
    Terms,
)
from comity.clauses.life.model import Life
from comity.clauses.model import Outcome, Verdict
from comity.clauses.settings import Timeline
from comity.facts.model import Comparison, Facts, Reported
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Derivation, Exact, Figure, Scope, State
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Place, Problem, Severity
from comity.scorecards.model import DimensionScore, MetricScore, Score
from comity.standing.docket import docket
from comity.standing.model import Decision, Due, Standing, Target
from tests.standing.agreements import lived as lived_example

AS_OF = date(2025, 2, 6)
TITLE = "Aster and Borealis: supply and sale"
PLACE = Place(file="agreement.yaml", line=1, column=1)
MONTHS = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12")


def digest(of: object) -> str:
    """Return a digest that differs for different things."""
    return hashlib.sha256(repr(of).encode()).hexdigest()


# -- periods ----------------------------------------------------------------------------------


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    return Period(first, after - timedelta(days=1), Grain.MONTH, f"{year}-{MONTHS[number - 1]}")


def quarter(year: int, number: int) -> Period:
    """Return a calendar quarter."""
    return Period(month(year, 3 * number - 2).first, month(year, 3 * number).last, Grain.QUARTER, f"{year}-Q{number}")


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), Grain.YEAR, str(number))


def years(first: int, count: int) -> list[Period]:
    """Return calendar years."""
    return [year(first + n) for n in range(count)]


def quarters(first: int, count: int) -> list[Period]:
    """Return quarters from the first of a year on."""
    return [quarter(first + n // 4, n % 4 + 1) for n in range(count)]


def months(first: int, count: int) -> list[Period]:
    """Return months from January of a year on."""
    return [month(first + n // 12, n % 12 + 1) for n in range(count)]


# -- parts of an agreement --------------------------------------------------------------------


def formula(text: str, *names: str) -> Formula:
    """Return a formula; its tree is a sum over the names it mentions, or the one name itself."""
    nodes = [Name(start=0, end=len(n), parts=tuple(n.split("."))) for n in names or (text,)]
    node: Node = nodes[0]
    if text != (names or (text,))[0]:
        node = Call(start=0, end=len(text), function="sum" if len(nodes) == 1 else "greatest", arguments=tuple(nodes))
    return Formula(text=text, node=node, place=PLACE)


def rounding(text: str) -> Rounding:
    """Return a rounding half up, `0.1%`, `0.01` or `1`."""
    step = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return Rounding(step=step, mode="half up", text=text)


def metric(name: str, text: str, *names: str, every: Grain = Grain.QUARTER, **more: object) -> Metric:
    """Return a metric; `names` are those its formula mentions."""
    return Metric(name=name, formula=formula(text, *names), every=every, place=PLACE, **more)  # type: ignore[arg-type]


def clause(name: str, measure: str, relation: str, threshold: str, **more: object) -> Clause:
    """Return a clause that Aster owes Borealis unless said otherwise."""
    values: dict[str, object] = {"owed_by": "aster", "owed_to": "borealis", "every": Grain.QUARTER} | more
    return Clause(
        name=name,
        place=PLACE,
        measure=formula(measure),
        relation=relation,
        threshold=formula(threshold),
        **values,  # type: ignore[arg-type]
    )


def table(name: str, *reporters: str, every: Grain = Grain.QUARTER, tolerance: str = "0.01") -> FactTable:
    """Return a table with one amount a period."""
    return FactTable(
        name=name,
        reporters=tuple(Reporter(party=party) for party in reporters),
        every=every,
        columns={"amount": Column(name="amount", type="money", place=PLACE)},
        place=PLACE,
        tolerance=Decimal(tolerance),
    )


def terms(title: str = TITLE, **more: object) -> Terms:
    """Return terms between Aster and Borealis."""
    values: dict[str, object] = {
        "parties": {
            "aster": Party(name="aster", legal_name="Aster Materials, Inc.", place=PLACE),
            "borealis": Party(name="borealis", legal_name="Borealis S.A.", place=PLACE),
        },
        "currency": "USD",
    } | more
    return Terms(
        alliance="aster-borealis",
        title=title,
        calendar=CALENDAR,
        starts=date(2019, 1, 1),
        place=PLACE,
        digest=digest(title),
        **values,  # type: ignore[arg-type]
    )


CALENDAR = Calendar()


# -- figures and verdicts ---------------------------------------------------------------------


def figure(name: str, period: Period, value: Exact | None, unit: str = "USD", **more: object) -> Figure:
    """Return a figure: final with a value, missing without one, unless said otherwise."""
    values: dict[str, object] = {
        "scope": (),
        "state": State.FINAL if value is not None else State.MISSING,
        "known": period.last + timedelta(days=35) if value is not None else None,
        "reason": "" if value is not None else f"{name.replace('_', ' ')} for {period.name} is not in the record",
        "derivation": Derivation(
            definition=digest(name), terms=digest(TITLE), facts=digest((name, period.name, value))
        ),
    } | more
    return Figure(metric=name, period=period, value=value, unit=unit, **values)  # type: ignore[arg-type]


def figures(
    name: str, periods: Iterable[Period], values: Iterable[str | int | None], unit: str = "USD", **more: object
) -> tuple[Figure, ...]:
    """Return figures of successive periods; None is a missing one."""
    return tuple(
        figure(name, period, Decimal(value) if value is not None else None, unit, **more)
        for period, value in zip(periods, values, strict=True)
    )


def verdict(name: str, period: Period, outcome: Outcome, value: Exact | None = None, **more: object) -> Verdict:
    """Return a verdict."""
    values: dict[str, object] = {"scope": (), "state": State.FINAL, "unit": "percent", "raw": value} | more
    return Verdict(clause=name, period=period, outcome=outcome, value=value, **values)  # type: ignore[arg-type]


def judged(
    name: str, periods: Sequence[Period], values: Sequence[str | None], threshold: str, unit: str = "percent"
) -> tuple[Verdict, ...]:
    """Return verdicts of an `at least` clause; None cannot be judged."""
    found = []
    for period, text in zip(periods, values, strict=True):
        if text is None:
            reason = "the report of Borealis is missing"
            found.append(verdict(name, period, Outcome.UNDETERMINED, state=State.MISSING, reason=reason, unit=unit))
            continue
        short = Decimal(threshold) - Decimal(text)
        outcome = Outcome.MISSED if short > 0 else Outcome.MET
        limit = Decimal(threshold)
        found.append(
            verdict(
                name, period, outcome, Decimal(text), threshold=limit, shortfall=short, unit=unit, known=period.last
            )
        )
    return tuple(found)


def reports(period: Period, usd: str | None, eur: str | None, rate: str, state: str = "agreed") -> Comparison:
    """Return the comparison of Aster's report in USD m with that of Borealis in EUR m."""
    given: list[Reported] = []
    if usd is not None:
        given.append(_reported("aster", Decimal(usd) * 10**6, "USD", Decimal(1), period))
    if eur is not None:
        given.append(_reported("borealis", Decimal(eur) * 10**6, "EUR", Decimal(rate), period))
    difference = None
    if len(given) == 2:
        difference = Fraction(given[1].converted) / Fraction(given[0].converted) - 1
    missing = tuple(name for name, value in (("aster", usd), ("borealis", eur)) if value is None)
    reason = f"only {given[0].reporter} reported" if missing else f"{state}: within tolerance or not"
    return Comparison(
        table="net_sales",
        column="amount",
        period=period,
        scope=(),
        reports=tuple(given),
        missing=missing,
        state="one report" if missing else state,
        difference=difference,
        reason=reason,
        within="tolerance" if state == "agreed" and not missing else "",
    )


def _reported(party: str, value: Decimal, currency: str, rate: Decimal, period: Period) -> Reported:
    return Reported(
        reporter=party,
        value=value,
        currency=currency,
        converted=value * rate,
        rate=rate,
        rounding=Decimal(10**7) if party == "aster" else Decimal(10**6),
        known_at=period.last + timedelta(days=40),
        file=f"facts/net_sales/{party}.csv",
        row=2,
    )


# -- standings --------------------------------------------------------------------------------


def standing(
    agreed: Terms,
    measured: Mapping[str, tuple[Figure, ...]] | None = None,
    *,
    targets: Mapping[str, tuple[Target, ...]] | None = None,
    verdicts: Mapping[str, tuple[Verdict, ...]] | None = None,
    comparisons: Sequence[Comparison] = (),
    score: Score | None = None,
    decisions: Sequence[Decision] = (),
    docket: Sequence[Due] = (),
    problems: Sequence[Problem] = (),
    life: Life | None = None,
) -> Standing:
    """Return a standing on 6 Feb 2025."""
    return Standing(
        agreement=Agreement(versions=((agreed.starts, agreed),)),
        terms=agreed,
        as_of=AS_OF,
        known_at=AS_OF,
        figures=measured or {},
        targets=targets or {},
        verdicts=verdicts or {},
        comparisons=tuple(comparisons),
        score=score,
        decisions=tuple(decisions),
        docket=tuple(docket),
        life=life or no_life(verdicts or {}),
        problems=tuple(problems),
    )


def no_life(verdicts: Mapping[str, tuple[Verdict, ...]]) -> Life:
    """Return the life of clauses in which nothing followed from any verdict."""
    return Life(
        verdicts=verdicts, bare={}, cases=(), fires={}, unsure={}, statuses={}, ledgers={}, settings=Timeline(),
        refused=(), reliefs={},
    )  # fmt: skip


ALLIANCES = Path(__file__).parents[1] / "standing" / "alliances"


@cache
def lived(day: str = "2026-08-14") -> Standing:
    """Return a computed standing in which much has happened: cases, a dispute, relief, an account, acts refused."""
    from comity.cli.alliance import open_standing

    when = date.fromisoformat(day)
    return open_standing(ALLIANCES / "thistle-wren", as_of=when, known_at=when)


@cache
def rated(day: str = "2026-07-20") -> Standing:
    """Return a computed standing of what people judge: a quarter complete, and one in which a sponsor was silent."""
    from comity.standing.standing import standing
    from tests.metrics import ratings

    second = "2026-Q2,manager,trust,75,Plans come unasked"
    files = [ratings.FERN, ratings.LARK, *(ratings.handed_in("ratings", party, ratings.HEAD + second, "2026-07-10")
                                           for party in ("fern", "lark"))]  # fmt: skip
    of, when = ratings.agreement(), date.fromisoformat(day)
    facts, problems = ratings.loaded(of, {"ratings": files}, when)
    assert problems == []
    return standing(of, facts, as_of=when, known_at=when, driver=ratings.DRIVER)


def acted(text: str) -> Standing:
    """Return the standing of the one worked example of an agreement written as text, without its figures."""
    agreed, life = lived_example(text)
    (example,) = agreed.versions[-1][1].examples
    assert example.as_of is not None
    due = docket(agreed, Facts(tables={}, known_at=example.as_of), life, as_of=example.as_of)
    base = standing(agreed.versions[-1][1], verdicts=dict(life.verdicts), life=life, docket=due)
    return replace(base, agreement=agreed, as_of=example.as_of, known_at=example.as_of)


SALES = (None, 1170, 1260, 1500, 1660, 1770, 1810, 2090, 2330, 2450, 2490, 2790, 3090, 3220, 3080, 3560, 3820, 3700)
EUR = (None, 982, None, None, 1410, None, 1614, 1963, 2314, 2402, 2320, 2562, None, None, 2835, 3303, 3720, None)
RATE = ("1.1", "1.1929", "1.2", "1.2", "1.1788", "1.1", "1.1217", "1.0647", "1.0070", "1.0205", "1.0730", "1.0887",
        "1.1", "1.1", "1.0858", "1.0767", "1.0983", "1.07")  # fmt: skip


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
    fill = [
        "0.982",
        "0.976",
        "0.98",
        "0.974",
        "0.966",
        "0.971",
        "0.979",
        "0.975",
        "0.972",
        "0.958",
        None,
        None,
        "0.965",
    ]
    filled = list(figures("fill_rate", m[:13], fill, "percent"))
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
        _target(now, Decimal(before.value) * Decimal("1.2"))
        for before, now in zip(sales, sales[4:], strict=False)
        if before.value is not None
    ]
    on_time = [_target(f, Decimal("0.95")) for f in measured["on_time"]]
    return {
        "net_sales": tuple(grown),
        "fill_rate": tuple(_target(f, Decimal("0.97")) for f in measured["fill_rate"]),
        "on_time": tuple(on_time),
    }


def _target(item: Figure, value: Decimal) -> Target:
    reached = item.value >= value if item.value is not None else None
    return Target(metric=item.metric, period=item.period, scope=item.scope, value=value, reached=reached)


def _rich_verdicts() -> dict[str, tuple[Verdict, ...]]:
    m, q = months(2024, 14), quarters(2022, 12)
    fill = list(
        judged(
            "supply_fill_rate",
            m[:13],
            [
                "0.982",
                "0.976",
                "0.98",
                "0.974",
                "0.966",
                "0.971",
                "0.979",
                "0.975",
                "0.972",
                "0.958",
                None,
                None,
                "0.965",
            ],
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
    targets = {name: tuple(_target(f, Decimal(3 * 10**8)) for f in measured[name]) for name in names}
    return standing(agreed, measured, targets=targets)


ALL: dict[str, Callable[[], Standing]] = {
    "rich": rich,
    "empty": empty,
    "one_metric": one_metric,
    "no_figures": no_figures,
    "hostile": hostile,
    "lived": lived,
    "rated": rated,
}
