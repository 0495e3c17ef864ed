"""What became of obligations, as a sheet shows it: open cases, reliefs, accounts, changed terms, refused acts."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reports.view.model import Chip, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step in the life of a case: its state, day, who acts, what came of it; of an open one what follows.

    The labels say how it ends: nobody does what figures decide. `now` marks the step that comes next.
    """

    chip: Chip
    when: str
    left: str
    title: str
    who: str
    says: str = ""
    if_done: str = ""
    if_nothing: str = ""
    done_label: str = "If done"
    nothing_label: str = "If nothing is done"
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """The life of a case: what opened it, and its steps in their order; `clause` is the name of its clause."""

    id: str
    chip: Chip
    title: str
    period: str
    why: str
    steps: tuple[StepView, ...]
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesView:
    """The open cases, those whose next day comes first, and how many more there are."""

    cases: tuple[CaseView, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefView:
    """A relief claimed for a period: raw and adjusted side by side, and how the other party answered.

    `name` is that of the clause; `about` the clause, member and period that the figures are of, empty without them.
    """

    clause: str
    period: str
    relief: str
    claimed: str
    event: str
    raw: Shown
    adjusted: Shown
    chip: Chip
    answer: str
    name: str = ""
    about: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A line of a remedy account: when it was booked and why, its amount, the balance after it, and how it stands.

    `amount` runs from who owes the account to whom it is owed; the other way it has a minus. `difference` marks what a
    restatement or a cap changed later. `day` is the day as an ISO date; `plain` and `after` are the amount and the
    balance as bare numbers.
    """

    when: str
    what: str
    how: str
    amount: Shown
    balance: str
    chip: Chip
    settles: str
    difference: bool
    day: str = ""
    plain: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """A remedy account: its latest entries with the running balance, and what the whole comes to."""

    id: str
    title: str
    says: str
    opening: str
    entries: tuple[EntryView, ...]
    open: tuple[str, ...]
    total: str
    total_says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A term that a step has changed, and the days on which it holds."""

    term: str
    value: str
    holds: str
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedView:
    """An act that counts for nothing, and why."""

    when: str
    who: str
    what: str
    about: str
    why: str
    place: str
