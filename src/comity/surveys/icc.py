"""Intraclass correlations: how alike raters' numbers for the same objects are, in six forms that are not the same.

Sources: Shrout & Fleiss 1979, Intraclass correlations: uses in assessing rater reliability, Psychological Bulletin
86; names of McGraw & Wong 1996, Forming inferences about some intraclass correlation coefficients, Psychological
Methods 1. They take answers as numbers of equal steps; for anchored levels read Krippendorff's alpha first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.surveys.distributions import f_quantile
from comity.surveys.matrix import Floats, complete
from comity.surveys.model import CONFIDENCE, CannotTell, Interval


class Form(StrEnum):
    """Which raters (any for each object, or the same for all), and one rater's answer or the mean of k.

    `A` counts a severe rater as disagreement (absolute agreement), `C` does not (consistency).
    """

    ONE = "ICC(1)"
    AGREEMENT_ONE = "ICC(A,1)"
    CONSISTENCY_ONE = "ICC(C,1)"
    MEAN = "ICC(k)"
    AGREEMENT_MEAN = "ICC(A,k)"
    CONSISTENCY_MEAN = "ICC(C,k)"


ANSWERS = {
    Form.ONE: "How much does one answer tell, if each object is judged by other raters?",
    Form.AGREEMENT_ONE: "How far does one rater's number agree with the others' numbers?",
    Form.CONSISTENCY_ONE: "How far does one rater put the objects in the others' order, severity aside?",
    Form.MEAN: "How much does the mean of k answers tell, if each object is judged by other raters?",
    Form.AGREEMENT_MEAN: "How far does the mean of these raters agree with that of other raters?",
    Form.CONSISTENCY_MEAN: "How far would means of other raters put the objects in the same order?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intraclass:
    """One form's value with its interval; `objects` were judged by all `raters`."""

    form: Form
    value: float
    interval: Interval
    objects: int
    raters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Squares:
    """Mean squares of the two-way table: between objects, within them, between raters, and what is left."""

    n: int
    k: int
    objects: float
    within: float
    raters: float
    rest: float


def intraclass(ratings: Floats, *, confidence: float = CONFIDENCE) -> tuple[Intraclass, ...] | CannotTell:
    """Return all six forms for ratings, objects x raters; objects that some rater did not judge are left out."""
    judged = complete(ratings)
    if judged.shape[0] < 2 or judged.shape[1] < 2:
        return CannotTell(reason="two objects that the same two raters judged are needed")
    s = _squares(judged)
    if s.objects == 0 or s.rest == 0 or s.within == 0:
        return CannotTell(reason="the ratings do not vary enough: objects, or raters, are exactly alike")
    p = (1 + confidence) / 2
    single = {
        Form.ONE: _one_way(s, p),
        Form.AGREEMENT_ONE: _agreement(s, p),
        Form.CONSISTENCY_ONE: _consistency(s, p),
    }
    found = {}
    for (form, ends), mean in zip(single.items(), (Form.MEAN, Form.AGREEMENT_MEAN, Form.CONSISTENCY_MEAN), strict=True):
        found[form], found[mean] = ends, tuple(_of_mean(x, s.k) for x in ends)
    return tuple(
        Intraclass(
            form=form,
            value=found[form][0],
            interval=Interval(low=found[form][1], high=found[form][2], confidence=confidence),
            objects=s.n,
            raters=s.k,
        )
        for form in Form
    )


def _squares(judged: Floats) -> _Squares:
    n, k = judged.shape
    mean, rows, columns = judged.mean(), judged.mean(axis=1), judged.mean(axis=0)
    rest = judged - rows[:, None] - columns[None, :] + mean
    # What floating point leaves of exact agreement is no variance.
    left = float((rest**2).sum())
    left = 0.0 if left < 1e-18 * float((judged**2).sum()) else left
    return _Squares(
        n=n,
        k=k,
        objects=float(k * ((rows - mean) ** 2).sum() / (n - 1)),
        within=float(((judged - rows[:, None]) ** 2).sum() / (n * (k - 1))),
        raters=float(n * ((columns - mean) ** 2).sum() / (k - 1)),
        rest=left / ((n - 1) * (k - 1)),
    )


def _one_way(s: _Squares, p: float) -> tuple[float, ...]:
    return _from_ratio(s.objects / s.within, s.k, s.n - 1, s.n * (s.k - 1), p)


def _consistency(s: _Squares, p: float) -> tuple[float, ...]:
    return _from_ratio(s.objects / s.rest, s.k, s.n - 1, (s.n - 1) * (s.k - 1), p)


def _from_ratio(ratio: float, k: int, above: float, below: float, p: float) -> tuple[float, ...]:
    """Return the value and both ends from a ratio of mean squares."""
    ends = (ratio, ratio / f_quantile(p, above, below), ratio * f_quantile(p, below, above))
    return tuple((x - 1) / (x + k - 1) for x in ends)


def _agreement(s: _Squares, p: float) -> tuple[float, ...]:
    """Return the value and both ends for absolute agreement; degrees of freedom by Satterthwaite."""
    n, k = s.n, s.k
    value = (s.objects - s.rest) / (s.objects + (k - 1) * s.rest + k * (s.raters - s.rest) / n)
    ratio, other = s.raters / s.rest, n * (1 + (k - 1) * value) - k * value
    df = (k - 1) * (n - 1) * (k * value * ratio + other) ** 2 / ((n - 1) * (k * value * ratio) ** 2 + other**2)
    less, more = f_quantile(p, n - 1, df), f_quantile(p, df, n - 1)
    noise = k * s.raters + (k * n - k - n) * s.rest
    low = n * (s.objects - less * s.rest) / (less * noise + n * s.objects)
    high = n * (more * s.objects - s.rest) / (noise + n * more * s.objects)
    return value, low, high


def _of_mean(x: float, k: int) -> float:
    """Return what the mean of k answers reaches where one reaches x (Spearman and Brown)."""
    return k * x / (1 + (k - 1) * x)
