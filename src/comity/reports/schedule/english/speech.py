"""What names mean where a formula stands, in words: a metric's formula, a clause, a rule's condition, a step, a cap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from comity.agreement.model import Clause, Column, Metric, Step
from comity.kernel.period import Grain
from comity.reports.schedule.english.names import MILESTONES, Book
from comity.reports.schedule.english.words import NOUNS, listed, named, quoted
from comity.reports.schedule.markup import named_reference, reference

Words = Mapping[str, str]
_MILESTONE_DAYS = ("due", "done", "accepted", "earned")
_OF_MILESTONES = ("milestone", "owner", *_MILESTONE_DAYS, "worth", "days_late")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How names are said in one spot.

    `period` is the noun of the period the spot stands in. `values` are names said as values (`the Shortfall`), `truths`
    the same as sentences (`this clause is Missed`), `dates` those of them that are days. `life` completes "all Months
    since …". `table` is the table that an aggregate around the spot reads.
    """

    book: Book
    period: str
    clause: Clause | None = None
    values: Words = field(default_factory=dict)
    truths: Words = field(default_factory=dict)
    dates: frozenset[str] = frozenset({"today", "period_start", "period_end"})
    life: str = "the start of the term"
    table: str = ""

    def inside(self, table: str) -> Speech:
        """Return the speech within an aggregate that reads a table."""
        return replace(self, table=table)

    def knowing(self, values: Words, truths: Words | None = None) -> Speech:
        """Return the same speech with more names known."""
        return replace(self, values={**self.values, **values}, truths={**self.truths, **(truths or {})})


def clause_key(name: str) -> str:
    """Return the key that references to a clause use."""
    return f"clause {name}"


def rule_key(clause: str, rule: str) -> str:
    """Return the key that references to a rule use."""
    return f"rule {clause} {rule}"


def account_key(name: str) -> str:
    """Return the key that references to an account use."""
    return f"account {name}"


def ladder_key(name: str) -> str:
    """Return the key that references to a ladder use."""
    return f"ladder {name}"


def setting_key(name: str) -> str:
    """Return the key that references to the table of a setting use."""
    return f"setting {name}"


def plain_speech(book: Book) -> Speech:
    """Return the speech of settings, caps and other formulas that stand in no clause."""
    return Speech(book=book, period="period", values=_days("period"))


def metric_speech(book: Book, metric: Metric) -> Speech:
    """Return the speech of a metric's formula and target."""
    period = NOUNS[metric.every]
    return Speech(book=book, period=period, values={**_days(period), **_members(metric.per)})


def cap_speech(book: Book, every: str, per: Iterable[str]) -> Speech:
    """Return the speech of a cap's formula."""
    period = NOUNS[Grain(every)] if every in list(Grain) else "period of the latest posting"
    return Speech(book=book, period=period, values={**_days(period), **_members(per)})


def clause_speech(book: Book, clause: Clause) -> Speech:
    """Return the speech of the formulas of a clause."""
    period = book.period_of(clause)
    columns = _row_columns(book, clause, period)
    return Speech(
        book=book,
        period=period,
        clause=clause,
        values={**_days(period), **columns, **_bound(period), **_members(clause.per), **_lets(clause)},
        truths={**_row_truths(book, clause, period), **_verdicts(), **_let_truths(clause), **_rules(clause)},
        dates=frozenset({"today", "period_start", "period_end", "day", *_row_dates(book, clause)}),
        life="this clause began",
    )


def condition_speech(speech: Speech, rule: str) -> Speech:
    """Return the speech of a rule's own `when`: its name there means earlier firings only."""
    return speech.knowing({}, {rule: "this rule applied (earlier cases only)"})


def case_speech(speech: Speech, rule: str) -> Speech:
    """Return the speech of what follows from a rule: its name counts this firing too."""
    said = {rule: "this rule applied (this case included)"}
    return replace(speech.knowing({}, said), life="the case opened")


def later_speech(speech: Speech) -> Speech:
    """Return the speech of what a step awaits: figures run on with later periods, amounts stay those of the case."""
    kept = {"threshold": "the Threshold of the case", "shortfall": "the Shortfall of the case"}
    return speech.knowing({name: said for name, said in kept.items() if name in speech.values})


def act_speech(speech: Speech, step: Step) -> Speech:
    """Return the speech of what follows an act: the values that it carried are known."""
    act = quoted(step.do or step.name or step.level or "the act")
    values = {name: f"the {named(name)} stated in {act}" for name in step.carries}
    truths = {name: f"the {named(name)} stated in {act} is yes" for name in step.carries}
    dates = {name for name, column in step.carries.items() if column.type == "date"}
    return replace(speech.knowing(values, truths), dates=speech.dates | dates)


def relief_speech(speech: Speech, carries: Mapping[str, Column]) -> Speech:
    """Return the speech of a relief's own measure: the values that the claim carries are known."""
    return speech.knowing({name: f"the {named(name)} stated in the claim" for name in carries})


def ladder_speech(book: Book, clauses: Iterable[Clause]) -> Speech:
    """Return the speech of a ladder: it sees the names of the disputed case and the columns of its entry."""
    speech = Speech(
        book=book, period="disputed period", values=_days("disputed period"), life="the disputed case opened"
    )
    for clause in clauses:
        own = _disputed(clause_speech(book, clause))
        speech = replace(speech.knowing(own.values, own.truths), dates=speech.dates | own.dates)
    return speech


def _disputed(speech: Speech) -> Speech:
    values = {name: said.replace(" tested", " in dispute") for name, said in speech.values.items()}
    truths = {name: said.replace(" tested", " in dispute") for name, said in speech.truths.items()}
    return replace(speech, values=values, truths=truths)


def column_speech(book: Book, column: Column) -> Speech:
    """Return the speech of a column's condition, which names the value by its type."""
    subject = "value" if column.type == "truth" else column.type
    return Speech(book=book, period="period", values={subject: f"the {subject}", column.name: f"the {subject}"})


def entries_of(clause: Clause, book: Book) -> str:
    """Return the noun for the rows that a clause is, when it is read as a table: `Levels`, `Months`."""
    if clause.per:
        return " and ".join(named(column) for column in clause.per)
    return book.period_of(clause)


# -- names bound in a clause ------------------------------------------------------------------


def _days(period: str) -> Words:
    return {
        "today": "the day of evaluation",
        "period_start": f"the first day of the {period}",
        "period_end": f"the last day of the {period}",
    }


def _members(per: Iterable[str]) -> Words:
    return {column: f"the {named(column)}" for column in per}


def _bound(period: str) -> Words:
    return {
        "raw": "the Raw Value",
        "value": "the Measured Value",
        "threshold": "the Threshold",
        "shortfall": "the Shortfall",
        "points_short": "the Points Short",
        "status": f"the statuses of the {period}",
        "pay": "the payment before caps",
        "paid": "the payment after caps",
        "day": f"the day of the {period}",
    }


def _verdicts() -> Words:
    return {name: f"this clause is {name.capitalize()}" for name in ("missed", "met", "excused")}


def _lets(clause: Clause) -> Words:
    return {name: f"the {named(name)}" for name in clause.let}


def _let_truths(clause: Clause) -> Words:
    return {name: f"{named(name)} is true" for name in clause.let}


def _rules(clause: Clause) -> Words:
    return {name: f"{named_reference(rule_key(clause.name, name))} applied" for name in clause.rules}


def _row_columns(book: Book, clause: Clause, period: str) -> dict[str, str]:
    if clause.table == MILESTONES:
        return {name: f"the {named(name)} of the {period} tested" for name in _OF_MILESTONES}
    table = book.terms.facts.get(clause.table)
    names = tuple(table.columns) if table else ()
    return {name: f"the {named(name)} of the {period} tested" for name in names}


def _row_truths(book: Book, clause: Clause, period: str) -> Words:
    return {name: f"{said} is yes" for name, said in _row_columns(book, clause, period).items()}


def _row_dates(book: Book, clause: Clause) -> Iterable[str]:
    if clause.table == MILESTONES:
        return _MILESTONE_DAYS
    table = book.terms.facts.get(clause.table)
    return [name for name, column in table.columns.items() if column.type == "date"] if table else []


def of_other_clause(name: str, column: str, *, truth: bool) -> str:
    """Return a name of another clause, `the Points of clause 4`; "" is the clause that an aggregate reads just now."""
    where = reference(clause_key(name)) if name else "that clause"
    if column in ("missed", "met", "excused"):
        return f"{where} is {column.capitalize()}"
    if truth:
        return f"{named(column)} is true{f' under {where}' if name else ''}"
    said = _bound("period").get(column, f"the {named(column)}")
    return f"{said} of {where}" if name else said


def parties_listed(book: Book, names: Iterable[str]) -> str:
    """Return the members of a list of parties, bodies or `everyone`."""
    return listed(["everyone" if name == "everyone" else book.party(name) for name in names])
