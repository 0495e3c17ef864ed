"""The standing in a terminal: the sheet of the page, laid out with rich. It reads without colour and at 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from comity.kernel.words import plural
from comity.reports.spark import MetricRow, metric_rows
from comity.reports.terminal_judged import judged_part
from comity.reports.terminal_life import docket_table, lapsed_part, life_parts, refused_part
from comity.reports.terminal_parts import Pen, marked, new_table, printing, section
from comity.reports.terminal_surveys import contrasts_part, dependence_lines, surveys_part
from comity.reports.view.model import Chip, ClauseRow, DecisionView, DueView, ScorecardView, ScoreRow, Sheet
from comity.standing.model import Standing
from comity.standing.words import DAGGER

MOST_DUE = 12
"""How many lines of the docket a screen takes; the page has all."""


def show(sheet: Sheet, standing: Standing, console: Console) -> None:
    """Print the standing: one sentence, then decisions, clauses, scorecard, metrics, reporters, docket, problems."""
    with printing(console):
        _print(sheet, standing, console)


def _print(sheet: Sheet, standing: Standing, console: Console) -> None:
    pen = Pen(console)
    console.print(_head(sheet))
    for part in (
        _decisions(sheet, pen),
        _clauses(sheet, pen),
        *life_parts(sheet, pen),
        _scorecard(sheet.scorecard, pen) if sheet.scorecard else None,
        contrasts_part(sheet),
        _metrics(metric_rows(standing, 16 if pen.wide else 8), pen),
        judged_part(sheet, pen),
        surveys_part(sheet, pen),
        _reporters(sheet, pen),
        _docket(sheet.docket, pen),
        lapsed_part(sheet.lapsed, pen),
        refused_part(sheet),
        _problems(sheet),
        _legend(sheet),
    ):
        if part is not None:
            console.print()
            console.print(part)


# -- the head ---------------------------------------------------------------------------------


def _head(sheet: Sheet) -> RenderableType:
    clocks = f"As of {sheet.as_of}, known at {sheet.known_at}. Terms {sheet.terms.short}, {sheet.terms_since}."
    unseen = [Text(sheet.unseen, "dim")] if sheet.unseen else []
    head = Text(sheet.title, "bold"), Text(sheet.parties, "dim"), Text(), Text(sheet.lead), Text(clocks, "dim")
    return Group(*head, *unseen)


# -- decisions --------------------------------------------------------------------------------


def _decisions(sheet: Sheet, pen: Pen) -> RenderableType:
    if not sheet.decisions:
        none = [sheet.no_decision, *([sheet.noted] if sheet.noted else [])]
        return Group(Text("Decide now", "bold"), *(Padding(Text(line), (0, 0, 0, 2)) for line in none))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, decision in enumerate(sheet.decisions):
        if number:
            grid.add_row("", "")
        grid.add_row(pen.chip(decision.chip), _decision(decision))
    if sheet.noted:
        grid.add_row("", "")
        grid.add_row("", Text(sheet.noted, "dim"))
    return section("Decide now", "", grid)


def _decision(decision: DecisionView) -> Text:
    when = ", ".join(part for part in (decision.when, decision.left) if part)
    lines = Text.assemble((marked(decision.title, decision.dagger), "bold"))
    lines.append(f"\n{decision.says}\n")
    label = "Was due " if decision.overdue else "By " if decision.left else ""
    lines.append(f"{label}{when}.")
    lines.append(f" Who: {decision.who}. If nobody acts: {decision.if_nothing}")
    return lines


# -- clauses ----------------------------------------------------------------------------------


def _clauses(sheet: Sheet, pen: Pen) -> RenderableType | None:
    if not sheet.clauses.rows:
        return None
    counts = Text(", ").join(pen.chip(chip) for chip in sheet.clauses.counts)
    headers = ("Verdict", "Clause", "Period", "Figure and test", ">Margin", "Recent")
    table = new_table(*(headers if pen.wide else (*headers[:2], *headers[3:])))
    for row in sheet.clauses.rows:
        table.add_row(*_clause(row, pen))
    return section("Clauses", counts, table)


def _clause(row: ClauseRow, pen: Pen) -> tuple[RenderableType, ...]:
    """Return the cells of a clause; where there is little room, the period stands below the verdict."""
    title = Text(marked(row.title, row.dagger))
    if row.owes:
        cases = f"; {plural(len(row.cases), 'open case')}" if row.cases else ""
        title.append(f"\n{row.owes}{cases}", "dim")
    figure = Text.assemble(row.figure.text + row.figure_after, (f"\n{row.test}", "dim"))
    verdict = Text("\n").join(pen.chip(chip) for chip in (row.chip, row.state) if chip is not None)
    if row.status:
        verdict.append(f"\n{row.status}", "dim")
    margin = Text(row.margin, "bold" if row.strong_margin else "")
    if pen.wide:
        return verdict, title, row.period, figure, margin, pen.strip(row.strip)
    verdict.append(f"\n{row.period}", "dim")
    return verdict, title, figure, margin, pen.strip(row.strip[-6:])


# -- scorecard --------------------------------------------------------------------------------


def _scorecard(card: ScorecardView, pen: Pen) -> RenderableType:
    table = new_table("Dimension", ">Weight", ">Score", " ", "Covered")
    for row in (*card.rows, card.total):
        style = "bold" if row is card.total else ""
        title = Text(marked(row.title, row.dagger), style)
        table.add_row(title, row.weight, Text(row.score.text, style), _bar(row, pen), row.coverage)
    after = Text("on a scale from 0 to 120, 100 is the target", "dim")
    below = [*([Text(card.gate, "dim")] if card.gate else []), *dependence_lines(card)]
    return section("Scorecard", after, Group(table, *below))


def _bar(row: ScoreRow, pen: Pen) -> Text:
    """Draw a score on a scale from 0 to 120: solid to the lower bound, shaded up to the upper."""
    cells = 24 if pen.wide else 12
    low, high = (round(float(bound) / 120 * cells) for bound in (row.low, row.high))
    solid, shaded, empty = ("#", "/", ".") if pen.plain else ("\N{FULL BLOCK}", "\N{LIGHT SHADE}", "\N{MIDDLE DOT}")
    return Text.assemble(solid * low, shaded * max(high - low, 0), (empty * (cells - max(high, low)), "dim"))


# -- metrics ----------------------------------------------------------------------------------


def _metrics(rows: Iterable[MetricRow], pen: Pen) -> RenderableType | None:
    known = list(rows)
    if not known:
        return None
    headers = ("Metric", "Period", ">Figure", ">Target", "History", "Since")
    table = new_table(*(headers if pen.wide else (*headers[:3], *headers[4:])))
    for row in known:
        if row.figure:
            table.add_row(*_metric(row, pen))
    without = dict.fromkeys(row.metric for row in known if not row.figure)
    notes = [Text(f"No figure yet: {', '.join(without)}.", "dim")] if without else []
    after = Text("history from lowest to highest, \N{MIDDLE DOT} where there is no figure", "dim")
    return section("Metrics", after, Group(table, *notes))


def _metric(row: MetricRow, pen: Pen) -> tuple[RenderableType, ...]:
    """Return the cells of a metric; where there is little room, the target stands below the figure."""
    title = Text(marked(row.title, row.dagger))
    history = row.plain_history if pen.plain else row.history
    since = Text(row.since)
    if row.mark != "final":
        since = Text.assemble(pen.chip(Chip(row.mark, row.state)), "; " if row.since else "", row.since)
    if pen.wide:
        return title, row.period, row.figure, row.target, history, since
    figure = Text.assemble(row.figure, (f"\ntarget {row.target}", "dim") if row.target else "")
    return title, row.period, figure, history, since


# -- reporters, docket, problems --------------------------------------------------------------


def _reporters(sheet: Sheet, pen: Pen) -> RenderableType | None:
    if not sheet.comparisons:
        return None
    lines = [Text.assemble((f"{view.title}: ", "bold"), view.sentence) for view in sheet.comparisons]
    return section("Two reporters", "", Group(*lines))


def _docket(lines: Sequence[DueView], pen: Pen) -> RenderableType | None:
    if not lines:
        return None
    more = [Text(f"and {len(lines) - MOST_DUE} more: comity docket", "dim")] if len(lines) > MOST_DUE else []
    return section("Docket", "", Group(docket_table(lines[:MOST_DUE], pen), *more))


def _problems(sheet: Sheet) -> RenderableType | None:
    if not sheet.problems:
        return None
    lines = [Text(f"{problem.place}: {problem.code} {problem.why}") for problem in sheet.problems]
    return section("Problems in the files", "", Group(*lines))


def _legend(sheet: Sheet) -> RenderableType | None:
    lines = [sheet.withheld, f"{DAGGER} added for illustration; not a term the parties agreed." if sheet.dagger else ""]
    return Text("\n".join(filter(None, lines)), "dim") if any(lines) else None
