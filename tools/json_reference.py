"""The examples in the reference of the JSON document, made from computed standings."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import as_file
from pathlib import Path
from typing import Any

PAGE = "docs/reference/json.md"
EXAMPLE = re.compile(r"```json\n.*?```", re.DOTALL)


ALLIANCE, DAY = "tests/standing/alliances/thistle-wren", date(2026, 8, 14)
LIFE = ("cases", "remedies", "reliefs", "refused", "docket")
"""The keys of the second example."""


def json_reference(root: Path) -> str:
    """Return the text of docs/reference/json.md with its examples made anew: a whole document, a life of clauses."""
    page = (root / PAGE).read_text(encoding="utf-8")
    examples = iter((_whole(), _life(root)))
    return EXAMPLE.sub(lambda _: f"```json\n{_text(next(examples))}\n```", page)


def _text(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)


def _whole() -> Any:
    from comity.cli import demo
    from comity.cli.alliance import open_standing
    from comity.cli.starter import STARTER
    from comity.reports.document import document

    with as_file(STARTER) as folder:
        whole = document(open_standing(folder, as_of=demo.DAY, known_at=demo.DAY))
    return _shortened(whole)


def _life(root: Path) -> Any:
    """Return what became of the clauses of an alliance in which much has happened: one case, account and line each."""
    from comity.cli.alliance import open_standing
    from comity.reports.document import document

    whole = document(open_standing(root / ALLIANCE, as_of=DAY, known_at=DAY))
    whole["cases"] = [case for case in whole["cases"] if case["steps"]][-1:]
    account = whole["remedies"]["credits"]
    account["entries"] = [entry for entry in account["entries"] if entry["kind"] == "difference"]
    whole["remedies"] = {"credits": _shortened(account)}
    whole["docket"] = [line for line in whole["docket"] if line["kind"] == "level"]
    return {key: whole[key][-1:] if isinstance(whole[key], list) else whole[key] for key in LIFE}


def _shortened(value: Any) -> Any:
    """Return a document with the last entry of each list that has a value, and the first metric and clause only."""
    if isinstance(value, list):
        telling = [item for item in value if not isinstance(item, dict) or item.get("value", "") is not None]
        return [_shortened(item) for item in (telling or value)[-1:]]
    if not isinstance(value, dict):
        return value
    short = {key: _shortened(item) for key, item in value.items()}
    for key in ("figures", "targets", "verdicts", "remedies"):
        if key in short:
            short[key] = dict(list(short[key].items())[:1])
    return short
