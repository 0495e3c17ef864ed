"""pyproject.toml, the locks and the record of dependencies agree."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
BUILD = PYPROJECT["build-system"]["requires"]
EXTRAS = PROJECT["optional-dependencies"]
RECORD = (ROOT / "docs" / "adr" / "0007-dependencies.md").read_text(encoding="utf-8")
LOCKS = {name: (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in ("run", "dev")}


def names(requirements: list[str]) -> set[str]:
    """Return the bare, normalised package names of requirement strings."""
    found = [re.match(r"[\w.-]+", requirement) for requirement in requirements]
    return {re.sub(r"[._]", "-", match[0]).lower() for match in found if match}


def locked(lock: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("run", PROJECT["dependencies"] + BUILD), ("dev", PROJECT["dependencies"] + BUILD + EXTRAS["dev"])],
)
def test_every_dependency_is_locked(lock: str, wanted: list[str]) -> None:
    """Each declared dependency stands in its lock."""
    assert names(wanted) <= locked(LOCKS[lock])


def test_the_build_backend_is_locked_as_it_is_declared() -> None:
    """The lock's own input names the backend exactly as the package does."""
    lines = (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == BUILD


def test_development_runs_what_users_run() -> None:
    """The development lock holds every version of the runtime lock."""
    pins = [set(re.findall(r"^[\w.-]+==[^ ]+", LOCKS[name], re.MULTILINE)) for name in ("run", "dev")]
    assert pins[0] <= pins[1]


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_locks_carry_hashes_and_no_addresses(lock: str) -> None:
    """Every pinned version has hashes, and no line says where it was downloaded."""
    entries = re.split(r"\n(?=[\w.-]+==)", lock)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
    assert "index-url" not in lock


def first_cells(section: str) -> list[str]:
    """Return the first cell of each row of the table under a heading of the record."""
    body = RECORD.split(f"## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| (?!Package|Extra|-)([^|]+?) \|", body, re.MULTILINE)


def test_every_runtime_dependency_is_justified() -> None:
    """The record names the dependencies of the package, one row each, and no other."""
    assert names(first_cells("To run")) == names(PROJECT["dependencies"])


def test_every_development_dependency_is_justified() -> None:
    """The record names what development needs, and no other."""
    rows = [name for cell in first_cells("To develop") for name in cell.split(", ")]
    assert names(rows) == names(EXTRAS["dev"])


def test_every_extra_is_justified() -> None:
    """The record names the extras for users."""
    assert {cell.strip("`") for cell in first_cells("Extras")} == set(EXTRAS) - {"dev"}
