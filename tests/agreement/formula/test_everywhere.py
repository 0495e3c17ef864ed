"""Every formula of an agreement is checked where it stands."""

from __future__ import annotations

import time

import pytest

from comity.agreement.formula.everywhere import check_formulas
from comity.agreement.formula.types import Kind
from comity.agreement.formula.world import world_of
from comity.kernel.problem import Problem
from tests.agreement.formula.agreements import agreement

BASE = """
currency: USD
settings:
  at_risk: 10%
  minimum: {uptime: 99.5%, repair: 92%}
  price: {uptime: 1, repair: 2}
  fee: {2026-01-01: USD 126k, 2027-01-01: USD 140k}
  discount: {5: 0%, 10: 2%, else: 0%}
  exclusive: true
  run_by: supplier
  beta: unset
facts:
  levels: {columns: {month: period, level: text, good: number, total: number, charges: money}}
  duties: {every: row, columns: {found_on: date, kind: [quality, money], sum_owed: money}}
metrics:
  achieved: {is: sum(levels.good) / sum(levels.total), unit: percent, every: month, per: level, target: 99%}
  charges: {is: sum(levels.charges), unit: USD, every: month}
  growth: {is: charges / year_ago(charges) - 1, unit: percent, every: month}
accounts:
  credits: {caps: [{at most: at_risk * charges, every: month}]}
surveys:
  health: {items: {trust: We trust them.}}
scorecard:
  cost: {metrics: {growth: {floor: 0%, target: 5%, stretch: 9%}, survey(health.trust): {floor: 2, target: 4}}}
clauses:
  service:
    every: month
    per: level
    measure: achieved
    at least: minimum
    let: {points: price(level) * discount(points_short) * case when running(missed) >= 2 then 2 else 1 end}
    relief: {planned: {effect: adjust, with: {lost: number}, measure: achieved + lost}}
    rules:
      credit: {then: {pay: at_risk * charges, at most: USD 5k, into: credits}}
      repeated:
        when: times(missed, 4) >= 2
        again: when closed
        then:
          may: customer
          do: plan
          with: {promised: money > 0}
          then: {name: stage, when: "total(charges, 6) >= promised", then: {set: {exclusive: false, run_by: customer}}}
  duty: {every: row of duties, missed if: kind = 'money', ladder: standard}
  points: {every: month, measure: sum(service.points), at most: 10}
ladders:
  standard: [{if: kind = 'money', do: pay}, {do: arbitration}]
"""


def problems(old: str = "", new: str = "") -> list[Problem]:
    """Return what is wrong with the base agreement after one change."""
    assert old in BASE
    return check_formulas(agreement(BASE.replace(old, new)))


def test_a_sound_agreement_has_no_problems() -> None:
    """All sections together pass."""
    assert problems() == []


def test_the_types_of_names_follow_from_their_formulas() -> None:
    """Settings, metrics and what clauses bind get their types in the order of need."""
    world = world_of(agreement(BASE))
    found = {name: used.type for name, used in world.settings.items()}
    found |= {name: used.type for name, used in world.metrics.items()}
    assert {name: str(kind) for name, kind in found.items() if kind is not None} == {
        "agreement": "a text", "ends": "a date", "at_risk": "a percentage", "minimum": "a percentage",
        "price": "a number", "fee": "money in USD", "discount": "a percentage", "exclusive": "a truth",
        "run_by": "a text",
        "achieved": "a percentage", "charges": "money in USD", "growth": "a percentage",
    }  # fmt: skip
    points = world.tables["service"].columns["points"]
    assert points is not None
    assert points.kind is Kind.NUMBER
    assert world.settings["minimum"].layers == ("keyed",)
    assert world.settings["discount"].layers == ("step",)


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ("sum(levels.good)", "sum(levels.godo)", "metrics.achieved", "CMY-320"),
        ("unit: USD", "unit: percent", "metrics.charges", "CMY-333"),
        ("charges / year_ago(charges) - 1", "charges > USD 5", "metrics.growth", "CMY-333"),
        ("target: 99%", "target: USD 5", "metrics.achieved", "CMY-333"),
        ("target: 99%", "target: high", "metrics.achieved", "CMY-333"),
        ("per: level, target", "per: region, target", "metrics.achieved", "CMY-320"),
        ("at_risk * charges, every", "at_risk, every", "accounts.credits", "CMY-333"),
        ("at_risk * charges, every", "at_risk * growht, every", "accounts.credits", "CMY-320"),
        ("floor: 0%", "floor: USD 5", "scorecard.cost", "CMY-333"),
        ("survey(health.trust)", "survey(health.luck)", "scorecard.cost", "CMY-320"),
        ("{growth: {floor", "{grwth: {floor", "scorecard.cost", "CMY-320"),
        ("at least: minimum", "at least: fee", "clauses.service.threshold", "CMY-333"),
        ("missed if: kind = 'money'", "missed if: sum_owed", "clauses.duty.missed if", "CMY-333"),
        ("missed if: kind = 'money'", "missed if: kind = 'mony'", "clauses.duty.missed if", "CMY-334"),
        ("measure: achieved\n", "measure: missed\n", "clauses.service.measure", "CMY-333"),
        ("achieved + lost", "achieved + losst", "clauses.service.measure", "CMY-320"),
        ("pay: at_risk * charges", "pay: at_risk", "clauses.service.rules.credit.pay", "CMY-333"),
        ("at most: USD 5k", "at most: 5", "clauses.service.rules.credit.at most", "CMY-333"),
        ("times(missed, 4) >= 2", "times(missed, 4)", "clauses.service.rules.repeated.when", "CMY-333"),
        ("money > 0", "money > 5", "clauses.service.rules.repeated", "CMY-324"),
        (">= promised", ">= promisd", "clauses.service.rules.repeated.when", "CMY-320"),
        ("exclusive: false", "exclusiv: false", "clauses.service.rules.repeated", "CMY-320"),
        ("exclusive: false", "exclusive: 5", "clauses.service.rules.repeated.set", "CMY-333"),
        ("[{if: kind = 'money'", "[{if: kynd = 'money'", "ladders.standard.if", "CMY-320"),
        ("fee: {2026-01-01: USD 126k", "fee: {2026-01-01: 5", "settings.fee", "CMY-333"),
        ("sum(service.points)", "service.points", "clauses.points.measure", "CMY-328"),
        ("run_by: supplier", "charges: supplier", "metrics.charges", "CMY-336"),
        ("run_by: supplier", "case: supplier", "settings.case", "CMY-336"),
        ("  discount: {5", "  floor: {5", "settings.floor", "CMY-336"),
        ("        again: when closed\n", "", "clauses.service.rules.repeated.when", "CMY-337"),
        ("at least: minimum", "at least: {uptime: 99.5%}", "clauses.service.threshold", "CMY-334"),
        ("measure: sum(service.points), at most: 10", "let: {n: missed}", "clauses.points.let.n", "CMY-330"),
        ("minimum: {uptime: 99.5%, repair: 92%}", "minimum: {uptime: 99.5%}", "settings.minimum", "CMY-334"),
        ("missed if: kind = 'money'", "missed if: run_by = 'supplir'", "clauses.duty.missed if", "CMY-334"),
        ("  points: {every", "  levels: {every", "clauses.levels", "CMY-336"),
    ],
)
def test_a_mistake_is_found_where_it_stands(old: str, new: str, where: str, code: str) -> None:
    """One wrong formula anywhere is reported at its own place."""
    assert (where, code) in [(problem.place.file, problem.code) for problem in problems(old, new)]


def test_values_carried_by_an_act_are_bound_only_after_it() -> None:
    """What a plan must carry is known in its `then`, not in what follows when it lapses."""
    (problem,) = problems("then: {name: stage,", "else: {name: stage,")
    assert "promised" in problem.why


def test_names_that_could_not_be_read_are_not_unknown() -> None:
    """Where the reader has complained about a metric, a table or a setting, its users are right."""
    text = """
    metrics: {rate: {is: sum(t.good) * fee + other + map(5), every: month}}
    scorecard: {cost: {metrics: {other: {floor: 1, target: 2}}}}
    clauses: {one: {every: month, missed if: other > 5, rules: {r: {then: {set: {fee: 5}}}}}}
    """
    assert check_formulas(agreement(text), frozenset({"t", "fee", "other", "map"})) == []
    assert len(check_formulas(agreement(text))) == 7


def test_a_rule_without_a_look_back_needs_no_again() -> None:
    """One period at a time is the default; a window behind two names under `let` is still a window."""
    text = """
    clauses:
      one:
        every: month
        missed if: yes
        let: {count: "times(missed, 4)", often: count >= 2}
        rules: {credit: {when: LOOK, then: {declare: late}}}
    """
    assert check_formulas(agreement(text.replace("LOOK", "missed"))) == []
    assert check_formulas(agreement(text.replace("LOOK", "often").replace("times(missed, 4)", "5"))) == []
    (problem,) = check_formulas(agreement(text.replace("LOOK", "missed and often")))
    assert (problem.code, problem.place.column) == ("CMY-337", 1 + len("missed and "))


def test_a_unit_tells_what_a_formula_cannot() -> None:
    """A metric that rests on an unset term is still money where its unit says so."""
    text = """
    currency: USD
    settings: {price: unset}
    metrics: {sales: {is: price * 5, unit: USD, every: month}}
    clauses: {one: {every: month, measure: sales, at least: 5}}
    """
    (problem,) = check_formulas(agreement(text))
    assert problem.why == "money in USD is needed here, but this is a number"


def test_three_capitals_are_a_currency_only_where_they_are_agreed() -> None:
    """FTE is a unit like any other; only the agreement's currency asks for money."""
    text = "currency: USD\nmetrics: {staff: {is: 5 + 5, unit: FTE, every: month}}"
    assert check_formulas(agreement(text)) == []
    assert check_formulas(agreement(text.replace("currency: USD", ""))) == []
    assert [problem.code for problem in check_formulas(agreement(text.replace("FTE", "USD")))] == ["CMY-333"]


def test_a_metric_is_a_number() -> None:
    """A truth is refused once, with a unit and without."""
    for unit in ("percent", '""'):
        text = f"metrics: {{late: {{is: today > 2026-01-01, unit: {unit}, every: month}}}}"
        assert [problem.code for problem in check_formulas(agreement(text))] == ["CMY-333"]


def test_the_words_of_a_setting_are_those_it_can_be_given() -> None:
    """A setting holds the words written for it and the words steps set; once one is computed, any."""
    text = """
    settings: {class: {a: critical, b: "'important'"}}
    clauses:
      one:
        every: month
        missed if: class('a') = 'CHECKED'
        rules: {promote: {then: {set: {class: SET}}}}
    """
    assert check_formulas(agreement(text.replace("CHECKED", "important").replace("SET", "minor"))) == []
    assert check_formulas(agreement(text.replace("CHECKED", "minor").replace("SET", "minor"))) == []
    (problem,) = check_formulas(agreement(text.replace("CHECKED", "minor").replace("SET", "critical")))
    assert problem.code == "CMY-334"
    assert "critical, important" in problem.why


def test_thousands_of_mistakes_are_told_in_part_and_in_time() -> None:
    """After two hundred problems nothing more is looked at, so that a hostile agreement cannot keep a machine busy."""
    metrics = "".join(f"  m{n}: {{is: unknown{n}, every: month}}\n" for n in range(1_000))
    terms = agreement(f"metrics:\n{metrics}")
    begin = time.perf_counter()
    assert len(check_formulas(terms)) == 200
    assert time.perf_counter() - begin < 10


@pytest.mark.parametrize(
    ("span", "sound"), [("6", True), ("12 months", True), ("9" * 38, False), ("2.5", False), ("0", False)]
)
def test_a_setting_used_as_a_window_is_one(span: str, sound: bool) -> None:
    """A window named by a setting has the bounds of one written out."""
    text = f"""
    settings: {{look_back: {span}}}
    clauses: {{one: {{every: month, missed if: "times(late, look_back) > 1", let: {{late: today > 2026-01-01}}}}}}
    """
    assert [problem.code for problem in check_formulas(agreement(text))] == ([] if sound else ["CMY-329"])


def test_a_thousand_metrics_are_checked_quickly() -> None:
    """Checking takes a few milliseconds a metric, also where each needs the one before."""
    metrics = "".join(f"  m{n}: {{is: m{n - 1} + 1, every: month}}\n" for n in range(1, 1_000))
    terms = agreement(f"metrics:\n  m0: {{is: 1 + 1, every: month}}\n{metrics}")
    begin = time.perf_counter()
    assert check_formulas(terms) == []
    assert time.perf_counter() - begin < 5
