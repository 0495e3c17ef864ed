"""The step of targets: how much is enough of each metric, and the other terms that are numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse

from comity.kernel.problem import Refused
from comity.opening.drafts.measures import UNSET, Measured, Setting, measured, settings_of, with_target
from comity.opening.drafts.reading import new_errors
from comity.opening.drafts.text import put
from comity.opening.drafts.unfilled import decided
from comity.web.starting.fields import Plain, share, sum_in
from comity.web.starting.page import Desk, keep, shown, told

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class TargetsForm(forms.Form):
    """A field for each place where a target stands, and one for each setting with a single value."""

    def __init__(self, rows: list[Measured], settings: list[Setting], currency: str, data: Any = None) -> None:
        super().__init__(data)
        self.rows, self.settings, self.currency = rows, settings, currency
        taken: dict[Any, str] = {}
        self.first: dict[str, str] = {}
        for row in rows:
            field = f"target_{row.name}"
            if row.target is None:
                continue
            if row.at in taken:  # two metrics share one setting: it is asked for once
                self.first[row.name] = taken[row.at]
                continue
            taken[row.at] = row.title
            self.fields[field] = Plain(f"Target of {row.title}", required=False, initial=row.target)
        for one in settings:
            field = f"setting_{one.name}"
            self.fields[field] = Plain(
                one.name.replace("_", " "), help_text=one.says, initial=one.value, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Write sums with their currency; refuse a percentage without its sign: 95 is 9500 %."""
        given: dict[str, Any] = {name: share(value) for name, value in (super().clean() or {}).items()}
        for row in self.rows:
            field = f"target_{row.name}"
            value = given.get(field, "")
            if row.unit == self.currency:
                given[field] = sum_in(self.currency, value)
            elif row.unit == "percent" and _NUMBER.fullmatch(value) and Decimal(value) > 1:
                self.add_error(field, f"It is told in percent: write {value}%.")
        for one in self.settings:
            if one.value.startswith(f"{self.currency} "):
                given[f"setting_{one.name}"] = sum_in(self.currency, given.get(f"setting_{one.name}", ""))
        return given

    def of(self, row: Measured) -> forms.BoundField | None:
        """Return the field of a metric; None where it shares its target, or that is written by hand."""
        name = f"target_{row.name}"
        return self[name] if name in self.fields else None

    def of_setting(self, one: Setting) -> forms.BoundField:
        """Return the field of a setting."""
        return self[f"setting_{one.name}"]


def targets_step(on: Desk) -> HttpResponse:
    """Show targets and settings, or write what the form says."""
    rows = measured(on.text, on.read.terms)
    settings = settings_of(on.text, rows)
    currency = (on.read.terms.currency if on.read.terms is not None else None) or ""
    if on.request.method != "POST":
        return shown(on, "targets", form=TargetsForm(rows, settings, currency))
    form = TargetsForm(rows, settings, currency, on.request.POST)
    if form.is_valid():
        text = _written(on, form)
        if form.is_valid():
            return keep(on, text, "targets")
    return shown(on, "targets", status=422, form=form)


def _written(on: Desk, form: TargetsForm) -> str:
    """Return the text with the answers in it; what each of them makes wrong, wherever in the text, is said beside it.

    A target in a setting is used by its metric, by clauses and by the scorecard: that is where `lots` fails.
    """
    text, steps = on.text, list[tuple[str, str, str]]()
    for field, change in _changes(form):
        try:
            after = change(text)
        except Refused as refused:
            form.add_error(field, told(refused.problems[0]))
            return on.text
        steps.append((field, text, after))
        text = after
    if wrong := new_errors(on.text, text):
        for field, before, after in steps:
            if found := new_errors(before, after):
                form.add_error(field, told(found[0]))
        if form.is_valid():  # each alone is right, and all together are not
            form.add_error(None, told(wrong[0]))
    return text


Change = Callable[[str], str]


def _changes(form: TargetsForm) -> Iterator[tuple[str, Change]]:
    """Yield each question that was answered anew, with what its answer does to a text."""
    for row in form.rows:
        field = f"target_{row.name}"
        value = form.cleaned_data[field] if form.of(row) is not None else row.target
        if value is not None and value != row.target:
            yield field, partial(_with_target, row=row, value=value)
    for one in form.settings:
        field = f"setting_{one.name}"
        value = form.cleaned_data[field]
        if value != one.value:
            yield field, partial(_with_setting, name=one.name, value=value)


def _with_target(text: str, *, row: Measured, value: str) -> str:
    return decided(with_target(text, row, value), row.at)


def _with_setting(text: str, *, name: str, value: str) -> str:
    path = ("settings", name)
    return decided(put(text, path, value or UNSET), path)
