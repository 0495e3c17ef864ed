"""What a wave comes to in words that a steering committee would use: the one sentence on top, gaps, changes, trust."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from comity.kernel.numbers import digits, format_difference
from comity.kernel.words import and_list, day
from comity.reports.view.context import Context
from comity.standing.surveyed import SurveyStanding
from comity.standing.words import party_name
from comity.surveys.released import ALL, Change, DimensionResult, Gap, Released, Reliability

APART, ALIGNED = "apart", "aligned"
GOOD, FAIR = Decimal("0.8"), Decimal("0.67")
"""From where a coefficient is said to be good and fair: Krippendorff 2004, Content Analysis, chapter 11."""


def number(value: Decimal) -> str:
    """Return a score or a difference with one decimal: what people compare in a meeting."""
    return digits(value, 1)


def interval(low: Decimal | None, high: Decimal | None) -> str:
    """Return an interval in words: `2.8 to 4.0`; "" where there is none."""
    return f"{number(low)} to {number(high)}" if low is not None and high is not None else ""


# -- the sentence on top ----------------------------------------------------------------------


def lead(survey: SurveyStanding, titles: dict[str, str], context: Context) -> str:
    """Return what matters most: where the parties are apart, what changed, else what is lowest; and if it is old."""
    wave = survey.latest
    if wave is None:
        return _nothing_yet(survey, context)
    said = [*_apart(wave, titles, context)[:1], *_moved(wave, titles)[:1]] or [_calm(wave, titles)]
    if survey.stale:
        said.append(f"These answers are stale: they were given until {day(wave.closed)}.")
    return " ".join(said)


def _nothing_yet(survey: SurveyStanding, context: Context) -> str:
    if survey.open is not None:
        return "No results yet: nothing is shown before the first wave is closed."
    when = f" The first is due by {day(survey.due, context.standing.as_of)}." if survey.due is not None else ""
    return f"No wave was held yet, so nobody's answers are in the record.{when}"


def _apart(wave: Released, titles: dict[str, str], context: Context) -> list[str]:
    gaps = [gap for gap in wave.gaps if gap.verdict == APART and gap.difference is not None]
    gaps.sort(key=lambda gap: abs(gap.difference or Decimal(0)), reverse=True)
    if not gaps:
        return []
    first = gaps[0]
    more = [titles[gap.of] for gap in gaps[1:] if gap.of != first.of]
    text = f"{titles[first.of]}: apart by {number(abs(first.difference or Decimal(0)))}; {_lower(first, context)}."
    return [f"{text} They are apart on {and_list(list(dict.fromkeys(more)))} too." if more else text]


def _lower(gap: Gap, context: Context) -> str:
    lower = gap.parties[1] if (gap.difference or 0) > 0 else gap.parties[0]
    return f"the people of {party_name(context.terms, lower)} see it lower"


def _moved(wave: Released, titles: dict[str, str]) -> list[str]:
    moved = [one for one in wave.changes if one.group == ALL and one.verdict in ("fell", "rose") and one.difference]
    moved.sort(key=lambda one: (one.verdict == "rose", -abs(one.difference or Decimal(0))))
    return [
        f"{titles[one.of]} {one.verdict} by {number(abs(one.difference or Decimal(0)))} since {one.since}."
        for one in moved
    ]


def _calm(wave: Released, titles: dict[str, str]) -> str:
    shown = [one for one in wave.dimensions if one.group == ALL and one.score is not None]
    if not shown:
        return "Too few people answered for any result to be shown."
    lowest = min(shown, key=lambda one: Fraction(one.score or 0))
    tail = f"lowest of all is {titles[lowest.of]} with {number(lowest.score or Decimal(0))} of {wave.scale[1]}."
    if wave.gaps and all(gap.verdict == ALIGNED for gap in wave.gaps):
        return f"The parties see every dimension alike; {tail}"
    if any(gap.verdict == ALIGNED for gap in wave.gaps):
        return f"Where it can be told, the parties see things alike; {tail}"
    return f"Whether the parties see things alike cannot be told from these answers; {tail}"


# -- gaps, changes, silence -------------------------------------------------------------------


def gap_text(gap: Gap | None) -> tuple[str, str, bool]:
    """Return a gap as it stands in a row: verdict with size, what stands below it, and whether it stands out."""
    if gap is None:
        return "", "", False
    if gap.difference is None:
        return gap.verdict, gap.reason, False
    size = number(abs(gap.difference))
    verdict = f"apart by {size}" if gap.verdict == APART else gap.verdict
    signed = f"{_signed(gap.difference)} ({_signed(gap.low)} to {_signed(gap.high)})"
    return verdict, signed, gap.verdict == APART


def change_text(change: Change | None) -> tuple[str, str]:
    """Return a change as it stands in a row, with the interval or the reason below it."""
    if change is None:
        return "", ""
    if change.difference is None:
        return change.verdict, change.reason
    sized = change.verdict in ("rose", "fell")
    verdict = f"{change.verdict} by {number(abs(change.difference))}" if sized else change.verdict
    return verdict, f"{_signed(change.low)} to {_signed(change.high)}"


def _signed(value: Decimal | None) -> str:
    """Return a difference with its sign and one decimal; one that rounds to nothing has no sign."""
    if value is None:
        return ""
    text = format_difference(value, "", 1)
    return text if text.strip("+\N{MINUS SIGN}0.") else "0.0"


def silence(found: Sequence[DimensionResult], wave: Released, titles: dict[str, str]) -> tuple[str, ...]:
    """Return what the silent could change: for each dimension the least and greatest mean of all who were asked."""
    open_ = [(titles[one.of], one.bounds) for one in found if one.group == ALL and one.bounds is not None]
    if not open_:
        return ()
    asked = sum(one.invited for one in wave.responses if one.role == "")
    answered = [one.answered for one in wave.responses if one.role == "" and one.answered is not None]
    if answered and sum(answered) == asked:
        return ("Everybody who was asked answered.",)
    each = [f"{title} {number(low)} to {number(high)}" for title, (low, high) in open_]
    return (
        "Whatever those think who did not answer, the mean of all who were asked would lie within: "
        f"{and_list(each, most=len(each))}.",
    )


# -- reliability ------------------------------------------------------------------------------


def reliability_text(one: Reliability) -> tuple[str, str]:
    """Return a coefficient with its interval, and what it means: good, fair or weak; without a value, why."""
    if one.value is None:
        return "cannot be told", f"{one.says} {one.reason}".strip()
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
    return (*said, *(_alike(one.value) for one in found if one.method.startswith("Krippendorff") and not one.of
                     and one.value is not None and "coders" not in one.method))  # fmt: skip


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
