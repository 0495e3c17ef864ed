"""The commands that documents show are run, and print what the documents say."""

import shutil
from pathlib import Path

import pytest

from tests.docs.snippets import commands, matches, run

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = [
    path
    for path in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*/README.md")])
    if "console" in (text := path.read_text(encoding="utf-8")) and commands(text)
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a reader has before them, which commands may change."""
    ignore = shutil.ignore_patterns("flights", "__pycache__")
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=ignore)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_print_what_the_document_says(document: Path, checkout: Path) -> None:
    """Every command, run in the document's order, ends and prints as shown there."""
    for command in commands(document.read_text(encoding="utf-8")):
        status, printed = run(command, checkout)
        where = f"{document.name}:{command.line}: $ {command.text}"
        assert (status, matches(command.expected, printed)) == (command.status, True), f"{where}\n{printed}"


def test_the_tutorial_is_among_them() -> None:
    """The README shows commands, so that the test above cannot be empty."""
    assert ROOT / "README.md" in DOCUMENTS
