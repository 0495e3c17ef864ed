"""The scorecard in words."""

from __future__ import annotations

from comity.kernel.figure import Exact
from comity.kernel.numbers import digits, exact_places, format_value, in_words
from comity.kernel.words import and_list, named
from comity.reports.view.context import Context
from comity.reports.view.model import DerivationView, Digest, ScorecardView, ScoreRow, Shown
from comity.scorecards.model import DimensionScore, MetricScore, Score


def scorecard_view(context: Context) -> ScorecardView | None:
    """Return the scorecard, or None where the agreement has none."""
    score = context.standing.score
    if score is None:
        return None
    return ScorecardView(
        rows=tuple(_dimension(d, context) for d in score.dimensions),
        total=_total(score, context),
        gate=_gate(score),
    )


def score_text(score: Exact | None, low: Exact, high: Exact) -> str:
    """Return a score in whole points, or the range that missing figures leave open: `60 to 85`."""
    if score is not None:
        return digits(score, 0)
    lowest, highest = digits(low, 0), digits(high, 0)
    return lowest if lowest == highest else f"{lowest} to {highest}"


def _whole_percent(value: Exact) -> str:
    return format_value(value, "percent", min(exact_places(value * 100, 1), 1))


def _dimension(dimension: DimensionScore, context: Context) -> ScoreRow:
    title = named(dimension.name)
    text = score_text(dimension.score, dimension.low, dimension.high)
    key = ("score", dimension.name)
    return ScoreRow(
        title=title,
        weight=_whole_percent(dimension.weight),
        score=Shown(text, context.note(key, _derivation(dimension, title, text, context))),
        low=float(dimension.low),
        high=float(dimension.high),
        bar_label=f"{title}: score {text}, target 100",
        coverage=_coverage(dimension, context),
        says=_says(dimension),
        dagger=context.illustrative(f"scorecard.{dimension.name}"),
    )


def _says(dimension: DimensionScore) -> str:
    if dimension.gated_by:
        return f"capped by {named(dimension.gated_by)}, which is below its floor"
    return "below its floor" if dimension.below_floor else "gate" if dimension.gate else ""


def _coverage(dimension: DimensionScore, context: Context) -> str:
    """Return how much of the weight is covered, and what is absent."""
    open_ = [m for m in dimension.metrics if m.score is None]
    text = f"{_whole_percent(dimension.coverage)} covered"
    if not open_:
        return text
    names = and_list([_metric_title(m, context) for m in open_], 2)
    reasons = [context.spoken(reason) for reason in dict.fromkeys(m.reason for m in open_) if reason]
    why = f" ({and_list(reasons)})" if reasons and (len(reasons) == 1 or _anchors_open(open_)) else ""
    return f"{text}; {names} {'not scored' if _anchors_open(open_) else 'not known'}{why}"


def _anchors_open(metrics: list[MetricScore]) -> bool:
    """Tell whether figures are known that cannot be scored, since a floor or target is still to be agreed."""
    return any(m.figure is not None and m.figure.value is not None for m in metrics)


def _metric_title(score: MetricScore, context: Context) -> str:
    return context.title("metrics", score.metric)


def _derivation(dimension: DimensionScore, title: str, text: str, context: Context) -> DerivationView:
    return DerivationView(
        number=0,
        title=f"Score {title}",
        value=text,
        formula="each metric 0 at its floor, 100 at its target; weighted mean",
        inputs=tuple(_part(m, context) for m in dimension.metrics),
        digests=(Digest("terms", context.terms.digest),),
    )


def _part(part: MetricScore, context: Context) -> str:
    figure, name = part.figure, _metric_title(part, context)
    unit = figure.unit if figure is not None else ""
    found = context.value(figure, figure.value) if figure is not None and figure.value is not None else "no figure"
    anchors = " ".join(
        f"{word} {format_value(value, unit)}"
        for word, value in (("floor", part.floor), ("target", part.target), ("stretch", part.stretch))
        if value is not None
    )
    score = score_text(part.score, part.low, part.high)
    whose = f" of {and_list([member for _, member in figure.scope])}" if figure is not None and figure.scope else ""
    return f"{name}{whose} {found} ({anchors}): {score}, weight {_whole_percent(part.weight)}"


def _total(score: Score, context: Context) -> ScoreRow:
    text = score_text(score.score, score.low, score.high)
    parts = tuple(
        f"{named(d.name)} {score_text(d.score, d.low, d.high)}, weight {_whole_percent(d.weight)}"
        for d in score.dimensions
    )
    derivation = DerivationView(
        number=0,
        title="Score, all dimensions",
        value=text,
        formula="weighted mean of the dimensions; a gate caps it at its own score",
        inputs=parts,
        digests=(Digest("terms", context.terms.digest),),
    )
    count = len(score.dimensions)
    return ScoreRow(
        title=f"{'Both' if count == 2 else f'All {in_words(count)}'} dimensions" if count > 1 else "Total",
        weight="",
        score=Shown(text, context.note(("score", ""), derivation)),
        low=float(score.low),
        high=float(score.high),
        bar_label=f"Total: score {text}, target 100",
        coverage=f"{_whole_percent(score.coverage)} covered" + _reach(score),
        says="",
    )


def _reach(score: Score) -> str:
    """Say whether the target can still be reached whatever the missing figures bring."""
    if score.score is not None:
        return ""
    if score.high < 100:
        return "; the target of 100 is out of reach"
    return "; the target of 100 is reached in any case" if score.low >= 100 else ""


def _gate(score: Score) -> str:
    gates = [d for d in score.dimensions if d.gate]
    if score.gated_by:
        return f"{named(score.gated_by)} is below its floor and caps the total at its own score."
    if not gates:
        return "No dimension is a gate."
    names = and_list([named(d.name) for d in gates])
    return f"{names} {'is a gate' if len(gates) == 1 else 'are gates'}, not below {_its(gates)} floor: no cap applies."


def _its(gates: list[DimensionScore]) -> str:
    return "its" if len(gates) == 1 else "their"
