"""How snippets are read and compared."""

import sys
from pathlib import Path

import pytest

from tests.docs.snippets import Command, commands, matches, run

DOCUMENT = """# Title

```console
$ echo one
one
$ echo two
two
```

```sh
make demo
```

```console exit=3
$ exit 3
```
"""


def test_commands_are_read_in_order_with_their_line_and_status() -> None:
    """Only console blocks count; each command knows its line, its output and its exit code."""
    assert commands(DOCUMENT) == [
        Command(line=4, text="echo one", expected="one\n", status=0),
        Command(line=6, text="echo two", expected="two\n", status=0),
        Command(line=15, text="exit 3", expected="", status=3),
    ]


def test_a_block_without_a_command_is_a_mistake() -> None:
    """A forgotten dollar sign does not make a block that is never run."""
    with pytest.raises(ValueError, match="line 2"):
        commands("```console\ncomity --help\n```\n")


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb\n", "a  \nb\n\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nd\n", True),
        ("took ... s\n", "took 1.2 s\n", True),
        ("took ... s\n", "took 1\n2 s\n", False),
        ("a\n", "a\nb\n", False),
        ("1.0\n", "1x0\n", False),
        ("...\n", "", True),
    ],
)
def test_ellipses_stand_for_lines_or_for_text(expected: str, printed: str, same: bool) -> None:
    """An ellipsis alone stands for lines, within a line for text of that line; all else is literal."""
    assert matches(expected, printed) is same


def test_commands_run_in_the_folder_given(tmp_path) -> None:
    """A command sees the folder's files, and its exit code and its errors are returned."""
    (tmp_path / "note").write_text("here\n", encoding="utf-8")
    command = Command(line=1, text="cat note; echo wrong >&2; exit 4", expected="", status=4)
    assert run(command, tmp_path) == (4, "here\nwrong\n")


@pytest.mark.parametrize(
    "words", ["--version", "check .", "check nowhere", "frob", "evaluate nowhere --as-of never", "init new && ls new"]
)
def test_comity_runs_as_it_is_installed(tmp_path, words: str) -> None:
    """Forked from a process that waits, it prints and ends as the installed command does, in the same folder."""
    here, there = tmp_path / "a", tmp_path / "b"
    here.mkdir()
    there.mkdir()
    installed = Path(sys.executable).with_name("comity")
    found = run(Command(line=1, text=f"comity {words}", expected="", status=0), here)
    assert found == run(Command(line=1, text=f"{installed} {words}", expected="", status=0), there)


def test_commands_can_be_joined(tmp_path) -> None:
    """What one prints another may read, two run at once, and what reads may leave before the end."""
    text = "comity --help | head -1; (comity --version & comity --version & wait) | sort -u"
    status, printed = run(Command(line=1, text=text, expected="", status=0), tmp_path)
    assert (status, len(printed.splitlines())) == (0, 2)
