"""Writes the generated documents, or with --check says which are out of date.

Each generated file is one line in `GENERATED`: its path, and the function that makes its text from the repository's
root. A generated folder is one line in `FOLDERS`: its function makes all its files, and a file that it does not make
is removed. Folders take seconds, so that --check leaves them to the tests (tests/docs/test_generated.py).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from comity.agreement.reference import with_tables
from comity.agreement.schema import schema
from comity.catalogue.load import catalogue
from tools.api_reference import DESCRIPTION as API
from tools.api_reference import api_description, api_reference
from tools.catalogue import FOLDER as CATALOGUE
from tools.catalogue import catalogue_data, instruments_data
from tools.catalogue_reference import FOLDER as CATALOGUE_PAGES
from tools.catalogue_reference import catalogue_pages
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
    f"{CATALOGUE}/catalogue.jsonl": catalogue_data,
    f"{CATALOGUE}/instruments.json": instruments_data,
    API: api_description,
    "docs/problems/README.md": index,
    "docs/reference/agreement.md": agreement_reference,
    "docs/reference/agreement.schema.json": agreement_schema,
    "docs/reference/api.md": api_reference,
    "docs/reference/cli.md": reference,
    "docs/reference/json.md": json_reference,
}
"""Path -> what makes its text. The catalogue comes first: what follows may show its entries."""

FOLDERS: dict[str, Callable[[Path], dict[str, str]]] = {CATALOGUE_PAGES: catalogue_pages}
"""Folder -> what makes all its files, by their paths below it."""


def outdated(root: Path) -> dict[str, str]:
    """Return path -> wanted text of every generated file that says something else."""
    wanted = {path: make(root) for path, make in GENERATED.items()}
    return {path: text for path, text in wanted.items() if current(root / path) != text}


def outdated_in_folders(root: Path) -> dict[str, str | None]:
    """Return path -> wanted text of every file of a generated folder that is not as wanted; None: it is to go."""
    found: dict[str, str | None] = {}
    for folder, make in FOLDERS.items():
        wanted = {f"{folder}/{name}": text for name, text in make(root).items()}
        there = {str(path.relative_to(root)) for path in (root / folder).rglob("*") if path.is_file()}
        found |= {path: text for path, text in wanted.items() if current(root / path) != text}
        found |= dict.fromkeys(sorted(there - set(wanted)))
    return found


def current(path: Path) -> str | None:
    """Return a file's text, or None where there is no file."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def write(root: Path, changes: Mapping[str, str | None]) -> None:
    """Write files, and remove those whose text is None."""
    for path, text in changes.items():
        if text is None:
            (root / path).unlink()
            print(f"removed {path}")
        else:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
            print(f"wrote {path}")


def main(arguments: list[str]) -> int:
    """Write what is out of date; with --check only name it, and return 1 if there is any."""
    stale = outdated(ROOT)
    if "--check" in arguments:
        for path in stale:
            print(f'{path} is out of date: run "make docs".')
        return 1 if stale else 0
    write(ROOT, stale)
    catalogue.cache_clear()
    write(ROOT, outdated_in_folders(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
