"""The money of a backtest: account by account, period by period."""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.figure import State
from comity.kernel.period import Period
from comity.kernel.words import period_name, periods_named, plural
from comity.reports.backtest.model import AccountPart
from comity.reports.backtest.sums import paying, sum_words
from comity.reports.charts.points import Point
from comity.reports.charts.series import Series
from comity.reports.view.model import Cell, TwinTable
from comity.standing.backtest.model import AccountTally, Backtest, Sum
from comity.standing.words import party_name

MOST_BARS = 120
"""Periods a chart has room for; with more, the table has to do."""


def account_parts(backtest: Backtest) -> tuple[AccountPart, ...]:
    """Return every account in which something was awarded."""
    return tuple(_part(at, account, backtest) for at, account in enumerate(backtest.tally.accounts, start=1))


def account_title(account: str, backtest: Backtest) -> str:
    """Return the name of an account in words; without one, the parties between whom it is settled at once."""
    terms = backtest.terms
    if account in terms.accounts:
        return account.replace("_", " ").capitalize()
    payer, _, payee = account.partition(" to ")
    return f"{party_name(terms, payer)} to {party_name(terms, payee)}, at once"


def _part(at: int, account: AccountTally, backtest: Backtest) -> AccountPart:
    title = account_title(account.name, backtest)
    return AccountPart(
        id=f"account-{at}", title=title, says=_says(account, backtest), chart=_chart(title, account, backtest),
        table=_table(title, account, backtest),
    )  # fmt: skip


def _says(account: AccountTally, backtest: Backtest) -> str:
    currency = backtest.terms.currency
    payer, found = paying(account.owed_by, account.owed_to, account.paid)
    payee = account.owed_to if payer == account.owed_by else account.owed_by
    names = party_name(backtest.terms, payer), party_name(backtest.terms, payee)
    said = f"{names[0]} would owe {names[1]} {sum_words(found, currency)} for {plural(len(account.periods), 'period')}"
    if account.accrued != account.paid:
        said += f", of {sum_words(paying(account.owed_by, payer, account.accrued)[1], currency)} before the caps"
    if account.cuts:
        said += f"; a cap cut {periods_named(account.cuts)}"
    return f"{said}."


def _table(title: str, account: AccountTally, backtest: Backtest) -> TwinTable:
    currency = backtest.terms.currency
    rows = [_row(period_name(p), accrued, paid, p in account.cuts, currency) for p, accrued, paid in account.periods]
    rows.append(_row("In all", account.accrued, account.paid, False, currency))
    head = ("Period", "Awarded", "After caps", "Cap")
    return TwinTable(caption=f"{title}: awarded and left after the caps, by period", head=head, rows=tuple(rows))


def _row(name: str, accrued: Sum, paid: Sum, cut: bool, currency: str | None) -> tuple[Cell, ...]:
    return Cell(name), Cell(_cell(accrued, currency)), Cell(_cell(paid, currency)), Cell("reached" if cut else "")


def _cell(found: Sum, currency: str | None) -> str:
    return sum_words(found, currency) if found.known or not found.unknown else "not known"


# -- the chart --------------------------------------------------------------------------------


def _chart(title: str, account: AccountTally, backtest: Backtest) -> Series | None:
    """Return the amounts after caps as bars, a period without any as 0; None where periods are of several kinds."""
    grains = {period.grain for period, _, _ in account.periods}
    if len(grains) != 1:
        return None
    points = tuple(_points(account, backtest))
    if not 1 < len(points) <= MOST_BARS:
        return None
    currency = backtest.terms.currency or ""
    label = f"{title}, after caps, by period. {_says(account, backtest)}"
    return Series(points=points, unit=currency, label=label, bars=True)


def _points(account: AccountTally, backtest: Backtest) -> Iterator[Point]:
    found: dict[str, tuple[Period, Sum]] = {period.name: (period, paid) for period, _, paid in account.periods}
    grain = account.periods[0][0].grain
    for period in backtest.terms.calendar.between(grain, backtest.first, backtest.last):
        if period.last > backtest.last:
            continue
        paid = found[period.name][1] if period.name in found else Sum()
        unknown = paid.unknown > 0
        state = State.UNDETERMINED if unknown else State.FINAL
        yield Point(period=period, value=None if unknown else paid.known, state=state)
