"""Backtests of the draft of Wren and Kite, from its folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from comity.adapters.duckdb import DuckDBDriver
from comity.facts.model import Facts
from comity.opening.alliance import Opened, open_acts, open_agreement, open_facts
from comity.standing.backtest.bench import Bench, bench_of, span_of
from comity.standing.backtest.model import Backtest
from comity.standing.backtest.run import run
from comity.standing.backtest.terms import without_term
from comity.standing.backtest.wanted import wanted
from tests.standing.backtest.draft import AGREEMENT, write

KNOWN = date(2026, 2, 1)


def opened(folder: Path, agreement: str = AGREEMENT) -> tuple[Opened, Facts]:
    """Write an alliance with the facts of the draft and read it, facts from before the term too."""
    found = open_agreement(write(folder, agreement))
    return found, open_facts(replace(found, agreement=without_term(found.agreement)), known_at=KNOWN)


def bench(folder: Path, agreement: str = AGREEMENT, days: tuple[date, date] | None = None) -> tuple[Bench, list[str]]:
    """Return what a backtest stands on."""
    found, facts = opened(folder, agreement)
    chosen = days or span_of(found.agreement, facts)
    assert chosen is not None
    return bench_of(found.agreement, facts, open_acts(found), chosen, DuckDBDriver(threads=1))


def backtested(
    folder: Path, *vary: str, agreement: str = AGREEMENT, days: tuple[date, date] | None = None
) -> Backtest:  # fmt: skip
    """Return a backtest; `vary` as on the command line."""
    made, assumed = bench(folder, agreement, days)
    dials, problems = wanted(vary, made.terms)
    assert problems == []
    return run(made, assumed, dials)
