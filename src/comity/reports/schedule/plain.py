"""The schedule as plain text: for whoever compares two versions, and for the tests."""

from __future__ import annotations

from collections.abc import Iterator

from comity.reports.schedule.markup import bare
from comity.reports.schedule.model import Block, Item, Paragraph, Schedule, Table


def text(schedule: Schedule) -> str:
    """Return a numbered schedule as lines of text, everything of it but its version."""
    return "\n".join([schedule.title, *(f"{'  ' * depth}{line}" for depth, line in lines(schedule))]) + "\n"


def lines(schedule: Schedule) -> Iterator[tuple[int, str]]:
    """Yield the lines of a numbered schedule below its title, each with its depth; an empty one before a section."""
    yield from _lines(schedule.opening, 0)
    for section in schedule.sections:
        yield 0, ""
        yield 0, f"{section.number}  {bare(section.title)}"
        yield from _lines(section.blocks, 0)


def _lines(blocks: tuple[Block, ...], depth: int) -> Iterator[tuple[int, str]]:
    for block in blocks:
        match block:
            case Paragraph():
                yield depth, bare(block.text)
            case Item():
                title = f"{bare(block.title)}. " if block.title else ""
                yield depth, f"{block.label} {title}{bare(block.text)}".rstrip()
                yield from _lines(block.below, depth + 1)
            case Table():
                if block.caption:
                    yield depth, f"{block.number}: {bare(block.caption)}"
                for row in (block.head, *block.rows):
                    yield depth + 1, " | ".join(bare(cell) for cell in row)
