"""The schedule as plain text: for whoever compares two versions, and for the tests."""

from __future__ import annotations

from collections.abc import Iterator

from comity.reports.schedule.markup import bare
from comity.reports.schedule.model import Block, Item, Paragraph, Schedule, Table


def text(schedule: Schedule) -> str:
    """Return a numbered schedule as lines of text, everything of it but its version."""
    lines = [schedule.title, *_lines(schedule.opening, 0)]
    for section in schedule.sections:
        lines += ["", f"{section.number}  {bare(section.title)}", *_lines(section.blocks, 0)]
    return "\n".join(lines) + "\n"


def _lines(blocks: tuple[Block, ...], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for block in blocks:
        match block:
            case Paragraph():
                yield indent + bare(block.text)
            case Item():
                title = f"{bare(block.title)}. " if block.title else ""
                yield f"{indent}{block.label} {title}{bare(block.text)}".rstrip()
                yield from _lines(block.below, depth + 1)
            case Table():
                if block.caption:
                    yield f"{indent}{block.number}: {bare(block.caption)}"
                for row in (block.head, *block.rows):
                    yield indent + "  " + " | ".join(bare(cell) for cell in row)
