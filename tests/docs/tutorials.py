"""Tutorials that are followed: their files are written and their commands run, in the order of the page.

A block `yaml FILE` or `csv FILE` is a file of that name, `yaml add FILE` is added to its end. A block `shell-session`
holds commands and what they print, as the `console` blocks of other documents do.
"""

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.docs.snippets import matches, read_block, run

FOLDER = Path(__file__).parent.parent.parent / "docs" / "tutorial"


def follow(page: str, folder: Path) -> None:
    """Do in a folder what a page says, and compare what commands print."""
    for block in _blocks(page):
        info = block.info.split()
        if info[0] == "shell-session":
            _run(page, folder, block)
        else:
            _write(folder, info, block.content)


def commands(page: str) -> set[str]:
    """Return the commands of comity that a page runs."""
    lines = [line for block in _blocks(page) for line in block.content.splitlines() if line.startswith("$ ")]
    return {word for line in lines for part in line.split("comity ")[1:] for word in part.split()[:1]}


def _blocks(page: str) -> Iterator[Token]:
    tokens = MarkdownIt().parse((FOLDER / page).read_text(encoding="utf-8"))
    return (token for token in tokens if token.type == "fence")


def _write(folder: Path, info: list[str], content: str) -> None:
    path = folder / info[-1]
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if info[1] == "add" else ""
    path.write_text(before + content, encoding="utf-8")


def _run(page: str, folder: Path, block: Token) -> None:
    status = next((int(word.removeprefix("exit=")) for word in block.info.split() if word.startswith("exit=")), 0)
    for command in read_block(block.content, (block.map or [0])[0] + 2, status):
        ended, printed = run(command, folder)
        where = f"{page}:{command.line}: $ {command.text}"
        assert (ended, matches(command.expected, printed)) == (command.status, True), f"{where}\n{printed}"
