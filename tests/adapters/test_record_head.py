"""The head of a record: what was noted last can be read, whoever noted it."""

from __future__ import annotations

from pathlib import Path

from comity.adapters.record_head import Head
from tests.record.making import record


def test_a_smaller_size_can_be_noted_after_a_larger_one(tmp_path: Path) -> None:
    """A writer that was overtaken notes 99 entries after 100: the shorter text leaves nothing of the longer one."""
    head, (before, _), (after, _) = Head(tmp_path / "record.head.txt"), record(99), record(98)
    head.note(before)
    assert head.noted() == (100, before.root)
    head.note(after)
    assert head.noted() == (99, after.root)
    head.close()
