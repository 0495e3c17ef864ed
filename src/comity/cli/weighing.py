"""From the judgements of the parties to their weights. Input that cannot be used is raised as Refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.weights import WEIGHTS, weight_files
from comity.kernel import exact, lexical
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.kernel.words import in_shell
from comity.opening.problems import errors, located

if TYPE_CHECKING:
    from comity.agreement.model import Terms
    from comity.record.statements import JudgedWeights
    from comity.scorecards.weights.model import Elicited


def elicited_weights(folder: Path, terms: Terms, of: str = "") -> tuple[list[Elicited], list[Problem]]:
    """Return the weights that each party judged, in the order of the parties, and warnings; none without judgements.

    They come from the record where the folder has one, otherwise from its files. With `of`, a dimension whose level the
    terms are (scorecards.weights.level), they come from the files about it: the record holds the whole only.
    """
    from comity.scorecards.weights.elicit import elicit
    from comity.scorecards.weights.read import read_judgements

    documents, problems = weight_files(folder, of) if of else _judgements(folder, terms)
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


def party_weights(folder: Path, terms: Terms) -> tuple[dict[str, dict[str, Decimal]], list[Problem]]:
    """Return the weights that each party judged, by its name as people write it, and warnings."""
    from comity.standing.words import party_name

    judged, problems = elicited_weights(folder, terms)
    weights = {
        party_name(terms, one.party): {name: Decimal(f"{share:.6f}") for name, share in one.weights.items()}
        for one in judged
    }
    return weights, problems


def _judgements(folder: Path, terms: Terms) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Return the documents in which parties judged; with a record the latest of each party there, and no other.

    A file in the folder that is not on record counts for nothing then, and a warning says so.
    """
    from comity.opening.source import source_of

    files, problems = weight_files(folder)
    source = source_of(folder)
    if source is None:
        return files, problems
    judged = source.documents.statements.judged
    known = {one.text.encode() for one in judged}
    problems += [_unrecorded(folder, name) for name, data in files if data not in known]
    found = []
    for one in {one.origin.actor: one for one in judged}.values():
        wrong = list(_unfit(one, terms))
        problems += wrong
        found += [(_place(one), one.text.encode())] if not wrong else []
    return found, problems


def _place(one: JudgedWeights) -> str:
    return f"record, entry {one.origin.position}"


def _unfit(one: JudgedWeights, terms: Terms) -> Iterator[Problem]:
    """Yield why a judgement on record cannot be used, as warnings: it does not keep the others from being read."""
    from comity.scorecards.weights.read import read_judgement

    judged, problems = read_judgement(one.text.encode(), _place(one), list(terms.parties), list(terms.scorecard))
    yield from (replace(problem, severity=Severity.WARNING) for problem in problems)
    if judged is not None and judged.party != one.origin.actor:
        why = f"{one.origin.actor} put on record how {judged.party} judges: that counts for nothing"
        hint = f"Each party records its own: `comity weights FOLDER --record` in the folder of {judged.party}."
        yield Problem(code="CMY-481", place=Place(file=_place(one)), why=why, hint=hint, severity=Severity.WARNING)


def _unrecorded(folder: Path, name: str) -> Problem:
    why = "this judgement is not in the record, and does not count"
    hint = f"`comity weights {in_shell(folder)} --record` records it."
    place = Place(file=str(folder / name))
    return Problem(code="CMY-909", place=place, why=why, hint=hint, severity=Severity.WARNING)


def weights_asked(text: str, names: Sequence[str], option: str) -> dict[str, Decimal]:
    """Return weights as an option gives them, `quality=60%,growth=40%`. A usage error for anything else.

    Every dimension is named once; percentages add up to 100.
    """
    found: dict[str, Decimal] = {}
    for part in text.split(","):
        name, equals, share = (one.strip() for one in part.partition("="))
        if not equals or name not in names or name in found:
            why = f"{part.strip()!r} gives no dimension its weight once; there are {', '.join(names)}."
            raise click.UsageError(f"{option}: {why}")
        try:
            found[name] = lexical.percentage(share) if share.endswith("%") else lexical.number(share)
        except ValueError:
            raise click.UsageError(f"{option}: {share!r} is no weight; write {name}=40%.") from None
        if found[name] < 0:
            raise click.UsageError(f"{option}: {part.strip()!r} is less than nothing.")
    missing = [name for name in names if name not in found]
    if missing:
        raise click.UsageError(f"{option} leaves out {', '.join(missing)}.")
    whole = sum(found.values(), Decimal(0))
    if whole == 0 or ("%" in text and whole != 1):
        raise click.UsageError(f"{option}: the weights add up to {exact.text(whole * 100)}%, not 100%.")
    return found


def nothing_to_weigh(folder: Path, terms: Terms, of: str = "") -> Problem | None:
    """Return the problem of an agreement whose scorecard, or a dimension of it, has nothing to be weighed, or None."""
    if len(terms.scorecard) > 1:
        return None
    if of:
        why = f"the dimension {of} is made of one metric only: there is nothing to weigh"
        return Problem(code="CMY-485", place=Place(file=str(folder)), why=why, hint="Add metrics or parts below it.")
    what = "one dimension only" if terms.scorecard else "no scorecard"
    why = f"the agreement has {what}: there is nothing to weigh"
    return Problem(code="CMY-485", place=Place(file=str(folder)), why=why, hint="Add dimensions under `scorecard`.")


def no_dimension(folder: Path, terms: Terms, of: str) -> Problem:
    """Return the problem of a dimension that the scorecard does not have."""
    from comity.agreement.nodes import shown
    from comity.kernel.guess import guess

    hint = guess(of, terms.scorecard) or f"There is {', '.join(terms.scorecard)}."
    why = f"the scorecard has no dimension {shown(of)}"
    return Problem(code="CMY-485", place=Place(file=str(folder)), why=why, hint=hint)


def nobody_judged(folder: Path, terms: Terms, party: str = "", of: str = "") -> Problem:
    """Return the problem of a folder without judgements, or without that of a party; `of` a dimension, or all."""
    where = f"{WEIGHTS}/{of}" if of else WEIGHTS
    who, names = party or next(iter(terms.parties)), list(terms.scorecard)
    hint = f"Write {where}/{who}.yaml: party: {who}, then swing: {{{names[0]}: 100, {names[1]}: 60}}."
    why = f"{party} has not judged yet" if party else "nobody has judged yet"
    return Problem(code="CMY-485", place=Place(file=str(folder / where)), why=why, hint=hint)
