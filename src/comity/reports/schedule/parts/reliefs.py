"""The relief that a clause allows: by when it is claimed, with which evidence, and what it does."""

from __future__ import annotations

from comity.agreement.model import Clause, Relief
from comity.reports.schedule.english.formula import value
from comity.reports.schedule.english.speech import Speech, relief_speech
from comity.reports.schedule.english.times import by
from comity.reports.schedule.english.words import capital, listed, named, quoted, sentences
from comity.reports.schedule.markup import plain, reference
from comity.reports.schedule.model import Item
from comity.reports.schedule.parts.facts import column_text


def reliefs(clause: Clause, speech: Speech) -> list[Item]:
    """Return an item with one paragraph for each relief; nothing where the clause allows none."""
    if not clause.relief:
        return []
    owner = capital(speech.book.party(clause.owed_by))
    text = f"{owner} may claim the following relief. How claims are made and tested is stated in {reference('relief')}."
    below = tuple(_relief(relief, speech) for relief in clause.relief.values())
    return [Item(text=text, title="Relief", below=below)]


def _relief(relief: Relief, speech: Speech) -> Item:
    values = [f"{named(name)} ({column_text(speech.book, column)})" for name, column in relief.carries.items()]
    stating = listed(["the first and last day of the event", *values])
    time = _time(relief, speech)
    evidence = f"Evidence: {plain(relief.evidence)}." if relief.evidence else "No particular evidence is required."
    text = sentences(
        f"It is claimed under the name {quoted(relief.name)} {time}, stating {stating}.",
        evidence,
        f"Effect: {_effect(relief, speech)}",
        f"Note: {plain(relief.says)}" if relief.says else "",
    )
    return Item(text=text, title=named(relief.name))


def _time(relief: Relief, speech: Speech) -> str:
    """Return by when a claim must come; without an anchor its time counts from the event."""
    if relief.within is None:
        return "at any time until the facts are final"
    said = by(relief.within, speech)
    return said.replace("after it opens", "(counted from the first day of the event)")


def _effect(relief: Relief, speech: Speech) -> str:
    period = speech.period
    match relief.effect:
        case "excuse":
            tested = speech.clause is not None and bool(speech.clause.relation)
            return f"the {period} is Excused{' if it would otherwise be Missed by the Raw Value' if tested else ''}."
        case "exclude":
            return (
                "the entries whose day lies within the event, and whose columns equal the values that the claim states "
                "under the names of columns, are left out of every sum, number, mean, smallest and greatest, and the "
                "test is taken again."
            )
        case "adjust" if relief.measure is not None:
            said = value(relief.measure.node, relief_speech(speech, relief.carries))
            return f"the test is taken again with the following in place of the Raw Value: {said}."
    return "due days move by the Delay (in days) stated in the claim and by no more, and the test is taken again."
