"""What defines a version of an entry or a table never changes: an agreement that pins it can be computed for ever."""

import json
from hashlib import sha256
from pathlib import Path

from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry, StandardTable

KNOWN = Path(__file__).parent / "versions.txt"
"""A line for each version that was ever published: kind, name, version, digest of what defines it."""


def digest(one: Entry | StandardTable) -> str:
    """Return the digest of what a figure depends on: the terms, and for an entry its definition and parameters."""
    parts: list[object] = [one.define]
    if isinstance(one, Entry):
        parts += [one.definition, [(parameter.name, parameter.default) for parameter in one.parameters]]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


def lines() -> list[str]:
    """Return the lines of the versions that are in the catalogue now."""
    known = catalogue()
    return [
        *(f"entry {one.name} {one.version} {digest(one)}" for of in known.entries.values() for one in of),
        *(f"table {one.name} {one.version} {digest(one)}" for of in known.tables.values() for one in of),
    ]


def test_a_version_never_changes() -> None:
    """Every published version is still there and defined as it was; a new one has its line added to versions.txt.

    Where this fails for an entry that you changed: give it the next version and keep the earlier one beside it.
    """
    published = KNOWN.read_text(encoding="utf-8").splitlines()
    assert sorted(published) == sorted(lines())
