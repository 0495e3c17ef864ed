"""Student's t and Fisher's F, from the regularised incomplete beta function.

Source: Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 26.5.8 (the fraction), 26.6.2 and 26.7.1.
Written here so that three quantiles do not make a library of 100 MB a dependency.
"""

from __future__ import annotations

import math
from statistics import NormalDist

_TINY = 1e-300
_NORMAL = NormalDist()


def beta_below(x: float, a: float, b: float) -> float:
    """Return the probability that a beta variable with parameters a and b is at most x."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # there the fraction of the mirrored variable converges faster
        return 1 - beta_below(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) * _fraction(x, a, b) / a


def t_below(t: float, df: float) -> float:
    """Return the probability that Student's t with `df` degrees of freedom is at most t; `df` may be infinite."""
    if math.isinf(df) or math.isinf(t):
        return _NORMAL.cdf(t)
    tail = beta_below(df / (df + t * t), df / 2, 0.5) / 2
    return 1 - tail if t > 0 else tail


def t_quantile(p: float, df: float) -> float:
    """Return the value below which Student's t stays with probability p, for 0 < p < 1."""
    if p < 0.5:
        return -t_quantile(1 - p, df)
    t = _NORMAL.inv_cdf(p)
    if math.isinf(df):
        return t
    # The normal quantile lies below, and the distribution is concave there: Newton climbs and cannot overshoot.
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    for _ in range(500):
        rise = (p - t_below(t, df)) / (scale * (1 + t * t / df) ** (-(df + 1) / 2))
        t += rise
        if rise <= 1e-13 * (1 + t):
            break
    return t


def f_quantile(p: float, above: float, below: float) -> float:
    """Return the value under which Fisher's F with these degrees of freedom stays with probability p, 0 < p < 1."""
    low, high = 0.0, 1.0
    while high - low > 1e-15 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if beta_below(middle, above / 2, below / 2) < p else (low, middle)
    return below * high / (above * (1 - high)) if high < 1 else math.inf


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function by Lentz's algorithm."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _not_zero(x: float) -> float:
    return x if abs(x) > _TINY else _TINY
