"""Section 3: the table of metrics, and the milestones."""

from __future__ import annotations

from collections.abc import Collection

from comity.agreement.formula import tree
from comity.agreement.model import Formula, Metric, Milestone, Unset
from comity.kernel.deadline import Deadline
from comity.kernel.numbers import PERCENT
from comity.reports.schedule.english.formula import value
from comity.reports.schedule.english.names import MILESTONES, Book
from comity.reports.schedule.english.speech import metric_speech, plain_speech
from comity.reports.schedule.english.terms import UNSET, term_text
from comity.reports.schedule.english.times import point, rounded
from comity.reports.schedule.english.words import NOUNS, capital, listed, named, sentences
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Block, Item, Paragraph, Section, Table
from comity.reports.schedule.parts.facts import sources
from comity.reports.schedule.parts.judged import judged


def metrics(book: Book) -> Section | None:
    """Return the section of metrics; None where the agreement has none."""
    found = book.terms.metrics.values()
    if not found:
        return None
    table = Table(
        caption="Metrics",
        head=("Metric", "Definition", "Measured and rounded", "Source and owner", "Target"),
        rows=tuple(_row(book, metric) for metric in found),
        widths=(4, 6, 5, 4, 3),
    )
    blocks: list[Block] = [
        Item(text="The following metrics are computed from the facts owed:", title="Metrics", below=(table,)),
        Item(
            text="A target is what the parties aim at. Nothing follows from a target that is not reached; what has "
            "consequences is stated in the clauses.",
            title="Targets",
        ),
        *judged(book),
    ]
    notes = [Paragraph(text=f"{named(m.name)}: {_said(m)}", kind="note") for m in found if m.says]
    return Section(title="Metrics", blocks=(*blocks, *notes), key="metrics")


def _said(metric: Metric) -> str:
    """Return what is said of a metric, and of which entry of the catalogue, in which version, it is."""
    name, _, version = metric.catalogue.partition(" ")
    source = f" (Comity catalogue, {named(name)}, version {version or 'of the day'})" if name else ""
    return f"{plain(metric.says)}{source}"


def _row(book: Book, metric: Metric) -> tuple[str, ...]:
    speech = metric_speech(book, metric)
    title = plain(metric.title) if metric.title.lower() != named(metric.name).lower() else ""
    serves = f"Serves {listed([named(name) for name in metric.serves])}." if metric.serves else ""
    return (
        sentences(strong(named(metric.name)) + (":" if title else ""), f"{title}." if title else "", serves),
        capital(value(metric.formula.node, speech)) + ".",
        _measured(metric),
        capital(sources(book, list(tables_under(book, metric.formula)))) or "No report",
        _target(book, metric),
    )


def _measured(metric: Metric) -> str:
    members = f", for each {' and '.join(named(column) for column in metric.per)}" if metric.per else ""
    unit = "As a percentage." if metric.unit == PERCENT else f"In {plain(metric.unit)}." if metric.unit else ""
    rounding = f"Rounded {rounded(metric.round)}." if metric.round else "Not rounded."
    better = f"{metric.better.capitalize()} is better." if metric.better else ""
    return sentences(f"Each {NOUNS[metric.every]}{members}.", unit, rounding, better)


def _target(book: Book, metric: Metric) -> str:
    return "None" if metric.target is None else capital(term_text(metric.target, metric_speech(book, metric)))


def tables_under(book: Book, formula: Formula) -> dict[str, None]:
    """Return the reports a formula rests on, directly or through metrics and settings, each once."""
    found: dict[str, None] = {}
    pending, seen = [formula.node], set[str]()
    while pending:
        for name in tree.names(pending.pop()):
            first = name.parts[0]
            if first in book.terms.facts or first == MILESTONES:
                found[first] = None
            elif first in book.terms.metrics and first not in seen:
                seen.add(first)
                pending.append(book.terms.metrics[first].formula.node)
    return found


# -- milestones -------------------------------------------------------------------------------


def milestones(book: Book) -> Section | None:
    """Return the section of milestones; None where the agreement has none."""
    found = book.terms.milestones.values()
    if not found:
        return None
    table = Table(
        caption="Milestones",
        head=("Milestone", "Owed by", "Due", "Accepted by", "Worth", "Evidence", "Serves"),
        rows=tuple(_milestone(book, one) for one in found),
        widths=(4, 3, 4, 4, 3, 4, 3),
    )
    blocks: list[Block] = [Item(text=_rule(found), title="Completion", below=(table,))]
    if any(one.accepted_by for one in found):
        blocks.append(Item(text=_acceptance(found), title="Acceptance"))
    if any(one.worth for one in found):
        blocks.append(Item(text=_EARNED, title="Worth"))
    notes = [Paragraph(text=f"{named(m.name)}: {plain(m.says)}", kind="note") for m in found if m.says]
    return Section(title="Milestones", blocks=(*blocks, *notes), key="milestones")


_EARNED = (
    "What a milestone is worth is earned on the day it is done or, where a party accepts it, on the day it is "
    "accepted. Nothing is to be paid for that reason alone: what is paid is stated in the clauses."
)


def _rule(found: Collection[Milestone]) -> str:
    """Say when a milestone is done, and to which period it belongs."""
    by = "the party that owes it" if all(one.owed_by for one in found) else "the party that owes it, where one is named"
    return (
        f"A milestone is done on the day its completion by {by} is received with the evidence. Days late are counted "
        "from its due day to that day, before it to the day of evaluation. Until its due day has passed it is not yet "
        "due. In metrics a milestone belongs to the period of its due day; a figure that counts days late of a "
        "milestone not yet done is provisional, and no clause is judged by it until it is done."
    )


def _acceptance(found: Collection[Milestone]) -> str:
    """Say who accepts, what a rejection does, and what silence does."""
    silence = "Silence accepts nothing."
    timed = [one for one in found if one.accepted_by and one.within]
    if timed:
        silence = (
            "Where a time is stated, it runs from the day of completion, and if nothing is said by the end of its last "
            "day, the milestone is deemed accepted on that day."
        )
        if len(timed) < len([one for one in found if one.accepted_by]):
            silence += " Where none is stated, silence accepts nothing."
    return (
        "The party named accepts or rejects a milestone once it is complete. A rejection states its reason; the "
        f"milestone is then not done until it is completed again. {silence}"
    )


def _milestone(book: Book, milestone: Milestone) -> tuple[str, ...]:
    due = milestone.due
    said = point(due, plain_speech(book)) if isinstance(due, Deadline) else UNSET if isinstance(due, Unset) else ""
    title = plain(milestone.title) if milestone.title.lower() != named(milestone.name).lower() else ""
    return (
        strong(named(milestone.name)) + (f": {title}" if title else ""),
        capital(book.party(milestone.owed_by)) if milestone.owed_by else "Not said",
        capital(said),
        _accepted_by(book, milestone),
        value(milestone.worth.node, plain_speech(book)) if milestone.worth else "Nothing stated",
        capital(plain(milestone.evidence)) or "None stated",
        listed([named(name) for name in milestone.serves]) or "No objective",
    )


def _accepted_by(book: Book, milestone: Milestone) -> str:
    if milestone.accepted_by is None:
        return "Nobody"
    within = f", within {milestone.within} of completion" if milestone.within else ""
    return f"{capital(book.party(milestone.accepted_by))}{within}"
