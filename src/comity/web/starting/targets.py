"""The step of targets: how much is enough of each metric, and the other terms that are numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from comity.kernel.problem import Refused
from comity.opening.drafts.measures import Measured, Setting, measured, settings_of, with_target
from comity.opening.drafts.text import put
from comity.web.starting.fields import Plain
from comity.web.starting.page import Desk, keep, on_fields, shown, told


class TargetsForm(forms.Form):
    """A field for each place where a target stands, and one for each setting with a single value."""

    def __init__(self, rows: list[Measured], settings: list[Setting], data: Any = None) -> None:
        super().__init__(data)
        self.rows, self.settings, self.places = rows, settings, {}
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
            self.places[field] = row.at
        for one in settings:
            field = f"setting_{one.name}"
            self.fields[field] = Plain(
                one.name.replace("_", " "), help_text=one.says, initial=one.value, required=False
            )
            self.places[field] = ("settings", one.name)

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
    if on.request.method != "POST":
        return shown(on, "targets", form=TargetsForm(rows, settings))
    form = TargetsForm(rows, settings, on.request.POST)
    if form.is_valid():
        text = _written(on, form)
        if form.is_valid():
            return keep(on, text, "targets")
    return shown(on, "targets", status=422, form=form)


def _written(on: Desk, form: TargetsForm) -> str:
    text = on.text
    try:
        for row in form.rows:
            if form.of(row) is not None:
                text = with_target(text, row, form.cleaned_data[f"target_{row.name}"])
        for one in form.settings:
            value = form.cleaned_data[f"setting_{one.name}"]
            text = put(text, ("settings", one.name), value or "unset") if value != one.value else text
    except Refused as refused:
        form.add_error(None, told(refused.problems[0]))
        return on.text
    on_fields(form, on.text, text, form.places)
    return text
