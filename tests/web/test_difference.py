"""What the preview of an upload says comes of each row is what sealing makes of it."""

from __future__ import annotations

from datetime import date

from comity.facts.model import Submission
from comity.kernel.calendar import Calendar
from comity.web.facts.difference import MOST, TAKEN, Difference, Held, difference
from tests.facts.builders import accepted, file_of, owed, sealed

KEYED = owed("visits", {"day": "date", "site": "text", "count": "number >= 0"}, every=None, key=("day", "site"))
DAILY = owed("visits", {"day": "date", "count": "number >= 0"}, every=None)
"""A table without a key: visits of several sites may fall on one day."""


def looked(first: list[tuple[str, str]], then: list[tuple[str, str]], known: str) -> tuple[Difference, list[str]]:
    """Return what the preview says of a second file, and the counts that hold once it is in."""
    one, two = (
        accepted(
            DAILY, file_of({"day": [day for day, _ in rows], "count": [count for _, count in rows]}, path, known_at=on)
        )
        for rows, path, on in ((first, "a.csv", "2026-04-10"), (then, "b.csv", known))
    )
    day = date.fromisoformat(known)
    held = Held(
        table=DAILY, sealed=sealed([one], DAILY, known_at=day).tables["visits"], currency="USD", calendar=Calendar()
    )
    after = sealed([one, two], DAILY, known_at=day).tables["visits"].rows.column("count").to_pylist()
    return difference(held, two, day), sorted(map(str, after))


def test_without_a_key_rows_of_one_day_add_up() -> None:
    """A second file on the day of the first corrects nothing: 5 and 7 both count, and the preview says so."""
    found, counts = looked([("2026-03-02", "5")], [("2026-03-02", "7")], "2026-04-10")
    assert (found.new, found.corrected, counts) == (1, 0, ["5", "7"])
    assert found.lines[0].says == "1 row, added to 1 known from the same day"


def test_without_a_key_a_row_that_comes_again_with_others_counts_twice() -> None:
    """The file repeats a row and adds one of another day: the repeated row is added, not called unchanged."""
    found, counts = looked([("2026-03-02", "5")], [("2026-03-02", "5"), ("2026-03-03", "4")], "2026-04-10")
    assert (found.new, found.unchanged, counts) == (2, 0, ["4", "5", "5"])


def test_without_a_key_the_same_file_again_changes_nothing() -> None:
    """It is the same file, not more visits: the workplace does not take it a second time."""
    found, _ = looked([("2026-03-02", "5")], [("2026-03-02", "5")], "2026-04-10")
    assert (found.changes, found.unchanged) == (False, 1)


def test_without_a_key_a_later_file_corrects_the_day() -> None:
    """Handed in a day later the rows of a day take the place of those that were known."""
    found, counts = looked([("2026-03-02", "5")], [("2026-03-02", "7")], "2026-04-11")
    assert (found.new, found.corrected, counts) == (0, 1, ["7"])


def test_what_is_taken_back_is_listed_before_hundreds_of_new_rows() -> None:
    """The page says which rows a complete file takes back, however many others it has, and counts the rest."""

    def of(sites: list[str], path: str, **said: str) -> Submission:
        cells = {"day": ["2026-03-02"] * len(sites), "site": sites, "count": ["5"] * len(sites)}
        return accepted(KEYED, file_of(cells, path, **said))

    one = of(["gone", "also gone"], "a.csv", known_at="2026-04-10")
    two = of([f"site {number}" for number in range(MOST + 20)], "b.csv", known_at="2026-04-11", covers="2026-03")
    day = date(2026, 4, 11)
    known = sealed([one], KEYED, known_at=day).tables["visits"]
    found = difference(Held(table=KEYED, sealed=known, currency="USD", calendar=Calendar()), two, day)
    assert (found.new, found.taken, len(found.lines), found.unlisted) == (MOST + 20, 2, MOST, 22)
    first = sorted((line.kind, line.about) for line in found.lines[:2])
    assert first == [(TAKEN, "2026-03-02, also gone"), (TAKEN, "2026-03-02, gone")]
