"""How people do what a decision or a line of the docket asks of them: the act, as a command or as a line of a file.

Acts cannot be entered in the workplace yet (ADR 22). Where a record is kept a command signs them; where none is kept
they are lines of a file below `acts/` in the folder (docs/reference/acts.md).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comity.agreement.model import Step
from comity.clauses.life.model import CaseRecord, Life, StepRecord
from comity.kernel import exact, lexical
from comity.kernel.exact import Exact as Number
from comity.kernel.figure import Exact, Scope
from comity.kernel.words import and_list, period_name
from comity.opening.drafts.emit import Value, flow
from comity.standing.concerns import KIND as CONCERN
from comity.standing.due.awaited import awaited
from comity.standing.due.positions import without_position
from comity.standing.model import Due, Standing

FOLDER = "FOLDER"
"""What stands for the folder of the alliance in a command, as on the other pages; values that whoever acts fills in
are written in capitals too."""
AMOUNT = "AMOUNT"
OF_ACCOUNTS = frozenset({"settlement", "receipt"})
BY_ACT = OF_ACCOUNTS | {"position", "claim", CONCERN, "milestone", "acceptance", "step", "choice", "payment", "level"}
"""The kinds of lines of the docket that acts do; others wait for facts, people or figures."""
ANSWERS, POSITIONS, ANSWER = ("accept", "reject"), ("waive", "reserve"), "answer"


def command(*words: str) -> str:
    """Return a command of Comity as it is typed."""
    return shlex.join(["comity", *words])


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act by its keys (docs/reference/acts.md); `values` are what it carries, by name."""

    do: str
    about: str
    choose: str = ""
    by: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def command(self) -> str:
        """The command that records it."""
        about, values = self.about.split(), dict(self.values)
        if self.do in POSITIONS or self.do in ("notice", "settle"):
            words = [self.do, FOLDER, *about]
        elif self.do == ANSWER:
            words = ["respond", FOLDER, ANSWER, *about, "--says", "WORDS"]
        elif self.do in ANSWERS:
            words = ["respond", FOLDER, self.do, *about]
        elif self.do == "choose":
            words = ["elect", FOLDER, self.choose, *about]
        elif self.do == "pay":
            words = ["pay", FOLDER, *about, "--amount", values.pop("amount")]
        else:
            words = ["act", FOLDER, self.do, *about, *(["--by", self.by] if self.by else [])]
        for name, value in values.items():
            words += ["--with", f"{name}={value}"]
        return command(*words)

    def line(self, day: str, party: str) -> str:
        """Return it as a line of a file of acts."""
        keys = {"on": day, "by": self.by or party, "do": self.do, "about": self.about, "choose": self.choose}
        told: dict[str, Value] = {key: value for key, value in keys.items() if value}
        if self.values:
            told["with"] = dict(self.values)
        return f"- {flow(told)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is to be done, by whom, and the ways to do it: as commands and as lines of a file of acts.

    `also` are further periods for which it is open.
    """

    what: str
    who: str
    commands: tuple[str, ...]
    lines: tuple[str, ...]
    also: str = ""


def way(line: Due, standing: Standing, *, what: str, who: str) -> Way | None:
    """Return how what a line of the docket asks for is done; None where no act does it."""
    acts = list(_acts(line, standing))
    if not acts:
        return None
    day, party = standing.as_of.isoformat(), line.parties[0] if line.parties else ""
    return Way(
        what=what, who=who, commands=tuple(one.command for one in acts), also=_also(line, standing),
        lines=tuple(one.line(day, party) for one in acts),
    )  # fmt: skip


def in_text(found: Way | None, standing: Standing) -> str:
    """Return the ways in one line of text, as they are where a record is kept or none is; "" for none."""
    if found is None:
        return ""
    kept = bool(standing.signed)
    return f"by {' or '.join(found.commands)}" if kept else f"by a line below acts/: {' or '.join(found.lines)}"


def _also(line: Due, standing: Standing) -> str:
    if line.kind != "position" or line.period is None:
        return ""
    where = line.clause, line.scope
    missed = without_position(_alone(standing.life, *where), as_of=standing.as_of).get(where, ())
    return and_list([period_name(one.period) for one in missed if one.period.name != line.period.name], 6)


def _alone(life: Life, clause: str, scope: Scope) -> Life:
    """Return what became of one clause for one member: of many, nothing else is worth looking at for a line."""
    verdicts = tuple(one for one in life.verdicts.get(clause, ()) if one.scope == scope)
    cases = tuple(one for one in life.cases if (one.clause, one.scope) == (clause, scope))
    return replace(life, verdicts={clause: verdicts}, cases=cases)


# -- the acts ---------------------------------------------------------------------------------


def _acts(line: Due, standing: Standing) -> Iterator[Act]:
    about = _about(line.clause, line.scope, line.period.name if line.period is not None else "")
    if line.kind == "position":
        yield from (Act(do=do, about=about) for do in POSITIONS)
    elif line.kind == "claim":
        yield from (Act(do=do, about=about) for do in ANSWERS)
    elif line.kind == CONCERN:
        yield Act(do=ANSWER, about=line.step)
    elif line.kind in ("milestone", "acceptance"):
        yield from _of_milestone(line)
    elif line.kind in OF_ACCOUNTS:
        yield from _of_account(line, standing.terms.currency or "")
    elif (found := _record(line, standing)) is not None:
        yield from _of_step(found, about, standing.terms.currency or "")


def _about(clause: str, scope: Scope, period: str) -> str:
    return " ".join(filter(None, [clause, *(member for _, member in scope), period]))


def _of_milestone(line: Due) -> Iterator[Act]:
    name = line.key.split("/")[1]
    if line.kind == "milestone":
        yield Act(do="complete", about=name)
    else:
        yield Act(do="accept", about=name)
        yield Act(do="reject", about=name, values=(("reason", "REASON"),))


def _of_account(line: Due, currency: str) -> Iterator[Act]:
    """Yield how a settlement is paid, or a payment answered; several settlements at once are the oldest debt."""
    period = line.period or line.settles
    about = _about(line.table, (), period.name if period is not None else "")
    if line.kind == "settlement":
        yield Act(do="pay", about=about, values=(("amount", _sum(line.amount, currency)),))
    else:
        yield from (Act(do=do, about=about) for do in ANSWERS)


def _record(line: Due, standing: Standing) -> StepRecord | None:
    """Return the open step of a case that a line is about."""
    for case in standing.life.cases if line.key.startswith("case/") else ():
        if _is_of(line, case):
            for _, record in awaited(case, standing.as_of):
                if (record.name, record.opened) == (line.step, line.opened):
                    return record
    return None


def _is_of(line: Due, case: CaseRecord) -> bool:
    where = (line.clause, line.scope, line.rule, line.period)
    return where == (case.clause, case.scope, case.rule, case.period)


def _of_step(record: StepRecord, about: str, currency: str) -> Iterator[Act]:
    step = record.step
    carried = tuple((name, "VALUE") for name in step.carries)
    if step.do:
        yield Act(do=step.do, about=about, values=carried)
    for option in step.choose:
        yield Act(do="choose", about=about, choose=option, values=carried)
    if step.pay is not None and step.modal:
        yield Act(do="pay", about=about, values=(("amount", _sum(_left_of(record), currency)),))
    if step.level:
        yield from _of_level(step, about)


def _left_of(record: StepRecord) -> Number | None:
    """Return what is left to pay of the sum that a step awaits; None where it is not known."""
    if not isinstance(record.amount, Exact):
        return None
    return exact.sub(record.amount, record.paid) if isinstance(record.paid, Exact) else record.amount


def _sum(left: Number | None, currency: str) -> str:
    """Return a sum as an act says it, in full: whatever is rounded leaves something owed.

    It is AMOUNT where it is not known, is nothing, or has more digits than an act can say.
    """
    if left is None:
        return AMOUNT
    said = f"{currency} {exact.text(left)}"
    try:
        return said if exact.compare(lexical.money(said)[0], left) == 0 and left > 0 else AMOUNT
    except ValueError:
        return AMOUNT


def _of_level(step: Step, about: str) -> Iterator[Act]:
    """Yield how a level of a ladder ends: both parties settle, or who sits there decides."""
    yield Act(do="settle", about=about, values=(("outcome", "OUTCOME"),))
    if not step.do:
        yield Act(do="decide", about=about, by=step.level, values=(("outcome", "OUTCOME"),))
