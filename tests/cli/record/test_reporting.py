"""A report of a record says what it rests on, by the day of its knowledge; one of a folder says that it has none."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.record.conftest import Pair, three_months


def rests(pair: Pair, folder: Path, day: str) -> str:
    """Return what a report of a day says that it rests on, with the root that stands behind the short one."""
    out = pair.file.parent / "out"
    pair.run("report", folder, "--as-of", day, "--known-at", day, "--out", out, "--format", "html")
    text = (out / f"standing-{day}.html").read_text(encoding="utf-8")
    (said,) = re.findall(r"<p>((?:Record kept|From a folder).*?)</p>", text)
    return re.sub(r'<code title="([0-9a-f]*)">[^<]*</code>', r"\1", said)


def test_what_is_not_cosigned_is_not_called_final(pair: Pair) -> None:
    """Three reports are in the record of both, and no checkpoint covers them."""
    pair.after(three_months)
    assert rests(pair, pair.heron, "2026-03-10") == (
        "Record kept by Heron: 6 entries by 10 Mar 2026, none of them final. Agreement signed by Heron on 2 Jan 2026 "
        "and Marten on 5 Jan 2026. No checkpoint yet that all parties have cosigned."
    )
    assert "7 entries by 10 Apr 2026" in rests(pair, pair.heron, "2026-04-10")


def test_a_cosigned_record_names_the_checkpoint_from_which_both_compute_the_same(pair: Pair) -> None:
    """Both parties' reports name one root, which is that of their record."""
    pair.after(three_months)
    pair.cosign()
    said = rests(pair, pair.heron, "2026-04-10")
    assert said == rests(pair, pair.marten, "2026-04-10")
    assert "7 entries by 10 Apr 2026, all final." in said
    assert re.search(r"Can be computed again from the checkpoint of 7 entries with the root [0-9a-f]{64}\.$", said)


def test_what_waits_for_the_keeper_is_counted_apart(pair: Pair) -> None:
    """Marten raises a concern that Heron has not put in order: it counts provisionally in Marten's report."""
    pair.after(three_months)
    pair.run("concern", pair.marten, "on_time", "The depot of the north counts otherwise.", "--on", "2026-04-08")
    said = rests(pair, pair.marten, "2026-04-10")
    assert "8 entries by 10 Apr 2026, none of them final, 1 waiting for the keeper." in said


def test_a_folder_has_no_record(pair: Pair) -> None:
    """The same agreement in a folder of its own."""
    alone = pair.file.parent / "alone"
    (alone / "facts" / "deliveries").mkdir(parents=True)
    (alone / "agreement.yaml").write_bytes((pair.heron / "agreement.yaml").read_bytes())
    assert rests(pair, alone, "2026-04-10").startswith("From a folder, without a record")
