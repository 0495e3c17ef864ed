"""The acts of an alliance folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.adapters.acts import acts_of
from comity.adapters.folder import MOST_ACT_BYTES, AllianceFolder, read_folder
from comity.agreement.acts import Act
from comity.agreement.decode import MOST_BYTES
from comity.agreement.model import Agreement
from comity.kernel.problem import Problem, Severity
from tests.agreement.documents import SMALL, terms

AGREEMENT = Agreement(versions=((date(2026, 1, 1), terms()),))


@pytest.fixture
def alliance(tmp_path: Path) -> Path:
    """An alliance folder with an agreement and an empty folder of acts."""
    (tmp_path / "agreement.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "acts").mkdir()
    return tmp_path


def write(alliance: Path, **files: str) -> None:
    """Write files of acts; the keyword is the name without its ending."""
    for name, text in files.items():
        (alliance / "acts" / f"{name}.yaml").write_text(text, encoding="utf-8")


def folder_of(path: Path) -> AllianceFolder:
    """Read a folder that must be readable."""
    folder, problems = read_folder(path)
    assert problems == []
    assert folder is not None
    return folder


def acts(path: Path) -> tuple[tuple[Act, ...], list[Problem]]:
    """Read the acts of a folder."""
    return acts_of(folder_of(path).acts, AGREEMENT)


def line(day: str, what: str) -> str:
    """Return an act of heron."""
    return f"- {{on: {day}, by: heron, do: {what}}}\n"


def test_acts_are_ordered_by_day_then_file_then_place(alliance: Path) -> None:
    """What one day brought stands in the order of the files' names and, within a file, as written."""
    write(
        alliance,
        b=line("2026-03-02", "accept") + line("2026-03-01", "dispute"),
        a=line("2026-03-01", "reserve") + line("2026-03-01", "waive"),
    )
    found, problems = acts(alliance)
    assert problems == []
    assert [act.do for act in found] == ["reserve", "waive", "dispute", "accept"]
    assert [act.source for act in found] == ["acts/a.yaml", "acts/a.yaml", "acts/b.yaml", "acts/b.yaml"]


def test_problems_name_the_file_from_the_folder_on(alliance: Path) -> None:
    """A party that does not exist is told with its file, line and column, the same for both parties."""
    write(alliance, a=line("2026-03-01", "reserve") + "- {on: 2026-03-02, by: hern, do: reserve}\n")
    found, [problem] = acts(alliance)
    assert [act.do for act in found] == ["reserve"]
    assert str(problem.place) == "acts/a.yaml:2:24"


def test_a_file_that_is_no_yaml_costs_only_itself(alliance: Path) -> None:
    """The other file is read, and the broken one is a problem of form."""
    write(alliance, a="- {on: 2026-03-01\n", b=line("2026-03-01", "reserve"))
    found, problems = acts(alliance)
    assert [act.do for act in found] == ["reserve"]
    assert [problem.place.file for problem in problems] == ["acts/a.yaml"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "[]\n"])
def test_a_file_without_acts_is_no_problem(alliance: Path, text: str) -> None:
    """A party may begin a file before anything happens."""
    write(alliance, a=text)
    assert acts(alliance) == ((), [])


def test_a_folder_without_acts(tmp_path: Path) -> None:
    """An alliance in which nobody has done anything needs no folder for it."""
    (tmp_path / "agreement.yaml").write_text(SMALL, encoding="utf-8")
    assert folder_of(tmp_path).acts == ()
    assert folder_of(tmp_path).warnings == ()


def test_what_is_not_read_among_the_acts_is_named(alliance: Path) -> None:
    """A notice saved as text and a folder are warned of; hidden files and locks of office programs are not."""
    write(alliance, a=line("2026-03-01", "reserve"))
    (alliance / "acts" / "letters").mkdir()
    for name in ("notice.txt", ".a.yaml.swp", "~$notice.docx"):
        (alliance / "acts" / name).write_text("x", encoding="utf-8")
    warnings = folder_of(alliance).warnings
    assert [Path(each.place.file).name for each in warnings] == ["letters", "notice.txt"]
    assert {(each.code, each.severity) for each in warnings} == {("CMY-707", Severity.WARNING)}


def test_files_of_acts_are_bounded(alliance: Path) -> None:
    """One file that is too large, and too many bytes in all, are refused before they are read."""
    with (alliance / "acts" / "a.yaml").open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    _, [problem] = read_folder(alliance)
    assert (problem.code, Path(problem.place.file).name) == ("CMY-104", "a.yaml")
    for n in range(MOST_ACT_BYTES // MOST_BYTES + 1):
        with (alliance / "acts" / f"{n}.yaml").open("wb") as stream:
            stream.truncate(MOST_BYTES)
    problems = read_folder(alliance)[1]
    assert [(each.code, Path(each.place.file).name) for each in problems] == [("CMY-104", "acts")]
    assert "at most 16 are read" in problems[0].why
