"""Judgements that are averaged away, and judgements that move money."""

from tests.agreement.documents import HERE
from tests.agreement.review.documents import codes, line, the

TEXT = (HERE / "agreements" / "judged.yaml").read_text(encoding="utf-8")
RULES = "    rules:\n"
BONUS = "      bonus: {when: met, then: {pay: USD 10k}}\n"


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_one_figure_of_both_parties_judgements_is_questioned() -> None:
    """Without `per` the mean of all judges hides that one side judges 100 and the other 0."""
    both = ("judged by: {lark: alliance manager}", "judged by: {lark: alliance manager, fern: alliance manager}")
    problem = the("CMY-877", changed(both, ("is: min(ratings.level)", "is: avg(ratings.level)")))
    assert problem.why == "answers averages the partners' judgements away: the gap is what matters"
    assert line(problem).startswith("avg(ratings.level)")
    assert "CMY-877" not in codes(changed(both))


def test_a_mean_of_the_parties_figures_is_questioned() -> None:
    """Averaging the two figures of a judged metric does the same one step later."""
    problem = the("CMY-877", changed(("is: max(trust) - min(trust)", "is: avg(trust)")))
    assert problem.why == "trust_gap averages the partners' judgements of trust away: the gap is what matters"


def test_the_gap_and_the_least_average_nothing_away() -> None:
    """The greatest and the least leave each judgement as it is; so does what only one party judges."""
    assert "CMY-877" not in codes(TEXT)
    assert "CMY-877" not in codes(changed(("is: max(trust) - min(trust)", "is: min(trust)")))
    assert "CMY-877" not in codes(changed(("is: min(ratings.level)", "is: avg(ratings.level)")))


def test_a_payment_that_rests_on_judgements_is_questioned() -> None:
    """The bonus follows from the verdict, the verdict from the gap, the gap from what people judge."""
    problem = the("CMY-878", changed((RULES, RULES + BONUS)))
    assert problem.why == "this payment depends on how people judge trust"
    assert line(problem).startswith("USD 10k")


def test_a_payment_by_the_scorecard_rests_on_judgements_too() -> None:
    """What a dimension scores decides what its score pays."""
    scored = "scorecard: {relationship: {weight: 1, metrics: {trust_gap: {floor: 50, target: 0}}}}\nclauses:\n"
    bonus = "      bonus: {when: score(relationship) > 90, again: each period, then: {pay: USD 10k}}\n"
    problem = the("CMY-878", changed(("clauses:\n", scored), (RULES, RULES + bonus)))
    assert problem.why == "this payment depends on how people judge trust"


def test_parties_may_agree_that_judgements_move_money() -> None:
    """`priced: agreed` says it aloud; what another metric says of itself does not."""
    agreed = changed((RULES, RULES + BONUS), ("    per: party\n", "    per: party\n    priced: agreed\n"))
    assert "CMY-878" not in codes(agreed)
