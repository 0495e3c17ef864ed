"""The files of waves in a folder: read in order, bounded, and refused where they are damaged or in another's place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from comity.adapters import waves
from comity.adapters.folder import read_folder
from comity.adapters.waves import path_of, wave_files, waves_of
from comity.surveys.released import Wave, write
from tests.standing.waves import TEXT, later, opened, released


def folder(tmp_path: Path, *found: Wave) -> Path:
    """Write an alliance folder with these waves."""
    (tmp_path / "agreement.yaml").write_text(TEXT, encoding="utf-8")
    for wave in found:
        path = tmp_path / path_of(wave)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(wave))
    return tmp_path


def test_closed_and_open_waves_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    """As they were written; other files and folders beside them are left alone."""
    third = replace(opened(), wave="2027-H1")
    place = folder(tmp_path, later(), released(), third)
    (place / "surveys" / "health" / "notes.txt").write_text("not a wave", encoding="utf-8")
    (place / "surveys" / "health" / ".2026-H1.json.new").write_text("half written", encoding="utf-8")
    read, problems = read_folder(place)
    assert problems == []
    assert read is not None
    found, wrong = waves_of(read.waves)
    assert wrong == []
    assert found == (released(), later(), third)


def test_a_folder_without_surveys_has_no_waves(tmp_path: Path) -> None:
    """Nothing is there, and nothing is wrong."""
    assert wave_files(folder(tmp_path)) == ((), [])


def test_a_damaged_wave_is_a_problem_with_its_path(tmp_path: Path) -> None:
    """A score that somebody changed so that it lies outside its interval is named."""
    place = folder(tmp_path, released())
    file = place / "surveys/health/2026-H1.json"
    file.write_bytes(file.read_bytes().replace(b'"score": "3.4"', b'"score": "4.9"'))
    found, problems = waves_of(wave_files(place)[0])
    assert found == ()
    assert [(one.code, one.place.file) for one in problems] == [("CMY-461", "surveys/health/2026-H1.json")]
    assert "its score lies outside its interval or the scale" in problems[0].why


def test_a_wave_in_the_place_of_another_is_refused(tmp_path: Path) -> None:
    """Results of the first half under the name of the second would count for the wrong wave."""
    place = folder(tmp_path, released())
    (place / "surveys/health/2026-H1.json").rename(place / "surveys/health/2026-H2.json")
    found, problems = waves_of(wave_files(place)[0])
    assert found == ()
    assert problems[0].why.endswith("which belongs at surveys/health/2026-H1.json")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file, and all together; too many files are not opened at all."""
    place = folder(tmp_path, released(), later())
    for name, value in (("MOST_BYTES", 100), ("MOST_TOGETHER", len(write(released())) + 10)):
        with monkeypatch.context() as patched:
            patched.setattr(waves, name, value)
            problems = wave_files(place)[1]
            assert [one.code for one in problems] == ["CMY-104"] * len(problems) != []
    monkeypatch.setattr(waves, "MOST_FILES", 1)
    files, problems = wave_files(place)
    assert (files, [one.code for one in problems]) == ((), ["CMY-104"])


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    """A folder that is called like a wave."""
    place = folder(tmp_path)
    (place / "surveys/health/2026-H1.json").mkdir(parents=True)
    assert [one.code for one in wave_files(place)[1]] == ["CMY-703"]


def test_a_damaged_wave_keeps_the_folder_from_being_evaluated(tmp_path: Path) -> None:
    """Nobody takes a score from a file that cannot be read whole."""
    from comity.cli.alliance import open_standing
    from comity.kernel.problem import Refused

    place = folder(tmp_path, released())
    (place / "surveys/health/2026-H1.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        open_standing(place, as_of=date(2026, 7, 1), known_at=date(2026, 7, 1))
    assert [one.code for one in refused.value.problems] == ["CMY-461"]


def test_the_standing_of_a_folder_holds_its_surveys(tmp_path: Path) -> None:
    """Figures, survey and docket, from files alone."""
    from comity.cli.alliance import open_standing

    day = date(2026, 7, 1)
    found = open_standing(folder(tmp_path, released()), as_of=day, known_at=day)
    assert found.surveys["health"].latest == released()
    assert f"{found.figures['confidence'][-2].value}" == "0.68"
