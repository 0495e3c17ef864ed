"""Worked examples: what they give and expect is known to the agreement and lies within its term."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from comity.agreement.build_top import UNKNOWN_START
from comity.agreement.check_days import clause_span, mappings
from comity.agreement.keys import EXPECTED, EXPECTED_ACCOUNT, EXPECTED_STEP
from comity.agreement.model import Clause, FactTable, Terms
from comity.agreement.nodes import Mapping, Node, Scalar, listed, shape, shown
from comity.agreement.notes import Notes
from comity.agreement.paying import ANSWERS, PAY, account_about
from comity.agreement.values import expand
from comity.kernel.guess import guess
from comity.kernel.problem import Related
from comity.kernel.values import dataclass

BOUND = ("raw", "value", "threshold", "shortfall", "points_short", "missed", "met", "excused", "pay", "paid", "due")
AGREEMENT_WORDS = ("agreement", "ends")
"""Settings that every agreement has."""


def check_examples(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note what examples mention that does not exist, or lies outside the term."""
    checker = _Examples(terms, root, notes)
    for node in listed(root.get("examples")):
        if isinstance(node, Mapping):
            checker.given(node.get("given"))
            checker.expect(node.get("expect"))
            for act in listed(node.get("acts")):
                if isinstance(act, Mapping):
                    checker.act(act)


@dataclass(frozen=True, slots=True)
class _Examples:
    terms: Terms
    root: Mapping
    notes: Notes

    # -- given ----------------------------------------------------------------------------

    def given(self, node: Node | None) -> None:
        if not isinstance(node, Mapping):
            return
        known = [*self._all("metric"), *self._all("table"), *self._all("account"), *self._all("milestone")]
        for key, below in node:
            if key.text in self.terms.facts:
                self.rows(self.terms.facts[key.text], below)
            elif key.text in known:
                per = self.terms.metrics[key.text].per if key.text in self.terms.metrics else ()
                self.periods(below, len(per), None)
            elif key.text in self._surveys():
                self.surveyed(below)
            elif key.text not in self.notes.broken:
                known += self._surveys()
                why = f"{shown(key.text)} is no metric, table or account"
                self.notes.add("CMY-224", key, why, guess(key.text, known) or _given_hint(self.terms))

    def _surveys(self) -> list[str]:
        """Return what a wave of a survey may be given to have said: `survey(health.trust)`."""
        return [f"survey({one.name}.{name})" for one in self.terms.surveys.values() for name in one.dimensions]

    def surveyed(self, node: Node) -> None:
        """Check the days on which waves were closed, of everybody or of each party."""
        by_party = isinstance(node, Mapping) and any(key.text in self.terms.parties for key, _ in node)
        self.periods(node, 1 if by_party else 0, None)

    def rows(self, table: FactTable, node: Node) -> None:
        """Check rows of facts: their columns, and that their periods lie in the term."""
        for row in listed(node):
            if not isinstance(row, Mapping):
                why = f"a row of {table.name} is needed here, but this is {shape(row)}"
                self.notes.add("CMY-203", row, why, "Write {column: value, …}.")
                continue
            for key, value in row:
                if key.text in table.columns or key.text in ("reported_by", "known_at"):
                    if table.columns.get(key.text) is table.columns.get(table.period_column or ""):
                        self.in_term(value, None)
                elif key.text not in self.notes.broken:
                    near = Related(place=table.place, says=f"{table.name} is defined here")
                    hint = guess(key.text, table.columns) or f"Its columns are {', '.join(table.columns)}."
                    self.notes.add("CMY-224", key, f"{table.name} has no column {shown(key.text)}", hint, near)

    # -- expected -------------------------------------------------------------------------

    def expect(self, node: Node | None) -> None:
        if not isinstance(node, Mapping):
            return
        terms = self.terms
        kinds = ("clause", "metric", "account", "setting", "milestone", "dimension", "survey")
        known = [*(name for kind in kinds for name in self._all(kind)), *AGREEMENT_WORDS, "refused"]
        for key, below in node:
            if key.text in terms.clauses:
                self.clause(terms.clauses[key.text], below)
            elif key.text in terms.accounts:
                self.leaves(below, 0, EXPECTED_ACCOUNT)
            elif key.text in terms.metrics:
                self.periods(below, len(terms.metrics[key.text].per), None)
            elif key.text not in known and key.text not in self.notes.broken:
                why = f"{shown(key.text)} is no clause, metric, account or setting"
                self.notes.add("CMY-224", key, why, guess(key.text, known))

    def clause(self, clause: Clause, node: Node) -> None:
        of_row = self.terms.facts[clause.table].columns if clause.table in self.terms.facts else ()
        known = (*EXPECTED, *BOUND, *clause.let, *clause.rules, *of_row, *clause.per)
        self.leaves(node, len(clause.per), known, clause)

    def leaves(self, node: Node, depth: int, known: Iterable[str], clause: Clause | None = None) -> None:
        """Check what is expected of each period: the names asked for, after `depth` maps of members."""
        names = list(known)
        for leaf in self.periods(node, depth, clause):
            if not isinstance(leaf, Mapping):
                hint = "Write {verdict: missed} or another name and its value."
                self.notes.add("CMY-203", leaf, f"a map of names is needed here, but this is {shape(leaf)}", hint)
                continue
            for key, value in leaf:
                if key.text not in names:
                    hint = guess(key.text, names) or f"Known are {', '.join(names[:10])}."
                    self.notes.add("CMY-224", key, f"{shown(key.text)} cannot be expected here", hint)
                elif key.text == "steps":
                    self.steps(value)

    def steps(self, node: Node) -> None:
        for below in mappings(node):
            for key, value in below if below is not node else ():
                if key.text not in EXPECTED_STEP:
                    hint = guess(key.text, EXPECTED_STEP) or f"Known are {', '.join(EXPECTED_STEP)}."
                    self.notes.add("CMY-224", key, f"{shown(key.text)} cannot be expected of a step", hint)
                elif isinstance(value, Mapping):
                    self.notes.add("CMY-203", value, "a value is needed here, but this is a map of keys")

    # -- acts -----------------------------------------------------------------------------

    def act(self, act: Mapping) -> None:
        """Check whose act it is, what it is about and the relief it claims."""
        levels = {text for below in mappings(self.root.get("ladders")) if (text := below.text("level"))}
        people = [*self._all("party"), *self._all("body"), *levels]
        for node in listed(act.get("by")):
            if isinstance(node, Scalar) and node.text not in people:
                why = f"there is no party, body or level {shown(node.text)}"
                self.notes.add("CMY-206", node, why, guess(node.text, people))
        about = act.get("about")
        if isinstance(about, Scalar):
            subject, known = about.text.split()[0] if about.text.split() else "", self._subjects()
            if subject not in known and not self._is_paid(about.text, act):
                why = f"{shown(subject)} is no clause, table, metric or milestone"
                self.notes.add("CMY-224", about, why, guess(subject, known))
        relief = act.get("relief")
        reliefs = {name for clause in self.terms.clauses.values() for name in clause.relief}
        if isinstance(relief, Scalar) and relief.text not in reliefs | self.notes.broken:
            self.notes.add("CMY-206", relief, f"there is no relief {shown(relief.text)}", guess(relief.text, reliefs))

    def _subjects(self) -> list[str]:
        return [name for kind in ("clause", "milestone", "table", "metric") for name in self._all(kind)]

    def _is_paid(self, about: str, act: Mapping) -> bool:
        """Tell whether an act states, or answers, a payment on an account."""
        return act.text("do") in (PAY, *ANSWERS) and account_about(about.split(), self.terms) is not None

    # -- periods --------------------------------------------------------------------------

    def periods(self, node: Node, depth: int, clause: Clause | None) -> list[Node]:
        """Check the periods in a map of members and periods; returns what stands below the periods."""
        if not isinstance(node, Mapping):
            hint = "Write the periods and their values: {2026-01: 94%}."
            self.notes.add("CMY-203", node, f"a map of periods is needed here, but this is {shape(node)}", hint)
            return []
        found: list[Node] = []
        for key, below in node:
            if depth > 0:  # a member, also where it is called like a period: a cohort, 2024
                found += self.periods(below, depth - 1, clause)
            elif self._is_period(key):
                self.in_term(key, clause)
                found.append(below)
            elif clause is not None and _is_named(key.text, clause):
                found.append(below)
            else:
                self._no_period(key)
        return found

    def _is_period(self, key: Scalar) -> bool:
        first = key.text.partition("..")[0].partition(",")[0].strip()
        try:
            self.terms.calendar.period(first)
        except ValueError:
            return False
        return True

    def _no_period(self, key: Scalar) -> None:
        try:
            self.terms.calendar.period(key.text)
        except ValueError as reason:
            self.notes.add("CMY-205", key, str(reason))

    def in_term(self, node: Node, clause: Clause | None) -> None:
        """Note a period, or a day, that has no day in the term of the agreement or of the clause."""
        if not isinstance(node, Scalar) or self.terms.starts == UNKNOWN_START:
            return
        starts, ends = self._span(clause)
        if ends is not None and ends < starts:
            return  # CMY-219 is told already, and nothing could lie in such a term
        for name in expand(node, self.terms.calendar, self.notes):
            try:
                period = self.terms.calendar.period(name)
            except ValueError as reason:
                self.notes.add("CMY-205", node, str(reason))
                return
            early = period.last < starts
            if early or (ends is not None and period.first > ends):
                edge = f"the term starts on {starts}" if early else f"the term ends on {ends}"
                key = "starts" if early else "ends"
                near = Related(place=(self.root.get(key) or self.root).place, says=f"it {key} here")
                why = f"{name} lies outside the term: {edge}"
                self.notes.add("CMY-218", node, why, "Move the example into the term.", near)
                return

    def _span(self, clause: Clause | None) -> tuple[date, date | None]:
        """Return the term of a clause, or the whole time in which anything of the agreement is measured."""
        if clause is not None:
            return clause_span(clause, self.terms)
        ends = [self.terms.ends, *(clause_span(each, self.terms)[1] for each in self.terms.clauses.values())]
        known = [day for day in ends if day is not None]
        return self.terms.starts, max(known) if len(known) == len(ends) else None

    def _all(self, kind: str) -> frozenset[str]:
        return self.notes.defined.get(kind, frozenset())


_SECOND_ROW = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [1-9][0-9]*")


def _is_named(key: str, clause: Clause) -> bool:
    """Tell whether a key names a period that is none of the calendar: a milestone, `once`, a day's second row."""
    if clause.table == "milestones" or (clause.every, key) == ("once", "once"):
        return True
    return bool(clause.table) and _SECOND_ROW.fullmatch(key) is not None


def _given_hint(terms: Terms) -> str:
    return f"Metrics are {', '.join(list(terms.metrics)[:8])}." if terms.metrics else "Define it under `metrics`."
