"""What a wave comes to in words that a steering committee would use: the one sentence on top, gaps, changes, trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from comity.agreement.model import Terms
from comity.kernel.numbers import digits, format_difference
from comity.kernel.words import and_list, day
from comity.standing.surveyed import SurveyStanding
from comity.standing.words import party_name
from comity.surveys.model import CannotTell
from comity.surveys.released import ALL, Change, DimensionResult, Gap, Released
from comity.surveys.weighted import weighted

APART, ALIGNED, CANNOT_TELL = "apart", "aligned", "cannot tell"


def number(value: Decimal) -> str:
    """Return a score or a difference with one decimal: what people compare in a meeting."""
    return digits(value, 1)


def interval(low: Decimal | None, high: Decimal | None) -> str:
    """Return an interval in words: `2.8 to 4.0`; "" where there is none."""
    return f"{number(low)} to {number(high)}" if low is not None and high is not None else ""


# -- the sentence on top ----------------------------------------------------------------------


def lead(survey: SurveyStanding, titles: dict[str, str], terms: Terms, as_of: date) -> str:
    """Return what matters most: where the parties are apart, what changed, else what is lowest; and if it is old."""
    wave = survey.latest
    if wave is None:
        return _nothing_yet(survey, as_of)
    said = [*_apart(wave, titles, terms)[:1], *_moved(wave, titles)[:1]] or [_calm(wave, titles)]
    if survey.stale:
        said.append(f"These answers are stale: they were given until {day(wave.closed)}.")
    return " ".join(said)


def _nothing_yet(survey: SurveyStanding, as_of: date) -> str:
    if survey.open is not None:
        return "No results yet: nothing is shown before the first wave is closed."
    late = survey.due is not None and survey.due < as_of
    when = f" The first {'was' if late else 'is'} due by {day(survey.due, as_of)}." if survey.due is not None else ""
    return f"No wave was held yet, so nobody's answers are in the record.{when}"


def _apart(wave: Released, titles: dict[str, str], terms: Terms) -> list[str]:
    gaps = [gap for gap in wave.gaps if gap.verdict == APART and gap.difference is not None]
    gaps.sort(key=lambda gap: abs(gap.difference or Decimal(0)), reverse=True)
    if not gaps:
        return []
    first = gaps[0]
    more = [titles[gap.of] for gap in gaps[1:] if gap.of != first.of]
    text = f"{titles[first.of]}: apart by {number(abs(first.difference or Decimal(0)))}; {_lower(first, terms)}."
    return [f"{text} They are apart on {and_list(list(dict.fromkeys(more)))} too." if more else text]


def _lower(gap: Gap, terms: Terms) -> str:
    lower = gap.parties[1] if (gap.difference or 0) > 0 else gap.parties[0]
    return f"the people of {party_name(terms, lower)} see it lower"


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
    sized = f"{signed(gap.difference)} ({signed(gap.low)} to {signed(gap.high)})"
    return verdict, sized, gap.verdict == APART


def pair_texts(wave: Released, titles: dict[str, str], terms: Terms) -> tuple[str, ...]:
    """Return a sentence for each pair of three or more parties: where they are apart, aligned, or it cannot be told.

    Of two parties the table has a column for it.
    """
    pairs = list(dict.fromkeys(gap.parties for gap in wave.gaps))
    return tuple(_pair(pair, wave, titles, terms) for pair in pairs) if len(pairs) > 1 else ()


def _pair(pair: tuple[str, str], wave: Released, titles: dict[str, str], terms: Terms) -> str:
    own = [gap for gap in wave.gaps if gap.parties == pair]
    said = []
    for verdict in (APART, ALIGNED, CANNOT_TELL):
        of = [titles[gap.of] + _size(gap) for gap in own if gap.verdict == verdict]
        if of:
            said.append(f"{_ON[verdict]} {and_list(of, most=len(of))}")
    return f"{and_list([party_name(terms, party) for party in pair])}: {'; '.join(said)}."


def _size(gap: Gap) -> str:
    return f" by {number(abs(gap.difference))}" if gap.verdict == APART and gap.difference is not None else ""


_ON = {"apart": "apart on", "aligned": "aligned on", "cannot tell": "it cannot be told on"}


def change_text(change: Change | None) -> tuple[str, str]:
    """Return a change as it stands in a row, with the interval or the reason below it."""
    if change is None:
        return "", ""
    if change.difference is None:
        return change.verdict, change.reason
    sized = change.verdict in ("rose", "fell")
    verdict = f"{change.verdict} by {number(abs(change.difference))}" if sized else change.verdict
    return verdict, f"{signed(change.low)} to {signed(change.high)}"


def signed(value: Decimal | None) -> str:
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
        _by_those_asked(found, wave, titles),
    )


MOVES = Decimal("0.05")
"""From where a weighted mean is said beside the one as answered: it may change the decimal that is shown."""


def _by_those_asked(found: Sequence[DimensionResult], wave: Released, titles: dict[str, str]) -> str:
    """Return what weighing each party by its people asked changes, and that roles are not weighed."""
    means = {one.of: one.mean for one in found if one.group == ALL and one.mean is not None}
    weights = {of: weighted(wave, of) for of in means}
    known = {of: value for of, value in weights.items() if not isinstance(value, CannotTell)}
    if not known:
        return f"The parties cannot be weighted by those who were asked: {next(iter(_reasons(weights)), 'nobody')}."
    moved = [
        f"{titles[of]} {digits(value, 2)} instead of {digits(means[of], 2)}"
        for of, value in known.items()
        if abs(value - means[of]) >= MOVES
    ]
    what = f"the mean would be: {and_list(moved, most=len(moved))}" if moved else "no mean moves by 0.05 or more"
    return f"With each party weighted by those who were asked, {what}. {_ROLES}"


_ROLES = "Roles are not weighted: that would tell what each of them answered."


def _reasons(weights: Mapping[str, Decimal | CannotTell]) -> Iterator[str]:
    yield from (value.reason for value in weights.values() if isinstance(value, CannotTell))
