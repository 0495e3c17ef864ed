"""The tables of a backtest as CSV: exact numbers and plain names, one fact a row, ready for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from comity.clauses.model import Outcome
from comity.kernel import exact
from comity.kernel.figure import Scope
from comity.standing.backtest.model import Backtest, Sum

Row = Sequence[str]


def tables(backtest: Backtest) -> Mapping[str, str]:
    """Return the CSV texts by the name of their file, without ending; tables without a row are left out."""
    found: dict[str, tuple[str, Iterable[Row]]] = {
        "verdicts": ("clause member period verdict reason", _verdicts(backtest)),
        "rules": ("clause rule member period known", _rules(backtest)),
        "steps": ("clause rule step opened done lapsed open first_opened", _steps(backtest)),
        "accounts": (
            "account owed_by owed_to period awarded awarded_unknown after_caps after_caps_unknown", _accounts(backtest)
        ),
        "thresholds": ("threshold by unit value agreed of name count_or_amount unknown", _thresholds(backtest)),
    }  # fmt: skip
    made = {name: list(rows) for name, (_, rows) in found.items()}
    return {name: _text(found[name][0].split(), rows) for name, rows in made.items() if rows}


def _text(head: Row, rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay numbers."""
    if cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in ("+", "-") and not _is_number(cell)):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    return cell.lstrip("+-").replace(".", "", 1).isdigit()


def _member(scope: Scope) -> str:
    return ", ".join(name for _, name in scope)


def _verdicts(backtest: Backtest) -> Iterator[Row]:
    for clause in backtest.tally.clauses:
        for member in clause.members:
            for period, outcome, reason in member.verdicts:
                yield clause.name, _member(member.scope), period.name, outcome.value, reason


def _rules(backtest: Backtest) -> Iterator[Row]:
    for clause in backtest.tally.clauses:
        for rule in clause.rules:
            for one in rule.fired:
                yield clause.name, rule.name, _member(one.scope), one.period.name, one.known.isoformat()


def _steps(backtest: Backtest) -> Iterator[Row]:
    for clause in backtest.tally.clauses:
        for step in clause.steps:
            counts = (str(step.opened), str(step.done), str(step.lapsed), str(step.open))
            yield clause.name, step.rule, step.name, *counts, step.first.isoformat()


def _accounts(backtest: Backtest) -> Iterator[Row]:
    for account in backtest.tally.accounts:
        for period, accrued, paid in account.periods:
            yield account.name, account.owed_by, account.owed_to, period.name, *_sum(accrued), *_sum(paid)


def _sum(found: Sum) -> tuple[str, str]:
    return exact.text(found.known), str(found.unknown)


def _thresholds(backtest: Backtest) -> Iterator[Row]:
    """Yield one row a number: the misses of each clause, the firings of each rule, the amounts of each account."""
    for sweep in backtest.sweeps:
        for one in sweep.tried:
            start = (sweep.name, sweep.by, sweep.unit, exact.text(one.value), "yes" if one.agreed else "no")
            for name in sweep.clauses:
                yield *start, Outcome.MISSED.value, name, str(one.missed.get(name, 0)), "0"
                yield *start, Outcome.UNDETERMINED.value, name, str(one.undetermined.get(name, 0)), "0"
            for (clause, rule), count in sorted(one.fired.items()):
                if clause in sweep.clauses:
                    yield *start, "fired", f"{clause}.{rule}", str(count), "0"
            for word, sums in (("awarded", one.accrued), ("after caps", one.paid)):
                for account, found in sorted(sums.items()):
                    yield *start, word, account, *_sum(found)
