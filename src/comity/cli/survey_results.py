"""`comity survey results`: what a wave released, on the screen, as JSON or as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.clock import today
from comity.cli import options
from comity.cli.surveying import NO_WAVE, Held, held
from comity.kernel.problem import Refused

if TYPE_CHECKING:
    from comity.reports.view.survey_model import SurveyView
    from comity.surveys.released import Released, Wave

OTHER_KIND = "CMY-409"


@click.command("results")
@options.folder
@click.argument("survey")
@click.argument("wave", required=False)
@click.option("--wave", "named", metavar="NAME", help="The wave, as WAVE.  [default: the one that was closed last]")
@options.as_json
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write FILE: the wave's own page (.html), its tables as a workbook (.xlsx), or as one long table (.csv).",
)
@click.option(
    "--calibration",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Instead: show each rater of a calibration round beside the panel. FILE has a row for each rater.",
)
def command(
    folder: Path, survey: str, wave: str | None, named: str | None, as_json: bool, out: Path | None,
    calibration: Path | None,
) -> None:  # fmt: skip
    """Show what WAVE of SURVEY in FOLDER released; by default the wave that was closed last.

    Of a wave that is open only the number of answers is shown, of each party as a whole.

    For a calibration round, in which everybody judges the same described cases, FILE has the columns `rater` (a
    pseudonym that each chose) and one for each vignette of the survey's instrument.
    """
    found = held(folder, survey, today())
    if calibration is not None:
        from comity.cli.survey_calibration import show_calibration

        show_calibration(found, calibration)
        return
    if wave is not None and named is not None and wave.lower() != named.lower():
        raise click.UsageError(f"WAVE is {wave}, and --wave is {named}: name one.")
    one = _wave(found, wave or named)
    if as_json:
        from comity.surveys.released import write

        click.echo(write(one).decode(), nl=False)
    if out is not None:
        _write(found, one, out)
    if not as_json:
        _show(found, one)
    if out is not None and not as_json:
        click.echo(f"wrote {out}")


def _wave(found: Held, name: str | None) -> Wave:
    """Return a wave by its name: the last one closed, else the open one. Raises Refused."""
    known = {one.wave.lower(): one for one in found.waves}
    if name is None and known:
        return found.closed[-1] if found.closed else found.waves[-1]
    if name is not None and name.lower() in known:
        return known[name.lower()]
    why = f"there is no wave {name} of {found.survey.name}" if name else f"no wave of {found.survey.name} was held yet"
    hint = f"Its waves are {', '.join(one.wave for one in found.waves)}." if known else ""
    raise Refused(found.problem(NO_WAVE, why, hint))


def _show(found: Held, wave: Wave) -> None:
    from rich.console import Console

    from comity.reports.survey_text import show_open, show_results
    from comity.surveys.released import Released

    console = Console(highlight=False)
    if isinstance(wave, Released):
        show_results(wave, console, _seen(found, wave))
    else:
        show_open(wave, console)


def _seen(found: Held, wave: Released) -> SurveyView:
    """Return a wave as the page shows it when it was the latest: beside those before it, and none after."""
    from comity.reports.view.surveys import survey_view
    from comity.standing.surveyed import surveys_of

    agreement = found.opened.agreement
    until = [one for one in found.closed if (one.closed, one.wave) <= (wave.closed, wave.wave)]
    standing = surveys_of(agreement, until, as_of=wave.closed, known_at=wave.closed)[found.survey.name]
    return survey_view(standing, agreement.as_of(wave.closed), wave.closed)


def _write(found: Held, wave: Wave, out: Path) -> None:
    from comity.adapters.answer_sheets import csv_text, write_workbook
    from comity.reports.survey_tables import long_table, sheets

    released = _released(found, wave)
    match out.suffix.lower():
        case ".csv":
            out.write_text(csv_text(long_table(released)), encoding="utf-8")
        case ".xlsx":
            write_workbook(out, sheets(released))
        case ".html":
            from comity.reports.survey_page import wave_page

            terms = found.opened.agreement.as_of(released.closed)
            out.write_text(wave_page(_seen(found, released), terms), encoding="utf-8")
        case _:
            raise Refused(
                found.problem(
                    OTHER_KIND, f"{out} is no kind of file that results are written to", "Name it .html, .xlsx or .csv."
                )
            )


def _released(found: Held, wave: Wave) -> Released:
    from comity.surveys.released import Released

    if not isinstance(wave, Released):
        raise Refused(found.problem(NO_WAVE, f"the wave {wave.wave} is open until {wave.closes}: it has no results"))
    return wave
