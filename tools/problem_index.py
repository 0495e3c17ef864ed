"""The index of problem pages, made from the titles of the pages."""

from __future__ import annotations

from pathlib import Path

PAGES = Path("docs/problems")
GROUPS = {
    "1": "Files and YAML",
    "2": "Structure and values of the agreement",
    "3": "Formulas and names",
    "4": "Facts",
    "5": "Metrics and evaluation",
    "6": "Clauses and worked examples",
    "7": "The command line",
    "8": "Drafting: what counsel would question",
}
HEAD = """# Problems

Every problem that Comity reports has a code and a page, which says what it means, shows an example that causes it, and
how to mend it. This list is made by `make docs`.
"""


def title(page: Path) -> str:
    """Return what is wrong, in words: the page's heading after its code."""
    heading = page.read_text(encoding="utf-8").splitlines()[0]
    return heading.removeprefix(f"# {page.stem}: ")


def index(root: Path) -> str:
    """Return the text of docs/problems/README.md."""
    parts = [HEAD]
    pages = sorted((root / PAGES).glob("CMY-*.md"))
    for digit, about in GROUPS.items():
        lines = [f"- [{page.stem}]({page.name}): {title(page)}" for page in pages if page.stem[4] == digit]
        if lines:
            parts.append("\n".join([f"## {about}", "", *lines]) + "\n")
    return "\n".join(parts)
