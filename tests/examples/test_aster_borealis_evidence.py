"""Aster and Borealis: a respondent of the rating was erased, and a pack of the record is proven all the same."""

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from comity.adapters.blobs import Blobs
from tests.cli.conftest import EXAMPLES, Comity, comity  # noqa: F401

HERE = EXAMPLES / "aster-borealis"
UNTIL = date(2025, 4, 25)
"""After the erasure and the checkpoint that covers it; the rest of the record has nothing of this."""


def script(name: str) -> ModuleType:
    """Return a script of the example as a module."""
    sys.path[:0] = [str(HERE), str(EXAMPLES)]
    try:
        spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    finally:
        del sys.path[:2]


@pytest.fixture
def borealis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of Borealis in April 2025, with its vault."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    story = script("record").record(Blobs(tmp_path / "blobs"), UNTIL)
    folder = tmp_path / "borealis"
    story.write_folder(folder, "borealis")
    script("survey").fill(folder, UNTIL)
    return folder


def test_the_ratings_are_the_means_of_the_answers() -> None:
    """8, 7 and 7, as build.py has them."""
    survey, build = script("survey"), script("build")
    means = {year: sum(answers.values()) / len(answers) for year, answers in survey.ANSWERS.items()}
    assert means == build.RATINGS


def test_a_respondent_is_erased_and_the_record_is_proven(borealis: Path, comity: Comity, tmp_path: Path) -> None:  # noqa: F811
    """Three answers open their commitments, the fourth was erased, and the rating of 2024 is named as attested."""
    days = ("--as-of", UNTIL, "--known-at", UNTIL)
    pack = tmp_path / "pack.zip"
    assert comity("export", borealis, *days, "--with-personal-data", "--out", pack).status == 0
    report = comity("verify", pack, "--trust", borealis / "record" / "trust.yaml")
    said = " ".join(report.out.split())
    assert report.status == 0
    assert "all of them final" in said
    assert "1 piece of personal data of respondent_3, by borealis on 2025-03-17" in said
    assert "3 pieces of personal data, each as an entry commits to it" in said
    assert "borealis-2025-01-20.csv was made from 4 pieces of personal data, of which 1 was erased since" in said
    assert "(rating)" in said
    assert said.count("computed again from the files, the same bytes") == 2
