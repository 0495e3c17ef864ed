"""Section 3: the table of metrics, and the milestones."""

from __future__ import annotations

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
    ]
    notes = [Paragraph(text=f"{named(m.name)}: {plain(m.says)}", kind="note") for m in found if m.says]
    return Section(title="Metrics", blocks=(*blocks, *notes), key="metrics")


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
        head=("Milestone", "Owed by", "Due", "Evidence", "Serves"),
        rows=tuple(_milestone(book, one) for one in found),
        widths=(4, 3, 4, 5, 3),
    )
    rule = (
        "A milestone is done on the day its completion is received with the evidence. Days late are counted from its "
        "due day to that day, before it to the day of evaluation. Until its due day has passed it is not yet due."
    )
    notes = [Paragraph(text=f"{named(m.name)}: {plain(m.says)}", kind="note") for m in found if m.says]
    return Section(title="Milestones", blocks=(Item(text=rule, below=(table,)), *notes), key="milestones")


def _milestone(book: Book, milestone: Milestone) -> tuple[str, ...]:
    due = milestone.due
    said = point(due, plain_speech(book)) if isinstance(due, Deadline) else UNSET if isinstance(due, Unset) else ""
    return (
        strong(named(milestone.name)),
        capital(book.party(milestone.owed_by)) if milestone.owed_by else "Not said",
        capital(said),
        capital(plain(milestone.evidence)) or "None stated",
        listed([named(name) for name in milestone.serves]) or "No objective",
    )
