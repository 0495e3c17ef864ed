"""The table of functions is what the evaluator and the checks know, no more and no less."""

from __future__ import annotations

import pytest

from comity.agreement.formula.evaluate import _SCALARS
from comity.agreement.formula.functions import FUNCTIONS, SCALAR, TIME, Function
from comity.agreement.formula.windows import TIME_FUNCTIONS
from tests.agreement.formula.worlds import codes


def test_scalar_and_time_functions_are_those_that_are_evaluated() -> None:
    """No function is allowed that nothing computes, and none computes that is not allowed."""
    for family, known in ((SCALAR, _SCALARS), (TIME, TIME_FUNCTIONS)):
        assert {name for name, function in FUNCTIONS.items() if function.family == family} == set(known)


@pytest.mark.parametrize(("name", "function"), FUNCTIONS.items(), ids=FUNCTIONS.keys())
def test_the_number_of_arguments_is_kept(name: str, function: Function) -> None:
    """One argument too few or too many is a problem that shows how the function is called."""
    too_few = ", ".join(["missed"] * (function.least - 1))
    assert codes(f"{name}({too_few})") == ["CMY-322"]
    if function.most is not None:
        assert codes(f"{name}({', '.join(['missed'] * (function.most + 1))})") == ["CMY-322"]
    assert function.call.startswith(f"{name}(")
    assert function.says
