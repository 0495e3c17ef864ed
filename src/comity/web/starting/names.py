"""The step of names: title, parties, term, money, calendar, and what the alliance is for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse

from comity.kernel.problem import Refused
from comity.opening.drafts.names import ID, Names, names_of, path_of, renamed, with_names
from comity.opening.drafts.text import Path
from comity.web.starting.fields import Plain, Wide, chosen
from comity.web.starting.page import Desk, keep, on_fields, shown, told

MOST_PARTIES, MOST_OBJECTIVES = 4, 8
ROLL = (("", "stays where it is"), ("next", "moves to the next business day"), ("previous", "moves to the one before"))
NO_ID = "Write small letters, digits and _, beginning with a letter."
KEYS = {
    "title": "title",
    "alliance": "alliance",
    "currency": "currency",
    "starts": "starts",
    "ends": "ends",
    "roll": "roll",
    "year_starts": "year starts",
    "time_zone": "time zone",
}


class NamesForm(forms.Form):
    """What an agreement begins with. A row of a party or an objective that is emptied is taken out."""

    title = Wide("Title", help_text="As people will call the agreement.")
    alliance = Plain("Short name", help_text="Reports and amendments refer to it: small letters, digits and _.")
    currency = Plain(
        "Currency",
        help_text="Its code, such as USD. Sums in the text follow it, with the numbers they have.",
        required=False,
    )
    starts = Plain("Starts", help_text="A day, such as 2027-01-01.")
    ends = Plain("Ends", help_text="The last day. Empty: until it is ended.", required=False)
    places = Plain(
        "Holidays of", help_text="Countries or regions, such as US, DE-BY. Empty: Monday to Friday.", required=False
    )
    roll = chosen("A deadline on a holiday", ROLL[1:], required=False)
    year_starts = Plain("The year starts on", help_text="Such as 1 July. Empty: 1 January.", required=False)
    time_zone = Plain("Time zone", help_text="Such as Europe/Berlin. Empty: UTC.", required=False)

    def __init__(self, names: Names, data: Any = None) -> None:
        self.names = names
        self.rows = {"party": min(len(names.parties) + 1, MOST_PARTIES), "objective": len(names.objectives) + 2}
        self.rows["objective"] = min(self.rows["objective"], max(MOST_OBJECTIVES, len(names.objectives)))
        super().__init__(data, initial=_initial(names) | _initial_rows(names))
        self.fields["roll"].choices = [*ROLL]  # type: ignore[attr-defined]
        if names.places is None:
            self.fields["places"].disabled = True
            self.fields["places"].help_text = "Written by hand; change it in the text."
        for kind, label, says in (
            ("party", "Party", "Legal name"),
            ("objective", "Objective", "What is to be reached"),
        ):
            for row in range(self.rows[kind]):
                needed = kind == "party" and row < 2
                self.fields[f"{kind}_{row}_id"] = Plain(f"{label} {row + 1}, short name", required=needed)
                self.fields[f"{kind}_{row}_says"] = Plain(f"{label} {row + 1}: {says.lower()}", required=needed)

    def clean(self) -> dict[str, Any]:
        """Refuse rows that say half, short names that cannot be one, and one that is used twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        short = cleaned.get("alliance")
        if short and short != self.names.keys["alliance"] and not ID.fullmatch(short):
            self.add_error("alliance", NO_ID)
        for kind, rows in self.rows.items():
            seen = set()
            for row in range(rows):
                name, says = cleaned.get(f"{kind}_{row}_id"), cleaned.get(f"{kind}_{row}_says")
                if name and not ID.fullmatch(name):
                    self.add_error(f"{kind}_{row}_id", NO_ID)
                if name and name in seen:
                    self.add_error(f"{kind}_{row}_id", "This short name is used twice.")
                if name and says == "":
                    self.add_error(f"{kind}_{row}_says", "Say what it stands for, or empty both.")
                if says and name == "":
                    self.add_error(f"{kind}_{row}_id", "Give it a short name, which formulas can use.")
                seen.add(name)
        return cleaned

    def pairs(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Return the rows that say something: name and legal name, or name and sentence."""
        rows = [(self.cleaned_data[f"{kind}_{row}_id"], self.cleaned_data[f"{kind}_{row}_says"])
                for row in range(self.rows[kind])]  # fmt: skip
        return tuple((name, says) for name, says in rows if name)

    def listed(self, kind: str) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the two fields of each row, to be shown beside each other."""
        return [(self[f"{kind}_{row}_id"], self[f"{kind}_{row}_says"]) for row in range(self.rows[kind])]


def _initial(names: Names) -> dict[str, str]:
    return {field: names.keys[key] for field, key in KEYS.items()} | {"places": names.places or ""}


def _initial_rows(names: Names) -> dict[str, str]:
    rows: dict[str, str] = {}
    for kind, pairs in (("party", names.parties), ("objective", names.objectives)):
        for row, (name, says) in enumerate(pairs):
            rows |= {f"{kind}_{row}_id": name, f"{kind}_{row}_says": says}
    return rows


def names_step(on: Desk) -> HttpResponse:
    """Show what the agreement begins with, or write what the form says."""
    names = names_of(on.text)
    if on.request.method != "POST":
        return shown(on, "names", form=NamesForm(names))
    form = NamesForm(names, on.request.POST)
    if form.is_valid():
        text = _written(on, form)
        if form.is_valid():
            return keep(on, text, "names and purpose")
    return shown(on, "names", status=422, form=form)


def _written(on: Desk, form: NamesForm) -> str:
    """Return the text with the answers in it; what they make wrong is said at the questions."""
    text = on.text
    for row, (old, _) in enumerate(form.names.parties):
        new = form.cleaned_data.get(f"party_{row}_id", "")
        if new and new != old:
            after_it = renamed(text, old, new)
            if after_it is None:
                form.add_error(f"party_{row}_id", f"The text uses {old} so that it cannot be renamed here.")
                return text
            text = after_it
    given = {key: form.cleaned_data[field] for field, key in KEYS.items()}
    new_names = replace(
        names_of(text), keys=given, parties=form.pairs("party"), objectives=form.pairs("objective"),
        places=form.cleaned_data["places"] if form.names.places is not None else None,
    )  # fmt: skip
    try:
        after_all = with_names(text, new_names)
    except Refused as refused:
        form.add_error(None, told(refused.problems[0]))
        return text
    on_fields(form, on.text, after_all, _places(form))
    return after_all


def _places(form: NamesForm) -> dict[str, Path]:
    """Return where the answer to each question stands in the text."""
    found = {field: path_of(key) for field, key in KEYS.items()} | {"places": path_of("business days")}
    for kind, section in (("party", "parties"), ("objective", "objectives")):
        for row in range(form.rows[kind]):
            if name := form.cleaned_data.get(f"{kind}_{row}_id"):
                found[f"{kind}_{row}_says"] = (section, name)
    return found
