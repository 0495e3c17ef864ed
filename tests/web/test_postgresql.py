"""The same pages on PostgreSQL, as in production."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.record.stores.server import ADMIN, running

PAGES, DOCKET, TOKENS = ("tests/web/test_pages.py", "tests/web/test_docket.py", "tests/web/test_api_tokens.py")
ASKING = (
    f"{PAGES}::test_the_overview_is_the_standing",  # a projection and its pieces are written, and read
    f"{PAGES}::test_the_overview_that_is_held_follows_who_the_reader_is",  # rows are changed, and read at once
    f"{PAGES}::test_projections_are_rebuilt_to_the_same_bytes",  # thrown away and made again, byte for byte
    f"{PAGES}::test_a_new_fact_is_on_the_page_at_once",  # a projection takes the place of another
    f"{PAGES}::test_the_number_of_queries_does_not_grow_with_the_alliances",
    f"{PAGES}::test_the_portfolio_shows_nothing_that_is_out_of_date",
    f"{PAGES}::test_a_wrong_password_is_refused_and_soon_everything_is",  # attempts are counted in a table
    f"{PAGES}::test_the_right_password_opens_the_portfolio",  # letters of an address, small or capital
    f"{PAGES}::test_an_administrator_invites_grants_and_takes_back",
    f"{PAGES}::test_a_role_that_cannot_be_given_is_not",  # numbers that are too large for a column, or none
    f"{PAGES}::test_a_role_is_given_in_the_one_alliance_that_was_chosen",  # what hangs on an alliance goes with it
    f"{PAGES}::test_an_administrator_gives_a_new_password_or_closes_an_account",
    f"{DOCKET}::test_a_new_address_ends_the_one_before",
    f"{DOCKET}::test_an_address_ends_with_the_role_or_the_account",
    f"{TOKENS}::test_it_is_shown_once_and_works",
    f"{TOKENS}::test_nobody_ends_or_sees_the_token_of_somebody_else",
    f"{TOKENS}::test_a_person_has_so_many_tokens_and_no_more",
)
"""Those that ask the database something which the others do not ask, so that another database could answer otherwise.

pytest refuses one that is not there: a test that gets another name does not leave this list unseen.
"""


@pytest.mark.parametrize(
    "tests", [ASKING, pytest.param((PAGES, DOCKET, TOKENS), marks=pytest.mark.soak)], ids=["asking", "all"]
)
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
