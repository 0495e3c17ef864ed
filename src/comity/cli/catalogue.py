"""`comity catalogue`: what alliances measure, with definitions that are ready to use."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from comity.catalogue.load import catalogue
from comity.catalogue.load_instruments import latest_instruments
from comity.catalogue.model import Catalogue
from comity.catalogue.search import ABOUT, Found, asked_words, named, nearest, search, subjects_of
from comity.cli import options
from comity.kernel.problem import Place, Problem, Refused

MOST_ALSO = 6
"""How many other names are told below an entry that is shown in full."""


@click.command("catalogue")
@click.argument("words", nargs=-1)
@options.as_json
def command(words: tuple[str, ...], as_json: bool) -> None:
    """Show the standard metrics, the tables of facts that they read, and the instruments that ask people.

    Without WORDS it lists all. With WORDS it searches names, titles, topics, definitions, sources and kinds of
    alliance; plurals, beginnings of words and slips of the pen are understood.

    With the name of one metric or table it shows that in full: definition, formula, the facts it needs, what may go
    wrong, how it is made to look good and which metric shows that, sources, a worked example, and the lines to paste
    into an agreement; of an instrument every question with its levels. The version in these lines stays what it is
    for ever.
    """
    known = catalogue()
    found = _found(words, known)
    if as_json:
        from comity.reports.catalogue.data import catalogue_data

        click.echo(json.dumps(catalogue_data(found, known), indent=2, ensure_ascii=False))
    else:
        _show(found, words, known)


def _found(words: Sequence[str], known: Catalogue) -> Found:
    """Return what is asked for; everything without words. Raises Refused where nothing is found."""
    if not words:
        tables = tuple(versions[-1] for versions in known.tables.values())
        return Found(entries=known.latest, tables=tables, instruments=latest_instruments())
    subjects = subjects_of(known, latest_instruments())
    found = named(words, known, latest_instruments()) or search(words, subjects)
    if found:
        return found
    asked = " ".join(words)
    near = ", ".join(nearest(words, subjects))
    hint = f"The nearest words are: {near}." if near else "Try fewer or other words."
    raise Refused(
        Problem(
            code="CMY-710",
            place=Place(file="catalogue"),
            why=f"nothing in the catalogue is about {asked!r}",
            hint=f"{hint} `comity catalogue` lists everything.",
        )
    )


def _show(found: Found, words: Sequence[str], known: Catalogue) -> None:
    from rich.console import Console

    from comity.reports.catalogue.terminal import show_found, show_full, show_list

    console = Console(highlight=False)
    if not words:
        show_list(known, console)
    elif found.exact:
        show_full(found, _also(found, words, known), known, console)
    else:
        asked = ", ".join(word for word in asked_words(words) if word not in found.unknown)
        show_found(found, asked, known, console)


def _also(found: Found, words: Sequence[str], known: Catalogue) -> list[str]:
    """Return the names of other entries and tables that the words lead to."""
    shown = {one.name for one in found.all}
    subjects = subjects_of(known, latest_instruments())
    others = [one.name for one in search(words, subjects, least=ABOUT).all if one.name not in shown]
    return others[:MOST_ALSO]
