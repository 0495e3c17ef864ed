"""Disputes: each ladder with its levels, their clocks, branches, rules and seats."""

from __future__ import annotations

from comity.agreement.model import Step
from comity.reports.schedule.english.formula import condition
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import Speech, clause_key, ladder_key, ladder_speech
from comity.reports.schedule.english.words import capital, listed, named, quoted, sentences
from comity.reports.schedule.markup import plain, reference
from comity.reports.schedule.model import Block, Item, Section
from comity.reports.schedule.parts.acts import act_words, actors, carried
from comity.reports.schedule.parts.steps import Plan, deadline, together


def disputes(book: Book) -> Section:
    """Return the section of disputes."""
    blocks: list[Block] = [_ladder(book, name, steps) for name, steps in book.terms.ladders.items()]
    if not blocks:
        blocks.append(Item(text="No procedure for disputes is agreed in this Schedule.", title="Procedure"))
    text = (
        "A party may dispute a fact, a figure or the result of a test, in good faith, until the facts of the period "
        "are final. A dispute stops, from that day until its procedure ends, the time of every open step of the "
        "disputing party in that case, and so whatever would follow from it; the time limit moves by the days stopped "
        "(of Business Days, those unused start again the day after). Steps already lapsed, rights of the other party "
        "already open, and other periods and members are not affected. What is not disputed stays due."
    )
    blocks.append(Item(text=text, title="Effect of a dispute"))
    return Section(title="Disputes", blocks=tuple(blocks), key="disputes")


def _ladder(book: Book, name: str, steps: tuple[Step, ...]) -> Item:
    users = [clause for clause in book.terms.clauses.values() if clause.ladder == name]
    speech = ladder_speech(book, users)
    plan = Plan(prefix=f"level {name}")
    levels = [_level(step, number, speech, plan) for number, step in enumerate(steps)]
    used = (
        f" It takes the disputes of {listed([reference(clause_key(clause.name)) for clause in users])}."
        if users
        else ""
    )
    text = (
        f"The following levels are gone through one after another.{used} The first opens with the dispute, or when the "
        "matter is sent here; each other one opens when the level before it has lapsed, or was done if that level "
        "awaits an act of its own. Unless a level awaits an act of its own, it is ended by a settlement of both "
        "parties or by a decision of the body or stage that it is named after. Either ends the procedure, with the "
        "outcome that the objection is upheld (the miss falls away), that it is dismissed, or with the terms settled "
        "or decided."
    )
    below = (*levels, *plan.items)
    return Item(text=text, title=f"Procedure {quoted(named(name))}", key=ladder_key(name), below=below)


def _level(step: Step, number: int, speech: Speech, plan: Plan) -> Item:
    book = speech.book
    guard = ""
    if step.condition is not None:
        guard = f"Only if {condition(step.condition.node, speech)}; otherwise this level is passed over."
    rules = f"under {plain(step.procedure)}" if step.procedure else ""
    seat = f"with its seat in {plain(step.seat)}" if step.seat else ""
    ruled = f"It is conducted {' '.join(part for part in (rules, seat) if part)}." if rules or seat else ""
    text = sentences(
        guard, _ended_by(step, speech), ruled, carried(step, book), _follows(step, speech, plan), _note(step)
    )
    key = f"level {plan.prefix} {number}"
    return Item(text=text, title=capital(step.level or step.name or step.do), key=key)


def _ended_by(step: Step, speech: Speech) -> str:
    time = deadline(step, speech)
    if step.do:
        who = actors(step, speech.book) if step.modal else "the parties shall"
        return f"{capital(who)} {act_words(step.do)} {time}."
    who = f"It is conducted by {speech.book.actors(step.who)}." if step.who else ""
    if step.when is not None:
        return sentences(f"This level is done as soon as {condition(step.when.node, speech)}, {time}.", who)
    return sentences(f"Settlement or decision {time}.", who)


def _follows(step: Step, speech: Speech, plan: Plan) -> str:
    done = f"If this is done, {together(plan.follow(step.then, speech))}." if step.then else ""
    lapsed = f"If it is not done, {together(plan.follow(step.otherwise, speech))}." if step.otherwise else ""
    return sentences(done, lapsed)


def _note(step: Step) -> str:
    return f"Note: {plain(step.says)}" if step.says else ""
