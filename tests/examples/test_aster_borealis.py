"""The facts of the fictional example are those that its script makes."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "aster-borealis"


def test_the_script_makes_the_committed_facts(tmp_path: Path) -> None:
    """Built again, every file of facts is the same byte for byte."""
    subprocess.run([sys.executable, EXAMPLE / "build.py", tmp_path], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    committed = {path.relative_to(EXAMPLE / "facts"): path.read_bytes() for path in EXAMPLE.rglob("*.csv")}
    assert made == committed
    assert len(made) == 9
