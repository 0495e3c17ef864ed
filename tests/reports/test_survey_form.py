"""The questionnaire as a page: what it asks, in which words, and how it behaves in a browser and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from comity.agreement.model import Survey
from comity.catalogue.instrument import Question
from comity.catalogue.load_instruments import instruments
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.reports.survey.languages import WORDS, words_in
from comity.reports.survey_form import form_of, form_page, training_page
from tests.axe import wrong


def survey(*questions: Question, languages: tuple[str, ...] = ("en",), says: str = "") -> Survey:
    """Return a survey of questions of its own, on a scale from 1 to 5."""
    return Survey(
        name="team_health", every=Grain.YEAR, asks={}, scale=(1, 5), questions=questions, place=Place(file="x"),
        languages=languages, says=says,
    )  # fmt: skip


def of_instrument(name: str) -> Survey:
    """Return a survey that puts all of an instrument in all its languages."""
    one = instruments()[name][-1]
    return Survey(
        name="health", every=Grain.YEAR, asks={}, scale=one.scale, questions=one.questions, place=Place(file="x"),
        languages=one.languages, instrument=str(one), interview=one.kind == "interview",
        titles={construct.name: construct.title for construct in one.constructs},
    )  # fmt: skip


RELY = Question(key="rely", of="trust", says={"en": "We rely on them."})
LATE = Question(
    key="late",
    of="open_talk",
    says={"en": "How late do we hear of it?"},
    levels={1: {"en": "Never late."}, 5: {"en": "Always late."}},
    reverse=True,
)
WISH = Question(key="wish", says={"en": "What should change?"}, open=True)


# -- what it says -----------------------------------------------------------------------------


def test_questions_are_numbered_through_by_dimension_and_open_ones_come_last() -> None:
    """Whoever talks about question 3 means the same one as the reader; keys are those of the table of answers."""
    again = Question(key="again", of="trust", says={"en": "They rely on us."})
    form = form_of(survey(RELY, WISH, LATE, again), "en")
    assert [(part.title, [put.key for put in part.questions]) for part in form.parts] == [
        ("Trust", ["rely", "again"]),
        ("Open talk", ["late"]),
    ]
    assert [put.number for part in form.parts for put in part.questions] == [1, 2, 3]
    assert [(put.number, put.key) for put in form.open] == [(4, "wish")]
    assert form.title == "Team health"


def test_a_level_without_words_can_be_chosen_too() -> None:
    """Every level of the scale is there, and "cannot judge" for every question that has levels."""
    page = form_page(survey(RELY, LATE, WISH), "en")
    for key in ("rely", "late"):
        assert re.findall(f'name="{key}" value="([^"]*)"', page) == ["1", "2", "3", "4", "5", ""]
    assert "Always late." in page
    assert page.count("cannot judge</") == 2
    assert "completely true" in page


def test_the_page_says_from_which_number_on_answers_are_shown() -> None:
    """The promise of the agreement stands above the first question."""
    assert "groups of 5 people or more" in form_page(survey(RELY), "en")


def test_words_of_the_agreement_are_words_on_the_page() -> None:
    """A question with a tag in it is shown as it was written."""
    tagged = Question(key="x", of="trust", says={"en": "Is a < b & <script>c</script>?"})
    page = form_page(survey(tagged, says="<b>bold</b>"), "en", alliance="A & B")
    assert "<script" not in page
    assert "<b>" not in page
    assert "A &amp; B" in page


def test_a_language_that_the_survey_does_not_have_is_refused() -> None:
    """Nobody gets a page in which half of the questions are missing."""
    with pytest.raises(KeyError, match="de"):
        form_page(survey(RELY), "de")


def test_a_language_without_words_of_ours_is_asked_in_it_all_the_same() -> None:
    """The questions are the agreement's; what stands around them is English then, and Brazilian asks for Portuguese."""
    page = form_page(survey(Question(key="a", of="trust", says={"fi": "Luotamme."}), languages=("fi",)), "fi")
    assert 'lang="fi"' in page
    assert "Luotamme." in page
    assert "cannot judge" in page
    assert words_in("de-CH") is WORDS["de"]


@pytest.mark.parametrize("name", ["alliance-health-check", "alliance-health-check-short"])
def test_every_question_and_level_of_an_instrument_is_there_in_every_language(name: str) -> None:
    """And nothing of another language."""
    asked = of_instrument(name)
    for language in asked.languages:
        form = form_of(asked, language)
        shown = {text for part in form.parts for put in part.questions for text in (put.says, *_said(put))}
        wanted = [question for question in asked.questions if not question.open]
        assert shown == {text for one in wanted for text in (one.says[language], *_levels(one, language))}
        assert form.introduction in (of.says[language] for of in instruments()[name])


def _said(put) -> list[str]:
    return [choice.says for choice in put.choices]


def _levels(question: Question, language: str) -> list[str]:
    return [texts[language] for texts in question.levels.values()]


def test_an_interview_has_a_guide_with_notes_and_a_sheet_for_coding() -> None:
    """The levels stand on the coder's sheet only, after the guide: the person asked does not see them."""
    page = form_page(of_instrument("alliance-interview"), "en")
    guide, sheet = page.split('<section class="sheet">')
    level = "We find out ourselves, after it has caused damage."
    assert level not in guide
    assert level in sheet
    assert "When could the other side have known?" in guide
    assert 'name="notes_early_warning"' in guide
    assert 'name="reason_early_warning"' in sheet


def test_the_page_loads_and_runs_nothing() -> None:
    """It is sent to people of another company: no script, no picture, no address."""
    for name in instruments():
        asked = of_instrument(name)
        page = form_page(asked, asked.languages[0])
        assert "<script" not in page
        assert "http" not in page.replace("http-equiv", "")
        assert "default-src 'none'" in page


def test_in_french_no_line_begins_with_a_mark() -> None:
    """Question marks, semicolons and quotation marks keep to their words; other languages have no such spaces."""
    asked = of_instrument("alliance-health-check-short")
    page = form_page(asked, "fr")
    assert "s’accordent-ils\N{NO-BREAK SPACE}?" in page
    assert not re.search(" [?;»]|« ", page.split("</style>")[1])
    assert "\N{NO-BREAK SPACE}" not in form_page(asked, "en")


def test_the_cases_for_training_are_judged_on_the_levels_of_their_question() -> None:
    """Every case, under its own name, with the sentences of the question; which level is meant is told nowhere."""
    asked, one = of_instrument("alliance-health-check"), instruments()["alliance-health-check"][-1]
    page = training_page(asked, "en", alliance="Fern and Lark")
    for case in one.vignettes:
        assert case.says["en"] in page
        assert re.findall(f'name="{case.key}" value="([^"]*)"', page) == ["1", "2", "3", "4", "5", ""]
    keys = re.findall('name="([a-z_]+)" value="1"', page)
    told = [[case.key for case in one.vignettes_of(name)] for name in one.dimensions]
    assert keys == [key for names in told for key in sorted(names)]
    assert "as if you worked at Alder" in page
    assert "checked" not in page


def test_a_survey_without_vignettes_has_no_training() -> None:
    """Own questions, and the instruments that have none."""
    assert training_page(survey(RELY), "en") == ""
    assert training_page(of_instrument("alliance-health-check-short"), "en") == ""


# -- in a browser -----------------------------------------------------------------------------

PAGES = {
    "own": survey(RELY, LATE, WISH),
    "short": of_instrument("alliance-health-check-short"),
    "talk": of_instrument("alliance-interview"),
    "training": of_instrument("alliance-health-check"),
}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "scheme"), [("own", "light"), ("short", "dark"), ("talk", "light"), ("training", "dark")]
)
def test_axe_finds_nothing(browser: Browser, name: str, scheme: str) -> None:
    """No violation of WCAG 2.2 A and AA or of good practice, and no scrolling sideways on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    tab = context.new_page()
    page = training_page if name == "training" else form_page
    tab.set_content(page(PAGES[name], PAGES[name].languages[-1]))
    assert wrong(tab) == ""
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


@pytest.mark.browser
def test_one_answer_a_question_can_be_chosen_with_the_keyboard(browser: Browser) -> None:
    """Space chooses, the arrow moves on, and the other questions stay as they were."""
    context = browser.new_context()
    tab = context.new_page()
    tab.set_content(form_page(PAGES["own"], "en"))
    tab.locator("input[name=late]").first.focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("[...document.querySelectorAll('input[type=radio]:checked')].map(i => i.name + i.value)") == [
        "late2"
    ]
    context.close()
