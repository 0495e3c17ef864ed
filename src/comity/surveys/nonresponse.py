"""What the silence of those who did not answer could hide: the worst-case bounds of a mean.

Source: Manski 1989, Journal of Human Resources 24. Nothing is weighted by who is silent, which docs/adr/0023 explains.
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.surveys.model import CannotTell, Interval


def bounds(answers: Sequence[float], invited: int, scale: tuple[float, float]) -> Interval | CannotTell:
    """Return what the mean of all invited could be, whatever the silent ones think: it rests on no assumption at all.

    `scale` has the lowest and the highest possible answer.
    """
    if len(answers) > invited:
        return CannotTell(reason="more answers than invitations")
    if not answers:
        return CannotTell(reason="nobody answered")
    low, high = ((sum(answers) + end * (invited - len(answers))) / invited for end in scale)
    return Interval(low=low, high=high, confidence=1.0)
