"""What the builders of all sections share: the standing, its derivations, decimals, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import fields, is_dataclass, replace
from datetime import date

from comity.agreement.formula.tree import Name
from comity.agreement.model import Metric, Terms
from comity.kernel.figure import Exact, Figure, Scope
from comity.kernel.numbers import format_difference, format_value, is_currency, places_for
from comity.kernel.period import Period
from comity.kernel.words import capital, day, decapital, month_name, period_name
from comity.reports.schedule.english.names import Book
from comity.reports.view.model import DerivationView, Digest
from comity.standing.model import Standing, Target
from comity.standing.words import DAGGER, is_illustrative, party_name, title_of

_WORD = re.compile(r"(?<![\w-])(?:\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?(?![\w-])|[A-Za-z]\w*(?:\.[a-z]\w*)?)")
"""A day, a month or a name in a text of the engine; a name may be that of a column, `net_sales.amount`."""


PLAIN = {
    "division by zero": "what it is divided by is 0",
    "no case applies": "none of its cases applies, and nothing is said for the others",
}
"""Reasons that the engine gives in the words of formulas, as a reader of contracts says them."""


_ABSENT = re.compile(
    r"(?<![\w.])(?P<table>[A-Za-z_]+s) for [^;:]*? (?:is not in the record|was due[^;]*? and has not been reported)"
)
"""What the engine says of facts that are not there."""
_UNREPORTED = re.compile(
    r"(?P<due>(?:was|were) due[^;:]*? on (?P<day>\d{4}-\d\d-\d\d)) and (?:has|have) not been reported"
    r"|(?P<silent>(?:has|have) not reported [^;:]*?), which was due on (?P<since>\d{4}-\d\d-\d\d)"
)
"""What the engine says of facts whose day is over and that are not among those that are known."""
_IN_DISPUTE = re.compile(r"(?<![\w.])(?P<table>[A-Za-z_]\w*)\.(?P<column>[a-z]\w*) for (?P<of>[^;:]*?) is disputed")
"""What the engine says of a figure that rests on a disputed column."""


class Context:
    """A standing being put into words. It numbers derivations in the order in which they are asked for.

    `shown_cases` are the ids of the cases whose life the sheet shows, so that others can link to them; `books` are
    the defined terms of each version of the agreement, by its digest. Days of the year of `today` are said without it;
    without a `today` each has its year.
    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.today: date | None = standing.as_of
        self.terms = standing.terms
        self.derivations: list[DerivationView] = []
        self.shown_cases: set[str] = set()
        self.books: dict[str, Book] = {}
        self.clause_places: dict[tuple[int, str], int] = {}
        self._numbers: dict[tuple[str, ...], int] = {}
        self._places = {name: self._metric_places(name) for name in standing.figures}
        self._targets = {
            (t.metric, t.scope, t.period.first): t for targets in standing.targets.values() for t in targets
        }

    def dated(self) -> Context:
        """Return this context with the year in every day, as files need it; derivations are numbered together."""
        found = copy(self)
        found.today = None
        return found

    def terms_of(self, period: Period) -> Terms:
        """Return the terms that hold for a period: those of its first day."""
        return self.standing.agreement.as_of(period.first)

    def metric(self, name: str) -> Metric | None:
        """Return the definition of a metric, or None."""
        return self.terms.metrics.get(name)

    def title(self, kind: str, name: str) -> str:
        """Return the title of a metric or clause."""
        return title_of(self.terms, kind, name)

    def illustrative(self, path: str) -> bool:
        """Say whether a path of the agreement was added for illustration."""
        return is_illustrative(self.terms, path)

    def dagger(self, path: str) -> str:
        """Return a dagger with a space before it, or nothing."""
        return f" {DAGGER}" if self.illustrative(path) else ""

    def spoken(self, text: str) -> str:
        """Return a text of the engine as people say it: parties and tables by name, days and months as words."""
        for engines, ours in PLAIN.items():
            text = text.replace(engines, ours).replace(capital(engines), capital(ours))
        text = _UNREPORTED.sub(self._as_known, _ABSENT.sub(self._in_number, text))
        text = _IN_DISPUTE.sub(self._in_dispute, text)
        return _WORD.sub(lambda found: self._spoken_word(found.group()), text)

    def _in_number(self, found: re.Match[str]) -> str:
        """Return what is said of an absent table with its verbs in the plural, where its name is one."""
        said = found.group()
        if not self._is_plural(found["table"]):
            return said
        for one, many in ((" is not in", " are not in"), (" was due", " were due"), (" and has not", " and have not")):
            said = said.replace(one, many, 1)
        return said

    def _is_plural(self, table: str) -> bool:
        """Tell whether a word is the name of a table, in the plural."""
        return decapital(table) in self.terms.facts and table.endswith("s") and not table.endswith("ss")

    def _as_known(self, found: re.Match[str]) -> str:
        """Return what is said of facts that fell due on or after the day of knowledge: they may have come since."""
        known_at = self.standing.known_at
        due = date.fromisoformat(found["day"] or found["since"])
        if known_at >= self.standing.as_of or due < known_at:
            return found.group()
        if found["due"]:
            return f"{found['due']} and had not been reported by {known_at}"
        silent = found["silent"].replace("has not", "had not", 1).replace("have not", "had not", 1)
        return f"{silent} by {known_at}, which was due on {due}"

    def _in_dispute(self, found: re.Match[str]) -> str:
        """Return what is said of a disputed column with the verb of its table: `Deliveries (on time) … are …`."""
        if decapital(found["table"]) not in self.terms.facts:
            return found.group()
        verb = "are" if self._is_plural(found["table"]) else "is"
        return f"{found['table']} ({found['column'].replace('_', ' ')}) for {found['of']} {verb} disputed"

    def period(self, name: str) -> str:
        """Return the name of a period as people write it: `Jan 2025`, `20 Feb`, a milestone without underscores."""
        return self.spoken(name).replace("_", " ")

    def _spoken_word(self, word: str) -> str:
        if word[0].isdigit():
            return day(date.fromisoformat(word), self.today) if len(word) == 10 else month_name(word)
        if word in self.terms.parties:
            return party_name(self.terms, word)
        name = word.partition(".")[0]
        known = (*self.terms.facts, *self.terms.metrics, *self.terms.clauses)
        return word.replace("_", " ").replace(".", " ") if name in known or decapital(name) in known else word

    # -- values -------------------------------------------------------------------------------

    def places(self, metric: str) -> int | None:
        """Return the decimals with which all figures of a metric are shown."""
        return self._places.get(metric)

    def value(self, figure: Figure, value: Exact) -> str:
        """Return a value in the unit and with the decimals of a figure."""
        return format_value(value, figure.unit, self.places(figure.metric))

    def difference(self, figure: Figure, value: Exact) -> str:
        """Return a difference in the unit and with the decimals of a figure."""
        return format_difference(value, figure.unit, self.places(figure.metric))

    def target(self, figure: Figure) -> Target | None:
        """Return the target of a figure's metric for its member and period."""
        return self._targets.get((figure.metric, figure.scope, figure.period.first))

    def _metric_places(self, name: str) -> int | None:
        """Return the decimals of a metric's rounding; without one, money shows what each amount needs."""
        figures = self.standing.figures[name]
        metric = self.terms.metrics.get(name)
        step = metric.round.step if metric is not None and metric.round is not None else None
        unit = figures[0].unit if figures else ""
        if step is None and is_currency(unit):
            return None
        return places_for([f.value for f in figures if f.value is not None], unit, step)

    # -- derivations --------------------------------------------------------------------------

    def note(self, key: tuple[str, ...], entry: DerivationView) -> int:
        """Return the number of a derivation, entering it when it is new."""
        if key not in self._numbers:
            self._numbers[key] = len(self.derivations) + 1
            self.derivations.append(replace(entry, number=self._numbers[key], key=key))
        return self._numbers[key]

    def note_figure(self, figure: Figure) -> int:
        """Return the number of a figure's derivation; 0 where it has none."""
        if figure.derivation is None:
            return 0
        key = ("figure", figure.metric, figure.member, figure.period.name)
        if key in self._numbers:
            return self._numbers[key]
        metric = self.terms_of(figure.period).metrics.get(figure.metric)
        made = figure.derivation
        return self.note(
            key,
            DerivationView(
                number=0,
                title=self.named(figure),
                value=self.value(figure, figure.value) if figure.value is not None else "no figure",
                formula=_formula(metric),
                inputs=(*self._inputs(metric, figure), *self._notes(figure)),
                digests=(
                    Digest("definition", made.definition),
                    Digest("facts", made.facts),
                    Digest("terms", made.terms),
                ),
            ),
        )

    def named(self, figure: Figure) -> str:
        """Return a figure's name in words: `Net sales, EWR, 2024-Q4`."""
        member = f", {figure.member}" if figure.scope else ""
        return f"{self.title('metrics', figure.metric)}{member}, {period_name(figure.period)}"

    def _inputs(self, metric: Metric | None, figure: Figure) -> Iterator[str]:
        """Yield what a formula names: metrics with their figure in the same period, columns of tables."""
        if metric is None:
            return
        columns: list[str] = []
        for name in unique_names(metric.formula.node):
            found = self.figure(name.parts[0], figure.scope, figure.period)
            if len(name.parts) == 1 and found is not None:
                shown = self.value(found, found.value) if found.value is not None else "no figure"
                yield f"{self.title('metrics', found.metric)} {period_name(found.period)}: {shown}"
            elif name.parts[0] in self.terms.facts or name.parts[0] == "milestones":
                columns.append(str(name))
        if columns:
            yield f"from the facts {', '.join(columns)}"

    def _notes(self, figure: Figure) -> Iterator[str]:
        """Yield what belongs to a value besides its state: how many rows it leaves out, its interval."""
        if figure.value is not None and figure.reason:
            yield self.spoken(figure.reason)

    def figure(self, metric: str, scope: Scope, period: Period) -> Figure | None:
        """Return the figure of a metric for a period; of all members together if not of this one."""
        figures = self.standing.figures.get(metric, ())
        same = [f for f in figures if f.period == period and f.scope in (scope, ())]
        return same[0] if same else None


def _formula(metric: Metric | None) -> str:
    if metric is None:
        return ""
    rounding = f"; rounded to {metric.round.text}" if metric.round is not None else ""
    return f"{metric.formula.text}{rounding}"


def unique_names(node: object) -> list[Name]:
    """Return the names that a formula's tree mentions, each once, in the order of the text."""
    found: dict[tuple[str, ...], Name] = {}
    for name in _names(node):
        found.setdefault(name.parts, name)
    return list(found.values())


def _names(node: object) -> Iterator[Name]:
    if isinstance(node, Name):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from _names(item)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            yield from _names(getattr(node, field.name))


def tables_behind(terms: Terms, node: object, seen: Sequence[str] = ()) -> set[str]:
    """Return the tables of facts on which a formula rests, through all the metrics it mentions."""
    tables: set[str] = set()
    for name in unique_names(node):
        word = name.parts[0]
        if word in terms.facts:
            tables.add(word)
        elif word in terms.metrics and word not in seen:
            tables |= tables_behind(terms, terms.metrics[word].formula.node, (*seen, word))
    return tables
