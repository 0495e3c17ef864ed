"""Aggregates become primitives, deduplicated, in as few scans as possible."""

import pytest

from comity.agreement.formula import tree as nodes
from comity.kernel.period import Grain
from comity.metrics.plan import Merge, Pass, Planner, ScanKey, aggregates, parts, primitive, tables
from tests.metrics.builders import tree

KEY = ScanKey("t", Grain.MONTH, (), Pass.SQL)


def call(text: str) -> nodes.Call:
    """Return a formula that is one aggregate."""
    node = tree(text)
    assert isinstance(node, nodes.Call)
    return node


def keys(text: str, *, counted: bool = False) -> list[str]:
    """Return the keys of an aggregate's primitives."""
    return [part.key for part in parts(call(text), counted)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(t.x)", ["sum(t.x)"]),
        ("sum(t.x) filter (where t.a)", ["sum(t.x) where t.a"]),
        ("avg(t.x)", ["sum(t.x)", "count(t.x)"]),
        ("count(*) filter (where t.a)", ["count(*) where t.a"]),
        ("count_if(t.a)", ["count(*) where t.a"]),
        ("count_if(t.a) filter (where t.b)", ["count(*) where (t.a and t.b)"]),
        ("count(t.x)", ["count(t.x)"]),
        ("count(distinct t.x)", ["count distinct(t.x)"]),
        ("median(t.x)", ["lower median(t.x)", "upper median(t.x)"]),
        ("max(t.x)", ["max(t.x)"]),
    ],
)
def test_an_aggregate_is_taken_apart(text: str, expected: list[str]) -> None:
    """An average is a sum and a count, a condition a predicate, a median its two middle values."""
    assert keys(text) == expected


def test_a_sum_that_may_have_no_value_counts_its_rows() -> None:
    """Where cells may be empty, a sum also counts the rows that meet its condition, and those that have a value."""
    assert keys("sum(t.x) filter (where t.a)", counted=True) == [
        "sum(t.x) where t.a", "count(*) where t.a", "count(t.x) where t.a"
    ]  # fmt: skip
    assert keys("avg(t.x)", counted=True) == ["sum(t.x)", "count(t.x)", "count(*)"]


@pytest.mark.parametrize(
    ("function", "merge"), [("sum", Merge.ADDITIVE), ("max", Merge.MINMAX), ("count distinct", Merge.HOLISTIC)]
)
def test_primitives_know_how_they_merge(function: str, merge: Merge) -> None:
    """Sums add, extremes compare, distinct counts do not merge."""
    assert primitive(function, tree("t.x"), None).merge is merge


def planned(*texts: str) -> Planner:
    """Return a planner that noted some aggregates."""
    planner = Planner()
    for text in texts:
        planner.add(call(text), KEY, parts(call(text)))
    return planner


def test_equal_primitives_are_computed_once() -> None:
    """Ten metrics on one table need one scan with each distinct primitive once, however it is spelled."""
    scans = planned("sum(t.x)", "avg(t.x)", "sum( t.x )", "count_if(t.a and t.b)", "count_if(t.b and t.a)").scans()
    assert [[part.key for part in scan.primitives] for scan in scans] == [
        ["sum(t.x)", "count(t.x)", "count(*) where (t.a and t.b)"]
    ]


def test_medians_and_distinct_counts_have_their_own_scan() -> None:
    """What costs as much as all the rest does not slow the rest down."""
    scans = planned("sum(t.x)", "median(t.x)", "count(distinct t.y)").scans()
    assert [(scan.key.by, len(scan.primitives)) for scan in scans] == [(Pass.SQL, 1), (Pass.HOLISTIC, 3)]


def test_the_digest_names_what_is_computed() -> None:
    """Equal plans have equal digests; another primitive, table or period gives another."""
    one, same, other = (planned(text).scans()[0] for text in ("sum(t.x)", "sum(t.x )", "sum(t.y)"))
    assert one.digest == same.digest
    assert one.digest != other.digest
    planner = Planner()
    planner.add(call("sum(t.x)"), ScanKey("t", Grain.YEAR, (), Pass.SQL), parts(call("sum(t.x)")))
    assert planner.scans()[0].digest != one.digest


def test_aggregates_are_found_wherever_they_stand() -> None:
    """Those inside arithmetic, cases and time functions are found; what they contain is not found again."""
    node = tree("case when count(t.x) > 0 then total(sum(t.y), 3) / sum(u.z) else 0 end")
    assert [tables(found) for found in aggregates(node)] == [("t",), ("t",), ("u",)]
