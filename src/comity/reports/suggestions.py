"""What `comity suggest` found, in a terminal and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from comity.agreement.model import Terms
from comity.agreement.suggest import Suggestion
from comity.agreement.suggest_survey import SurveySuggestion
from comity.catalogue.model import FAMILIES
from comity.reports.terminal_parts import printing


def show(
    found: Sequence[Suggestion], survey: SurveySuggestion | None, lines: str, terms: Terms, console: Console
) -> None:
    """Print the set: each entry with its reasons, then the lines to add to the agreement."""
    with printing(console):
        console.print(Text(f"{terms.title}: what else to measure", "bold"))
        if not found and survey is None:
            console.print("Nothing: every objective is served, and no quarter of the alliance is left out.")
            return
        for one in found:
            console.print()
            console.print(_head(one))
            for reason in one.reasons:
                console.print(Padding(Text(reason), (0, 0, 0, 2)))
        if survey is not None:
            console.print()
            title = survey.instrument.title["en"]
            console.print(Text.assemble((title, "bold"), f"  {survey.instrument.name}", ("  survey", "dim")))
            for reason in survey.reasons:
                console.print(Padding(Text(reason), (0, 0, 0, 2)))
        console.print()
        console.print(Text("Lines to add to agreement.yaml", "bold"))
        console.print()
        console.out(lines, highlight=False)
        console.print()
        console.print(
            f"`comity catalogue NAME` shows an entry in full. Reporters are a guess: {escape('say who has the data')}."
        )


def _head(one: Suggestion) -> Text:
    entry = one.entry
    how = "judged" if entry.nature == "qualitative" else "counted"
    about = f"  {FAMILIES[entry.family].lower()}, {entry.signal}, {how}"
    return Text.assemble((entry.title, "bold"), (f"  {entry.name}", ""), (about, "dim"))


def data(found: Sequence[Suggestion], survey: SurveySuggestion | None, lines: str) -> dict[str, Any]:
    """Return the set as data: name, version, title, family, objective, reasons, tables; the survey; the lines."""
    return {
        "suggestions": [
            {
                "name": one.entry.name,
                "version": one.entry.version,
                "title": one.entry.title,
                "family": one.entry.family,
                "objective": one.objective or None,
                "reasons": list(one.reasons),
                "tables": list(one.tables),
            }
            for one in found
        ],
        "survey": None
        if survey is None
        else {
            "instrument": survey.instrument.name,
            "version": survey.instrument.version,
            "title": survey.instrument.title["en"],
            "reasons": list(survey.reasons),
        },
        "lines": lines,
    }
