"""A file that somebody uploaded, as text cells: read by a process of its own (sandbox), bounded in every direction."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from comity.facts.found import plain
from comity.facts.model import RawFile
from comity.kernel.problem import Place, Problem, Refused
from comity.web.exports import unguarded

KINDS = (".csv", ".xlsx")
MOST_ROWS, MOST_CELLS = 200_000, 5_000_000
MOST_LETTERS = 32_767
"""Letters in a cell, as many as a spreadsheet takes."""
PATIENCE = 60
"""Seconds after which reading is given up, whatever it waits for."""
_LONGEST = 80
_TOO_MUCH, _OTHER_KIND = "CMY-402", "CMY-409"


def shown_name(name: str) -> str:
    """Return the name of an uploaded file as it is shown: its last part, printable, short. It never becomes a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-_LONGEST:] or "file"


def read_upload(file: Path, name: str) -> tuple[RawFile, list[Problem]]:
    """Return the cells of a file as texts, and what is wrong with single rows; `name` says its kind and its places.

    A row that cannot be read is blank, a cell that cannot is empty. Raises Refused where the file as a whole cannot be.
    """
    shown = shown_name(name)
    kind = PurePosixPath(shown).suffix.lower()
    if kind not in KINDS:
        hint = "Upload .csv (UTF-8) or .xlsx; Parquet and other kinds are put into the folder of the alliance."
        raise Refused(Problem(code=_OTHER_KIND, place=Place(file=shown), why="this kind is not taken here", hint=hint))
    if not file.stat().st_size:
        hint = "It needs a header with the names of its columns."
        raise Refused(Problem(code="CMY-403", place=Place(file=shown), why="the file is empty", hint=hint))
    with TemporaryDirectory(prefix="comity-reading-") as folder:
        target = Path(folder) / "cells.arrow"
        problems = _sandboxed(kind, file, target, shown)
        if not target.exists():
            raise Refused(*(problems or [_too_much(shown)]))
        table = _cells(target)
    if table.num_rows > MOST_ROWS or table.num_rows * table.num_columns > MOST_CELLS:
        why = f"the file has {table.num_rows:,} rows; at most {MOST_ROWS:,} rows or {MOST_CELLS:,} cells are taken"
        raise Refused(Problem(code=_TOO_MUCH, place=Place(file=shown), why=why, hint="Split it into several files."))
    if long := _longest(table):
        why = f"a cell of column {long} holds more than {MOST_LETTERS:,} letters"
        raise Refused(Problem(code=_TOO_MUCH, place=Place(file=shown, cell=f"column {long}"), why=why))
    if kind == ".csv":
        table = pa.table([unguarded(table.column(name)) for name in table.column_names], schema=table.schema)
    said = {key.decode(): text.decode() for key, text in (table.schema.metadata or {}).items()}
    raw = RawFile(
        path=shown, table=table.replace_schema_metadata(None), digest=_digest(file),
        first_row=int(said["first_row"]), rows_are_lines=said["rows_are_lines"] == "True",
    )  # fmt: skip
    return raw, problems


def _sandboxed(kind: str, file: Path, target: Path, shown: str) -> list[Problem]:
    """Have a file read by a process of its own; one that ends any other way than by its answer had too much to read."""
    command = [sys.executable, "-I", "-m", "comity.web.facts.sandbox", kind, str(file), str(target)]
    # One small pool of memory and one thread each: address space is what is limited.
    alone = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environ = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", **alone}
    try:
        done = subprocess.run(  # nosec B603  # noqa: S603 - our own program, and no part of the command is a person's
            command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
        told = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        told = None
    if told is None:
        target.unlink(missing_ok=True)  # it may have been ended while it wrote
        return [_too_much(shown)]
    return [
        Problem(
            code=one["code"], why=one["why"], hint=one["hint"],
            place=Place(file=shown, line=one["line"], cell=one["cell"]),
        )
        for one in told
    ]  # fmt: skip


def _cells(target: Path) -> pa.Table:
    with pa.OSFile(str(target)) as file, pa.ipc.open_file(file) as reader:
        return reader.read_all()


def _longest(table: pa.Table) -> str:
    """Return a column with a cell that is too long, "" where there is none."""
    lengths = ((name, pc.max(pc.utf8_length(table.column(name))).as_py() or 0) for name in table.column_names)
    return next((plain(name) for name, length in lengths if length > MOST_LETTERS), "")


def _too_much(shown: str) -> Problem:
    why = "reading it takes more memory or time than one file is given"
    hint = "Save it again with nothing but the rows of facts in it, or split it."
    return Problem(code=_TOO_MUCH, place=Place(file=shown), why=why, hint=hint)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
