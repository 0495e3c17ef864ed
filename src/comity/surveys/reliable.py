"""How far the answers of a wave can be relied on: several coefficients, each with the question it answers.

They are computed over everybody who answered, so that no coefficient speaks of a smaller group than the scores do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from comity.catalogue.instrument import Question
from comity.surveys.consistency import ALPHA_ANSWERS, OMEGA_ANSWERS, Consistency, cronbach, omega
from comity.surveys.icc import ANSWERS, Form, intraclass
from comity.surveys.krippendorff import Metric, alpha
from comity.surveys.matrix import Floats, complete, matrix
from comity.surveys.measured import rounded, rows_of
from comity.surveys.methods import SEVERITY
from comity.surveys.model import CannotTell
from comity.surveys.released import DimensionResult, Reliability
from comity.surveys.severity import Judged, severity
from comity.surveys.wave import Answer

KRIPPENDORFF = "Krippendorff's alpha (ordinal)"
KRIPPENDORFF_ANSWERS = (
    "How far do people give the same level to the same question, beyond chance? "
    "Low is no fault: it says that they see the alliance differently."
)
SEVERITY_ANSWERS = "Are some people stricter than others, apart from what they judge?"
_DRAWS = 200
"""Enough for the ends of an interval that is given with two decimals; the samples are most of the time of a close."""
_FORMS = (Form.AGREEMENT_ONE, Form.AGREEMENT_MEAN)


def reliability(
    people: Sequence[Answer], questions: Sequence[Question], scale: tuple[int, int], least: int,
    shown: Mapping[str, DimensionResult],
) -> tuple[Reliability, ...]:  # fmt: skip
    """Return the coefficients of each dimension that is shown for everybody, then those of the whole survey."""
    found: list[Reliability] = []
    everything: list[Question] = []
    for of, result in shown.items():
        used = [question for question in questions if question.key in result.questions]
        everything += used
        if used:
            found += _consistency(of, matrix(rows_of(people, used, scale)), least)
    if everything:
        found += _raters(matrix(rows_of(people, everything, scale)), least)
        found.append(_severity(people, everything, scale))
    return tuple(found)


def _consistency(of: str, rows: Floats, least: int) -> Iterator[Reliability]:
    if rows.shape[1] < 2:
        return
    methods: tuple[tuple[str, str, Callable[[Floats], Consistency | CannotTell]], ...] = (
        ("Cronbach's alpha", ALPHA_ANSWERS, cronbach),
        ("McDonald's omega", OMEGA_ANSWERS, partial(omega, draws=_DRAWS)),
    )
    for method, says, compute in methods:
        if len(complete(rows)) < least:
            yield _refused(method, of, says, f"fewer than {least} people answered all questions of it")
            continue
        found = compute(rows)
        if isinstance(found, CannotTell):
            yield _refused(method, of, says, found.reason)
        else:
            yield _told(method, of, says, found.value, found.interval.low, found.interval.high, found.note)


def _raters(rows: Floats, least: int) -> Iterator[Reliability]:
    """Yield how alike people judge: questions are the units, people the raters."""
    found = alpha(rows.T, Metric.ORDINAL)
    if isinstance(found, CannotTell):
        yield _refused(KRIPPENDORFF, "", KRIPPENDORFF_ANSWERS, found.reason)
    else:
        low, high = (found.interval.low, found.interval.high) if found.interval else (None, None)
        yield _told(KRIPPENDORFF, "", KRIPPENDORFF_ANSWERS, found.value, low, high)
    whole = complete(rows)
    classes = intraclass(whole.T) if len(whole) >= least else None
    for form in _FORMS:
        if classes is None:
            reason = f"fewer than {least} people answered every question"
            yield _refused(form.value, "", ANSWERS[form], reason)
        elif isinstance(classes, CannotTell):
            yield _refused(form.value, "", ANSWERS[form], classes.reason)
        else:
            one = next(found for found in classes if found.form is form)
            yield _told(form.value, "", ANSWERS[form], one.value, one.interval.low, one.interval.high)


def _severity(people: Sequence[Answer], questions: Sequence[Question], scale: tuple[int, int]) -> Reliability:
    """Measure severity, or refuse: each party looks at the alliance from its own side, so nothing links the two.

    Parties stand for their people here: no single person is ever measured.
    """
    keys = {question.key for question in questions}
    judged = [
        Judged(rater=one.party, thing=one.party, item=given.question, level=given.level)
        for one in people
        for given in one.given
        if given.question in keys and given.level is not None
    ]
    found = severity(judged, scale)
    reason = found.reason if isinstance(found, CannotTell) else "nobody judged more than one thing"
    return _refused(SEVERITY, "", SEVERITY_ANSWERS, reason)


def _told(
    method: str, of: str, says: str, value: float, low: float | None, high: float | None, note: str = ""
) -> Reliability:  # fmt: skip
    known = low is not None and high is not None and math.isfinite(low) and math.isfinite(high)
    ends = {"low": rounded(low or 0.0), "high": rounded(high or 0.0)} if known else {}
    return Reliability(method=method, of=of, says=says, value=rounded(value), reason=note, **ends)


def _refused(method: str, of: str, says: str, reason: str) -> Reliability:
    return Reliability(method=method, of=of, says=says, reason=reason)
