"""`comity weights --of`: what a dimension is made of is weighed as the dimensions of the whole are."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Comity
from tests.cli.test_score import scored  # noqa: F401


def judge(folder: Path, of: str, **files: str) -> None:
    """Write what parties judged of a dimension."""
    place = folder / "weights" / of
    place.mkdir(parents=True)
    for name, text in files.items():
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")


def amended(comity: Comity, folder: Path, of: str) -> dict[str, str]:
    """Agree to what is proposed by the lines that are printed, and return the shares that are agreed then."""
    lines = comity("weights", folder, "--of", of).out.partition("comity: 1")[2].splitlines()
    text = "comity: 1\n" + "\n".join(line[2:] for line in lines[1:]).replace("…", "2026-07-01")
    (folder / "amendments").mkdir()
    (folder / "amendments" / "weights.yaml").write_text(text, encoding="utf-8")
    found: dict[str, str] = json.loads(comity("weights", folder, "--of", of, "--json").out)["agreed"]
    return found


def test_the_parts_of_a_dimension_are_weighed(comity: Comity, scored: Path) -> None:  # noqa: F811
    """Both hold delivery twice as heavy as care: two thirds to one; the printed amendment agrees it."""
    same = "swing: {delivery: 100, care: 50}\n"
    judge(scored, "service", wren=f"party: wren\n{same}", dunnock=f"party: dunnock\n{same}")
    ran = comity("weights", scored, "--of", "service")
    assert (ran.status, ran.err) == (0, "")
    assert "Weights of the dimension Service" in " ".join(ran.out.split())
    assert amended(comity, scored, "service") == {"delivery": "0.67", "care": "0.33"}


def test_the_parts_of_a_part_are_weighed(comity: Comity, scored: Path) -> None:  # noqa: F811
    """One level deeper; the amendment names every level on the way."""
    same = "weights: {calm: 60%, safety: 40%}\n"
    judge(scored, "care", wren=f"party: wren\n{same}", dunnock=f"party: dunnock\n{same}")
    data = json.loads(comity("weights", scored, "--of", "care", "--json").out)
    assert data["proposal"] == {"calm": 60, "safety": 40}
    assert amended(comity, scored, "care") == {"calm": "0.6", "safety": "0.4"}


def test_metrics_are_weighed_by_their_names(comity: Comity, scored: Path) -> None:  # noqa: F811
    """Ideas three times as heavy as complaints; on screen they go by their titles, in the amendment by their names."""
    agreement = scored / "agreement.yaml"
    text = agreement.read_text(encoding="utf-8")
    beside = "halfway: 3}\n      complaints: {weight: 1, floor: 20, target: 4}\n"
    assert text.count("halfway: 3}\n") == 1
    agreement.write_text(text.replace("halfway: 3}\n", beside), encoding="utf-8")
    same = "pairs: {ideas over complaints: 3}\n"
    judge(scored, "growth", wren=f"party: wren\n{same}", dunnock=f"party: dunnock\n{same}")
    said = comity("weights", scored, "--of", "growth").out
    assert "ideas: {weight: 75%}" in said
    assert "metrics:" in said
    assert amended(comity, scored, "growth") == {"ideas": "0.75", "complaints": "0.25"}


def test_a_dimension_that_is_not_there_or_has_one_metric_is_refused(comity: Comity, scored: Path) -> None:  # noqa: F811
    """A name mistyped is guessed; one metric alone has nothing to be weighed against; nobody has judged yet."""
    wrong = comity("weights", scored, "--of", "servce")
    assert (wrong.status, "the scorecard has no dimension" in wrong.err, "Did you mean service?" in wrong.err) == (
        1, True, True,
    )  # fmt: skip
    alone = comity("weights", scored, "--of", "growth")
    assert "made of one metric only" in alone.err
    silent = comity("weights", scored, "--of", "service")
    assert "Write weights/service/wren.yaml: party: wren" in silent.err


def test_judgements_of_a_dimension_do_not_count_for_the_whole(comity: Comity, scored: Path) -> None:  # noqa: F811
    """They lie in a folder of their own, and `--record` is for the whole only."""
    judge(scored, "service", wren="party: wren\nswing: {delivery: 100, care: 50}\n")
    assert "nobody has judged yet" in comity("weights", scored).err
    assert comity("weights", scored, "--of", "service", "--record").status == 2
