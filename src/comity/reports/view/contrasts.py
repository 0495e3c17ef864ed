"""Where numbers and people are against each other, in words: what each says, and what people gave as reasons."""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.numbers import digits, format_value
from comity.kernel.words import and_list, named, period_name, plural
from comity.reports.view.context import Context
from comity.reports.view.model import ContrastView
from comity.reports.view.surveys import titles_of
from comity.standing.contrasts import UNHAPPY, Contrast, Told, contrasts

MOST_THEMES, MOST_NUMBERS = 3, 3


def contrasts_view(context: Context) -> tuple[ContrastView, ...]:
    """Return every contrast as a sentence each for the numbers and the people, and the themes beside them."""
    return tuple(_view(one, context) for one in contrasts(context.standing))


def _view(one: Contrast, context: Context) -> ContrastView:
    survey = context.standing.surveys[one.survey].survey
    title = titles_of(survey).get(one.people.of, named(one.people.of))
    unhappy = one.kind == UNHAPPY
    score = digits(one.people.score, 1) if one.people.score is not None else "not shown"
    said = "people are unhappy with" if unhappy else "people are content with"
    return ContrastView(
        about=named(one.about),
        title=f"The numbers are {'met' if unhappy else 'not met'}, and {said} {title}"
        if named(one.about) != title
        else f"The numbers are {'met' if unhappy else 'not met'}, and people are {'unhappy' if unhappy else 'content'}",
        numbers=_numbers(one, context),
        people=f"{title} is {score} of {_greatest(one, context)} in wave {one.wave}, {one.because}.",
        themes=tuple(
            f"{theme.name}, said by {plural(theme.count, 'person', 'people')}" for theme in one.themes[:MOST_THEMES]
        ),
        link=f"survey-{one.survey}",
    )


def _greatest(one: Contrast, context: Context) -> int:
    wave = context.standing.surveys[one.survey].latest
    return wave.scale[1] if wave is not None else 0


def _numbers(one: Contrast, context: Context) -> str:
    said = [text for told in one.numbers for text in _told(told, context)]
    text = and_list(said, most=MOST_NUMBERS)
    return f"{text}."


def _told(told: Told, context: Context) -> Iterator[str]:
    if told.figure is not None and told.figure.value is not None:
        figure = told.figure
        value = context.value(figure, figure.value) if figure.value is not None else ""
        target = context.target(figure)
        against = f", target {context.value(figure, target.value)}" if target is not None else ""
        yield f"{context.named(figure)}: {value}{against}"
    elif told.verdict is not None:
        verdict = told.verdict
        whose = "".join(f", {member}" for _, member in verdict.scope)
        value = f" with {format_value(verdict.value, verdict.unit)}" if verdict.value is not None else ""
        title = context.title("clauses", verdict.clause)
        yield f"{title}{whose}, {period_name(verdict.period)}: {verdict.outcome.value}{value}"
