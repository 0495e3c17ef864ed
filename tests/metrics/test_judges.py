"""Judged metrics: a figure rests on all the roles named for it, and an explanation says who judged what."""

from datetime import date

import pytest

from comity.kernel.figure import State
from comity.metrics.exhibits import Step
from comity.metrics.explain import explain
from tests.metrics.ratings import DRIVER, FERN, HEAD, LARK, LATE, agreement, figures, handed_in, loaded, shown

ALLIANCE = agreement()
APRIL = date(2026, 4, 30)


def test_each_party_has_the_mean_of_its_own_judges() -> None:
    """Fern 75, Lark between 25 and 50; the gap is 37.5, and no mean of the two is made."""
    found = figures(ALLIANCE, {"ratings": [FERN, LARK]}, APRIL)
    assert shown(found["trust fern 2026-Q1"]) == "75"
    assert shown(found["trust lark 2026-Q1"]) == "37.5"
    assert shown(found["trust_gap 2026-Q1"]) == "37.5"


def test_while_one_role_has_not_judged_there_is_no_figure() -> None:
    """A mean over those who answered could be moved by not answering; the gap is not known either."""
    alone = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,")
    found = figures(ALLIANCE, {"ratings": [FERN, alone]}, APRIL)
    assert shown(found["trust lark 2026-Q1"]) == "missing: the sponsor of lark has not judged trust"
    assert shown(found["trust fern 2026-Q1"]) == "75"
    assert found["trust_gap 2026-Q1"].value is None


def test_before_the_due_day_a_judge_is_not_late() -> None:
    """On 10 April the ratings of the first quarter are due in five days."""
    alone = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,")
    found = figures(ALLIANCE, {"ratings": [FERN, alone]}, date(2026, 4, 10))
    assert shown(found["trust lark 2026-Q1"]) == (
        "not_due: the sponsor of lark has not judged trust yet; ratings for 2026-Q1 is due on 2026-04-15"
    )


def test_a_judgement_without_a_level_is_none() -> None:
    """A row that gives a reason and no level leaves the role without a judgement."""
    empty = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,\n2026-Q1,sponsor,trust,,No opinion")
    found = figures(ALLIANCE, {"ratings": [FERN, empty]}, APRIL)
    assert found["trust lark 2026-Q1"].state is State.MISSING


def test_ratings_of_other_criteria_do_not_count() -> None:
    """The sponsor judged openness and not trust."""
    other = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,\n2026-Q1,sponsor,openness,25,")
    found = figures(ALLIANCE, {"ratings": [FERN, other]}, APRIL)
    assert shown(found["trust lark 2026-Q1"]) == "missing: the sponsor of lark has not judged trust"


def test_a_late_judgement_brings_the_figure_and_its_day() -> None:
    """The sponsor judges in May: the figure is there from then on, known on that day."""
    alone = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,")
    late = handed_in("ratings", "lark", HEAD + "2026-Q1,sponsor,trust,25,", "2026-05-20")
    found = figures(ALLIANCE, {"ratings": [FERN, alone, late]}, date(2026, 6, 1))
    assert shown(found["trust lark 2026-Q1"]) == "37.5"
    assert found["trust lark 2026-Q1"].known == date(2026, 5, 20)


def test_per_role_every_judge_has_a_figure() -> None:
    """With the role under `per` the members are the judges that the agreement names, also those who are silent."""
    alone = handed_in("ratings", "lark", HEAD + "2026-Q1,manager,trust,50,")
    of = agreement(
        ("every: quarter\n    per: party", "every: quarter\n    per: [party, role]"),
        ("  trust_gap: {is: max(trust) - min(trust), every: quarter}\n", ""),
    )
    found = figures(of, {"ratings": [FERN, alone]}, APRIL)
    assert {key: shown(f) for key, f in found.items() if key.startswith("trust ") and "Q1" in key} == {
        "trust fern manager 2026-Q1": "75",
        "trust lark manager 2026-Q1": "50",
        "trust lark sponsor 2026-Q1": "missing: ratings for 2026-Q1 (sponsor) was due from lark on 2026-04-15 "
        "and has not been reported",
    }


def test_only_the_parties_that_judge_are_measured() -> None:
    """Lark alone judges how Fern answers: Fern owes no judgement and shows none."""
    of = agreement(("judged by: {fern: manager, lark: [manager, sponsor]}", "judged by: {lark: [manager, sponsor]}"))
    found = figures(of, {"ratings": [LARK]}, APRIL)
    assert shown(found["trust lark 2026-Q1"]) == "37.5"
    assert "trust fern 2026-Q1" not in found


# -- explained --------------------------------------------------------------------------------


def flat(step: Step) -> list[Step]:
    return [step, *(below for child in step.children for below in flat(child))]


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ([LARK], ["judged by the manager of lark, known 2026-04-10; means: Kept when reminded; because: We had to ask",
                  "judged by the sponsor of lark, known 2026-04-10; means: Doubted"]),
        ([FERN], ["the manager of lark has not judged trust", "the sponsor of lark has not judged trust"]),
    ],
)  # fmt: skip
def test_an_explanation_says_who_judged_what_and_why_or_who_did_not(files: list, wanted: list[str]) -> None:
    """Each rating with its role, what its level means and the reason given; each role that is silent by name."""
    facts, _ = loaded(ALLIANCE, {"ratings": files}, LATE)
    step, problems = explain(
        ALLIANCE, facts, as_of=LATE, driver=DRIVER, metric="trust", period="2026-Q1", member="lark"
    )
    assert problems == []
    assert step is not None
    assert [one.text or one.label for one in flat(step) if one.kind == "fact"] == wanted


def test_levels_and_judges_belong_to_the_definition_of_a_figure() -> None:
    """Another judge or another description is another definition, and its digest says so."""
    plain = figures(ALLIANCE, {"ratings": [FERN, LARK]}, APRIL)["trust fern 2026-Q1"].derivation
    for change in (("25: Doubted.", "25: Not trusted."), ("fern: manager", "fern: [manager, sponsor]")):
        other = figures(agreement(change), {"ratings": [FERN, LARK]}, APRIL)["trust fern 2026-Q1"].derivation
        assert plain is not None
        assert other is not None
        assert plain.definition != other.definition
        assert plain.facts == other.facts
