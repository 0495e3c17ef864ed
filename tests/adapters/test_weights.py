"""Files of judgements in an alliance folder: read in order, and never a surprise."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.adapters import weights
from comity.adapters.weights import weight_files


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    """YAML files only, named from the alliance folder on; hidden files and notes are left alone."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for name in ("b.yaml", "a.yml", ".c.yaml", "notes.txt"):
        (folder / name).write_text(name)
    assert weight_files(tmp_path) == ([("weights/a.yml", b"a.yml"), ("weights/b.yaml", b"b.yaml")], [])


def test_without_the_folder_nobody_has_judged(tmp_path: Path) -> None:
    """No folder is no problem."""
    assert weight_files(tmp_path) == ([], [])


def test_what_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the name of a file, and a file that is too large, are told; the others are read."""
    monkeypatch.setattr(weights, "MOST_BYTES", 10)
    (tmp_path / "weights" / "a.yaml").mkdir(parents=True)
    (tmp_path / "weights" / "b.yaml").write_text("x" * 11)
    (tmp_path / "weights" / "c.yaml").write_text("fine")
    found, problems = weight_files(tmp_path)
    assert [name for name, _ in found] == ["weights/c.yaml"]
    assert [problem.code for problem in problems] == ["CMY-703", "CMY-104"]
