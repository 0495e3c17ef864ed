"""What waits for a signature stands on the docket of both parties, until it is signed by all."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Comity
from tests.cli.record.conftest import AGREEMENT, Pair

NAME = "2026-03-01.yaml"
PATH = f"amendments/{NAME}"


def waiting(comity: Comity, folder: Path, day: str, *more: str) -> list[dict[str, object]]:
    """Return the proposals on the docket of a day."""
    ran = comity("docket", folder, "--as-of", day, "--known-at", day, "--json", *more)
    assert ran.status == 0, ran.err
    return [line for line in json.loads(ran.out)["docket"] if line["kind"] == "proposal"]


def test_an_amendment_stands_on_both_dockets_until_it_is_signed(proposed: Pair) -> None:
    """Who proposed what on which day, who has not signed, and how it is signed; signed by both it is gone."""
    comity = proposed.comity
    for folder in (proposed.heron, proposed.marten):
        [line] = waiting(comity, folder, "2026-02-12")
        assert line["what"] == f"Sign the amendment {PATH} that Heron proposed"
        assert (line["party"], line["modal"], line["due"], line["opened"]) == ("marten", "may", None, "2026-02-10")
        assert line["why"] == "Proposed on 10 Feb (entry 4 of the record), unsigned since; comity sign FOLDER signs it"
        assert line["if_nothing"] == "What is in force stays as it is."
    proposed.run("sign", proposed.marten, "--on", "2026-02-20")
    proposed.meet()
    days = ("2026-02-09", "2026-02-10", "2026-02-19", "2026-02-20")
    assert [len(waiting(comity, proposed.heron, day)) for day in days] == [0, 1, 1, 0]


def test_a_path_stands_in_the_docket_as_it_is_written(proposed: Pair) -> None:
    """A day in the name of a file is not put into words, and it stands on the docket of any length."""
    for more in ((), ("--until", "2026-02-13"), ("--party", "marten")):
        days = ("--as-of", "2026-02-12", "--known-at", "2026-02-12")
        out = " ".join(proposed.run("docket", proposed.heron, *days, *more).out.split())
        assert NAME in out and "comity sign" in out
    assert not waiting(proposed.comity, proposed.heron, "2026-02-12", "--party", "heron")


def test_a_proposal_that_takes_an_amendment_out_says_so(proposed: Pair) -> None:
    """Marten is told on its docket what its signature would undo."""
    proposed.run("sign", proposed.marten, "--on", "2026-02-20")
    proposed.meet()
    proposed.run("sign", proposed.heron, "--without", PATH, "--on", "2026-02-25")
    [line] = waiting(proposed.comity, proposed.heron, "2026-02-26")
    assert line["what"] == "Sign the changed agreement that Heron proposed"
    assert f"unsigned since; it takes out {PATH}; comity sign FOLDER signs it" in str(line["why"])


def test_a_proposal_that_a_later_one_replaces_is_told_apart(pair: Pair) -> None:
    """Heron proposes 96 %, and the next day 95 %: only the later one is signed by the command."""
    for text, day in (("96%", "2026-02-10"), ("95%", "2026-02-11")):
        (pair.heron / "agreement.yaml").write_text(AGREEMENT.replace("97%", text), encoding="utf-8")
        pair.run("sign", pair.heron, "--on", day)
    found = {str(line["opened"]): line for line in waiting(pair.comity, pair.heron, "2026-02-12")}
    assert "a later proposal stands in its place" in str(found["2026-02-10"]["why"])
    assert found["2026-02-10"]["if_nothing"] == "It lapses once the later one is signed by all."
    assert "comity sign FOLDER signs it" in str(found["2026-02-11"]["why"])


def test_the_first_agreement_waits_for_the_other_party(comity: Comity, signed_alone: Path) -> None:
    """Heron opens the record: its docket says that nothing is in force until Marten signs."""
    [line] = waiting(comity, signed_alone, "2026-01-06")
    assert (line["what"], line["party"]) == ("Sign the agreement that Heron proposed", "marten")
    assert line["if_nothing"] == "No agreement is in force: figures are what it would come to."


def test_what_waits_is_no_part_of_the_standing(proposed: Pair) -> None:
    """An evaluation that was recorded before the docket knew proposals, while one waited, still holds."""
    ran = proposed.run("evaluate", proposed.heron, "--as-of", "2026-02-12", "--known-at", "2026-02-12", "--json")
    assert "proposal" not in {line["kind"] for line in json.loads(ran.out)["docket"]}
