"""Formulas that need each other in the same period."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.formula.circles import Graph, circles, cycles, find
from comity.agreement.model import Metric
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from tests.agreement.formula.agreements import agreement
from tests.agreement.formula.worlds import formula


def metrics(**texts: str) -> dict[str, Metric]:
    place = Place(file="agreement.yaml", line=1, column=1)
    return {
        name: Metric(name=name, formula=formula(text, place), every=Grain.MONTH, place=place)
        for name, text in texts.items()
    }


def test_metrics_that_need_each_other_are_one_problem() -> None:
    """The circle is told once, at its first member, with the place where the other needs it."""
    (problem,) = cycles(metrics(a="1 + b", b="2 * a", c="a"))
    assert problem.code == "CMY-331"
    assert problem.why == "a and b need each other in the same period"
    assert problem.place.column == 5
    assert [near.says for near in problem.related] == ["b needs a here"]
    assert [near.place.column for near in problem.related] == [5]


def test_a_metric_that_needs_itself() -> None:
    """A metric cannot read its own figure of the same period."""
    (problem,) = cycles(metrics(balance="balance + 1"))
    assert problem.why == "balance needs itself in the same period"
    assert "previous(balance, 0)" in problem.hint


def test_a_balance_carried_forward_is_no_circle() -> None:
    """What is read of an earlier period was there before."""
    assert cycles(metrics(balance="previous(balance, 0) + paid", paid="year_ago(balance)")) == []


def test_the_first_value_is_of_this_period() -> None:
    """`first` in previous(x, first) is read in the same period, and so is a window that ends with it."""
    assert len(cycles(metrics(a="previous(b, a)", b="1"))) == 1
    assert len(cycles(metrics(a="total(a, 3)"))) == 1
    assert cycles(metrics(a="total(previous(a, 0), 3)")) == []


def test_each_of_several_circles_is_told() -> None:
    """Two circles that share a metric are two problems."""
    assert [p.why.partition(" need")[0] for p in cycles(metrics(a="b", b="a + c", c="b"))] == ["a and b", "b and c"]


def test_a_chain_of_thousands_is_no_problem() -> None:
    """Finding circles does not recurse."""
    chain = {f"m{n}": f"m{n + 1}" for n in range(3_000)} | {"m3000": "1"}
    assert cycles(metrics(**chain)) == []


def test_what_people_judged_closes_no_circle() -> None:
    """The name of a survey or dimension is no metric, even where one is called the same."""
    assert cycles(metrics(trust="score(trust) + 1")) == []


def test_settings_in_a_circle() -> None:
    """Settings that refer to each other have no value."""
    (problem,) = circles(agreement("settings: {low: high - 5%, high: low + 5%}"))
    assert problem.code == "CMY-332"


def test_a_measure_that_rests_on_its_own_verdict() -> None:
    """A name under `let` that reads `missed` cannot enter the measure; of an earlier period it can."""
    text = """
    metrics: {rate: {is: sum(t.good), every: month}}
    clauses:
      quality: {every: month, measure: rate - malus, at least: 5, let: {malus: "case when missed then 1 else 0 end"}}
    """
    (problem,) = circles(agreement(text))
    assert problem.code == "CMY-335"
    assert "quality.raw" in problem.why
    assert circles(agreement(text.replace("when missed", "when previous(missed, no)"))) == []


def test_clauses_that_rest_on_each_other() -> None:
    """Verdicts of two clauses cannot wait for one another, but each may look back at the other."""
    text = """
    clauses:
      one: {every: month, "missed if": "count_if(two.missed) > 0"}
      two: {every: month, "missed if": "running(one.missed) > 1"}
    """
    (problem,) = circles(agreement(text))
    assert problem.code == "CMY-335"
    assert circles(agreement(text.replace("running(one.missed) > 1", "previous(one.missed, no)"))) == []


def test_an_account_whose_cap_rests_on_what_is_paid_into_it() -> None:
    """A clause that asks whether a cap is reached cannot itself pay under that cap when it is missed."""
    text = """
    accounts: {credits: {caps: [{"at most": USD 5, every: month}]}}
    clauses:
      quality:
        every: month
        missed if: credits.cap_reached
        rules: {credit: {then: {pay: USD 5, into: credits}}}
    """
    (problem,) = circles(agreement(text))
    assert problem.code == "CMY-335"
    assert "credits" in problem.why


def test_a_rule_may_count_its_own_firings() -> None:
    """In its own `when` the name of a rule means earlier firings."""
    text = """
    clauses:
      supply: {every: month, missed if: yes, rules: {failure: {when: "times(failure, 12) < 3"}}}
    """
    assert circles(agreement(text)) == []


@given(st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), max_size=8))
def test_without_circles_what_is_needed_comes_first(needs: dict[int, set[int]]) -> None:
    """Every circle found is one; without circles the order puts what is needed before what needs it."""
    place = Place(file="x")
    graph: Graph = {str(n): {str(m): place for m in sorted(of) if m in needs} for n, of in needs.items()}
    found, order = find(graph)
    assert sorted(order) == sorted(graph)
    for circle in found:
        assert all(after in graph[one] for one, after in zip(circle, (*circle[1:], circle[0]), strict=True))
    backward = [(n, m) for n, of in graph.items() for m in of if order.index(m) >= order.index(n)]
    assert bool(found) == bool(backward)
