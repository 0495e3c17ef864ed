"""Thresholds turned one at a time: what other values would have done to misses and money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.model import DatedMap, Formula, KeyedMap, Term
from comity.kernel.numbers import format_value
from comity.kernel.words import and_list, capital, day
from comity.reports.backtest.accounts import account_title
from comity.reports.backtest.model import SweepPart
from comity.reports.backtest.numbers import count, fired, is_rule, moving, payee, paying, rules, total
from comity.reports.backtest.sums import amount, sum_words
from comity.reports.backtest.sums import paying as paying_to
from comity.reports.charts.sweep import SweepChart, SweepPoint
from comity.reports.view.model import Cell, TwinTable
from comity.standing.backtest.model import Backtest, Sum, Sweep, Tried
from comity.standing.backtest.turning import VALUE
from comity.standing.backtest.words import AS_AGREED
from comity.standing.words import is_illustrative, party_name, title_of

MOST_RULES = 3
"""Rules whose firings a line of a terminal has room for; the page has all."""

MOST_VALUES = 6
"""Agreed values of one threshold that are named; a map may hold many."""


def sweep_parts(backtest: Backtest) -> tuple[SweepPart, ...]:
    """Return every threshold that was turned."""
    return tuple(_part(at, sweep, backtest) for at, sweep in enumerate(backtest.sweeps, start=1))


def _part(at: int, sweep: Sweep, backtest: Backtest) -> SweepPart:
    title = sweep_title(sweep, backtest)
    says = _says(sweep, backtest)
    return SweepPart(
        id=f"threshold-{at}", title=title, dagger=is_illustrative(backtest.terms, _path(sweep, backtest)),
        agreed=_agreed(sweep, backtest), says=says, chart=_chart(title, says, sweep, backtest),
        table=_table(title, sweep, backtest), brief=_brief(title, sweep, backtest),
    )  # fmt: skip


def _path(sweep: Sweep, backtest: Backtest) -> str:
    name = sweep.name.partition(".")[0]
    return f"clauses.{name}" if name in backtest.terms.clauses else f"settings.{name}"


def sweep_title(sweep: Sweep, backtest: Backtest) -> str:
    """Return what is turned, in words: a clause with its relation, a rule with its condition, a setting."""
    terms, (name, _, rule) = backtest.terms, sweep.name.partition(".")
    if name not in terms.clauses:
        return capital(name.replace("_", " "))
    title = title_of(terms, "clauses", name)
    if not rule:
        return f"{title}, {terms.clauses[name].relation}"
    _, _, said = sweep.about.partition(", ")
    words, _, condition = said.partition(": ")
    return f"{title}, {words.replace('_', ' ')}: {condition}"


# -- what was agreed --------------------------------------------------------------------------


def _agreed(sweep: Sweep, backtest: Backtest) -> str:
    """Return the agreed value, or the agreed values that are turned together."""
    if sweep.by == VALUE:
        return next(one.shown for one in sweep.tried if one.agreed)
    terms = backtest.terms
    clause = terms.clauses.get(sweep.name)
    term = clause.threshold if clause is not None else terms.settings.get(sweep.name)
    found = list(_values(term, sweep.unit)) if term is not None else []
    return and_list(found, most=MOST_VALUES)


def _values(term: Term, unit: str) -> Iterator[str]:
    match term:
        case DatedMap():
            for since, entry in term.entries:
                yield from (f"{value} from {day(since)}" for value in _values(entry, unit))
        case KeyedMap():
            for member, entry in term.entries.items():
                yield from (f"{value} for {member}" for value in _values(entry, unit))
        case Formula(node=tree.Number() as number):
            yield format_value(number.value, "percent" if number.percent else unit)
        case Formula(node=tree.Money() as amount_):
            yield amount(amount_.amount, amount_.currency)
        case Formula():
            yield term.text


# -- the sentence -----------------------------------------------------------------------------


def _says(sweep: Sweep, backtest: Backtest) -> str:
    """Return what the agreed value did, and what its two neighbours would have done."""
    at = next(n for n, one in enumerate(sweep.tried) if one.agreed)
    own = sweep.tried[at]
    said = [f"As agreed: {_did(own, sweep, backtest)}."]
    if len({_did(one, sweep, backtest) for one in sweep.tried}) == 1:
        return f"{said[0]} None of the values tried changes that."
    neighbours = [sweep.tried[n] for n in (at - 1, at + 1) if 0 <= n < len(sweep.tried)]
    said += [f"{capital(one.shown)}: {_did(one, sweep, backtest)}." for one in neighbours]
    return " ".join(said)


def _did(one: Tried, sweep: Sweep, backtest: Backtest) -> str:
    """Return what a value did: misses, or firings where the condition of a rule is turned, and the money that moves."""
    said = [_fired_words(one, sweep)] if is_rule(sweep) else [f"{count(one.missed, sweep):,} missed"]
    open_ = count(one.undetermined, sweep)
    said += [f"{open_:,} undetermined"] if open_ and not is_rule(sweep) else []
    payer = paying(sweep, backtest)
    if payer:
        who, found = paying_to(payer, payee(payer, sweep, backtest), total(one, sweep, backtest, payer))
        said.append(f"{party_name(backtest.terms, who)} pays {sum_words(found, backtest.terms.currency)}")
    return ", ".join(said)


def _fired_words(one: Tried, sweep: Sweep) -> str:
    often = fired(one, sweep)
    words = {0: "never fired", 1: "fired once", 2: "fired twice"}.get(often, f"fired {often:,} times")
    return f"{sweep.name.split('.')[1].replace('_', ' ')} {words}"


# -- chart and table --------------------------------------------------------------------------


def _chart(title: str, says: str, sweep: Sweep, backtest: Backtest) -> SweepChart:
    payer = paying(sweep, backtest)
    points = tuple(
        SweepPoint(
            label=_short(one), agreed=one.agreed, counted=_bar(one, sweep),
            undetermined=0 if is_rule(sweep) else count(one.undetermined, sweep),
            paid=_known(total(one, sweep, backtest, payer)),
        )
        for one in sweep.tried
    )  # fmt: skip
    return SweepChart(
        points=points, currency=(backtest.terms.currency or "") if payer else "", label=f"{title}. {says}",
        counted="Times fired" if is_rule(sweep) else "Periods missed",
        paid_by=party_name(backtest.terms, payer) if payer else "",
    )  # fmt: skip


def _bar(one: Tried, sweep: Sweep) -> int:
    return fired(one, sweep) if is_rule(sweep) else count(one.missed, sweep)


def _known(total: Sum) -> Decimal | None:
    return None if total.unknown else total.known


def _short(one: Tried) -> str:
    """Return the value as it stands below its bar."""
    return one.shown.removesuffix(" points").removesuffix(" point")


def _table(title: str, sweep: Sweep, backtest: Backtest) -> TwinTable:
    """Return all numbers: misses by clause, firings by rule, amounts by account."""
    accounts, firing = moving(sweep), rules(sweep)
    open_ = any(count(one.undetermined, sweep) for one in sweep.tried)
    several = len(sweep.clauses) > 1
    head = ["Value"]
    head += [f"Missed, {title_of(backtest.terms, 'clauses', name)}" if several else "Missed" for name in sweep.clauses]
    head += ["Undetermined"] if open_ else []
    head += [f"{capital(rule.replace('_', ' '))} fired" for _, rule in firing]
    head += [f"{account_title(name, backtest)}, {word}" for name in accounts for word in ("awarded", "after caps")]
    rows = tuple(
        (
            Cell(_value_cell(one)),
            *(Cell(f"{one.missed.get(name, 0):,}") for name in sweep.clauses),
            *((Cell(f"{count(one.undetermined, sweep):,}"),) if open_ else ()),
            *(Cell(f"{one.fired.get(rule, 0):,}") for rule in firing),
            *(Cell(_sum(sums, name, backtest)) for name in accounts for sums in (one.accrued, one.paid)),
        )
        for one in sweep.tried
    )
    return TwinTable(caption=f"{title}: what other values would have done", head=tuple(head), rows=rows)


def _brief(title: str, sweep: Sweep, backtest: Backtest) -> TwinTable:
    """Return what a terminal has room for: all clauses together, the rules that vary, one party's payments."""
    payer = paying(sweep, backtest)
    firing = [rule for rule in rules(sweep) if len({one.fired.get(rule, 0) for one in sweep.tried}) > 1][:MOST_RULES]
    open_ = any(count(one.undetermined, sweep) for one in sweep.tried)
    head = ["Value", "Missed", *(["Undetermined"] if open_ else [])]
    head += [f"{capital(rule.replace('_', ' '))} fired" for _, rule in firing]
    head += [f"{party_name(backtest.terms, payer)} pays"] if payer else []
    rows = tuple(
        (
            Cell(_value_cell(one)), Cell(f"{count(one.missed, sweep):,}"),
            *((Cell(f"{count(one.undetermined, sweep):,}"),) if open_ else ()),
            *(Cell(f"{one.fired.get(rule, 0):,}") for rule in firing),
            *((Cell(sum_words(total(one, sweep, backtest, payer), backtest.terms.currency)),) if payer else ()),
        )
        for one in sweep.tried
    )  # fmt: skip
    return TwinTable(caption=f"{title}: what other values would have done", head=tuple(head), rows=rows)


def _value_cell(one: Tried) -> str:
    return f"{one.shown} (agreed)" if one.agreed and one.shown != AS_AGREED else one.shown


def _sum(sums: Mapping[str, Sum], name: str, backtest: Backtest) -> str:
    return sum_words(sums.get(name, Sum()), backtest.terms.currency)
