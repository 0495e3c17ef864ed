"""Uploads that say for which periods they are complete: that there was nothing, and what they take back."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.adapters.about import read_about
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from comity.kernel.problem import Refused
from comity.kernel.words import period_name
from tests.web.routes import said
from tests.web.test_uploads import OWNER, access, at, notes, recorded, store_of, told, visits

__all__ = ["access", "notes", "recorded", "visits"]

NOTHING = "month,n\n"
MONTH = Calendar().containing(Grain.MONTH, datetime.now(UTC).date())
AS_NAMED = period_name(MONTH)
"""The month that runs."""


def send(client, text: str, covers: str, key: str = "visits", slug: str = "barrier"):
    """Send the form of an upload, with the periods for which the file is complete."""
    file = io.BytesIO(text.encode())
    file.name = "x.csv"
    return client.post(at("upload", key, slug), {"file": file, "covers": covers})


def take(access, text: str, covers: str = "", *, store: bool = True):
    from comity.web.facts import uploads

    return uploads.take(access(OWNER), "visits", "x.csv", text.encode(), store=store, covers=covers)


def abouts(folder: Path) -> dict[str, dict[str, str]]:
    """Return what about.yaml of a table says; nothing in it may be wrong."""
    problems: list = []
    found = read_about(folder / "about.yaml", "about.yaml", [file.name for file in folder.iterdir()], problems)
    assert problems == []
    return found.files


def reported(key: str, month: str, folder: Path) -> tuple[str, ...]:
    """Return what the workplace has of Lark's visits of a month: the numbers that hold, or that it is complete."""
    from comity.facts.history import holding
    from comity.opening.alliance import open_agreement, open_facts
    from comity.web.day import today

    sealed = open_facts(open_agreement(folder.parents[1], known_at=today()), known_at=today()).tables[key]
    rows = [row for row in holding(sealed.history, today()).to_pylist() if row["_reporter"] == "lark"]
    numbers = [str(row["n"]) for row in rows if row["month"] == month]
    return (*numbers, *(["complete"] if ("lark", month) in sealed.covered_by else []))


# -- nothing to report ------------------------------------------------------------------------


def test_a_header_alone_says_that_there_was_nothing(client_of, visits: Path) -> None:
    """Looked at, the file says what it states; stored, about.yaml says it of the file, and the period is reported."""
    from comity.web.day import today

    client, before = client_of(OWNER), set(visits.iterdir())
    looked = client.get(send(client, NOTHING, "2026-09")["Location"])
    stated = "It states that there was nothing in Sep 2026 (sums and counts are 0): “complete for” names it"
    assert stated in said(looked) and set(visits.iterdir()) == before
    answer = client.post(store_of(looked))
    name = answer["Location"].split("/")[-2]
    assert (visits / name).read_text() == "month,n,reported_by,known_at\n"
    assert abouts(visits) == {name: {"reported by": "lark", "known at": str(today()), "covers": "2026-09"}}
    assert reported("visits", "2026-09", visits) == ("complete",)
    assert "2026-09: what is not in it was nothing" in said(client.get(answer["Location"]))


def test_without_a_period_a_header_alone_says_nothing_and_how_it_could(access, visits: Path) -> None:
    """It is refused as ever, with the field that says so."""
    with pytest.raises(Refused) as refused:
        take(access, NOTHING)
    assert told(refused) == [("CMY-436", "")] and "“complete for”" in refused.value.problems[0].hint


def test_two_statements_of_one_day_are_two_files(access, visits: Path) -> None:
    """Their bytes are the same, and so would be their names: each month has its own, and what stood there stays."""
    (visits / "about.yaml").write_text("# by hand\nlark.csv: {reported by: lark}")
    names = [take(access, NOTHING, covers).file for covers in ("2026-09", "2026-10, 2026-11")]
    assert (visits / "about.yaml").read_text().startswith("# by hand\nlark.csv: {reported by: lark}\n")
    assert {name: of.get("covers") for name, of in abouts(visits).items()} == {
        "lark.csv": None, names[0]: "2026-09", names[1]: "2026-10, 2026-11",
    }  # fmt: skip
    assert [reported("visits", f"2026-{month}", visits) for month in ("09", "10", "11", "12")] == [
        ("complete",)
    ] * 3 + [()]


def test_what_was_stated_before_changes_nothing(access, visits: Path) -> None:
    """The same statement again is refused; one of another month too is taken."""
    take(access, NOTHING, "2026-09")
    with pytest.raises(Refused) as refused:
        take(access, NOTHING, "2026-09")
    assert told(refused) == [("CMY-992", "")]
    assert take(access, NOTHING, "2026-09..2026-10").complete


# -- what is complete with rows ---------------------------------------------------------------


def test_what_a_complete_file_leaves_out_is_taken_back(client_of, visits: Path) -> None:
    """Lark reported June: a file that is complete for the quarter and has no June takes it back, and says so before."""
    client, (june,) = client_of(OWNER), reported("visits", "2026-06", visits)
    text = f"month,n\n2026-04,{reported('visits', '2026-04', visits)[0]}\n2026-05,3\n"
    looked = client.get(send(client, text, "2026-04..2026-06")["Location"])
    shown = said(looked)
    assert "1 corrected 1 as they are; 1 of earlier reports taken back" in shown
    assert "It takes back 1 row of its periods that you reported before" in shown
    assert '>not in it</th><td role="cell" data-label="Becomes">taken back</td>' in shown and f"n {june}" in shown
    client.post(store_of(looked))
    months = ("2026-05", "2026-06")
    assert [reported("visits", month, visits) for month in months] == [("3", "complete"), ("complete",)]


def test_what_is_taken_back_is_shown_before_what_is_only_counted(client_of, visits: Path, monkeypatch) -> None:
    """Where there is no room for every row, the page shows what goes first, and says how many have no line."""
    from comity.web.facts import difference

    monkeypatch.setattr(difference, "MOST", 1)
    april = reported("visits", "2026-04", visits)[0]
    text = f"month,n\n2026-04,{april}\n2026-05,3\n"
    page = client_of(OWNER).get(send(client_of(OWNER), text, "2026-04..2026-06")["Location"]).content.decode()
    assert (page.count('data-label="Becomes">'), 'data-label="Becomes">taken back<' in page) == (1, True)
    assert '<p class="small turn">and 1 more</p>' in page


def test_what_was_reported_today_is_taken_back_tomorrow(access, visits: Path) -> None:
    """A row of this morning would hold beside the statement that there was none: that counts from the next day."""
    from comity.web.day import today

    assert take(access, "month,n\n2026-09,12\n").known_at == today()
    found = take(access, NOTHING, "2026-09")
    assert (found.known_at, found.taken_back) == (today() + timedelta(days=1), 1)
    assert reported("visits", "2026-09", visits) == ("12",)


@pytest.mark.parametrize(
    ("covers", "says"),
    [
        ("2026-09", ()),
        ("2026-09..2026-10", ("It states that there was nothing in Oct 2026",)),
        ("2026-10", None),
        (f"{MONTH.name}, 2026-09", (f"It states that there was nothing in {AS_NAMED}", f"{AS_NAMED} is not over on")),
    ],
)  # fmt: skip
def test_what_the_rows_do_not_show_is_told(access, visits: Path, covers: str, says: tuple[str, ...] | None) -> None:
    """A period without a row, one that is not over; a file whose rows are all of other periods is refused."""
    if says is None:
        with pytest.raises(Refused) as refused:
            take(access, "month,n\n2026-09,4\n", covers, store=False)
        assert told(refused) == [("CMY-437", "complete for")]
        assert "names Oct 2026, and all rows of the file are of Sep 2026" in refused.value.problems[0].why
    else:
        complete = take(access, "month,n\n2026-09,4\n", covers, store=False).complete
        assert [one.startswith(start) for one, start in zip(complete, says, strict=True)] == [True] * len(says)


@pytest.mark.parametrize("text", [NOTHING, "month,n\n2026-09,4\n"])
def test_nothing_is_complete_for_a_period_that_has_not_begun(access, visits: Path, text: str) -> None:
    """Nobody can say today that there was nothing in months to come: as `comity submit` refuses it."""
    with pytest.raises(Refused) as refused:
        take(access, text, "2026-09, 2099-01..2099-02")
    assert told(refused) == [("CMY-437", "complete for")]
    assert "“complete for” names Jan 2099, Feb 2099, and they begin after " in refused.value.problems[0].why
    assert not (visits / "about.yaml").exists()


def test_rows_of_other_periods_are_told(access, visits: Path) -> None:
    """They are taken in, and nothing is said of their period."""
    (only,) = take(access, "month,n\n2026-09,4\n2026-10,5\n", "2026-09", store=False).complete
    assert only == "It has rows of Oct 2026 too, which “complete for” does not name."


@pytest.mark.parametrize("covers", ["March", "2026-13", "2026-10..2026-09", "x: {y", "2026-09-01", "2026-09, " * 25])
def test_what_is_no_period_is_refused_at_its_field(access, visits: Path, covers: str) -> None:
    """Nothing of it comes into a file that both parties read."""
    before = set(visits.iterdir())
    with pytest.raises(Refused) as refused:
        take(access, NOTHING, covers)
    assert told(refused) == [("CMY-437", "complete for")] and set(visits.iterdir()) == before


@pytest.mark.parametrize(
    "text", ["[a, b]\n", "lark.csv: {reported by: lark}\n...\n", "{lark.csv: {reported by: lark}}\n"]
)
def test_where_nothing_can_be_added_to_about_yaml_nothing_is_stored(access, visits: Path, text: str) -> None:
    """A map in braces, or a text that has ended: the uploader is told the line that is to be in it."""
    (visits / "about.yaml").write_text(text)
    before = set(visits.iterdir())
    with pytest.raises(Refused) as refused:
        take(access, NOTHING, "2026-09")
    assert told(refused) == [("CMY-410", "")] and "covers: 2026-09" in refused.value.problems[0].hint
    assert set(visits.iterdir()) == before and (visits / "about.yaml").read_text() == text


def test_of_a_file_that_could_not_be_put_nothing_counts(access, visits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of about.yaml comes first: cut off between the two, the file can be sent again, and is said once."""
    from comity.web.facts import uploads

    with monkeypatch.context() as patch:
        patch.setattr(uploads, "put", lambda *_: (_ for _ in ()).throw(OSError("no room")))
        with pytest.raises(OSError, match="no room"):
            take(access, NOTHING, "2026-09")
    assert reported("visits", "2026-09", visits) == ()
    name = take(access, NOTHING, "2026-09").file
    assert list(abouts(visits)) == [name]


def test_what_is_saved_meanwhile_in_about_yaml_stays(access, visits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator saves it while the line is made: it is made again, below what they wrote."""
    from comity.web.facts import uploads
    from comity.web.facts.complete import with_entry

    about, made = visits / "about.yaml", with_entry

    def slow(before: bytes, *given: object) -> bytes:
        after = made(before, *given)
        if not about.is_file():
            about.write_text("lark.csv: {reported by: lark}\n")
        return after

    monkeypatch.setattr(uploads, "with_entry", slow)
    name = take(access, NOTHING, "2026-09").file
    assert list(abouts(visits)) == ["lark.csv", name]


def test_where_about_yaml_never_rests_nothing_is_stored(access, visits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves it each time that a line is made: theirs stays, and the uploader is told."""
    from comity.web.facts import uploads
    from comity.web.facts.complete import with_entry

    about, made = visits / "about.yaml", with_entry

    def raced(before: bytes, *given: object) -> bytes:
        about.write_bytes(before + b"# more\n")
        return made(before, *given)

    monkeypatch.setattr(uploads, "with_entry", raced)
    with pytest.raises(Refused) as refused:
        take(access, NOTHING, "2026-09")
    assert told(refused) == [("CMY-410", "")] and set(about.read_text().splitlines()) == {"# more"}


@pytest.mark.parametrize(("of", "step"), [(Path, "replace"), (os, "fsync")])
def test_what_could_not_be_put_in_place_is_not_left_beside(access, visits: Path, monkeypatch, of, step: str) -> None:
    """A disk that does not take the text, or takes it and not its name: nothing of it lies among the uploads."""
    from comity.web.facts.storing import uploads

    def failing(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(of, step, failing)
        with pytest.raises(OSError, match="no room"):
            take(access, NOTHING, "2026-09")
    assert list(uploads().glob("storing-*")) == []


def test_each_text_of_about_yaml_is_read_once(access, visits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With hundreds of lines each reading takes a second: as it stands, with a line more, and under its name."""
    from comity.adapters.about import read_about
    from comity.web.facts import complete

    texts, read = [], read_about
    (visits / "about.yaml").write_text("# once\nlark.csv: {reported by: lark}\n")

    def counted(file: Path, *given: object):
        texts.append(file.read_bytes())
        return read(file, *given)

    monkeypatch.setattr(complete, "read_about", counted)
    take(access, NOTHING, "2026-09")
    assert len(texts) == len(set(texts)) == 3


def test_who_reports_for_both_says_of_one_party_that_it_is_complete(access, visits: Path) -> None:
    """Of a header alone nobody could tell whose months had nothing; of rows of one party it is that party's."""
    from comity.web.alliances.models import Membership
    from comity.web.people.models import User

    of = Membership.objects.get(user__email=OWNER).alliance
    Membership.objects.create(user=User.objects.get(email=OWNER), alliance=of, party="fern", role="alliance_manager")
    with pytest.raises(Refused) as refused:
        take(access, NOTHING, "2026-09", store=False)
    assert told(refused) == [("CMY-990", "complete for")]
    name = take(access, "month,n,reported_by\n2026-09,4,fern\n", "2026-09..2026-10").file
    assert abouts(visits)[name]["reported by"] == "fern"


# -- with a record ----------------------------------------------------------------------------


def test_where_there_is_a_record_the_command_says_it(client_of, recorded: Path) -> None:
    """Preview, receipt and page give the command with the periods; about.yaml keeps them until it is run."""
    client = client_of(OWNER)
    looked = client.get(send(client, "day,what\n", "2026-08, 2026-09", "notes", "notes")["Location"])
    answer = client.post(store_of(looked))
    name = answer["Location"].split("/")[-2]
    command = f"comity submit FOLDER notes {name} --covers &#39;2026-08, 2026-09&#39;"
    pages = [looked, client.get(answer["Location"]), client.get(at("table", "notes", "notes"))]
    assert [command in page.content.decode() for page in pages] == [True] * 3
    assert abouts(recorded / "facts" / "notes") == {name: {"covers": "2026-08, 2026-09"}}


def test_about_yaml_is_read_once_for_all_files_that_wait(client_of, recorded: Path, monkeypatch) -> None:
    """A page of twenty files that wait reads what is said of them once, however long it is."""
    from comity.web.facts import kept
    from comity.web.facts.complete import about_of

    folder, calls = recorded / "facts" / "notes", []
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(20):
        (folder / f"2026-09-01-lark-{number:012x}.csv").write_text("day,what\n")

    def counted(*given: object):
        calls.append(given)
        return about_of(*given)

    monkeypatch.setattr(kept, "about_of", counted)
    page = client_of(OWNER).get(at("table", "notes", "notes")).content.decode()
    assert (page.count("comity submit FOLDER notes 2026-09-01-lark-"), len(calls)) == (20, 1)
