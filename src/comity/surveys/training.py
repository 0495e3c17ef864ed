"""A calibration round from a table: each row a rater, each column a vignette; every rater sees how they differ."""

from __future__ import annotations

from collections.abc import Sequence

from comity.catalogue.instrument import Vignette
from comity.kernel.problem import Problem
from comity.surveys.answers import Asked, read_level
from comity.surveys.calibration import Beside, calibrate
from comity.surveys.model import CannotTell
from comity.surveys.sheet import COLUMNS, ROW, Sheet, unknown_columns

RATER = "rater"


def read_round(
    sheet: Sheet, vignettes: Sequence[Vignette], scale: tuple[int, int]
) -> tuple[dict[str, dict[str, int]], list[Problem]]:  # fmt: skip
    """Return rater -> vignette -> level, and everything that is wrong with the table."""
    keys = [one.key for one in vignettes]
    problems = list(unknown_columns(sheet, [RATER, *keys]))
    if RATER not in sheet.columns:
        problems.append(sheet.wrong(COLUMNS, None, "", "there is no column rater", "Each rater chooses a pseudonym."))
    found: dict[str, dict[str, int]] = {}
    for row in sheet.rows:
        name = row.cells.get(RATER, "")
        if not name or name in found:
            why = f"the rater {name} stands twice" if name else "this row names no rater"
            problems.append(sheet.wrong(ROW, row, RATER, why, "One row a rater."))
            continue
        found[name] = {}
        for key in keys:
            if key in row.cells:
                level, wrong = read_level(sheet, row, key, Asked(questions=(), scale=scale))
                problems += [wrong] if wrong is not None else []
                if level is not None:
                    found[name][key] = level
    return found, problems


def beside_the_panel(
    answers: dict[str, dict[str, int]], vignettes: Sequence[Vignette]
) -> tuple[Beside, ...] | CannotTell:  # fmt: skip
    """Return each rater beside everybody else; `vignettes` from the worst case to the best."""
    return calibrate(answers, [one.key for one in vignettes])
