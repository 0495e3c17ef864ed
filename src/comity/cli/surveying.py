"""What the commands of `comity survey` share: which survey, its terms, its waves, and who keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.problems import tell
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import in_shell
from comity.opening.alliance import Opened, open_agreement
from comity.opening.problems import errors, located

if TYPE_CHECKING:
    from comity.adapters.sealed import Sealed
    from comity.agreement.model import Survey
    from comity.surveys.answers import Asked
    from comity.surveys.released import Opened as OpenWave
    from comity.surveys.released import Released, Wave
    from comity.surveys.results import Terms

NO_SURVEY, NO_WAVE = "CMY-721", "CMY-471"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A survey of an alliance folder, in the terms of a day, with its waves in the order of time."""

    folder: Path
    opened: Opened
    survey: Survey
    parties: tuple[str, ...]
    alliance: str
    waves: tuple[Wave, ...]

    @property
    def closed(self) -> list[Released]:
        """The waves that released their results."""
        from comity.surveys.released import Released

        return [one for one in self.waves if isinstance(one, Released)]

    @property
    def running(self) -> OpenWave | None:
        """The wave that is open, as the parties see it."""
        from comity.surveys.released import Opened as OpenWave

        return next((one for one in self.waves if isinstance(one, OpenWave)), None)

    @property
    def terms(self) -> Terms:
        """What the agreement says of it, for the results."""
        from comity.surveys.results import Terms

        one = self.survey
        parties = tuple(party for party in self.parties if party in one.asks)
        return Terms(
            questions=one.questions, scale=one.scale, least=one.groups_of, languages=one.languages, parties=parties
        )  # fmt: skip

    @property
    def asked(self) -> Asked:
        """What may be answered."""
        from comity.surveys.answers import Asked

        return Asked(questions=self.survey.questions, scale=self.survey.scale)

    def others(self) -> tuple[Released, ...]:
        """Return the closed waves of the agreement's other surveys. Raises Refused where a file of them is damaged."""
        from comity.surveys.released import Released

        found = _waves(self.folder, self.opened, "")
        return tuple(one for one in found if isinstance(one, Released) and one.survey != self.survey.name)

    def sealed(self, wave: str) -> Sealed:
        """Return the sealed answers of a wave; they may lie elsewhere."""
        from comity.adapters.sealed import sealed_at

        return sealed_at(self.folder, self.alliance, self.survey.name, wave)

    def open_wave(self) -> OpenWave:
        """Return the wave that is open. Raises Refused where none is."""
        if self.running is None:
            hint = f"`comity survey open {in_shell(self.folder)} {self.survey.name}` opens one."
            why = f"no wave of {self.survey.name} is open"
            why += f"; {self.closed[-1].wave} was closed on {self.closed[-1].closed}" if self.closed else ""
            raise Refused(self.problem(NO_WAVE, why, hint))
        return self.running

    def problem(self, code: str, why: str, hint: str = "") -> Problem:
        """Return a problem of this survey as a whole."""
        return Problem(code=code, place=Place(file=str(self.folder / "surveys" / self.survey.name)), why=why, hint=hint)


def held(folder: Path, name: str, day: date) -> Held:
    """Return a survey of a folder in the terms of a day. Raises Refused where there is none of that name."""
    opened = open_agreement(folder, known_at=day)
    tell(opened.problems)
    terms = opened.agreement.as_of(day)
    if name not in terms.surveys:
        raise Refused(_unknown(folder, name, list(terms.surveys)))
    return Held(
        folder=folder, opened=opened, survey=terms.surveys[name], parties=tuple(terms.parties),
        alliance=terms.alliance, waves=_waves(folder, opened, name),
    )  # fmt: skip


def held_wave(folder: Path, name: str, day: date) -> Held:
    """Return a survey in the terms of the day on which its open wave was opened: people are asked by those."""
    found = held(folder, name, day)
    return found if found.running is None else held(folder, name, min(day, found.running.opened))


def write_wave(folder: Path, wave: Wave) -> bytes:
    """Write the file that the parties share of a wave, whole or not at all; its bytes."""
    from comity.adapters.waves import path_of
    from comity.surveys.released import write

    data = write(wave)
    path = folder / path_of(wave)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.new")
    written.write_bytes(data)
    written.replace(path)
    return data


def _waves(folder: Path, opened: Opened, name: str) -> tuple[Wave, ...]:
    """Return the waves of a survey, "" for all surveys. Raises Refused where a file of them is damaged.

    Where there is a record it says which are closed, and with which results; how many answered an open one stands in
    the folder of its keeper.
    """
    from comity.adapters.waves import path_of, wave_files, waves_of
    from comity.surveys.released import Released

    def read(documents: Iterable[tuple[str, bytes]]) -> dict[str, Wave]:
        begins = f"surveys/{name}/" if name else "surveys/"
        found, wrong = waves_of([one for one in documents if one[0].startswith(begins)])
        problems.extend(wrong)
        return {path_of(one): one for one in found}

    files, problems = wave_files(folder)
    here = read(files)
    if opened.source is None:
        known = here
    else:
        known = read(opened.folder.waves)
        known |= {
            path: here[path]
            for path, one in known.items()
            if not isinstance(one, Released) and path in here and not isinstance(here[path], Released)
        }
    if errors(problems):
        raise Refused(*located(problems, folder))
    return tuple(sorted(known.values(), key=lambda one: (not isinstance(one, Released), one.opened, one.wave)))


def _unknown(folder: Path, name: str, known: Sequence[str]) -> Problem:
    close = get_close_matches(name[:100], known, n=1, cutoff=0.5)
    hint = f"Did you mean {close[0]}?" if close else f"Its surveys are {', '.join(known)}." if known else _NONE
    return Problem(code=NO_SURVEY, place=Place(file=str(folder)), why=f"the agreement has no survey {name}", hint=hint)


_NONE = "Agree on one under `surveys:` first; `comity catalogue alliance-health-check` shows what one looks like."
