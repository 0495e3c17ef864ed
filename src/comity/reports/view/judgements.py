"""Judged metrics in words: what each party judged, side by side, and the gap between them."""

from __future__ import annotations

from collections.abc import Sequence

from comity.kernel.figure import Exact, Figure, Scope, State
from comity.kernel.numbers import digits, exact_places, format_value
from comity.kernel.words import and_list, capital, period_name
from comity.metrics.judges import Rating
from comity.reports.view.context import Context
from comity.reports.view.judgement_model import AnchorView, JudgementView, RatingView, SideView
from comity.reports.view.model import Cell, Chip, Shown, TwinTable
from comity.standing.model import Judgement, Side
from comity.standing.words import party_name, state_word

_MARKS = ("first", "second")
_NO_FIGURE = "No figure"


def judgements_view(context: Context) -> tuple[JudgementView, ...]:
    """Return a card for each judged metric and each of its members, in the order of the agreement."""
    groups: dict[tuple[str, Scope], list[Judgement]] = {}
    for of in context.standing.judgements.values():
        for one in of:
            groups.setdefault((one.metric, one.scope), []).append(one)
    return tuple(_view(group, context) for group in groups.values())


def _view(group: Sequence[Judgement], context: Context) -> JudgementView:
    """Show the latest period that is due; where nobody has judged in it, the latest in which somebody has."""
    due = [one for one in group if any(side.ratings for side in one.sides) or not _awaited(one)]
    told = [one for one in due if any(side.ratings for side in one.sides)]
    lead = (due or list(group))[-1]
    shown = lead if any(side.ratings for side in lead.sides) or not told else told[-1]
    title = context.title("metrics", lead.metric) + "".join(f", {member}" for _, member in lead.scope)
    return JudgementView(
        id=f"judged-{'-'.join((lead.metric, *(member.replace(' ', '-') for _, member in lead.scope)))}",
        title=title,
        dagger=context.illustrative(f"metrics.{lead.metric}"),
        period=period_name(shown.period),
        sides=tuple(_side(side, shown, context) for side in shown.sides),
        gap=_gap_text(shown.gap, _unit(shown)),
        gap_says=_gap_says(shown, told, context),
        later=_later(lead, shown, context),
        twin=_twin(group, title, context),
        metric=lead.metric,
    )


def _awaited(judgement: Judgement) -> bool:
    return any(side.figure is not None and side.figure.state is State.NOT_DUE for side in judgement.sides)


def _unit(judgement: Judgement) -> str:
    return next((side.figure.unit for side in judgement.sides if side.figure is not None), "")


def _gap_text(gap: Exact | None, unit: str) -> str:
    """Return a gap as a number without a sign: `37.5 points`, `12.5 points` of percentages too."""
    if gap is None:
        return ""
    if unit and unit != "percent":
        return format_value(gap, unit)
    size = gap * 100 if unit == "percent" else gap
    text = digits(size, exact_places(size, 2))
    return f"{text} {'point' if text == '1' else 'points'}"


def _gap_says(shown: Judgement, told: Sequence[Judgement], context: Context) -> str:
    if shown.gap is None:
        return f"No gap can be given: {context.spoken(shown.reason)}."
    before = [one for one in told if one.period < shown.period and one.gap is not None]
    if not before:
        return "No earlier gap to compare with."
    return f"{_gap_text(before[-1].gap, _unit(before[-1]))} in {period_name(before[-1].period)}."


def _later(lead: Judgement, shown: Judgement, context: Context) -> str:
    """Say what is missing of a later period than the one that is shown."""
    if lead is shown:
        return ""
    silent = [party_name(context.terms, side.party) for side in lead.sides if side.lacking]
    have = "has" if len(silent) == 1 else "have"
    return f"{and_list(silent)} {have} not judged {period_name(lead.period)}."


# -- a side -----------------------------------------------------------------------------------


def _side(side: Side, judgement: Judgement, context: Context) -> SideView:
    figure = side.figure
    return SideView(
        party=party_name(context.terms, side.party),
        mark=_mark(side.party, context),
        figure=_figure(figure, context),
        known=figure is not None and figure.value is not None,
        chip=_chip(figure),
        anchors=tuple(_anchor(level, says, context, judgement) for level, says in side.anchors),
        ratings=tuple(_rating(rating, judgement, context) for rating in side.ratings),
        lacking=_lacking(side, context),
    )


def _mark(party: str, context: Context) -> str:
    """Return the mark that a party wears on every page: by its place among the parties."""
    place = list(context.terms.parties).index(party)
    return _MARKS[place] if place < len(_MARKS) else ""


def _figure(figure: Figure | None, context: Context) -> Shown:
    if figure is None:
        return Shown("")
    if figure.value is None:
        return Shown(_NO_FIGURE)
    return Shown(context.value(figure, figure.value), context.note_figure(figure))


def _chip(figure: Figure | None) -> Chip | None:
    if figure is None or figure.state is State.FINAL:
        return None
    return Chip(figure.state.value, capital(state_word(figure.state)))


def _anchor(level: Exact, says: str, context: Context, judgement: Judgement) -> AnchorView:
    return AnchorView(_level(level, judgement), says)


def _level(level: Exact, judgement: Judgement) -> str:
    unit = _unit(judgement)
    return format_value(level, unit if unit == "percent" else "")


def _rating(rating: Rating, judgement: Judgement, context: Context) -> RatingView:
    metric = context.terms_of(judgement.period).metrics[judgement.metric]
    return RatingView(
        role=capital(rating.role),
        level=_level(rating.level, judgement),
        says=metric.levels.get(rating.level, ""),
        why=rating.reason,
    )


def _lacking(side: Side, context: Context) -> str:
    if not side.lacking:
        return ""
    have = "has" if len(side.lacking) == 1 else "have"
    return f"{capital(and_list([f'the {role}' for role in side.lacking], most=len(side.lacking)))} {have} not judged."


# -- the table --------------------------------------------------------------------------------


def _twin(group: Sequence[Judgement], title: str, context: Context) -> TwinTable:
    """Return all periods, newest first: each party's figure and the gap."""
    parties = list(dict.fromkeys(side.party for one in group for side in one.sides))
    rows = [
        (
            Cell(period_name(one.period)),
            *(_cell(one, party, context) for party in parties),
            Cell(_gap_text(one.gap, _unit(one)) or "not known", "", "" if one.gap is not None else one.reason),
        )
        for one in reversed(group)
    ]
    return TwinTable(
        caption=f"{title} as each party judges it, and the gap, newest first",
        head=("Period", *(party_name(context.terms, party) for party in parties), "Gap"),
        rows=tuple(rows),
    )


def _cell(judgement: Judgement, party: str, context: Context) -> Cell:
    figure = next((side.figure for side in judgement.sides if side.party == party), None)
    if figure is None:
        return Cell("none")
    if figure.value is None:
        return Cell(state_word(figure.state), figure.state.value, context.spoken(figure.reason))
    mark = "" if figure.state is State.FINAL else figure.state.value
    return Cell(context.value(figure, figure.value), mark, state_word(figure.state) if mark else "")
