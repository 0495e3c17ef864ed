"""What `comity check` loads: an agreement of metrics needs the language and the catalogue, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

AGREEMENT = """comity: 1
alliance: lean
title: One metric
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
facts:
  sales: {catalogue: sales 1, reported by: fern}
metrics:
  revenue: {catalogue: revenue 1, target: USD 2m}
"""
NEEDLESS = (
    "comity.record", "comity.surveys", "comity.facts", "comity.metrics", "comity.clauses", "comity.standing",
    "comity.scorecards", "comity.reports", "comity.evidence", "comity.adapters.duckdb", "comity.adapters.waves",
    "duckdb", "pyarrow", "numpy", "nacl", "rich", "jinja2", "openpyxl",
)  # fmt: skip


def test_a_check_loads_no_engine_no_record_and_no_surveys(tmp_path: Path) -> None:
    """Where a folder has no facts, examples, record or surveys, no code for them is loaded: it is most of the time."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    code = f"import sys, comity.cli.main as m; m.run(['check', {str(tmp_path)!r}]); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "1 metric" in done.stdout
    loaded = done.stdout.splitlines()[-1]
    assert "'comity.agreement.read'" in loaded
    assert [name for name in NEEDLESS if f"'{name}" in loaded] == []
