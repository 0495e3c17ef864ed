"""Judged metrics in a terminal: one party below the other, each with who judged what, and the gap."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from comity.reports.terminal_parts import Pen, marked, section
from comity.reports.view.judgement_model import JudgementView, SideView
from comity.reports.view.model import Sheet


def judged_part(sheet: Sheet, pen: Pen) -> RenderableType | None:
    """Return the judged metrics; None where people judge nothing."""
    if not sheet.judgements:
        return None
    after = Text("each party's own judgement, never averaged", "dim")
    return section("Judged by people", after, Group(*(_judgement(view, pen) for view in sheet.judgements)))


def _judgement(view: JudgementView, pen: Pen) -> RenderableType:
    head = Text.assemble((marked(view.title, view.dagger), "bold"), f", {view.period}")
    if view.gap:
        head.append(f": gap {view.gap}")
    sides = [Padding(part, (0, 0, 0, 2)) for side in view.sides for part in _side(side, pen)]
    notes = [Text(note, "dim") for note in (view.gap_says, view.later) if note]
    return Group(head, *sides, *(Padding(note, (0, 0, 0, 2)) for note in notes))


def _side(side: SideView, pen: Pen) -> Iterator[RenderableType]:
    first = Text.assemble((side.party, "bold"))
    if side.figure.text:
        first.append(f"  {side.figure.text}")
    if side.chip is not None:
        first = Text.assemble(first, "  ", pen.chip(side.chip))
    yield first
    for anchor in side.anchors:
        yield Padding(Text(f"{anchor.level}: {anchor.says}"), (0, 0, 0, 2))
    for rating in side.ratings:
        says = f" {rating.says}" if rating.says and not side.known else ""
        why = f" \N{LEFT DOUBLE QUOTATION MARK}{rating.why}\N{RIGHT DOUBLE QUOTATION MARK}" if rating.why else ""
        yield Padding(Text(f"{rating.role} {rating.level}{says}{why}", "dim"), (0, 0, 0, 2))
    if side.lacking:
        yield Padding(Text(side.lacking, "dark_goldenrod"), (0, 0, 0, 2))
