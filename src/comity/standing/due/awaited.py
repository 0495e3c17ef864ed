"""The open steps of cases as lines of the docket: notice, cure, election, payment, level of a ladder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.formula.env import GRAINS
from comity.agreement.model import Agreement, Clause, Step, Terms
from comity.clauses.life.model import CaseRecord, Life, StepRecord, StepState
from comity.kernel.figure import Exact, Unknown
from comity.kernel.numbers import format_value
from comity.kernel.period import Grain
from comity.kernel.words import capital
from comity.kernel.words import day as in_words
from comity.standing.due.again import free_from
from comity.standing.due.because import case_words
from comity.standing.due.consequences import About, deed, if_lapsed, payers, plain
from comity.standing.due.deadlines import moved_by, time_until
from comity.standing.model import Due
from comity.standing.words import party_name

ONGOING = (StepState.OPEN, StepState.TOLLED)


def steps_due(agreement: Agreement, life: Life, *, as_of: date, until: date) -> Iterator[Due]:
    """Yield a line for every step of a case that is still to be done.

    A step whose last day is the day of evaluation is listed: it can be done until that day ends, although the standing,
    which speaks of the end of the day, has it as lapsed. What would follow it is then left out. So is a step that was
    done as often as it may be in the time that is left.
    """
    for case in life.cases:
        terms = agreement.as_of(case.period.first)
        clause = terms.clauses.get(case.clause)
        if clause is not None and case.withdrawn is None:
            for at, record in awaited(case, as_of):
                free = free_from(record, case, life, terms.calendar, as_of)
                if free is not None:
                    line = _line(case, at, record, About(terms, clause), life, as_of, until)
                    yield line if free == as_of else replace(line, why=_not_before(line.why, record, free, as_of))


def _not_before(why: str, record: StepRecord, free: date, as_of: date) -> str:
    return f"{why}; it may be done {record.step.again}, so not before {in_words(free, as_of)}"


def awaited(case: CaseRecord, as_of: date) -> list[tuple[int, StepRecord]]:
    """Return the steps of a case that can still be done on a day, with their place among its steps."""
    found: list[tuple[int, StepRecord]] = []
    last_day = False
    for at, record in enumerate(case.steps):
        if is_last_day(record, as_of):
            found.append((at, record))
            last_day = True
        elif record.state in ONGOING and not (last_day and record.opened == as_of):
            found.append((at, record))
    return found


def is_last_day(record: StepRecord, as_of: date) -> bool:
    """Tell whether a day is the last one of a step that awaits somebody and has not been done on it."""
    ran_out = record.state is StepState.LAPSED and record.ended == record.due == as_of
    return ran_out and not record.reason and bool(record.step.modal or record.step.level)


def _line(case: CaseRecord, at: int, record: StepRecord, about: About, life: Life, as_of: date, until: date) -> Due:
    step, terms = record.step, about.terms
    tolled = record.state is StepState.TOLLED
    due = None if tolled else record.due
    same = Counter(other.name for other in case.steps[:at])[record.name]
    return Due(
        kind=kind_of(record),
        what=deed_words(record, about),
        party=", ".join(actors(step, about.clause)),
        modal=modal_of(record),
        clause=case.clause,
        scope=case.scope,
        period=case.period,
        rule=case.rule,
        step=record.name,
        due=due,
        state="tolled" if tolled else _state(due, as_of, until, waits=step.when is not None),
        why=_why(case, record, life, terms, as_of),
        if_nothing=_if_nothing(case, record, about, as_of),
        opened=record.opened,
        left=time_until(due, as_of, step.within, terms.calendar) if due is not None else None,
        moved=_moved(case, record, life, terms) if due is not None else "",
        key="/".join(
            ["case", case.clause, *(name for _, name in case.scope), case.period.name, case.rule or "dispute",
             record.name, *([str(same + 1)] if same else [])]
        ),
    )  # fmt: skip


def _state(due: date | None, as_of: date, until: date, *, waits: bool) -> str:
    if due is None or (waits and due < as_of):
        return "open"
    if due < as_of:
        return "overdue"
    return "due" if due <= until else "later"


def kind_of(record: StepRecord) -> str:
    """Return what kind of line a step is."""
    step = record.step
    if record.level or step.level:
        return "level"
    if step.choose:
        return "choice"
    if step.pay is not None and step.modal:
        return "payment"
    return "step" if step.modal else "condition"


def actors(step: Step, clause: Clause) -> tuple[str, ...]:
    """Return who can act: whom the step names; at a level of a ladder either side, by settling, and who decides."""
    if step.who or not step.level:
        return step.who
    return tuple(dict.fromkeys((*_sides(clause), step.level)))


def modal_of(record: StepRecord) -> str:
    """Return whether who acts must or may; at a level of a ladder either side may settle."""
    return record.step.modal or ("may" if record.step.level else "")


def _sides(clause: Clause) -> list[str]:
    return [part.strip() for side in (clause.owed_by, clause.owed_to) for part in side.split(",")]


# -- the act ----------------------------------------------------------------------------------


def deed_words(record: StepRecord, about: About) -> str:
    """Return the act that a step awaits, with the step's name where it has one of its own."""
    step = record.step
    ways = []
    if step.do or step.choose:
        ways.append(deed(replace(step, pay=None), about))
    if step.pay is not None and step.modal:
        ways.append(_payment(record, about))
    if step.level and not step.do:
        ways.append("settle or decide")
    if step.when is not None:
        ways.append(
            f"until {plain(step.when.text)}" if ways or step.modal else f"watched until {plain(step.when.text)}"
        )
    return _named(" or ".join(ways) or "act", record)


def _named(said: str, record: StepRecord) -> str:
    """Return an act with the step's own name: before a choice or what nobody does, behind anything else."""
    step, name = record.step, record.name
    if name in ("", step.do, said) or name in said or (name.startswith("pay ") and name != step.name):
        return capital(said)
    if step.choose or step.level or not step.modal:
        return f"{capital(name)}: {said.removeprefix('choose: ')}"
    return f"{capital(said)} ({name})"


def _payment(record: StepRecord, about: About) -> str:
    payee = party_name(about.terms, payers(record.step, about.clause)[1])
    if isinstance(record.amount, Exact):
        return f"pay {payee} {format_value(record.amount, about.terms.currency or '')}"
    reason = f" ({record.amount.reason})" if isinstance(record.amount, Unknown) else ""
    return f"pay {payee} a sum that is not known yet{reason}"


# -- why, and what if nothing is done ---------------------------------------------------------


def _why(case: CaseRecord, record: StepRecord, life: Life, terms: Terms, as_of: date) -> str:
    said = case_words(case, life, terms)
    since = tolled_since(case, life, terms) if record.state is StepState.TOLLED else None
    return f"{said}; clock stands still since {in_words(since, as_of)}" if since is not None else said


def _if_nothing(case: CaseRecord, record: StepRecord, about: About, as_of: date) -> str:
    if record.state is StepState.TOLLED:
        return "Nothing lapses while the dispute lasts; then the time left runs on."
    if record.step.when is not None and record.due is not None and record.due < as_of:
        return f"It waits for the facts of the periods up to {in_words(record.due, as_of)}."
    following = next_level(case, record, about.terms) if record.level else None
    said = if_lapsed(record.step, about, next_level=following)
    if record.step.unless is not None:
        said += f" The same follows as soon as {plain(record.step.unless.text)}."
    return said


def next_level(case: CaseRecord, record: StepRecord, terms: Terms) -> str:
    """Return the level of a ladder that follows a step, "" after the last; levels passed over do not count."""
    passed = [other.step.place for other in case.steps if other.state is StepState.PASSED_OVER and other.level]
    after = _after(record.step, terms)
    return next((step.level or step.name for step in after if step.place not in passed), "")


def _after(step: Step, terms: Terms) -> Sequence[Step]:
    for levels in terms.ladders.values():
        places = [level.place for level in levels]
        if step.place in places:
            return levels[places.index(step.place) + 1 :]
    return ()


def tolled_since(case: CaseRecord, life: Life, terms: Terms) -> date | None:
    """Return the day on which the ladder was opened that stops the clocks of a case, None if none runs."""
    running: list[date] = []
    for other in life.cases_of(case.clause, case.scope, case.period.name):
        opened = ladders_opened(other, terms)
        if opened and any(record.level and record.state in ONGOING for record in other.steps):
            running.append(opened[-1][1])
    return max(running, default=None)


def ladders_opened(case: CaseRecord, terms: Terms) -> list[tuple[str, date]]:
    """Return the ladders opened in a case, by dispute or by a step, with the day: that of their first level."""
    first = {levels[0].place: name for name, levels in terms.ladders.items() if levels}
    return [(first[r.step.place], r.opened) for r in case.steps if r.level and r.step.place in first]


# -- the day ----------------------------------------------------------------------------------


def _moved(case: CaseRecord, record: StepRecord, life: Life, terms: Terms) -> str:
    within = record.step.within
    if record.due is None or within is None or (within.duration is not None and within.duration.unit == "period"):
        return ""
    return moved_by(within, record.due, _anchors(case, record, life, terms), terms.calendar, _grain(record, terms))


def _anchors(case: CaseRecord, record: StepRecord, life: Life, terms: Terms) -> dict[str, date]:
    """Return the days from which the deadlines of a case count, as far as its record holds them."""
    found = {
        "": record.opened, "period start": case.period.first, "period end": case.period.last, "day": case.period.first,
        "starts": terms.starts,
    }  # fmt: skip
    row = life.rows.get((case.clause, case.scope, case.period.name), {})
    found |= {name: day for name, day in row.items() if isinstance(day, date)}
    for other in case.steps:
        if other.ended is not None and other.state in (StepState.DONE, StepState.LAPSED):
            found |= {word: other.ended for word in (other.name, other.step.do, other.step.level) if word}
    opened = [other.opened for other in case.steps if other.level]
    return found | ({"dispute": min(opened)} if opened else {})


def _grain(record: StepRecord, terms: Terms) -> Grain | None:
    nodes = [formula.node for formula in (record.step.when, record.step.unless) if formula is not None]
    names = [n.parts[0] for node in nodes for n in tree.names(node)]
    grains = [terms.metrics[name].every for name in names if name in terms.metrics]
    return min(grains, key=GRAINS.index) if grains else None
