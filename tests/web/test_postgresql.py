"""The same pages on PostgreSQL, as in production."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.record.stores.server import ADMIN, running

PAGES = ("tests/web/test_pages.py", "tests/web/test_docket.py", "tests/web/test_api_tokens.py")
QUICK = ("-k", "not headers")
"""The headers of an answer are written without asking the database."""


@pytest.mark.parametrize("tests", [(*PAGES, *QUICK), pytest.param(PAGES, marks=pytest.mark.soak)], ids=["most", "all"])
def test_the_workplace_is_the_same_on_postgresql(tests: tuple[str, ...]) -> None:
    """What the pages say, projections, logins, invitations: the tests of the pages pass on PostgreSQL."""
    with running() as server:
        address = f"postgresql://{ADMIN}@/postgres?host={server.folder}"
        environ = {**os.environ, "COMITY_DATABASE": address, "PYTEST_ADDOPTS": ""}
        environ.pop("PYTEST_XDIST_WORKER", None)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            *tests,
        ]
        found = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout[-3000:]
        assert "skipped" not in found.stdout
