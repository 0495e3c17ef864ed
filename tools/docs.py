"""Writes the generated documents, or with --check says which are out of date.

Each generated file is one line in `GENERATED`: its path, and the function that makes its text from the repository's
root.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from comity.agreement.reference import with_tables
from comity.agreement.schema import schema
from tools.cli_reference import reference
from tools.json_reference import json_reference
from tools.problem_index import index

ROOT = Path(__file__).parent.parent


def agreement_schema(_: Path) -> str:
    """Return the JSON Schema of the agreement, as `comity schema` prints it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def agreement_reference(root: Path) -> str:
    """Return the reference of the language with the tables of keys and functions made anew."""
    return with_tables((root / "docs/reference/agreement.md").read_text(encoding="utf-8"))


GENERATED: dict[str, Callable[[Path], str]] = {
    "docs/problems/README.md": index,
    "docs/reference/agreement.md": agreement_reference,
    "docs/reference/agreement.schema.json": agreement_schema,
    "docs/reference/cli.md": reference,
    "docs/reference/json.md": json_reference,
}


def outdated(root: Path) -> dict[str, str]:
    """Return path -> wanted text of every generated file that says something else."""
    wanted = {path: make(root) for path, make in GENERATED.items()}
    return {path: text for path, text in wanted.items() if current(root / path) != text}


def current(path: Path) -> str | None:
    """Return a file's text, or None where there is no file."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    """Write what is out of date; with --check only name it, and return 1 if there is any."""
    stale = outdated(ROOT)
    if "--check" in arguments:
        for path in stale:
            print(f'{path} is out of date: run "make docs".')
        return 1 if stale else 0
    for path, text in stale.items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
