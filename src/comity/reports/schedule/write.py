"""From the terms of an agreement to its performance schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from comity.agreement.model import Agreement, Amendment, Terms
from comity.reports.schedule.english.names import book_of
from comity.reports.schedule.model import Schedule, Section
from comity.reports.schedule.numbering import numbered
from comity.reports.schedule.parts.accounts import accounts
from comity.reports.schedule.parts.clauses import clauses
from comity.reports.schedule.parts.definitions import definitions
from comity.reports.schedule.parts.disputes import disputes
from comity.reports.schedule.parts.examples import examples
from comity.reports.schedule.parts.facts import facts
from comity.reports.schedule.parts.general import relief, restatement
from comity.reports.schedule.parts.metrics import metrics, milestones
from comity.reports.schedule.parts.misread import misread
from comity.reports.schedule.parts.opening import opening
from comity.reports.schedule.parts.time import time
from comity.reports.schedule.parts.views import views
from comity.standing.worked.model import Outcome


def schedule_of(agreement: Agreement, outcomes: Sequence[Outcome] = ()) -> Schedule:
    """Return the schedule of the latest terms of an agreement.

    `outcomes` are what running its worked examples has found (standing.worked.run); without them the annex prints what
    is expected alone.
    """
    day, terms = agreement.versions[-1]
    return schedule_of_terms(terms, amendments=agreement.amendments, day=day, outcomes=outcomes)


def schedule_of_terms(
    terms: Terms, *, amendments: Sequence[Amendment] = (), day: date | None = None, outcomes: Sequence[Outcome] = ()
) -> Schedule:
    """Return the schedule of terms that hold from a day (the start of the term if none is told)."""
    book = book_of(terms)
    since = day or terms.starts
    sections: tuple[Section | None, ...] = (
        definitions(book),
        facts(book),
        metrics(book),
        milestones(book),
        *clauses(book),
        accounts(book),
        time(book),
        relief(book),
        disputes(book),
        restatement(book),
        views(book),
        examples(book, outcomes),
        misread(book),
    )
    return numbered(
        Schedule(
            title=terms.title,
            version=f"{terms.digest[:4]}…{terms.digest[-4:]}",
            day=since,
            opening=opening(book, amendments, since),
            sections=tuple(section for section in sections if section is not None),
        )
    )
