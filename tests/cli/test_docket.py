"""`comity docket`: in the terminal, as JSON and as a calendar file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
ALLIANCE = ROOT / "tests" / "standing" / "alliances" / "thistle-wren"
CLOCKS = ("--as-of", "2026-08-14", "--known-at", "2026-08-14")


def document(ran) -> dict:
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


def test_the_docket_is_a_table_earliest_first(comity) -> None:
    """How much stands on it, both clocks and the time zone, what is overdue, and what follows if nothing is done."""
    ran = comity("docket", ALLIANCE, *CLOCKS)
    assert (ran.status, ran.err) == (0, "")
    assert "22 lines on the docket, one overdue; the next day is Wed 19 Aug 2026." in ran.out
    assert "As of 14 Aug 2026, known at 14 Aug 2026. Each day ends at midnight, Europe/London." in ran.out
    assert "overdue, 4 days ago" in ran.out and "in 3 business days" in ran.out
    days = [
        ran.out.index(f"\n{day}") for day in ("Mon 10 Aug", "Wed 19 Aug", "Mon 31 Aug", "Wed 30 Sep", "Clock stopped")
    ]
    assert days == sorted(days)
    assert max(map(len, ran.out.splitlines())) <= 100


@pytest.mark.parametrize("name", ["wren", "Wren", "WREN FOODS PLC"])
def test_the_docket_of_one_party(comity, name) -> None:
    """Only what this party must or may do; its short name and its legal name are understood as well."""
    found = document(comity("docket", ALLIANCE, *CLOCKS, "--party", name, "--json"))["docket"]
    assert found and all("wren" in line["parties"] for line in found)
    assert {"claim", "position", "level", "facts"} <= {line["kind"] for line in found}


def test_a_level_of_a_ladder_has_a_docket_too(comity) -> None:
    """The supply managers see what they may decide."""
    found = document(comity("docket", ALLIANCE, *CLOCKS, "--party", "supply managers", "--json"))["docket"]
    assert [line["what"] for line in found] == ["Supply managers: settle or decide"]


def test_a_party_that_is_none_is_wrong_usage(comity) -> None:
    """With the names that are known."""
    ran = comity("docket", ALLIANCE, *CLOCKS, "--party", "sparrow")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no party, body or level 'sparrow'" in ran.err and "thistle, wren" in ran.err


def test_until_moves_the_horizon(comity) -> None:
    """Nearer than a quarter, or farther; what has no last day is always there."""
    near = document(comity("docket", ALLIANCE, *CLOCKS, "--until", "2026-08-31", "--json"))["docket"]
    far = document(comity("docket", ALLIANCE, *CLOCKS, "--until", "2027-08-31", "--json"))["docket"]
    assert max(line["due"] for line in near if line["due"]) == "2026-08-31"
    assert max(line["due"] for line in far if line["due"]) > "2027-06-30"
    assert [line["id"] for line in near if not line["due"]] == [line["id"] for line in far if not line["due"]]


def test_the_json_follows_the_schema_of_the_standing(comity) -> None:
    """The same lines as in `evaluate --json`."""
    found = document(comity("docket", ALLIANCE, *CLOCKS, "--json"))
    assert (found["format"], found["alliance"], found["time_zone"]) == (
        "comity docket 1", "thistle_wren", "Europe/London"
    )  # fmt: skip
    whole = json.loads((ROOT / "docs" / "reference" / "standing.schema.json").read_text(encoding="utf-8"))
    schema = whole | {"$ref": "#/$defs/due"}
    for key in ("type", "properties", "required", "additionalProperties"):
        schema.pop(key, None)
    for line in found["docket"]:
        Draft202012Validator(schema).validate(line)
    assert found["docket"] == document(comity("evaluate", ALLIANCE, *CLOCKS, "--json"))["docket"]


def test_the_calendar_file_holds_what_is_shown(comity, tmp_path) -> None:
    """The path is printed, the folder is made, and the events are those of the party with a last day."""
    file = tmp_path / "new" / "wren.ics"
    ran = comity("docket", ALLIANCE, *CLOCKS, "--party", "wren", "--ics", file)
    assert (ran.status, ran.out) == (0, f"wrote {file}\n")
    shown = document(comity("docket", ALLIANCE, *CLOCKS, "--party", "wren", "--json"))["docket"]
    calendar = Calendar.from_ical(file.read_bytes())
    assert len(calendar.walk("VEVENT")) == len([line for line in shown if line["due"]])


def test_json_and_calendar_together_keep_the_output_clean(comity, tmp_path) -> None:
    """One document on stdout and nothing else; the path goes to stderr."""
    ran = comity("docket", ALLIANCE, *CLOCKS, "--json", "--ics", tmp_path / "a.ics")
    assert json.loads(ran.out)["docket"]
    assert ran.err == f"wrote {tmp_path / 'a.ics'}\n"


def test_the_same_day_gives_the_same_file(comity, tmp_path) -> None:
    """No clock is read."""
    for name in ("a", "b"):
        comity("docket", ALLIANCE, *CLOCKS, "--ics", tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_was_not_known_yet_is_not_on_the_docket(comity) -> None:
    """On 4 August nobody knew of the dispute: the recovery plan is due on the 19th."""
    clocks = ("--as-of", "2026-08-14", "--known-at", "2026-08-04")
    found = document(comity("docket", ALLIANCE, *clocks, "--json"))["docket"]
    plan = next(line for line in found if line["step"] == "recovery plan")
    assert (plan["state"], plan["due"]) == ("due", "2026-08-19")


def test_an_alliance_that_has_not_begun_has_an_empty_docket(comity) -> None:
    """In words, not as an empty table."""
    ran = comity("docket", ALLIANCE, "--as-of", "2025-06-30", "--known-at", "2025-06-30")
    assert (ran.status, ran.err) == (0, "")
    assert "Nothing is due, and no step is open." in ran.out
