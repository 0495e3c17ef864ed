"""The schedule as sections of a page: every numbered item with an anchor, so that a reader can be sent to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from comity.reports.schedule.markup import runs
from comity.reports.schedule.model import Item, Paragraph, Schedule, Table


def html(schedule: Schedule, sources: Mapping[str, tuple[str, str]] | None = None) -> str:
    """Return a numbered schedule as HTML sections, without its title.

    `sources` gives for the key of a section the words and the address of what it was written from.
    """
    return _environment().get_template("schedule.html.j2").render(schedule=schedule, sources=sources or {})


def anchor(number: str) -> str:
    """Return the id of what has a number: `c-5-8` of 5.8."""
    return f"c-{re.sub('[^0-9A-Za-z]+', '-', number).strip('-').lower()}"


@cache
def _environment() -> Environment:
    loader = PackageLoader("comity.reports", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.globals |= {"runs": runs, "anchor": anchor}
    made.tests |= {
        "item": lambda block: isinstance(block, Item),
        "grid": lambda block: isinstance(block, Table),
        "paragraph": lambda block: isinstance(block, Paragraph),
    }
    return made
