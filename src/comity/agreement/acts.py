"""Acts: what the parties and the bodies of an alliance did, as it was received, one entry after another.

An act is read and checked against the names of the agreement. Whether a step awaited it is not seen from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from comity.agreement import nodes
from comity.agreement.check_days import ACTS
from comity.agreement.entry import read_entry
from comity.agreement.formula.constants import carried, currencies
from comity.agreement.formula.parts import every_step
from comity.agreement.model import Agreement, Terms
from comity.agreement.nodes import Node, Scalar, Sequence, listed, shape, shown
from comity.agreement.notes import Notes, Values
from comity.agreement.paying import ANSWERS, PAY, account_about
from comity.kernel.figure import Value
from comity.kernel.guess import guess
from comity.kernel.period import Grain
from comity.kernel.problem import Place, Problem

RESTATE = "restate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act, on the day it was received, by one party or body, or by several together.

    `about` are the words as written: a clause with its members and its period, a milestone, a table, a metric or an
    account with its period; empty where one open step of the party awaits the act. `relief` is what a `claim` claims,
    `choose` the option of a choice. `values` are the values it carries, `written` the same as they were written; what
    is no single text, such as the figures of a restatement, is in `nested`. `source` is the file it stands in, or "".
    """

    on: date
    by: tuple[str, ...]
    do: str
    place: Place
    about: tuple[str, ...] = ()
    relief: str = ""
    choose: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    nested: Mapping[str, Node] = field(default_factory=dict)
    says: str = ""
    source: str = ""


def read_acts(
    node: Node | Iterable[Node] | None, terms: Terms | Agreement, *, source: str = ""
) -> tuple[tuple[Act, ...], list[Problem]]:
    """Read a list of acts, in the order written, with everything that is wrong with them.

    An act that cannot be read, or that names what the agreement does not know, is left out. With an `Agreement`, an act
    is read by the terms of its day, and may name what any version of the agreement defines.
    """
    reader = _Reader(terms, source)
    if isinstance(node, nodes.Mapping | Scalar):
        why = f"a list of acts is needed here, but this is {shape(node)}"
        reader.notes.add("CMY-203", node, why, "Begin each act with a dash: - {on: 2026-02-10, by: …, do: …}")
        return (), reader.notes.problems
    items = node.items if isinstance(node, Sequence) else tuple(node or ())
    acts = [reader.act(item) for item in items]
    return tuple(act for act in acts if act is not None), reader.notes.problems


class _Reader:
    """Reads acts one by one and notes what is wrong with them."""

    def __init__(self, terms: Terms | Agreement, source: str) -> None:
        self.agreement = terms
        self.versions = [terms] if isinstance(terms, Terms) else [version for _, version in terms.versions]
        self.source = source
        self.notes = Notes(entry=read_entry)

    def act(self, node: Node) -> Act | None:
        before = len(self.notes.problems)
        values: Values | None = read_entry("act", None, node, self.notes)
        if values is None or not values.has("on", "by", "do"):
            return None
        terms = self.agreement if isinstance(self.agreement, Terms) else self.agreement.as_of(values["on"])
        self._people(values)
        self._word(values)
        self._about(values, terms)
        self._relief(values)
        plain, nested = self._carried(values, terms)
        if len(self.notes.problems) > before:
            return None
        return Act(
            on=values["on"],
            by=values["by"],
            do=values["do"],
            place=values.place,
            about=tuple(values.get("about", "").split()),
            relief=values.get("relief", ""),
            choose=values.get("choose", ""),
            values={name: carried(text, terms) for name, text in plain.items()},
            written=plain,
            nested=nested,
            says=values.get("says", ""),
            source=self.source,
        )

    # -- checks ---------------------------------------------------------------------------

    def _people(self, values: Values) -> None:
        known = {name for terms in self.versions for name in (*terms.parties, *terms.governance, *_levels(terms))}
        for item in listed(values.node.get("by")):
            if isinstance(item, Scalar) and " ".join(item.text.split()) not in known:
                why = f"there is no party, body or level {shown(item.text)}"
                self.notes.add("CMY-206", item, why, _hint(item.text, known))

    def _word(self, values: Values) -> None:
        """Check that some step of some version awaits an act in these words: a notice must not get lost by a slip."""
        known = {*ACTS, "choose", PAY} | {word for terms in self.versions for word in _deeds(terms)}
        if values["do"] not in known:
            why = f"no step of the agreement awaits {shown(values['do'])}"
            self.notes.add("CMY-206", values.at("do"), why, _hint(values["do"], known))

    def _about(self, values: Values, terms: Terms) -> None:
        node, words = values.node.get("about"), values.get("about", "").split()
        if node is None or not words:
            return
        known = {
            name
            for version in self.versions
            for name in (*version.clauses, *version.milestones, *version.facts, *version.metrics)
        }
        if values["do"] in (PAY, *ANSWERS):
            account = account_about(words, self.agreement)
            if account is not None:
                self._account(node, *account, terms)
                return
            known |= {name for version in self.versions for name in version.accounts}
        if words[0] not in known:
            kinds = "clause, milestone or account" if values["do"] == PAY else "clause, milestone, table or metric"
            why = f"there is no {kinds} {shown(words[0])}"
            self.notes.add("CMY-206", node, why, _hint(words[0], known))
            return
        clause = terms.clauses.get(words[0])
        if clause is not None and not clause.per and isinstance(clause.every, Grain):
            self._period(node, words, terms)

    def _account(self, node: Node, name: str, period: str, terms: Terms) -> None:
        """Check what follows an account: a period, or nothing."""
        if not period:
            return
        try:
            terms.calendar.period(period)
        except ValueError as reason:
            self.notes.add("CMY-205", node, str(reason), f"Write about: {name} and a period that it settles.")

    def _period(self, node: Node, words: list[str], terms: Terms) -> None:
        """Check what follows a clause without members: a period, and nothing else."""
        if len(words) > 2:
            why = f"{words[0]} has no members, so one period may follow it, not {shown(' '.join(words[1:]))}"
            self.notes.add("CMY-205", node, why, f"Write about: {words[0]} {words[-1]}")
            return
        for word in words[1:]:
            try:
                terms.calendar.period(word)
            except ValueError as reason:
                self.notes.add("CMY-205", node, str(reason))

    def _relief(self, values: Values) -> None:
        relief = values.get("relief")
        known = {name for terms in self.versions for clause in terms.clauses.values() for name in clause.relief}
        if relief is not None and relief not in known:
            why = f"there is no relief {shown(relief)}"
            self.notes.add("CMY-206", values.at("relief"), why, _hint(relief, known))

    def _carried(self, values: Values, terms: Terms) -> tuple[dict[str, str], dict[str, Node]]:
        plain: dict[str, str] = {}
        nested: dict[str, Node] = {}
        for key, value in values.get("with", ()):
            if isinstance(value, Scalar):
                plain[key.text] = " ".join(value.text.split())
                self._currency(value, terms)
            else:
                nested[key.text] = value
                if values["do"] == RESTATE:
                    self._restated(key)
        return plain, nested

    def _currency(self, value: Scalar, terms: Terms) -> None:
        for currency in sorted(currencies(value.text)):
            if terms.currency is not None and currency != terms.currency:
                why = f"this amount is in {currency}, but the agreement counts in {terms.currency}"
                self.notes.add("CMY-205", value, why, f"Write what it comes to in {terms.currency}.")

    def _restated(self, key: Scalar) -> None:
        known = {name for terms in self.versions for name in (*terms.metrics, *terms.facts)}
        if key.text not in known:
            why = f"there is no metric or table {shown(key.text)} to restate"
            self.notes.add("CMY-206", key, why, _hint(key.text, known))


def _deeds(terms: Terms) -> Iterable[str]:
    """Yield the words under which the steps of an agreement can be done."""
    starts = [step for ladder in terms.ladders.values() for step in ladder]
    starts += [rule for clause in terms.clauses.values() for rule in clause.rules.values()]
    for start in starts:
        for step in every_step(start):
            yield from (word for word in (step.do, step.name) if word)


def _levels(terms: Terms) -> Iterable[str]:
    starts = [step for ladder in terms.ladders.values() for step in ladder]
    starts += [rule for clause in terms.clauses.values() for rule in clause.rules.values()]
    return (step.level for start in starts for step in every_step(start) if step.level)


def _hint(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return guess(name, names) or (f"Known here: {', '.join(names[:12])}." if names else "")
