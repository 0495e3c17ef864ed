"""A hundred people at once: `python -m benchmarks.load sqlite|postgresql [SECONDS]`, five minutes if nothing is said.

The workplace is a server of its own with two workers. People read pages, a few hand in facts by the API. Exit code 1 if
a request failed, or if a file that was acknowledged is not in its folder, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from benchmarks.bench_web import served
from benchmarks.workplaces import loaded

USERS, ALLIANCES, SECONDS = 100, 20, 300
HOME = Path(tempfile.gettempdir()) / f"comity-bench-locust-{sys.version_info.major}{sys.version_info.minor}"


def main(database: str, seconds: int = SECONDS) -> int:
    """Run it, print locust's table, and return the exit code."""
    locust = _locust()
    with tempfile.TemporaryDirectory(prefix="comity-load-") as folder, _database(database) as address:
        data = Path(folder) / "data"
        loaded(data, ALLIANCES, address)
        people, written = Path(folder) / "people.json", Path(folder) / "written.jsonl"
        people.write_text(json.dumps(_people()), encoding="utf-8")
        written.touch()
        with served() as host:
            environ = {**os.environ, "COMITY_PEOPLE": str(people), "COMITY_WRITTEN": str(written)}
            file = str(Path(__file__).parent / "locustfile.py")
            command = [
                str(locust), "--headless", "--only-summary", "-f", file, "--host", host, "-u", str(USERS), "-r", "10",
                "-t", f"{seconds}s", "--stop-timeout", "30",
            ]  # fmt: skip
            failed = subprocess.run(command, env=environ, check=False).returncode
        count, lost = _lost(data, written)
    print(f"{database}: {count} files acknowledged, {len(lost)} of them lost; locust ended with {failed}")
    return 1 if failed or lost or not count else 0


@contextmanager
def _database(name: str) -> Iterator[str | None]:
    if name == "sqlite":
        with nullcontext():
            yield None
        return
    from tests.record.stores.server import ADMIN, running

    with running() as server:
        yield f"postgresql://{ADMIN}@/postgres?host={server.folder}"


def _locust() -> Path:
    """Return the program, installed into an environment of its own."""
    uv, python = str(Path(sys.executable).parent / "uv"), HOME / "bin" / "python"
    if not (HOME / "ready").exists():
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HOME)], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", str(python), "locust>=2.40"], check=True)
        (HOME / "ready").touch()
    return HOME / "bin" / "locust"


def _people() -> list[dict[str, str]]:
    """Make the people, each with a session and a token. They are logged in already: logins are limited by design."""
    from django.test import Client

    from comity.web.alliances.models import Alliance, Membership
    from comity.web.api.tokens import make
    from comity.web.people.models import User

    made = []
    for number in range(USERS):
        user = User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
        Membership.objects.bulk_create(
            Membership(user=user, alliance=one, party="fern", role="alliance_manager") for one in Alliance.objects.all()
        )
        client = Client()
        client.force_login(user)
        _, token = make(user, "load", ["read", "facts:write"], days=30, alliances=None)
        made.append({"session": client.cookies["sessionid"].value, "token": token})
    return made


def _lost(data: Path, written: Path) -> tuple[int, list[str]]:
    """Return how many files were acknowledged, and those of them that are not there as they were acknowledged."""
    told = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    lost = []
    for one in told:
        file = data / "alliances" / one["alliance"] / "facts" / "work" / one["file"]
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != one["digest"]:
            lost.append(str(file))
    return len(told), lost


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:3])))
