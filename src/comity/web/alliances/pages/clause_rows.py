"""What happened under a clause, as listings and charts: verdicts by period, members, cases, reliefs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from comity.agreement.clauses_model import Clause
from comity.clauses.life.model import CaseRecord
from comity.clauses.model import Outcome, Verdict
from comity.kernel import exact
from comity.kernel.figure import Exact, State
from comity.kernel.numbers import PERCENT, format_value, in_whole, is_currency
from comity.kernel.period import Grain
from comity.kernel.words import and_list, capital, day, plural
from comity.reports.charts.points import Point
from comity.reports.charts.series import Series
from comity.reports.view.clauses import margin_text, period_text, test_text, verdict_places
from comity.reports.view.context import Context
from comity.reports.view.judged import Judged, judged
from comity.reports.view.model import ClauseRow
from comity.reports.view.names import clause_id
from comity.reports.view.reliefs import reliefs_view
from comity.standing.due.awaited import awaited
from comity.standing.words import outcome_word
from comity.web.alliances.addresses import Addresses
from comity.web.alliances.pages.kit import FEW_ROWS, Kit, chip_cell
from comity.web.alliances.pages.metric_rows import verdict_cell
from comity.web.amounts import counted, counted_apart
from comity.web.listing import Cell, Column, Listing

MOST_CHARTS = 4
MEMBERS = (
    Column("clause", "Clause"), Column("state", "State"), Column("period", "Period"),
    Column("figure", "Figure", "number"), Column("test", "Test"), Column("margin", "Margin", "number"),
    Column("next", "Next date", "date"), Column("step", "Next step"),
)  # fmt: skip
PERIODS = (
    Column("period", "Period"), Column("member", "Member"), Column("verdict", "Verdict"),
    Column("figure", "Figure", "number"), Column("raw", "Before relief", "number"),
    Column("threshold", "Threshold", "number"), Column("margin", "Margin", "number"),
    Column("followed", "What followed"), Column("known", "Known since", "date"),
)  # fmt: skip
CASES = (
    Column("opened", "Opened", "date"), Column("period", "Period"), Column("member", "Member"), Column("rule", "Rule"),
    Column("state", "State"), Column("steps", "Steps"), Column("paid", "Money", "number"),
)  # fmt: skip
RELIEFS = (
    Column("period", "Period"), Column("relief", "Relief"), Column("event", "Event"), Column("stands", "Verdict"),
    Column("raw", "Raw"), Column("adjusted", "Adjusted"), Column("claimed", "Claimed"), Column("answer", "Answer"),
)  # fmt: skip
EMPTY = Cell("")


# -- members ----------------------------------------------------------------------------------


def members(caption: str, clauses: Sequence[str], kit: Kit, to: Addresses, empty: str = "") -> Listing:
    """Return how clauses stand, each member a row: those that need attention first, then what has no verdict."""
    found = judged(kit.standing.verdicts[name] for name in clauses if kit.standing.verdicts.get(name))
    rows = [_member(one, kit, to) for one in found]
    silent = [name for name in clauses if not kit.standing.verdicts.get(name)]
    for name in silent:
        title = Cell(kit.context.title("clauses", name), href=to.clause(name))
        rows.append((title, Cell("no test"), EMPTY, EMPTY, Cell(_cases_words(name, kit)), EMPTY, EMPTY, EMPTY))
    return Listing(name="members", caption=caption, columns=MEMBERS, rows=tuple(rows), empty=empty)


def _cases_words(name: str, kit: Kit) -> str:
    count = sum(case.clause == name for case in kit.standing.life.cases)
    return f"only rules; {plural(count, 'case')} so far"


def _member(of: Judged, kit: Kit, to: Addresses) -> tuple[Cell, ...]:
    verdict, context = of.latest, kit.context
    clause = kit.standing.terms.clauses.get(of.clause)
    member = f", {verdict.member}" if of.scope else ""
    title = Cell(context.title("clauses", of.clause) + member, href=to.clause(of.clause))
    href = to.verdict((verdict.clause, verdict.member, verdict.period.name))
    row = _row(of, kit)
    return (
        title, Cell(capital(outcome_word(verdict.outcome)), mark=verdict.outcome.value, sub=row.status if row else ""),
        Cell(period_text(verdict, context), verdict.period.first.isoformat()), replace(_value(verdict, kit), href=href),
        Cell(test_text(verdict, clause, context)), _margin(verdict, clause, context),
        Cell(row.next_when, row.next_day) if row else EMPTY, Cell(row.next_what) if row else EMPTY,
    )  # fmt: skip


def _row(of: Judged, kit: Kit) -> ClauseRow | None:
    """Return the row of the sheet that is about a member, None where it shows the members together."""
    wanted = clause_id(of.clause, of.scope)
    return next((row for row in kit.sheet.clauses.rows if row.id == wanted), None)


def _value(verdict: Verdict, kit: Kit, *, raw: bool = False) -> Cell:
    """Return the measured value, after relief or before it; why there is none is said where it leads to."""
    value = verdict.raw if raw else verdict.value
    clause = kit.standing.terms.clauses.get(verdict.clause)
    if value is None:
        without = "\N{EN DASH}" if verdict.outcome in (Outcome.MET, Outcome.MISSED) else "no figure"
        return EMPTY if raw else Cell(without)
    places = verdict_places(clause, kit.context, verdict.unit)
    return counted(format_value(value, verdict.unit, places), value, verdict.unit)


def _margin(verdict: Verdict, clause: Clause | None, context: Context) -> Cell:
    better = exact.neg(verdict.shortfall) if verdict.shortfall is not None else None
    return counted_apart(margin_text(verdict, clause, context), better, verdict.unit)


# -- periods ----------------------------------------------------------------------------------


def periods(name: str, kit: Kit) -> Listing | None:
    """Return all verdicts on a clause, the latest first, with what followed; None for a clause without a test."""
    verdicts = kit.standing.verdicts.get(name, ())
    if not verdicts:
        return None
    begun = [verdict for verdict in verdicts if verdict.outcome is not Outcome.NOT_DUE or verdict.known]
    ordered = sorted(begun or verdicts, key=lambda one: (one.period.first, one.member), reverse=True)
    rows = tuple(_period(verdict, kit) for verdict in ordered)
    kept = [
        column for place, column in enumerate(PERIODS)
        if column.key not in ("member", "raw") or any(row[place].text for row in rows)
    ]  # fmt: skip
    places = [PERIODS.index(column) for column in kept]
    return Listing(
        name="periods", caption="Verdicts", columns=tuple(kept), sort="-period", size=FEW_ROWS,
        rows=tuple(tuple(row[place] for place in places) for row in rows),
    )  # fmt: skip


def _period(verdict: Verdict, kit: Kit) -> tuple[Cell, ...]:
    clause = kit.context.terms_of(verdict.period).clauses.get(verdict.clause)
    href = kit.deep.verdict((verdict.clause, verdict.member, verdict.period.name))
    places = verdict_places(clause, kit.context, verdict.unit)
    threshold = EMPTY
    if verdict.threshold is not None:
        text = format_value(verdict.threshold, verdict.unit, _finer(verdict, places))
        threshold = counted(text, verdict.threshold, verdict.unit)
    changed = verdict.raw is not None and verdict.raw != verdict.value and verdict.outcome is Outcome.EXCUSED
    figure = _value(verdict, kit)
    return (
        Cell(period_text(verdict, kit.context), verdict.period.first.isoformat()), Cell(verdict.member),
        verdict_cell(verdict, kit), replace(figure, href=href),
        _value(verdict, kit, raw=True) if changed else EMPTY, threshold,
        _margin(verdict, clause, kit.context), Cell(_followed(verdict, kit)),
        Cell(day(verdict.known), verdict.known.isoformat()) if verdict.known is not None else Cell("not known"),
    )  # fmt: skip


def _finer(verdict: Verdict, places: int) -> int | None:
    return places if verdict.unit == PERCENT else None


def _followed(verdict: Verdict, kit: Kit) -> str:
    """Return which rules fired, and what was declared."""
    where = (verdict.clause, verdict.scope, verdict.period.name)
    life = kit.standing.life
    fired = [rule.replace("_", " ") for rule in life.fires.get(where, ())]
    unsure = [f"{rule.replace('_', ' ')} cannot be decided" for rule in life.unsure.get(where, ())]
    declared = [f"“{word}”" for word in life.statuses.get(where, ())]
    return and_list([*fired, *unsure, *declared], 6)


# -- the chart --------------------------------------------------------------------------------


def chart(name: str, kit: Kit) -> tuple[Series, ...]:
    """Return the figures of a clause against its threshold, a chart a member; none for rows, conditions or many."""
    own = judged([kit.standing.verdicts.get(name, ())]) if kit.standing.verdicts.get(name) else []
    is_row = any(v.period.grain is Grain.DAY for one in own for v in one.verdicts)
    if not own or len(own) > MOST_CHARTS or is_row or not any(v.value is not None for one in own for v in one.verdicts):
        return ()
    shown = [_series(one, kit) for one in sorted(own, key=lambda one: one.scope)]
    return (*(replace(one, named_periods=False) for one in shown[:-1]), shown[-1])


def _series(of: Judged, kit: Kit) -> Series:
    unit = next((v.unit for v in of.verdicts if v.value is not None), "")
    points = tuple(_point(verdict) for verdict in of.verdicts)
    known = [v for v in of.verdicts if v.value is not None]
    missed = [period_text(v, kit.context) for v in of.verdicts if v.outcome is Outcome.MISSED]
    title = kit.context.title("clauses", of.clause) + "".join(f", {name}" for _, name in of.scope)
    said = f"missed in {and_list(missed, 6)}" if missed else "never missed"
    label = f"Chart of {title} against its threshold, {len(known)} periods with a figure; {said}."
    return Series(
        points=points, unit=in_whole(0, unit)[1] if is_currency(unit) else unit, label=label,  # type: ignore[arg-type]
        heading=", ".join(member for _, member in of.scope), level="threshold",
    )  # fmt: skip


def _point(verdict: Verdict) -> Point:
    states = {Outcome.EXCUSED: State.EXCUSED, Outcome.NOT_DUE: State.NOT_DUE, Outcome.UNDETERMINED: State.UNDETERMINED}
    state = verdict.state if verdict.value is not None else states.get(verdict.outcome, verdict.state)
    value, threshold = (
        in_whole(one, verdict.unit)[0] if one is not None and is_currency(verdict.unit) else one
        for one in (verdict.value, verdict.threshold)
    )
    return Point(period=verdict.period, value=value, state=state, target=threshold)


# -- cases and reliefs ------------------------------------------------------------------------


def cases(own: Sequence[CaseRecord], kit: Kit) -> Listing:
    """Return all cases of a clause, the latest first."""
    rows = tuple(_case(case, kit) for case in reversed(own))
    return Listing(name="cases", caption="All cases", columns=CASES, rows=rows, sort="-opened", size=FEW_ROWS)


def _case(case: CaseRecord, kit: Kit) -> tuple[Cell, ...]:
    today = kit.standing.as_of
    still = case.withdrawn is None and bool(awaited(case, today))
    state = Cell("open", mark="open") if still else Cell("closed", mark="done")
    if case.withdrawn is not None:
        state = Cell(f"withdrawn {day(case.withdrawn)}", mark="void")
    member = ", ".join(name for _, name in case.scope)
    href = kit.deep.verdict((case.clause, member, case.period.name))
    steps = [f"{record.name.replace('_', ' ')}: {record.state.value}" for record in case.steps]
    declared = [f"“{word}”" for _, word in case.statuses]
    return (
        Cell(day(case.opened), case.opened.isoformat()),
        Cell(kit.context.period(case.period.name), case.period.first.isoformat(), href=href), Cell(member),
        Cell(case.rule.replace("_", " ") or "dispute"), state, Cell("; ".join([*steps, *declared])),
        counted("; ".join(_money(case, kit)), _only(case), kit.standing.terms.currency or ""),
    )  # fmt: skip


def _only(case: CaseRecord) -> Exact | None:
    """Return the one payment of a case as listings sort and export it; None for several, and for one not known."""
    paid = [one.paid for one in case.payments]
    return paid[0] if len(paid) == 1 and isinstance(paid[0], Exact) and not isinstance(paid[0], bool) else None


def _money(case: CaseRecord, kit: Kit) -> Iterator[str]:
    """Yield what each payment of a case comes to after caps."""
    for one in case.payments:
        known = isinstance(one.paid, Exact) and not isinstance(one.paid, bool)
        yield format_value(one.paid, kit.standing.terms.currency or "") if known else "not known"  # type: ignore[arg-type]


def reliefs(name: str, kit: Kit) -> Listing | None:
    """Return the claims of relief about a clause, None without one."""
    own = [one for one in reliefs_view(kit.dated, most=None) if one.name == name]
    at = [kit.deep.verdict(one.about) if one.about is not None else "" for one in own]
    rows = tuple(
        (
            Cell(one.period), Cell(one.relief), Cell(one.event), chip_cell(one.chip, href),
            *(Cell(shown.text, href=href) for shown in (one.raw, one.adjusted)),
            Cell(one.claimed), Cell(one.answer),
        )
        for one, href in zip(own, at, strict=True)
    )  # fmt: skip
    return Listing(name="reliefs", caption="Relief claimed", columns=RELIEFS, rows=rows) if rows else None
