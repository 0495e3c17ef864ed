"""One way to record an act of the agreement, for every command that does (docs/reference/acts.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli.effects import before_and_after, effects_of, refuse_if_refused, with_entries
from comity.cli.progress import working
from comity.cli.signing import SHORT, Signing, ask, desk_of, heading, recorded
from comity.kernel.problem import Problem, Refused
from comity.kernel.words import in_shell, one_line
from comity.opening.alliance import open_from
from comity.opening.source import Source

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.documents import Acted, Documents

LONGEST = 4_000
"""Letters of an act that are shown before it is signed."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an act carries: values by name, and free text."""

    values: dict[str, str]
    says: str

    @property
    def written(self) -> dict[str, Any]:
        """The keys of an act for it."""
        return {"with": self.values, "says": self.says}


def carrying(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--with` and `--says`; the command takes them together, as `carried`."""

    @wraps(command)
    def called(*, values: Sequence[str], says: str, **others: Any) -> Any:
        return command(carried=Carried(pairs(values), says), **others)

    says = click.option("--says", default="", metavar="TEXT", help="Free text, without effect.")
    values = click.option(
        "--with",
        "values",
        multiple=True,
        metavar="NAME=VALUE",
        help="A value that the act carries, such as amount='USD 10k'; may be given several times.",
    )
    return values(says(called))


def pairs(values: Sequence[str]) -> dict[str, str]:
    """Return what `--with` carries. A usage error where a value has no name."""
    found: dict[str, str] = {}
    for one in values:
        name, equals, value = one.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise click.UsageError(f"--with {one}: write NAME=VALUE, such as --with amount='USD 10k'")
        found[name.strip()] = value.strip()
    return found


def act(folder: Path, sign: Signing, written: Mapping[str, Any]) -> None:
    """Record an act: `written` has the keys `do`, `about`, `choose`, `relief`, `with`, `says`, `by`. Raises Refused.

    What the engine would refuse is refused before it is recorded. An act of several parties, of a body or of a level
    counts once all have signed it; it is looked at as if they had.
    """
    from comity.record.act_body import body_of
    from comity.record.documents import ACT

    desk, day = desk_of(folder, sign.me), sign.day
    data = desk.sign(ACT, body_of(written), day=day)
    found = with_entries(desk, data)
    acted = found.acts[-1]
    with working("Looking at what follows"):
        lines = [heading(desk, day, waits=not desk.is_keeper), f"  {words(acted)}", *_checked(desk, found, acted, day)]
    ask(lines, yes=sign.yes)
    recorded(desk, [data])
    others = [party for party in acted.missing if party != desk.me]
    if others:
        joins = f"`comity attest {in_shell(folder)} {acted.origin.leaf[:SHORT]}`"
        click.echo(f"It counts once {' and '.join(others)} has signed it too: {joins} there.")


def _checked(desk: Desk, found: Documents, acted: Acted, day: date) -> list[str]:
    """Return what an act changes, in lines. Raises Refused where it would count for nothing."""
    complete = replace(acted, missing=(), day=day)
    found = replace(found, acts=(*found.acts[:-1], complete))
    _refuse_unreadable(desk, found, complete, day)
    before, after = before_and_after(desk, found, day)
    refuse_if_refused(desk, after, complete.last)
    return effects_of(desk, found, day, before, after)


def _refuse_unreadable(desk: Desk, found: Documents, acted: Acted, day: date) -> None:
    """Raise Refused where an act names what the agreement does not know, with each problem of it."""
    from comity.adapters.acts import acts_of_record

    opened = open_from(desk.folder, Source(documents=found, blobs=desk.blobs), known_at=day)
    problems = acts_of_record([acted], opened.agreement)[1]
    if problems:
        raise Refused(*(_of_words(one) for one in problems))


def _of_words(problem: Problem) -> Problem:
    """Return a problem of an act that is not recorded: it has no line yet."""
    return replace(problem, place=replace(problem.place, line=None, column=None, excerpt=""))


def words(acted: Acted) -> str:
    """Return an act in one line, as people say it."""
    from comity.opening.act_said import act_said

    return one_line(act_said(acted.by, acted.body), LONGEST)  # another party may have written it
