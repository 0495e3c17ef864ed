"""`comity log --withdraw`: entries that cannot be recorded any more are taken back."""

from __future__ import annotations

import pytest

from tests.cli.record.conftest import Pair


@pytest.mark.parametrize("first", [0, 1])
def test_what_cannot_be_recorded_any_more_is_withdrawn_in_any_order(pair: Pair, first: int) -> None:
    """Marten signed two entries in place of one that Heron has in order: the warning says so, and either goes first."""
    pair.run("event", pair.marten, "merger", "--on", "2026-02-01")
    pair.run("sync", pair.marten, pair.file)
    pair.run("sync", pair.heron, pair.file)
    pair.run("log", pair.marten, "--withdraw", "4")
    for event in ("insolvency", "relocation"):
        pair.run("event", pair.marten, event, "--on", "2026-02-02")
    pair.run("sync", pair.marten, pair.file)
    stuck = [line.split()[1] for line in pair.run("log", pair.marten).out.splitlines() if line.startswith("   -  ")]
    told = f"`comity log {pair.marten} --withdraw ENTRY` takes"
    assert (
        f"2 entries cannot be recorded any more\n  {told} each back, in any order."
        in pair.run("docket", pair.marten).err
    )
    pair.run("log", pair.marten, "--withdraw", stuck.pop(first))
    assert f"1 entry cannot be recorded any more\n  {told} it back." in pair.run("docket", pair.marten).err
    pair.run("log", pair.marten, "--withdraw", *stuck)
    assert "CMY-910" not in pair.run("docket", pair.marten).err
