"""What must fit together: no false alarm where it does, and the reason where it does not."""

import pytest

from comity.agreement.read import read
from comity.kernel.problem import Problem
from tests.agreement.documents import SMALL, errors

ROWS = """\
  visits:
    reported by: finch
    every: row
    due: 3 days after noted_on
    columns: {noted_on: date, kind: text}
"""
WITH_ROWS = SMALL.replace("metrics:\n", ROWS + "metrics:\n")
SURVEY = "surveys: {pulse: {every: year, asks: {finch: 5}, scale: 1 to 5, items: {trust: We rely on them.}}}\n"
SCORED = "scorecard: {mood: {weight: 1, metrics: {survey(pulse.trust): {floor: 2, target: 4}}}}\n"


def found(text: str) -> list[Problem]:
    return read(text.encode(), "agreement.yaml")[1]


def rule(then: str) -> str:
    return SMALL + f"    rules:\n      r:\n        then: {then}\n"


@pytest.mark.parametrize(
    "anchor",
    ["period end", "report", "starts", "launch", "notice", "cure", "hearing", "noted_on", "until"],
)
def test_a_deadline_counts_from_whatever_has_a_day(anchor: str) -> None:
    """Anchors of the language, milestones, acts, steps, levels, date columns of the row, values of an act."""
    text = WITH_ROWS + (
        "  visited:\n    owed by: finch\n    owed to: heron\n    every: row of visits\n    missed if: kind = 'late'\n"
        "    ladder: climb\n    rules:\n      r:\n        then:\n          may: heron\n          do: notice\n"
        "          with: {until: date}\n          then:\n"
        f"            {{name: cure, must: finch, do: mend, within: 5 days after {anchor}, else: {{declare: late}}}}\n"
        "ladders: {climb: [{level: hearing, within: 5 days}]}\nmilestones: {launch: {due: 2026-05-01}}\n"
    )
    assert found(text) == []


@pytest.mark.parametrize(
    "example",
    [
        "given: {fill_rate: {2026-01..2026-03: 94%}}\n    expect: {supply: {2026-02: {verdict: missed}}}",
        "given: {orders: [{month: 2026-01, filled: 3, ordered: 4}]}\n    expect: {supply: {2026-01: {value: 75%}}}",
        "given: {visits: [{noted_on: 2026-01-05, kind: late}]}\n    expect: {expected: {2026-01-01: 95%}}",
        "as of: 2026-05-01\n    expect: {agreement: {2026-05-01: in force}}",
        "given: {fill_rate: {2029-03: 94%}}\n    expect: {tail: {2029-03: {verdict: met}}}",
    ],
    ids=["range", "rows", "rows of days", "built-in setting", "a clause that outlives the agreement"],
)
def test_an_example_within_the_term_is_free_of_problems(example: str) -> None:
    """Whatever the agreement knows can be given and expected, within the term or that of the clause."""
    tail = "  tail: {owed by: finch, owed to: heron, measure: fill_rate, every: month, at most: 1"
    tail += ", ends: 1 year after ends}\n"
    assert found(f"{WITH_ROWS}{tail}examples:\n  - says: x\n    {example}\n") == []


def test_a_survey_that_is_priced_through_the_scorecard_is_said_aloud() -> None:
    """The payment names a score, the score rests on a survey: a warning, at the payment."""
    (problem,) = found(rule("{pay: score(mood) * USD 1k}") + SURVEY + SCORED)
    assert problem.code == "CMY-228"
    assert "survey(pulse.trust)" in problem.why
    assert errors([problem]) == []


def test_a_payment_without_a_survey_is_not_suspected() -> None:
    """A survey that no payment rests on costs nothing."""
    assert found(rule("{pay: shortfall * USD 1k}") + SURVEY + SCORED) == []


def test_plain_weights_are_shares() -> None:
    """Weights 2 and 1 are two thirds and one third; only percentages must add up."""
    scored = "{fill_rate: {floor: 90%, target: 97%}}"
    two = f"scorecard:\n  a: {{weight: 2, metrics: {scored}}}\n  b: {{weight: 1, metrics: {scored}}}\n"
    assert found(SMALL + two) == []
    (problem,) = found(SMALL + two.replace("weight: 2", "weight: 60%"))
    assert problem.code == "CMY-211"


def test_lower_is_better_runs_the_other_way() -> None:
    """Floor above target is right where less is better."""
    text = SMALL.replace("unit: percent}", "unit: percent, better: lower}")
    anchors = "scorecard: {a: {weight: 1, metrics: {fill_rate: {floor: 20%, target: 5%, stretch: 1%}}}}\n"
    assert found(text + anchors) == []


def test_visibility_speaks_of_what_there_is() -> None:
    """A metric, a table or a clause; anything else is told with what was probably meant."""
    assert found(SMALL + "visibility: {fill_rate: {seen by: everyone}, orders: {seen by: [finch, heron]}}\n") == []
    (problem,) = found(SMALL + "visibility: {fil_rate: {seen by: everyone}}\n")
    assert (problem.code, problem.hint) == ("CMY-206", "Did you mean fill_rate?")


def test_money_of_one_currency_needs_no_rates() -> None:
    """Rates are asked for only where somebody reports in another currency."""
    money = SMALL.replace("ordered: number}", "ordered: number, value: money}").replace(
        "reported by: heron", "reported by: {heron: USD k}"
    )
    assert found(money) == []
    (problem,) = found(money.replace("USD k", "EUR k"))
    assert problem.code == "CMY-215"


def test_what_lapses_without_consequence_is_said_aloud_once() -> None:
    """A duty in time and no `else`: a warning; with one, silence."""
    (problem,) = found(rule("{must: finch, do: plan, within: 5 days}"))
    assert (problem.code, problem.severity.value) == ("CMY-222", "warning")
    assert found(rule("{must: finch, do: plan, within: 5 days, else: {declare: late}}")) == []
    assert found(rule("{must: finch, do: plan}")) == []
