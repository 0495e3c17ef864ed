"""Waves as a record has them: only what its keeper released counts, and only as it was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from comity.adapters.blobs import Blobs
from comity.adapters.recorded import recorded_waves
from comity.adapters.waves import waves_of
from comity.record.documents import Documents
from comity.record.origin import Origin
from comity.record.waves import ClosedWave, OpenedWave, Waves
from comity.surveys.released import Opened, Released, write
from tests.standing.waves import released

CLOSED = released().closed


def origin(day: date = CLOSED, actor: str = "fern") -> Origin:
    return Origin(position=7, leaf="ab" * 32, entry_id="e", actor=actor, day=day)


def closing(digest: str, since: date = CLOSED) -> ClosedWave:
    return ClosedWave(origin=origin(since), survey="health", wave="2026-H1", digest=digest, since=since)


def recorded(waves: Waves, blobs: Blobs) -> tuple[list[Released | Opened], list[str]]:
    """Return the waves of a record and the codes of what is told of them."""
    documents, told = recorded_waves(Documents(waves=waves), blobs)
    found, wrong = waves_of(documents)
    assert wrong == []
    return list(found), [problem.code for problem in told]


def test_a_closed_wave_is_the_file_that_the_entry_names(tmp_path: Path) -> None:
    """Byte for byte, from the files beside the record."""
    blobs = Blobs(tmp_path)
    digest = blobs.keep(write(released()))
    assert recorded(Waves(closed=(closing(digest),)), blobs) == ([released()], [])


def test_results_that_are_not_here_do_not_count_and_are_told(tmp_path: Path) -> None:
    """The other party has them: nothing is evaluated from a digest."""
    assert recorded(Waves(closed=(closing("0" * 64),)), Blobs(tmp_path)) == ([], ["CMY-915"])


def test_results_that_name_another_day_of_closing_do_not_count(tmp_path: Path) -> None:
    """A keeper cannot date a wave back into a quarter that is over."""
    blobs = Blobs(tmp_path)
    digest = blobs.keep(write(replace(released(), closed=date(2026, 6, 2))))
    assert recorded(Waves(closed=(closing(digest),)), blobs) == ([], ["CMY-461"])


def test_what_is_no_wave_is_told_and_stops_nothing(tmp_path: Path) -> None:
    """A file that somebody recorded as results and that is none."""
    blobs = Blobs(tmp_path)
    digest = blobs.keep(b"{}")
    assert recorded(Waves(closed=(closing(digest),)), blobs) == ([], ["CMY-461"])


def test_an_open_wave_is_known_without_its_counts(tmp_path: Path) -> None:
    """Who is asked and until when; how many have answered only its keeper knows."""
    one = OpenedWave(
        origin=origin(date(2026, 6, 1)), survey="health", wave="2026-H1", closes=CLOSED, asked={"fern": 8, "lark": 9}
    )
    ((wave,), told) = recorded(Waves(opened=(one,)), Blobs(tmp_path))
    assert isinstance(wave, Opened)
    assert (wave.keeper, wave.opened, wave.closes, told) == ("fern", date(2026, 6, 1), CLOSED, [])
    assert [(of.party, of.invited, of.answered) for of in wave.responses] == [("fern", 8, None), ("lark", 9, None)]
