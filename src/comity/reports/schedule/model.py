"""The schedule as a document: sections, numbered items, paragraphs and tables, and no word of DOCX or typst.

Texts may carry the marks of `markup`. A schedule is written without numbers; `numbering.numbered` gives everything its
number and puts the references in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph without a number. `kind` is body, definition or note."""

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `widths` are parts of the width of the page, one a column; `key` is what references lead to."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    caption: str = ""
    key: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A numbered item: 4.5 within a section, (a) within such an item, (i) within that.

    `label` is its own number as it stands before it, `number` the whole one that references say.
    """

    text: str
    title: str = ""
    key: str = ""
    below: tuple[Block, ...] = ()
    label: str = ""
    number: str = ""


Block = Paragraph | Table | Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section with its title: 4, or Annex A where `annex` is true."""

    title: str
    blocks: tuple[Block, ...]
    key: str = ""
    annex: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A performance schedule. `version` is the short digest of the terms, `day` the day from which they hold."""

    title: str
    version: str
    day: date
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
