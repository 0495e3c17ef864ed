"""Every entry of the catalogue: its worked example, its formula against SQL, and what it makes of awkward facts."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.model import Column
from comity.catalogue.load import catalogue
from comity.catalogue.model import FAMILIES, Entry
from comity.kernel.figure import State
from comity.standing.worked.run import run_examples
from tests.catalogue.drawing import drawn, limits
from tests.catalogue.measured import Rows, agreed, asked, figures, tables_read

ENTRIES = {entry.name: entry for versions in catalogue().entries.values() for entry in versions}
ORACLE = Path(__file__).parent / "oracle"
QUERIES = {file.stem: file for file in sorted(ORACLE.glob("*.sql"))}
YEARS = 3


def _until(entry: Entry) -> date:
    return date(int(entry.example.starts[:4]) + YEARS - 1, 12, 31)


def _evaluated(entry: Entry) -> date:
    return _until(entry) + timedelta(days=60)


@pytest.mark.parametrize("name", ENTRIES)
def test_the_worked_example_of_an_entry_comes_true(name: str) -> None:
    """An entry's own example gives the figures that it says, and expects at least two of them."""
    agreement = agreed(ENTRIES[name], expected=True)
    outcomes, problems = run_examples(agreement, DuckDBDriver())
    assert not problems, "\n".join(map(str, problems))
    assert len(outcomes[0].expectations) >= 2


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.soak), 2])
@pytest.mark.parametrize("name", QUERIES)
def test_a_formula_says_what_a_query_says(name: str, seed: int) -> None:
    """On random facts every figure of an entry is what an independent SQL query finds."""
    entry = ENTRIES[name]
    rows = drawn(entry, Random(f"{name} {seed}"), until=_until(entry), negative=seed == 2)
    as_of = _evaluated(entry)
    wanted = asked(QUERIES[name].read_text(encoding="utf-8"), entry, rows, as_of=as_of).values
    found = {
        (tuple(member for _, member in figure.scope), figure.period.name): figure
        for figure in figures(entry, rows, as_of=as_of, covers=_covers(entry))
        if figure.period.last <= _until(entry)
    }
    assert any(value is not None for value in wanted.values()), "the query finds nothing to compare"
    for where in sorted({*found, *wanted}):
        value, figure = wanted.get(where), found.get(where)
        own = figure.value if figure is not None else None
        if value is None or own is None:
            assert value is None and own is None, (where, value, figure)
        else:
            assert math.isclose(float(own), value, rel_tol=1e-9, abs_tol=_rounded(entry)), (where, value, figure)


def _covers(entry: Entry) -> str:
    return f"{entry.example.starts[:4]}..{_until(entry).year}"


def _rounded(entry: Entry) -> float:
    """Return by how much rounding may part a figure from a query, which rounds nothing."""
    text = str(entry.define.get("round", "")).split(" ")[0]
    if not text:
        return 1e-9
    step = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return step / 2 + 1e-9


@pytest.mark.parametrize("name", ENTRIES)
def test_without_facts_there_is_no_figure_and_a_reason(name: str) -> None:
    """Where nothing was reported an entry is missing or not due; it is never 0 or 100 %."""
    entry = ENTRIES[name]
    for figure in figures(entry, dict.fromkeys(tables_read(entry), ()), as_of=_evaluated(entry)):
        assert figure.value is None
        assert figure.state in (State.MISSING, State.NOT_DUE, State.UNDETERMINED)
        assert figure.reason


@pytest.mark.parametrize("name", ENTRIES)
def test_a_single_period_is_enough_or_says_what_it_waits_for(name: str) -> None:
    """With the facts of one period alone an entry has a figure, or says why it has none yet."""
    entry = ENTRIES[name]
    start = date.fromisoformat(entry.example.starts)
    end = date(start.year, 12, 31)
    rows = drawn(entry, Random(name), until=end)
    found = figures(entry, rows, as_of=end + timedelta(days=60), covers=f"{start.year}")
    assert found
    assert all(figure.value is not None or figure.reason for figure in found)


@pytest.mark.parametrize("name", ENTRIES)
def test_zeros_never_become_a_figure_by_division(name: str) -> None:
    """Where all that is counted is 0, a quotient is undetermined and says so; no entry fails."""
    entry = ENTRIES[name]
    rows = _changed(entry, drawn(entry, Random(name), until=_until(entry)), lambda _: 0)
    found = figures(entry, rows, as_of=_evaluated(entry), covers=_covers(entry))
    assert found
    assert all(figure.value is not None or figure.reason for figure in found)


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if tables_read(entry)])
def test_negative_amounts_are_amounts(name: str) -> None:
    """Corrections below zero are taken as they are: an entry has a figure, or a reason why not."""
    entry = ENTRIES[name]
    rows = drawn(entry, Random(name), until=_until(entry), negative=True)
    found = figures(entry, rows, as_of=_evaluated(entry), covers=_covers(entry))
    assert any(figure.value is not None for figure in found)
    assert all(figure.value is not None or figure.reason for figure in found)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_late_correction_counts_from_the_day_it_is_known(name: str) -> None:
    """A row corrected later replaces the first one; known before, the old figure stands."""
    entry, as_of = ENTRIES[name], _evaluated(ENTRIES[name])
    old = drawn(entry, Random(f"{name} old"), until=_until(entry))
    new = _changed(entry, old, lambda n: n + 7)
    later = {
        table: [*of, *({**row, "known_at": as_of.isoformat()} for row in new[table])] for table, of in old.items()
    }  # fmt: skip
    both = {table: [{"known_at": entry.example.starts, **row} for row in of] for table, of in later.items()}
    covers, eve = _covers(entry), as_of - timedelta(days=1)
    assert _values(entry, both, as_of, eve, covers) == _values(entry, old, as_of, as_of, covers)
    assert _values(entry, both, as_of, as_of, covers) == _values(entry, new, as_of, as_of, covers)


def _changed(entry: Entry, rows: Rows, change: Callable[[int], int]) -> Rows:
    """Return rows with other amounts and counts, as far as their columns allow; names, days and levels stay."""
    facts = agreed(entry).versions[-1][1].facts
    return {
        table: [{key: _cell(facts[table].columns.get(key), value, change) for key, value in row.items()} for row in of]
        for table, of in rows.items()
    }


def _cell(column: Column | None, value: str | None, change: Callable[[int], int]) -> str | None:
    measured = column is not None and column.type in ("number", "money") and column.name != "level"
    if column is None or not measured or value is None or not value.lstrip("-").isdigit():
        return value
    low, high = limits(column)
    return str(change(int(value))) if low <= change(int(value)) <= high else value


def _values(entry: Entry, rows: Rows, as_of: date, known_at: date, covers: str) -> list[object]:
    found = figures(entry, rows, as_of=as_of, known_at=known_at, covers=covers)
    return [(figure.scope, figure.period.name, figure.value) for figure in found]


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_is_complete(name: str) -> None:
    """Every entry belongs to a family, names its pitfalls and sources, and is paired with entries that exist."""
    entry = ENTRIES[name]
    assert entry.family in FAMILIES
    assert entry.nature in ("quantitative", "qualitative")
    assert entry.signal in ("leading", "lagging")
    assert entry.definition.endswith(".")
    assert entry.pitfalls and entry.gaming and entry.sources
    assert entry.pair_with and set(entry.pair_with) <= set(ENTRIES) - {name}


def test_there_are_entries_enough() -> None:
    """The catalogue has at least 70 entries, and at least 40 of their formulas are compared with SQL."""
    assert len(ENTRIES) >= 70
    assert len(QUERIES) >= 40
    assert set(QUERIES) <= set(ENTRIES)
