"""Copies that meet again after a checkpoint was final: entries made in its knowledge follow it."""

from pathlib import Path

from comity.adapters.record_sqlite import SQLiteStore
from comity.record.exchange import Copy, cosign, meet
from tests.record.making import FERN, LARK, entry, opening, trust


def test_a_copy_takes_entries_that_have_seen_a_checkpoint_which_is_new_to_it(tmp_path: Path) -> None:
    """Lark's copy is empty; Fern's holds a final checkpoint and an entry that says it has seen it. Lark takes both."""
    fern = SQLiteStore(tmp_path / "fern.sqlite")
    fern.append([opening()])
    cosign(fern, "fern", FERN, 100)
    cosign(fern, "lark", LARK, 200)
    [(size, root)] = fern.finals().items()
    fern.append([entry(fern.history(), "fern", FERN, seen_size=size, seen_root=root)])
    lark = SQLiteStore(tmp_path / "lark.sqlite")
    theirs = Copy(entries=list(fern.entries()), checkpoints=fern.checkpoints())
    assert meet(lark, theirs, me="lark", trust=trust()).extended == 2
    assert (list(lark.entries()), lark.finals()) == (list(fern.entries()), fern.finals())
