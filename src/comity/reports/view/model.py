"""What a sheet shows, with every text ready: the page and the PDF only lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.reports.charts.difference import Comparing
from comity.reports.charts.series import Series
from comity.reports.charts.stability import StabilityChart

if TYPE_CHECKING:
    # The parts of a judgement are made of the texts and chips of this module.
    from comity.reports.view.judgement_model import JudgementView
    from comity.reports.view.life_model import AccountView, CasesView, ChangeView, RefusedView, ReliefView
    from comity.reports.view.survey_model import SurveyView


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in text; `note` is the number of its derivation, 0 where there is none."""

    text: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """An icon (charts.marks) with its word."""

    mark: str
    word: str


About = tuple[str, str]
"""What something is about: `table`, `clause` or `metric`, and its name; ("", "") for nothing that has a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision: when, what, who, and what follows if nobody acts. `link` is the id of what it is about.

    `overdue` says that the day under `when` has gone by; `about` is what has a page of its own where there are pages.
    `yours` says that the reader's own side is among those who decide; it is never said to a reader of all sides.
    """

    chip: Chip
    when: str
    left: str
    title: str
    says: str
    who: str
    if_nothing: str
    link: str
    dagger: bool
    overdue: bool = False
    about: About = ("", "")
    yours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause for one member: its latest verdict. `figure` holds the reason where there is no value.

    `status` is what was last declared for that period, `cases` are the ids of its open cases, `name` is the clause's.
    `next_day` is the next date as an ISO date, "" where none is set.
    """

    id: str
    chip: Chip
    state: Chip | None
    title: str
    dagger: bool
    owes: str
    figure: Shown
    figure_after: str
    has_value: bool
    period: str
    preposition: str
    test: str
    margin: str
    strong_margin: bool
    strip: tuple[Chip, ...]
    strip_label: str
    next_when: str
    next_what: str
    status: str = ""
    cases: tuple[str, ...] = ()
    name: str = ""
    next_day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausesView:
    """The clauses, in the order in which they need attention, and how many have which verdict.

    `counted` says what is counted where members are judged apart, and verdicts are more than clauses; "" else.
    """

    counts: tuple[Chip, ...]
    rows: tuple[ClauseRow, ...]
    counted: str = ""

    @property
    def dagger(self) -> bool:
        """Whether a row carries the dagger of what was added for illustration."""
        return any(row.dagger for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """What a dimension is made of: a figure against its anchors, or what people answered (`mark` people)."""

    title: str
    mark: str
    says: str
    score: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastView:
    """Numbers and people that say opposite things about one dimension or objective; `link` is the id of the survey."""

    about: str
    title: str
    numbers: str
    people: str
    themes: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DependenceView:
    """How far the score depends on its weights, short: sentences, the chart of weights and its table, the quarters."""

    says: tuple[str, ...]
    chart: StabilityChart | None = None
    twin: TwinTable | None = None
    quarters: TwinTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A dimension or the total: score or range, its bounds for the bar (0 to 120), what is covered.

    `parts` are the figures and the answers that it is made of.
    """

    title: str
    weight: str
    score: Shown
    low: float
    high: float
    bar_label: str
    coverage: str
    says: str
    dagger: bool = False
    parts: tuple[ScorePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardView:
    """The scorecard, the sentence about gates, and how far it depends on its weights where that was asked."""

    rows: tuple[ScoreRow, ...]
    total: ScoreRow
    gate: str
    dependence: DependenceView | None = None

    @property
    def dagger(self) -> bool:
        """Whether a row carries the dagger."""
        return any(row.dagger for row in self.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card: what, and its value; `mark` an icon before the label; `dagger` after it."""

    label: str
    value: Shown
    mark: str = ""
    dagger: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table twin: text, `mark` the icon of a state that is not final, or `why` for a reason in words."""

    text: str
    mark: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinTable:
    """The table beside a chart: the first cell of a row is its header."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricCard:
    """A metric: its latest figure, charts (one, or one a member), lines below, and all its values."""

    id: str
    title: str
    dagger: bool
    says: str
    period: str
    figure: Shown
    known: bool
    chip: Chip
    reached: Chip | None
    charts: tuple[Series, ...]
    empty: str
    lines: tuple[Line, ...]
    twin: TwinTable
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """A fact of two reporters: what came out, chart and table."""

    id: str
    title: str
    sentence: str
    chart: Comparing | None
    lines: tuple[Line, ...]
    twin: TwinTable


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """A line of the docket. `why` says what it rests on, `note` what moved its day; `link` is the id of its case.

    `day` is the last day as an ISO date, "" where none is agreed. `payable` says that a sum is to be paid whose day has
    come. `about` is what has a page of its own where there are pages, `key` that of the line (of the first, where
    several parties owe alike).
    """

    when: str
    left: str
    overdue: bool
    what: str
    who: str
    if_nothing: str
    why: str = ""
    note: str = ""
    link: str = ""
    day: str = ""
    about: About = ("", "")
    key: str = ""
    payable: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest in full, and what it identifies."""

    label: str
    full: str

    @property
    def short(self) -> str:
        """The first and last four digits, as they are compared by eye."""
        return f"{self.full[:4]}\N{HORIZONTAL ELLIPSIS}{self.full[-4:]}" if len(self.full) > 12 else self.full


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationView:
    """How a figure was made: its formula, its inputs and the digests of what it came from.

    `key` says of what: `figure`, metric, member, period; `clause` and `payment`, clause, member, period; `score`,
    dimension ("" for the total).
    """

    number: int
    title: str
    value: str
    formula: str
    inputs: tuple[str, ...]
    digests: tuple[Digest, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestsView:
    """What a sheet rests on: a record with the root of a checkpoint that all have cosigned, or a folder alone."""

    says: str
    checkpoint: str = ""
    root: Digest | None = None


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem found in the files."""

    code: str
    place: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole sheet. `noted` says beside the decisions what needs none: acts of late that count for nothing.

    `unsigned` is the line for an agreement that not all parties have signed, "" else. `agreed` says beside what is owed
    how many numbers that were agreed on are not reported yet, "" without any.
    """

    parties: str
    title: str
    lead: str
    as_of: str
    known_at: str
    as_of_iso: str
    known_at_iso: str
    terms: Digest
    terms_since: str
    decisions: tuple[DecisionView, ...]
    no_decision: str
    clauses: ClausesView
    cases: CasesView
    reliefs: tuple[ReliefView, ...]
    accounts: tuple[AccountView, ...]
    changes: tuple[ChangeView, ...]
    refused: tuple[RefusedView, ...]
    scorecard: ScorecardView | None
    metrics: tuple[MetricCard, ...]
    reporters: tuple[str, ...]
    judgements: tuple[JudgementView, ...]
    comparisons: tuple[ComparisonView, ...]
    docket: tuple[DueView, ...]
    derivations: tuple[DerivationView, ...]
    problems: tuple[ProblemView, ...]
    dagger: bool
    rests: RestsView
    surveys: tuple[SurveyView, ...] = ()
    contrasts: tuple[ContrastView, ...] = ()
    withheld: str = ""
    unseen: str = ""
    lapsed: tuple[DueView, ...] = ()
    noted: str = ""
    unsigned: str = ""
    agreed: str = ""

    @property
    def counted(self) -> str:
        """How many decisions there are and in which order; of reports that are overdue, what is counted as one."""
        many = len(self.decisions)
        late = any(one.chip.word == "Overdue" for one in self.decisions)
        said = "1 decision" if many == 1 else f"{many} decisions, earliest first"
        return f"{said}; a party's overdue reports of one table are one" if late else said
