"""Two reporters of one fact, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from comity.agreement.formula.tree import Call, Name
from comity.facts.model import Comparison, Reported
from comity.kernel.figure import Exact, Scope
from comity.kernel.numbers import format_value, share
from comity.kernel.period import Period
from comity.kernel.words import and_list, capital, named, period_name, periods_named, plural
from comity.reports.charts.difference import Comparing, Pair
from comity.reports.view.context import Context
from comity.reports.view.model import Cell, ComparisonView, Line, Shown, TwinTable
from comity.standing.words import is_objection, objecting, party_name

_STATES = {"agreed": "agreed", "differs": "differs", "one report": "missing"}
_PLACES = 1


def compared(context: Context, metric: str) -> Sequence[Comparison]:
    """Return the comparisons of the very facts that a metric shows; none if it computes with them.

    A metric shows facts as they are if its formula is a column, or the sum of one, of a table with one row
    for each of its periods.
    """
    definition = context.metric(metric)
    if definition is None:
        return ()
    node = definition.formula.node
    if isinstance(node, Call) and node.function == "sum" and node.where is None and len(node.arguments) == 1:
        node = node.arguments[0]
    if not isinstance(node, Name) or len(node.parts) != 2:
        return ()
    table = context.terms.facts.get(node.parts[0])
    if table is None or table.every is not definition.every or definition.per:
        return ()
    return [c for c in context.standing.comparisons if (c.table, c.column) == node.parts and not c.scope]


def comparisons_view(context: Context) -> tuple[ComparisonView, ...]:
    """Return each fact that several parties report, with what came out."""
    groups: dict[tuple[str, str, Scope], list[Comparison]] = {}
    for comparison in context.standing.comparisons:
        groups.setdefault((comparison.table, comparison.column, comparison.scope), []).append(comparison)
    return tuple(_view(group, context) for group in groups.values())


def _view(group: Sequence[Comparison], context: Context) -> ComparisonView:
    ordered = sorted(group, key=lambda c: c.period)
    head = ordered[0]
    member = "".join(f", {name}" for _, name in head.scope)
    column = "" if _only_column(context, head) else f", {head.column.replace('_', ' ')}"
    title = f"{named(head.table)}{column}{member}"
    sentence = compared_sentence(ordered, context)
    return ComparisonView(
        id=f"compared-{head.table}-{head.column}-{'-'.join(name for _, name in head.scope)}".rstrip("-"),
        title=title,
        sentence=sentence,
        chart=_chart(ordered, title, sentence, context),
        lines=tuple(_rules(ordered, context)),
        twin=_twin(ordered, title, context),
    )


def _only_column(context: Context, comparison: Comparison) -> bool:
    same = {c.column for c in context.standing.comparisons if c.table == comparison.table}
    return len(same) == 1


def _reporters(group: Sequence[Comparison], context: Context) -> list[str]:
    """Return the reporters of a table in the order of the agreement."""
    table = context.terms.facts.get(group[0].table)
    if table is not None and len(table.reporters) > 1:
        return [r.party for r in table.reporters]
    return list(dict.fromkeys(name for c in group for name in (*(r.reporter for r in c.reports), *c.missing)))


def compared_sentence(group: Sequence[Comparison], context: Context) -> str:
    """Say in one sentence how many periods both reported, and whether they agree."""
    both = [c for c in group if c.state != "one report"]
    differing = [c for c in both if c.state == "differs"]
    names = and_list([party_name(context.terms, name) for name in _reporters(group, context)])
    if not both:
        return f"{names} have not both reported a period yet."
    sizes = [abs(Fraction(c.difference)) for c in both if c.difference is not None]
    largest = f"the largest difference is {share(max(sizes)).lstrip('+')}" if sizes else ""
    if not differing:
        every = "the one period" if len(both) == 1 else f"all {len(both)} periods"
        return f"{names} agree in {every} that both reported; {largest}.".replace("; .", ".")
    where = periods_named([c.period for c in differing])
    if is_objection(context.terms, differing[0]):
        return f"{objecting(context.terms, differing[0])} in {plural(len(differing), 'period')}: {where}."
    return f"{names} differ in {len(differing)} of {plural(len(both), 'period')} that both reported: {where}."


def _tolerance(comparison: Comparison, context: Context) -> Decimal:
    table = context.terms.facts.get(comparison.table)
    return table.tolerance if table is not None else Decimal(0)


def _by(comparison: Comparison, party: str) -> Reported | None:
    return next((r for r in comparison.reports if r.reporter == party), None)


def second_report(comparison: Comparison, context: Context) -> Reported | None:
    """Return what the second named reporter says, or None if it did not report."""
    reporters = _reporters([comparison], context)
    return _by(comparison, reporters[1]) if len(reporters) > 1 else None


def _unit(context: Context, group: Sequence[Comparison]) -> str:
    money = any(r.currency for c in group for r in c.reports)
    return (context.terms.currency or "") if money else ""


def _chart(group: Sequence[Comparison], title: str, sentence: str, context: Context) -> Comparing | None:
    first, second = (*_reporters(group, context), "", "")[:2]
    by_name = {c.period.name: c for c in group}
    pairs = tuple(_pair(p, by_name.get(p.name), first, second) for p in _dense(group, context))
    if not any(pair.first is not None or pair.second is not None for pair in pairs):
        return None
    return Comparing(
        pairs=pairs,
        unit=_unit(context, group),
        first=party_name(context.terms, first),
        second=party_name(context.terms, second),
        tolerance=_tolerance(group[0], context),
        label=f"{title} as two parties report it, and their difference. {sentence}",
    )


def _dense(group: Sequence[Comparison], context: Context) -> Sequence[Period]:
    """Return every period from the first to the last, also those that nobody reported."""
    first, last = group[0].period, group[-1].period
    return context.terms.calendar.between(first.grain, first.first, last.last)


def _pair(period: Period, comparison: Comparison | None, first: str, second: str) -> Pair:
    if comparison is None:
        return Pair(period=period, first=None, second=None, difference=None)
    one, other = _by(comparison, first), _by(comparison, second)
    return Pair(
        period=period,
        first=one.converted if one is not None else None,
        second=other.converted if other is not None else None,
        difference=comparison.difference,
        differs=comparison.state == "differs",
    )


def _rules(group: Sequence[Comparison], context: Context) -> list[Line]:
    tolerance = _tolerance(group[0], context)
    lines = [Line("Tolerance", Shown(format_value(tolerance, "percent") if tolerance else "rounding only"))]
    for position, party in enumerate(_reporters(group, context)):
        alone: list[Period] = [c.period for c in group if c.state == "one report" and party in c.missing]
        name = party_name(context.terms, party)
        mark = ("first", "second")[position] if position < 2 else ""
        counted = len([c for c in group if _by(c, party) is not None])
        absent = f", {plural(len(alone), 'gap')}" if alone else ""
        lines.append(Line(f"{name} reports", Shown(f"{plural(counted, 'period')}{absent}"), mark))
    return lines


def report_lines(comparison: Comparison, context: Context) -> list[Line]:
    """Return what each reporter says of one period, and how far apart they are."""
    lines = []
    for position, party in enumerate(_reporters([comparison], context)[:2]):
        report = _by(comparison, party)
        value = _converted(report, context) if report is not None else "no report"
        lines.append(Line(party_name(context.terms, party), Shown(value), ("first", "second")[position]))
    if comparison.difference is not None:
        apart = share(abs(Fraction(comparison.difference))).lstrip("+")
        lines.append(Line("Apart", Shown(f"{apart}, {comparison.state}")))
    return lines


def _converted(report: Reported, context: Context) -> str:
    if report.currency is None:
        return format_value(report.converted, "")
    exact_here = report.rate is None or report.rate == 1
    unit = context.terms.currency or report.currency
    return format_value(report.converted, unit, None if exact_here else _PLACES)


def _twin(group: Sequence[Comparison], title: str, context: Context) -> TwinTable:
    parties = _reporters(group, context)[:2]
    names = [party_name(context.terms, party) for party in parties]
    converts = any(_foreign(r) for c in group for r in c.reports)
    head = ["Period"]
    for party, name in zip(parties, names, strict=True):
        head.append(f"{name} reports")
        if _converts(group, party):
            head += ["rate", f"{name} in {context.terms.currency}"]
    head += ["Apart", "Result"]
    return TwinTable(
        caption=f"{title} by both reporters, newest first" + (", with the rates used" if converts else ""),
        head=tuple(head),
        rows=tuple(tuple(_row(c, group, parties, context)) for c in reversed(group)),
    )


def _foreign(report: Reported) -> bool:
    return report.rate is not None and report.rate != 1


def _converts(group: Sequence[Comparison], party: str) -> bool:
    return any(_foreign(r) for c in group if (r := _by(c, party)) is not None)


def _row(comparison: Comparison, group: Sequence[Comparison], parties: Sequence[str], context: Context) -> list[Cell]:
    cells = [Cell(period_name(comparison.period))]
    for party in parties:
        report = _by(comparison, party)
        cells.append(_as_reported(report))
        if _converts(group, party):
            cells.append(Cell(_rate(report.rate)) if report is not None and report.rate is not None else Cell(""))
            cells.append(Cell(_converted(report, context)) if report is not None else Cell(""))
    apart: Exact | None = comparison.difference
    cells.append(Cell(share(apart) if apart is not None else "not known"))
    cells.append(
        Cell(capital(comparison.state), _STATES.get(comparison.state, "missing"), context.spoken(comparison.reason))
    )
    return cells


def _rate(rate: Exact) -> str:
    return format_value(rate, "", 4)


def _as_reported(report: Reported | None) -> Cell:
    if report is None:
        return Cell("missing", "missing", "no report of this period")
    return Cell(format_value(report.value, report.currency or ""))
