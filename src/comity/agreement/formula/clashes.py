"""Names that cannot be: words of the language, and one name for two things a formula could not tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula.functions import FUNCTIONS
from comity.agreement.formula.tokens import KEYWORDS
from comity.agreement.model import KeyedMap, StepTable, Terms
from comity.kernel.problem import Place, Problem, Related

CODE = "CMY-336"
NOBODY = ("everyone", "published")
"""Words that stand where a party or a body is named: whoever reads, and a public source that reports."""


def clashes(terms: Terms) -> list[Problem]:
    """Return what is wrong with the names an agreement gives."""
    return [*_reserved(terms), *_twice(terms), *_functions(terms), *_people(terms)]


def _named(terms: Terms) -> Iterator[tuple[str, str, Place]]:
    """Yield every name a formula can mention: what it names, the name, its place."""
    for table in terms.facts.values():
        yield "table", table.name, table.place
        yield from (("column", column.name, column.place) for column in table.columns.values())
    yield from (("setting", name, term.place) for name, term in terms.settings.items())
    yield from (("metric", metric.name, metric.place) for metric in terms.metrics.values())
    yield from (("account", account.name, account.place) for account in terms.accounts.values())
    for clause in terms.clauses.values():
        yield "clause", clause.name, clause.place
        yield from (("name", name, formula.place) for name, formula in clause.let.items())
        yield from (("rule", name, rule.place) for name, rule in clause.rules.items())


def _reserved(terms: Terms) -> Iterator[Problem]:
    for sort, name, place in _named(terms):
        if name in KEYWORDS:
            why = f"a {sort} cannot be called {name}, a word with a meaning of its own in formulas"
            yield Problem(code=CODE, place=place, why=why, hint=f"Call it something else, such as {name}_.")


def _twice(terms: Terms) -> Iterator[Problem]:
    """Bare names of metrics and settings must differ; so must the names before a dot."""
    for sorts in (("metric", "setting"), ("table", "account", "clause")):
        seen: dict[str, tuple[str, Place]] = {}
        for sort, name, place in _named(terms):
            if sort not in sorts:
                continue
            if name in seen:
                other, near = seen[name]
                yield Problem(code=CODE, place=place, why=f"{name} names both a {other} and a {sort}",
                              hint="Give one of them another name.",
                              related=(Related(place=near, says=f"the {other} {name} is defined here"),))  # fmt: skip
            seen[name] = (sort, place)


def _functions(terms: Terms) -> Iterator[Problem]:
    for name, term in terms.settings.items():
        if name in FUNCTIONS and isinstance(term, (KeyedMap, StepTable)):
            yield Problem(code=CODE, place=term.place, why=f"{name} is a function, and cannot be the name of a map",
                          hint="Give the map another name.")  # fmt: skip


def _people(terms: Terms) -> Iterator[Problem]:
    """Parties and bodies are told apart by name alone: `seen by` and an act mean one of them.

    Letters that differ only in size, and a space for an underscore, make no other name: people would not see it.
    """
    seen: dict[str, tuple[str, Place]] = {}
    parties = [("party", one.name, one.place) for one in terms.parties.values()]
    bodies = [("body", one.name, one.place) for one in terms.governance.values()]
    for sort, name, place in (*parties, *bodies):
        spoken = " ".join(name.replace("_", " ").casefold().split())
        if spoken in NOBODY:
            why = f"a {sort} cannot be called {name}, a word with a meaning of its own where people are named"
            yield Problem(code=CODE, place=place, why=why, hint="Give it another name.")
        elif spoken in seen:
            other, near = seen[spoken]
            why = f"{name} names both a {other} and a {sort}: what one of them may see would open to the other"
            yield Problem(code=CODE, place=place, why=why, hint="Give one of them another name.",
                          related=(Related(place=near, says=f"the {other} is named here"),))  # fmt: skip
        seen.setdefault(spoken, (sort, place))
