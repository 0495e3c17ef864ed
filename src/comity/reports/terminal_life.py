"""The life of the clauses in a terminal: open cases, relief, remedy accounts, docket, acts refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from comity.kernel.numbers import in_words
from comity.kernel.words import capital, day
from comity.reports.sentences import unseen_sentence
from comity.reports.terminal_names import Names
from comity.reports.terminal_parts import STYLES, Pen, new_table, printing, section
from comity.reports.view.context import Context
from comity.reports.view.docket import docket_view
from comity.reports.view.lapsed import lapsed_view
from comity.reports.view.life_model import AccountView, CaseView, StepView
from comity.reports.view.model import DueView, Sheet
from comity.standing.model import Due, Standing


def life_parts(sheet: Sheet, pen: Pen) -> tuple[RenderableType | None, ...]:
    """Return the parts that show what became of misses; None for what there is nothing of."""
    return _cases(sheet, pen), _reliefs(sheet, pen), _accounts(sheet, pen), _changes(sheet)


# -- open cases -------------------------------------------------------------------------------


def _cases(sheet: Sheet, pen: Pen) -> RenderableType | None:
    if not sheet.cases.cases:
        return None
    more = [Text(f"and {sheet.cases.more} more", "dim")] if sheet.cases.more else []
    body = [part for case in sheet.cases.cases for part in (_case(case, pen), Text())]
    return section("Open cases", "", Group(*body[:-1], *more))


def _case(case: CaseView, pen: Pen) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=pen.wide)
    grid.add_column(overflow="fold")
    for step in case.steps:
        grid.add_row(pen.icon(step.chip.mark), _when(step), _step(step))
    head = Text.assemble((f"{case.title}, {case.period}", "bold"), "  ", pen.chip(case.chip), (f"  {case.why}", "dim"))
    return Group(head, grid)


def _when(step: StepView) -> Text:
    return Text.assemble(step.when, (f"\n{step.left}", "dim") if step.left else "")


def _step(step: StepView) -> Text:
    word = "" if step.chip.word == "known" else f"  {step.chip.word}"
    lines = Text.assemble(step.title, (word, STYLES.get(step.chip.mark, "")))
    if step.who:
        lines.append(f"  {step.who}", "dim")
    for label, said in _said(step):
        if said:
            lines.append(f"\n{label}{said}", "dim")
    return lines


def _said(step: StepView) -> tuple[tuple[str, str], ...]:
    """Return what is said of a step, each with its label."""
    return ("", step.says), (f"{step.done_label}: ", step.if_done), (f"{step.nothing_label}: ", step.if_nothing)


# -- relief, accounts, changed terms ----------------------------------------------------------


def _reliefs(sheet: Sheet, pen: Pen) -> RenderableType | None:
    if not sheet.reliefs:
        return None
    table = new_table("Verdict", "Clause", "Event", ">Raw", ">Adjusted", "Claimed, answered")
    for row in sheet.reliefs:
        clause = Text.assemble(row.clause, (f"\n{row.period}", "dim"))
        event = Text.assemble(row.relief, (f"\n{row.event}", "dim"))
        answer = Text.assemble(row.claimed, (f"\n{row.answer}", "dim"))
        table.add_row(pen.chip(row.chip), clause, event, row.raw.text, row.adjusted.text, answer)
    return section("Relief claimed", "", table)


def _accounts(sheet: Sheet, pen: Pen) -> RenderableType | None:
    if not sheet.accounts:
        return None
    body = [part for account in sheet.accounts for part in (_account(account, pen), Text())]
    agreed = [Text(sheet.agreed)] if sheet.agreed else []
    return section("Remedy accounts", "", Group(*body[:-1], *agreed))


def _account(account: AccountView, pen: Pen) -> RenderableType:
    table = new_table("Known", "For", ">Amount", ">Balance", "Standing")
    if account.opening:
        table.add_row("", "Brought forward", "", account.opening, "")
    for row in account.entries:
        what = Text.assemble(row.what, (f"\n{row.how}", "dim") if row.how else "")
        standing = Text.assemble(pen.chip(row.chip), (f"\n{row.settles}", "dim") if row.settles else "")
        table.add_row(row.when, what, row.amount.text, row.balance, standing)
    for line in account.open:
        table.add_row("", line, "", "", "")
    head = Text.assemble((account.title, "bold"), (f"  {account.says}", "dim"))
    total = Text.assemble((account.total, "bold"), (f", {account.total_says}", "dim"))
    return Group(head, table, total)


def _changes(sheet: Sheet) -> RenderableType | None:
    if not sheet.changes:
        return None
    table = new_table("Term", "Value", "Holds", "Known")
    for row in sheet.changes:
        table.add_row(row.term, row.value, row.holds, row.known)
    return section("Terms changed by steps", "", table)


# -- docket, refused acts ---------------------------------------------------------------------


def show_docket(
    standing: Standing, lines: Sequence[Due], console: Console, names: frozenset[str] | None = None
) -> None:  # fmt: skip
    """Print a docket: how much is due and overdue, both clocks, its lines, and what lapsed in the last quarter.

    `names` are the parties, bodies or levels whose docket it is, None for everybody's.
    """
    terms = standing.terms
    zone = terms.calendar.time_zone
    clocks = f"As of {day(standing.as_of)}, known at {day(standing.known_at)}. Each day ends at midnight, {zone}."
    context = Context(standing)
    with printing(console):
        unseen = unseen_sentence(standing)
        said = [Text(unseen, "dim")] if unseen else []
        rows = list(docket_view(context, lines))
        lead = _lead(lines, rows)
        console.print(Group(Text(terms.title, "bold"), Text(), Text(lead), Text(clocks, "dim"), *said))
        if lines:
            console.print()
            console.print(docket_table(rows, Pen(console)))
        lapsed = lapsed_part(lapsed_view(context, names), Pen(console))
        if lapsed is not None:
            console.print()
            console.print(lapsed)


def _lead(lines: Sequence[Due], rows: Sequence[DueView]) -> str:
    """Say how much stands on a docket, in one sentence: so many lines as are shown."""
    if not lines:
        return "Nothing is due, and no step is open."
    overdue = sum(row.overdue for row in rows)
    said = f"{in_words(len(rows))} {'line' if len(rows) == 1 else 'lines'} on the docket"
    dated = [line.due for line in lines if line.due is not None and line.state == "due"]
    late = f", {in_words(overdue)} overdue" if overdue else ""
    following = f"; the next day is {day(min(dated), with_weekday=True)}" if dated else ""
    return f"{capital(said)}{late}{following}."


def lapsed_part(lines: Sequence[DueView], pen: Pen) -> RenderableType | None:
    """Return what lapsed in the last quarter."""
    if not lines:
        return None
    return section(
        "Lapsed in the last quarter", "", docket_table(lines, pen, ("Lapsed", "What", "Who", "What followed"))
    )


def docket_table(
    lines: Iterable[DueView], pen: Pen, heads: Sequence[str] = ("Due", "What", "Who", "If nothing is done")
) -> Table:  # fmt: skip
    """Return the lines of a docket as a table; what is overdue says so."""
    table = new_table(*heads)
    table.expand = True
    for column, ratio in zip(table.columns[1:], (7, 4, 6), strict=True):
        column.ratio = ratio
    for row in lines:
        left = f"overdue, {row.left}" if row.overdue else row.left
        when = Text(row.when, STYLES["overdue"] if row.overdue else "")
        for said in (left, *_wrapped(row.note)):
            if said:
                when.append(f"\n{said}", STYLES["overdue"] if row.overdue and said == left else "dim")
        what = Names.assemble(row.what, (f"\n{row.why}", "dim") if row.why else "")
        table.add_row(when, what, row.who, Text(row.if_nothing, "dim"))
    return table


def _wrapped(note: str) -> list[str]:
    """Return a note in lines that are no wider than a day."""
    lines: list[str] = []
    for word in note.split():
        if lines and len(lines[-1]) + len(word) < 18:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def refused_part(sheet: Sheet) -> RenderableType | None:
    """Return the acts that count for nothing, and why."""
    if not sheet.refused:
        return None
    table = new_table("Received", "Act", "By", "Why it counts for nothing")
    for row in sheet.refused:
        what = Text.assemble(row.what, (f"\n{row.about}", "dim") if row.about else "")
        why = Text.assemble(row.why, (f"\n{row.place}", "dim") if row.place else "")
        table.add_row(row.when, what, row.who, why)
    return section("Acts refused", "", table)
