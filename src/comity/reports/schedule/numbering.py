"""Numbers for everything in a schedule, and references put in from them: they are right because they are computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from comity.reports.schedule.markup import bare, resolved
from comity.reports.schedule.model import Block, Item, Paragraph, Schedule, Section, Table

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def letter(count: int) -> str:
    """Return the letters of an item: a to z, then aa to zz, as schedules count."""
    turns, rest = divmod(count - 1, 26)
    return chr(ord("a") + rest) * (turns + 1)


def roman(count: int) -> str:
    """Return a small number in Roman numerals."""
    written = ""
    for value, sign in _ROMAN:
        while count >= value:
            written += sign
            count -= value
    return written


@dataclass(slots=True)
class _Numbers:
    """Where every key leads, as it becomes known: how it is said, and its title."""

    found: dict[str, tuple[str, str]] = field(default_factory=dict)
    tables: int = 0

    def add(self, key: str, said: str, title: str) -> None:
        if key:
            self.found[key] = (said, title)

    def say(self, key: str, named: bool) -> str:
        said, title = self.found[key]
        return f"{said} ({bare(title)})" if named and title else said


def numbered(schedule: Schedule) -> Schedule:
    """Return the schedule with all numbers, and all references in words. KeyError where one leads nowhere."""
    numbers = _Numbers()
    opening = _blocks(schedule.opening, "", 0, numbers)
    sections = tuple(_sections(schedule.sections, numbers))
    return replace(
        schedule,
        opening=tuple(_put(block, numbers) for block in opening),
        sections=tuple(
            replace(s, title=resolved(s.title, numbers.say), blocks=tuple(_put(b, numbers) for b in s.blocks))
            for s in sections
        ),
    )


def _sections(sections: tuple[Section, ...], numbers: _Numbers) -> Iterator[Section]:
    count = annexes = 0
    for section in sections:
        if section.annex:
            annexes += 1
            number = said = f"Annex {chr(ord('A') + annexes - 1)}"
        else:
            count += 1
            number, said = str(count), f"clause {count}"
        numbers.add(section.key, said, section.title)
        own = number.removeprefix("Annex ")
        yield replace(section, number=number, blocks=_blocks(section.blocks, own, 0, numbers))


def _blocks(blocks: tuple[Block, ...], above: str, level: int, numbers: _Numbers) -> tuple[Block, ...]:
    found: list[Block] = []
    count = 0
    for block in blocks:
        match block:
            case Item():
                count += 1
                found.append(_item(block, above, level, count, numbers))
            case Table(caption=""):
                found.append(block)
            case Table():
                numbers.tables += 1
                made = replace(block, number=f"Table {numbers.tables}")
                numbers.add(block.key, made.number, block.caption)
                found.append(made)
            case Paragraph():
                found.append(block)
    return tuple(found)


def _item(item: Item, above: str, level: int, count: int, numbers: _Numbers) -> Item:
    label = (f"{above}.{count}", f"({letter(count)})", f"({roman(count)})")[level]
    number = label if level == 0 else above + label
    numbers.add(item.key, f"clause {number}", item.title)
    return replace(item, label=label, number=number, below=_blocks(item.below, number, level + 1, numbers))


def _put(block: Block, numbers: _Numbers) -> Block:
    """Return a block with its references put in."""
    match block:
        case Paragraph():
            return replace(block, text=resolved(block.text, numbers.say))
        case Table():
            rows = tuple(tuple(resolved(cell, numbers.say) for cell in row) for row in block.rows)
            return replace(block, caption=resolved(block.caption, numbers.say), rows=rows)
        case Item():
            below = tuple(_put(one, numbers) for one in block.below)
            return replace(
                block, text=resolved(block.text, numbers.say), title=resolved(block.title, numbers.say), below=below
            )
