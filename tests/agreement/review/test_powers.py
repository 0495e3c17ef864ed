"""Who may act, and how a ladder ends."""

from tests.agreement.review.documents import codes, line, spoilt, the

BODY = "governance: {board: {members: {finch: 2, heron: 2}, decides: unanimity}}\nclauses:\n"
BOARD = spoilt(("clauses:\n", BODY), ("- {level: project managers,", "- {level: board,"))
LAST = "    - {level: arbitration, rules: ICC Rules of Arbitration, seat: Geneva}\n"


def test_a_body_that_acts_and_has_no_rule_of_decision_is_told() -> None:
    """It may be even-handed and still never decide; a body with nothing to do is left alone."""
    text = BOARD.replace(", decides: unanimity", "")
    assert codes(BOARD) == []
    assert the("CMY-862", text).why == "board is to act, and nothing says how it decides"
    assert codes(text.replace("{level: board,", "{level: project managers,")) == []


def test_a_body_without_members_is_told() -> None:
    """Nobody could act for it."""
    text = BOARD.replace("members: {finch: 2, heron: 2}, ", "")
    assert the("CMY-861", text).why == "board is to act, but nobody is a member of it"


def test_a_ladder_whose_last_time_runs_out_into_nothing_is_told() -> None:
    """Project managers have ten days, and nothing is said of the eleventh."""
    text = spoilt((LAST, ""))
    problem = the("CMY-863", text)
    assert (
        problem.why == "the ladder standard ends with a time, 10 business days, and nothing follows when it has run out"
    )
    assert line(problem).startswith("10 business days")


def test_a_ladder_that_ends_with_a_committee_is_told() -> None:
    """A body that needs unanimity may never agree; an expert or a court decides."""
    text = BOARD.replace(LAST, "    - {level: board}\n")
    assert the("CMY-864", text).why == "the ladder standard ends with board (unanimity), which need not decide"
    for last in ("independent expert", "courts of Geneva", "arbitral tribunal"):
        assert "CMY-864" not in codes(BOARD.replace(LAST, f"    - {{level: {last}, rules: ICC, seat: Geneva}}\n"))
    assert codes(text.replace("{level: board}", "{level: board, says: Its decision is final and binding.}")) == []


def test_an_arbitration_without_rules_and_seat_is_told() -> None:
    """Each of them that is missing is named; all such levels are told together."""
    assert the("CMY-865", spoilt((", rules: ICC Rules of Arbitration, seat: Geneva", ""))).why == (
        "arbitration is agreed without rules and seat"
    )
    assert the("CMY-865", spoilt((", seat: Geneva", ""))).why == "arbitration is agreed without a seat"
    assert (
        the("CMY-865", spoilt((", rules: ICC Rules of Arbitration", ""))).why == "arbitration is agreed without rules"
    )
