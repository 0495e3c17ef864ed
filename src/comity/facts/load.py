"""From raw files to the facts of an alliance: validate each file, then seal all tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from comity.agreement.model import Terms
from comity.facts.keys import keyed
from comity.facts.model import Facts, RawFile
from comity.facts.seal import seal
from comity.facts.validate import validate
from comity.kernel.problem import Problem


def load(raws: Mapping[str, Sequence[RawFile]], terms: Terms, known_at: date) -> tuple[Facts, list[Problem]]:
    """Return the facts as known on a day, and every problem found on the way (they are in the facts too).

    `raws` holds the files of each table, by its name; files of tables that the terms do not owe are passed over.
    A file with an error is left out as a whole, the others count.
    """
    tables = {name: keyed(table, terms) for name, table in terms.facts.items()}
    submissions = []
    problems: list[Problem] = []
    for name, table in tables.items():
        for raw in raws.get(name, ()):
            found, wrong = validate(raw, table, terms.calendar, terms.starts, terms.ends, terms.currency)
            problems += wrong
            submissions += [found] if found is not None else []
    facts = seal(
        submissions,
        tables,
        terms.calendar,
        known_at=known_at,
        currency=terms.currency,
        rates_table=terms.rates,
    )
    problems += facts.problems
    return replace(facts, problems=tuple(problems)), problems
