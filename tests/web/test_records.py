"""The record in the workplace: what is shown of it, to whom, and that what it gives away can be verified without it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests import preloaded

EXAMPLE = Path(__file__).parents[2] / "examples" / "regeneron-sanofi"


def with_record(folder: Path) -> None:
    """Take over the record that lies beside the example as a file."""
    (folder / "record").mkdir()
    shutil.copy(folder / "trust.yaml", folder / "record" / "trust.yaml")
    comity("sync", folder, folder / "record.comity")


def comity(*words: object) -> str:
    """Run a command as its user would, require that it ends well, and return what it prints."""
    program = preloaded.commands() / "comity"
    found = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def recorded(workplace: Path) -> Iterator[Path]:
    """Put the example that has a record into the workplace."""
    from comity.web.alliances.discover import discover
    from comity.web.alliances.models import Alliance

    folder = workplace / "alliances" / "recorded"
    shutil.copytree(EXAMPLE, folder)
    with_record(folder)
    assert discover() == []
    yield folder
    shutil.rmtree(folder)
    Alliance.objects.filter(slug="recorded").delete()


@pytest.fixture
def reader(recorded: Path, client_of):
    """Return the browser of counsel of the first party."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    alliance, user = Alliance.objects.get(slug="recorded"), User.objects.get(email="counsel@fern.example.org")
    Membership.objects.create(user=user, alliance=alliance, party=next(iter(alliance.parties)), role="counsel")
    return client_of(user.email)


def address(route: str, **more: object) -> str:
    return reverse(route, kwargs={"slug": "recorded", **more})


def test_the_record_lists_every_entry_with_who_signed_it_and_its_state(reader, recorded: Path) -> None:
    """The page has as many entries as the log, the latest first, and each leads to itself as it was signed."""
    from comity.adapters.desk import open_desk

    desk = open_desk(recorded)
    entries, root = desk.entries(), desk.store.history().root.hex()
    desk.store.close()
    page = reader.get(address("record")).content.decode()
    assert root in page and f"{len(entries)} entries" in page
    shown = reader.get(address("entry", number=1)).content.decode()
    assert entries[1].leaf.hex() in shown and entries[1].envelope.signature.hex() in shown
    assert reader.get(address("entry", number=len(entries))).status_code == 404


def test_an_entry_is_told_in_its_own_words(reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an entry says may be somebody's own, such as an order `2025-03`: no month is put in its place."""
    monkeypatch.setattr("comity.opening.said.said", lambda entry, places: "accepts order 2025-03")
    for shown in (reader.get(address("record")), reader.get(address("entry", number=1))):
        assert "accepts order 2025-03" in shown.content.decode()


def test_a_proof_and_a_pack_are_verified_without_the_workplace(reader, recorded: Path, tmp_path: Path) -> None:
    """What a reader takes away passes `comity verify` with the trust file."""
    trust = str(recorded / "record" / "trust.yaml")
    for route, more, name in (("proof", {"number": 0}, "0.tlog-proof"), ("pack", {}, "pack.zip")):
        response = reader.get(address(route, **more))
        assert response.status_code == 200, response.content
        file = tmp_path / name
        file.write_bytes(response.content)
        comity("verify", *(["--proof", file] if route == "proof" else [file]), "--trust", trust)


def test_the_trust_file_is_said_to_hold_the_keys_that_it_holds(reader, recorded: Path) -> None:
    """The example was recorded by its archive, no party has a key in it: nothing is said of keys from a contract."""
    page = reader.get(address("record")).content.decode()
    assert "the trust file, with keys of archive only, lies in the alliance's folder as" in page
    assert "both sides" not in page


def test_both_sides_are_named_where_each_has_a_key() -> None:
    """One party alone, or somebody else, is named as such."""
    from comity.web.alliances.records import _others
    from comity.web.alliances.rendered import rendered

    def held(*names: str) -> str:
        desk = SimpleNamespace(trust=SimpleNamespace(keys=dict.fromkeys(names, ())))
        return _others(desk, {"fern": "Fern Ltd", "lark": "Lark plc"})  # type: ignore[arg-type]

    assert (held("lark", "fern"), held("fern")) == ("", "Fern Ltd")
    page = rendered("record.html.j2", size=1, final=0, root="00", whole=True, keeper="Fern Ltd", waiting=0, others="")
    assert "with the keys both sides named in their contract, lies in each party's folder" in page


def test_a_pack_is_made_once_for_a_day_and_a_state_of_the_record(reader, recorded: Path, monkeypatch) -> None:
    """Asked for again it is the same file; when something of the alliance changes it is made anew, the old one gone."""
    from django.conf import settings

    from comity.opening import packing

    made, gathered = [], packing.gathered

    def counted(*args, **more):
        made.append(1)
        return gathered(*args, **more)

    monkeypatch.setattr(packing, "gathered", counted)
    first, again = (reader.get(address("pack")) for _ in range(2))
    assert first.status_code == 200 and first.content == again.content and len(made) <= 1
    (recorded / "note.txt").write_text("something else lies in the folder now")
    try:
        assert reader.get(address("pack")).status_code == 200 and made
        assert len(list((settings.CONFIG.data / "packs").glob("recorded.*.zip"))) == 1
    finally:
        (recorded / "note.txt").unlink()


def test_who_does_not_see_the_whole_alliance_sees_that_entries_exist_and_not_what_they_say(reader) -> None:
    """Position, day, signer and state stay; words, payloads, proofs and the pack are closed."""
    from comity.web.alliances.models import Projection

    whole = reader.get(address("record")).content.decode()
    kept = Projection.objects.get(alliance__slug="recorded")
    kept.summary = {**kept.summary, "whole": False}
    kept.save()
    closed = reader.get(address("record")).content.decode()
    assert "pack.zip" in whole and "pack.zip" not in closed
    assert closed.count('role="row"') == whole.count('role="row"') > 5
    for route, more in (("entry", {"number": 0}), ("proof", {"number": 0}), ("pack", {})):
        assert reader.get(address(route, **more)).status_code == 403


def test_a_damaged_record_is_told_and_nothing_of_it_is_shown(reader, recorded: Path) -> None:
    """Where the record cannot be read the page says so instead of showing what may be wrong."""
    file = recorded / "record" / "record.sqlite"
    sound = file.read_bytes()
    file.write_bytes(sound[:200] + bytes([sound[200] ^ 1]) + sound[201:4000] + b"x" * 200 + sound[4200:])
    try:
        response = reader.get(address("record"))
        assert response.status_code == 503 and "CMY-" in response.content.decode()
    finally:
        file.write_bytes(sound)


def test_the_export_of_the_entries_is_whole(reader) -> None:
    """The table of entries is given as CSV with every entry, whatever page is looked at."""
    rows = reader.get(address("record"), {"export": "entries.csv"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) - 1 == int(re.search(r"(\d+) entries", reader.get(address("record")).content.decode())[1])
    assert json.dumps(rows[0])


def test_a_page_without_a_record_gives_the_commands_that_open_one(
    workplace: Path, client_of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As code, with the parties of this alliance, in order: whoever types them has a record that both have signed."""
    from comity.adapters.desk import open_desk

    page = client_of("counsel@lark.example.org").get(reverse("record", kwargs={"slug": "barrier"})).content.decode()
    main = page.partition("<main")[2]
    steps = re.findall(r'<span class="sub">([^<]+): <code>([^<]+)</code>', main)
    assert "`" not in main and len(steps) == 11 and all(said.startswith("comity ") for _, said in steps)
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    mine = {"Fern Ltd": "fern", "Lark plc": "lark", "Whoever runs the workplace": "here"}
    keys: dict[str, str] = {}
    for name in mine.values():
        (tmp_path / name / "record").mkdir(parents=True)
        shutil.copy(workplace / "alliances" / "barrier" / "agreement.yaml", tmp_path / name)
    for who, said in steps:
        if who not in ("Fern Ltd", "Lark plc"):
            shutil.copy(tmp_path / "lark" / "record" / "trust.yaml", tmp_path / "here" / "record")
        put = {"FOLDER": tmp_path / mine[who], "FILE": tmp_path / "shared.comity"}
        words = [str(put.get(word, word)) for word in said.split()[1:]]
        told = comity(*[keys[words[-2]] if word == "KEY" else word for word in words])
        if words[:2] == ["key", "new"]:
            keys[words[-1]] = re.search(r"public key: (\S+)", told)[1]
    for name in mine.values():
        desk = open_desk(tmp_path / name)
        assert set(desk.documents().proposals[-1].signed) == {"fern", "lark"}
        desk.store.close()
