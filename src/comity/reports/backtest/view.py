"""From a backtest to what is shown of it: titles, sentences, chips, charts and tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from comity.clauses.model import Outcome
from comity.kernel.numbers import share
from comity.kernel.words import and_list, capital, day, period_name, periods_named, plural
from comity.reports.backtest.accounts import account_parts
from comity.reports.backtest.model import BacktestView, ClauseLine
from comity.reports.backtest.sums import paying, sum_words
from comity.reports.backtest.sweeps import sweep_parts
from comity.reports.view.model import Cell, Chip, Digest, TwinTable
from comity.standing.backtest.model import Backtest, ClauseTally, MemberTally, RuleTally, StepTally, Sum
from comity.standing.backtest.tally import together
from comity.standing.words import OUTCOME_ORDER, is_illustrative, outcome_word, parties_named, party_name, title_of

MOST_FIRINGS = 24
"""Periods of a rule that are named; of more, only the number of the others."""


def view(backtest: Backtest, known_at: date) -> BacktestView:
    """Return a backtest as it is shown; `known_at` is the day up to which facts were known."""
    terms = backtest.terms
    clauses = tuple(line for tally in backtest.tally.clauses for line in _lines(tally, backtest))
    sweeps = sweep_parts(backtest)
    return BacktestView(
        title=f"Backtest of {terms.title}",
        parties=and_list([party.legal_name for party in terms.parties.values()]),
        lead=_lead(backtest),
        days=f"Facts from {day(backtest.first)} to {day(backtest.last)}",
        as_of=day(backtest.as_of), as_of_iso=backtest.as_of.isoformat(),
        known_at=day(known_at), known_at_iso=known_at.isoformat(),
        terms_since="the terms of today",
        terms=Digest("terms", terms.digest),
        assumed=backtest.assumed,
        clauses=clauses,
        rules=_rules(backtest),
        steps=_steps(backtest),
        settings=_settings(backtest),
        accounts=account_parts(backtest),
        sweeps=sweeps,
        dagger=any(line.dagger for line in clauses) or any(part.dagger for part in sweeps),
    )  # fmt: skip


def _lead(backtest: Backtest) -> str:
    """Return the one sentence to remember."""
    clauses = backtest.tally.clauses
    judged = sum(len(member.verdicts) for clause in clauses for member in clause.members)
    if not judged:
        return "No clause of the agreement has a test over these facts."
    missed = sum(clause.count(Outcome.MISSED) for clause in clauses)
    open_ = sum(clause.count(Outcome.UNDETERMINED) for clause in clauses)
    said = f"Of {plural(judged, 'verdict')} {f'{missed:,}' if missed else 'none'} would have been missed"
    said += f" and {open_:,} undetermined" if open_ else ""
    said += f"; {paid}" if (paid := _payments(backtest)) else ""
    return f"{said}."


def _payments(backtest: Backtest) -> str:
    """Return what each party would have paid in all, the accounts between two parties taken together."""
    owed: dict[str, list[Sum]] = {}
    for account in backtest.tally.accounts:
        payer, found = paying(account.owed_by, account.owed_to, account.paid)
        if found.known or found.unknown:
            owed.setdefault(payer, []).append(found)
    parts = [
        (_who(backtest, payer), sum_words(together(sums), backtest.terms.currency)) for payer, sums in owed.items()
    ]
    return and_list([f"{who} {'' if at else 'would have paid '}{sum_}" for at, (who, sum_) in enumerate(parts)], most=6)


def _who(backtest: Backtest, party: str) -> str:
    return party_name(backtest.terms, party)


# -- clauses ----------------------------------------------------------------------------------


def _lines(tally: ClauseTally, backtest: Backtest) -> Iterator[ClauseLine]:
    terms = backtest.terms
    clause = terms.clauses[tally.name]
    title = title_of(terms, "clauses", tally.name)
    owes = f"{_who(backtest, clause.owed_by)} owes {_who(backtest, clause.owed_to)}"
    for member in tally.members:
        name = ", ".join(one for _, one in member.scope)
        judged = member.count(Outcome.MET) + member.count(Outcome.MISSED)
        missed = member.count(Outcome.MISSED)
        yield ClauseLine(
            title=f"{title}, {name}" if name else title, dagger=is_illustrative(terms, f"clauses.{tally.name}"),
            owes=owes, counts=tuple(_counts(member)), missed=missed, periods=len(member.verdicts),
            share=share(Fraction(missed, judged), 0).lstrip("+") if judged else "\N{EN DASH}",
            strip=tuple(_strip(member)), strip_label=_strip_label(member),
        )  # fmt: skip


def _counts(member: MemberTally) -> Iterator[Chip]:
    for outcome in OUTCOME_ORDER:
        count = member.count(outcome)
        if count:
            yield Chip(outcome.value, f"{count:,} {outcome_word(outcome)}")


def _strip(member: MemberTally) -> Iterator[Chip]:
    for period, outcome, reason in member.verdicts:
        why = f": {reason}" if reason else ""
        yield Chip(outcome.value, f"{period_name(period)} {outcome_word(outcome)}{why}")


def _strip_label(member: MemberTally) -> str:
    missed = [period for period, outcome, _ in member.verdicts if outcome is Outcome.MISSED]
    return f"Missed in {periods_named(missed)}" if missed else "Missed in no period"


# -- rules and steps --------------------------------------------------------------------------


def _rules(backtest: Backtest) -> TwinTable | None:
    rows = [
        _rule(clause, rule, backtest) for clause in backtest.tally.clauses for rule in clause.rules
    ]  # fmt: skip
    if not rows:
        return None
    head = ("Rule", "Clause", "Fired", "Undecided", "When")
    return TwinTable(
        caption="Rules: how often each would have fired, and for which periods", head=head, rows=tuple(rows)
    )


def _rule(clause: ClauseTally, rule: RuleTally, backtest: Backtest) -> tuple[Cell, ...]:
    title = title_of(backtest.terms, "clauses", clause.name)
    return (
        Cell(capital(rule.name.replace("_", " "))), Cell(title), Cell(f"{len(rule.fired):,}"), Cell(f"{rule.unsure:,}"),
        Cell(_when(rule), "why"),
    )  # fmt: skip


def _when(rule: RuleTally) -> str:
    """Return the periods of a rule, member by member."""
    by_member: dict[str, list[int]] = {}
    for at, one in enumerate(rule.fired[:MOST_FIRINGS]):
        by_member.setdefault(", ".join(name for _, name in one.scope), []).append(at)
    parts = []
    for member, which in by_member.items():
        named = periods_named([rule.fired[at].period for at in which])
        parts.append(f"{member}: {named}" if member else named)
    more = len(rule.fired) - MOST_FIRINGS
    return "; ".join([*parts, *([f"and {more:,} more"] if more > 0 else [])]) or "never"


def _steps(backtest: Backtest) -> TwinTable | None:
    rows = [_step(clause, step, backtest) for clause in backtest.tally.clauses for step in clause.steps]
    if not rows:
        return None
    head = ("Step", "Clause and rule", "Whose", "Opened", "Done", "Lapsed", "Still open", "First opened")
    return TwinTable(
        caption="Steps: what would have opened, and what came of it with nobody acting", head=head, rows=tuple(rows)
    )


def _step(clause: ClauseTally, step: StepTally, backtest: Backtest) -> tuple[Cell, ...]:
    title = title_of(backtest.terms, "clauses", clause.name)
    who = parties_named(backtest.terms, *step.who) if step.who else ""
    return (
        Cell(capital(step.name)), Cell(f"{title}, {step.rule.replace('_', ' ')}"), Cell(f"{who} {step.modal}".strip()),
        *(Cell(f"{count:,}") for count in (step.opened, step.done, step.lapsed, step.open)), Cell(day(step.first)),
    )  # fmt: skip


def _settings(backtest: Backtest) -> TwinTable | None:
    if not backtest.tally.settings:
        return None
    rows = tuple(
        (Cell(capital(name.replace("_", " "))), Cell(member or "\N{EN DASH}"), Cell(value), Cell(day(first)))
        for name, member, value, first in backtest.tally.settings
    )
    return TwinTable(
        caption="Settings: what rules would have changed by themselves",
        head=("Setting", "Member", "To", "From"),
        rows=rows,
    )
