"""What holds for every test."""

import ast
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


def without_a_sentence(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            sentence = (ast.get_docstring(node) or "").strip()
            if not sentence.endswith("."):
                yield f"{path.relative_to(FOLDER)}:{node.lineno}: {node.name}"


def test_every_test_says_in_a_sentence_what_it_shows() -> None:
    """A test without a docstring, or with one that is no sentence, is named."""
    found = [name for path in sorted(FOLDER.rglob("test_*.py")) for name in without_a_sentence(path)]
    assert found == []
