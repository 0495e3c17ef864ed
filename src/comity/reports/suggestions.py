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
from comity.catalogue.model import FAMILIES
from comity.reports.terminal_parts import printing


def show(found: Sequence[Suggestion], lines: str, terms: Terms, console: Console) -> None:
    """Print the set: each entry with its reasons, then the lines to add to the agreement."""
    with printing(console):
        console.print(Text(f"{terms.title}: what else to measure", "bold"))
        if not found:
            console.print("Nothing: every objective is served, and no quarter of the alliance is left out.")
            return
        for one in found:
            console.print()
            console.print(_head(one))
            for reason in one.reasons:
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


def data(found: Sequence[Suggestion], lines: str) -> dict[str, Any]:
    """Return the set as data: name, version, title, family, objective, reasons, tables; and the lines to add."""
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
        "lines": lines,
    }
