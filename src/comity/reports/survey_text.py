"""What a wave released, for the terminal: who answered, dimensions with the gap, questions as bars, themes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from comity.reports.survey_tables import bars, group_name
from comity.reports.view.survey_model import SurveyView
from comity.surveys.released import ALL, DimensionResult, Gap, Opened, Released


def show_open(wave: Opened, console: Console) -> None:
    """Show what may be shown of an open wave: how many of each party answered."""
    console.print(f"The wave {wave.wave} of {wave.survey} is open until {wave.closes}; kept by {wave.keeper}.")
    for one in wave.responses:
        answered = f"{one.answered} of {one.invited} answered" if one.answered is not None else _hidden(one.reason)
        console.print(escape(f"  {one.party}: {answered}"))
    console.print("Nothing else is shown before it closes.")


def show_results(wave: Released, console: Console, view: SurveyView) -> None:
    """Show the results of a closed wave; `view` is how the page sees it, and says the same in the same sentences."""
    console.print(f"[bold]{escape(wave.survey)}[/], wave {wave.wave}, {wave.opened} to {wave.closed}")
    for one in wave.responses:
        answered = f"{one.answered} of {one.invited} answered" if one.answered is not None else _hidden(one.reason)
        console.print(escape(f"  {one.party}{f', {one.role}' if one.role else ''}: {answered}"))
    console.print(escape(view.lead))
    console.print(_dimensions(wave))
    console.print(_questions(wave))
    for line in (*_changes(wave), *_said(view), *_themes(wave), *view.notes):
        console.print(escape(line))


def _dimensions(wave: Released) -> Table:
    groups = list(dict.fromkeys(one.group for one in wave.dimensions))
    table = Table(title=f"Dimensions, on a scale of {wave.scale[0]} to {wave.scale[1]}, with 90 % intervals",
                  title_justify="left", box=None, pad_edge=False)  # fmt: skip
    table.add_column("dimension")
    for group in groups:
        table.add_column(escape(group_name(group)))
    table.add_column("gap")
    hidden: list[str] = []
    several = len({one.parties for one in wave.gaps}) > 1
    for of in dict.fromkeys(one.of for one in wave.dimensions):
        cells = [_score(one) for one in wave.dimensions if one.of == of]
        hidden += [one.reason for one in wave.dimensions if one.of == of and one.score is None]
        gaps = [_gap(one, several=several) for one in wave.gaps if one.of == of]
        table.add_row(escape(of.replace("_", " ")), *cells, escape("; ".join(gaps)))
    if hidden:
        table.caption = escape(f"not shown: {'; '.join(dict.fromkeys(hidden))}")
        table.caption_justify = "left"
    return table


def _score(one: DimensionResult) -> str:
    return "not shown" if one.score is None else f"{one.score:.2f} ({one.low:.2f}-{one.high:.2f})"


def _gap(one: Gap, *, several: bool) -> str:
    """Return the verdict; of more than two parties with the pair that it is about."""
    pair = f"{' and '.join(one.parties)}: " if several else ""
    size = f" by {abs(one.difference):.2f}" if one.verdict == "apart" and one.difference is not None else ""
    return f"{pair}{one.verdict}{size}"


def _questions(wave: Released) -> Table:
    table = Table(title="Questions, each person a digit, the good end to the right", title_justify="left", box=None,
                  pad_edge=False)  # fmt: skip
    for name in ("question", "group"):
        table.add_column(name)
    table.add_column("levels", no_wrap=True)
    table.add_column("answered")
    turned = {one.key for one in wave.questions if one.reverse}
    before = ""
    for question, group, bar, beside in bars(wave):
        name = f"{question}{' (turned round)' if question in turned else ''}" if question != before else ""
        table.add_row(escape(name), escape(group), bar, escape(beside))
        before = question
    return table


def _changes(wave: Released) -> Iterator[str]:
    if not wave.changes:
        return
    yield ""
    yield f"Since {wave.changes[0].since}"
    for one in wave.changes:
        if one.group == ALL or one.verdict in ("rose", "fell"):
            size = "" if one.difference is None else f", {one.difference:+.2f} ({one.low:+.2f} to {one.high:+.2f})"
            why = f": {one.reason}" if one.difference is None else ""
            yield f"  {one.of.replace('_', ' ')}, {group_name(one.group)}: {one.verdict}{size}{why}"


def _said(view: SurveyView) -> Iterator[str]:
    """Yield what the page says of the silent, of waves that do not follow each other, and of how far to rely on it."""
    if view.silence:
        yield ""
        yield "Those who did not answer"
        yield from (f"  {line}" for line in view.silence)
    if view.breaks:
        yield ""
        yield "Over the waves"
        yield from (f"  {line}" for line in view.breaks)
    yield ""
    yield "How far the answers can be relied on"
    yield from (f"  {line}" for line in view.relied_on)
    yield "  Every coefficient, and what it answers, stands in the tables: --out FILE.html, .xlsx or .csv."


def _themes(wave: Released) -> Iterator[str]:
    if not wave.themes:
        return
    yield ""
    yield "In people's own words"
    for one in wave.themes:
        words = f" (words: {', '.join(one.evidence)})" if one.evidence else ""
        yield f"  {one.name}: {one.count} people, {one.direction}{words}; confirmed by {one.confirmed_by}"
        yield from (f"    “{quote}”" for quote in one.quotes)


def _hidden(reason: str) -> str:
    return f"not shown: {reason}"
