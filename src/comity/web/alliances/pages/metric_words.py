"""A metric in words: one sentence that says how it stands, its latest figures, and what it measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.kernel.figure import Figure
from comity.kernel.words import and_list, capital, named, period_name, plural
from comity.reports.schedule.markup import bare as unmarked
from comity.reports.schedule.model import Item, Table
from comity.reports.view.comparisons import compared, report_lines
from comity.reports.view.context import tables_behind, unique_names
from comity.reports.view.metrics import leading
from comity.reports.view.model import Chip
from comity.scorecards.model import DimensionScore
from comity.standing.words import state_word
from comity.web.alliances.pages.faces import Face, Told
from comity.web.alliances.pages.kit import Kit
from comity.web.alliances.pages.metric_rows import margin, reached, target_text

MOST_FACES = 6
"""How many members of a metric stand at the top of its page; the listing has all."""


def lead(name: str, figures: Sequence[Figure], kit: Kit) -> str:
    """Return one sentence that could be repeated in a meeting."""
    if not figures:
        return "No period of it has begun, or none of its figures may be shown to you."
    last = leading(figures)
    of_period = [figure for figure in figures if figure.period == last.period]
    period = period_name(last.period)
    if len(of_period) > 1:
        return _of_members(of_period, period, kit)
    if last.value is None:
        why = kit.context.spoken(last.reason)
        return f"No figure for {period}: {why or state_word(last.state)}."
    said = f"{kit.context.value(last, last.value)} in {period}"
    target, by = kit.context.target(last), margin(last, kit.context).text
    if target is not None:
        said += f", {by} against the target of {target_text(last, kit.context)}"
    return f"{said}; {state_word(last.state)}." if last.state != "final" else f"{said}."


def _of_members(figures: Sequence[Figure], period: str, kit: Kit) -> str:
    known = [f for f in figures if f.value is not None]
    each = [f"{f.member} {kit.context.value(f, f.value)}" for f in known if f.value is not None]
    said = f"{period}: {and_list(each, MOST_FACES)}"
    absent = len(figures) - len(known)
    if absent:
        said += f"; no figure for {plural(absent, 'member')}" if known else "no figure for any member"
    judged = [target.reached for f in known if (target := kit.context.target(f)) is not None]
    if judged:
        short = sum(not one for one in judged)
        said += f". {short} of {len(judged)} short of target" if short else ". All reach their target"
    return f"{said}."


# -- at the top -------------------------------------------------------------------------------


def faces(figures: Sequence[Figure], kit: Kit) -> list[Face]:
    """Return what leads the page: of one figure its target, margin and reports; of several members each figure."""
    if not figures:
        return []
    scopes = list(dict.fromkeys(figure.scope for figure in figures))
    latest = [leading([one for one in figures if one.scope == scope]) for scope in scopes]
    if len(latest) > 1:
        return [_member(figure, kit) for figure in latest[:MOST_FACES]]
    return list(_single(latest[0], kit))


def _value(figure: Figure, kit: Kit) -> tuple[str, str]:
    if figure.value is None:
        return "No figure", ""
    return kit.context.value(figure, figure.value), kit.deep.made(figure.metric, figure.member, figure.period.name)


def _state(figure: Figure) -> Chip:
    return Chip(figure.state.value, capital(state_word(figure.state)))


def _member(figure: Figure, kit: Kit) -> Face:
    text, href = _value(figure, kit)
    judged = reached(figure, kit.context)
    target = target_text(figure, kit.context)
    return Face(
        label=f"{figure.member}, {period_name(figure.period)}", text=text, href=href,
        chips=(judged or _state(figure),), more=f"target {target}" if target else "",
    )  # fmt: skip


def _single(figure: Figure, kit: Kit) -> Iterator[Face]:
    text, href = _value(figure, kit)
    yield Face(label=period_name(figure.period), text=text, href=href, chips=(_state(figure),))
    target = kit.context.target(figure)
    if target is not None:
        judged = reached(figure, kit.context)
        yield Face(
            label="Target", text=target_text(figure, kit.context), chips=(judged,) if judged is not None else (),
        )  # fmt: skip
        if figure.value is not None:
            yield Face(label="Margin", text=margin(figure, kit.context).text, more="plus is better than the target")
    own = [one for one in compared(kit.context, figure.metric) if one.period == figure.period]
    for line in report_lines(own[0], kit.context) if own else ():
        yield Face(label=line.label, text=line.value.text)


# -- what it measures -------------------------------------------------------------------------


def about(name: str, kit: Kit) -> list[Told]:
    """Return what a metric measures, in the words of the schedule, and what uses it."""
    metric = kit.context.metric(name)
    if metric is None:
        return [Told(label="Agreed", words=(("It is no part of the terms in force today.", ""),))]
    return [
        *([Told(label="Says", words=((metric.says, ""),))] if metric.says else []), *_agreed(name, kit),
        Told(label="Formula", words=((metric.formula.text, "code"),)), *_sources(name, kit), *_uses(name, kit),
    ]  # fmt: skip


def _agreed(name: str, kit: Kit) -> Iterator[Told]:
    row = _row_of("metrics", list(kit.standing.terms.metrics).index(name), kit)
    for label, text in zip(("Is", "Measured", "Facts", "Target"), row[1:], strict=False):
        yield Told(label=label, words=((unmarked(text), ""),))


def _row_of(section: str, at: int, kit: Kit) -> tuple[str, ...]:
    """Return a row of the first table of a section of the schedule."""
    found = next(one for one in kit.schedule.sections if one.key == section)
    tables = [below for one in found.blocks if isinstance(one, Item) for below in one.below if isinstance(below, Table)]
    return tables[0].rows[at] if tables and at < len(tables[0].rows) else ()


def _sources(name: str, kit: Kit) -> Iterator[Told]:
    """Yield each table that a metric rests on, with who reports it and when it is due."""
    metric = kit.standing.terms.metrics[name]
    known = list(kit.standing.terms.facts)
    for table in sorted(tables_behind(kit.standing.terms, metric.formula.node), key=known.index):
        row = [unmarked(cell) for cell in _row_of("facts", known.index(table), kit)]
        if len(row) > 3:
            yield Told(label=row[0], words=((f"{row[1]}, {row[2].lower()}; due {row[3]}", kit.deep.table(table)),))
    made = [one.parts[0] for one in unique_names(metric.formula.node) if one.parts[0] in kit.standing.terms.metrics]
    if made:
        yield Told(label="Made of", words=tuple(_metric(one, kit) for one in dict.fromkeys(made)))


def _metric(name: str, kit: Kit) -> tuple[str, str]:
    return kit.context.title("metrics", name), kit.deep.metric(name)


def _uses(name: str, kit: Kit) -> Iterator[Told]:
    clauses = [one for one in kit.users_of(name) if kit.deep.clause(one)]
    if clauses:
        words = tuple((kit.context.title("clauses", one), kit.deep.clause(one)) for one in clauses)
        yield Told(label="Clauses", words=words)
    metrics = [
        other for other, metric in kit.standing.terms.metrics.items()
        if other != name and any(one.parts[0] == name for one in unique_names(metric.formula.node))
    ]  # fmt: skip
    if metrics:
        yield Told(label="Metrics", words=tuple(_metric(one, kit) for one in metrics))
    scored = [one.name for one in (kit.standing.score.dimensions if kit.standing.score else ()) if _scores(one, name)]
    if scored:
        yield Told(label="Scorecard", words=tuple((named(one), kit.deep.scorecard()) for one in scored))
    serves = kit.standing.terms.metrics[name].serves
    if serves:
        yield Told(label="Objective", words=((and_list([named(one) for one in serves]), ""),))


def _scores(dimension: DimensionScore, name: str) -> bool:
    return any(one.metric == name for one in dimension.metrics)
