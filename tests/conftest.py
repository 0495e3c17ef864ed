"""Settings of the whole suite."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import comity.adapters.duckdb as engine
import comity.agreement.compose as composing
from tests.remembered import database_once, events_once

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

# Two cores run the suite at once, so a slow example says nothing. What continuous integration says must not depend on
# chance; a developer's own runs go on looking for new examples. Where a test says nothing of how many it takes, here
# it takes forty; `make soak` runs every property again, with the second profile.
settings.register_profile("comity", deadline=None, max_examples=30, derandomize=bool(os.environ.get("CI")))
settings.register_profile("soak", deadline=None, max_examples=400)
settings.load_profile("comity")

# What is compiled is kept, also where the environment says otherwise: every process would compile the tests again, and
# what the tests start, the source.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
gc.set_threshold(20_000, 20, 20)  # as in the served workplace: circles are looked for less often

composing._events = events_once(composing._events)  # type: ignore[assignment]
engine._opened = database_once(engine._opened)  # type: ignore[assignment]


def pytest_collection_finish() -> None:
    """Look for circles never among ten thousand tests, which stay."""
    gc.freeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one browser of a process; without Chromium the test fails, with a line that says how to get it."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(
            "Chromium is not installed: `make test` as root installs the Debian package `chromium`", pytrace=False
        )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()
