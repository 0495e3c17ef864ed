"""`comity serve`: the workplace in a browser."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click

from comity.cli.problems import tell
from comity.cli.progress import working
from comity.kernel.problem import Place, Problem, Refused

WORKERS, THREADS = "2", "4"
"""Eight requests at a time, so that a few that take seconds leave others free. In one process, on two cores, four
threads wait so much for one another, at every question to the database, that they answer half as many as two."""
NO_WEB, TAKEN = "CMY-983", "CMY-987"
PATIENCE = 20
"""Seconds after which the server starts, whatever has not been computed by then."""


data_folder = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("workplace"),
    show_default=True,
    metavar="DIR",
    help="Keep everything in this folder; alliances lie in DIR/alliances.",
)


@contextmanager
def with_web() -> Iterator[None]:
    """Say which package is missing where the web application is not installed. Raises Refused."""
    try:
        yield
    except ModuleNotFoundError as missing:
        why = f"the workplace needs {missing.name}, which is not installed"
        hint = "In a checkout `make serve` installs it; elsewhere: pip install 'comity[web]'"
        raise Refused(Problem(code=NO_WEB, place=Place(file="comity"), why=why, hint=hint)) from missing


@click.command("serve")
@data_folder
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, metavar="N", help="Listen here."
)
@click.option("--demo", is_flag=True, help="Load the examples, and print one login for each role.")
def command(data: Path, port: int, demo: bool) -> None:
    """Serve the shared workplace: both partners see the same alliance in a browser, each what it may see.

    Every folder below DIR/alliances is an alliance. The first start makes an administrator and prints the login, who
    invites people and gives them roles. Settings for production come from the environment: docs/reference/serve.md.
    """
    os.environ["COMITY_DATA"] = str(data.absolute())
    _is_free(port)
    with with_web(), working("Getting the workplace ready"):
        from comity.web import start

        if demo:
            for folder in start.examples_into(data):
                _with_record(folder)
        tell(start.ready())
        logins = start.personas() if demo else start.first_admin()
        _project()
    for one in logins:
        click.echo(f"{one.email:<28} {one.password:<18} {one.who}")
    click.echo(f"http://127.0.0.1:{port}/  (stop with Ctrl-C)")
    _serve(port)


def _is_free(port: int) -> None:
    """Raise Refused where something listens on a port already: two servers would share its requests between them."""
    with socket.socket() as asked:
        if asked.connect_ex(("127.0.0.1", port)) == 0:
            why, hint = (
                "something listens there already",
                "Stop it, or choose another: --port 8001 (make serve PORT=8001).",
            )
            raise Refused(Problem(code=TAKEN, place=Place(file=f"127.0.0.1:{port}"), why=why, hint=hint))


def _with_record(folder: Path) -> None:
    """Open the record of an example from the copy that lies beside it, where one does."""
    from comity.cli.sync import taken_over

    copy = folder / "record.comity"
    if copy.is_file():
        taken_over(folder, copy, folder / "trust.yaml")


def _project() -> None:
    """Make the projections of today, so that the first reader does not wait for them, as far as the time goes.

    Of what is left each is made when somebody opens it; for a large workplace `comity rebuild` makes all of them.
    """
    from comity.web.alliances.models import Alliance
    from comity.web.alliances.projections import fresh, rebuilt

    until = monotonic() + PATIENCE
    for alliance in Alliance.objects.all():
        if monotonic() > until:
            break
        try:
            if not fresh(alliance):
                rebuilt(alliance)
        except Refused as refused:
            tell(refused.problems)


def _serve(port: int) -> None:
    """Become the server: a new program, whose workers inherit nothing of the engine that projections were made with.

    The engine's threads do not survive a fork, and a worker that clears its connections away crashes.
    """
    sys.stdout.flush()
    options = {
        "--interface": "wsgi", "--port": str(port), "--host": "127.0.0.1", "--workers": WORKERS,
        "--blocking-threads": THREADS,
    }  # fmt: skip
    chosen = [
        *(part for pair in options.items() for part in pair),
        "--respawn-failed-workers",
        "--log-level",
        "warning",
    ]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")
    os.execv(sys.executable, [sys.executable, "-m", "granian", *chosen, "comity.web.wsgi:application"])  # nosec B606  # noqa: S606
