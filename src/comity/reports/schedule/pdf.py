"""The schedule as PDF, made by typst from the same numbered document. User text travels as data and is never markup."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from comity.reports.schedule.markup import bare, runs
from comity.reports.schedule.model import Block, Item, Paragraph, Schedule, Table

KIND = "Performance schedule"


def pdf(schedule: Schedule) -> bytes:
    """Return a numbered schedule as a tagged PDF (PDF/UA-1), the same bytes for the same schedule and fonts."""
    # Warnings are taken and dropped: they name fonts of the chain that this machine lacks.
    made, _ = typst.compile_with_warnings(
        _template(),
        format="pdf",
        sys_inputs={"data": json.dumps(_data(schedule), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(schedule.day, time(), tzinfo=UTC),
    )
    return bytes(made)


@cache
def _template() -> bytes:
    return files("comity.reports.schedule").joinpath("schedule.typ").read_bytes()


def _data(schedule: Schedule) -> dict[str, Any]:
    """Return all that the template shows: texts as runs, numbers as they were given."""
    return {
        "title": bare(schedule.title),
        "kind": KIND,
        "version": schedule.version,
        "day": [schedule.day.year, schedule.day.month, schedule.day.day],
        "opening": [_block(block, 0) for block in schedule.opening],
        "sections": [
            {
                "number": section.number,
                "title": bare(section.title),
                "annex": section.annex,
                "blocks": [_block(block, 0) for block in section.blocks],
            }
            for section in schedule.sections
        ],
    }


def _block(block: Block, depth: int) -> dict[str, Any]:
    """Return a block; `depth` is how many items it stands in."""
    match block:
        case Paragraph():
            return {"sort": block.kind, "text": _runs(block.text)}
        case Item():
            below = [_block(one, depth + 1) for one in block.below]
            title = f"{bare(block.title)}. " if block.title else ""
            return {
                "sort": "item",
                "label": block.label,
                "title": title,
                "text": _runs(block.text),
                "below": below,
                "table_next": bool(block.below) and isinstance(block.below[0], Table),
            }
        case Table():
            caption = f"{block.number}: {bare(block.caption)}" if block.caption else ""
            rows = [[_runs(cell) for cell in row] for row in block.rows]
            return {"sort": "table", "caption": caption, "head": list(block.head), "rows": rows, "widths": block.widths}


def _runs(text: str) -> list[list[Any]]:
    return [[run.text, run.strong] for run in runs(text)]
