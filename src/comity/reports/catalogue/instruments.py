"""Instruments of the catalogue in a terminal, and the lines that put one into an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from comity.catalogue.instrument import INTERVIEW, Construct, Instrument, Question
from comity.kernel.words import and_list, plural
from comity.reports.catalogue.words import PARTNER, PARTY
from comity.reports.survey.languages import ENGLISH_NAMES
from comity.reports.terminal_parts import new_table, section

ENGLISH = "en"


def lines_of(one: Instrument) -> str:
    """Return the lines that put an instrument into an agreement, pinned; PARTY and PARTNER stand for short names."""
    people, groups = (4, "    groups of: 3\n") if one.kind == INTERVIEW else (8, "")
    return (
        f"surveys:\n  health:\n    instrument: {one}\n    every: 6 months\n"
        f"    asks: {{{PARTY}: {people}, {PARTNER}: {people}}}\n{groups}    languages: [{', '.join(one.languages)}]"
    )


def kind_of(one: Instrument) -> str:
    """Return what an instrument is: how people are asked, how much, and in which languages."""
    how = "guided interview" if one.kind == INTERVIEW else "questionnaire"
    open_ones = sum(question.open for question in one.questions)
    scored = plural(len(one.questions) - open_ones, "question")
    languages = and_list([ENGLISH_NAMES.get(tag, tag) for tag in one.languages])
    return (
        f"{how}, {scored} in {plural(len(one.constructs), 'dimension')} and {open_ones} open, answers from "
        f"{one.scale[0]} to {one.scale[1]}, in {languages}"
    )


def instruments_table(found: Iterable[Instrument]) -> RenderableType:
    """Return instruments with what each is, for a list."""
    grid = new_table("Instrument", "Is")
    grid.columns[0].no_wrap = True
    for one in found:
        grid.add_row(one.name, f"{one.title[ENGLISH]}: {kind_of(one)}")
    return section("Instruments that ask people", "", grid)


def instrument_parts(one: Instrument) -> Iterator[RenderableType]:
    """Yield an instrument in full, in English: every question with its levels, vignettes, sources."""
    yield Text(one.title[ENGLISH], "bold")
    yield Text(f"{one}, {kind_of(one)}", "dim")
    yield Text(f"\n{one.for_whom}")
    if one.note:
        yield Text(f"\n{one.note}", "dark_goldenrod")
    yield from (Text(), section("What people read first", "", Text(one.says[ENGLISH])))
    for construct in one.constructs:
        yield from (Text(), _construct(one, construct))
    yield from (Text(), section("Open questions", "", _texts(q.says[ENGLISH] for q in one.questions if q.open)))
    if one.vignettes:
        yield from (Text(), _vignettes(one))


def _construct(one: Instrument, construct: Construct) -> RenderableType:
    questions = [question for question in one.questions if question.of == construct.name]
    sources = [Text(f"After {source}", "dim") for source in construct.sources]
    body = Group(Text(construct.says[ENGLISH]), *map(_question, questions), *sources)
    return section(construct.title[ENGLISH], Text(construct.name, "dim"), body)


def _question(question: Question) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for level, texts in question.levels.items():
        grid.add_row(Text(str(level), "dim"), Text(texts[ENGLISH]))
    marks = f"{question.key}, {min(question.levels)} is the good end" if question.reverse else question.key
    asked = Text.assemble(question.says[ENGLISH], (f"  {marks}", "dim"))
    probes = [Text(f"- {probe}") for probe in question.probes.get(ENGLISH, ())]
    return Padding(Group(asked, *probes, Padding(grid, (0, 0, 0, 2))), (1, 0, 0, 0))


def _vignettes(one: Instrument) -> RenderableType:
    shown = [
        Group(Text(f"{case.key}: {case.on}, meant as {case.level}", "dim"), Text(case.says[ENGLISH]))
        for case in one.vignettes
    ]
    return section("Cases for training", Text("to be judged by everybody before a survey", "dim"), Group(*shown))


def _texts(texts: Iterable[str]) -> RenderableType:
    return Group(*(Text(f"- {text}") for text in texts))
