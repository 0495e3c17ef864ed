"""Generated documents are as their generators would write them."""

from pathlib import Path

import pytest

from comity.cli.main import COMMANDS
from tools.cli_reference import reference
from tools.docs import ROOT, outdated, outdated_in_folders, write
from tools.problem_index import index


@pytest.mark.soak
def test_generated_documents_are_up_to_date() -> None:
    """`make docs` would change nothing. `make check` says so before the tests are run."""
    assert list(outdated(ROOT)) == []


def test_generated_folders_are_up_to_date() -> None:
    """`make docs` would write no file of them and remove none. `make check` leaves this to the tests: it is slow."""
    assert list(outdated_in_folders(ROOT)) == []


def test_a_folder_loses_what_is_no_longer_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that nobody makes any more is removed, a new one written, and one that is right is left alone."""
    monkeypatch.setattr("tools.docs.FOLDERS", {"made": lambda _: {"same.md": "same", "below/new.md": "new"}})
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "same.md").write_text("same", encoding="utf-8")
    (tmp_path / "made" / "old.md").write_text("old", encoding="utf-8")
    changes = outdated_in_folders(tmp_path)
    assert changes == {"made/below/new.md": "new", "made/old.md": None}
    write(tmp_path, changes)
    assert outdated_in_folders(tmp_path) == {}
    assert not (tmp_path / "made" / "old.md").exists()
    assert capsys.readouterr().out == "wrote made/below/new.md\nremoved made/old.md\n"


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
