"""Instruments: complete in every language, anchored at every level, and the same for ever in a version."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from comity.catalogue.instrument import INTERVIEW, SURVEY, Instrument, Question, languages_of
from comity.catalogue.load_instruments import instrument, instruments
from comity.kernel import lexical
from tools.catalogue import shared

KNOWN = Path(__file__).parent / "instrument_versions.txt"
"""A line for each version and language that was ever published: name, version, language, digest of what it asks."""

EVERY = [one for versions in instruments().values() for one in versions]
LONG, SHORT, TALK = "alliance-health-check", "alliance-health-check-short", "alliance-interview"
FIELD = (
    "strategic_fit", "operational_fit", "cultural_fit", "trust_in_person", "trust_in_organisation", "communication",
    "collaboration_quality", "stakeholder_engagement", "decision_making", "conflict_handling", "commitment",
    "joint_performance",
)  # fmt: skip


def named(name: str) -> Instrument:
    """Return the latest version of an instrument that is there."""
    found = instrument(name)
    assert found is not None
    return found


def texts(one: Instrument, language: str) -> Iterator[str]:
    """Yield every text that somebody reads in a language."""
    yield from (one.title[language], one.says[language])
    for construct in one.constructs:
        yield from (construct.title[language], construct.says[language])
    for question in one.questions:
        yield question.says[language]
        yield from (level[language] for level in question.levels.values())
        yield from question.probes[language] if question.probes else ()
    yield from (vignette.says[language] for vignette in one.vignettes)


# -- versions ---------------------------------------------------------------------------------


def digest(one: Instrument, language: str) -> str:
    """Return the digest of what answers depend on: scale, dimensions, questions and levels as they are put."""
    parts = [
        [one.kind, list(one.scale), one.says[language]],
        [[each.key, each.of, each.open, each.reverse, each.says[language],
          [[level, said[language]] for level, said in each.levels.items()], list(each.probes.get(language, ()))]
         for each in one.questions],
        [[each.key, each.of, each.on, each.level, each.says[language]] for each in one.vignettes],
    ]  # fmt: skip
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]


def test_a_version_never_changes() -> None:
    """Answers of two years can be compared only if the question was the same; another language is a further line.

    Where this fails for an instrument that you changed: give it the next version and keep the earlier one beside it.
    """
    published = KNOWN.read_text(encoding="utf-8").splitlines()
    assert sorted(published) == sorted(
        f"{one.name} {one.version} {language} {digest(one, language)}" for one in EVERY for language in one.languages
    )


# -- what every instrument has ----------------------------------------------------------------


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_every_text_is_there_in_every_language(one: Instrument) -> None:
    """English and German at least, nothing left out, nothing the same in two languages but for names."""
    assert {"en", "de"} <= set(one.languages)
    for language in one.languages:
        assert all(text.strip() for text in texts(one, language))
    for question in one.questions:
        said = [question.says[language] for language in one.languages]
        assert len(set(said)) == len(said), question.key


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_every_level_is_anchored(one: Instrument) -> None:
    """A sentence for each level of the scale, and no two levels of a question alike."""
    low, high = one.scale
    for question in one.questions:
        if question.open:
            assert question.levels == {}
            continue
        assert list(question.levels) == list(range(low, high + 1)), question.key
        for language in one.languages:
            said = [level[language] for level in question.levels.values()]
            assert len(set(said)) == len(said), question.key


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_names_can_be_used_in_formulas_and_are_distinct(one: Instrument) -> None:
    """`survey(health.trust)` has to be a name, and an answer has to have one question."""
    assert all(lexical.is_name(name) for name in one.dimensions)
    keys = [question.key for question in one.questions]
    assert len(set(keys)) == len(keys)
    assert {question.of for question in one.questions if not question.open} == set(one.dimensions)


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_every_dimension_cites_its_construct(one: Instrument) -> None:
    """Paper and year: the idea is somebody's, the words are ours."""
    for construct in one.constructs:
        assert construct.sources, construct.name
        assert all(re.fullmatch("(19|20)[0-9]{2}", source.version) for source in construct.sources)


SENTENCES = [(one, language) for one in EVERY for language in one.languages]


@pytest.mark.parametrize(("one", "language"), SENTENCES, ids=[f"{one}-{language}" for one, language in SENTENCES])
def test_sentences_are_short_and_end(one: Instrument, language: str) -> None:
    """A careful reader who is not at home in the language understands a level at once: 26 words at most."""
    for question in one.questions:
        for text in (question.says[language], *(level[language] for level in question.levels.values())):
            assert text.endswith((".", "?")), text
            assert len(text.split()) <= 28, text


# -- the three ---------------------------------------------------------------------------------


def test_the_health_check_covers_what_the_field_asks() -> None:
    """Twelve dimensions of three questions, some of them turned round, and open questions at the end."""
    check = named(LONG)
    assert check.kind == SURVEY
    assert check.dimensions == FIELD
    for name in FIELD:
        assert sum(question.of == name for question in check.questions) in (3, 4)
    assert 5 <= sum(question.reverse for question in check.questions) <= 12
    assert all(question.open for question in check.questions[-3:])


def test_the_short_form_asks_ten_of_the_same_questions() -> None:
    """So that an answer of it can be set beside one of the full form."""
    asked = {question.key: question for question in named(LONG).questions}
    scored = [question for question in named(SHORT).questions if not question.open]
    assert len(scored) == 10
    for question in scored:
        same = asked[question.key]
        assert (question.says["en"], question.says["de"]) == (same.says["en"], same.says["de"])
        assert [level["en"] for level in question.levels.values()] == [level["en"] for level in same.levels.values()]


def test_an_interview_is_coded_against_the_levels_of_the_health_check() -> None:
    """What a coder reads is what somebody who answers on paper reads; the question itself is for talking."""
    asked = {question.key: question for question in named(LONG).questions}
    talk = named(TALK)
    assert talk.kind == INTERVIEW
    assert talk.dimensions == FIELD
    for question in talk.questions:
        if not question.open:
            assert question.levels == asked[question.key].levels
            assert question.says != asked[question.key].says
            assert all(2 <= len(question.probes[language]) <= 4 for language in talk.languages)


# -- vignettes --------------------------------------------------------------------------------


def test_a_vignette_is_judged_by_the_levels_of_a_question_of_its_dimension() -> None:
    """Two or three a dimension, on levels that lie apart, and never on a reversed question."""
    check = named(LONG)
    asked = {question.key: question for question in check.questions}
    trained = {vignette.of for vignette in check.vignettes}
    assert {"trust_in_organisation", "communication", "decision_making", "conflict_handling", "commitment"} <= trained
    for name in trained:
        cases = check.vignettes_of(name)
        assert 2 <= len(cases) <= 3
        assert len({case.level for case in cases}) == len(cases)
        for case in cases:
            assert asked[case.on].of == name
            assert not asked[case.on].reverse
            assert case.level in asked[case.on].levels


def test_vignettes_come_worst_first() -> None:
    """As a calibration round takes them, over all dimensions or within one."""
    check = named(LONG)
    assert [case.key for case in check.vignettes_of("communication")] == [
        "found_in_shop",
        "friday_evening",
        "port_closed",
    ]
    levels = [case.level for case in check.vignettes_of()]
    assert levels == sorted(levels)
    assert len(levels) == len(check.vignettes)


# -- how they are written ---------------------------------------------------------------------


def test_a_question_takes_from_another_instrument_what_it_does_not_say_itself() -> None:
    """`same as` copies the question of that key; a translation beside it is added, a text replaced."""
    full = {
        "instrument": "full",
        "version": "1",
        "dimensions": {
            "a": {"title": {"en": "A"}, "questions": {"q": {"asks": {"en": "One?"}, "levels": {"1": {"en": "x"}}}}}
        },
    }
    own = {"same as": "full 1", "asks": {"fr": "Un ?"}, "levels": {"1": {"fr": "y"}}}
    short = {"instrument": "s", "version": "1", "dimensions": {"a": {"same as": "full 1", "questions": {"q": own}}}}
    part = shared([full, short])[1]["dimensions"]["a"]
    assert part["title"] == {"en": "A"}
    assert part["questions"]["q"] == {
        "asks": {"en": "One?", "fr": "Un ?"},
        "levels": {"1": {"en": "x", "fr": "y"}},
    }


def test_a_question_that_another_instrument_does_not_have_is_refused() -> None:
    """A slip in a key is found when the file is made, not when somebody is asked."""
    full = {"instrument": "full", "version": "1", "dimensions": {"a": {"questions": {}}}}
    short = {"instrument": "s", "version": "1", "dimensions": {"a": {"questions": {"q": {"same as": "full 1"}}}}}
    with pytest.raises(KeyError, match="q"):
        shared([full, short])


def test_languages_are_those_in_which_nothing_is_missing() -> None:
    """In the order of the first text; a language that one text lacks is none."""
    assert languages_of([{"de": "a", "en": "b"}, {"en": "c", "de": "d", "fr": "e"}]) == ("de", "en")
    assert languages_of([]) == ()


def test_an_unknown_instrument_or_version_is_none() -> None:
    """Nothing is made up for what is not there."""
    assert instrument("alliance-health-check", 9) is None
    assert instrument("no-such") is None
    assert instrument("alliance-health-check", 1) == instrument("alliance-health-check")


def test_a_reversed_question_has_its_mirror() -> None:
    """The least level of a reversed question counts as the greatest."""
    question = Question(key="q", says={"en": "How often late?"}, of="a", reverse=True)
    assert [question.counted(level, (1, 5)) for level in range(1, 6)] == [5, 4, 3, 2, 1]
