"""The four elements of a sound clause, each missed where it is missing."""

from tests.agreement.review.documents import SOUND, codes, line, spoilt, the

BARE = """\
  punctuality: {owed by: finch, owed to: heron, measure: fill_rate, every: month, at least: 95%}
"""
WITH_BARE = spoilt(("ladders:\n", f"{BARE}ladders:\n"))


def test_a_sound_agreement_is_not_questioned() -> None:
    """Nothing at all is said about the agreement that the other tests spoil."""
    assert codes(SOUND) == []


def test_a_clause_without_consequence_and_dispute_is_told_both() -> None:
    """A bare promise says neither what follows a miss nor who settles a dispute about it; the finding stands at it."""
    problem = the("CMY-801", WITH_BARE)
    assert problem.why == ("punctuality does not say what follows a miss or how a result is disputed or put right")
    assert line(problem).startswith("punctuality:")


def test_a_consequence_in_another_clause_counts() -> None:
    """Points that another clause turns into money are a consequence; the dispute is still missing."""
    text = WITH_BARE.replace("points * 3%", "count_if(punctuality.missed) * 3%")
    assert the("CMY-801", text).why == "punctuality does not say how a result is disputed or put right"


def test_clauses_that_lack_the_same_are_told_together() -> None:
    """Two bare promises give one finding, which names both and points to each."""
    other = BARE.replace("punctuality", "pace")
    problem = the("CMY-801", spoilt(("ladders:\n", f"{BARE}{other}ladders:\n")))
    assert problem.why.startswith("punctuality and pace do not say what follows a miss")
    assert [near.place.excerpt.split(":")[0].strip() for near in problem.related] == ["pace"]


def test_a_cure_a_relief_and_a_restatement_put_a_result_right() -> None:
    """Any of them will do in place of a ladder."""
    bare = spoilt(("    ladder: standard\n", ""))
    assert "CMY-801" in codes(bare)
    cure = "then: {must: finch, do: cure, within: 30 days, then: {declare: cured}, else: {declare: uncured}}"
    relief = "    relief: {strike: {within: 5 days after event, evidence: notice, effect: excuse}}\n    rules:\n"
    for mended in (
        bare.replace("    rules:\n", f"    rules:\n      mend: {{{cure}}}\n"),
        bare.replace("    rules:\n", relief),
        bare.replace("    due: 10", "    restate: 1 year after period end\n    due: 10"),
    ):
        assert "CMY-801" not in codes(mended)


def test_a_measure_of_nothing_reported_has_no_method() -> None:
    """A number that the agreement itself holds is compared with another: nobody measures anything."""
    text = spoilt(("measure: fill_rate", "measure: agreed_level"), ("settings:\n", "settings:\n  agreed_level: 98%\n"))
    assert the("CMY-801", text).why == "supply does not say how it is measured"


def test_a_clause_of_nothing_but_parties_has_no_expectation() -> None:
    """A clause with a ladder and no test is a heading."""
    text = spoilt(
        ("ladders:\n", "  harmony: {owed by: finch, owed to: heron, every: month, ladder: standard}\nladders:\n")
    )
    assert the("CMY-801", text).why == "harmony does not say what is expected or what follows a miss"


def test_the_terms_of_others_are_not_told_what_they_leave_out() -> None:
    """An agreement with illustrative terms reconstructs what others agreed; nobody can add to it."""
    assert "CMY-801" not in codes(WITH_BARE + "illustrative: [ends]\n")


def test_a_ladder_that_no_clause_names_is_told() -> None:
    """Disputes of no clause reach it; the ladder that a clause names is left alone."""
    text = spoilt(("ladders:\n", "ladders:\n  quick:\n    - {level: expert}\n"))
    assert the("CMY-866", text).why == "no clause leads to the ladder quick"


def test_a_payment_without_a_verdict_is_disputed_where_its_figure_is() -> None:
    """A royalty is only paid; another clause lets the parties object to the same figure."""
    rules = "{pay: {when: true, then: {pay: 1% * charges}}}"
    royalty = f"  royalty: {{owed by: finch, owed to: heron, every: month, rules: {rules}}}\n"
    text = spoilt(("ladders:\n", f"{royalty}ladders:\n"))
    assert "CMY-801" not in codes(text)
    apart = text.replace("1% * charges", "USD 1k")
    assert the("CMY-801", apart).why == "royalty does not say how a result is disputed or put right"
