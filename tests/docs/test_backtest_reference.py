"""The page about backtests says what the command says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comity.cli.main import run
from tests.standing.backtest.draft import write

PAGE = (Path(__file__).parent.parent.parent / "docs" / "reference" / "backtest.md").read_text(encoding="utf-8")


def test_the_output_shown_is_the_output_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """The sentence, the days and the assumptions of the draft, line by line; the digest of its terms aside."""
    monkeypatch.setenv("COLUMNS", "132")
    assert run(["backtest", str(write(tmp_path / "draft")), "--known-at", "2026-02-01"]) == 0
    printed = re.sub(r"Terms \S+", "Terms …", capsys.readouterr().out)
    (shown,) = re.findall(r"```text\n(Of .*?)```", PAGE, re.DOTALL)
    for line in re.sub(r"Terms \S+", "Terms …", shown).splitlines():
        assert line in printed


def test_every_option_is_mentioned() -> None:
    """Whoever reads the page knows every way of asking."""
    from comity.cli.backtest import command

    options = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    assert [name for name in options if f"`{name}" not in PAGE and f" {name}" not in PAGE] == []


def test_every_table_that_is_written_is_described() -> None:
    """A file of a spreadsheet is no riddle."""
    from comity.reports.backtest.tables import tables
    from tests.reports.backtest.builders import drafted

    assert [name for name in tables(drafted()) if f"`backtest-LAST-{name}.csv`" not in PAGE] == []


def test_every_key_of_the_document_is_named() -> None:
    """The keys at the top of the JSON document are those that the page lists."""
    from comity.reports.backtest.document import document
    from tests.reports.backtest.builders import KNOWN, drafted

    assert [key for key in document(drafted(), KNOWN) if f"`{key}`" not in PAGE] == []
