"""The docket in words: when, what, who, why, and what follows if nothing is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from comity.kernel.words import and_list, day
from comity.reports.view.conditions import line_text
from comity.reports.view.context import Context
from comity.reports.view.model import About, DueView
from comity.reports.view.names import account_id, case_id
from comity.standing.disputes import KIND as DISPUTE
from comity.standing.due.deadlines import is_unseen, left_words
from comity.standing.due.owed import together
from comity.standing.model import Due
from comity.standing.proposals import KIND as PROPOSAL
from comity.standing.words import party_name

PAYABLE = "payable"
NOBODY = "figures decide"


def docket_view(context: Context, lines: Iterable[Due]) -> Iterator[DueView]:
    """Yield the lines of a docket; what several parties owe alike is one line."""
    yield from (_line(owed, context) for owed in together(lines))


def _line(owed: Sequence[Due], context: Context) -> DueView:
    due, today = owed[0], context.standing.as_of
    as_written = due.kind == PROPOSAL  # it quotes paths, in which a name or a day is no word
    is_typed = due.kind in (PROPOSAL, DISPUTE)  # it says what to run, word for word
    return DueView(
        when=when_text(due, today),
        left=left_text(due, today),
        overdue=due.state == "overdue" and not is_unseen(due, context.standing.known_at),
        what=due.what if as_written else line_text(due.what, due, context),
        who=who_text([name for one in owed for name in one.parties], due.modal, context),
        if_nothing=line_text(due.if_nothing, due, context),
        why=due.why if is_typed else context.spoken(due.why),
        note=due.moved,
        link=case_link(due, context) or _account_link(due),
        day=due.due.isoformat() if due.due is not None else "",
        about=due_about(due),
        key=due.key,
        payable=due.state == PAYABLE,
    )


def due_about(due: Due) -> About:
    """Return the clause or the table that a line is about: where what it asks for is shown, or reported."""
    if due.clause:
        return "clause", due.clause
    return ("table", due.table) if due.kind in ("facts", "final", "correction", DISPUTE) and due.table else ("", "")


def _account_link(due: Due) -> str:
    """Return the id of the account of which a line asks for a payment; "" where it asks for something else."""
    return account_id(due.key.split("/")[1]) if due.key.startswith("settlement/") else ""


def case_link(due: Due, context: Context) -> str:
    """Return the id of the case that a line belongs to, where the sheet shows it."""
    if not due.key.startswith("case/") or due.period is None:
        return ""
    found = case_id(due.clause, due.scope, due.period.name, due.rule)
    return found if found in context.shown_cases else ""


def when_text(due: Due, today: date) -> str:
    """Return the last day of a line in words; why there is none where there is none."""
    if due.due is not None:
        return day(due.due, today, with_weekday=True)
    if due.state == "tolled":
        return "Clock stopped"
    return "With the next invoice" if due.kind == "settlement" and due.left is None else "No day agreed"


def left_text(due: Due, today: date) -> str:
    """Return how much time is left, in the unit that the agreement counts."""
    if due.state == PAYABLE:
        return f"payable, {left_words(due.left, due.due, today)}"
    return left_words(due.left, due.due, today)


def who_text(names: Sequence[str], modal: str, context: Context) -> str:
    """Return who acts: all of them under `must`, any of them under `may`."""
    said = [party_name(context.terms, name) for name in dict.fromkeys(names)]
    if not said:
        return NOBODY
    if modal != "may" or len(said) < 2:
        return and_list(said)
    return f"{', '.join(said[:-1])} or {said[-1]}"
