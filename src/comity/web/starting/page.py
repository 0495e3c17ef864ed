"""What every step of a draft shows: the form, and beside it the text, with what is wrong and what came last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from comity.kernel.problem import Problem, Severity
from comity.opening.drafts.reading import Reading, new_errors, reading, stands_in
from comity.opening.drafts.text import FILE, Path
from comity.opening.drafts.unfilled import to_replace
from comity.web.starting.models import Draft
from comity.web.starting.store import version, written

STEPS = {
    "names": "Names",
    "metrics": "Metrics",
    "targets": "Targets",
    "clauses": "Promises",
    "check": "Check",
}
LONGEST_COMPARED = 3_000
"""Lines beyond which it is not marked what the last step wrote: comparing takes time."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text as it is shown: what is wrong in it ("error", "warning" or ""), and whether it is new."""

    number: int
    text: str
    mark: str
    new: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft as a step has it open: its text, and what that says."""

    request: HttpRequest
    draft: Draft
    text: str
    says: str
    step: str
    digest: str

    @property
    def read(self) -> Reading:
        """What the text says, and what is wrong with it."""
        return reading(self.text)


def desk(request: HttpRequest, draft: Draft, step: str) -> Desk:
    """Return a draft, opened at a step."""
    found = version(draft)
    sent = f"{request.path}?{request.POST.urlencode()}"
    digest = hashlib.sha256(sent.encode()).hexdigest() if request.method == "POST" else ""
    return Desk(request, draft, found.text, found.says, step, digest)


def keep(on: Desk, text: str, says: str, step: str = "") -> HttpResponse:
    """Keep a new version of the text and go to a step, the next one where none is named. Raises Stale."""
    return go(written(on.draft, text, says, on.digest), step or after(on.step))


def shown(on: Desk, template: str, *, status: int = 200, read: Reading | None = None, **more: Any) -> HttpResponse:
    """Render a step, with the text beside it."""
    found, names = read or on.read, to_replace(on.text)
    numbers = dict(_near(on.draft))
    context = {
        "draft": on.draft,
        "steps": STEPS,
        "step": on.step,
        "read": found,
        "lines": lines_of(on.text, numbers.get(on.draft.at - 1), (*found.problems, *names)),
        "undo": on.says if on.draft.at - 1 in numbers else "",
        "redo": numbers.get(on.draft.at + 1) is not None,
        "count": len(found.errors),
        "to_replace": names,
        "sentence": sentence,
        **more,
    }
    return render(on.request, f"starting/{template}.html.j2", context, using="jinja", status=status)


def _near(draft: Draft) -> Iterable[tuple[int, str]]:
    return draft.versions.filter(number__in=(draft.at - 1, draft.at + 1)).values_list("number", "text")


def lines_of(text: str, before: str | None, problems: Iterable[Problem]) -> list[Line]:
    """Return the lines of a text, with what is wrong in them and which of them an earlier text had not."""
    lines = text.removesuffix("\n").split("\n")
    marks: dict[int, str] = {}
    for one in problems:
        if one.place.line is not None and one.place.file == FILE and marks.get(one.place.line) != "error":
            marks[one.place.line] = "error" if one.severity is Severity.ERROR else "warning"
    new = _new(before, text) if before is not None else frozenset()
    return [Line(number, line, marks.get(number, ""), number in new) for number, line in enumerate(lines, 1)]


@lru_cache(maxsize=64)
def _new(before: str, text: str) -> frozenset[int]:
    old, lines = before.split("\n"), text.split("\n")
    if max(len(old), len(lines)) > LONGEST_COMPARED:
        return frozenset()
    found = SequenceMatcher(None, old, lines, autojunk=False).get_opcodes()
    return frozenset(number + 1 for tag, _, _, first, last in found if tag != "equal" for number in range(first, last))


def on_fields(form: Form, before: str, after: str, places: Mapping[str, Path]) -> None:
    """Say at each question what was wrong as it was answered: new errors that stand where its answer was written."""
    for problem in new_errors(before, after):
        for name, path in places.items():
            if stands_in(problem, after, path):
                form.add_error(name, told(problem))
                break


def told(problem: Problem) -> str:
    """Return a problem in a sentence or two, with its code."""
    return " ".join(filter(None, [sentence(problem.why), problem.hint, f"({problem.code})"]))


def sentence(why: str) -> str:
    """Return a reason as a sentence; a name that it begins with keeps its small letter."""
    first = why.partition(" ")[0]
    return f"{why[:1].upper()}{why[1:]}." if first.isalpha() else f"{why}."


def go(draft: Draft, step: str) -> HttpResponse:
    """Go to a step."""
    return redirect("start_step", number=draft.pk, step=step)


def after(step: str) -> str:
    """Return the step that comes after one."""
    order = list(STEPS)
    return order[min(order.index(step) + 1, len(order) - 1)]
