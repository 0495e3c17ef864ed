"""The yearly health check of Aster and Borealis, made up by a seed: `python examples/aster-borealis/health.py`.

It writes surveys/health/2024.json and so on: what the parties share of each wave, computed from answers that nobody
gave, by the code that computes it from real ones. The answers themselves are kept nowhere.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from comity.agreement.model import Survey
from comity.agreement.read import read_agreement
from comity.surveys.released import Released, Theme, write
from comity.surveys.results import Terms, release
from comity.surveys.wave import Answer, Ballot, Batch, Given, take_in, with_seats

HERE = Path(__file__).parent
KEEPER = "aster"
READER = "the service managers of both (fictional)"
LAST = {"aster": 15, "borealis": 12}
"""How many of each party answer in every wave."""


@dataclass(frozen=True)
class Year:
    """A wave: its days, what people of each party think of each dimension on average, and what they wrote."""

    opened: date
    closes: date
    means: dict[str, tuple[float, float]]
    themes: tuple[Theme, ...]


def theme(name: str, of: str, count: int, direction: str, *evidence: str) -> Theme:
    """Return a theme as a person would confirm it."""
    return Theme(name=name, of=of, count=count, direction=direction, confirmed_by=READER, evidence=evidence)


YEARS = {
    "2024": Year(
        date(2024, 11, 11), date(2024, 11, 29),
        {"fit": (3.7, 3.6), "trust": (3.8, 3.7), "working_together": (3.5, 3.4), "results": (3.6, 3.3)},
        (theme("Quick help between the desks", "working_together", 8, "good", "help", "call", "same day"),
         theme("Too many reports", "fit", 5, "bad", "report", "twice", "forms")),
    ),
    "2025": Year(
        date(2025, 10, 13), date(2025, 10, 31),
        {"fit": (3.6, 3.5), "trust": (3.9, 3.0), "working_together": (3.4, 3.2), "results": (3.3, 2.9)},
        (theme("Promised dates move", "trust", 7, "bad", "promised", "again", "next week"),
         theme("The claims desk is under water", "results", 6, "bad", "overtime", "queue", "backlog")),
    ),
    "2026": Year(
        date(2026, 9, 14), date(2026, 10, 2),
        {"fit": (3.5, 3.4), "trust": (3.7, 2.7), "working_together": (3.3, 3.3), "results": (2.3, 1.9)},
        (theme("Cases are closed and come back", "results", 9, "bad", "closed", "again", "reopened"),
         theme("The new portal sends people in circles", "results", 6, "bad", "portal", "login", "loop"),
         theme("Letters instead of calls", "trust", 6, "bad", "notice", "letter", "lawyers")),
    ),
}  # fmt: skip


@cache
def survey() -> Survey:
    """Return the survey as it is agreed."""
    found, problems = read_agreement(("agreement.yaml", (HERE / "agreement.yaml").read_bytes()))
    assert found is not None, problems
    return found.versions[-1][1].surveys["health"]


def released() -> Iterator[Released]:
    """Yield what each wave releases, in the order of time."""
    agreed = survey()
    terms = Terms(
        questions=agreed.questions, scale=agreed.scale, least=agreed.groups_of, languages=agreed.languages,
        parties=tuple(agreed.asks),
    )  # fmt: skip
    earlier: list[Released] = []
    for wave, year in YEARS.items():
        chance = Random(f"aster_borealis health {wave}")
        empty = Ballot(
            survey="health", wave=wave, keeper=KEEPER, opened=year.opened, closes=year.closes,
            instrument=agreed.instrument,
        )  # fmt: skip
        ballot, _ = with_seats(empty, agreed.asks, chance.randbytes)
        ballot = take_in(ballot, Batch(used=(), answers=tuple(_answers(agreed, year, chance))))
        earlier.append(release(ballot, terms, closed=year.closes, earlier=earlier, themes=year.themes))
        yield earlier[-1]


def _answers(agreed: Survey, year: Year, chance: Random) -> Iterator[Answer]:
    for place, (party, roles) in enumerate(agreed.asks.items()):
        seats = [role for role, count in roles.items() for _ in range(count)]
        for role in sorted(chance.sample(seats, LAST[party])):
            person = chance.gauss(0, 0.7)
            given = [
                Given(question=one.key, level=_level(year.means[one.of][place] + person, chance))
                for one in agreed.questions
                if not one.open
            ]
            yield Answer(party=party, role=role, given=tuple(given))


def _level(mean: float, chance: Random) -> int | None:
    """Return a level from 1 to 5; one in thirty cannot judge."""
    return None if chance.random() < 1 / 30 else min(5, max(1, round(mean + chance.gauss(0, 0.5))))


def main(folder: Path = HERE) -> None:
    """Write the file of each wave into an alliance folder."""
    for wave in released():
        path = folder / "surveys" / wave.survey / f"{wave.wave}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(wave))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
