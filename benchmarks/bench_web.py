"""The workplace with 1,000 alliances: time on the server, queries, size of pages, and requests a second under wrk."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.measure import Result
from benchmarks.workplaces import ALLIANCES, MANAGER, loaded
from comity.cli.serve import THREADS, WORKERS

TIMES, SECONDS, ROUNDS = 100, 4, 3  # so often that the first answer of each worker, which loads, is beyond the p95
PAGES = {
    "portfolio": "/",
    "overview": "/alliances/alliance-500/",
    "metric": "/alliances/alliance-500/metrics/metric_3/",
    "clause": "/alliances/alliance-500/clauses/clause_3/",
    "docket": "/alliances/alliance-500/docket/",
    "scorecard": "/alliances/alliance-500/scorecard/",
    "facts": "/alliances/alliance-500/facts/",
}


def bench() -> list[Result]:
    """Return what a page costs the server, what it weighs, and the overview's rate against that of an empty page."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        loaded(Path(folder))
        client = _client()
        results = [one for name, path in PAGES.items() for one in _page(client, name, path)]
        cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())  # as a browser has them
        with served() as address:
            times = [_times(name, f"{address}{path}", cookies) for name, path in PAGES.items()]
            return [*results, *times, *_rates(address, cookies)]


def _client() -> Any:
    from django.test import Client

    from comity.web.people.models import User

    client = Client()
    client.force_login(User.objects.get(email=MANAGER))
    return client


def _page(client: Any, name: str, path: str) -> Iterator[Result]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        body = client.get(path)
        asked = len(queries)
    if body.status_code != 200:
        raise RuntimeError(f"{path} answers {body.status_code}")
    yield Result(name=f"{name}: queries", value=asked, unit="", bar=12)
    first = len(gzip.compress(body.content)) + len(gzip.compress(client.get(_style(body.content)).content))
    yield Result(name=f"{name}: first load, compressed, with its style", value=first / 1000, unit="KB", bar=400)


def _times(name: str, address: str, cookies: str) -> Result:
    """Return the p95 of answers one after the other, by the server's own process, with what the way there takes."""
    asked = Request(address, headers={"Cookie": cookies})  # noqa: S310 - our own server
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        with urlopen(asked) as answer:  # noqa: S310 - our own server
            answer.read()
        times.append(time.perf_counter() - start)
    return Result(
        name=f"{name}: p95, {ALLIANCES} alliances", value=statistics.quantiles(times, n=20)[-1], unit="s", bar=0.15,
        note=f"median {statistics.median(times):.3f} s",
    )  # fmt: skip


def _style(page: bytes) -> str:
    found = re.search(r'href="(/style-[^"]+)"', page.decode())
    if found is None:
        raise RuntimeError("the page names no style sheet")
    return found[1]


def _rates(address: str, cookies: str) -> Iterator[Result]:
    """Yield the rate of an empty page, with and without a login, over the overview's, in rounds that take turns."""
    if shutil.which("wrk") is None:
        yield Result(name="requests a second", value=0, unit="", note="wrk is not installed: apt-get install wrk")
        return
    asked = (
        (f"{address}/empty", ""),
        (f"{address}/empty-for-people", cookies),
        (f"{address}{PAGES['overview']}", cookies),
    )
    rounds = [[_wrk(*one) for one in asked] for _ in range(ROUNDS)]
    empty, known, overview = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    note = f"{overview:.0f} a second against {empty:.0f}; the bar is a fifth"
    yield Result(name="empty page's rate / overview's rate", value=empty / overview, unit="x", bar=5, note=note)
    note = f"against {known:.0f}: an empty page that knows who is logged in"
    yield Result(name="empty page's rate, logged in / overview's rate", value=known / overview, unit="x", note=note)


@contextmanager
def served() -> Iterator[str]:
    """Serve the workplace of this process's environment as `comity serve` does; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--blocking-threads",
        THREADS,
        "--workers",
        WORKERS,
    ]
    command = [sys.executable, "-m", "granian", *options, "--log-level", "error", "benchmarks.empty:application"]
    with subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "comity.web.settings"}) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(f"{address}/health")
            yield address
        finally:
            server.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urlopen(address).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


def _wrk(address: str, cookies: str) -> float:
    """Return requests a second. Raises RuntimeError where an answer was not a page."""
    sent = ["-H", f"Cookie: {cookies}"] if cookies else []
    command = ["wrk", "-t", "1", "-c", "8", "-d", f"{SECONDS}s", *sent, address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    found = re.search(r"Requests/sec:\s+([0-9.]+)", told)
    if found is None:
        raise RuntimeError(told)
    return float(found[1])
