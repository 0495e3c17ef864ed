"""Agreements read from text, with their amendments, for tests of what became of them."""

from __future__ import annotations

from textwrap import dedent

from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.kernel.problem import Severity


def agreed(text: str, *amendments: str) -> Agreement:
    """Read an agreement and its amendments, which must be without errors."""
    files = [(f"{number}.yaml", dedent(one).encode()) for number, one in enumerate((text, *amendments))]
    found, problems = read_agreement(files[0], files[1:])
    assert found is not None
    assert [str(one) for one in problems if one.severity is Severity.ERROR] == []
    return found
