"""What the sheet shows of judged metrics: each party's side, its levels and ratings, and the gap."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reports.view.model import Chip, Shown, TwinTable


@dataclass(frozen=True, slots=True)
class AnchorView:
    """A level of a judgement and what it means."""

    level: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    """What one role judged: the level, what the level means, and why the role says so."""

    role: str
    level: str
    says: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One party's side of a judgement. `anchors` are the levels nearest to its figure; `lacking` says who is silent.

    Without a figure of its own (the metric has one for the parties together) `figure` is empty.
    """

    party: str
    mark: str
    figure: Shown
    known: bool
    chip: Chip | None
    anchors: tuple[AnchorView, ...]
    ratings: tuple[RatingView, ...]
    lacking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementView:
    """A judged metric: the sides of the latest period, the gap between them, and all periods in a table.

    `metric` is its name.
    """

    id: str
    title: str
    dagger: bool
    period: str
    sides: tuple[SideView, ...]
    gap: str
    gap_says: str
    later: str
    twin: TwinTable
    metric: str = ""
