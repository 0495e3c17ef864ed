"""Whatever is written, the reader answers with terms or with problems, and never with an exception."""

import random
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.agreement.keys import SECTIONS
from comity.agreement.notes import MOST_PROBLEMS
from comity.agreement.read import read, read_agreement
from comity.kernel.problem import Problem
from tests.agreement.documents import AGREEMENTS, SMALL

TEXTS = [path.read_text(encoding="utf-8") for path in AGREEMENTS]
WORDS = sorted({key.name for section in SECTIONS.values() for key in section.keys})
MARKS = ["*a", "&a", "<<", "[", "]", "{", "}", ": ", "\n", "\n  ", "- ", "''", "%", "\t", "!", "|", ">", "é"]
ODD = ["unset", "removed", "else", "2026-02-30", "99999-01-01", "2026-01..2999-12", "a, , b", "CY9999", "USD 1e99", "0"]
PIECES = [*WORDS, *MARKS, *ODD, "9" * 50, "running(", "case"]
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def answered(data: bytes) -> list[Problem]:
    """Read a document; every problem must have a code, a reason and a place that can be shown."""
    terms, problems = read(data, "agreement.yaml")
    assert terms is not None or problems
    for problem in problems:
        assert problem.code.startswith("CMY-")
        assert problem.why
        assert str(problem)
    assert len(problems) <= 3 * MOST_PROBLEMS
    return problems


@QUIET
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    """Random bytes are no agreement, and the answer says so."""
    assert answered(data)


@QUIET
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_pieces_of_the_language_are_answered(text: str) -> None:
    """Keys, marks of YAML and odd values in any order."""
    assert answered(text.encode())


@QUIET
@given(st.sampled_from(TEXTS), st.data())
def test_a_mutated_agreement_is_answered(text: str, data: st.DataObject) -> None:
    """A piece is put into an agreement, or a stretch of it cut out, at any place."""
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 40))
    piece = data.draw(st.sampled_from(["", *PIECES]))
    answered((text[:at] + piece + text[at + cut :]).encode())


@QUIET
@given(st.sampled_from(TEXTS), st.integers(0, 2**32))
def test_an_agreement_with_its_values_exchanged_is_answered(text: str, seed: int) -> None:
    """The values of a few lines change places: every form meets what it does not expect."""
    chance = random.Random(seed)
    lines = text.splitlines()
    places = [n for n, line in enumerate(lines) if ": " in line]
    for _ in range(4):
        one, other = chance.sample(places, 2)
        (a, b), (c, d) = lines[one].split(": ", 1), lines[other].split(": ", 1)
        lines[one], lines[other] = f"{a}: {d}", f"{c}: {b}"
    answered("\n".join(lines).encode())


@QUIET
@given(st.text(alphabet=string.printable + "é😀\u2028", max_size=80))
def test_any_text_as_a_formula_or_value_is_answered(text: str) -> None:
    """Whatever stands in quotes where a formula, a date or a name should be."""
    quoted = "'" + text.replace("'", "''") + "'"
    for old in ("fill_rate\n", "2028-12-31", "heron\n", "sum(orders.filled)", "95%", "month\n"):
        answered(SMALL.replace(old, f"{quoted}\n" if old.endswith("\n") else quoted, 1).encode())


@QUIET
@given(st.sampled_from(PIECES), st.sampled_from(PIECES))
def test_any_amendment_is_answered(key: str, value: str) -> None:
    """What an amendment changes may be anything."""
    amendment = f"comity: 1\namends: small\ntitle: x\nin force: 2027-01-01\nchanges:\n  '{key}': {value}\n"
    agreement, problems = read_agreement(("agreement.yaml", SMALL.encode()), [("a.yaml", amendment.encode())])
    assert agreement is not None
    assert all(str(problem) for problem in problems)


@pytest.mark.parametrize("section", [name for name in SECTIONS if name != "amendment"])
@pytest.mark.parametrize("value", ["x", "[]", "{}", "[x]", "{x: y}", "[[x]]", "{x: {y: [z]}}", "{x: }", "2026-01-01"])
def test_every_key_meets_every_shape(section: str, value: str) -> None:
    """A text, a list, a map, each empty or nested, as the value of each key at the top."""
    text = SMALL + "".join(f"{key.name}: {value}\n" for key in SECTIONS[section].keys if f"\n{key.name}:" not in SMALL)
    answered(text.encode())
