"""The standing in a terminal: the sheet of the page, laid out with rich. It reads without colour and at 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from comity.reports.spark import MetricRow, metric_rows
from comity.reports.view.model import Chip, ClauseRow, DecisionView, DueView, ScorecardView, ScoreRow, Sheet
from comity.standing.model import Standing
from comity.standing.words import DAGGER

WIDEST = 132
"""Wider than this a line is hard to follow with the eye."""

MOST_DUE = 12
"""How many lines of the docket a screen takes; the page has all."""

STYLES = {
    "met": "green",
    "missed": "bold dark_orange3",
    "excused": "steel_blue",
    "undetermined": "dark_goldenrod",
    "not_due": "dim",
    "missing": "dim",
    "provisional": "dark_goldenrod",
    "disputed": "magenta",
    "overdue": "dark_goldenrod",
    "final": "",
}
ICONS = {
    "met": "\N{CHECK MARK}",
    "missed": "\N{BLACK DOWN-POINTING TRIANGLE}",
    "excused": "\N{WHITE SQUARE}",
    "undetermined": "\N{WHITE DIAMOND}",
    "not_due": "\N{DOTTED CIRCLE}",
    "missing": "\N{DOTTED SQUARE}",
    "provisional": "\N{CIRCLE WITH LEFT HALF BLACK}",
    "disputed": "\N{BOWTIE}",
    "overdue": "\N{WHITE CIRCLE}",
    "final": "\N{BLACK SQUARE}",
}
PLAIN = {"met": "+", "missed": "x", "excused": "=", "undetermined": "?", "not_due": ".", "missing": "_"}


class Pen:
    """Draws chips as the terminal can show them: icon and word, or plain characters where it knows no others."""

    def __init__(self, console: Console) -> None:
        self.plain = not console.encoding.lower().startswith("utf")
        self.wide = console.width >= 100
        self.widest = console.width >= 120

    def icon(self, mark: str) -> Text:
        """Return the icon of a state."""
        icon = PLAIN.get(mark, "-") if self.plain else ICONS.get(mark, "\N{BULLET}")
        return Text(icon, STYLES.get(mark, ""))

    def chip(self, chip: Chip) -> Text:
        """Return the icon of a state with its word."""
        return Text.assemble(self.icon(chip.mark), (f" {chip.word}", STYLES.get(chip.mark, "")))

    def strip(self, chips: Sequence[Chip]) -> Text:
        """Return the icons of successive periods, set apart where there is room."""
        return Text(" " if self.widest else "").join(self.icon(chip.mark) for chip in chips)


def show(sheet: Sheet, standing: Standing, console: Console) -> None:
    """Print the standing: one sentence, then decisions, clauses, scorecard, metrics, reporters, docket, problems."""
    console.width = min(console.width, WIDEST)
    with console.capture() as capture:
        _print(sheet, standing, console)
    # Tables fill their lines with blanks, which nobody wants to copy or to compare.
    console.file.write("\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n")
    console.file.flush()


def _print(sheet: Sheet, standing: Standing, console: Console) -> None:
    pen = Pen(console)
    console.print(_head(sheet))
    for part in (
        _decisions(sheet, pen),
        _clauses(sheet, pen),
        _scorecard(sheet.scorecard, pen) if sheet.scorecard else None,
        _metrics(metric_rows(standing, 16 if pen.wide else 8), pen),
        _reporters(sheet, pen),
        _docket(sheet.docket, pen),
        _problems(sheet),
        _legend(sheet),
    ):
        if part is not None:
            console.print()
            console.print(part)


# -- the head ---------------------------------------------------------------------------------


def _head(sheet: Sheet) -> RenderableType:
    clocks = f"As of {sheet.as_of}, known at {sheet.known_at}. Terms {sheet.terms.short}, {sheet.terms_since}."
    return Group(Text(sheet.title, "bold"), Text(sheet.parties, "dim"), Text(), Text(sheet.lead), Text(clocks, "dim"))


def _section(title: str, after: Text | str, body: RenderableType) -> RenderableType:
    heading = Text.assemble((title, "bold"), "  ", after)
    return Group(heading, Padding(body, (0, 0, 0, 2)))


def _marked(title: str, dagger: bool) -> str:
    """Return a title, with a dagger that stays on its line where it was added for illustration."""
    return f"{title}\N{NO-BREAK SPACE}{DAGGER}" if dagger else title


def _table(*headers: str) -> Table:
    """Return an empty table with a line under its headers; a header that begins with `>` is over numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for header in headers:
        number = header.startswith(">")
        fixed = number or header in ("History", "Recent", " ", "Period", "Due")
        table.add_column(header.lstrip(">"), justify="right" if number else "left", no_wrap=fixed, overflow="fold")
    return table


# -- decisions --------------------------------------------------------------------------------


def _decisions(sheet: Sheet, pen: Pen) -> RenderableType:
    if not sheet.decisions:
        return Group(Text("Decide now", "bold"), Padding(Text(sheet.no_decision), (0, 0, 0, 2)))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, decision in enumerate(sheet.decisions):
        if number:
            grid.add_row("", "")
        grid.add_row(pen.chip(decision.chip), _decision(decision))
    return _section("Decide now", "", grid)


def _decision(decision: DecisionView) -> Text:
    when = ", ".join(part for part in (decision.when, decision.left) if part)
    lines = Text.assemble((_marked(decision.title, decision.dagger), "bold"))
    lines.append(f"\n{decision.says}\n")
    lines.append(f"By {when}." if decision.left else f"{when}.")
    lines.append(f" Who: {decision.who}. If nobody acts: {decision.if_nothing}")
    return lines


# -- clauses ----------------------------------------------------------------------------------


def _clauses(sheet: Sheet, pen: Pen) -> RenderableType | None:
    if not sheet.clauses.rows:
        return None
    counts = Text(", ").join(pen.chip(chip) for chip in sheet.clauses.counts)
    headers = ("Verdict", "Clause", "Period", "Figure and test", ">Margin", "Recent")
    table = _table(*(headers if pen.wide else (*headers[:2], *headers[3:])))
    for row in sheet.clauses.rows:
        table.add_row(*_clause(row, pen))
    return _section("Clauses", counts, table)


def _clause(row: ClauseRow, pen: Pen) -> tuple[RenderableType, ...]:
    """Return the cells of a clause; where there is little room, the period stands below the verdict."""
    title = Text(_marked(row.title, row.dagger))
    if row.owes:
        title.append(f"\n{row.owes}", "dim")
    figure = Text.assemble(row.figure.text + row.figure_after, (f"\n{row.test}", "dim"))
    verdict = Text("\n").join(pen.chip(chip) for chip in (row.chip, row.state) if chip is not None)
    margin = Text(row.margin, "bold" if row.strong_margin else "")
    if pen.wide:
        return verdict, title, row.period, figure, margin, pen.strip(row.strip)
    verdict.append(f"\n{row.period}", "dim")
    return verdict, title, figure, margin, pen.strip(row.strip[-6:])


# -- scorecard --------------------------------------------------------------------------------


def _scorecard(card: ScorecardView, pen: Pen) -> RenderableType:
    table = _table("Dimension", ">Weight", ">Score", " ", "Covered")
    for row in (*card.rows, card.total):
        style = "bold" if row is card.total else ""
        title = Text(_marked(row.title, row.dagger), style)
        table.add_row(title, row.weight, Text(row.score.text, style), _bar(row, pen), row.coverage)
    after = Text("on a scale from 0 to 120, 100 is the target", "dim")
    return _section("Scorecard", after, Group(table, *([Text(card.gate, "dim")] if card.gate else [])))


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
    table = _table(*(headers if pen.wide else (*headers[:3], *headers[4:])))
    for row in known:
        if row.figure:
            table.add_row(*_metric(row, pen))
    without = dict.fromkeys(row.metric for row in known if not row.figure)
    notes = [Text(f"No figure yet: {', '.join(without)}.", "dim")] if without else []
    after = Text("history from lowest to highest, \N{MIDDLE DOT} where there is no figure", "dim")
    return _section("Metrics", after, Group(table, *notes))


def _metric(row: MetricRow, pen: Pen) -> tuple[RenderableType, ...]:
    """Return the cells of a metric; where there is little room, the target stands below the figure."""
    title = Text(_marked(row.title, row.dagger))
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
    return _section("Two reporters", "", Group(*lines))


def _docket(docket: Iterable[DueView], pen: Pen) -> RenderableType | None:
    rows = list(docket)
    if not rows:
        return None
    table = _table("Due", "What", "Who", "If nothing comes")
    for row in rows[:MOST_DUE]:
        when = Text.assemble(row.when, (f"{' ' if pen.wide else chr(10)}({row.left})", "dim"))
        when.stylize(STYLES["overdue"] if row.overdue else "")
        table.add_row(when, row.what, row.who, Text(row.if_nothing, "dim"))
    more = [Text(f"and {len(rows) - MOST_DUE} more", "dim")] if len(rows) > MOST_DUE else []
    return _section("Docket", "", Group(table, *more))


def _problems(sheet: Sheet) -> RenderableType | None:
    if not sheet.problems:
        return None
    lines = [Text(f"{problem.place}: {problem.code} {problem.why}") for problem in sheet.problems]
    return _section("Problems in the files", "", Group(*lines))


def _legend(sheet: Sheet) -> RenderableType | None:
    return Text(f"{DAGGER} added for illustration; not a term the parties agreed.", "dim") if sheet.dagger else None
