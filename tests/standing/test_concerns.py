"""Concerns on the docket: whose answer is awaited, in whatever words they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.facts.load import load
from comity.record.origin import Origin
from comity.record.statements import Answer, Concern
from comity.standing.concerns import MOST, with_concerns
from comity.standing.model import Standing
from comity.standing.standing import standing

AGREEMENT = b"""\
comity: 1
alliance: kits
title: Kits of Fern and Lark
parties: {fern: Fern Works Ltd, lark: Lark Foods Ltd}
starts: 2026-01-01
facts:
  kits: {reported by: fern, every: month, due: 5 days after period end, columns: {month: period, good: number}}
metrics:
  good_kits: {title: Good kits, is: sum(kits.good), every: month}
clauses:
  quality: {owed by: fern, owed to: lark, measure: good_kits, every: month, at least: 90}
"""
TODAY = date(2026, 5, 4)


@cache
def bare() -> Standing:
    """Return a standing without concerns."""
    agreement, problems = read_agreement(("agreement.yaml", AGREEMENT), [])
    assert isinstance(agreement, Agreement), problems
    facts, _ = load({}, agreement.versions[0][1], TODAY)
    return standing(agreement, facts, as_of=TODAY, known_at=TODAY, driver=DuckDBDriver())


def origin(actor: str, day: date, number: int = 1) -> Origin:
    """Return where an entry stands."""
    return Origin(position=number, leaf=f"{number:064x}", entry_id=f"{number:032x}", actor=actor, day=day)


def concern(text: str = "Too few.", about: str = "good_kits", day: date = date(2026, 5, 1), **more: object) -> Concern:
    """Return a concern of Lark."""
    return replace(Concern(origin=origin("lark", day), about=about, text=text), **more)  # type: ignore[arg-type]


def lines(*concerns: Concern) -> Sequence[tuple[str, str]]:
    """Return what stands on the docket of them, and who acts."""
    found = with_concerns(bare(), concerns)
    return [(line.what, line.party) for line in found.docket if line.kind == "concern"]


def test_an_open_concern_is_answered_by_the_other_party() -> None:
    """It has no day, and does not say that anybody must."""
    found = with_concerns(bare(), [concern()])
    [line] = [line for line in found.docket if line.kind == "concern"]
    assert (line.what, line.party, line.modal, line.due) == (
        "Answer the concern of Lark about Good kits", "fern", "may", None,
    )  # fmt: skip
    assert line.why == "“Too few.”, raised on 1 May (entry 1 of the record)"
    assert [one.line for one in found.decisions if one.title == line.what] == [line.key]


def test_the_name_that_a_concern_is_about_stands_where_the_gate_reads_it() -> None:
    """In the key of its line and as the subject of its decision; without it a concern about a metric names none."""
    found = with_concerns(bare(), [concern()])
    [line] = [line for line in found.docket if line.kind == "concern"]
    assert line.key.startswith("concern/good_kits/")
    assert [one.subject for one in found.decisions if one.line == line.key] == ["good_kits"]


def test_what_is_answered_or_still_to_come_is_not_there() -> None:
    """Nor is anything where there is no concern: it is the same standing."""
    answered = concern(answers=(Answer(origin=origin("fern", TODAY, 2), text="We look."),))
    assert lines(answered, concern(day=date(2026, 5, 5))) == []
    assert with_concerns(bare(), [answered]) is bare()


def test_a_concern_may_be_about_anything_of_the_agreement_or_nothing() -> None:
    """A clause is linked; a name that the agreement has lost is said as it is."""
    said = [what for what, _ in lines(concern(about="quality"), concern(about="old_name"), concern(about=""))]
    assert said == [
        "Answer the concern of Lark",
        "Answer the concern of Lark about Old name",
        "Answer the concern of Lark about Quality",
    ]
    found = with_concerns(bare(), [concern(about="quality")])
    assert [line.clause for line in found.docket if line.kind == "concern"] == ["quality"]


def test_the_words_of_another_party_cannot_spoil_a_line() -> None:
    """Line breaks, characters that turn the direction of writing, escape codes, and a text without an end."""
    found = with_concerns(bare(), [concern("first\nsecond\u202e\x1b[31m red " + "x" * 5000)])
    [line] = [line for line in found.docket if line.kind == "concern"]
    assert line.why.startswith("“first second\ufffd\ufffd[31m red xxx")
    assert len(line.why) < MOST + 60
    [kept] = [line.why for line in with_concerns(bare(), [concern("")]).docket if line.kind == "concern"]
    assert kept.startswith("In words that are kept apart, raised on 1 May")
