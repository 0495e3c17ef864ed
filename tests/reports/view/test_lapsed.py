"""What lapsed: rights not used and duties not done stand beside the docket for a quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from comity.reports.view.context import Context
from comity.reports.view.lapsed import lapsed_view
from comity.reports.view.model import DueView
from comity.standing.model import Standing
from tests.standing.agreements import lived as followed
from tests.standing.test_docket import CURE, NOTICE, supply


def lapsed(rule: str, as_of: str, acts: str = "[]", names: frozenset[str] | None = None) -> tuple[DueView, ...]:
    """Return what stands as lapsed after January was missed, known on 5 February."""
    return lapsed_view(Context(standing(rule, as_of, acts)), names)


def standing(rule: str, as_of: str, acts: str = "[]") -> Standing:
    """Return the standing of the supply agreement on a day, in which its one worked example happened."""
    agreement, life = followed(supply(rule, acts=acts, as_of=as_of))
    day = date.fromisoformat(as_of)
    return Standing(
        agreement=agreement, terms=agreement.as_of(day), as_of=day, known_at=day, figures={}, targets={},
        verdicts=life.verdicts, comparisons=(), score=None, decisions=(), docket=(), life=life,
    )  # fmt: skip


def test_a_right_that_was_not_used_says_when_it_lapsed_whose_it_was_and_what_followed() -> None:
    """The notice could be given until 25 February; from the 26th it stands as lapsed, and is off the docket."""
    (line,) = lapsed(NOTICE, "2026-03-01")
    assert (line.when, line.left, line.what, line.who) == ("Wed 25 Feb", "4 days ago", "Give notice", "Borealis")
    assert line.if_nothing == "The right lapses and is recorded as reserved."
    assert line.why.startswith("Supply, Jan 2026: 93")


def test_on_its_last_day_it_has_not_lapsed_and_after_a_quarter_it_is_history() -> None:
    """On 25 February notice can still be given; 92 days later the line stands for the last time."""
    assert lapsed(NOTICE, "2026-02-25") == ()
    assert len(lapsed(NOTICE, "2026-05-28")) == 1
    assert lapsed(NOTICE, "2026-05-29") == ()


def test_what_was_done_in_time_has_not_lapsed() -> None:
    """Notice was given on the 20th."""
    assert lapsed(NOTICE, "2026-03-10", "[{on: 2026-02-20, by: borealis, do: notice}]") == ()


def test_a_duty_that_was_not_done_says_what_may_follow() -> None:
    """The cure did not come: Borealis may terminate, which is on the docket; the cure stands as lapsed."""
    (line,) = lapsed(CURE, "2026-03-01")
    assert (line.what, line.who) == ("Cure", "Aster")
    assert line.if_nothing == "Borealis may then give notice of termination within 30 days."


def test_each_party_finds_its_own() -> None:
    """The latest first: the right to terminate of Borealis, before it the cure of Aster."""
    both = lapsed(CURE, "2026-04-10")
    assert [line.who for line in both] == ["Borealis", "Aster"]
    assert [line.who for line in lapsed(CURE, "2026-04-10", names=frozenset({"aster"}))] == ["Aster"]


def test_what_fell_due_after_the_day_of_knowledge_may_have_been_done() -> None:
    """Known on 20 February nobody can say on 1 March that no notice came."""
    early = replace(standing(NOTICE, "2026-03-01"), known_at=date(2026, 2, 20))
    assert lapsed_view(Context(early)) == ()
