"""bandit finds nothing in the source."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.soak
def test_bandit_finds_nothing() -> None:
    """No unsafe call, weak hash or open temporary file, but for those marked in the source with a reason.

    `make check` asks ruff for the same rules, in a second; this one reads for twenty.
    """
    command = [sys.executable, "-m", "bandit", "-q", "-r", "src", "-c", "pyproject.toml", "-f", "json"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = json.loads(found.stdout)
    assert told["metrics"]["_totals"]["loc"] > 50_000, "it has read the source"
    assert [f"{one['filename']}:{one['line_number']} {one['issue_text']}" for one in told["results"]] == []
    assert told["errors"] == []


def test_what_is_marked_for_bandit_says_why() -> None:
    """Each line that is left out names the rule, and ruff's with it."""
    for file in (ROOT / "src").rglob("*.py"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if "nosec" in line:
                rule = line.split("nosec B")[1][:3]
                assert f"noqa: S{rule}" in line, f"{file}: {line}"
