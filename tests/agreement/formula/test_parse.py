"""Text becomes a tree, or problems with exact places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from comity.agreement.formula import tree
from comity.agreement.formula.parse import MOST_CHARACTERS, at, parse, unparse
from comity.kernel.deadline import Duration
from comity.kernel.problem import Place, Problem


def read(text: str) -> tree.Node:
    node, problems = parse(text)
    assert problems == []
    assert node is not None
    return node


def refused(text: str) -> Problem:
    node, problems = parse(text)
    assert node is None
    assert len(problems) == 1, problems
    return problems[0]


# -- literals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("42", "42", False),
        ("0", "0", False),
        ("0.50", "0.5", False),
        ("97%", "0.97", True),
        ("99.95%", "0.9995", True),
        ("0%", "0", True),
        ("1234567890123456789012345678901.345678", "1234567890123456789012345678901.345678", False),
    ],
)
def test_numbers_are_exact(text: str, value: str, percent: bool) -> None:
    """Numbers and percentages keep every digit that is written."""
    node = read(text)
    assert isinstance(node, tree.Number)
    assert (node.value, node.percent) == (Decimal(value), percent)


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("USD 50m", "USD", "50000000"),
        ("USD 10k", "USD", "10000"),
        ("USD 1.5bn", "USD", "1500000000"),
        ("USD -500", "USD", "-500"),
        ("USD 1333.33", "USD", "1333.33"),
        ("AUD 2.5m", "AUD", "2500000"),
        ("USD 10,000", "USD", "10000"),
        ("EUR 1,234,567.89", "EUR", "1234567.89"),
    ],
)
def test_money_is_an_exact_amount_in_a_currency(text: str, currency: str, amount: str) -> None:
    """The short forms k, m and bn, signs and grouped thousands all give an exact amount."""
    node = read(text)
    assert isinstance(node, tree.Money)
    assert (node.currency, node.amount) == (currency, Decimal(amount))


def test_money_keeps_the_comma_between_arguments() -> None:
    """A comma after an amount separates arguments; only three digits right behind it are a group."""
    node = read("least(USD 1, USD 2)")
    assert isinstance(node, tree.Call)
    assert len(node.arguments) == 2


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("12 months", 12, "month"),
        ("1 month", 1, "month"),
        ("45 days", 45, "day"),
        ("15 business days", 15, "business day"),
        ("1 business day", 1, "business day"),
        ("2 weeks", 2, "week"),
        ("1 year", 1, "year"),
        ("3 periods", 3, "period"),
    ],
)
def test_durations(text: str, count: int, unit: str) -> None:
    """A whole number and a unit, singular or plural, is a duration."""
    node = read(text)
    assert isinstance(node, tree.Span)
    assert node.value == Duration(count, unit)


def test_other_literals() -> None:
    """Texts, days and truths stand for themselves; two quotes are one."""
    assert unparse(read("'it''s'")) == "'it''s'"
    text = read("'it''s'")
    assert isinstance(text, tree.Text)
    assert text.value == "it's"
    day = read("2026-03-31")
    assert isinstance(day, tree.Day)
    assert day.value == date(2026, 3, 31)
    assert [read(word) for word in ("yes", "true")] == [
        tree.Truth(start=0, end=3, value=True), tree.Truth(start=0, end=4, value=True),
    ]  # fmt: skip
    assert not read("no").value  # type: ignore[attr-defined]


# -- structure --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b * c", "(a / b) * c"),
        ("-a * b", "(-a) * b"),
        ("a or b and c", "a or (b and c)"),
        ("not a and b", "(not a) and b"),
        ("not a = b", "not (a = b)"),
        ("not a in (1, 2)", "not (a in (1, 2))"),
        ("a + b = c * d", "(a + b) = (c * d)"),
        ("a between b and c and d", "(a between b and c) and d"),
        ("a not between b + 1 and c", "a not between (b + 1) and c"),
        ("a is not null or b is null", "(a is not null) or (b is null)"),
        ("a != b", "a <> b"),
        ("a = b and c <> d or e", "((a = b) and (c <> d)) or e"),
        ("a\n  +\tb", "a + b"),
    ],
)
def test_precedence_is_that_of_sql(text: str, same: str) -> None:
    """Operators bind as in SQL, from the left."""
    assert unparse(read(text)) == unparse(read(same))


@pytest.mark.parametrize(
    "text",
    [
        "sum(levels.good) / sum(levels.total)",
        "sum(levels.good) filter (where levels.level = 'a' and levels.good > 0)",
        "count(distinct levels.level)",
        "count(*) filter (where levels.late)",
        "case when a then 1 when b then 2 else 3 end",
        "case when a then 1 end",
        "'reserved' in status",
        "month(period_end) not in (11, 12)",
        "mean(achieved, 2, 1)",
        "times(uncured, 24 months) >= 3",
        "total(bought, contract_year)",
        "gain_factor(score(non_cost))",
        "survey(team_health.trust) >= 4",
        "category_share(category(level)) * at_risk",
        "abs(due_sum - paid_sum) / due_sum > 5%",
        "status <> 'cured' and not missed",
        "a - -b",
        "day + 30 days <= today",
    ],
)
def test_formulas_of_the_language_parse(text: str) -> None:
    """Every construct of the language is read, and written back as it was."""
    assert unparse(read(text)) == text


def test_nodes_know_where_they_stand() -> None:
    """A node spans the characters of the text it was read from."""
    text = "sum(levels.good) / (a + 12 months)"
    node = read(text)
    assert isinstance(node, tree.Binary)
    assert text[node.left.start : node.left.end] == "sum(levels.good)"
    assert text[node.right.start : node.right.end] == "a + 12 months"
    assert (node.start, node.end) == (0, len(text))


# -- places -----------------------------------------------------------------------------------


def test_a_problem_points_to_its_character() -> None:
    """The column of a problem is that of the formula plus the offset of the character."""
    place = Place(file="agreement.yaml", line=41, column=16, excerpt="      measure: accepted == delivered")
    _, problems = parse("accepted == delivered", place)
    assert str(problems[0]).splitlines()[:3] == [
        "agreement.yaml:41:25: CMY-303 == means nothing in a formula",
        "          measure: accepted == delivered",
        "                            ^",
    ]


def test_a_place_past_its_line_stays_at_the_beginning() -> None:
    """In a formula folded over several lines the column is that of its first character."""
    place = Place(file="agreement.yaml", line=4, column=3, excerpt="  a +")
    assert at(place, 40) == place
    assert at(Place(file="agreement.yaml"), 40) == Place(file="agreement.yaml")


def test_all_wrong_characters_are_reported_at_once() -> None:
    """Every sign that means nothing is a problem of its own."""
    _, problems = parse('a == "b" && c')
    assert [problem.place.column for problem in problems] == [3, 6, 8, 10]


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("", "CMY-301", 1, "leave the key out"),
        ("   ", "CMY-301", 4, "leave the key out"),
        ("a == b", "CMY-303", 3, "a = b"),
        ("a && b", "CMY-303", 3, "`and`"),
        ("a || b", "CMY-303", 3, "`or`"),
        ("10 % 3", "CMY-303", 4, "mod(a, b)"),
        ("10%3", "CMY-303", 3, "mod(a, b)"),
        ("a; b", "CMY-303", 2, "one expression"),
        ("a -- b", "CMY-303", 3, "no comments"),
        ("a /* b", "CMY-303", 3, "no comments"),
        ("a # b", "CMY-303", 3, "no comments"),
        ("kind = ‘a", "CMY-303", 8, "plain single quote"),
        ("$50", "CMY-303", 1, "USD 50m"),
        ("a => b", "CMY-303", 3, ">="),
        ("a − b", "CMY-303", 3, "plain minus"),
        ("a\u00a0b", "CMY-303", 2, "plain one"),
        ("'a\u0000b'", "CMY-303", 3, "Take it out"),
        ("'a\u202eb'", "CMY-303", 3, "Take it out"),
        ("kind = 'quality", "CMY-304", 8, "single quote"),
        ("1,000", "CMY-305", 1, "1000"),
        ("round(1,000)", "CMY-305", 7, "space after the comma"),
        ("1e9", "CMY-305", 1, "powers of ten"),
        ("50m", "CMY-305", 1, "USD 50m"),
        ("USD 12345,678", "CMY-305", 1, "USD 1333.33"),
        (".5", "CMY-305", 1, "0.5"),
        ("5.", "CMY-305", 1, "0.5"),
        ("1.2.3", "CMY-305", 1, "0.5"),
        ("007", "CMY-305", 1, "Write 7"),
        ("2026-02-30", "CMY-305", 1, "2026-03-31"),
        ("2026-03", "CMY-305", 1, "period_end"),
        ("2026-Q1", "CMY-305", 1, "period_end"),
        ("999 years", "CMY-305", 1, "shorter"),
        ("12months", "CMY-305", 1, "space"),
        ("a +", "CMY-306", 4, "number"),
        ("* a", "CMY-306", 1, "number"),
        ("sum()  + ", "CMY-306", 10, "number"),
        ("and b", "CMY-306", 1, "number"),
        ("a is true", "CMY-306", 6, "missed"),
        ("a between 1 or 2", "CMY-306", 13, "between 1 and 5"),
        ("a in ()", "CMY-306", 7, "level in"),
        ("a in 5", "CMY-306", 6, "level in"),
        ("(a + b", "CMY-307", 1, ")"),
        ("sum(a.b", "CMY-307", 4, ")"),
        ("a + b)", "CMY-307", 6, "open one"),
        ("a b", "CMY-308", 3, "operator"),
        ("a, b", "CMY-308", 2, "1000"),
        ("a not = b", "CMY-308", 3, "<>"),
        ("1 + not a", "CMY-308", 5, "brackets"),
        ("a.b(c)", "CMY-308", 4, "a.b"),
        ("a < b < c", "CMY-309", 7, "a < b and b < c"),
        ("a = b is null", "CMY-309", 7, "brackets"),
        ("case a when 1 then 2 end", "CMY-310", 6, "x = 1"),
        ("case when a 1 end", "CMY-310", 13, "then"),
        ("case when a then 1", "CMY-310", 19, "end"),
        ("a else b", "CMY-310", 3, "case when"),
        ("sum(a.b) filter (a.c)", "CMY-310", 18, "where"),
        ("sum(a.b) filter a.c", "CMY-310", 17, "where"),
        ("a = null", "CMY-310", 5, "is null"),
        ("unset", "CMY-310", 1, "stands alone"),
        ("SUM(a.b)", "CMY-311", 1, "sum"),
        ("a AND b", "CMY-311", 3, "and"),
        ("a AND 5", "CMY-311", 3, "and"),
        ("Rate", "CMY-311", 1, "rate"),
        ("USD", "CMY-311", 1, "amount"),
        ("_rate", "CMY-311", 1, "letter"),
        ("levels.end", "CMY-311", 1, ""),
        ("levels.Good", "CMY-311", 1, "levels.good"),
    ],
)
def test_what_is_wrong_is_said_with_place_and_hint(text: str, code: str, column: int, hint: str) -> None:
    """A formula that is none gives its code, the column of the first wrong character, and a way to mend it."""
    problem = refused(text)
    assert (problem.code, problem.place.column) == (code, column)
    assert hint in problem.hint


def test_text_at_the_limit_is_read() -> None:
    """A formula of exactly the greatest length is read; one character more is refused."""
    text = "'" + "a" * (MOST_CHARACTERS - 2) + "'"
    assert isinstance(read(text), tree.Text)
    assert refused(text[:-1] + "b'").code == "CMY-302"


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("f(", ")"), ("case when true then ", " end"), ("not (", ")")]
)
def test_nesting_up_to_the_limit(opening: str, closing: str) -> None:
    """Forty levels of anything are read, three hundred are refused, and nothing breaks."""
    assert refused(opening * 300 + "1" + closing * 300).code == "CMY-302"
    assert parse(opening * 40 + "1" + closing * 40)[1] == []


def test_a_long_chain_is_a_deep_tree() -> None:
    """A chain of a hundred terms is read; one of a hundred and one would be too deep to walk safely."""
    assert isinstance(read(" + ".join("1" * 100)), tree.Binary)
    assert refused(" + ".join("1" * 101)).code == "CMY-302"


def test_a_wide_formula_has_a_limit() -> None:
    """A list of thousands of values is counted."""
    assert refused("x in (" + "-1," * 3000 + "1)").code == "CMY-302"
