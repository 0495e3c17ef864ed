"""Surveys in a terminal: what matters, who answered, each dimension by party, and what people said."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from comity.reports.terminal_parts import Pen, marked, new_table, section
from comity.reports.view.model import ContrastView, ScorecardView, Sheet
from comity.reports.view.survey_model import DimensionRow, ScoreCell, SurveyView


def surveys_part(sheet: Sheet, pen: Pen) -> RenderableType | None:
    """Return the surveys; None where the agreement has none."""
    if not sheet.surveys:
        return None
    after = Text("ordinal estimates with 90% intervals; too small groups are not shown", "dim")
    return section("Asked of people", after, Group(*_spaced(sheet.surveys, pen)))


def _spaced(surveys: tuple[SurveyView, ...], pen: Pen) -> Iterator[RenderableType]:
    for place, view in enumerate(surveys):
        if place:
            yield Text()
        yield from _survey(view, pen)


def _survey(view: SurveyView, pen: Pen) -> Iterator[RenderableType]:
    head = Text.assemble((marked(view.title, view.dagger), "bold"))
    if view.wave:
        head.append(f"  {view.wave}", "dim")
    yield Text.assemble(head, "  ", pen.chip(view.stale)) if view.stale is not None else head
    yield Text(view.lead)
    if view.open:
        yield Text(view.open, "dim")
    said = [f"{group.name}: {group.response}" for group in view.groups if group.response]
    if said:
        yield Text("; ".join(said), "dim")
    if view.rows:
        yield _table(view, pen)
    below = [*view.silence, *view.breaks, *_themes(view), *view.relied_on, *view.notes]
    yield from (Text(line, "dim") for line in below)


def _table(view: SurveyView, pen: Pen) -> RenderableType:
    compares = view.gaps is not None
    headers = [
        "Dimension", *(f">{group.name}" for group in view.groups), *(["Gap"] if compares else []),
        *([view.compared] if view.compared and pen.wide else []),
    ]  # fmt: skip
    table = new_table(*headers)
    for row in view.rows:
        table.add_row(*_cells(row, compares, bool(view.compared), pen))
    return table


def _cells(row: DimensionRow, compares: bool, changed: bool, pen: Pen) -> Iterator[RenderableType]:
    title = Text(row.title)
    if changed and not pen.wide and row.change:
        title.append(f"\n{row.change}", "dim")
    yield title
    yield from (_cell(cell) for cell in row.cells)
    if compares:
        yield Text.assemble((row.gap, "bold" if row.gap_strong else ""), (f"\n{row.gap_says}", "dim"))
    if changed and pen.wide:
        yield Text.assemble(row.change or "not compared", (f"\n{row.change_says}" if row.change_says else "", "dim"))


def _cell(cell: ScoreCell) -> Text:
    if cell.score:
        return Text.assemble(cell.score, (f"\n{cell.interval}", "dim"))
    return Text.assemble(("not shown", "dim"))


def _themes(view: SurveyView) -> Iterator[str]:
    hidden = [cell.reason for row in view.rows for cell in row.cells if cell.reason]
    if hidden:
        yield f"Not shown: {'; '.join(dict.fromkeys(hidden))}."
    for theme in view.themes:
        about = f", about {theme.about}" if theme.about else ""
        yield f"In their own words: {theme.name}, {theme.count}{about}: {theme.direction}"


# -- beside the scorecard ---------------------------------------------------------------------


def contrasts_part(sheet: Sheet) -> RenderableType | None:
    """Return where numbers and people are against each other; None where nowhere."""
    if not sheet.contrasts:
        return None
    lines = [line for one in sheet.contrasts for line in _contrast(one)]
    return section("Numbers and people disagree", "", Group(*lines))


def _contrast(one: ContrastView) -> Iterator[RenderableType]:
    yield Text.assemble((f"{one.about}. ", "bold"), f"{one.title}.")
    yield Padding(Text(f"Numbers: {one.numbers}"), (0, 0, 0, 2))
    yield Padding(Text(f"People: {one.people}"), (0, 0, 0, 2))
    if one.themes:
        yield Padding(Text(f"They say: {'; '.join(one.themes)}"), (0, 0, 0, 2))


def dependence_lines(card: ScorecardView) -> list[Text]:
    """Return how far the score depends on its weights, where that was asked."""
    return [Text(line, "dim") for line in card.dependence.says] if card.dependence is not None else []
