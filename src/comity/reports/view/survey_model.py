"""What the sheet shows of surveys: who answered, each dimension by party with its gap, items, reliability, themes."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reports.charts.gaps import GapsChart
from comity.reports.charts.levels import LevelsChart
from comity.reports.charts.profile import ProfileChart
from comity.reports.view.model import Chip, TwinTable


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group of people: everybody, or one party's; `mark` is that of the party, `response` how many answered."""

    name: str
    mark: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCell:
    """The score of a group with its interval; where it is not shown both are "" and `reason` says why."""

    score: str
    interval: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionRow:
    """A dimension: a cell for each group, the gap between the parties with its verdict, and the change."""

    title: str
    cells: tuple[ScoreCell, ...]
    gap: str
    gap_says: str
    gap_strong: bool
    change: str
    change_says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityRow:
    """How far the answers about something can be relied on: by which method, how much, and what that means."""

    about: str
    method: str
    value: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """What several people said in their own words: how many, by which words it was found, and what may be quoted."""

    name: str
    about: str
    count: str
    direction: str
    evidence: str
    confirmed: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """A dimension over several waves."""

    title: str
    chart: ProfileChart


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """The answers to the questions of one dimension."""

    title: str
    chart: LevelsChart


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyView:
    """A survey: one sentence that says what matters, the latest closed wave in detail, and all waves in a table.

    Without a closed wave only `lead` and `open` are there. `folded`: there are too many answers to unfold them all.
    `breaks` say why scores of two waves are not joined by a line.
    """

    id: str
    title: str
    dagger: bool
    lead: str
    wave: str
    stale: Chip | None
    open: str
    groups: tuple[GroupView, ...] = ()
    rows: tuple[DimensionRow, ...] = ()
    compared: str = ""
    gaps: GapsChart | None = None
    answers: tuple[AnswersView, ...] = ()
    folded: bool = False
    profiles: tuple[ProfileView, ...] = ()
    breaks: tuple[str, ...] = ()
    relied_on: tuple[str, ...] = ()
    reliability: tuple[ReliabilityRow, ...] = ()
    silence: tuple[str, ...] = ()
    themes: tuple[ThemeView, ...] = ()
    notes: tuple[str, ...] = ()
    scores_twin: TwinTable | None = None
    levels_twin: TwinTable | None = None
    waves_twin: TwinTable | None = None
