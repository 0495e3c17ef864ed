"""The page on facts and the pages of its problems: every file shown there is read, and does what is said."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from comity.adapters.files import read_folder_facts
from comity.agreement.model import Terms
from comity.agreement.read import read
from comity.facts.load import load
from comity.facts.model import Facts
from comity.kernel.problem import Problem

DOCS = Path(__file__).parent.parent.parent / "docs"
REFERENCE = DOCS / "reference" / "facts.md"
PAGES = sorted(page for page in (DOCS / "problems").glob("CMY-4*.md") if not page.stem.startswith(("CMY-46", "CMY-47")))
"""Those about facts; 46 and 47 are about surveys, whose files a command writes."""
LATER = date(2030, 1, 1)


def fences(text: str) -> list[tuple[str, str]]:
    """Return (what follows the fence, content) of every block of code."""
    return [(token.info.strip(), token.content) for token in MarkdownIt().parse(text) if token.type == "fence"]


def declared() -> Terms:
    """Return the agreement of the page."""
    text = next(content for info, content in fences(REFERENCE.read_text("utf-8")) if info == "yaml agreement.yaml")
    found, problems = read(text.encode(), "agreement.yaml")
    assert found is not None, problems
    assert problems == []
    return found


def files(text: str) -> dict[str, str]:
    """Return the files of facts that a text shows, by their path below facts/."""
    found = {}
    for info, content in fences(text):
        kind, _, path = info.partition(" ")
        if kind in ("csv", "yaml") and "/" in path:
            found[path.removeprefix("facts/")] = content
    return found


def loaded(shown: dict[str, str], folder: Path, known_at: date = LATER) -> tuple[Facts, list[Problem]]:
    for path, content in shown.items():
        place = folder / "facts" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
    terms = declared()
    raws, problems = read_folder_facts(folder, terms.facts)
    facts, found = load(raws, terms, known_at)
    return facts, [*problems, *found]


def test_the_files_of_the_page_are_loaded_without_a_problem(tmp_path: Path) -> None:
    """What the page shows can be copied into a folder and used."""
    shown = files(REFERENCE.read_text(encoding="utf-8"))
    facts, problems = loaded(shown, tmp_path)
    assert len(shown) == 11
    assert problems == []
    rows = {name: table.rows.num_rows for name, table in facts.tables.items()}
    assert rows == {"levels": 3, "sales": 3, "rates": 2, "ratings": 2}


def test_the_comparisons_are_those_of_the_page(tmp_path: Path) -> None:
    """What the page says of two reporters is what comes of its files."""
    text = REFERENCE.read_text(encoding="utf-8")
    facts, _ = loaded(files(text), tmp_path)
    said = next(content for info, content in fences(text) if info == "text comparisons")
    comparisons = facts.tables["sales"].comparisons
    assert [f"{c.period} {c.state}: {c.reason}" for c in comparisons] == said.splitlines()


def test_corrections_are_known_as_the_page_says(tmp_path: Path) -> None:
    """The table of days and values is computed."""
    text = REFERENCE.read_text(encoding="utf-8")
    lines = re.findall(r"^\| (2026-\d\d-\d\d) \| ([\d.]+|not known) \|$", text, re.MULTILINE)
    assert len(lines) == 3
    for day, value in lines:
        rows = loaded(files(text), tmp_path, date.fromisoformat(day))[0].tables["levels"].rows.to_pylist()
        silver = [str(row["good"]) for row in rows if row["level"] == "silver"]
        assert silver == ([] if value == "not known" else [value]), day


def with_about(shown: dict[str, str]) -> dict[str, str]:
    """Add what the pages take for granted: a day on which levels were known."""
    return {"levels/about.yaml": "all files: {known at: 2026-04-15}\n"} | shown if shown else {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_files_that_cause_the_problem_and_files_that_mend_it(page: Path, tmp_path: Path) -> None:
    """Both are run, where the page shows files: the first give the code, the second no problem at all."""
    cause, _, mend = page.read_text(encoding="utf-8").partition("\nThis mends it:\n")
    assert mend
    if not files(cause):
        return
    assert page.stem in {problem.code for problem in loaded(with_about(files(cause)), tmp_path / "cause")[1]}
    assert [str(p) for p in loaded(with_about(files(mend)), tmp_path / "mend")[1]] == []


def test_most_pages_show_files() -> None:
    """The test above is not empty."""
    assert len([page for page in PAGES if files(page.read_text(encoding="utf-8"))]) > 20
