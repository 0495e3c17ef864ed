"""One broken formula or agreement for each problem code of formulas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comity.agreement.formula.everywhere import check_formulas
from tests.agreement.formula.agreements import agreement
from tests.agreement.formula.worlds import CLAUSE, METRIC, USD, codes

ROOT = Path(__file__).parents[3]

FORMULAS = {
    "CMY-301": " ",
    "CMY-302": "not " * 200 + "missed",
    "CMY-303": "value == 5%",
    "CMY-304": "level = 'a",
    "CMY-305": "1,000",
    "CMY-306": "value +",
    "CMY-307": "(value",
    "CMY-308": "value 5",
    "CMY-309": "1% < value < 5%",
    "CMY-310": "case value when 1 then 2 end",
    "CMY-311": "Value",
    "CMY-320": "valeu",
    "CMY-321": "average(levels.good)",
    "CMY-322": "mean(value)",
    "CMY-323": "sales + 5",
    "CMY-324": "sales > 5",
    "CMY-325": "sales > EUR 5",
    "CMY-326": "levels.good",
    "CMY-327": "sum(max(levels.good))",
    "CMY-328": "sales_year",
    "CMY-329": "mean(value, 3 periods)",
    "CMY-334": "run_by = 'nobody'",
}
AGREEMENTS = {
    "CMY-331": "metrics: {a: {is: b, every: month}, b: {is: a, every: month}}",
    "CMY-332": "settings: {a: b, b: a}",
    "CMY-335": "clauses: {a: {every: month, missed if: n, let: {n: missed}}}",
    "CMY-336": "settings: {case: 5%}",
    "CMY-337": 'clauses: {a: {every: month, missed if: yes, rules: {r: {when: "running(missed) > 2"}}}}',
}


@pytest.mark.parametrize(("code", "text"), FORMULAS.items(), ids=FORMULAS.keys())
def test_formula_gives_its_code(code: str, text: str) -> None:
    """The broken formula gives exactly the problem it was broken for."""
    assert codes(text) == [code]


@pytest.mark.parametrize(("code", "text"), AGREEMENTS.items(), ids=AGREEMENTS.keys())
def test_agreement_gives_its_code(code: str, text: str) -> None:
    """The broken agreement gives exactly the problem it was broken for."""
    assert [problem.code for problem in check_formulas(agreement(text))] == [code]


def test_codes_that_depend_on_the_place() -> None:
    """A name without meaning here, and a value of another type than the place needs."""
    assert codes("value", METRIC) == ["CMY-330"]
    assert codes("value", CLAUSE, USD) == ["CMY-333"]


def test_no_code_is_left_out() -> None:
    """Every code that the formula package can give is broken above."""
    folder = ROOT / "src" / "comity" / "agreement" / "formula"
    known = {
        code for path in folder.glob("*.py") for code in re.findall(r"CMY-3\d\d", path.read_text(encoding="utf-8"))
    }
    assert known == {*FORMULAS, *AGREEMENTS, "CMY-330", "CMY-333"}
