"""Every kind of entry that the specification names can be said in words."""

from __future__ import annotations

import re
from pathlib import Path

from comity.opening.said import ANSWERS, WORDS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
ABOUT_THE_RECORD = {"record.opened", "key.enrolled", "key.revoked"}


def types() -> set[str]:
    """Return the types of section 6, and those about the record itself."""
    table = PAGE.partition("## 6 Types")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([a-z]+\.[a-z]+)`", row)} | ABOUT_THE_RECORD


def test_the_log_has_words_for_every_type_of_the_specification() -> None:
    """Nobody reads `hold.placed` where a sentence can stand; and no words are left of a type that is gone."""
    assert len(types()) > 20
    assert set(WORDS) | set(ANSWERS) == types()
