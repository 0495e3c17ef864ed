"""Facts that a step declares final, and the acts that would restate them afterwards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from comity.clauses.closing import Closing, Closure
from comity.clauses.life.cases import Case
from comity.clauses.life.model import Refusal
from comity.kernel.figure import Figure

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold


def close(fold: Fold, case: Case, measured: date) -> None:
    """Let the facts of a case's period be final from today on."""
    track, index, period, now = case.track, case.index, case.period, fold.court.now
    track.closed.setdefault(index, now)
    metrics = frozenset(track.spans[index].text.read)
    fold.court.close(Closure(metrics=metrics, scope=track.scope, first=period.first, last=period.last, day=now))
    for metric in track.spans[index].text.read:
        fold.mark(f"metrics.{metric}", period.first, cause=measured, scope=dict(track.scope))


def refuse_restatement(fold: Fold, figure: Figure) -> None:
    """Refuse the act that restates a figure which a step has declared final."""
    closing = fold.court.figures
    closed = closing.closed_on(figure) if isinstance(closing, Closing) else None
    if closed is None or closed >= fold.court.now:
        return
    for _, act in fold.acts:
        if act.do == "restate" and act.on == fold.court.now and figure.metric in act.nested:
            reason = f"{figure.metric} for {figure.period} is final since {closed}; the new figure moves nothing"
            fold.refused.append(Refusal(act=act, reason=reason))
