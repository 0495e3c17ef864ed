"""Small agreements between Aster and Borealis, and what they owe, for the tests of docket and decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.formula.parse import parse
from comity.agreement.model import Agreement, Clause, Column, FactTable, Formula, Metric, Party, Reporter, Step, Terms
from comity.agreement.read import read_agreement
from comity.clauses.life.model import Life
from comity.clauses.model import Outcome, Verdict
from comity.facts.model import Facts, SealedTable
from comity.kernel import lexical
from comity.kernel.calendar import Calendar
from comity.kernel.figure import State
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.standing.docket import docket
from comity.standing.model import Due
from comity.standing.worked.run import run_examples

HERE = Place(file="test")
START = date(2026, 1, 1)
TODAY = date(2026, 4, 20)
CALENDAR = Calendar(term_starts=START)
PARTIES = {name: Party(name=name, legal_name=name.title(), place=HERE) for name in ("aster", "borealis")}


def formula(text: str) -> Formula:
    """Parse a formula that must be right."""
    node, problems = parse(text, HERE)
    assert node is not None, problems
    return Formula(text=text, node=node, place=HERE)


def clause(*rules: Step) -> Clause:
    """A monthly clause that Aster owes Borealis."""
    return Clause(
        name="quality",
        owed_by="aster",
        owed_to="borealis",
        every=Grain.MONTH,
        place=HERE,
        measure=formula("rate"),
        relation="at least",
        threshold=formula("95%"),
        rules={f"rule{n}": rule for n, rule in enumerate(rules)},
    )


def table(
    due: str | None = "10 days after period end", *reporters: str, final: str = "", restate: str = ""
) -> FactTable:
    """A monthly table of facts."""
    columns = {
        "month": Column(name="month", type="period", place=HERE),
        "amount": Column(name="amount", type="number", place=HERE),
    }
    return FactTable(
        name="work",
        reporters=tuple(Reporter(party=party) for party in reporters or ("aster",)),
        every=Grain.MONTH,
        columns=columns,
        place=HERE,
        due=lexical.deadline(due) if due else None,
        final=lexical.deadline(final) if final else None,
        restate=lexical.deadline(restate) if restate else None,
    )


def agreement(owed: FactTable | None = None, tested: Clause | None = None) -> Agreement:
    """An agreement between Aster and Borealis."""
    rate = Metric(name="rate", formula=formula("sum(work.amount)"), every=Grain.MONTH, place=HERE, title="Success rate")
    terms = Terms(
        alliance="test",
        title="Test",
        parties=PARTIES,
        calendar=CALENDAR,
        starts=START,
        place=HERE,
        digest="0",
        facts={"work": owed or table()},
        metrics={"rate": rate},
        clauses={"quality": tested or clause()},
    )
    return Agreement(versions=((START, terms),))


def verdict(outcome: Outcome, month: str = "2026-03", reason: str = "") -> Verdict:
    """A verdict on the clause, known on 10 April 2026."""
    return Verdict(
        clause="quality",
        period=CALENDAR.period(month),
        scope=(),
        outcome=outcome,
        state=State.FINAL,
        unit="percent",
        value=Decimal("0.93"),
        threshold=Decimal("0.95"),
        reason=reason,
        known=date(2026, 4, 10),
    )


def facts(*reported: tuple[str, str], covered_by: frozenset[tuple[str, str]] = frozenset()) -> Facts:
    """Facts in which (party, month) were reported on 5 April 2026."""
    rows = pa.table(
        {
            "month": pa.array([month for _, month in reported], pa.string()),
            "_reporter": pa.array([party for party, _ in reported], pa.string()),
            "_known_at": pa.array([date(2026, 4, 5) for _ in reported], pa.date32()),
        }
    )
    sealed = SealedTable(name="work", rows=rows, history=rows, digest="0", covered_by=covered_by)
    return Facts(tables={"work": sealed}, known_at=TODAY)


# -- agreements as text, with one worked example -----------------------------------------------


def lived(text: str) -> tuple[Agreement, Life]:
    """Return an agreement written as text, and what became of its clauses in its one worked example."""
    read, problems = read_agreement(("agreement.yaml", text.encode()), ())
    assert read is not None, problems
    outcomes, failures = run_examples(read, DuckDBDriver())
    assert failures == []
    return read, outcomes[0].life


def lines(text: str, *, kind: str = "") -> list[Due]:
    """Return the docket of the worked example of an agreement, facts owed aside; only of one kind if asked."""
    read, life = lived(text)
    example = read.versions[-1][1].examples[0]
    assert example.as_of is not None
    found = docket(read, Facts(tables={}, known_at=example.as_of), life, as_of=example.as_of)
    return [line for line in found if line.kind != "facts" and kind in ("", line.kind)]
