"""The workplace that the tests of a process share. They run on SQLite; test_postgresql.py runs them again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import LATER, VIEWS, Login, serving, sized
from tests.web.workplace import read_once, write_alliances, write_people

ASTER = Path(__file__).parents[2] / "examples" / "aster-borealis"


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a workplace whose application is loaded in this process."""
    data = tmp_path_factory.mktemp("workplace")
    # Another test of this process may have left the loop of a browser running, in which Django would refuse to work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ |= {"COMITY_DATA": str(data), "COMITY_SECRET_KEY": "only for tests", "COMITY_HOSTS": "testserver"}
    write_alliances(data)
    from comity.web import start

    assert start.ready() == []
    write_people()
    read_once()
    return data


@pytest.fixture
def rolled_back(workplace: Path) -> Iterator[None]:
    """Take back what a test writes into the database, and forget the pages that were made of it."""
    from django.core.cache import cache
    from django.db import transaction

    from comity.web.alliances import front
    from comity.web.held import Held

    cache.clear()
    front._PAGES = Held(front.MOST_PAGES)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client_of(workplace: Path, rolled_back: None) -> Callable[..., object]:
    """Return a function from an address to the browser of that person, logged in; without one, of nobody."""
    from django.test import Client

    from comity.web.people.models import User

    def made(email: str = "", **more: bool) -> Client:
        client = Client(raise_request_exception=False, **more)
        if email:
            client.force_login(User.objects.get(email=email))
        return client

    return made


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """Start the one workplace that the browsers of a process share: the two sample alliances and the large example.

    Nobody but the administrator is in it at first. What a test makes there stays, so each makes what it needs.
    """
    data = tmp_path_factory.mktemp("served")
    write_alliances(data)
    shutil.copytree(ASTER, data / "alliances" / "aster")
    expect.set_options(timeout=60_000)
    with serving(data) as found:
        yield found


@pytest.fixture(params=["light", pytest.param("dark", marks=LATER), pytest.param("phone", marks=LATER)])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Yield a browser's tab: on a desk by day; in `make soak` by night and on a phone too."""
    size, scheme = VIEWS[request.param]
    context = browser.new_context(viewport=sized(size), color_scheme=scheme)  # type: ignore[arg-type]
    context.set_default_timeout(90_000)
    yield context.new_page()
    context.close()
