"""Parts of standings for tests: periods, figures, verdicts, an agreement, and alliances that lived."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
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
from comity.kernel.figure import Derivation, Exact, Figure, State
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Place, Problem
from comity.scorecards.model import Score
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


@cache
def surveyed() -> Standing:
    """Return a standing with two waves of a survey, numbers against people, and what the weights do to the score."""
    from comity.standing.dependence import with_dependence
    from tests.standing.waves import TEXT, later, released, stood

    survey = "survey(health.trust): {floor: 3, target: 4}"
    text = TEXT.replace(
        "survey(health.trust): {floor: 2, target: 4}", f"on_time: {{floor: 80%, target: 95%}}, {survey}"
    )
    return with_dependence(stood(date(2026, 12, 31), released(), later(), text=text))


def acted(text: str) -> Standing:
    """Return the standing of the one worked example of an agreement written as text, without its figures."""
    agreed, life = lived_example(text)
    (example,) = agreed.versions[-1][1].examples
    assert example.as_of is not None
    due = docket(agreed, Facts(tables={}, known_at=example.as_of), life, as_of=example.as_of)
    base = standing(agreed.versions[-1][1], verdicts=dict(life.verdicts), life=life, docket=due)
    return replace(base, agreement=agreed, as_of=example.as_of, known_at=example.as_of)
