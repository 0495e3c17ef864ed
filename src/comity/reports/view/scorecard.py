"""The scorecard in words."""

from __future__ import annotations

from comity.kernel.figure import Exact
from comity.kernel.numbers import digits, exact_places, format_value, in_words
from comity.kernel.words import and_list, named, period_name
from comity.reports.view.context import Context
from comity.reports.view.dependence import dependence_view
from comity.reports.view.model import DerivationView, Digest, ScorecardView, ScorePart, ScoreRow, Shown
from comity.reports.view.people import anchors_text, people_part
from comity.scorecards.model import DimensionScore, MetricScore, Score


def scorecard_view(context: Context) -> ScorecardView | None:
    """Return the scorecard, or None where the agreement has none."""
    score = context.standing.score
    if score is None:
        return None
    return ScorecardView(
        rows=tuple(_dimension(d, context) for d in score.dimensions),
        total=_total(score, context),
        gate=gate_sentence(score),
        dependence=dependence_view(context),
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
        parts=tuple(_score_part(metric, context) for metric in dimension.metrics),
    )


def _score_part(part: MetricScore, context: Context) -> ScorePart:
    """Return a metric of a dimension: its figure against its anchors, or what people answered and said."""
    title, score = _metric_title(part, context), score_text(part.score, part.low, part.high)
    if part.metric.startswith("survey("):
        return people_part(part, title, score, context)
    figure = part.figure
    said = context.spoken(part.reason) if figure is None or figure.value is None else ""
    if figure is not None and figure.value is not None:
        member = f", {figure.member}" if figure.scope else ""
        said = f"{context.value(figure, figure.value)} in {period_name(figure.period)}{member}; {anchors_text(part)}"
    return ScorePart(title=title, mark="known", says=said, score=score)


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
    found = context.value(figure, figure.value) if figure is not None and figure.value is not None else "no figure"
    anchors = anchors_text(part, " ")
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


def gate_sentence(score: Score) -> str:
    """Say which dimensions are gates, and whether one caps the total."""
    gates = [d for d in score.dimensions if d.gate]
    if score.gated_by:
        return f"{named(score.gated_by)} is below its floor and caps the total at its own score."
    if not gates:
        return "No dimension is a gate."
    open_ = [d for d in gates if any(metric.score is None for metric in d.metrics)]
    above = [d for d in gates if d not in open_]
    said = [f"{_are_gates(above)}, not below {_its(above)} floor{'' if open_ else ': no cap applies'}"] if above else []
    if open_:
        said.append(f"{_are_gates(open_)}, and whether below {_its(open_)} floor is not known yet: a cap may apply")
    return f"{'; '.join(said)}."


def _are_gates(gates: list[DimensionScore]) -> str:
    return f"{and_list([named(d.name) for d in gates])} {'is a gate' if len(gates) == 1 else 'are gates'}"


def _its(gates: list[DimensionScore]) -> str:
    return "its" if len(gates) == 1 else "their"
