"""A decision about numbers on which the parties differ, told number by number: the evaluated one tells the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.facts.model import Comparison
from comity.kernel.words import and_list, named, plural
from comity.standing.model import Decision, Standing

MOST = 3
"""How many numbers, and how many periods, a decision tells; of more numbers it tells the latest."""


def told_apart(decision: Decision, standing: Standing) -> Decision:
    """Return a decision with each number that differs, by its column, and each period once.

    One that is about a single number, or about something else, is returned as it is.
    """
    found = [one for one in standing.comparisons if one.state == "differs" and one.table == decision.subject]
    if decision.kind != "disputed" or decision.line or len(found) < 2:
        return decision
    cases = sorted(found, key=lambda one: one.period.first)
    periods = list(dict.fromkeys(one.period.name for one in cases))
    head, _, _ = decision.title.rpartition(" in ")
    return replace(decision, title=f"{head} in {_periods(periods)}", says=_each(cases, several=len(periods) > 1))


def _periods(names: Sequence[str]) -> str:
    return and_list(names) if len(names) <= MOST else f"{len(names)} periods, {names[0]} to {names[-1]}"


def _each(cases: Sequence[Comparison], *, several: bool) -> str:
    shown = cases[-MOST:]
    earlier = len(cases) - len(shown)
    more = [f"And {plural(earlier, 'number')} more."] if earlier else []
    return " ".join([*(_said(one, several=several) for one in shown), *more])


def _said(one: Comparison, *, several: bool) -> str:
    about = [named(one.column), *([one.period.name] if several else []), *(member for _, member in one.scope)]
    reason = one.reason if one.reason.endswith((".", "!", "?")) else f"{one.reason}."
    return f"{', '.join(about)}: {reason}"
