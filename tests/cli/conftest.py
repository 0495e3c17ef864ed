"""The command line as a user runs it, within the process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from comity.cli.main import run

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


class Ran:
    """How a command ended: exit code, what it printed, what it complained about."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


Comity = Callable[..., Ran]


@pytest.fixture
def comity(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Comity:
    """Run a command line; no answer may be a traceback or the report of a defect."""
    monkeypatch.setenv("COLUMNS", "100")

    def ran(*arguments: object) -> Ran:
        status = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        assert "CMY-799" not in captured.err
        return Ran(status, captured.out, captured.err)

    return ran


@pytest.fixture
def alliance(tmp_path: Path, comity: Comity) -> Path:
    """A folder as `comity init` writes it."""
    folder = tmp_path / "alliance"
    assert comity("init", folder).status == 0
    return folder
