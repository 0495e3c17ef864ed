"""The periods of a metric as a listing, and its corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.clauses.model import Verdict
from comity.facts.model import Comparison
from comity.kernel import exact
from comity.kernel.figure import Figure, Scope, State
from comity.kernel.numbers import PERCENT, format_value, share
from comity.kernel.period import Period
from comity.kernel.words import capital, day, period_name
from comity.reports.view.comparisons import compared
from comity.reports.view.context import Context
from comity.reports.view.model import Chip
from comity.standing.words import outcome_word, party_name
from comity.web.alliances.pages.kit import FEW_ROWS, Kit, chip_cell, state_cell
from comity.web.amounts import counted, counted_apart
from comity.web.listing import Cell, Column, Listing

MOST_CLAUSES = 2
"""How many clauses that measure a metric show their verdicts beside its figures; all are named on its page."""

RESTATED = (
    Column("period", "Period"),
    Column("member", "Member"),
    Column("was", "Was", "number"),
    Column("became", "Became", "number"),
    Column("on", "Known since", "date"),
    Column("effect", "What it moved"),
)
TARGETS = (
    Column("target", "Target", "number"), Column("margin", "Margin", "number"), Column("reached", "Target reached"),
)  # fmt: skip
EMPTY = Cell("")


def target_text(figure: Figure, context: Context) -> str:
    """Return the target of a figure with its direction, "" where none is agreed."""
    target, metric = context.target(figure), context.metric(figure.metric)
    if target is None or metric is None:
        return ""
    relation = "at most" if metric.better == "lower" else "at least"
    return f"{relation} {context.value(figure, target.value)}"


def margin(figure: Figure, context: Context) -> Cell:
    """Return by how much a figure is better than its target (with a minus: worse); empty where that is not known."""
    target, metric = context.target(figure), context.metric(figure.metric)
    if target is None or metric is None or figure.value is None:
        return EMPTY
    better = exact.sub(figure.value, target.value)
    better = exact.neg(better) if metric.better == "lower" else better
    return counted_apart(context.difference(figure, better), better, figure.unit)


def reached(figure: Figure, context: Context) -> Chip | None:
    """Return whether the target was reached, None where none is agreed or that cannot be said."""
    target = context.target(figure)
    if target is None or target.reached is None:
        return None
    return Chip("met", "Reached") if target.reached else Chip("missed", "Short")


def periods(name: str, figures: Sequence[Figure], kit: Kit) -> Listing:
    """Return all periods of a metric, the latest first: figure, reports, target, verdicts, since when it was known."""
    context = kit.context
    reports = {one.period: one for one in compared(context, name)}
    measuring = tuple(clause for clause in kit.users_of(name) if _measures(clause, name, kit))[:MOST_CLAUSES]
    table = _Table(
        kit=kit,
        reports=reports,
        verdicts={(c, v.scope, v.period): v for c in measuring for v in kit.standing.verdicts[c]},
        parties=tuple(dict.fromkeys(who for one in reports.values() for who in _reporters(one)))[:2],
        clauses=measuring,
        members=any(figure.scope for figure in figures),
        targets=any(context.target(figure) is not None for figure in figures),
        reasons=any(figure.reason for figure in figures),
    )
    begun = [figure for figure in figures if figure.state is not State.NOT_DUE] or figures
    ordered = sorted(begun, key=lambda one: (one.period.first, one.member), reverse=True)
    rows = tuple(tuple(table.cells(figure)) for figure in ordered)
    return Listing(
        name="periods", caption="All periods", columns=tuple(table.columns()), rows=rows, sort="-period", size=FEW_ROWS
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Which columns the periods of a metric have, and what stands in them."""

    kit: Kit
    reports: Mapping[Period, Comparison]
    verdicts: Mapping[tuple[str, Scope, Period], Verdict]
    parties: tuple[str, ...]
    clauses: tuple[str, ...]
    members: bool
    targets: bool
    reasons: bool

    def columns(self) -> Iterator[Column]:
        """Yield the columns, in the order of the cells."""
        context = self.kit.context
        yield Column("period", "Period")
        yield from [Column("member", "Member")] if self.members else []
        yield from (Column("figure", "Figure", "number"), Column("state", "State"))
        yield from (Column(f"by_{who}", party_name(context.terms, who), "number") for who in self.parties)
        yield from [Column("apart", "Apart", "number")] if self.parties else []
        yield from TARGETS if self.targets else ()
        yield from (Column(f"clause_{clause}", context.title("clauses", clause)) for clause in self.clauses)
        yield Column("known", "Known since", "date")
        yield from [Column("why", "Why")] if self.reasons else []

    def cells(self, figure: Figure) -> Iterator[Cell]:
        """Yield the cells of a period."""
        context, report = self.kit.context, self.reports.get(figure.period)
        yield Cell(period_name(figure.period), figure.period.first.isoformat())
        yield from [Cell(figure.member)] if self.members else []
        yield from _figure(figure, self.kit)
        yield from (_reported(report, who, context) for who in self.parties)
        yield from [_apart(report)] if self.parties else []
        yield from _target(figure, context) if self.targets else ()
        yield from (self._verdict(clause, figure) for clause in self.clauses)
        yield _known(figure)
        yield from [Cell(capital(self.kit.dated.spoken(figure.reason)))] if self.reasons else []

    def _verdict(self, clause: str, figure: Figure) -> Cell:
        verdict = self.verdicts.get((clause, figure.scope, figure.period))
        return verdict_cell(verdict, self.kit) if verdict is not None else EMPTY


def _measures(clause: str, metric: str, kit: Kit) -> bool:
    """Tell whether a clause tests just this metric, and its verdicts may be seen."""
    found = kit.standing.terms.clauses[clause]
    return found.measure is not None and found.measure.text.strip() == metric and clause in kit.standing.verdicts


def _figure(figure: Figure, kit: Kit) -> tuple[Cell, Cell]:
    href = kit.deep.made(figure.metric, figure.member, figure.period.name)
    text = kit.context.value(figure, figure.value) if figure.value is not None else "no figure"
    return counted(text, figure.value, figure.unit, href=href), state_cell(figure.state)


def _target(figure: Figure, context: Context) -> tuple[Cell, Cell, Cell]:
    target = context.target(figure)
    shown = counted(target_text(figure, context), target.value if target is not None else None, figure.unit)
    return shown, margin(figure, context), chip_cell(reached(figure, context))


def _known(figure: Figure) -> Cell:
    return Cell(day(figure.known), figure.known.isoformat()) if figure.known is not None else Cell("not known")


def _reporters(one: Comparison) -> list[str]:
    return [*(report.reporter for report in one.reports), *one.missing]


def _reported(one: Comparison | None, party: str, context: Context) -> Cell:
    """Return what a party reported, in the agreement's currency; below it, as it was reported in another."""
    report = next((r for r in one.reports if r.reporter == party), None) if one is not None else None
    if one is None or report is None:
        return Cell("no report")
    unit = (context.terms.currency or "") if report.currency else ""
    foreign = report.rate is not None and report.rate != 1
    own = format_value(report.value, report.currency or "") if foreign else ""
    text = format_value(report.converted, unit, 1 if foreign else None)
    return counted(text, report.converted, unit or _said_unit(one, context), sub=own)


def _said_unit(one: Comparison, context: Context) -> str:
    """Return in what a column of numbers is reported, "" for a bare number."""
    table = context.terms.facts.get(one.table)
    return (table.columns[one.column].unit or "") if table is not None and one.column in table.columns else ""


def _apart(one: Comparison | None) -> Cell:
    if one is None or one.difference is None:
        return EMPTY
    return counted(share(one.difference), one.difference, PERCENT, sub=one.state if one.state != "agreed" else "")


def verdict_cell(verdict: Verdict, kit: Kit) -> Cell:
    """Return a verdict with its icon, leading to how it was reached."""
    word = capital(outcome_word(verdict.outcome))
    href = kit.deep.verdict((verdict.clause, verdict.member, verdict.period.name))
    return Cell(word, mark=verdict.outcome.value, href=href)


def corrections(name: str, kit: Kit) -> Listing:
    """Return every figure of a metric that was corrected: what it was, what it became, and what followed."""
    context, figures = kit.context, kit.standing.figures[name]
    rows = []
    for one in reversed(kit.standing.restated[name]):
        shown = next(f for f in figures if (f.scope, f.period) == (one.scope, one.period))
        effect = (
            "what rests on it was computed again" if one.moves else "nothing: it came after the last day to restate"
        )
        rows.append((
            Cell(period_name(one.period), one.period.first.isoformat()), Cell(shown.member or "all"),
            counted(context.value(shown, one.was), one.was, one.unit),
            counted(context.value(shown, one.became), one.became, one.unit, href=_made(shown, kit)),
            Cell(day(one.on), one.on.isoformat()), Cell(effect),
        ))  # fmt: skip
    return Listing(name="restated", caption="Figures that were corrected", columns=RESTATED, rows=tuple(rows))


def _made(figure: Figure, kit: Kit) -> str:
    return kit.deep.made(figure.metric, figure.member, figure.period.name)
