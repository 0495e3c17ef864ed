"""The record through the API: every entry in its order, with its content for those to whom nothing is closed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.web.programs import api, program
from tests.web.test_records import EXAMPLE, with_record

COUNSEL = "counsel@fern.example.org"
SLUG = "kept"


@pytest.fixture(scope="module")
def recorded(workplace: Path) -> Iterator[Path]:
    """Put the example that has a record into the workplace."""
    from comity.web.alliances.discover import discover
    from comity.web.alliances.models import Alliance

    folder = workplace / "alliances" / SLUG
    shutil.copytree(EXAMPLE, folder)
    with_record(folder)
    assert discover() == []
    yield folder
    shutil.rmtree(folder)
    Alliance.objects.filter(slug=SLUG).delete()


@pytest.fixture
def client(recorded: Path, rolled_back: None):
    """Return a program of counsel of the first party."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    alliance, user = Alliance.objects.get(slug=SLUG), User.objects.get(email=COUNSEL)
    Membership.objects.create(user=user, alliance=alliance, party=next(iter(alliance.parties)), role="counsel")
    return program(COUNSEL)


def test_the_entries_are_those_of_the_record(client, recorded: Path) -> None:
    """Walked by pages they are all there, each as it was signed; one is found by its leaf."""
    from comity.adapters.desk import open_desk

    desk = open_desk(recorded)
    entries, root = desk.entries(), desk.store.history().root.hex()
    desk.store.close()
    told = client.get(api("api_record", SLUG)).json()
    assert (told["entries"], told["root"]) == (len(entries), root)
    seen = [
        one
        for offset in range(0, len(entries), 2)
        for one in client.get(f"{api('api_entries', SLUG)}?limit=2&offset={offset}").json()["items"]
    ]
    assert [one["leaf"] for one in seen] == [one.leaf.hex() for one in entries]
    for at, (one, entry) in enumerate(zip(seen, entries, strict=True)):
        assert one["position"] == at and not one["withheld"]
        assert one["payload"] == json.loads(entry.envelope.payload)
        assert one["signature"] == entry.envelope.signature.hex()
    last = seen[-1]
    assert client.get(api("api_entry", SLUG, leaf=last["leaf"])).json() == last
    assert sha256(b"").hexdigest() != last["leaf"] and client.get(api("api_entry", SLUG)).status_code == 404


def test_who_does_not_see_the_whole_alliance_gets_no_content(client) -> None:
    """That something was recorded, by whom and when, stays; what it says does not."""
    from comity.web.alliances.models import Projection

    whole = client.get(api("api_entries", SLUG)).json()["items"]
    kept = Projection.objects.get(alliance__slug=SLUG)
    kept.summary = {**kept.summary, "whole": False}
    kept.save()
    closed = client.get(api("api_entries", SLUG)).json()["items"]
    assert len(closed) == len(whole) > 0
    for one, before in zip(closed, whole, strict=True):
        assert one == {**before, "withheld": True, "payload": None, "signature": None}
    found = client.get(api("api_entry", SLUG, leaf=whole[0]["leaf"])).json()
    assert found["withheld"] and found["payload"] is None


def test_reading_the_record_changes_nothing(client) -> None:
    """After its record was read the standing is the same one, which need not be computed anew."""
    from comity.web.alliances.folders import source_of
    from comity.web.alliances.models import Alliance

    before = source_of(Alliance.objects.get(slug=SLUG))
    assert client.get(api("api_entries", SLUG)).status_code == 200
    assert source_of(Alliance.objects.get(slug=SLUG)) == before


def test_a_damaged_record_is_told_and_nothing_of_it_is_shown(client, recorded: Path) -> None:
    """503 says that the record cannot be relied on."""
    client.get(api("api_record", SLUG))
    file = recorded / "record" / "record.sqlite"
    sound = file.read_bytes()
    file.write_bytes(sound[: len(sound) // 2])
    try:
        for route in ("api_record", "api_entries", "api_entry"):
            answer = client.get(api(route, SLUG))
            assert answer.status_code == 503 and answer["Content-Type"] == "application/problem+json", route
    finally:
        file.write_bytes(sound)
