"""Agreements and facts damaged at random: every answer is a standing or a problem, never a traceback."""

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.cli.main import run

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "aster-borealis"
FILES = ("agreement.yaml", "amendments/2026-04-01-portal.yaml", "facts/work/aster.csv", "facts/billing/about.yaml")
PIECES = ("", " ", "\n", "\t", ":", "-", "{", "}", "[", "'", '"', "#", "&a", "*a", "<<", "%", "USD", "0", "-1", "é",
          "1e9", "9" * 60, "2026-13", "unset", "null", "sum(", "/ 0", "in", "\x00")  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the fictional example to damage."""
    copy = tmp_path_factory.mktemp("damaged") / "alliance"
    shutil.copytree(EXAMPLE, copy)
    return copy


@st.composite
def damages(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    """A file, and where what is cut out of it and put in its place."""
    cut = st.tuples(st.integers(0, 9_999), st.integers(0, 40), st.sampled_from(PIECES))
    return draw(st.sampled_from(FILES)), draw(st.lists(cut, min_size=1, max_size=3))


Damage = tuple[str, list[tuple[int, int, str]]]


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages())
def test_damage_is_answered(folder: Path, damage: Damage) -> None:
    """Whatever is cut out or put in, `check` ends with 0 or 1, and what it says carries a code."""
    assert_answered(folder, damage)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages())
def test_much_damage_is_answered(folder: Path, damage: Damage) -> None:
    """The same four hundred times."""
    assert_answered(folder, damage)


def assert_answered(folder: Path, damage: Damage) -> None:
    name, cuts = damage
    file = folder / name
    text = (EXAMPLE / name).read_text(encoding="utf-8")
    for where, length, piece in cuts:
        at = where % (len(text) + 1)
        text = text[:at] + piece + text[at + length :]
    file.write_text(text, encoding="utf-8")
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
            status = run(["check", str(folder)])
    finally:
        shutil.copyfile(EXAMPLE / name, file)
    assert status in (0, 1)
    assert "CMY-799" not in said.getvalue()
    assert (status == 1) <= ("CMY-" in said.getvalue())
