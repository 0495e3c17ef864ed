"""The tutorial is followed: its files are written, its commands run, in the order of the page.

A block `yaml FILE` or `csv FILE` is a file of that name, `yaml add FILE` is added to its end. A block `shell-session`
holds commands and what they print, as the `console` blocks of other documents do.
"""

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.docs.snippets import matches, read_block, run

PAGE = Path(__file__).parent.parent.parent / "docs" / "tutorial" / "clauses.md"
FENCES = [token for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8")) if token.type == "fence"]


def write(folder: Path, info: list[str], content: str) -> None:
    """Write a block into its file, or add it to the end."""
    path = folder / info[-1]
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if info[1] == "add" else ""
    path.write_text(before + content, encoding="utf-8")


def follow(folder: Path, block: Token) -> None:
    """Run the commands of a block and compare what they print."""
    status = next((int(word.removeprefix("exit=")) for word in block.info.split() if word.startswith("exit=")), 0)
    for command in read_block(block.content, (block.map or [0])[0] + 2, status):
        ended, printed = run(command, folder)
        where = f"{PAGE.name}:{command.line}: $ {command.text}"
        assert (ended, matches(command.expected, printed)) == (command.status, True), f"{where}\n{printed}"


def test_whoever_follows_the_tutorial_sees_what_it_shows(tmp_path: Path) -> None:
    """From an empty folder to the contract text, file by file and command by command."""
    for block in FENCES:
        info = block.info.split()
        if info[0] == "shell-session":
            follow(tmp_path, block)
        else:
            write(tmp_path, info, block.content)


def test_every_step_is_shown() -> None:
    """The page uses each command that a clause needs, so that the test above cannot be empty."""
    shown = {line.split()[2] for block in FENCES for line in block.content.splitlines() if line.startswith("$ comity")}
    assert shown == {"check", "backtest", "evaluate", "docket", "explain", "draft"}
