"""`comity` as a process of its own, without loading its libraries again for each: it is forked from one that has.

`commands()` is a folder with a program `comity` for the front of a PATH. It hands its words, its folder, its
environment and its three streams to the one that waits, which forks; what is run is `comity.cli.main.main`, as the
installed command does. tests/cli/test_main.py starts the installed one.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import pkgutil
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

PACKAGES = ("comity.adapters", "comity.cli", "comity.opening", "comity.reports", "comity.standing", "comity.surveys")
ABSENT = {"comity.adapters.record_postgres", "comity.adapters.spark"}
"""What needs a library that may not be there."""
CLIENT = """#!{python} -IS
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(line, [len(asked).to_bytes(4, "big")], [0, 1, 2])
line.sendall(asked)
sys.exit(int(line.recv(3) or b"70"))
"""


@functools.cache
def commands() -> Path:
    """Return the folder of the program; the process that it asks ends with this one."""
    folder = Path(tempfile.mkdtemp(prefix="comity-"))
    address = str(folder / "asked")
    program = folder / "comity"
    program.write_text(CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
    program.chmod(0o755)
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    waiting = subprocess.Popen([sys.executable, __file__, address], env=environ, stdout=subprocess.PIPE)
    atexit.register(shutil.rmtree, folder)
    atexit.register(waiting.kill)
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == b"ready\n"
    return folder


def _wait(address: str) -> None:
    """Load what commands load, and fork for each that is asked for."""
    from comity.cli.main import WithoutPandas, main

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.meta_path.insert(0, WithoutPandas)
    for package in PACKAGES:
        for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if found.name not in ABSENT:
                import_module(found.name)
    threads = sorted((thread / "comm").read_text().strip() for thread in Path("/proc/self/task").iterdir())
    others = [name for name in threads if not name.startswith(("python", "jemalloc"))]
    assert others == [], "a process with threads cannot be forked, except those that are ready for it"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        os.write(1, b"ready\n")
        children = 0
        while True:
            line, _ = listening.accept()
            if os.fork() == 0:
                os._exit(_answered(line, main))
            line.close()
            children += 1
            while children and os.waitpid(-1, os.WNOHANG) != (0, 0):
                children -= 1


def _answered(line: socket.socket, main: Callable[[Sequence[str]], None]) -> int:
    """Run a command with the streams of who asks, and say how it ended."""
    length, streams, _, _ = socket.recv_fds(line, 4, 3)
    asked = b""
    while len(asked) < int.from_bytes(length, "big"):
        asked += line.recv(65536)
    words, folder, environ = json.loads(asked)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(folder)
    os.environ.clear()
    os.environ |= environ
    status = 1
    try:
        main(words)
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        line.sendall(b"%d" % status)
    return status


if __name__ == "__main__":
    _wait(sys.argv[1])
