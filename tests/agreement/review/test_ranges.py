"""What the parts of a formula can yield, whatever the facts."""

import pytest

from comity.agreement.formula.parse import parse
from comity.agreement.review.ranges import Ranges
from comity.agreement.review.wordings import reach
from tests.agreement.documents import terms
from tests.agreement.review.documents import spoilt

SETTINGS = """\
settings:
  fee: USD 10k
  moved: 3
  share: {north: 10%, south: 25%}
  over_time: {2026-01-01: 2, 2027-01-01: 5}
  open: unset
"""
TEXT = spoilt(
    ("settings:\n", SETTINGS),
    ("charges: money >= 0", "charges: money >= 0, stars: number between 1 and 5, change: number"),
    ("{set: {agreement: terminated}}", "{set: {moved: 4}}"),
    (
        "accounts:\n",
        "surveys: {pulse: {every: year, asks: {finch: 5, heron: 5}, scale: 1 to 7, items: {trust: We rely on them.}}}\n"
        "scorecard: {plain: {weight: 1, metrics: {fill_rate: {floor: 90%, target: 99%}}}}\naccounts:\n",
    ),
)
TERMS = terms(TEXT)
SPOT = Ranges(terms=TERMS, clause=TERMS.clauses["supply"])


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("fee / 4", "always 2500"),
        ("-fee", "always -10000"),
        ("moved", "any number"),
        ("open", "any number"),
        ("share", "between 0.1 and 0.25"),
        ("over_time + 1", "between 3 and 6"),
        ("fill_rate", "at least 0"),
        ("value", "at least 0"),
        ("threshold", "always 0.99"),
        ("points", "between 0 and 4"),
        ("2 * points - 1", "between -1 and 7"),
        ("points * points", "between 0 and 16"),
        ("-points * points", "between -16 and 0"),
        ("supply.points", "between 0 and 4"),
        ("points_for(value)", "between 0 and 4"),
        ("orders.stars", "between 1 and 5"),
        ("avg(orders.stars)", "between 1 and 5"),
        ("sum(orders.stars)", "at least 0"),
        ("sum(orders.change)", "any number"),
        ("count(orders.stars)", "at least 0"),
        ("abs(orders.change)", "at least 0"),
        ("abs(-points)", "between 0 and 4"),
        ("floor(points / 3)", "between 0 and 1"),
        ("ceil(points / 3)", "between 0 and 2"),
        ("round(points / 3)", "between 0 and 1"),
        ("least(points, 3)", "between 0 and 3"),
        ("greatest(points, 3)", "between 3 and 4"),
        ("greatest(orders.change, 3)", "at least 3"),
        ("coalesce(points, 9)", "between 0 and 9"),
        ("case when missed then 2 else 1 end", "between 1 and 2"),
        ("sqrt(points)", "between 0 and 2"),
        ("sqrt(points - 3)", "between 0 and 1"),
        ("sqrt(-1 - points)", "at least 0"),
        ("power(points - 1, 2)", "between 0 and 9"),
        ("power(points - 1, 3)", "between -1 and 27"),
        ("power(points, 0)", "always 1"),
        ("power(points, points)", "any number"),
        ("power(10 * points, 1000) * 0 + power(power(9 + points, 1000), 1000)", "any number"),
        ("month(period_end)", "between 1 and 12"),
        ("total(points, 3)", "between 0 and 12"),
        ("mean(points, 3)", "between 0 and 4"),
        ("previous(points, 7)", "between 0 and 7"),
        ("times(missed, 48)", "between 0 and 36"),
        ("survey(pulse.trust)", "between 1 and 7"),
        ("score(plain)", "between 0 and 100"),
        ("1 / points", "at least 0"),
        ("points / charges", "at least 0"),
        ("points / orders.change", "any number"),
        ("days_running(strike)", "at least 0"),
    ],
)
def test_what_follows_from_the_text_is_known_and_nothing_else(formula: str, words: str) -> None:
    """Literals, settings that no step changes, conditions of columns, windows: their reach in words."""
    node, problems = parse(formula)
    assert node is not None, problems
    assert reach(SPOT.of(node)) == words


def test_a_table_of_a_stretched_dimension_reaches_higher() -> None:
    """With a stretch a score runs to 120."""
    stretched = terms(TEXT.replace("target: 99%}}}}", "target: 99%, stretch: 100%}}}}"))
    node, _ = parse("score(plain)")
    assert node is not None
    assert reach(Ranges(terms=stretched).of(node)) == "between 0 and 120"


def test_a_long_chain_of_names_is_followed_once() -> None:
    """Each name mentions the next twice: followed anew each time, thirty names would take a thousand million steps."""
    names = ", ".join(f"n{i}: n{i + 1} + n{i + 1}" for i in range(30))
    text = spoilt(("let: {points: points_for(value)}", f"let: {{points: points_for(value), {names}, n30: value}}"))
    found = terms(text)
    node, _ = parse("n0")
    assert node is not None
    assert reach(Ranges(terms=found, clause=found.clauses["supply"]).of(node)) == "any number"
