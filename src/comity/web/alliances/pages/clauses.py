"""The clauses: a list of them, and a page for each: how it stands, what happened, its words and its money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from comity.clauses.life.model import CaseRecord
from comity.kernel.words import and_list, plural
from comity.reports.charts.series import draw_series
from comity.reports.view.cases import case_view, next_day
from comity.reports.view.docket import docket_view
from comity.reports.view.judged import judged
from comity.reports.view.model import ClauseRow
from comity.standing.due.awaited import awaited
from comity.standing.model import Due
from comity.web.alliances.pages.clause_money import accounts_of, statements
from comity.web.alliances.pages.clause_rows import cases, chart, members, periods, reliefs
from comity.web.alliances.pages.clause_words import now, schedule_of
from comity.web.alliances.pages.kit import HIGH, Kit, drawn_twice
from comity.web.alliances.pages.ways import BY_ACT, OF_ACCOUNTS, Way, way
from comity.web.alliances.pieces import Block, Page, around
from comity.web.alliances.rendered import rendered
from comity.web.listing import Listing

MOST_WAYS = 8
"""How many acts that a clause waits for are told with the way to do them."""
MOST_LIVES = 8
"""How many open cases of a clause are told step by step, and how many closed ones; the listing has all."""

NO_CLAUSES = (
    "The agreement has no clause that you may see. Clauses stand under clauses in agreement.yaml: what is owed, how "
    "it is tested, and what follows from a miss."
)


def pages(kit: Kit) -> Iterator[Page]:
    """Yield the list of clauses, and a page for each of which the reader sees anything."""
    shown = [name for name in kit.standing.terms.clauses if kit.deep.clause(name)]
    listed = members("Latest verdicts", shown, kit, kit.near, NO_CLAUSES)
    head = rendered("lead.html.j2", lead=_of_all(shown, kit))
    yield Page(page="clauses", title="Clauses", blocks=(head, listed) if shown else (listed,))
    places = [(kit.context.title("clauses", name), kit.deep.clause(name)) for name in shown]
    for at, name in enumerate(shown):
        beside = around("clause", places, at)
        yield Page(page="clause", key=name, title=places[at][0], blocks=tuple(_blocks(name, kit)), around=beside)


def _of_all(shown: Sequence[str], kit: Kit) -> str:
    """Return one sentence about all clauses: their latest verdicts, and what is open."""
    counts = [f"{chip.word}" for chip in kit.sheet.clauses.counts]
    silent = sum(not kit.standing.verdicts.get(name) for name in shown)
    cases = [case for case in kit.standing.life.cases if case.withdrawn is None and awaited(case, kit.standing.as_of)]
    said = f"Latest verdicts: {and_list(counts, 5)}" if counts else "Nothing has been judged yet"
    rules = f"; {plural(silent, 'clause')} with rules only" if silent and counts else ""
    return f"{said}{rules}. {plural(len(cases), 'case')} open." if cases else f"{said}{rules}. No case is open."


def _blocks(name: str, kit: Kit) -> Iterator[Block]:
    rows = [row for row in kit.sheet.clauses.rows if row.name == name]
    own = [case for case in kit.standing.life.cases if case.clause == name]
    to = replace(kit.deep, own=name)
    happened = [one for one in _listings(name, own, kit) if one is not None]
    tables = [*happened, *statements(accounts_of(name, kit.standing), kit)]
    places = [(one.caption, f"list-{one.name}") for one in tables if isinstance(one, Listing)]
    ways, more = _ways(name, kit)
    if ways:
        places = [("What to do", "acts"), *places]
    yield rendered("clause.html.j2", links=to, lead=_lead(name, rows, own, kit), rows=rows, places=places)
    if ways:
        yield rendered("ways.html.j2", ways=ways, more=more, kept=bool(kit.standing.signed))
    if len(judged([kit.standing.verdicts[name]] if kit.standing.verdicts.get(name) else [])) > len(rows):
        yield members("Members", [name], kit, kit.deep)
    yield from _lives(name, own, kit)
    series = chart(name, kit)
    height, low = (HIGH, 200) if len(series) == 1 else (HIGH / 2, 110)
    svgs = [drawn_twice(partial(draw_series, one), height, low) for one in series]
    yield rendered("test.html.j2", charts=[svg for svg in svgs if svg], now=now(name, kit))
    yield from tables
    yield rendered("words.html.j2", schedule=schedule_of(name, kit), agreement=f"{kit.deep.up}agreement/")


def _ways(name: str, kit: Kit) -> tuple[list[Way], int]:
    """Return how what the docket asks for of a clause, and of the accounts it pays into, is done; earliest first.

    At most MOST_WAYS are made. The number says how many lines of it the docket has besides that acts may do.
    """
    accounts = accounts_of(name, kit.standing)
    lines = (
        line for line in kit.standing.docket
        if line.kind in BY_ACT and (line.clause == name or (line.kind in OF_ACCOUNTS and line.table in accounts))
    )  # fmt: skip
    found = (one for line in lines if (one := _way(line, kit)) is not None)
    return list(islice(found, MOST_WAYS)), sum(1 for _ in lines)


def _way(line: Due, kit: Kit) -> Way | None:
    shown = next(docket_view(kit.context, [line]))
    return way(line, kit.standing, what=_what(line, shown.what, kit), who=shown.who)


def _what(line: Due, what: str, kit: Kit) -> str:
    """Return what a line asks for, with the member and the period of the case that it belongs to."""
    if line.kind in OF_ACCOUNTS or line.period is None:
        return what  # it says of what it speaks
    members = [member for _, member in line.scope]
    return ", ".join([what, *members, *([] if line.kind == "position" else [kit.context.period(line.period.name)])])


def _listings(name: str, own: list[CaseRecord], kit: Kit) -> tuple[Listing | None, ...]:
    return periods(name, kit), cases(own, kit) if own else None, reliefs(name, kit)


def _lead(name: str, rows: list[ClauseRow], own: list[CaseRecord], kit: Kit) -> str:
    """Return one sentence: how it stands, and who acts next by when."""
    still = [case for case in own if case.withdrawn is None and awaited(case, kit.standing.as_of)]
    acts = f" {plural(len(still), 'case')} open." if still else " No case is open."
    if not rows:
        clause = kit.standing.terms.clauses[name]
        tested = clause.measure is not None or clause.missed_if is not None
        nothing = "No period of it has been judged yet." if tested else "It has no test of its own, only rules."
        return f"{nothing}{acts}"
    if len(rows) == 1:
        row = rows[0]
        figure = f": {row.figure.text}, {row.test}" if row.has_value and row.test else ""
        return f"{row.chip.word} {row.preposition} {row.period}{figure}.{_next(row)}{acts}"
    counted = dict.fromkeys(row.chip.word for row in rows)
    said = and_list([f"{sum(row.chip.word == word for row in rows)} {word.lower()}" for word in counted])
    return f"Of the latest verdicts {said}.{_next(rows[0])}{acts}"


def _next(row: ClauseRow) -> str:
    """Say who acts next by when, as the row says it."""
    return f" Next: {row.next_what}, {row.next_when}." if row.next_what else ""


# -- what happened ----------------------------------------------------------------------------


def _lives(name: str, own: list[CaseRecord], kit: Kit) -> Iterator[Block]:
    """Yield the open cases step by step, the most urgent first, then the closed ones, folded, the latest first."""
    today = kit.standing.as_of
    still = [case for case in own if case.withdrawn is None and awaited(case, today)]
    over = [case for case in reversed(own) if case not in still]
    urgent = sorted(still, key=lambda case: next_day(case, today))
    shown = [case_view(case, kit.context) for case in urgent[:MOST_LIVES]]
    told = [case_view(case, kit.context) for case in over[:MOST_LIVES]]
    if shown or told:
        yield rendered(
            "lives.html.j2", links=replace(kit.deep, own=name), open=shown, more=len(still) - len(shown), closed=told,
            closed_count=len(over), nothing=f"No case of {kit.context.title('clauses', name)} is open.",
        )  # fmt: skip
