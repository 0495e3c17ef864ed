"""Health checks: whether intervals are right as often as they say, what linking raters is worth, how long alpha takes.

The reference for alpha, the `krippendorff` package, is under the GPL: it is installed into an environment of its own,
in the folder for temporary files, and spoken to through files only.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.measure import Result, median_seconds
from benchmarks.people import Team, coverage, pooled_coverage, positions, ranks, shrinkage, wave_groups
from comity.surveys.krippendorff import Alpha, Metric, alpha
from comity.surveys.suppression import Slice, suppress

RAN = 2000
MIDDLE, OFF = 0.905, 0.025  # .88 to .93
UNITS, RATERS = 100_000, 50
TIMES = 3

_THEIRS = """
import sys, time, numpy, krippendorff
data = numpy.load(sys.argv[1]).T
krippendorff.alpha(reliability_data=data[:, :100], level_of_measurement="ordinal")
times = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    value = krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal")
    times.append(time.perf_counter() - start)
print(repr(float(value)), sorted(times)[len(times) // 2])
"""


def bench() -> list[Result]:
    """Return coverage of the partner gap, what pooling and linking gain, and the times of alpha and of suppression."""
    return [*_gap(), _ordinal(), *_position(), *_severity(), *_alpha(), _suppression()]


def _gap() -> list[Result]:
    """Simulate gaps for 4, 6, 10 and 15 respondents a side, from many people and from twice as many."""
    found = []
    for people in (4, 6, 10, 15):
        for population in (None, 2 * people):
            right = coverage(Team(answering=people, population=population), ran=RAN, seed=people)
            of = "many" if population is None else str(population)
            found.append(
                Result(
                    name=f"gap: 90 % interval, {people} of {of} a side, off .905",
                    value=abs(right - MIDDLE),
                    unit="",
                    bar=OFF,
                    note=f"covers {right:.3f}",
                )
            )
    naive = pooled_coverage(Team(answering=10), ran=RAN, seed=1)
    note = f"covers {naive:.3f}: answers of one person are not independent"
    return [*found, Result(name="the same by pooled item answers", value=abs(naive - MIDDLE), unit="", note=note)]


def _ordinal() -> Result:
    """Compare the error of the pooled ordinal estimate of the top box with that of the plain share."""
    found = shrinkage(respondents=5, items=5, ran=60, seed=3)
    note = f"error {found.estimate:.3f} against {found.plain:.3f}; interval covers {found.covered:.2f}"
    return Result(
        name="top box of 5 respondents: error / plain share's", value=found.estimate / found.plain, unit="x", bar=1.0,
        note=note,
    )  # fmt: skip


def _position() -> list[Result]:
    """Compare the error of a dimension's score with that of the plain mean of the answers."""
    found = []
    for people, items in ((5, 1), (8, 1), (15, 1), (5, 3), (8, 3), (15, 3)):
        one = positions(respondents=people, items=items, ran=40, seed=3)
        note = f"error {one.estimate:.2f} against {one.plain:.2f}; interval covers {one.covered:.2f}"
        name = f"position, {people} people, {items} item{'s' * (items > 1)}: error / plain mean's"
        found.append(Result(name=name, value=one.estimate / one.plain, unit="x", bar=1.05, note=note))
    return found


def _severity() -> list[Result]:
    """Compare ranks by the Rasch measure with ranks by means in a linked design; count nested designs that pass."""
    found = ranks(overlap=0.4, ran=12, seed=2)
    nested = ranks(overlap=0.0, ran=12, seed=2)
    return [
        Result(
            name="severity, 40 % overlap: ranks by means / by measure", value=found.plain / found.measured, unit="x",
            bar=1.0, note=f"rank correlation {found.measured:.3f} against {found.plain:.3f}",
        ),
        Result(
            name="severity, nested designs not refused", value=12 - nested.refused, unit="", bar=0,
            note=f"{nested.refused} of 12 refused, and {found.refused} of 12 linked ones",
        ),
    ]  # fmt: skip


def _alpha() -> list[Result]:
    chance = np.random.default_rng(0)
    ratings = chance.integers(1, 6, (UNITS, RATERS)).astype(np.float64)
    ratings[chance.random(ratings.shape) < 0.1] = np.nan
    own = median_seconds(partial(alpha, ratings, Metric.ORDINAL, draws=0), times=TIMES)
    name = f"alpha, {UNITS:,} units x {RATERS} raters"
    theirs = _reference(ratings)
    if theirs is None:
        return [Result(name=name, value=own, unit="s", note="the krippendorff package could not be installed")]
    value, seconds = theirs
    found = alpha(ratings, Metric.ORDINAL, draws=0)
    if not isinstance(found, Alpha) or abs(found.value - value) > 1e-9:
        raise RuntimeError(f"alpha differs from the krippendorff package: {found} and {value}")
    return [
        Result(name=name, value=own, unit="s", note=f"the krippendorff package {seconds:.2f} s, the same number"),
        Result(name="alpha: our time / the krippendorff package's", value=own / seconds, unit="x", bar=1.0),
    ]


def _reference(ratings: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[float, float] | None:
    """Return alpha and the median time of the krippendorff package; None where it cannot be had."""
    home = Path(tempfile.gettempdir()) / f"comity-bench-krippendorff-{sys.version_info.major}{sys.version_info.minor}"
    python = home / "bin" / "python"
    uv = str(Path(sys.executable).parent / "uv")
    if not (home / "ready").exists():
        for command in (
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)],
            [uv, "pip", "install", "--quiet", "--python", str(python), "krippendorff", f"numpy=={np.__version__}"],
        ):
            if subprocess.run(command, check=False).returncode:
                return None
        (home / "ready").touch()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "ratings.npy"
        np.save(data, ratings)
        command = [str(python), "-c", _THEIRS, str(data), str(TIMES)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    value, seconds = done.stdout.split()
    return float(value), float(seconds)


def _suppression() -> Result:
    groups = wave_groups(seed=2)
    by = [(), ("party",), ("role",), ("party", "role"), ("site",), ("party", "site")]
    seconds = median_seconds(partial(suppress, groups, [Slice(by=one) for one in by]), times=1)
    return Result(name="suppression, 24 groups, 4 waves, 6 tables", value=seconds, unit="s", bar=20)
