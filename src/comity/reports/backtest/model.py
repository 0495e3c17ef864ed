"""What a backtest shows, with every text ready: terminal, page and PDF only lay it out."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reports.charts.series import Series
from comity.reports.charts.sweep import SweepChart
from comity.reports.view.model import Chip, Digest, TwinTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    """A clause for one member: how often which verdict, and every verdict in turn."""

    title: str
    dagger: bool
    owes: str
    counts: tuple[Chip, ...]
    missed: int
    periods: int
    share: str
    strip: tuple[Chip, ...]
    strip_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPart:
    """An account: a sentence, its money period by period as a chart, and the same as a table."""

    id: str
    title: str
    says: str
    chart: Series | None
    table: TwinTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPart:
    """A threshold: what was agreed, a sentence on its neighbourhood, chart, and its table, whole and `brief`."""

    id: str
    title: str
    dagger: bool
    agreed: str
    says: str
    chart: SweepChart
    table: TwinTable
    brief: TwinTable


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestView:
    """A whole backtest. `rules` and `steps` are tables, None where there is nothing to show."""

    title: str
    parties: str
    lead: str
    days: str
    as_of: str
    as_of_iso: str
    known_at: str
    known_at_iso: str
    terms_since: str
    terms: Digest
    assumed: tuple[str, ...]
    clauses: tuple[ClauseLine, ...]
    rules: TwinTable | None
    steps: TwinTable | None
    settings: TwinTable | None
    accounts: tuple[AccountPart, ...]
    sweeps: tuple[SweepPart, ...]
    dagger: bool
