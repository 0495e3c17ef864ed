"""Acts of a folder, as the commands meet them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.kernel.problem import Refused
from comity.opening.alliance import open_acts, open_agreement
from tests.agreement.documents import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small alliance with a folder of acts."""
    (tmp_path / "agreement.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "acts").mkdir()
    return tmp_path


def write(folder: Path, text: str, name: str = "2026.yaml") -> Path:
    """Write a file of acts."""
    file = folder / "acts" / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_acts_of_a_folder_are_opened_by_day(folder: Path) -> None:
    """What was written later and happened earlier comes first."""
    write(folder, "- {on: 2026-03-02, by: heron, do: waive}\n- {on: 2026-03-01, by: heron, do: reserve}\n")
    assert [(act.on, act.do) for act in open_acts(open_agreement(folder))] == [
        (date(2026, 3, 1), "reserve"),
        (date(2026, 3, 2), "waive"),
    ]


def test_an_act_that_cannot_be_read_refuses_the_folder(folder: Path) -> None:
    """No standing is computed while an act is unreadable; the problem names the file as the user sees it."""
    file = write(folder, "- {on: 2026-03-02, by: hern, do: waive}\n")
    with pytest.raises(Refused) as refused:
        open_acts(open_agreement(folder))
    [problem] = refused.value.problems
    assert str(problem.place) == f"{file}:1:24"


def test_check_tells_what_is_wrong_with_acts(comity, folder: Path) -> None:
    """`comity check` lists the problems of acts among the others, and warns of what it does not read."""
    file = write(folder, "- {on: 2026-03-02, by: hern, do: waive}\n")
    stray = write(folder, "Dear Finch", "notice.txt")
    ran = comity("check", folder)
    assert ran.status == 1
    assert f"{file}:1:24: CMY-206 there is no party, body or level hern" in ran.err + ran.out
    assert f"{stray}: CMY-707 warning: this lies among the acts and is not read" in ran.err + ran.out


def test_an_act_that_lies_in_the_future_is_told(comity, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year that is a slip would make a notice count for nothing in silence; who looks back is not told."""
    monkeypatch.setattr("comity.adapters.clock.today", lambda: date(2026, 5, 20))
    file = write(folder, "- {on: 2062-05-18, by: heron, do: waive, about: supply 2026-01}\n")
    said = f"{file}:1:3: CMY-486 warning: this act is of 2062-05-18, and today is 2026-05-20: it does not count yet"
    assert said in comity("docket", folder, "--as-of", "2026-05-20", "--known-at", "2026-05-20").err
    assert "CMY-486" not in comity("docket", folder, "--as-of", "2026-05-01", "--known-at", "2026-05-01").err
    write(folder, "- {on: 2026-05-18, by: heron, do: waive, about: supply 2026-01}\n")
    assert "CMY-486" not in comity("docket", folder, "--as-of", "2026-05-20", "--known-at", "2026-05-20").err
