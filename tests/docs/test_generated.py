"""Generated documents are as their generators would write them."""

from pathlib import Path

from comity.cli.main import COMMANDS
from tools.cli_reference import reference
from tools.docs import ROOT, outdated
from tools.problem_index import index


def test_generated_documents_are_up_to_date() -> None:
    """`make docs` would change nothing."""
    assert list(outdated(ROOT)) == []


def test_a_page_that_is_not_listed_makes_the_index_stale(tmp_path: Path) -> None:
    """An index is wanted that has the page's code and title under the heading of its group."""
    pages = tmp_path / "docs" / "problems"
    pages.mkdir(parents=True)
    (pages / "CMY-101.md").write_text("# CMY-101: the file is empty\n", encoding="utf-8")
    assert "## Files and YAML\n\n- [CMY-101](CMY-101.md): the file is empty\n" in index(tmp_path)


def test_the_command_line_reference_has_every_command() -> None:
    """Each command has its section with its own usage line."""
    page = reference(ROOT)
    for name in COMMANDS:
        assert f"## comity {name}\n\n```text\nUsage: comity {name} " in page
