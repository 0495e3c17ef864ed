"""A file with which the alliance would ask for more than the workplace computes: it is refused, and not the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.conf import settings

from comity.facts.model import Facts
from comity.kernel.problem import Place, Problem
from comity.opening.alliance import Opened, acts_and_problems, asks_too_much


def outgrown(opened: Opened, before: Facts, after: Facts, day: date, shown: str) -> list[Problem]:
    """Return the problem of a file with which too much is to be computed, where without it there was not."""
    most, (acts, _) = settings.CONFIG.most_results, acts_and_problems(opened)
    found = asks_too_much(opened, after, acts, as_of=day, most=most)
    if found is None or asks_too_much(opened, before, acts, as_of=day, most=most) is not None:
        return []
    why = f"with this file the alliance would take {found.why.removeprefix('to evaluate this agreement takes ')}"
    hint = f"It names too many members, or corrects on too many days. {found.hint}"
    return [replace(found, place=Place(file=shown), why=why, hint=hint)]
