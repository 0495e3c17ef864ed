"""Every parameter that can change a verdict, an amount or a day stands in the text of the schedule.

For each example agreement of the repository, each parameter is changed, one at a time: the text must differ, unless the
reader refuses the changed agreement or it means the same. An entry, such as one clause, is changed in a slice of the
agreement that holds it and all it needs. `make test` changes one parameter of each kind, `make soak` each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from comity.agreement.keys import SECTIONS as GRAMMAR
from comity.agreement.model import Clause, Step, Terms
from comity.reports.schedule.plain import text
from comity.reports.schedule.write import schedule_of_terms
from tests.reports.schedule.changes import SILENT, changes, document, terms_of
from tests.reports.schedule.kinds import Each, Kinds
from tests.reports.schedule.slices import Slice, slices

EXAMPLES = Path(__file__).parents[3] / "examples"
READ = Path(__file__).parents[2] / "agreement" / "agreements"
AGREEMENTS = sorted(
    [
        *EXAMPLES.glob("*/agreement.yaml"),
        *EXAMPLES.glob("clauses/**/agreement.yaml"),
        *(path for path in READ.glob("*.yaml") if not path.stem.endswith("amendment")),
    ]
)


def said(terms: Terms) -> str:
    """Return the text of the schedule; the digest is no part of it."""
    return text(schedule_of_terms(terms))


def meaning(terms: Terms) -> Terms:
    """Return terms without what makes no difference.

    That is their digest, the order of the columns of a key, and payers and payees written out although they are those
    of the clause.
    """
    facts = {name: replace(table, key=tuple(sorted(table.key))) for name, table in terms.facts.items()}
    clauses = {
        name: replace(clause, rules={rule: _plain(step, clause) for rule, step in clause.rules.items()})
        for name, clause in terms.clauses.items()
    }
    return replace(terms, digest="", facts=facts, clauses=clauses)


def _plain(step: Step, clause: Clause) -> Step:
    payer = step.payer or (step.who[0] if step.modal and step.who else clause.owed_by)
    payee = step.payee or (clause.owed_by if payer == clause.owed_to else clause.owed_to)
    named = {"payer": payer, "payee": payee} if step.pay is not None else {}
    return replace(
        step,
        **named,
        then=tuple(_plain(one, clause) for one in step.then),
        otherwise=tuple(_plain(one, clause) for one in step.otherwise),
        choose={option: tuple(_plain(one, clause) for one in steps) for option, steps in step.choose.items()},
    )


def changes_unsaid(path: Path, only: str = "", kinds: Kinds | None = None) -> list[str]:
    """Return which changes of an agreement leave the text as it is.

    `only` is the one entry to look at; of `kinds` only those changes are looked at that none was shown of before.
    """
    seen: set[int] = set()
    parts = [part for part in slices(document(path.read_bytes())) if only in ("", f"{part.section}.{part.entry}")]
    return [says for part in parts for says in _unsaid(part, seen, kinds or Each())]


def _unsaid(part: Slice, seen: set[int], kinds: Kinds | Each) -> Iterator[str]:
    terms: Terms | None = None
    for change in changes(part, seen):
        if not kinds.wanted(change.says):
            continue
        if terms is None:
            terms = terms_of(part.root)
            assert terms is not None, f"{part.section} {part.entry} cannot be read on its own"
            before, own = said(terms), meaning(terms)
        changed = terms_of(change.root)
        if changed is None or meaning(changed) == own:
            continue
        kinds.show(change.says)
        if said(changed) == before:
            yield change.says


def name_of(path: Path) -> str:
    return path.stem if path.stem != "agreement" else path.parent.name


NOT_ALONE = {"owed to", "instrument", "scale", "of", "catalogue"}
"""Keys that no agreement here can change without changing another: the reader refuses it, or it means the same."""


def test_a_changed_parameter_of_each_kind_changes_the_text() -> None:
    """Whichever kind of number, day, word, party, operator or function is changed, the schedule reads differently.

    Small agreements come first, being quicker. Every key of the language is among what is changed.
    """
    kinds = Kinds()
    smallest = sorted(AGREEMENTS, key=lambda path: path.stat().st_size)
    assert [says for path in smallest for says in changes_unsaid(path, kinds=kinds)] == []
    sections = [section for name, section in GRAMMAR.items() if name not in ("examples", "act", "amendment")]
    assert {key.name for section in sections for key in section.keys} - kinds.keys() == NOT_ALONE | SILENT


@pytest.mark.soak
@pytest.mark.parametrize("path", AGREEMENTS, ids=name_of)
def test_a_changed_parameter_changes_the_text(path: Path) -> None:
    """Whatever number, day, word, party, operator or function is changed, the schedule reads differently."""
    assert changes_unsaid(path) == []


def test_what_is_not_said_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the schedule kept silent about the rounding of a clause, the proof would name that parameter."""
    monkeypatch.setattr("comity.reports.schedule.parts.clauses.rounded", lambda rounding: "as agreed")
    unsaid = changes_unsaid(
        EXAMPLES / "clauses" / "p03-severity-bands" / "agreement.yaml", only="clauses.availability_points"
    )
    assert unsaid
    assert all(one.startswith("clauses.availability_points.round: ") for one in unsaid)
