"""Commands in documents: read from their `console` blocks, run for real, and compared with what is printed there.

In a block, a line that begins with `$ ` is a command for bash, and the lines below it are what it prints. A line `...`
stands for any lines, `...` within a line for any text. A block marked `console exit=1` shows a command that ends so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tests import preloaded

LIMIT = 120
WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command of a document, the line it stands on, what it shall print and how it shall end."""

    line: int
    text: str
    expected: str
    status: int


def commands(document: str) -> list[Command]:
    """Return the commands of a document in their order."""
    found = []
    for token in MarkdownIt().parse(document):
        words = token.info.split()
        if token.type != "fence" or not words or words[0] != "console":
            continue
        first_line = (token.map or [0])[0] + 2
        status = next((int(word.removeprefix("exit=")) for word in words if word.startswith("exit=")), 0)
        found += read_block(token.content, first_line, status)
    return found


def read_block(block: str, first_line: int, status: int) -> list[Command]:
    """Return the commands of one block; a block without a command is a mistake."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    if parts[0].strip() or len(parts) == 1:
        raise ValueError(f"line {first_line}: a console block begins with a command after '$ '")
    found, line = [], first_line
    for part in parts[1:]:
        text, _, expected = part.partition("\n")
        found.append(Command(line=line, text=text, expected=expected, status=status))
        line += part.count("\n")
    return found


def run(command: Command, folder: Path) -> tuple[int, str]:
    """Run a command in a folder as a user would, and return its exit code and all it printed."""
    environment = {
        "PATH": os.pathsep.join([str(preloaded.commands()), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": str(WIDTH),
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command.text],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    return done.returncode, done.stdout


def matches(expected: str, printed: str) -> bool:
    """Say whether what was printed is what is expected; blanks at line ends and blank lines at the end are ignored."""
    lines = []
    for line in tidy(expected):
        if line.strip() == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(".*?".join(re.escape(part) for part in line.split("...")) + r"\n")
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in tidy(printed))) is not None


def tidy(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]
