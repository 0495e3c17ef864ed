"""What a new alliance waits for: its first facts. Once there is one row, the pages of facts say the rest."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from comity.web.alliances.folders import folder_of
from comity.web.alliances.models import Alliance


def first_facts(alliance: Alliance) -> list[tuple[str, str]]:
    """Return the tables of an alliance without any fact yet, each with who reports it; nothing where there are facts.

    It looks at the first lines of the templates of a new folder alone, so that it costs nothing on any other day.
    """
    folder = folder_of(alliance)
    if (folder / "record").exists():
        return []
    found: dict[str, list[str]] = {}
    for file in sorted((folder / "facts").glob("*/*")):
        if file.name.startswith(".") or file.name == "about.yaml":
            continue
        if file.suffix != ".csv" or _has_rows(file):
            return []
        found.setdefault(file.parent.name, []).append(alliance.parties.get(file.stem, file.stem))
    return [(table, " and ".join(who)) for table, who in found.items()]


def _has_rows(file: Path) -> bool:
    with file.open(encoding="utf-8", errors="replace") as lines:
        return any(line.strip() for line in islice(lines, 1, 3))
