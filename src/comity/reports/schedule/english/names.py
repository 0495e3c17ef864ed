"""The defined terms of an agreement: what each of its names is called in the schedule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from comity.agreement.formula.context import World
from comity.agreement.formula.world import world_of
from comity.agreement.model import Clause, DatedMap, Formula, KeyedMap, StepTable, Term, Terms
from comity.kernel.period import Grain
from comity.reports.schedule.english.words import NOUNS, listed, named, quoted

PUBLISHED = "published"
MILESTONES = "milestones"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An agreement and its defined terms. `world` knows the types of its formulas."""

    terms: Terms
    world: World

    def party(self, name: str) -> str:
        """Return a party in a sentence: `the Supplier` for a role, `Aster` where that is part of its name."""
        party = self.terms.parties.get(name)
        if party is None:
            return self.body(name)
        return self.party_term(name) if _is_name(name, party.legal_name) else f"the {self.party_term(name)}"

    def party_term(self, name: str) -> str:
        """Return the defined term of a party, without an article."""
        return named(name)

    def body(self, name: str) -> str:
        """Return a body of the governance, or another word for who acts."""
        return f"the {named(name)}" if name in self.terms.governance else quoted(name)

    def actors(self, names: Iterable[str], word: str = "and") -> str:
        """Return several parties or bodies in a sentence."""
        return listed([self.party(name) for name in names], word)

    def reporter(self, name: str) -> str:
        """Return who reports facts."""
        return "a public source" if name == PUBLISHED else self.party(name)

    def report(self, table: str) -> str:
        """Return a table of facts in a sentence: `the Orders Report`."""
        return "the list of Milestones" if table == MILESTONES else f"the {report_term(table)}"

    def account(self, name: str) -> str:
        """Return an account in a sentence: `the Credits Account`."""
        return f"the {account_term(name)}"

    def the(self, name: str) -> str:
        """Return a metric, a setting or another name in a sentence: `the Fill Rate`."""
        return f"the {named(name)}"

    def clause_title(self, name: str) -> str:
        """Return the title of a clause."""
        clause = self.terms.clauses[name]
        return clause.title or named(name)

    def period_of(self, clause: Clause) -> str:
        """Return the noun for what a clause tests: `Month`, `entry`, `Milestone`, `term`."""
        if isinstance(clause.every, Grain):
            return NOUNS[clause.every]
        if not clause.table:
            return "term"
        return "Milestone" if clause.table == MILESTONES else "entry"


def book_of(terms: Terms) -> Book:
    """Return the defined terms of an agreement."""
    return Book(terms=terms, world=world_of(terms))


def report_term(table: str) -> str:
    """Return the defined term of a table of facts; one already called a report is not called so twice."""
    said = named(table)
    return said if said.endswith("Report") else f"{said} Report"


def account_term(name: str) -> str:
    """Return the defined term of an account."""
    said = named(name)
    return said if said.endswith("Account") else f"{said} Account"


def _is_name(name: str, legal_name: str) -> bool:
    return bool(set(name.split("_")) & set(re.findall(r"[a-z0-9]+", legal_name.lower())))


def layers(term: Term) -> tuple[str, ...]:
    """Return the maps of a setting to be called, outermost first: `keyed`, `step`."""
    match term:
        case DatedMap(entries=((_, first), *_)):
            return layers(first)
        case KeyedMap():
            return ("keyed", *(layers(next(iter(term.entries.values()))) if term.entries else ()))
        case StepTable(entries=((_, first), *_)):
            return ("step", *layers(first))
        case _:
            return ()


def is_table(term: Term) -> bool:
    """Say whether a value is long enough to stand in a table of its own."""
    match term:
        case DatedMap() | StepTable():
            return True
        case KeyedMap():
            return len(term.entries) > 2 or any(not isinstance(entry, Formula) for entry in term.entries.values())
        case _:
            return False
