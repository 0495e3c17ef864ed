"""A survey as a page to be printed or filled in: questionnaire, guide and coding sheet of interviews, training.

It holds no script and loads nothing. What is filled in stays on the reader's screen until it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comity.agreement.model import Survey
from comity.catalogue.instrument import Instrument, Question
from comity.catalogue.load_instruments import instrument
from comity.reports.survey.languages import words_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer that can be chosen: the level, and what is true there; "" where nobody described it."""

    level: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A question as it stands on the page, with its number; `probes` are there in an interview only.

    `case` is what is to be judged in training, "" everywhere else.
    """

    number: int
    key: str
    says: str
    choices: tuple[Choice, ...]
    probes: tuple[str, ...] = ()
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The questions of one dimension, under its title; the open questions are a part without choices."""

    title: str
    questions: tuple[Put, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A questionnaire, or the guide of an interview, in one language."""

    language: str
    title: str
    alliance: str
    introduction: str
    parts: tuple[Part, ...]
    open: tuple[Put, ...]
    groups_of: int
    interview: bool
    described: bool
    training: bool = False


def form_page(survey: Survey, language: str, *, alliance: str = "") -> str:
    """Return a survey in one of its languages as an HTML document. KeyError for a language that it does not have."""
    return _page(form_of(survey, language, alliance=alliance))


def training_page(survey: Survey, language: str, *, alliance: str = "") -> str:
    """Return the vignettes of a survey's instrument as a page on which raters judge them; "" where it has none.

    Within a dimension they stand in the order of their names, so that nobody can read off which is meant as worse. The
    names are those of the columns of a calibration round. KeyError for a language that the survey does not have.
    """
    form = _training(survey, language, alliance)
    return _page(form) if form.parts else ""


def _page(form: Form) -> str:
    environment = _environment()
    css = environment.loader.get_source(environment, "page.css")[0]  # type: ignore[union-attr]
    own = environment.loader.get_source(environment, "survey_form.css")[0]  # type: ignore[union-attr]
    html = environment.get_template("survey_form.html.j2").render(
        it=form,
        words=words_in(form.language),
        css=Markup(f"{css}\n{own}"),  # nosec B704  # noqa: S704 - our own style sheets
    )
    return _kept_together(html) if form.language.startswith("fr") else html


def _kept_together(html: str) -> str:
    """Return a French page on which no line begins with a mark that belongs to the word before it."""
    for mark in ("?", "!", ";", "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"):
        html = html.replace(f" {mark}", f"\N{NO-BREAK SPACE}{mark}")
    opening = "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    return html.replace(f"{opening} ", f"{opening}\N{NO-BREAK SPACE}")


def form_of(survey: Survey, language: str, *, alliance: str = "") -> Form:
    """Return what the page shows: questions by dimension, numbered through, the open ones last."""
    source = _instrument(survey)
    ordered = [question for name in survey.dimensions for question in survey.questions if question.of == name]
    numbers = {one.key: number for number, one in enumerate([*ordered, *_open(survey)], 1)}
    parts = tuple(
        Part(
            title=_title(survey, name, language),
            questions=tuple(_put(one, numbers[one.key], survey, language) for one in ordered if one.of == name),
        )
        for name in survey.dimensions
    )
    return Form(
        language=language,
        title=survey.title or (source.title[language] if source else _plain(survey.name)),
        alliance=alliance,
        introduction=source.says[language] if source else survey.says,
        parts=parts,
        open=tuple(_put(one, numbers[one.key], survey, language) for one in _open(survey)),
        groups_of=survey.groups_of,
        interview=survey.interview,
        described=all(one.levels for one in ordered),
    )


def _training(survey: Survey, language: str, alliance: str) -> Form:
    source, words = _instrument(survey), words_in(language)
    asked = {question.key: question for question in survey.questions}
    cases = source.vignettes_of(*survey.dimensions) if source else ()
    ordered = sorted(cases, key=lambda case: (survey.dimensions.index(case.of), case.key))
    puts = [
        (case.of, replace(_put(asked[case.on], n, survey, language), key=case.key, case=case.says[language]))
        for n, case in enumerate(ordered, 1)
    ]
    parts = tuple(
        Part(title=_title(survey, name, language), questions=tuple(put for of, put in puts if of == name))
        for name in dict.fromkeys(of for of, _ in puts)
    )
    return Form(
        language=language, title=words.training, alliance=alliance, introduction=words.training_how, parts=parts,
        open=(), groups_of=survey.groups_of, interview=False, described=True, training=True,
    )  # fmt: skip


def _instrument(survey: Survey) -> Instrument | None:
    name, _, version = survey.instrument.partition(" ")
    return instrument(name, int(version)) if name else None


def _open(survey: Survey) -> list[Question]:
    return [question for question in survey.questions if question.open]


def _put(question: Question, number: int, survey: Survey, language: str) -> Put:
    least, greatest = survey.scale
    none: Mapping[str, str] = {language: ""}
    return Put(
        number=number,
        key=question.key,
        says=question.says[language],
        choices=()
        if question.open
        else tuple(
            Choice(level=level, says=question.levels.get(level, none)[language]) for level in range(least, greatest + 1)
        ),
        probes=question.probes.get(language, ()),
    )


def _title(survey: Survey, dimension: str, language: str) -> str:
    return survey.titles.get(dimension, {}).get(language) or _plain(dimension)


def _plain(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


@cache
def _environment() -> Environment:
    loader = PackageLoader("comity.reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
