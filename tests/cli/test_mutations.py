"""Agreements and facts damaged at random: every answer is a standing or a problem, never a traceback."""

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.cli.main import run

ROOT = Path(__file__).parent.parent.parent
SMALL, LARGE = ROOT / "src" / "comity" / "cli" / "starter", ROOT / "examples" / "aster-borealis"
OF_SMALL = ("agreement.yaml", "facts/deliveries/2026.csv", "facts/deliveries/about.yaml")
OF_LARGE = ("agreement.yaml", "amendments/2026-04-01-portal.yaml", "facts/work/aster.csv", "facts/billing/about.yaml")
PIECES = ("", " ", "\n", "\t", ":", "-", "{", "}", "[", "'", '"', "#", "&a", "*a", "<<", "%", "USD", "0", "-1", "é",
          "1e9", "9" * 60, "2026-13", "unset", "null", "sum(", "/ 0", "in", "\x00")  # fmt: skip

Damage = tuple[str, list[tuple[int, int, str]]]


def damages(files: tuple[str, ...]) -> st.SearchStrategy[Damage]:
    """A file, and where what is cut out of it and put in its place."""
    cut = st.tuples(st.integers(0, 9_999), st.integers(0, 40), st.sampled_from(PIECES))
    return st.tuples(st.sampled_from(files), st.lists(cut, min_size=1, max_size=3))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the alliance that `comity init` writes, to damage."""
    return shutil.copytree(SMALL, tmp_path_factory.mktemp("damaged") / "small")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the fictional example, which uses all of the language, to damage."""
    return shutil.copytree(LARGE, tmp_path_factory.mktemp("damaged") / "large")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages(OF_SMALL))
def test_damage_is_answered(small: Path, damage: Damage) -> None:
    """Whatever is cut out or put in, `check` ends with 0 or 1, and what it says carries a code."""
    assert_answered(SMALL, small, damage)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages(OF_LARGE))
def test_much_damage_is_answered(large: Path, damage: Damage) -> None:
    """The same four hundred times, of an agreement with amendments, programs and files that say what they hold."""
    assert_answered(LARGE, large, damage)


def assert_answered(example: Path, folder: Path, damage: Damage) -> None:
    name, cuts = damage
    file = folder / name
    text = (example / name).read_text(encoding="utf-8")
    for where, length, piece in cuts:
        at = where % (len(text) + 1)
        text = text[:at] + piece + text[at + length :]
    file.write_text(text, encoding="utf-8")
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
            status = run(["check", str(folder)])
    finally:
        shutil.copyfile(example / name, file)
    assert status in (0, 1)
    assert "CMY-799" not in said.getvalue()
    assert (status == 1) <= ("CMY-" in said.getvalue())
