"""The remedy accounts that a clause pays into: every entry with its derivation, and the balance after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass

from comity.agreement.model import Step
from comity.reports.view.accounts import accounts_view
from comity.reports.view.life_model import AccountView, EntryView
from comity.standing.model import Standing
from comity.web.alliances.addresses import Addresses
from comity.web.alliances.pages.kit import FEW_ROWS, Kit, chip_cell
from comity.web.alliances.pieces import Block
from comity.web.alliances.rendered import rendered
from comity.web.listing import Cell, Column, Listing

COLUMNS = (
    Column("known", "Known", "date"), Column("for", "For"), Column("amount", "Amount", "number"),
    Column("balance", "Balance after it", "number"), Column("standing", "Standing"),
)  # fmt: skip
ALL = 1_000_000


def statements(names: Collection[str], kit: Kit) -> Iterator[Block]:
    """Yield each account: its caps and what is owed, then all its entries."""
    for account in accounts_view(kit.dated, most=ALL, names=names) if names else ():
        to = kit.deep.at(kit.deep.up, kit.context.derivations)
        yield rendered("account.html.j2", it=account)
        yield _entries(account, to, kit.context.terms.currency or "")


def _entries(account: AccountView, to: Addresses, currency: str) -> Listing:
    rows = tuple(_entry(one, to, currency) for one in account.entries)
    name = account.id.replace("-", "_")
    return Listing(name=name, caption=f"{account.title}: entries", columns=COLUMNS, rows=rows[::-1], size=FEW_ROWS)


def _entry(one: EntryView, to: Addresses, currency: str) -> tuple[Cell, ...]:
    href = to.figure(one.amount.note) if one.amount.note else ""
    state = chip_cell(one.chip)
    return (
        Cell(one.when, one.day), Cell(one.what, sub=one.how),
        Cell(one.amount.text, one.plain, href="" if href.startswith("#") else href, unit=currency),
        Cell(one.balance, one.after, unit=currency),
        Cell(state.text, mark=state.mark, sub=one.settles),
    )  # fmt: skip


def accounts_of(name: str, standing: Standing) -> set[str]:
    """Return the accounts into which a clause pays, or has paid."""
    found = {step.into for _, terms in standing.agreement.versions for step in _steps(terms.clauses.get(name))}
    found |= {one.account for case in standing.life.cases if case.clause == name for one in case.payments}
    return found & standing.life.ledgers.keys()


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
