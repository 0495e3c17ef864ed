"""Reading a file that somebody uploaded, in a process of its own that can take no more memory, time or disk than this.

Started by `reading` as `python -I -m comity.web.facts.sandbox KIND FILE OUT`. It writes the cells as text into OUT (an
Arrow file) and what is wrong as JSON to its standard output. Whatever a file does to a parser, it does it here.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 1200 * 2**20
SECONDS = 30
WRITTEN = 256 * 2**20
"""The most that reading one file may take: address space in bytes, seconds of processor time, bytes written."""


def main(kind: str, source: str, target: str) -> None:
    """Read a file of one kind (`.csv` or `.xlsx`) and write its cells as text; say problems as JSON."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    sys.stdout.write(json.dumps(_read(kind, Path(source), Path(target))))


def _read(kind: str, source: Path, target: Path) -> list[dict[str, Any]]:
    import pyarrow as pa

    from comity.adapters import delimited, workbook

    reader = {".csv": delimited.read, ".xlsx": workbook.read}[kind]
    with source.open("rb") as stream:
        contents, problems = reader(stream, "")
    if contents is not None:
        names = contents.table.column_names
        texts = [contents.table.column(name) for name in names]  # both readers give texts
        about = {"first_row": str(contents.first_row), "rows_are_lines": str(contents.rows_are_lines)}
        # Of arrays alone: to see whether it was given a data frame, pa.table would load pandas.
        table = pa.Table.from_arrays(texts, names, metadata=about)
        with pa.ipc.new_file(target, table.schema) as out:
            out.write_table(table)
    return [
        {"code": one.code, "why": one.why, "hint": one.hint, "line": one.place.line, "cell": one.place.cell}
        for one in problems
    ]


if __name__ == "__main__":
    main(*sys.argv[1:4])
