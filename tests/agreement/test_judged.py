"""Judged metrics and tables of each party's own rows, as they are read."""

from decimal import Decimal

from comity.agreement.judging import judging_of
from comity.agreement.model import Terms
from comity.agreement.read import read
from comity.kernel.problem import Problem
from tests.agreement.documents import HERE

TEXT = (HERE / "agreements" / "judged.yaml").read_text(encoding="utf-8")


def judged(*changes: tuple[str, str]) -> tuple[Terms | None, list[Problem]]:
    """Read the agreement of the tests with parts of it replaced; each part must be there."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return read(text.encode(), "judged.yaml")


def told(*changes: tuple[str, str]) -> list[str]:
    """Return what is wrong: the code and the reason."""
    return [f"{problem.code} {problem.why}" for problem in judged(*changes)[1]]


def test_levels_and_judges_are_read_in_their_order() -> None:
    """Each level is an exact number with its description; a single role is a list of one; 100% is the number 1."""
    terms, problems = judged()
    assert terms is not None
    assert problems == []
    trust, answers = terms.metrics["trust"], terms.metrics["answers"]
    assert list(trust.levels) == [Decimal(n) for n in (0, 25, 50, 75, 100)]
    assert trust.levels[Decimal(75)] == "Problems are told before they are found."
    assert trust.judged_by == {"fern": ("alliance manager",), "lark": ("alliance manager", "sponsor")}
    assert list(answers.levels) == [Decimal(0), Decimal(1)]
    assert (trust.is_judged, trust.priced, answers.priced) == (True, False, True)
    assert not terms.metrics["trust_gap"].is_judged


def test_the_ratings_of_a_judged_metric_are_found_by_type_and_use() -> None:
    """The party is the column of reporters, the level what is aggregated, whatever they are called."""
    terms, _ = judged(
        ("party: reporter", "side: reporter"), ("quarter, party, role", "quarter, side, role"),
        ("per: party", "per: side"),
    )  # fmt: skip
    assert terms is not None
    found = judging_of(terms.metrics["trust"], terms)
    assert found is not None
    assert (found.table, found.party, found.role, found.level, found.reason) == (
        "ratings", "side", "role", "level", "reason",
    )  # fmt: skip
    assert judging_of(terms.metrics["trust_gap"], terms) is None


def test_a_party_that_nobody_could_be_is_found_in_a_condition() -> None:
    """The column of reporters holds the parties that report, and a formula that asks for another is refused."""
    assert [line.partition(" ")[0] for line in told(("criterion = 'trust'", "party = 'larch'"))] == ["CMY-334"]


def test_judges_without_levels_are_told() -> None:
    """Nobody can judge on levels that are not agreed."""
    without = ("    levels: {0%: Nobody answers., 100%: Every question is answered within a day.}\n", "")
    assert told(without) == ["CMY-248 answers is judged, but no levels say what a judgement means"]


def test_one_level_is_no_scale() -> None:
    """With a single level there is nothing to choose."""
    assert told(("{0%: Nobody answers., 100%: Every question is answered within a day.}", "{0%: Nobody answers.}")) == [
        "CMY-248 a judgement needs at least 2 levels, and this has 1"
    ]


def test_a_role_that_could_never_be_written_is_told() -> None:
    """Where the table allows certain roles only, the judges are among them."""
    assert told(("role: text", "role: [alliance manager, steering committee]")) == [
        "CMY-248 sponsor judges trust, but ratings.role does not allow that word"
    ]


def test_a_judge_that_does_not_report_is_told() -> None:
    """Who hands in no ratings cannot judge."""
    assert told(("reported by: [fern, lark]", "reported by: [lark]"))[0] == (
        "CMY-248 fern judges trust, but does not report ratings"
    )


def test_priced_stands_only_where_people_judge() -> None:
    """A figure that nobody judges may decide payments anyway."""
    assert told(("better: lower,", "priced: agreed, better: lower,")) == [
        "CMY-248 trust_gap is not judged by people, so nothing is to be agreed about payments"
    ]


def test_published_facts_are_of_no_party() -> None:
    """A public source has no rows of its own beside those of others."""
    assert told(("reported by: [fern, lark]", "reported by: published"))[0] == (
        "CMY-247 ratings is published, so no party reports a row of its own"
    )


def test_an_act_carries_no_reporter() -> None:
    """Whoever acts is named by the act, so that a value of this type would say it twice."""
    assert told(("do: joint review,", "do: joint review, with: {by: reporter},")) == [
        "CMY-205 by cannot be a reporter: whoever acts is named by the act"
    ]
