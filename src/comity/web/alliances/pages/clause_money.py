"""The remedy accounts that a clause pays into: every entry with its derivation, and the balance after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comity.reports.view.accounts import accounts_view
from comity.reports.view.life_model import AccountView, EntryView
from comity.web.alliances.addresses import Addresses
from comity.web.alliances.pages.kit import Kit, chip_cell
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
    for account in accounts_view(kit.context, most=ALL, names=names) if names else ():
        to = kit.deep.at(kit.deep.up, kit.context.derivations)
        yield rendered("account.html.j2", it=account)
        yield _entries(account, to)


def _entries(account: AccountView, to: Addresses) -> Listing:
    rows = tuple(_entry(one, to) for one in account.entries)
    name = account.id.replace("-", "_")
    return Listing(name=name, caption=f"{account.title}: entries", columns=COLUMNS, rows=rows)


def _entry(one: EntryView, to: Addresses) -> tuple[Cell, ...]:
    href = to.figure(one.amount.note) if one.amount.note else ""
    state = chip_cell(one.chip)
    return (
        Cell(one.when, one.day), Cell(one.what, sub=one.how),
        Cell(one.amount.text, one.plain, href="" if href.startswith("#") else href), Cell(one.balance, one.after),
        Cell(state.text, mark=state.mark, sub=one.settles),
    )  # fmt: skip
