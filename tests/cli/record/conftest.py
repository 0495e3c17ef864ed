"""Two parties, two folders, one record: Heron, which keeps it, and Marten."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.cli.main import run
from tests.cli.conftest import Comity, Ran

AGREEMENT = """\
comity: 1
alliance: heron_marten
title: Delivery agreement of Heron and Marten
parties: {heron: Heron Logistics Ltd, marten: Marten Books Ltd}
currency: USD
starts: 2026-01-01
ends: 2027-12-31
facts:
  deliveries:
    reported by: heron
    every: month
    key: [month, depot]
    due: 5 days after period end
    restate: 120 days after period end
    columns: {month: period, depot: text, on_time: number >= 0, orders: number > 0, charges: money >= 0}
metrics:
  on_time:
    title: Orders delivered on the agreed day
    is: sum(deliveries.on_time) / sum(deliveries.orders)
    every: month
    unit: percent
    round: 0.1%
  charges: {title: Charges of the month, is: sum(deliveries.charges), every: month}
clauses:
  delivery:
    title: Delivery on the agreed day
    owed by: heron
    owed to: marten
    measure: on_time
    every: month
    at least: 97%
    ladder: disputes
    rules:
      credit:
        then: {pay: points_short * 1% * charges, into: credits}
      repeated:
        when: missed and times(missed, 4) >= 2
        again: after a clear period
        then:
          may: marten
          do: notice
          within: 20 days
          else: {declare: reserved}
          then:
            must: heron
            do: recovery plan
            with: {promised: number > 0}
            within: 10 days
            then: {declare: cured}
            else:
              name: way out
              may: marten
              choose:
                continue: {declare: reserved}
                leave: {set: {agreement: terminated}, after: 3 months}
              within: 60 days
              else: {declare: reserved}
accounts:
  credits: {title: Service credits, owed by: heron, owed to: marten, settle: next invoice}
ladders:
  disputes:
    - {level: managers, within: 10 business days after dispute}
    - {level: arbitration}
scorecard:
  service: {weight: 60%, metrics: {on_time: {weight: 100%, floor: 90%, target: 97%}}}
  volume: {weight: 40%, metrics: {charges: {weight: 100%, floor: USD 5k, target: USD 10k}}}
visibility:
  charges: {seen by: [heron, marten]}
"""

AMENDMENT = """\
comity: 1
amends: heron_marten
title: A lower threshold
in force: 2026-03-01
changes: {clauses: {delivery: {at least: 90%}}}
"""
JANUARY = "month,depot,on_time,orders,charges\n2026-01,north,975,1000,10000\n"
FEBRUARY = "month,depot,on_time,orders,charges\n2026-02,north,950,1000,10000\n"
MARCH = "month,depot,on_time,orders,charges\n2026-03,north,940,1000,10000\n"
MARCH_AGAIN = "month,depot,on_time,orders,charges\n2026-03,north,975,1000,10000\n"


@dataclass(frozen=True)
class Pair:
    """The two folders, a file for the way between them, and how to run a command in one of them.

    In `kept` lies what steps made of the folders, to be copied where a test begins with the same steps.
    """

    heron: Path
    marten: Path
    file: Path
    comity: Comity
    kept: Path = Path()

    def run(self, *arguments: object) -> Ran:
        """Run a command that must be done."""
        ran = self.comity(*arguments)
        assert ran.status == 0, ran.out + ran.err
        return ran

    def submit(self, text: str, day: str, name: str = "facts.csv") -> Ran:
        """Let Heron submit deliveries."""
        path = self.file.parent / name
        path.write_text(text, encoding="utf-8")
        return self.run("submit", self.heron, "deliveries", path, "--on", day)

    def after(self, steps: Callable[[Pair], None]) -> Pair:
        """Let both be where some steps lead: a test of the process takes them, the later ones get a copy."""
        place, kept = self.file.parent, self.kept / steps.__name__
        if kept.exists():
            shutil.rmtree(place)
            shutil.copytree(kept, place)
        else:
            steps(self)
            shutil.copytree(place, kept)
        return self

    def meet(self) -> None:
        """Let both copies meet: Marten hands over what waits, Heron puts it in order, Marten takes it back."""
        for folder in (self.marten, self.heron, self.marten):
            self.run("sync", folder, self.file)

    def cosign(self) -> None:
        """Let both cosign."""
        self.meet()
        for folder in (self.heron, self.marten):
            self.run("cosign", folder)
        self.meet()
        self.run("sync", self.heron, self.file)


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both folders after the agreement is signed by both: made once, copied for each test."""
    place = tmp_path_factory.mktemp("pair")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_KEYS", str(place / "keys"))
        for party in ("heron", "marten"):
            (place / party).mkdir()
            (place / party / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
            assert run(["key", "new", str(place / party), party]) == 0
        for mine, other in (("heron", "marten"), ("marten", "heron")):
            key = public_key(place / other)
            assert run(["key", "add", str(place / mine), other, key]) == 0
        file = str(place / "shared.comity")
        steps = ["sign heron 2026-01-02", "sync heron", "sync marten", "sign marten 2026-01-05", "sync marten"]
        for command, party, *day in map(str.split, [*steps, "sync heron", "sync marten"]):
            more = ["--on", *day] if day else [file]
            assert run([command, str(place / party), *more]) == 0
    return place


def public_key(folder: Path) -> str:
    """Return the first public key in a trust file that has only one party's."""
    line = next(line for line in (folder / "record" / "trust.yaml").read_text().splitlines() if "[" in line)
    return line.split("[")[1].rstrip("]").split(", ")[0]


@pytest.fixture
def pair(signed: Path, kept: Path, tmp_path: Path, comity: Comity, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Both folders with their keys and their common record."""
    place = tmp_path / "pair"
    shutil.copytree(signed, place)
    monkeypatch.setenv("COMITY_KEYS", str(place / "keys"))
    return Pair(heron=place / "heron", marten=place / "marten", file=place / "shared.comity", comity=comity, kept=kept)


@pytest.fixture
def proposed(pair: Pair) -> Pair:
    """Heron has proposed an amendment on 10 February, from a file beside the folders, and both copies have met."""
    path = pair.file.parent / "2026-03-01.yaml"
    path.write_text(AMENDMENT, encoding="utf-8")
    pair.run("amend", pair.heron, path, "--on", "2026-02-10")
    pair.meet()
    return pair


@pytest.fixture
def signed_alone(comity: Comity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Heron's folder: it has opened the record and signed, and Marten has seen nothing of it."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    for party in ("heron", "marten"):
        (tmp_path / party).mkdir()
        (tmp_path / party / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
        assert comity("key", "new", tmp_path / party, party).status == 0
    heron = tmp_path / "heron"
    assert comity("key", "add", heron, "marten", public_key(tmp_path / "marten")).status == 0
    assert comity("sign", heron, "--on", "2026-01-02").status == 0
    return heron


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for what steps made of the folders."""
    return tmp_path_factory.mktemp("kept")


def three_months(pair: Pair) -> None:
    """Let Heron submit January, February and March, of which it missed the last two, and let both meet."""
    for text, day in ((JANUARY, "2026-02-03"), (FEBRUARY, "2026-03-04"), (MARCH, "2026-04-03")):
        pair.submit(text, day)
    pair.meet()


def two_months(pair: Pair) -> None:
    """Let Heron submit January, which it reached, and February, which it missed, and let both meet."""
    pair.submit(JANUARY, "2026-02-03")
    pair.submit(FEBRUARY, "2026-03-04")
    pair.meet()
