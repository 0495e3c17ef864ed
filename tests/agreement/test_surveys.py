"""Surveys of an agreement: own questions or an instrument's, whom they ask, and in which languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.model import Survey
from comity.agreement.read import read, read_agreement
from comity.catalogue.instrument import Question
from comity.catalogue.load_instruments import instrument

HEAD = """\
comity: 1
alliance: small
parties: {finch: Finch Ltd, heron: Heron Ltd}
starts: 2026-01-01
surveys:
  pulse:
    every: 6 months
"""
ASKS = "    asks: {finch: 5, heron: 5}\n"
SHORT = ASKS + "    instrument: alliance-health-check-short 1\n"


def survey(text: str) -> Survey:
    """Return the survey of an agreement that is free of problems."""
    terms, problems = read((HEAD + text).encode(), "agreement.yaml")
    assert terms is not None
    assert problems == []
    return terms.surveys["pulse"]


# -- own questions ----------------------------------------------------------------------------


def test_one_statement_a_dimension_is_a_question_of_that_name() -> None:
    """The short form of old: a map of dimension to statement, answered on the scale, without levels in words."""
    found = survey(ASKS + "    scale: 1 to 7\n    items: {trust: We rely on them., pace: They are quick.}\n")
    assert found.scale == (1, 7)
    assert found.items == {"trust": "We rely on them.", "pace": "They are quick."}
    assert found.questions[0] == Question(key="trust", of="trust", says={"en": "We rely on them."})


def test_a_question_says_what_is_true_at_each_level() -> None:
    """Levels in the order of the scale, a reversed one, an open one, and a source."""
    found = survey(
        ASKS + "    scale: 1 to 5\n    questions:\n"
        "      late: {of: openness, asks: How late?, levels: {5: Always., 1: Never.}, reverse: yes, cites: own book}\n"
        "      wish: {asks: What should change?, open: true}\n"
    )
    late, wish = found.questions
    assert list(late.levels.items()) == [(1, {"en": "Never."}), (5, {"en": "Always."})]
    assert late.reverse
    assert late.cites == "own book"
    assert wish.open
    assert wish.of == ""
    assert found.dimensions == ("openness",)


def test_a_dimension_of_several_questions_is_told_by_its_first() -> None:
    """Whoever shows one sentence for a dimension shows the one that is asked first."""
    found = survey(
        ASKS + "    scale: 1 to 5\n    questions: {a: {of: trust, asks: First.}, b: {of: trust, asks: Second.}}\n"
    )
    assert found.items == {"trust": "First."}


@given(level=st.integers(0, 9), least=st.integers(0, 4), width=st.integers(1, 5))
def test_a_reversed_answer_counted_twice_is_the_answer(level: int, least: int, width: int) -> None:
    """Reversing mirrors the scale: ends change places, and doing it twice changes nothing."""
    scale = (least, least + width)
    late = Question(key="late", of="openness", says={"en": "How late?"}, reverse=True)
    assert late.counted(late.counted(level, scale), scale) == level
    assert late.counted(scale[0], scale) == scale[1]


# -- whom it asks -----------------------------------------------------------------------------


def test_people_are_asked_by_party_or_by_role() -> None:
    """A number alone is everybody of the party, without a role."""
    found = survey(
        "    asks: {finch: {alliance manager: 2, team: 6}, heron: 8}\n    scale: 1 to 5\n    items: {trust: x y}\n"
    )
    assert found.asks == {"finch": {"alliance manager": 2, "team": 6}, "heron": {"": 8}}
    assert (found.asked("finch"), found.asked("heron"), found.asked("magpie")) == (8, 8, 0)


# -- languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "languages"),
    [
        ("    questions: {a: {of: trust, asks: Well?}}\n", ("en",)),
        ("    questions: {a: {of: trust, asks: {de: Gut?, en: Well?}}}\n", ("de", "en")),
        ("    languages: fr\n    questions: {a: {of: trust, asks: Bien ?}}\n", ("fr",)),
    ],
    ids=["English unless something is said", "those of the questions", "the one written"],
)
def test_the_languages_of_own_questions(written: str, languages: tuple[str, ...]) -> None:
    """Written out, or those in which all questions are there; a text without a language is in the first."""
    found = survey(ASKS + "    scale: 1 to 5\n" + written)
    assert found.languages == languages
    assert tuple(found.questions[0].says) == languages


def test_an_instrument_is_put_in_the_languages_asked_for() -> None:
    """In their order, and in English alone where nothing is said."""
    assert survey(SHORT).languages == ("en",)
    found = survey(SHORT + "    languages: [fr, de]\n")
    assert found.languages == ("fr", "de")
    assert all(tuple(question.says) == ("fr", "de") for question in found.questions)
    assert "objectifs" in found.items["fit"]


# -- instruments ------------------------------------------------------------------------------


def test_a_survey_takes_everything_from_its_instrument() -> None:
    """Scale, questions with all levels, titles of the dimensions; the agreement says whom and how often."""
    found, known = survey(SHORT), instrument("alliance-health-check-short", 1)
    assert known is not None
    assert (found.instrument, found.scale) == ("alliance-health-check-short 1", (1, 5))
    assert found.dimensions == known.dimensions
    assert found.titles["trust"]["de"] == "Vertrauen"
    assert [len(question.levels) for question in found.questions] == [5] * 10 + [0] * 2
    assert not found.interview


def test_own_questions_are_put_after_those_of_an_instrument() -> None:
    """They have dimensions of their own, so that the instrument's scores stay comparable."""
    found = survey(SHORT + "    questions: {cold: {of: cold_doors, asks: Are the doors shut?}}\n")
    assert found.own == {"cold"}
    assert found.questions[-1].key == "cold"
    assert found.dimensions[-1] == "cold_doors"


def test_an_interview_is_known_as_one() -> None:
    """People talk and coders choose: whoever collects the answers has to know."""
    found = survey(ASKS + "    instrument: alliance-interview 1\n")
    assert found.interview
    assert all(question.probes["en"] for question in found.questions if not question.open)


def test_an_amendment_takes_the_next_instrument() -> None:
    """The version of an instrument is a term like any other: changed by an amendment, from its day on."""
    changes = "changes: {surveys: {pulse: {instrument: alliance-health-check 1}}}"
    amendment = f"comity: 1\namends: small\ntitle: Full check\nin force: 2027-01-01\n{changes}\n"
    agreement, problems = read_agreement(("agreement.yaml", (HEAD + SHORT).encode()), [("a.yaml", amendment.encode())])
    assert agreement is not None
    assert problems == []
    before, after = (terms.surveys["pulse"] for _, terms in agreement.versions)
    assert (len(before.dimensions), len(after.dimensions)) == (4, 12)


def test_what_an_instrument_measures_can_be_used_in_formulas() -> None:
    """A dimension is named like a metric; one that it does not have is told with the nearest."""
    metric = "metrics: {mood: {is: survey(pulse.%s), every: year}}\n"
    text = HEAD + SHORT + metric
    assert read((text % "trust").encode(), "a.yaml")[1] == []
    (problem,) = read((text % "trusst").encode(), "a.yaml")[1]
    assert (problem.code, "trust" in problem.hint) == ("CMY-320", True)


def test_a_formula_on_a_survey_that_could_not_be_read_is_not_told_twice() -> None:
    """The instrument is misspelt: one problem, though a metric rests on it."""
    text = HEAD + ASKS + "    instrument: alliance-health 1\nmetrics: {mood: {is: survey(pulse.trust), every: year}}\n"
    assert [problem.code for problem in read(text.encode(), "a.yaml")[1]] == ["CMY-241"]


def test_every_instrument_can_be_agreed_upon_in_every_language() -> None:
    """Whatever the catalogue offers is taken without a problem."""
    for name in ("alliance-health-check", "alliance-health-check-short", "alliance-interview"):
        known = instrument(name)
        assert known is not None
        assert survey(
            f"{ASKS}    instrument: {known}\n    languages: [{', '.join(known.languages)}]\n"
        ).instrument == str(known)
