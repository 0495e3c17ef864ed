"""The gate for rows: what of each table of facts a reader sees."""

from __future__ import annotations

from datetime import date

import pytest

from comity.agreement.read import read_agreement
from comity.facts.given import given_rows
from comity.facts.load import load
from comity.standing.sight import Reader
from comity.standing.visible_facts import visible_facts
from tests.barrier import TEXT

DAY = date(2026, 8, 20)


def facts_of(visibility: str, rows: dict[str, list[str | None]], table: str = "visits"):
    text = TEXT + f"visibility: {{{visibility}}}\n" if visibility else TEXT
    agreement, problems = read_agreement(("agreement.yaml", text.encode()), ())
    assert agreement is not None, problems
    facts, problems = load({table: [given_rows("x.csv", rows)]}, agreement.versions[-1][1], DAY, agreement)
    assert problems == []
    return agreement, facts


def visits(*known: str) -> dict[str, list[str | None]]:
    """Return what both say of two months, each known since its day."""
    return {
        "month": ["2026-01", "2026-06"] * 2, "n": ["11", "12", "21", "22"],
        "reported_by": ["fern", "fern", "lark", "lark"], "known_at": list(known) or ["2026-08-01"] * 4,
    }  # fmt: skip


def seen(visibility: str, *names: str, rows: dict[str, list[str | None]] | None = None):
    agreement, facts = facts_of(visibility, rows or visits())
    table = visible_facts(facts, agreement, Reader(frozenset(names)), DAY)["visits"]
    return table.seen, sorted(int(n) for n in table.rows.column("n").to_pylist()), len(table.comparisons)


@pytest.mark.parametrize(
    ("visibility", "names", "found"),
    [
        ("", ("lark",), ("all", [11, 12, 21, 22], 2)),
        ("", (), ("closed", [], 0)),
        ("visits: {seen by: clean team}", ("lark",), ("own", [21, 22], 0)),
        ("visits: {seen by: clean team}", ("fern", "clean team"), ("all", [11, 12, 21, 22], 2)),
        ("visits: {seen by: [fern, lark], older than: 3 months}", ("lark",), ("some", [11, 21, 22], 1)),
        ("visits: {seen by: [fern, lark], grain: quarter}", ("lark",), ("some", [21, 22], 0)),
        ("visits: {seen by: [fern, lark], groups of: 5}", ("lark",), ("some", [21, 22], 0)),
        ("visits: {seen by: fern}", ("board",), ("closed", [], 0)),
    ],
)
def test_rows_pass_the_gate_by_table_age_and_party(visibility: str, names: tuple[str, ...], found: object) -> None:
    """Whole tables, old periods, or no more than what one's own party reported; what is not open is not there."""
    assert seen(visibility, *names) == found


def test_a_correction_that_counts_from_a_later_day_is_not_known_to_the_other_side() -> None:
    """Of what the partner has uploaded for tomorrow there is no row today, and no word in the row it will replace."""
    rows = visits()
    rows = {name: [*of, of[3]] for name, of in rows.items()}
    rows["n"][4], rows["known_at"][4] = "99", "2026-08-25"
    agreement, facts = facts_of("", rows)
    for names, values, ends in ((("fern",), [11, 12, 21, 22], 0), (("lark",), [11, 12, 21, 22, 99], 1)):
        table = visible_facts(facts, agreement, Reader(frozenset(names)), DAY)["visits"].rows
        assert sorted(int(n) for n in table.column("n").to_pylist()) == values
        assert len([day for day in table.column("_superseded_at").to_pylist() if day is not None]) == ends
