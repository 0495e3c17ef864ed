"""The frame of the command line: help, usage, exit codes, pipes, Ctrl-C, speed."""

import os
import shlex
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from comity.cli import main
from comity.cli.main import COMMANDS, run
from comity.record.refusal import Refusal

COMITY = [sys.executable, "-m", "comity"]
HEAVY = ("duckdb", "pyarrow", "rich", "typst", "openpyxl", "holidays", "jinja2", "ruamel")


def test_help_lists_every_command(comity) -> None:
    """`comity --help` names each command with one sentence, and ends well."""
    ran = comity("--help")
    assert ran.status == 0
    for name, says in COMMANDS.items():
        assert name in ran.out
        assert says in ran.out


def test_no_command_is_a_usage_error(comity) -> None:
    """Without a command there is nothing to do: the help, and exit code 2."""
    ran = comity()
    assert ran.status == 2
    assert "Usage: comity" in ran.out + ran.err


@pytest.mark.parametrize("arguments", [["evaluat"], ["evaluate"], ["evaluate", "x", "--as-off", "2025-01-01"]])
def test_wrong_usage_ends_with_2(comity, arguments) -> None:
    """An unknown command, a missing argument, an unknown option: the usage on stderr, exit code 2."""
    ran = comity(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert "Usage: comity" in ran.err


@pytest.mark.parametrize("day", ["2025-02-30", "yesterday", "2025-2-3", "20250203", "2025-W27-3", ""])
def test_a_day_that_is_none_is_a_usage_error(comity, day) -> None:
    """A day that does not exist or is written otherwise is shown with how days are written."""
    ran = comity("evaluate", "nowhere", "--as-of", day)
    assert ran.status == 2
    assert "2026-03-31" in ran.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(comity, name) -> None:
    """`comity COMMAND --help` works for each command."""
    ran = comity(name, "--help")
    assert ran.status == 0
    assert f"Usage: comity {name}" in ran.out


def test_help_imports_nothing_heavy() -> None:
    """The help needs no engine, no YAML and no drawing: none of the heavy libraries is loaded."""
    code = f"import sys, comity.cli.main as m; m.run(['--help']); print([n for n in {HEAVY} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_is_quick() -> None:
    """The whole process of `comity --help` stays well under a second, median of five."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([*COMITY, "--help"], stdout=subprocess.DEVNULL, check=True)
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.9


def test_a_reader_who_leaves_is_no_error() -> None:
    """`comity schema | head -1`: the pipe closes early; nothing is complained about."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{shlex.join(COMITY)} schema | head -1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.strip() == "{"


def test_ctrl_c_ends_quietly(monkeypatch, capsys) -> None:
    """Ctrl-C says so in one word and ends with 130, as shells expect."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background of a shell ignores it
    monkeypatch.setattr(main, "cli", type("Cli", (), {"main": staticmethod(_interrupted)}))
    assert run(["check", "x"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def _interrupted(**_: object) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)


def test_a_defect_of_ours_names_its_place(monkeypatch, capsys) -> None:
    """What Comity did not foresee is one problem with the place in the code, and not a traceback."""

    def fails(**_: object) -> None:
        raise KeyError("growth")

    monkeypatch.setattr(main, "cli", type("Cli", (), {"main": staticmethod(fails)}))
    assert run([]) == 1
    said = capsys.readouterr().err
    assert f"{Path(__file__).parent.name}/{Path(__file__).name}" in said
    assert "CMY-799" in said
    assert "Traceback" not in said


def test_a_record_that_is_lost_on_the_way_is_a_problem_and_no_defect(monkeypatch, capsys) -> None:
    """Where the database of a record goes away in the middle of a command, that is said, and what to do."""

    def fails(**_: object) -> None:
        raise Refusal("storage", "the connection was closed")

    monkeypatch.setattr(main, "cli", type("Cli", (), {"main": staticmethod(fails)}))
    assert run([]) == 1
    said = capsys.readouterr().err
    assert "CMY-904" in said and "the connection was closed" in said and "try once more" in said


def test_a_day_beyond_all_calendars_is_wrong_usage() -> None:
    """A day that no agreement reaches is refused with exit code 2, before anything is computed."""
    command = [sys.executable, "-m", "comity", "evaluate", "examples/aster-borealis", "--as-of", "9999-12-31"]
    found = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "too far away" in found.stderr
