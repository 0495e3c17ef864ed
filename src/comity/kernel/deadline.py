"""Durations and deadlines, as agreements write them. How days are counted is the calendar's business."""

from __future__ import annotations

from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True)
class Duration:
    """`45 days`, `15 business days`, `2 weeks`, `6 months`, `1 year`, `3 periods`; `unit` is singular."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline as written in `text`.

    `kind` is one of `after` and `before` (duration from an anchor; anchor "" is the day the step opened),
    `date` (a full date in `anchor`), `day` (a calendar day of the year such as `15 March`, in `anchor`),
    `later` and `earlier` (of `among`), `anchor` (an anchor alone) or `value` (a duration or a date that
    an act or a column carries, named in `anchor`).
    """

    text: str
    kind: str
    duration: Duration | None = None
    anchor: str = ""
    among: tuple[Deadline, ...] = ()

    def __str__(self) -> str:
        return self.text
