"""What a file of facts meets in the reports of other days and of its own: which overtake it, which it contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from comity.adapters.clock import today
from comity.cli.effects import opened_with
from comity.cli.handed import Handed
from comity.cli.problems import plural
from comity.cli.signing import SHORT
from comity.kernel.problem import Place, Problem, Related
from comity.kernel.words import in_shell
from comity.opening.alliance import open_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.adapters.desk import Desk
    from comity.record.documents import Documents, Submitted

CLASH = "CMY-440"


def overtaken_lines(desk: Desk, handed: Handed, found: Documents, day: date) -> Iterator[str]:
    """Yield in lines which rows hold only until a later report of the same: a history may be recorded out of order.

    `found` are the documents with the file, which is known from `day`.
    """
    from comity.facts.history import overtaken

    last = max(one.origin.day for one in found.facts if one.table == handed.table.name)
    if last <= day:
        return
    table = open_facts(opened_with(desk, found, last), known_at=last).tables.get(handed.table.name)
    until = overtaken(table.history, handed.path, day) if table is not None else []
    if not until:
        return
    yield f"  {_overtaken(until, handed.submission.rows.num_rows)}"
    if day < (now := today()):
        yield f"  A correction of what holds now: {_counts_after(until[-1], now)}."


def _overtaken(until: Sequence[date], of: int) -> str:
    verbs = "is overtaken", "it holds"
    if len(until) < of:
        who = f"{len(until)} of its {plural(of, 'row')}"
        verbs = verbs if len(until) == 1 else ("are overtaken", "they hold")
    else:
        who, verbs = ("Its row", verbs) if of == 1 else ("All its rows", ("are overtaken", "they hold"))
    first, last = until[0], until[-1]
    when = f"on {last}" if first == last else f"from {first} to {last}"
    return f"{who} {verbs[0]} by what was reported {when}: {verbs[1]} only until then."


def _counts_after(day: date, now: date) -> str:
    """Return how a file is submitted that is to count after what is known from a day: from tomorrow at the latest."""
    if day < now:
        return "without --on it counts from today"
    tomorrow = day + timedelta(days=1)
    return f"with --on {tomorrow} it counts from {'tomorrow' if day == now else f'then; submit it on {day}'}"


def as_contradiction(problem: Problem, desk: Desk, handed: Handed, day: date) -> Problem:
    """Return a contradiction of one day as it is of a file that is submitted; any other problem as it is.

    Which of the two rows it stands at depends on what they say: here it is at the file's own. The row reported before
    goes on counting, since this one is not recorded.
    """
    if problem.code != CLASH or not problem.related:
        return problem
    own, other = _own_first(problem, handed)
    one = _submitted(desk, other.file)
    says = f"the other report, entry {one.origin.position}" if one is not None else problem.related[0].says
    counted = problem.why.replace("; neither counts", ", and of the two neither would count")
    return replace(
        problem,
        place=replace(own, file=str(handed.file)),
        why=f"nothing was recorded: {counted}",
        hint=_instead(desk, one, day),
        related=(Related(place=other, says=says),),
    )


def _own_first(problem: Problem, handed: Handed) -> tuple[Place, Place]:
    """Return the place in the file that is submitted, with its column, and the other one."""
    place, other = problem.place, problem.related[0].place
    if place.file == handed.path:
        return place, other
    row, _, column = place.cell.partition(", ")
    return replace(other, cell=f"{other.cell}, {column}"), replace(place, cell=row)


def _submitted(desk: Desk, path: str) -> Submitted | None:
    from comity.record.files import paths_of

    facts = desk.documents().facts
    return next((one for one, known in zip(facts, paths_of(facts), strict=True) if known == path), None)


def _instead(desk: Desk, one: Submitted | None, day: date) -> str:
    """Return what can be done with a correction of the same day: count from a later one, or replace what waits."""
    how = f"A correction counts from a later day than what it corrects: {_counts_after(day, today())}."
    if one is None or one.origin.leaf not in {entry.leaf.hex() for entry in desk.waiting()}:
        return how
    back = f"`comity log {in_shell(desk.folder)} --withdraw {one.origin.leaf[:SHORT]}`"
    return f"{how} Or, as entry {one.origin.position} still waits, take it back by {back} and submit this in its place."
