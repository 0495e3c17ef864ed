"""Every problem code has a page, and every page a code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted((ROOT / "docs" / "problems").glob("CMY-*.md"))
CODE = re.compile(r"CMY-\d{3}\b")


def texts(path: Path) -> Iterator[str]:
    """Yield the texts that code uses: its string literals without docstrings and bare strings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unused = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unused:
            yield node.value


def codes_in_source() -> set[str]:
    """Return every code that the source can give to a problem."""
    files = (ROOT / "src").rglob("*.py")
    return {code for file in files for text in texts(file) for code in CODE.findall(text)}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """No code is without explanation, and no page explains a code that is gone."""
    assert {page.stem for page in PAGES} == codes_in_source()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_complete(page: Path) -> None:
    """A page is titled with its code and says what is wrong, shows an example and mends it."""
    text = page.read_text(encoding="utf-8")
    assert re.match(rf"# {page.stem}: \S", text)
    assert "```" in text
    assert len(text.split()) >= 40
