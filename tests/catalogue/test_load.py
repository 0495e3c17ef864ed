"""The catalogue is read line by line, each entry when it is asked for, and says what its files say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.catalogue.load import DATA, catalogue, from_document, from_lines

LINES = (Path(__file__).parents[2] / "src/comity/catalogue" / DATA).read_bytes().splitlines()


def table(name: str, version: int) -> dict[str, object]:
    """Return a table as its file would say it."""
    return {
        "table": name,
        "version": str(version),
        "title": f"{name} {version}",
        "says": "One row for each.",
        "data owner": "Sales.",
        "define": {"every": "month", "columns": {"period": "period"}},
        "columns": {"period": "the period"},
    }


def line(data: object) -> bytes:
    """Return data as a line of the catalogue."""
    return json.dumps(data, separators=(",", ":")).encode()


def test_lines_and_documents_are_one_catalogue() -> None:
    """What is read line by line when asked for is what is read at once."""
    parts = [json.loads(line) for line in LINES]
    whole = from_document(
        {"entries": [one for one in parts if "entry" in one], "tables": [one for one in parts if "table" in one]}
    )
    assert dict(catalogue().entries) == dict(whole.entries)
    assert dict(catalogue().tables) == dict(whole.tables)
    assert list(catalogue().entries) == list(whole.entries)
    assert catalogue().latest == whole.latest


def test_versions_come_earliest_first() -> None:
    """However the lines are ordered, and where versions reach two digits; a name without one is the latest."""
    known = from_lines([line(table("sales", version)) for version in (10, 1, 2)])
    assert [one.version for one in known.tables["sales"]] == [1, 2, 10]
    assert known.table("sales") is known.tables["sales"][2]


def test_names_are_known_without_reading_what_stands_under_them() -> None:
    """A damaged line does no harm to those beside it; it is found out when it is asked for."""
    known = from_lines([b'{"table":"broken",', line(table("sales", 1))])
    assert list(known.tables) == ["broken", "sales"]
    assert "broken" in known.tables
    assert known.table("sales") is not None
    with pytest.raises(json.JSONDecodeError):
        known.table("broken")


def test_what_is_not_there_is_not_there() -> None:
    """A name that no line has is absent, as from any map."""
    known = from_lines([line(table("sales", 1))])
    assert "costs" not in known.tables
    assert known.table("costs") is None
    assert len(known.tables) == 1
    assert not known.entries


@pytest.mark.parametrize("wrong", [b"", b"{}", b"[]", b'{"entry":1}'])
def test_a_line_without_a_name_is_refused(wrong: bytes) -> None:
    """What does not begin with the name of an entry or a table cannot be read at all."""
    with pytest.raises(ValueError, match="unpack"):
        from_lines([wrong])
