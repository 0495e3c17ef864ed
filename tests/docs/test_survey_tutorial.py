"""The tutorial of surveys is followed as that of clauses is: its files are written, its commands run, in order."""

from pathlib import Path

from markdown_it import MarkdownIt

from tests.docs.test_tutorial import follow, write

PAGE = Path(__file__).parent.parent.parent / "docs" / "tutorial" / "surveys.md"
FENCES = [token for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8")) if token.type == "fence"]


def test_who_follows_it_sees_what_it_shows(tmp_path: Path) -> None:
    """From an empty folder to questionnaires in two languages, and what else the page shows."""
    for block in FENCES:
        info = block.info.split()
        if info[0] == "shell-session":
            follow(tmp_path, block)
        else:
            write(tmp_path, info, block.content)


def test_every_step_is_shown() -> None:
    """The page uses each command that writing a survey needs, so that the test above cannot be empty."""
    shown = {word for block in FENCES for line in block.content.splitlines() if line.startswith("$ ")
             for part in line.split("comity ")[1:] for word in part.split()[:1]}  # fmt: skip
    assert {"catalogue", "check", "survey"} <= shown
