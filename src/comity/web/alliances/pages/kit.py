"""What the makers of pages about figures share: the words and the addresses of one standing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.model import Formula
from comity.kernel.figure import State
from comity.kernel.words import capital
from comity.reports.charts.shapes import Drawing
from comity.reports.charts.svg import page_svg
from comity.reports.schedule.model import Schedule
from comity.reports.schedule.write import schedule_of_terms
from comity.reports.view.context import Context
from comity.reports.view.model import Chip, Sheet
from comity.standing.model import Standing
from comity.standing.words import state_word
from comity.web.alliances.addresses import BELOW, DEEP, Addresses, addresses
from comity.web.listing import Cell

FEW_ROWS = 15
"""How many rows a listing among others on a page shows at once: five months of three services, a year of one."""

WIDE, HIGH = 860, 300
"""The size of the leading chart of a page, in pixels; half as high where several stand one above the other."""

NARROW = 309
"""The width of a chart on a phone: there it is drawn anew, so that its axis is seen and its text keeps its size."""


@dataclass(frozen=True, slots=True)
class Kit:
    """A standing as one reader may see it, put into words once for all pages about figures.

    `context` numbers derivations of its own, apart from those of the sheet. `schedule` is the agreement in words.
    What listings say is said by `dated`: they are files too, and a file is read in another year.
    """

    standing: Standing
    sheet: Sheet
    context: Context
    dated: Context
    near: Addresses
    deep: Addresses
    schedule: Schedule
    mentions: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def users_of(self, name: str) -> list[str]:
        """Return the clauses that mention a name of the agreement, in its order."""
        return [clause for clause, names in self.mentions.items() if name in names]


def kit_of(standing: Standing, sheet: Sheet) -> Kit:
    """Return what the makers need of a standing."""
    found, context = addresses(standing, sheet.derivations), Context(standing)
    return Kit(
        standing=standing, sheet=sheet, context=context, dated=context.dated(), near=found.at(BELOW, sheet.derivations),
        deep=found.at(DEEP, sheet.derivations), schedule=schedule_of_terms(standing.terms, day=_since(standing)),
        mentions={name: frozenset(mentioned(clause)) for name, clause in standing.terms.clauses.items()},
    )  # fmt: skip


def _since(standing: Standing) -> date:
    """Return the day from which the terms in force hold."""
    days = [start for start, _ in standing.agreement.versions if start <= standing.as_of]
    return max(days, default=standing.terms.starts)


def mentioned(thing: object) -> Iterator[str]:
    """Yield the first word of every name in the formulas of a part of the agreement."""
    if isinstance(thing, Formula):
        yield from (name.parts[0] for name in tree.names(thing.node))
    elif isinstance(thing, Mapping):
        for below in thing.values():
            yield from mentioned(below)
    elif isinstance(thing, tuple | list):
        for below in thing:
            yield from mentioned(below)
    elif is_dataclass(thing) and not isinstance(thing, tree.Node):
        for one in fields(thing):
            yield from mentioned(getattr(thing, one.name))


def drawn_twice(draw: Callable[[float, float], Drawing | None], height: float, low: float) -> str:
    """Return a chart for a desk and the same for a phone, `low` there; the style sheet shows one of them."""
    wide, narrow = draw(WIDE, height), draw(NARROW, low)
    if wide is None or narrow is None:
        return ""
    return f'<div class="for-desk">{page_svg(wide)}</div><div class="for-phone">{page_svg(narrow)}</div>'


def state_cell(state: State) -> Cell:
    """Return the state of a figure."""
    return Cell(capital(state_word(state)), mark=state.value)


def chip_cell(chip: Chip | None, href: str = "") -> Cell:
    """Return a verdict or a state as a cell, empty where there is none."""
    return Cell("") if chip is None else Cell(chip.word, mark=chip.mark, href=href)
