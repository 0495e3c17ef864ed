"""A calibration round: everybody judges the same described cases, and each sees how they differ from the panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli.surveying import Held
from comity.kernel.problem import Refused
from comity.opening.problems import errors

if TYPE_CHECKING:
    from comity.catalogue.instrument import Vignette

NO_VIGNETTES, CANNOT_TELL = "CMY-473", "CMY-473"


def vignettes_of(found: Held) -> tuple[Vignette, ...]:
    """Return the described cases of a survey's instrument, the worst first; none where it has none."""
    from comity.catalogue.load_instruments import instrument

    name, _, version = found.survey.instrument.rpartition(" ")
    known = instrument(name, int(version)) if name and version.isdigit() else None
    return known.vignettes_of() if known is not None else ()


def show_calibration(found: Held, file: Path) -> None:
    """Show each rater beside the panel. Raises Refused where the instrument has no vignettes, or the file is wrong."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from comity.adapters.answer_sheets import read_sheet
    from comity.surveys.model import CannotTell
    from comity.surveys.training import beside_the_panel, read_round

    vignettes = vignettes_of(found)
    if not vignettes:
        why = f"the survey {found.survey.name} has no vignettes, so that there is nothing to judge together"
        raise Refused(
            found.problem(NO_VIGNETTES, why, "An instrument of the catalogue has them: alliance-health-check 1.")
        )
    sheet, problems = read_sheet(file)
    if sheet is None or errors(problems):
        raise Refused(*problems)
    answers, problems = read_round(sheet, vignettes, found.survey.scale)
    if problems:
        raise Refused(*problems)
    raters = beside_the_panel(answers, vignettes)
    if isinstance(raters, CannotTell):
        raise Refused(found.problem(CANNOT_TELL, raters.reason))
    table = Table(
        "rater", "cases", "beside the panel", "habit", "furthest apart", "out of order", box=None, pad_edge=False
    )
    for one in raters:
        apart = one.difference
        size = "cannot tell" if isinstance(apart, CannotTell) else (
            f"{apart.value:+.2f} ({apart.interval.low:+.2f} to {apart.interval.high:+.2f})")  # fmt: skip
        far = f"{one.furthest[0]} by {one.furthest[1]:+.1f}" if one.furthest[0] else ""
        table.add_row(escape(one.rater), str(one.vignettes), size, one.habit.value, escape(far), str(one.out_of_order))
    console = Console(highlight=False)
    console.print(table)
    for one in raters:
        console.print(escape(f"{one.rater}: {one.reason}"))
    click.echo("Out of order: pairs of cases that a rater put against the order in which they were written.")
