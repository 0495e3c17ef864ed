"""From the judgements in a folder to the parties' weights. Input that cannot be used is raised as Refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.adapters.weights import WEIGHTS, weight_files
from comity.cli.problems import errors, located
from comity.kernel.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from comity.agreement.model import Terms
    from comity.scorecards.weights.model import Elicited


def elicited_weights(folder: Path, terms: Terms) -> tuple[list[Elicited], list[Problem]]:
    """Return the weights that each party judged, in the order of the parties, and warnings; none without files."""
    from comity.scorecards.weights.elicit import elicit
    from comity.scorecards.weights.read import read_judgements

    documents, problems = weight_files(folder)
    names = list(terms.scorecard)
    judged, wrong = read_judgements(documents, list(terms.parties), names)
    problems += located(wrong, folder)
    if errors(problems):
        raise Refused(*problems)
    found: list[Elicited] = []
    for one in judged:
        weights, warnings = elicit(one, names)
        found.append(weights)
        problems += located(warnings, folder)
    return found, problems


def nothing_to_weigh(folder: Path, terms: Terms) -> Problem | None:
    """Return the problem of an agreement whose scorecard has nothing to be weighed, or None."""
    if len(terms.scorecard) > 1:
        return None
    what = "one dimension only" if terms.scorecard else "no scorecard"
    why = f"the agreement has {what}: there is nothing to weigh"
    return Problem(code="CMY-485", place=Place(file=str(folder)), why=why, hint="Add dimensions under `scorecard`.")


def nobody_judged(folder: Path, terms: Terms) -> Problem:
    """Return the problem of a folder without judgements."""
    party, names = next(iter(terms.parties)), list(terms.scorecard)
    hint = f"Write {WEIGHTS}/{party}.yaml: party: {party}, then swing: {{{names[0]}: 100, {names[1]}: 60}}."
    return Problem(code="CMY-485", place=Place(file=str(folder / WEIGHTS)), why="nobody has judged yet", hint=hint)
