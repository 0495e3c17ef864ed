"""Weights of the scorecard put on record: how a party judges them, and what the parties settled on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli.datum import opened_now
from comity.cli.problems import tell
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused
from comity.cli.weighing import nobody_judged, nothing_to_weigh, weights_asked
from comity.kernel import exact
from comity.kernel.problem import Refused
from comity.opening.problems import errors, located
from comity.opening.said import shares

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Terms
    from comity.scorecards.weights.model import Elicited


def record_judged(folder: Path, sign: Signing) -> None:
    """Put on record how this party judges, from its file in the folder. Raises Refused."""
    from comity.record.statements import JUDGED, LONGEST_JUDGEMENT

    desk, terms = _opened(folder, sign)
    data = _file(desk, terms)
    found = _elicited(desk, terms, data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise refused(desk, "the judgement is no text in UTF-8", "Save it as plain text in UTF-8.") from None
    if len(text) > LONGEST_JUDGEMENT:
        raise refused(desk, f"the judgement has {len(text):,} letters, and the record takes {LONGEST_JUDGEMENT:,}")
    last = [one for one in desk.documents().statements.judged if one.origin.actor == desk.me][-1:]
    if last and last[0].text == text:
        raise refused(desk, f"this judgement is on record already (entry {last[0].origin.position})")
    weights = ", ".join(f"{name} {share:.1%}" for name, share in found.weights.items())
    lines = [heading(desk, sign.day, waits=not desk.is_keeper), f"  {desk.me} judges by {found.method}: {weights}"]
    ask([*lines, "  It changes no score: only an amendment changes weights."], yes=sign.yes)
    recorded(desk, [desk.sign(JUDGED, {"text": text}, day=sign.day)])


def record_agreed(folder: Path, asked: str, sign: Signing) -> None:
    """Put on record the weights that this party settles on; it joins the other party's. Raises Refused."""
    from comity.record.statements import AGREED

    desk, terms = _opened(folder, sign)
    wanted = weights_asked(asked, list(terms.scorecard), "--agree")
    if sum(wanted.values()) != 1:
        raise click.UsageError("--agree: write percentages that add up to 100%, such as quality=60%,growth=40%.")
    weights = {name: exact.text(wanted[name]) for name in terms.scorecard}
    last = desk.documents().statements.agreed[-1:]
    same = last[0] if last and last[0].weights == weights else None
    if same is not None and desk.me in same.signed:
        raise refused(desk, f"{desk.me} has settled on these weights already (entry {same.origin.position})")
    lines = [heading(desk, sign.day, waits=not desk.is_keeper), f"  {desk.me} settles on {shares(weights)}"]
    ask([*lines, "  It changes no score: only an amendment changes weights."], yes=sign.yes)
    refs = [same.origin.leaf] if same is not None else []
    recorded(desk, [desk.sign(AGREED, {"scorecard": weights}, day=sign.day, refs=refs)])
    missing = [party for party in terms.parties if party != desk.me and (same is None or party not in same.signed)]
    if missing:
        click.echo(f"Settled once {' and '.join(missing)} has recorded the same: --agree {asked}")
    else:
        click.echo("Settled by all parties. `comity amend` with these weights makes them hold.")


def _opened(folder: Path, sign: Signing) -> tuple[Desk, Terms]:
    desk = desk_of(folder, sign.me)
    terms = opened_now(desk, sign.day).agreement.as_of(sign.day)
    if (problem := nothing_to_weigh(folder, terms)) is not None:
        raise Refused(problem)
    return desk, terms


def _file(desk: Desk, terms: Terms) -> bytes:
    """Return the file in which this party judges. Raises Refused where there is none, or where it cannot be read."""
    from comity.adapters.weights import weight_files

    files, problems = weight_files(desk.folder)
    own = [data for name, data in files if Path(name).stem == desk.me]
    if len(own) != 1:
        raise Refused(*(problems or [nobody_judged(desk.folder, terms, desk.me)]))
    return own[0]


def _elicited(desk: Desk, terms: Terms, data: bytes) -> Elicited:
    """Return the weights that follow from the file of this party; warnings are told. Raises Refused."""
    from comity.scorecards.weights.elicit import elicit
    from comity.scorecards.weights.read import read_judgement

    names = list(terms.scorecard)
    judged, problems = read_judgement(data, f"weights/{desk.me}.yaml", list(terms.parties), names)
    if judged is None or errors(problems):
        raise Refused(*located(problems, desk.folder))
    if judged.party != desk.me:
        raise refused(
            desk, f"this is how {judged.party} judges, not {desk.me}", "Each party records its own judgement."
        )
    found, warnings = elicit(judged, names)
    tell(located([*problems, *warnings], desk.folder))
    return found
