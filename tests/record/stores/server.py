"""A private PostgreSQL server for the tests: started when first needed, gone when they end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ADMIN, WRITER = "postgres", "comity_writer"


class Server:
    """A server of its own, reached by a socket in its folder only. Root runs it as the user `postgres`."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.tools = tools
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", ADMIN, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = f"-c listen_addresses='' -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", settings, "start")

    def stop(self) -> None:
        """Stop the server at once, if it runs."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def kill(self) -> None:
        """SIGKILL the server with all its processes."""
        main = int((self.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        processes = [main, *_children(main)]
        os.kill(main, signal.SIGSTOP)  # so that it starts no further ones
        for process in processes:
            os.kill(process, signal.SIGKILL)
        _until_gone(processes)
        # Where nobody buries the dead, a server that starts again would take the old one for alive.
        for left in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            left.unlink()

    def database(self, user: str = WRITER) -> str:
        """Return the connection string for a user."""
        return f"host={self.folder} user={user} dbname=postgres"

    def _run(self, tool: str, *arguments: object) -> None:
        command = [str(self.tools / tool), *map(str, arguments)]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # The server inherits what it may write to, so its output goes to a file: a pipe would never end.
        with (self.folder / "tools.log").open("a", encoding="utf-8") as log:
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)


def installed() -> Path | None:
    """Return the folder with the server's own commands, of the newest version there is; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    return Path(initdb).parent if initdb is not None else None


def _children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text(encoding="ascii").split()]


def _until_gone(processes: list[int]) -> None:
    for process in processes:
        while True:
            try:
                state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                break
            if state == "Z":  # dead, and nobody here to bury it
                break


@contextmanager
def running() -> Iterator[Server]:
    """Give a server that runs; afterwards it is stopped and its folder removed."""
    tools = installed()
    if tools is None:
        pytest.fail(
            "PostgreSQL is not installed: `make test` as root installs the Debian package `postgresql`", pytrace=False
        )
    folder = Path(tempfile.mkdtemp(prefix="comity-pg-"))
    try:
        server = Server(folder, tools)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
