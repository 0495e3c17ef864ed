"""The pages about the agreement itself: its text beside its source, what each amendment changed, its examples.

They depend on the texts and their signatures alone, so they are made once for each agreement, whoever reads. The day
decides which texts these are, since a signature counts from its own day on: each page is looked at once a day, and made
anew where it differs.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404

from comity import __version__
from comity.kernel.words import day
from comity.opening.alliance import Opened, open_agreement
from comity.web.alliances.folders import folder_of, source_of
from comity.web.alliances.models import Alliance, Text
from comity.web.alliances.pieces import Block, written
from comity.web.alliances.rendered import rendered
from comity.web.alliances.signing import Signing, signing_of
from comity.web.day import today
from comity.web.listing import Cell, Column, Listing

if TYPE_CHECKING:
    from comity.reports.schedule.model import Schedule
    from comity.reports.schedule.redline import Line
    from comity.standing.worked.model import Expectation

TERMS, EXAMPLES = "terms", "examples"
NO_EXAMPLES = "The agreement has no worked example. One under “examples:” shows both parties what its words come to."
VERSIONS = (
    Column("version", "Version"),
    Column("from", "In force from", "date"),
    Column("what", "What it is"),
    Column("terms", "Digest of the terms"),
)
EXPECTED = (
    Column("example", "Example"),
    Column("about", "About"),
    Column("what", "What"),
    Column("expected", "Expected"),
    Column("found", "Computed"),
    Column("result", "Result"),
)


def text(alliance: Alliance, key: str) -> Text:
    """Return a page about the agreement: its TERMS, its EXAMPLES, or `2` for what its second version changed.

    Raises Http404 where there is no such version, and Refused with the problems of the texts.
    """
    on = today()
    source = _source(alliance, on)
    kept = Text.objects.filter(alliance=alliance, key=key).first()
    if kept is not None and kept.source == source:
        return kept
    opened = open_agreement(folder_of(alliance), known_at=on)
    signing = signing_of(opened, on)
    digest = _digest(opened, signing)
    if kept is None or kept.digest != digest:
        fields = {"digest": digest, "source": source, "blocks": _made(opened, signing, key)}
        return Text.objects.update_or_create(alliance=alliance, key=key, defaults=fields)[0]
    kept.source = source
    kept.save(update_fields=["source"])
    return kept


def _source(alliance: Alliance, on: date) -> str:
    """Return the digest of what a page about the agreement may depend on: the folder, and the day it is opened for."""
    return hashlib.sha256(f"{source_of(alliance)}\0{on}".encode()).hexdigest()


def _digest(opened: Opened, signing: Signing) -> str:
    told = hashlib.sha256(f"{__version__}\0{signing}".encode())
    for name, data in (opened.folder.agreement, *opened.folder.amendments):
        told.update(f"\0{name}\0{len(data)}\0".encode() + data)
    return told.hexdigest()


def _made(opened: Opened, signing: Signing, key: str) -> str:
    """Return what is kept under a key: blocks, or a contract text in base64."""
    name, _, kind = key.partition(".")
    return b64encode(_contract(opened, kind)).decode() if name == "schedule" else written(_blocks(opened, signing, key))


def _blocks(opened: Opened, signing: Signing, key: str) -> Iterator[Block]:
    if key == TERMS:
        yield rendered("agreement.html.j2", examples=len(opened.agreement.versions[-1][1].examples))
        yield _versions(opened, signing)
        yield _beside(opened, signing)
    elif key == EXAMPLES:
        yield _examples(opened)
    else:
        yield _changes(opened, int(key))


def _versions(opened: Opened, signing: Signing) -> Listing:
    versions = opened.agreement.versions
    titles = [signing.first, *(one.title for one in opened.agreement.amendments)]
    rows = [
        (
            Cell(str(number)),
            Cell(day(start), start.isoformat()),
            Cell(
                titles[number - 1] if number <= len(titles) else "amended",
                href=f"changes/{number}/" if number > 1 else "",
                sub="what it changed" if number > 1 else "",
            ),
            Cell(f"{terms.digest[:4]}…{terms.digest[-4:]}", full=terms.digest),
        )
        for number, (start, terms) in enumerate(versions, start=1)
    ]
    return Listing(name="versions", caption="Versions", columns=VERSIONS, rows=tuple(rows))


def _schedule(opened: Opened, number: int) -> Schedule:
    """Return the schedule of a version, the first being 1."""
    from comity.reports.schedule.write import schedule_of_terms

    since, terms = opened.agreement.versions[number - 1]
    return schedule_of_terms(terms, amendments=opened.agreement.amendments[: number - 1], day=since)


def _beside(opened: Opened, signing: Signing) -> str:
    """Return the text in words beside the files it was written from, each clause with the line it stands in."""
    from comity.reports.schedule.english.speech import clause_key
    from comity.reports.schedule.html import anchor, html
    from comity.reports.schedule.markup import bare

    since, terms = opened.agreement.versions[-1]
    files = (opened.folder.agreement, *opened.folder.amendments)
    ids = {name: f"source-{number}" for number, (name, _) in enumerate(files)}
    sources = {
        clause_key(clause.name): (f"line {clause.place.line}", f"#{ids[clause.place.file]}-{clause.place.line}")
        for clause in terms.clauses.values()
        if clause.place.file in ids
    }
    shown = [(ids[name], name, data.decode("utf-8").splitlines()) for name, data in files]
    latest = len(opened.agreement.versions)
    schedule = _schedule(opened, latest)
    says = f"every term of version {latest}, in force from {day(since)}" if latest > 1 else "every term"
    return rendered(
        "beside.html.j2", schedule=html(schedule, sources), says=says, sources=shown, signing=signing,
        contents=[(anchor(one.number), one.number, bare(one.title)) for one in schedule.sections],
    )  # fmt: skip


def _changes(opened: Opened, number: int) -> str:
    from comity.reports.schedule.redline import redline

    if not 2 <= number <= len(opened.agreement.versions):
        raise Http404
    found = redline(_schedule(opened, number - 1), _schedule(opened, number))
    sections: dict[str, list[Line]] = {}
    for line in found:
        sections.setdefault(line.section, []).append(line)
    return rendered("redline.html.j2", sections=sections, after=number)


def schedule(alliance: Alliance, kind: str) -> bytes:
    """Return the latest terms as the text of a contract, `docx` or `pdf`, as `comity draft` does. Raises Refused.

    It is kept: running the worked examples takes seconds.
    """
    return b64decode(text(alliance, f"schedule.{kind}").blocks)


def _contract(opened: Opened, kind: str) -> bytes:
    from comity.adapters.duckdb import DuckDBDriver
    from comity.reports.schedule.write import schedule_of
    from comity.standing.worked.run import run_examples

    found = schedule_of(opened.agreement, run_examples(opened.agreement, DuckDBDriver())[0])
    if kind == "pdf":
        from comity.reports.schedule.pdf import pdf

        return pdf(found)
    from comity.reports.schedule.docx import docx

    return docx(found)


def _examples(opened: Opened) -> Listing:
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.worked.run import run_examples

    outcomes, _ = run_examples(opened.agreement, DuckDBDriver())
    rows = [_expectation(one.example.says, found) for one in outcomes for found in one.expectations]
    return Listing(
        name="examples", caption="What the worked examples expect, and what is computed", columns=EXPECTED,
        rows=tuple(rows), empty=NO_EXAMPLES,
    )  # fmt: skip


def _expectation(says: str, found: Expectation) -> tuple[Cell, ...]:
    held = found.result.value == "held"
    result = Cell("holds" if held else "does not hold", mark="met" if held else "missed")
    words = (says, found.about, found.word, found.expected, found.found)
    return (*(Cell(word) for word in words), result)
