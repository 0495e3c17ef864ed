"""From raw files to the facts of an alliance: validate each file, then seal all tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.agreement.model import Agreement, FactTable, Terms
from comity.facts.batch import alike, merged, with_origin
from comity.facts.judgements import check_judgements
from comity.facts.keys import keyed
from comity.facts.model import Facts, RawFile, Submission
from comity.facts.seal import seal
from comity.facts.validate import validate
from comity.kernel.problem import Problem


def load(
    raws: Mapping[str, Sequence[RawFile]], terms: Terms, known_at: date, agreement: Agreement | None = None
) -> tuple[Facts, list[Problem]]:
    """Return the facts as known on a day, and every problem found on the way (they are in the facts too).

    `raws` holds the files of each table, by its name; files of tables that the terms do not owe are passed over.
    A file with an error is left out as a whole, the others count. With the `agreement`, ratings are checked by the
    terms of their own day, which an amendment may have changed since; without it by `terms`.
    """
    return sealed(*submitted(raws, terms, agreement), terms, known_at)


def submitted(
    raws: Mapping[str, Sequence[RawFile]], terms: Terms, agreement: Agreement | None = None
) -> tuple[list[Submission], list[Problem]]:
    """Return the files without an error, checked, and every problem found: the same whatever day they are known on."""
    checks = _Checks(terms, agreement.as_of if agreement is not None else lambda _: terms)
    submissions: list[Submission] = []
    problems: list[Problem] = []
    for name, table in terms.facts.items():
        owed, files = keyed(table, terms), raws.get(name, ())
        done: set[int] = set()
        for group in alike(files):
            together = checks.at_once(group, owed)
            if together is not None:
                submissions.append(together)
                done |= set(map(id, group))
        for raw in files:
            if id(raw) not in done:
                found, wrong = checks.one(raw, owed)
                problems += wrong
                submissions += [found] if found is not None else []
    return submissions, problems


@dataclass(frozen=True, slots=True)
class _Checks:
    """Checks files by some terms; ratings by those of their own day."""

    terms: Terms
    terms_on: Callable[[date], Terms]

    def one(self, raw: RawFile, owed: FactTable) -> tuple[Submission | None, list[Problem]]:
        """Check a file; None where it does not count."""
        terms = self.terms
        found, wrong = validate(raw, owed, terms.calendar, terms.starts, terms.ends, terms.currency)
        unfit = check_judgements(raw, found, self.terms_on) if found is not None else []
        return (found if not unfit else None), [*wrong, *unfit]

    def at_once(self, files: Sequence[RawFile], owed: FactTable) -> Submission | None:
        """Check files that are alike as one; None where anything is wrong with one of them."""
        found, wrong = self.one(merged(files), owed)
        return with_origin(found, files) if found is not None and not wrong else None


def sealed(
    submissions: Sequence[Submission], problems: Sequence[Problem], terms: Terms, known_at: date
) -> tuple[Facts, list[Problem]]:
    """Return checked files as the facts known on a day, and all problems, those of the files (`problems`) first."""
    facts = seal(
        submissions,
        {name: keyed(table, terms) for name, table in terms.facts.items()},
        terms.calendar,
        known_at=known_at,
        currency=terms.currency,
        rates_table=terms.rates,
    )
    found = [*problems, *facts.problems]
    return replace(facts, problems=tuple(found)), found
