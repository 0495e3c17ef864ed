"""Steps as numbered paragraphs: what follows what is said by references, so that no step is nested in another.

A `Plan` walks the consequences of a rule or of a ladder's level in the order in which they can happen, gives each step
a paragraph of its own, and says a step that is written twice (by a YAML alias) only once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.agreement.formula import tree
from comity.agreement.formula.env import GRAINS
from comity.agreement.model import Step
from comity.reports.schedule.english.formula import condition
from comity.reports.schedule.english.speech import Speech, act_speech, later_speech
from comity.reports.schedule.english.times import by
from comity.reports.schedule.english.words import NOUNS, capital, plural, quoted, sentences
from comity.reports.schedule.markup import named_reference, plain, strong
from comity.reports.schedule.model import Item
from comity.reports.schedule.parts.acts import act_words, actors, again_words, carried, title_of
from comity.reports.schedule.parts.effects import effects, is_immediate, own_effects, payment

NOTHING = "the case ends"


@dataclass(slots=True)
class Plan:
    """The steps of one rule or level, as they get their paragraphs. `prefix` begins their keys."""

    prefix: str
    items: list[Item] = field(default_factory=list)
    known: list[tuple[Step, str]] = field(default_factory=list)

    def key_of(self, step: Step) -> str:
        """Return the key of a step that has a paragraph, "" of one that has none yet."""
        return next((key for known, key in self.known if known is step or known == step), "")

    def follow(self, consequences: Sequence[Step], speech: Speech) -> list[str]:
        """Return what happens, each as a sentence without its full stop; steps get their paragraphs on the way."""
        said: list[str] = []
        for step in consequences:
            if is_immediate(step):
                said += self._at_once(step, speech)
            else:
                said.append(f"{named_reference(self.paragraph(step, speech))} applies")
        return said

    def _at_once(self, step: Step, speech: Speech) -> list[str]:
        guard = f"if {condition(step.condition.node, speech)}, " if step.condition is not None else ""
        own = list(effects(step, speech))
        after = [f"{guard}{said}" for said in self.follow(step.then, speech)]
        return own + after

    def paragraph(self, step: Step, speech: Speech) -> str:
        """Give a step, or what happens at once, a paragraph of its own, and return its key."""
        key = self.key_of(step)
        if key:
            return key
        key = f"{self.prefix} {len(self.known) + 1}"
        self.known.append((step, key))
        position = len(self.items)
        self.items.append(Item(text="", key=key))
        if is_immediate(step):
            self.items[position] = Item(text=f"{capital(together(self._at_once(step, speech)))}.", key=key)
        else:
            self.items[position] = self._item(step, key, speech)
        return key

    def _item(self, step: Step, key: str, speech: Speech) -> Item:
        after = act_speech(speech, step)
        done = [*own_effects(step, after), *self.follow(step.then, after)]
        options = [
            Item(text=f"{strong(quoted(name))}: {capital(together(self.follow(then, after)))}.")
            for name, then in step.choose.items()
        ]
        lapsed = self.follow(step.otherwise, speech)
        text = sentences(opening(step, speech), self._outcome(step, done, lapsed), choices(step))
        return Item(text=text, title=title_of(step), key=key, below=tuple(options))

    @staticmethod
    def _outcome(step: Step, done: list[str], lapsed: list[str]) -> str:
        timely = " in time" if step.within is not None else ""
        parts = []
        if step.choose and not done:
            pass
        elif done or not step.otherwise:
            parts.append(f"If this is done{timely}, {together(done)}.")
        if lapsed:
            parts.append(f"If it is not done{timely}, {together(lapsed)}.")
        elif step.within is not None or step.unless is not None:
            parts.append(f"If it is not done{timely}, {no_consequence(step)}.")
        return sentences(*parts)


def together(said: Sequence[str]) -> str:
    """Return several consequences as one sentence part; they happen at once, in this order."""
    if not said:
        return NOTHING
    if len(said) == 1:
        return said[0]
    return "the following happens at once, in this order: " + "; ".join(
        f"({n}) {part}" for n, part in enumerate(said, 1)
    )


def no_consequence(step: Step) -> str:
    """Return what is said where nothing is agreed for the case that a step is not done."""
    return "no consequence is agreed, and the case ends" if step.modal == "must" else NOTHING


def choices(step: Step) -> str:
    """Return the sentence that introduces the options of a step."""
    return "The options are:" if step.choose else ""


# -- the sentences of a step ------------------------------------------------------------------


def opening(step: Step, speech: Speech) -> str:
    """Return the sentences that say who may or shall do what by when, and what else ends the step."""
    guard = ""
    if step.condition is not None:
        claim = condition(step.condition.node, speech)
        guard = f"This opens only if {claim}; otherwise it is passed over and nothing follows."
    per = speech.clause.per if speech.clause else ()
    note = f"Note: {plain(step.says)}" if step.says else ""
    return sentences(guard, *_awaited(step, speech), carried(step, speech.book), again_words(step, per), note)


def _awaited(step: Step, speech: Speech) -> list[str]:
    later = later_speech(speech)
    time = deadline(step, speech)
    said = _acts(step, speech, time)
    if step.when is not None:
        claim = condition(step.when.node, later)
        also = "It is also done" if said else "This is done"
        within = "" if said else f", {time}"
        periods = plural(periods_of(step, speech))
        looked = (
            ""
            if in_periods(step)
            else f"Only {periods} that begin after the Measured Day of what opened it are looked at."
        )
        said.append(sentences(f"{also} as soon as {claim}{within}.", looked))
    if step.unless is not None:
        claim = condition(step.unless.node, later)
        said.append(f"It lapses as soon as {claim}, even where it could be done at the same time.")
    return said


def _acts(step: Step, speech: Speech, time: str) -> list[str]:
    book, ways = speech.book, []
    who = actors(step, book) if step.modal else ""
    if step.do:
        ways.append(act_words(step.do))
    if step.choose:
        ways.append("choose, once and irrevocably, one of the options below")
    if step.pay is not None and step.modal:
        ways.append(_payment(step, speech))
    if not ways:
        if step.modal and step.when is None:
            ways.append(f"perform {quoted(title_of(step))}")
        else:
            return []
    said = f"{capital(who)} {' or '.join(ways)}" if who else capital(" or ".join(ways))
    last = " Done is what the last of them does." if step.modal == "must" and len(step.who) > 1 else ""
    return [f"{said} {time}.{last}"]


def _payment(step: Step, speech: Speech) -> str:
    """Return an awaited payment: `pay the Licensor an amount equal to …, in full; parts add up`."""
    what = payment(step, speech, "shall").split(" shall pay ", 1)[1]
    stands_in = f"for {speech.book.party(step.payer)} " if step.payer and (step.payer,) != step.who else ""
    return f"pay {stands_in}{what} (in full; payments in part add up)"


def in_periods(step: Step) -> bool:
    """Say whether the time of a step is itself a number of periods that begin after what opened it."""
    within = step.within
    return within is not None and within.duration is not None and within.duration.unit == "period" and not within.anchor


def deadline(step: Step, speech: Speech) -> str:
    """Return the time for a step: `within 60 days after the end of the Month`."""
    if step.within is None:
        return "without a time limit"
    return by(step.within, speech, periods_of(step, speech))


def periods_of(step: Step, speech: Speech) -> str:
    """Return the noun of a step's periods: those of the finest metric in `when` and `unless`, else the clause's."""
    metrics = speech.book.terms.metrics
    formulas = [formula for formula in (step.when, step.unless) if formula is not None]
    used = [metrics[n.parts[0]].every for f in formulas for n in tree.names(f.node) if n.parts[0] in metrics]
    return NOUNS[min(used, key=GRAINS.index)] if used else speech.period
