"""What the standing holds; the CLI, the page, the PDF and the JSON are views of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from comity.agreement.model import Agreement, Terms
from comity.clauses.life.model import Life
from comity.clauses.model import Verdict
from comity.facts.model import Comparison
from comity.facts.surveyed import SurveyScore
from comity.kernel.deadline import Duration
from comity.kernel.figure import Exact, Figure, Scope
from comity.kernel.period import Period
from comity.kernel.problem import Problem
from comity.metrics.judges import Rating
from comity.scorecards.model import Score
from comity.standing.recorded import RecordState
from comity.standing.surveyed import SurveyStanding

if TYPE_CHECKING:
    # It brings numpy along, which most commands do without.
    from comity.scorecards.robust.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One line of the docket: what is due, by whom, by when, why, and what happens if nothing is done.

    `kind` is one of `facts`, `judgement` (a role has not judged what others have; `step` is the role), `milestone`,
    `step`, `choice`, `payment`, `level`, `condition` (nobody acts, figures decide), `claim` (a relief awaits an
    answer), `position` (a miss on which none was taken), `correction` (a number on which a dispute ended is to be
    reported), `final` (facts can soon no longer be corrected), `settlement` (what is left to pay of one),
    `receipt` (a payment awaits a word of who received it) and `proposal` (an agreement or amendment awaits a
    signature). `party` is who acts, several separated by commas, "" for nobody; `modal` says whether it `must` or
    `may`.

    `due` is the last day, None where no time is agreed or the clock stands still. `state` is `overdue`, `due` (within
    the horizon), `later`, `open` (no last day), `tolled`, or `payable` (a settlement whose day has come). `left` is the
    time left in the unit that the agreement counts, negative once it is over; `moved` says which holiday moved the
    day. `why` is the clause, its period and the figure against the threshold. `key` names the line for good: the same
    in every docket in which it stands. `amount` is what is to be paid of a settlement, None where it is not known, and
    `settles` the period of the only one that a line of old settlements is about. Neither is in the JSON document.
    """

    what: str
    due: date | None
    state: str
    if_nothing: str
    party: str = ""
    kind: str = "facts"
    modal: str = "must"
    table: str = ""
    clause: str = ""
    scope: Scope = ()
    period: Period | None = None
    rule: str = ""
    step: str = ""
    why: str = ""
    opened: date | None = None
    left: Duration | None = None
    moved: str = ""
    key: str = ""
    amount: Decimal | None = None
    settles: Period | None = None

    @property
    def parties(self) -> tuple[str, ...]:
        """Who acts, one by one."""
        return tuple(part.strip() for part in self.party.split(",") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that needs people: what happened, who decides, and what follows if nobody acts.

    `kind` is `missed`, `refused` (an act that counts for nothing), `open` (a step that follows from no miss),
    `claimed`, `disputed`, `overdue` or `undetermined`; `subject` is the clause or metric or table concerned (its
    name), `scope` the clause's member, `by` the date by which, if one is agreed. `line` is the key of the line of the
    docket that it rests on, "" without one.
    """

    kind: str
    subject: str
    title: str
    says: str
    who: tuple[str, ...]
    if_nothing: str
    by: date | None = None
    scope: Scope = ()
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A metric's agreed target for a period, and whether the figure reached it (None: cannot be said)."""

    metric: str
    period: Period
    scope: Scope
    value: Exact
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """A figure that was known and then became another: `was` until the day `on`, `became` from then.

    `moves` says that what rests on it was computed again. A correction that came after the last day to restate is
    recorded, and moves nothing.
    """

    metric: str
    period: Period
    scope: Scope
    was: Exact
    became: Exact
    unit: str
    on: date
    moves: bool = True

    @property
    def member(self) -> str:
        """The scope in words, or ""."""
        return ", ".join(name for _, name in self.scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One party's side of a judgement: its figure, what was judged by whom, and which of its roles have not.

    `roles` are those agreed. `figure` is None where the metric has one figure for the parties together. `anchors` are
    the levels nearest to the figure with their descriptions: its own level, or the one below and the one above.
    """

    party: str
    roles: tuple[str, ...]
    figure: Figure | None
    anchors: tuple[tuple[Exact, str], ...]
    ratings: tuple[Rating, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the parties judged of one thing for a period, side by side; it has no figure of its own, only the gap.

    `gap` is the highest figure of the sides less the lowest, in the metric's unit; None where it is not known, and
    `reason` says why. `scope` are the members other than the party.
    """

    metric: str
    period: Period
    scope: Scope
    sides: tuple[Side, ...]
    gap: Exact | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An alliance on the day `as_of`, from what was known on `known_at`.

    `figures` are keyed by metric, each in order of scope, then period, and dense: every period of the term that
    has begun by `as_of` is there, with its state. `verdicts` likewise by clause. `judgements` are keyed by judged
    metric, in order of scope, then period, for the periods that are over. `surveyed` are the scores of all closed
    waves, as figures and the scorecard read them. Where somebody in particular reads it (standing.visible),
    `reader` names the party and the bodies, and `withheld` what is not shown, or not all of it. `restated` are the
    figures that were corrected, by metric, in order of scope, then period, then day. `signed` are those who have
    signed the agreement in its record, nobody where none is kept; None where that was not asked. `recorded` is what
    the record holds by `known_at`, None for a folder without one. `moot` are the disputes of data that came too late
    to move anything, by the entry that raised each, with the last day on which one would have.
    """

    agreement: Agreement
    terms: Terms
    as_of: date
    known_at: date
    figures: Mapping[str, tuple[Figure, ...]]
    targets: Mapping[str, tuple[Target, ...]]
    verdicts: Mapping[str, tuple[Verdict, ...]]
    comparisons: tuple[Comparison, ...]
    score: Score | None
    decisions: tuple[Decision, ...]
    docket: tuple[Due, ...]
    life: Life
    problems: tuple[Problem, ...] = ()
    judgements: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)
    surveys: Mapping[str, SurveyStanding] = field(default_factory=dict)
    surveyed: tuple[SurveyScore, ...] = ()
    sensitivity: Sensitivity | None = None
    reader: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    restated: Mapping[str, tuple[Restated, ...]] = field(default_factory=dict)
    signed: tuple[str, ...] | None = None
    recorded: RecordState | None = None
    moot: Mapping[int, date] = field(default_factory=dict)
