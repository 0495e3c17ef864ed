"""How far the answers of a wave can be relied on, in words: of a committee's sentences and of each coefficient."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from comity.kernel.numbers import digits
from comity.kernel.words import and_list
from comity.reports.view.survey_words import signed
from comity.surveys.methods import BESIDE, CODERS, LINKED
from comity.surveys.released import Reliability

GOOD, FAIR = Decimal("0.8"), Decimal("0.67")
"""From where a coefficient is said to be good and fair: Krippendorff 2004, Content Analysis, chapter 11."""


def reliability_text(one: Reliability) -> tuple[str, str]:
    """Return a coefficient with its interval, and what it means: good, fair or weak; without a value, why."""
    if one.value is None:
        return "cannot be told", f"{one.says} {one.reason}".strip()
    if one.method == LINKED:
        return f"separation {digits(one.value, 2)}", f"{one.says} {one.reason}"
    if one.method.startswith(BESIDE):
        return f"{signed(one.value)} levels ({signed(one.low)} to {signed(one.high)})", f"{one.says} {one.reason}"
    ends = f" ({digits(one.low, 2)} to {digits(one.high, 2)})" if one.low is not None and one.high is not None else ""
    word = "good" if one.value >= GOOD else "fair" if one.value >= FAIR else "weak"
    more = f" {one.reason}" if one.reason else ""
    return f"{word}, {digits(one.value, 2)}{ends}", f"{one.says}{more}"


def relied_on(found: Sequence[Reliability], titles: dict[str, str]) -> tuple[str, ...]:
    """Return what a steering committee has to know: where a score speaks for its questions, how alike people answer.

    Of a dimension the omega is taken, or, where there is none, the alpha.
    """
    within: dict[str, Decimal | None] = {}
    for one in found:
        if one.of and ("omega" in one.method or within.get(one.of) is None):
            within[one.of] = one.value if one.value is not None else within.get(one.of)
    said = [
        says.format(and_list([titles.get(of, of) for of in names], most=len(names)))
        for says, names in ((says, [of for of, value in within.items() if fits(value)]) for says, fits in _WITHIN)
        if names
    ]
    alike = [_alike(one.value) for one in found if one.method.startswith("Krippendorff") and not one.of
             and one.value is not None and "coders" not in one.method]  # fmt: skip
    return *said, *alike, *_coded(found)


def _coded(found: Sequence[Reliability]) -> Iterator[str]:
    """Yield what coders of interviews have to know: how far they agreed, who is stricter, or why nobody can tell."""
    for one in found:
        if one.method == CODERS and one.value is not None:
            shown = f"agreement {digits(one.value, 2)}"
            word = "alike" if one.value >= GOOD else "fairly alike" if one.value >= FAIR else "differently"
            yield f"The coders judged the same interviews {word} ({shown})."
        elif one.method == CODERS:
            yield f"How far the coders agreed cannot be told: {one.reason}."
        elif one.method == LINKED and one.value is None:
            yield f"Whether one coder is stricter than another cannot be told: {one.reason.rstrip('.')}."
        elif one.method.startswith(BESIDE) and one.value is not None and one.low is not None and one.high is not None:
            yield from _severity(one.method.removeprefix(BESIDE), one.value, one.low, one.high)


def _severity(coder: str, value: Decimal, low: Decimal, high: Decimal) -> Iterator[str]:
    """Yield how a coder differs from whoever read the same interviews, where that is more than chance."""
    if low > 0 or high < 0:
        way = "higher" if low > 0 else "lower"
        size = digits(abs(value), 1)
        yield f"The coder {coder} gives {way} levels than the others to the same interviews, by {size}."


_WITHIN: Sequence[tuple[str, Callable[[Decimal | None], bool]]] = (
    (
        "The questions of {} belong together, so that the score speaks for all of them.",
        lambda v: v is not None and v >= GOOD,
    ),
    ("The questions of {} belong together fairly well.", lambda v: v is not None and FAIR <= v < GOOD),
    ("The questions of {} hardly belong together: read them one by one.", lambda v: v is not None and v < FAIR),
    ("Whether the questions of {} belong together cannot be told.", lambda v: v is None),
)


def _alike(value: Decimal) -> str:
    shown = f"agreement {digits(value, 2)}"
    if value >= FAIR:
        return f"People answer much alike ({shown})."
    return f"People see the alliance differently ({shown}): look at the spread of the answers, not at scores alone."
