"""The settings of the workplace: what is wrong is said, all of it, and nothing is started otherwise than meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.kernel.problem import Refused
from comity.web.config import config, make_secret


def test_without_any_variable_it_is_a_workplace_of_this_machine(tmp_path: Path) -> None:
    """SQLite, reached from this machine alone, without https."""
    found = config({"COMITY_DATA": str(tmp_path)})
    assert found.database is None and "localhost" in found.hosts and not found.secure


def test_the_secret_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    """A second start finds the same secret; nobody else on the machine can read it."""
    make_secret(tmp_path)
    first = config({"COMITY_DATA": str(tmp_path)}).secret_key
    make_secret(tmp_path)
    assert config({"COMITY_DATA": str(tmp_path)}).secret_key == first and len(first) > 40
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMITY_SECURE", "true"), ("COMITY_DATABASE", "mysql://x"), ("COMITY_DATABASE", "postgresql://h:port/x"),
        ("COMITY_PROXIES", "many"), ("COMITY_OIDC_ISSUER", "https://id.example.org"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    """The problem names the variable."""
    with pytest.raises(Refused) as refused:
        config({"COMITY_DATA": str(tmp_path), name: value})
    [problem] = refused.value.problems
    assert problem.code == "CMY-981" and name.rpartition("_")[0] in problem.why


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Nobody mends one variable to read of the next."""
    with pytest.raises(Refused) as refused:
        config({"COMITY_DATA": str(tmp_path), "COMITY_SECURE": "yes", "COMITY_DATABASE": "x", "COMITY_PROXIES": "x"})
    assert len(refused.value.problems) == 3
