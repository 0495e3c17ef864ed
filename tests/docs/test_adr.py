"""The decision records are numbered, dated and listed."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "docs" / "adr"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))


def test_numbers_run_without_gap() -> None:
    """Record 1 is the first and no number is left out or used twice."""
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_every_record_says_when_it_was_accepted_and_what_follows() -> None:
    """A record carries its number, a date, a decision or table, and its consequences."""
    for record in RECORDS:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. "), record.name
        assert re.search(r"^Accepted, \d{4}-\d{2}-\d{2}\.", text, re.MULTILINE), record.name
        assert "**Consequences.**" in text, record.name


def test_the_list_is_complete() -> None:
    """The list links every record under its own number and nothing else."""
    rows = re.findall(r"^\| (\d+) \| \[[^]]+\]\(([^)]+)\) \|$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    assert rows == [(str(number), record.name) for number, record in enumerate(RECORDS, start=1)]
