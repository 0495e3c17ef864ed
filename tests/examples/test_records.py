"""The records of the examples: rebuilt by their scripts, verified from their trust, evaluated as their folders."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comity.adapters.blobs import Blobs
from comity.adapters.copies import read_copy
from comity.agreement.trusted import read_trust
from comity.cli.alliance import open_standing
from comity.opening.alliance import open_facts, open_from, standing_of
from comity.opening.source import Source
from comity.record.documents import documents
from comity.record.verify import verify_record
from comity.reports.document import document
from tests.cli.conftest import EXAMPLES, Comity, comity  # noqa: F401

ASTER, PUBLIC = EXAMPLES / "aster-borealis", EXAMPLES / "regeneron-sanofi"
NOVEMBER, RESTATED = date(2026, 11, 20), date(2025, 5, 12)


def script(folder: Path) -> Any:
    """Return the script record.py of an example as a module of its own."""
    name = f"record_of_{folder.name.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, folder / "record.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before = list(sys.path)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:] = before
    return module


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    """The files of the record."""
    return Blobs(tmp_path_factory.mktemp("aster") / "record" / "blobs")


@pytest.fixture(scope="module")
def aster(blobs: Blobs) -> Any:
    """The whole record of Aster and Borealis, without the evaluations on it: those are the evidence's to prove."""
    module = script(ASTER)
    module.EVALUATED = ()
    return module.record(blobs)


def told(story: Any, blobs: Blobs, day: date) -> dict[str, Any]:
    """Return the standing of a record as of a day, as known that day, as the JSON that is printed."""
    opened = open_from(
        blobs.folder.parent.parent, Source(documents=documents(story.entries), blobs=blobs), known_at=day
    )
    found: dict[str, Any] = document(standing_of(opened, as_of=day, known_at=day))
    return found


def test_the_record_is_believed_from_its_trust(aster: Any) -> None:
    """Every entry, chain and checkpoint; all of it is cosigned by both."""
    found = verify_record([one.data for one in aster.entries], aster.checkpoints, aster.trust)
    assert found.failure is None
    assert found.final_size == len(aster.entries) > 500


def test_the_script_writes_the_same_record_each_time(aster: Any, tmp_path: Path) -> None:
    """The beginning of a second one is that of the first, byte for byte."""
    module = script(ASTER)
    module.EVALUATED = ()
    again = module.record(Blobs(tmp_path / "blobs"), date(2024, 6, 30))
    assert [one.data for one in again.entries] == [one.data for one in aster.entries[: len(again.entries)]]


def test_what_both_did_counts_in_the_record_as_in_the_folder(aster: Any, blobs: Blobs) -> None:
    """All steps, statuses and refusals are the same; of the money only the year that was counted again differs."""
    record = told(aster, blobs, NOVEMBER)
    folder = document(open_standing(ASTER, as_of=NOVEMBER, known_at=NOVEMBER))
    for of in (record, folder):
        for case in of["cases"]:
            del case["payments"]
    for part in ("cases", "statuses", "reliefs"):
        assert json.dumps(record[part], sort_keys=True) == json.dumps(folder[part], sort_keys=True), part
    assert [one["on"] for one in record["refused"]] == [one["on"] for one in folder["refused"]]
    changed = [name for name, of in record["remedies"].items() if of["entries"] != folder["remedies"][name]["entries"]]
    assert changed == ["pain_and_gain"]


def test_a_year_that_was_counted_again_moves_money_as_a_difference(aster: Any, blobs: Blobs) -> None:
    """92 complaints instead of 81 lower the factor from 90 % to 75 %: 42,472.13 x 15/90 = 7,078.69 back to Borealis."""
    before, after = (told(aster, blobs, day) for day in (date(2025, 5, 11), RESTATED))
    [posted] = before["remedies"]["pain_and_gain"]["entries"]
    assert posted["amount"] == "-42472.13"
    assert [one["amount"] for one in after["remedies"]["pain_and_gain"]["entries"]] == ["-42472.13", "7078.69"]
    assert after["remedies"]["pain_and_gain"]["entries"][1]["kind"] == "difference"


def test_an_earlier_day_is_shown_exactly_as_it_stood(aster: Any, blobs: Blobs, tmp_path: Path) -> None:
    """The record as it was in March 2025, and the whole one asked for that day: the same JSON, byte for byte."""
    day = date(2025, 3, 31)
    module = script(ASTER)
    module.EVALUATED = ()
    then_blobs = Blobs(tmp_path / "record" / "blobs")
    then = module.record(then_blobs, day)
    assert len(then.entries) < len(aster.entries)
    assert json.dumps(told(then, then_blobs, day)) == json.dumps(told(aster, blobs, day))


def test_the_disputed_datum_is_in_dispute_for_a_fortnight(aster: Any, blobs: Blobs) -> None:
    """From 15 June to the day before 30 June two numbers stand against one another."""
    opened = open_from(blobs.folder.parent.parent, Source(documents=documents(aster.entries), blobs=blobs))
    for day, count in ((date(2026, 6, 14), 0), (date(2026, 6, 15), 1), (date(2026, 6, 29), 1), (date(2026, 6, 30), 0)):
        compared = open_facts(opened, known_at=day).tables["work"].comparisons
        assert [one.state for one in compared] == ["differs"] * count


# -- the public record --------------------------------------------------------------------------


def test_the_public_record_is_what_its_script_writes(tmp_path: Path) -> None:
    """After a change of the example, `python examples/regeneron-sanofi/record.py` writes it again."""
    script(PUBLIC).main(tmp_path)
    for name in ("record.comity", "trust.yaml"):
        assert (tmp_path / name).read_bytes() == (PUBLIC / name).read_bytes(), name


def test_the_public_record_is_signed_by_the_archive_alone() -> None:
    """Neither company signed anything; the trust file beside it is enough to verify it."""
    trust, problems = read_trust((PUBLIC / "trust.yaml").read_bytes(), "trust.yaml")
    copy = read_copy(PUBLIC / "record.comity").copy
    assert (problems, list(trust.keys) if trust else []) == ([], ["archive"])
    assert trust is not None
    found = verify_record(copy.entries, copy.checkpoints, trust)
    assert (found.failure, found.final_size) == (None, len(copy.entries))


def test_the_public_record_gives_the_standing_of_the_folder(comity: Comity, tmp_path: Path) -> None:  # noqa: F811
    """A folder that holds nothing but the record evaluates to the same JSON, byte for byte."""
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "trust.yaml").write_bytes((PUBLIC / "trust.yaml").read_bytes())
    file = tmp_path / "record.comity"
    file.write_bytes((PUBLIC / "record.comity").read_bytes())
    assert comity("sync", tmp_path, file).status == 0
    days = ("--as-of", "2025-02-14", "--known-at", "2026-11-23", "--json")
    assert comity("evaluate", tmp_path, *days).out == comity("evaluate", PUBLIC, *days).out
