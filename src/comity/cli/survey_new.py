"""`comity survey new`: what people get to answer, and the empty tables into which their answers go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.clock import today
from comity.cli import options
from comity.cli.survey_calibration import vignettes_of
from comity.cli.surveying import Held, held
from comity.kernel.problem import Refused

if TYPE_CHECKING:
    from comity.catalogue.instrument import Question

EXISTS = "CMY-722"


@click.command("new")
@options.folder
@click.argument("survey")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="PLACE",
    help="The folder into which the files are written.",
)
@click.option("--on", "day", type=options.Day(), metavar="DATE", default=today, help="The day whose terms hold.")
def command(folder: Path, survey: str, out: Path, day: date) -> None:
    """Write the questionnaire of SURVEY in FOLDER, to be printed or sent, and the tables for its answers.

    One page for each language; answers.csv and answers.xlsx have a column for each question, one person a row, of an
    interview one row for each of two coders. Any survey tool can ask the same questions, as long as its export has
    these columns. For the training of raters there are the described cases of the instrument, and calibration.csv for
    the levels that they chose. Nothing is overwritten.
    """
    found = held(folder, survey, day)
    files = dict(_pages(found))
    paths = [out / name for name in (*files, "answers.csv", "answers.xlsx")]
    there = [path for path in paths if path.exists()]
    if there:
        why = f"{there[0]} is there already"
        raise Refused(found.problem(EXISTS, why, "Name another folder, or move it away; nothing is overwritten."))
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
    _write_tables(found, out)
    for path in paths:
        click.echo(f"wrote {path}")


def _pages(found: Held) -> Iterator[tuple[str, str]]:
    """Yield the pages by language, and what a calibration round needs where the instrument has described cases."""
    from comity.adapters.answer_sheets import csv_text
    from comity.reports.survey_form import form_page, training_page

    alliance = " and ".join(one.legal_name for one in found.opened.agreement.versions[-1][1].parties.values())
    for language in found.survey.languages:
        yield f"questionnaire-{language}.html", form_page(found.survey, language, alliance=alliance)
        if training := training_page(found.survey, language, alliance=alliance):
            yield f"training-{language}.html", training
    if cases := vignettes_of(found):
        yield "calibration.csv", csv_text([["rater", *(one.key for one in cases)]])


def _write_tables(found: Held, out: Path) -> None:
    from comity.adapters.answer_sheets import csv_text, write_workbook

    survey = found.survey
    header = columns(survey.questions, coded=survey.interview)
    (out / "answers.csv").write_text(csv_text([header]), encoding="utf-8")
    levels = [str(level) for level in range(survey.scale[0], survey.scale[1] + 1)]
    choices = [[*levels, "cannot judge"] if one in {q.key for q in survey.questions if not q.open} else
               ["yes", "no"] if one == "quote" else [] for one in header]  # fmt: skip
    write_workbook(out / "answers.xlsx", [("answers", [header]), ("questions", _explained(found))], choices)


def columns(questions: Sequence[Question], *, coded: bool) -> list[str]:
    """Return the columns of a table of answers; of an interview with the coder of each row."""
    has_words = any(question.open for question in questions)
    return [
        "token",
        *(["coder"] if coded else []),
        *(question.key for question in questions),
        *(["quote"] if has_words else []),
    ]


def _explained(found: Held) -> list[list[str]]:
    """Return what each column asks, in every language of the survey, with the levels that have a text."""
    survey = found.survey
    table = [["question", "language", "asks", *map(str, range(survey.scale[0], survey.scale[1] + 1))]]
    for question in survey.questions:
        for language in survey.languages:
            levels = [
                question.levels.get(level, {}).get(language, "")
                for level in range(survey.scale[0], survey.scale[1] + 1)
            ]
            table.append([question.key, language, question.says[language], *levels])
    return table
