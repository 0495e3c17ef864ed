"""The clauses: a list of them, and a page for each: how it stands, what happened, its words and its money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from comity.agreement.model import Step
from comity.clauses.life.model import CaseRecord
from comity.kernel.words import and_list, plural
from comity.reports.charts.series import draw_series
from comity.reports.view.cases import case_view
from comity.reports.view.judged import judged
from comity.reports.view.model import ClauseRow
from comity.standing.due.awaited import awaited
from comity.web.alliances.pages.clause_money import statements
from comity.web.alliances.pages.clause_rows import cases, chart, members, periods, reliefs
from comity.web.alliances.pages.clause_words import now, schedule_of
from comity.web.alliances.pages.kit import HIGH, WIDE, Kit, drawn
from comity.web.alliances.pieces import Block, Page
from comity.web.alliances.rendered import rendered
from comity.web.listing import Listing

MOST_LIVES = 8
"""How many open cases of a clause are told step by step, and how many closed ones; the listing has all."""

NO_CLAUSES = (
    "The agreement has no clause that you may see. Clauses are written under `clauses`: what is owed, how it is "
    "tested, and what follows from a miss."
)


def pages(kit: Kit) -> Iterator[Page]:
    """Yield the list of clauses, and a page for each of which the reader sees anything."""
    shown = [name for name in kit.standing.terms.clauses if kit.deep.clause(name)]
    yield Page(page="clauses", title="Clauses", blocks=(members("Clauses", shown, kit, kit.near, NO_CLAUSES),))
    for name in shown:
        blocks = tuple(_blocks(name, kit))
        yield Page(page="clause", key=name, title=kit.context.title("clauses", name), blocks=blocks)


def _blocks(name: str, kit: Kit) -> Iterator[Block]:
    rows = [row for row in kit.sheet.clauses.rows if row.name == name]
    own = [case for case in kit.standing.life.cases if case.clause == name]
    to = replace(kit.deep, own=name)
    tables = [*statements(_accounts(name, kit), kit), *filter(None, _listings(name, own, kit))]
    places = [(one.caption, f"list-{one.name}") for one in tables if isinstance(one, Listing)]
    yield rendered("clause.html.j2", links=to, lead=_lead(name, rows, own, kit), rows=rows, places=places)
    if len(judged([kit.standing.verdicts[name]] if kit.standing.verdicts.get(name) else [])) > len(rows):
        yield members("Members", [name], kit, kit.deep)
    yield from _lives(name, own, kit)
    series = chart(name, kit)
    height = HIGH if len(series) == 1 else HIGH / 2
    svgs = [drawn(draw_series(one, WIDE, height)) for one in series]
    yield rendered(
        "words.html.j2", charts=[svg for svg in svgs if svg], now=now(name, kit), schedule=schedule_of(name, kit),
        agreement=f"{kit.deep.up}agreement/",
    )  # fmt: skip
    yield from tables


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
    """Yield the open cases step by step, then the closed ones, folded, the latest first."""
    today = kit.standing.as_of
    still = [case for case in own if case.withdrawn is None and awaited(case, today)]
    over = [case for case in reversed(own) if case not in still]
    shown = [case_view(case, kit.context) for case in still[-MOST_LIVES:]]
    told = [case_view(case, kit.context) for case in over[:MOST_LIVES]]
    if shown or told:
        yield rendered(
            "lives.html.j2", links=replace(kit.deep, own=name), open=shown, more=len(still) - len(shown), closed=told,
            closed_count=len(over), nothing=f"No case of {kit.context.title('clauses', name)} is open.",
        )  # fmt: skip


def _accounts(name: str, kit: Kit) -> set[str]:
    """Return the accounts into which a clause pays, or has paid."""
    found = {step.into for _, terms in kit.standing.agreement.versions for step in _steps(terms.clauses.get(name))}
    found |= {one.account for case in kit.standing.life.cases if case.clause == name for one in case.payments}
    return found & kit.standing.life.ledgers.keys()


def _steps(thing: object) -> Iterator[Step]:
    if isinstance(thing, Step):
        yield thing
    if isinstance(thing, Mapping):
        for below in thing.values():
            yield from _steps(below)
    elif isinstance(thing, tuple):
        for below in thing:
            yield from _steps(below)
    elif is_dataclass(thing) and type(thing).__module__.startswith("comity.agreement.clauses_model"):
        for one in fields(thing):
            yield from _steps(getattr(thing, one.name))
