"""`comity database`: a record in PostgreSQL, with every command that works on one in a file."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from comity.adapters.desk import has_record
from comity.opening.source import record_root
from tests.cli.record.conftest import FEBRUARY, JANUARY, Pair
from tests.record.stores.server import ADMIN, WRITER, Server, running


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with a role that may write, in which nothing was prepared."""
    with running() as made:
        with psycopg.connect(made.database(ADMIN)) as connection:
            connection.execute(f"create role {WRITER} login")
        yield made


@pytest.fixture
def prepared(server: Server, pair: Pair) -> str:
    """How the writer reaches a database that its owner prepared by the command."""
    name = f"d{uuid4().hex}"
    with psycopg.connect(server.database(ADMIN), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    owner, writer = (server.database(user).replace("dbname=postgres", f"dbname={name}") for user in (ADMIN, WRITER))
    pair.run("database", "prepare", owner, WRITER)
    pair.run("database", "prepare", owner, WRITER)
    return writer


def without_record(folder: Path) -> Path:
    """Return a copy of a folder that has the trust file and the party, and no record."""
    made = folder.with_name(f"{folder.name}-in-database")
    shutil.copytree(folder, made, ignore=shutil.ignore_patterns("record.*", "blobs"))
    return made


@pytest.fixture
def moved(pair: Pair, prepared: str) -> Pair:
    """Both parties, Heron's copy in the database: it was met there by a file."""
    heron = without_record(pair.heron)
    ran = pair.run("database", "use", heron, prepared)
    assert "'comity/heron_marten heron' in this database\n" in ran.out
    assert not has_record(heron)
    pair.run("sync", pair.heron, pair.file)
    pair.run("sync", heron, pair.file)
    return Pair(heron=heron, marten=pair.marten, file=pair.file, comity=pair.comity)


def test_a_record_goes_on_in_a_database(moved: Pair) -> None:
    """Submitted, attested, met, cosigned, logged, proven, evaluated, exported, verified: nothing is different."""
    moved.submit(JANUARY, "2026-02-03")
    moved.run("attest", moved.marten, "--on", "2026-02-03")
    moved.cosign()
    assert not (moved.heron / "record" / "record.sqlite").exists()
    ours, theirs = (json.loads(moved.run("log", of, "--json").out)["entries"] for of in (moved.heron, moved.marten))
    assert ours == theirs
    assert [one["state"] for one in ours] == ["final"] * 6
    days = ("--as-of", "2026-03-31", "--known-at", "2026-03-31", "--json")
    assert moved.run("evaluate", moved.heron, *days).out == moved.run("evaluate", moved.marten, *days).out
    pack, trust = moved.file.with_name("pack.zip"), moved.heron / "record" / "trust.yaml"
    moved.run("export", moved.heron, "--out", pack)
    assert moved.run("verify", pack, "--trust", trust).out.startswith("Proven")
    proof = moved.file.with_name("p.tlog-proof")
    proof.write_text(moved.run("log", moved.heron, "--proof", "4").out, encoding="utf-8")
    assert moved.run("verify", "--proof", proof, "--trust", trust).out.startswith("Proven")


def test_both_parties_may_use_one_database(moved: Pair, prepared: str) -> None:
    """Each has a record of its own there; a fork is told as between files."""
    marten = without_record(moved.marten)
    moved.run("database", "use", marten, prepared)
    moved.run("sync", moved.heron, moved.file)
    moved.run("sync", marten, moved.file)
    moved.submit(JANUARY, "2026-02-03")
    assert len(json.loads(moved.run("log", marten, "--json").out)["entries"]) == 4
    both = Pair(heron=moved.heron, marten=marten, file=moved.file, comity=moved.comity)
    both.cosign()
    moved.run("sync", moved.marten, moved.file)
    assert moved.run("log", marten).out == moved.run("log", moved.heron).out == moved.run("log", moved.marten).out


def test_a_record_is_opened_in_a_database(pair: Pair, prepared: str) -> None:
    """Heron signs the agreement in a folder whose record was never a file; what it names survives a new folder."""
    heron = without_record(pair.heron)
    pair.run("database", "use", heron, prepared)
    ran = pair.comity("log", heron)
    assert (ran.status, "CMY-901 this folder has no record" in ran.err) == (1, True)
    pair.run("sign", heron, "--on", "2026-01-02")
    assert pair.run("log", heron).out.endswith("3 entries, 0 of them final, kept by heron\n")
    again = pair.run("database", "use", without_record(heron), prepared)
    assert "which holds 3 entries" in again.out


def test_a_copy_that_is_not_believed_leaves_nothing_in_the_database(pair: Pair, prepared: str) -> None:
    """The folder still names the database, and there is still no record."""
    heron = without_record(pair.heron)
    pair.run("database", "use", heron, prepared)
    pair.file.write_bytes(b"no copy")
    assert pair.comity("sync", heron, pair.file).status == 1
    assert (heron / "record" / "database").read_text(encoding="utf-8") == f"{prepared}\n"
    assert not has_record(heron)


def test_a_record_in_a_file_stays_there(pair: Pair, prepared: str) -> None:
    """A folder with a record does not name a database besides: one of them would be forgotten."""
    pair.submit(FEBRUARY, "2026-03-04")
    ran = pair.comity("database", "use", pair.heron, prepared)
    assert (ran.status, "CMY-916 the record of this folder is a file already" in ran.err) == (1, True)
    assert not (pair.heron / "record" / "database").exists()


def test_a_record_in_one_database_is_not_forgotten_for_another(moved: Pair, server: Server) -> None:
    """A folder whose record is in a database goes to another one only where the record is too, or the first is gone."""
    place = moved.heron / "record" / "database"
    before, name = place.read_text(encoding="utf-8"), f"d{uuid4().hex}"
    with psycopg.connect(server.database(ADMIN), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    owner, writer = (server.database(user).replace("dbname=postgres", f"dbname={name}") for user in (ADMIN, WRITER))
    moved.run("database", "prepare", owner, WRITER)
    ran = moved.comity("database", "use", moved.heron, writer)
    assert (ran.status, "CMY-916 the record of this folder is in another database already" in ran.err) == (1, True)
    assert place.read_text(encoding="utf-8") == before
    moved.run("database", "use", moved.heron, before.strip())
    place.write_text("host=/nowhere user=x\n", encoding="utf-8")
    moved.run("database", "use", moved.heron, writer)
    assert place.read_text(encoding="utf-8") == f"{writer}\n"


def test_no_password_enters_a_folder(pair: Pair) -> None:
    """The folder may be sent to the other party as it is."""
    for said in ("postgresql://a:secret@localhost/x", "host=localhost password=secret", "host=a sslpassword=secret"):
        ran = pair.comity("database", "use", without_record(pair.heron), said)
        assert (ran.status, "CMY-916 a password does not belong into the folder" in ran.err) == (1, True)
        assert "secret" not in ran.err
        shutil.rmtree(pair.heron.with_name("heron-in-database"))


@pytest.mark.parametrize("said", ["postgresql://a:secret@[localhost/x", "postgresql://a:secret%zz@localhost/x"])
def test_a_password_in_what_is_no_connection_string_is_not_shown(pair: Pair, said: str) -> None:
    """What libpq says of it quotes it, the password too: it would stand in the log of whoever runs the command."""
    for command in (("use", without_record(pair.heron), said), ("prepare", said, WRITER)):
        ran = pair.comity("database", *command)
        assert (ran.status, "CMY-916 this is no connection string of PostgreSQL" in ran.err) == (1, True)
        assert "secret" not in ran.err + ran.out


def test_a_database_that_was_not_prepared_keeps_no_record(pair: Pair, server: Server) -> None:
    """Who uses it is told, and the folder names no database."""
    heron = without_record(pair.heron)
    ran = pair.comity("database", "use", heron, server.database())
    assert (ran.status, "CMY-916 the database that keeps this record cannot be used" in ran.err) == (1, True)
    assert "comity database prepare" in ran.err
    assert not (heron / "record" / "database").exists()
    ran = pair.comity("database", "prepare", server.database(), WRITER)
    assert (ran.status, "CMY-916 the database was not set up" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("host=/nowhere user=x\n", "cannot be used"), ("", "one line"), ("a\nb\n", "one line"), ("\xff", "one line"),
        ("no string\n", "no connection string"), ("host=/tmp password=x\n", "a password"),
    ],
)  # fmt: skip
def test_a_folder_whose_database_is_out_of_reach_says_so(pair: Pair, text: str, said: str) -> None:
    """Every command that reads the record ends with the problem of the one file."""
    heron = without_record(pair.heron)
    (heron / "record" / "database").write_text(text, encoding="latin-1")
    for command in (("log", heron), ("evaluate", heron), ("sign", heron), ("sync", heron, pair.file)):
        ran = pair.comity(*command)
        assert (ran.status, "CMY-916" in ran.err, said in ran.err) == (1, True, True), ran.err


def test_without_its_driver_the_record_is_out_of_reach(
    pair: Pair, prepared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL is an extra of the package: whoever lacks it is told how to get it."""
    heron = without_record(pair.heron)
    pair.run("database", "use", heron, prepared)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    ran = pair.comity("log", heron)
    assert (ran.status, "pip install 'comity[postgres]'" in ran.err) == (1, True)


def test_whose_record_it_is_has_to_be_known(pair: Pair, prepared: str) -> None:
    """In a database a record is found by the party of the folder."""
    heron = without_record(pair.heron)
    (heron / "record" / "party").unlink()
    ran = pair.comity("database", "use", heron, prepared)
    assert (ran.status, "CMY-903 nobody said whose copy of the record this is" in ran.err) == (1, True)


def test_what_is_recorded_in_a_database_is_seen_from_outside(moved: Pair) -> None:
    """No file of the folder tells that the record went on: its root does, and what cosigned or waits there."""
    found = [record_root(moved.heron)]
    moved.submit(JANUARY, "2026-02-03")
    found.append(record_root(moved.heron))
    moved.run("cosign", moved.heron)
    found.append(record_root(moved.heron))
    assert len(set(found)) == 3
    assert found[-1] == record_root(moved.heron)
    assert record_root(without_record(moved.marten)) == b""


def test_an_older_database_in_its_place_is_found_out(moved: Pair, prepared: str, server: Server) -> None:
    """What was recorded last is noted outside of the database: one without it is refused until the note is removed."""
    head = moved.heron / "record" / "record.head.txt"
    assert head.read_text(encoding="utf-8").split("\n")[1] == "4"  # met, and noted by whoever opened it then
    moved.submit(JANUARY, "2026-02-03")
    assert head.read_text(encoding="utf-8").split("\n")[1] == "5"
    name = prepared.split("dbname=")[1].split(maxsplit=1)[0].strip("'")
    owner = server.database(ADMIN).replace("dbname=postgres", f"dbname={name}")
    with psycopg.connect(owner) as connection:
        connection.execute("alter table comity_record.entries disable trigger entries_stay")
        connection.execute("delete from comity_record.entries where position = 4")
        connection.execute("alter table comity_record.entries enable trigger entries_stay")
    ran = moved.comity("log", moved.heron)
    assert (ran.status, "CMY-908 this record is damaged: 5 entries were recorded, and 4 are here" in ran.err) == (
        1,
        True,
    )
    head.unlink()
    assert moved.run("log", moved.heron).out.split("\n")[-2].startswith("4 entries")


def test_another_machine_notes_what_it_has_seen(moved: Pair, prepared: str) -> None:
    """A folder elsewhere that uses the same record notes its end when it opens it, though it records nothing itself."""
    there = without_record(moved.heron)
    moved.run("database", "use", there, prepared)
    moved.submit(JANUARY, "2026-02-03")
    moved.run("log", there)
    moved.submit(FEBRUARY, "2026-03-04")
    moved.run("log", there)
    noted = [(of / "record" / "record.head.txt").read_text(encoding="utf-8") for of in (there, moved.heron)]
    assert noted[0] == noted[1]
