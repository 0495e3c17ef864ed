"""The example in the reference of the JSON document, made from the alliance that `comity demo` shows."""

from __future__ import annotations

import json
import re
from importlib.resources import as_file
from pathlib import Path
from typing import Any

PAGE = "docs/reference/json.md"
EXAMPLE = re.compile(r"```json\n.*?```", re.DOTALL)


def json_reference(root: Path) -> str:
    """Return the text of docs/reference/json.md with its example made anew."""
    page = (root / PAGE).read_text(encoding="utf-8")
    return EXAMPLE.sub(lambda _: f"```json\n{_example()}\n```", page)


def _example() -> str:
    from comity.cli.alliance import open_standing
    from comity.cli.demo import DAY
    from comity.cli.starter import STARTER
    from comity.reports.document import document

    with as_file(STARTER) as folder:
        whole = document(open_standing(folder, as_of=DAY, known_at=DAY))
    return json.dumps(_shortened(whole), indent=2, ensure_ascii=False)


def _shortened(value: Any) -> Any:
    """Return a document with the last entry of each list that has a value, and the first metric and clause only."""
    if isinstance(value, list):
        telling = [item for item in value if not isinstance(item, dict) or item.get("value", "") is not None]
        return [_shortened(item) for item in (telling or value)[-1:]]
    if not isinstance(value, dict):
        return value
    short = {key: _shortened(item) for key, item in value.items()}
    for key in ("figures", "targets", "verdicts"):
        if key in short:
            short[key] = dict(list(short[key].items())[:1])
    return short
