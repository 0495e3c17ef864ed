"""Surveys: who is asked how often, what is shown of the answers, and every question as it is put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comity.agreement.model import Survey
from comity.catalogue.instrument import Question, Texts
from comity.kernel.period import Grain
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.words import NOUNS, counted, duration, listed, named, quoted, sentences
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Block, Item
from comity.reports.survey.languages import ENGLISH_NAMES


def surveys(book: Book) -> Iterator[Block]:
    """Yield an item for each survey."""
    for survey in book.terms.surveys.values():
        yield _survey(book, survey)


def _survey(book: Book, survey: Survey) -> Item:
    every = f"each {NOUNS[survey.every]}" if isinstance(survey.every, Grain) else f"every {duration(survey.every)}"
    asked = listed([_of_party(book, name, roles) for name, roles in survey.asks.items()])
    text = sentences(
        f"The survey is held {every} among {asked}.",
        _interviews(survey),
        _languages(survey),
        _answers(survey),
        "The parties agree that payments may depend on its answers." if survey.priced else "",
        _source(survey),
    )
    return Item(text=text, title=f"{named(survey.name)} Survey", below=tuple(_questions(survey)))


def _of_party(book: Book, party: str, roles: Mapping[str, int]) -> str:
    people = [f"{_people(count)}{f' ({plain(named(role))})' if role else ''}" for role, count in roles.items()]
    return f"{listed(people)} of {book.party(party)}"


def _people(count: int) -> str:
    return counted(count, "person").replace("persons", "people")


def _interviews(survey: Survey) -> str:
    if not survey.interview:
        return ""
    return "Each of them is interviewed; two other people read the notes and choose the answers, each alone."


def _languages(survey: Survey) -> str:
    if survey.languages == ("en",):
        return ""
    spoken = [_language(one) for one in survey.languages]
    doubt = f" In doubt the wording in {spoken[0]} holds." if len(spoken) > 1 else ""
    return f"It is put in {listed(spoken)}.{doubt}"


def _language(tag: str) -> str:
    return ENGLISH_NAMES.get(tag, quoted(tag))


def _answers(survey: Survey) -> str:
    low, high = survey.scale
    return (
        f"Answers run from {low} to {high} and are anonymous; nobody has to judge what they cannot judge. Answers of "
        f"fewer than {survey.groups_of} people are not shown."
    )


def _source(survey: Survey) -> str:
    if not survey.instrument:
        return "The questions are:"
    name, _, version = survey.instrument.rpartition(" ")
    return (
        f"The questions, and what each answer means, are those of the instrument {quoted(name)} in version {version} "
        "of the Comity catalogue, which does not change. They are:"
    )


# -- questions --------------------------------------------------------------------------------


def _questions(survey: Survey) -> Iterator[Item]:
    """Yield a survey's own questions with all that they say; of an instrument, what it asks in the first language."""
    for question in survey.questions:
        lead = f"{strong(_title(survey, question))}: "
        if question.key in survey.own or not survey.instrument:
            yield Item(text=lead + sentences(*_whole(survey, question)))
        else:
            yield Item(text=lead + plain(question.says[survey.languages[0]]))


def _title(survey: Survey, question: Question) -> str:
    if question.open:
        return f"Open Question {quoted(named(question.key))}"
    titles = survey.titles.get(question.of, {})
    dimension = plain(titles["en"]) if "en" in titles else named(question.of)
    return dimension if question.key == question.of else f"{dimension} ({plain(named(question.key))})"


def _whole(survey: Survey, question: Question) -> Iterator[str]:
    yield _said(question.says)
    if question.levels:
        yield "What is true at each level: " + " ".join(
            f"{level}: {_said(texts)}" for level, texts in question.levels.items()
        )
    if question.reverse:
        yield f"Of its levels {survey.scale[0]} is the good end, and it counts as {survey.scale[1]}."
    if question.cites:
        yield f"Source: {plain(question.cites)}."


def _said(texts: Texts) -> str:
    """Return a text, in several languages one after the other."""
    if len(texts) == 1:
        return plain(next(iter(texts.values())))
    return " ".join(f"{_language(language)}: {plain(text)}" for language, text in texts.items())
