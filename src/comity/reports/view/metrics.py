"""The metrics in words: a card each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from comity.agreement.formula.parts import leaves
from comity.agreement.model import Formula, Term, Unset
from comity.facts.model import Comparison
from comity.kernel.figure import Figure, Scope, State
from comity.kernel.period import Period
from comity.kernel.words import capital, day, period_name, periods_named
from comity.reports.view.comparisons import compared, report_lines
from comity.reports.view.context import Context, unique_names
from comity.reports.view.metric_charts import GRAIN_WORDS, empty_words, metric_charts
from comity.reports.view.model import Chip, Line, MetricCard, Shown
from comity.reports.view.twins import metric_twin
from comity.standing.words import state_word

MOST_LINES = 8
GAP = " no value in "
"""What metrics.finish.left_out says of rows that a figure leaves out."""


def metrics_view(context: Context) -> tuple[MetricCard, ...]:
    """Return a card for each metric that has a figure, in the order of the agreement."""
    return tuple(_card(name, figures, context) for name, figures in context.standing.figures.items() if figures)


def metric_id(metric: str) -> str:
    """Return the id of a metric's card in the page."""
    return f"metric-{metric}"


def leading(figures: Sequence[Figure]) -> Figure:
    """Return the figure that leads: of the latest period that is due."""
    due = [f for f in figures if f.state is not State.NOT_DUE]
    return max(due or figures, key=lambda f: f.period.first)


def _members(figures: Sequence[Figure]) -> dict[Scope, list[Figure]]:
    members: dict[Scope, list[Figure]] = {}
    for figure in figures:
        members.setdefault(figure.scope, []).append(figure)
    return members


def _card(name: str, figures: Sequence[Figure], context: Context) -> MetricCard:
    members = _members(figures)
    lead = leading(figures)
    single = len(members) == 1
    reports = compared(context, name)
    return MetricCard(
        id=metric_id(name),
        title=context.title("metrics", name),
        dagger=context.illustrative(f"metrics.{name}"),
        says=_measured_by(name, context),
        period=period_name(lead.period),
        figure=_shown(lead, context) if single else _spread(lead.period, members, context),
        known=any(f.value is not None for own in members.values() for f in own if f.period == lead.period),
        chip=_chip([own[-1] if own[-1].period == lead.period else leading(own) for own in members.values()]),
        reached=_reached(lead, members, context),
        charts=metric_charts(name, members, reports, context),
        empty=empty_words(figures, members),
        lines=tuple(_lines(lead, members[lead.scope], reports, context) if single else _member_lines(members, context)),
        twin=metric_twin(name, members, context),
        name=name,
    )


def _measured_by(name: str, context: Context) -> str:
    metric = context.metric(name)
    return f"by {GRAIN_WORDS[metric.every]}" if metric is not None else ""


def _shown(figure: Figure, context: Context) -> Shown:
    if figure.value is None:
        return Shown("No figure")
    return Shown(context.value(figure, figure.value), context.note_figure(figure))


def _spread(period: Period, members: dict[Scope, list[Figure]], context: Context) -> Shown:
    """Return the lowest and highest figure of all members in a period: `95.0% to 97.7%`."""
    known = [f for own in members.values() for f in own if f.period == period and f.value is not None]
    if not known:
        return Shown("No figure")
    ordered = sorted(known, key=lambda f: Fraction(f.value or 0))
    low, high = (context.value(f, f.value or Decimal(0)) for f in (ordered[0], ordered[-1]))
    return Shown(low if low == high else f"{low} to {high}")


def _chip(latest: Sequence[Figure]) -> Chip:
    """Return the state of the latest figures: the one that needs most attention."""
    order = (State.DISPUTED, State.UNDETERMINED, State.MISSING, State.PROVISIONAL, State.EXCUSED, State.NOT_DUE)
    states = {figure.state for figure in latest}
    state = next((s for s in order if s in states), State.FINAL)
    return Chip(state.value, capital(state_word(state)))


def _reached(lead: Figure, members: dict[Scope, list[Figure]], context: Context) -> Chip | None:
    """Say whether the target was reached, by all members that can be judged."""
    of_period = [f for own in members.values() for f in own if f.period == lead.period]
    targets = [t for f in of_period if (t := context.target(f)) is not None and t.reached is not None]
    if not targets:
        return None
    short = [t for t in targets if not t.reached]
    if not short:
        return Chip("met", "Target reached")
    return Chip("missed", "Short of target" if len(targets) == 1 else f"{len(short)} of {len(targets)} short of target")


# -- lines ------------------------------------------------------------------------------------


def _lines(lead: Figure, own: Sequence[Figure], reports: Sequence[Comparison], context: Context) -> list[Line]:
    lines = _target_lines(lead, context)
    before = [f for f in own if f.value is not None and f.period < lead.period]
    if before:
        word = "Last known" if lead.value is None else "Before"
        lines.append(Line(f"{word}, {period_name(before[-1].period)}", _shown(before[-1], context)))
    of_period = [c for c in reports if c.period == lead.period]
    lines += report_lines(of_period[0], context) if of_period else []
    if lead.reason and lead.state is not State.FINAL:
        lines.append(Line("Why", Shown(capital(context.spoken(lead.reason)))))
    elif lead.reason:
        # A final figure that says more than its value: an estimate names its wave and its interval.
        label = "Left out" if GAP in lead.reason else "Rests on"
        lines.append(Line(label, Shown(context.spoken(lead.reason))))
    absent = [f.period for f in own if f.state is State.MISSING]
    if absent:
        lines.append(Line("Missing", Shown(_few_periods(absent))))
    if lead.known is not None:
        lines.append(Line("Known since", Shown(day(lead.known, context.standing.as_of))))
    return lines


def _few_periods(periods: Sequence[Period]) -> str:
    text = periods_named(periods)
    return text if text.count(",") < 3 else f"{len(periods)} periods, the last {period_name(periods[-1])}"


def _target_lines(figure: Figure, context: Context) -> list[Line]:
    """Return the target of a figure; that it is not agreed yet where it was left open, and nothing where none is."""
    target, metric = context.target(figure), context.metric(figure.metric)
    if metric is None or (target is None and metric.target is None):
        return []
    if target is None:
        return [Line("Target", Shown("not yet agreed" if _is_unset(metric.target, context) else "not known"))]
    relation = "at most " if metric.better == "lower" else "at least "
    dagger = context.illustrative(f"metrics.{figure.metric}.target")
    return [Line("Target", Shown(f"{relation}{context.value(figure, target.value)}"), dagger=dagger)]


def _is_unset(term: Term | None, context: Context) -> bool:
    """Tell whether a value was left to be agreed later, in its own place or in a setting that it names."""
    if isinstance(term, Unset):
        return True
    names = unique_names(term.node) if isinstance(term, Formula) else []
    named = (context.terms.settings.get(name.parts[0]) for name in names)
    return any(isinstance(leaf, Unset) for one in (term, *named) if one is not None for leaf in leaves(one))


def _member_lines(members: dict[Scope, list[Figure]], context: Context) -> list[Line]:
    """Return the latest figure of each member that a card can hold, with the target that is its own."""
    shown = [leading(own) for own in list(members.values())[:MOST_LINES]]
    targets = [target.value if (target := context.target(f)) is not None else None for f in shown]
    if len(set(targets)) > 1:
        lines = [
            Line(
                ", ".join((f.member, *(line.value.text for line in _target_lines(f, context)))),
                _shown(f, context),
                _mark(f),
            )
            for f in shown
        ]
    else:
        lines = [Line(f"{f.member}, {period_name(f.period)}", _shown(f, context), _mark(f)) for f in shown]
        lines += _target_lines(shown[0], context)
    if len(members) > MOST_LINES:
        lines.append(Line(f"{len(members) - MOST_LINES} more", Shown("in the table of the page")))
    return lines


def _mark(figure: Figure) -> str:
    return "" if figure.state is State.FINAL else figure.state.value
