"""The line of an alliance in the portfolio, and the head of its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from comity.kernel.numbers import digits
from comity.kernel.words import day
from comity.reports.view.model import Sheet
from comity.reports.view.sheet import to_decide
from comity.scorecards.robust.moments import moments
from comity.standing.dependence import scored_index
from comity.standing.model import Standing
from comity.web.alliances.late import late_words

LEAST = timedelta(days=28)
"""How long ago the end of a quarter is, at least, with which a score is compared."""


def summary(sheet: Sheet, standing: Standing) -> dict[str, Any]:
    """Return what is said of a standing in a line, as JSON.

    `decide` has for each set of those who decide how much they have to, and the first of it that has a day. `unsigned`
    is the line for an agreement that not all parties have signed, `late` what of the docket is past its day.
    """
    points = standing.score.score if standing.score is not None else None
    return {
        "lead": sheet.lead,
        "title": sheet.title,
        "parties": sheet.parties,
        "as_of": sheet.as_of,
        "as_of_iso": sheet.as_of_iso,
        "known_at": sheet.known_at,
        "terms": sheet.terms.short,
        "terms_full": sheet.terms.full,
        "terms_since": sheet.terms_since,
        "dagger": sheet.dagger,
        "withheld": sheet.withheld,
        "clauses": [[chip.mark, chip.word] for chip in sheet.clauses.counts],
        "score": sheet.scorecard.total.score.text if sheet.scorecard is not None else "",
        "points": digits(points, 6) if points is not None else "",
        "trend": _trend(standing),
        "decide": _decide(sheet, standing),
        "unsigned": sheet.unsigned,
        "late": late_words(sheet),
    }


def _decide(sheet: Sheet, standing: Standing) -> list[list[Any]]:
    """Return the decisions by who takes them: [names of parties, bodies and levels, how many, the first].

    The first is [its day as an ISO date, that day in words, the title, the time left, whether it is overdue]: of those
    with a day, where one has a day; else its day is "". Whose they are a reader's role says, and several roles may
    share what was computed: the portfolio picks.
    """
    found: dict[tuple[str, ...], list[Any]] = {}
    for item, shown in zip(to_decide(standing), sheet.decisions, strict=True):
        by = item.by.isoformat() if item.by is not None else ""
        of = found.setdefault(item.who, [list(item.who), 0, None])
        of[1] += 1
        if of[2] is None or (by and not of[2][0]):
            of[2] = [by, shown.when, shown.title, shown.left, shown.overdue]
    return list(found.values())


def _trend(standing: Standing) -> str:
    """Say how the score moved since a quarter ended, in whole points as it is shown; "" where one is not known."""
    if standing.score is None or standing.score.score is None:
        return ""
    ended = [
        one
        for one in moments(standing.terms, scored_index(standing), as_of=standing.as_of)
        if one.on <= standing.as_of - LEAST
    ]
    if not ended or ended[-1].score.score is None:
        return ""
    moved = int(digits(standing.score.score, 0)) - int(digits(ended[-1].score.score, 0))
    then = day(ended[-1].on, standing.as_of)
    return f"up {moved} since {then}" if moved > 0 else f"down {-moved} since {then}" if moved < 0 else f"as on {then}"
