"""What follows, in a few plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.agreement.model import Step, Terms, Word
from comity.kernel import lexical
from comity.kernel.deadline import Duration
from comity.standing.due.consequences import About, if_done, if_lapsed
from tests.standing.agreements import HERE, agreement, clause, formula

TERMS: Terms = replace(
    agreement().versions[0][1],
    currency="USD",
    ladders={"standard": (Step(place=HERE, level="project managers"), Step(place=HERE, level="arbitration"))},
)
ABOUT = About(TERMS, clause())


def step(**keys: object) -> Step:
    """A step of Borealis, who may give notice within 20 days."""
    values: dict[str, object] = {
        "modal": "may", "who": ("borealis",), "do": "notice", "within": lexical.deadline("20 days")
    }  # fmt: skip
    return Step(place=HERE, **{**values, **keys})  # type: ignore[arg-type]


def follows(**keys: object) -> Step:
    return Step(place=HERE, **keys)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ((), "The right lapses; nothing else follows."),
        ((follows(declare="reserved"),), "The right lapses and is recorded as reserved."),
        ((follows(declare="waived"),), "The right lapses; the miss counts as waived."),
        ((follows(declare="final"),), "The right lapses; the figures of the period become final."),
        ((follows(declare="plan overdue"),), "The right lapses; it is recorded as “plan overdue”."),
        ((follows(pay=formula("USD 5k")),), "The right lapses; Aster owes Borealis USD 5,000."),
        (
            (follows(pay=formula("1% * late_value"), payer="borealis"),),
            "The right lapses; Borealis owes Aster 1% * late value.",
        ),
        ((follows(pay=formula("-paid")),), "The right lapses; Borealis owes Aster what was paid."),
        ((follows(pay=formula("USD -5k")),), "The right lapses; Borealis owes Aster USD 5,000."),
        ((follows(pay=formula("-(USD -5k)")),), "The right lapses; Aster owes Borealis USD 5,000."),
        (
            (follows(pay=formula("charged - due + 5% * (charged - due) + cost_of_audit")),),
            "The right lapses; Aster owes Borealis the sum agreed.",
        ),
        (
            (follows(set={"agreement": Word(text="terminated", place=HERE)}, after=Duration(2, "month")),),
            "The right lapses; the agreement ends 2 months later.",
        ),
        (
            (follows(set={"exclusive": formula("false")}, lasts=Duration(1, "year")),),
            "The right lapses; exclusive becomes false for 1 year.",
        ),
        (
            (follows(ladder="standard"),),
            "The right lapses; the ladder “standard” opens, first level: project managers.",
        ),
        (
            (follows(condition=formula("kind = 'money'"), declare="closed"),),
            "The right lapses; if kind = money, it is recorded as “closed”.",
        ),
    ],
)
def test_what_follows_when_a_right_is_not_used(otherwise: tuple[Step, ...], said: str) -> None:
    """Statuses, payments, changed terms, ladders and guards, each in its words."""
    assert if_lapsed(step(otherwise=otherwise), ABOUT) == said


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (
            step(modal="must", who=("aster",), do="recovery plan"),
            "Aster must then deliver the recovery plan within 20 days.",
        ),
        (step(who=("aster", "borealis"), do="cancel"), "Aster or Borealis may then cancel within 20 days."),
        (step(modal="must", who=("aster", "borealis"), do="meet"), "Aster and Borealis must then meet within 20 days."),
        (
            step(do="", choose={"waive": (), "take back": (), "terminate": ()}, within=None),
            "Borealis may then choose: waive, take back or terminate.",
        ),
        (
            step(do="", pay=formula("USD 60k"), within=lexical.deadline("15 March")),
            "Borealis may then pay USD 60,000 by 15 March.",
        ),
        (
            follows(name="probation", when=formula("rate"), within=lexical.deadline("3 periods")),
            "Probation begins within 3 periods.",
        ),
    ],
)
def test_the_step_that_opens_next(then: Step, said: str) -> None:
    """Who may or must do what, and by when."""
    assert if_lapsed(step(modal="must", who=("aster",), otherwise=(then,)), ABOUT) == said


def test_a_duty_without_a_consequence_says_so() -> None:
    """Nothing is invented where the parties agreed nothing."""
    assert if_lapsed(step(modal="must"), ABOUT) == "The step lapses; no consequence is agreed."
    assert if_lapsed(step(within=None), ABOUT) == "It stays open: no time is agreed for it."


def test_a_level_leads_to_the_next_and_the_last_to_nothing() -> None:
    """After the last level the ladder ends without an outcome."""
    level = follows(level="project managers", within=lexical.deadline("10 days"))
    assert if_lapsed(level, ABOUT, next_level="arbitration") == "The matter goes to the next level: arbitration."
    said = "The ladder ends without an outcome, and the clocks it stopped run on."
    assert if_lapsed(level, ABOUT, next_level="") == said


def test_what_follows_once_it_is_done() -> None:
    """Several consequences stand in their order; none is no sentence."""
    done = step(then=(follows(declare="cured"), follows(pay=formula("USD 5k"))))
    assert if_done(done, ABOUT) == "The miss is recorded as cured; Aster owes Borealis USD 5,000."
    assert if_done(step(), ABOUT) == ""
