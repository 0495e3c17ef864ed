"""The benchmark runner finds its benchmarks, compares with the bars and says so."""

import pytest

from benchmarks.__main__ import main, modules, table
from benchmarks.measure import Result, median_seconds


def test_every_benchmark_module_is_found() -> None:
    """The runner runs whatever file is called bench_*.py."""
    assert "bench_cli" in modules()


@pytest.mark.parametrize(("value", "bar", "kept"), [(1.0, 1.0, True), (1.01, 1.0, False), (9.0, None, True)])
def test_a_bar_is_kept_up_to_and_with_its_value(value: float, bar: float | None, kept: bool) -> None:
    """Equal to the bar is kept, above it is not, and without a bar nothing can be missed."""
    assert Result(name="x", value=value, unit="s", bar=bar).kept is kept


def test_the_table_names_what_was_missed() -> None:
    """A missed bar is said in a word in its own line."""
    lines = table(
        [
            Result(name="quick", value=0.2, unit="s", bar=0.3),
            Result(name="slow", value=2.5, unit="s", bar=2.0),
        ]
    ).splitlines()
    assert "MISSED" not in lines[1]
    assert "MISSED" in lines[2]


def test_measuring_warms_the_work_up_first() -> None:
    """A median of n is taken over n calls after one that does not count."""
    calls: list[str] = []
    median_seconds(lambda: calls.append("a"), times=3)
    assert len(calls) == 4


def test_a_name_that_no_benchmark_has_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is measured, and those that there are are named."""
    assert main(["bench_append"]) == 2
    assert "no benchmark is called bench_append; there are: bench_catalogue" in capsys.readouterr().err
