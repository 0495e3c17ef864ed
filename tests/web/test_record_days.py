"""The record in the workplace: who signed, when, and what an entry answers, as people call it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from comity.cli.main import run
from tests.cli.record.conftest import AGREEMENT, public_key

CONCERN = "Returns are missing."


def two_parties(place: Path) -> Path:
    """Let Heron and Marten sign for January, Marten raise a concern and Heron answer it, and both cosign; Heron's."""
    heron, marten, file = place / "heron", place / "marten", str(place / "shared.comity")
    for folder in (heron, marten):
        folder.mkdir()
        (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
        done("key", "new", folder, folder.name)
    for folder, other in ((heron, marten), (marten, heron)):
        done("key", "add", folder, other.name, public_key(other))
    to_marten, to_heron = (
        [("sync", one, file) for one in (heron, marten)],
        [("sync", one, file) for one in (marten, heron)],
    )
    raised = ("concern", marten, "on_time", CONCERN, "--on", "2026-01-15")
    answered = ("respond", heron, "answer", "4", "--says", "They are not.", "--on", "2026-01-16")
    steps = [
        ("sign", heron, "--on", "2026-01-02"), *to_marten, ("sign", marten, "--on", "2026-01-05"), *to_heron,
        *to_marten, raised, *to_heron, answered, ("cosign", heron), *to_marten, ("cosign", marten), *to_heron,
    ]  # fmt: skip
    for step in steps:
        done(*step)
    return heron


def done(*words: object) -> None:
    assert run([str(word) for word in words]) == 0, words


@pytest.fixture(scope="module")
def dated(workplace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Put the alliance of Heron and Marten into the workplace, with Heron's copy of their record."""
    from comity.web.alliances.discover import discover
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    place = tmp_path_factory.mktemp("dated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_KEYS", str(place / "keys"))
        shutil.copytree(two_parties(place), folder := workplace / "alliances" / "dated")
    assert discover() == []
    alliance, user = Alliance.objects.get(slug="dated"), User.objects.get(email="counsel@fern.example.org")
    Membership.objects.create(user=user, alliance=alliance, party="heron", role="counsel")
    yield
    shutil.rmtree(folder)
    alliance.delete()


def page(client_of, route: str, **more: object) -> str:
    answer = client_of("counsel@fern.example.org").get(reverse(route, kwargs={"slug": "dated", **more}))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def today() -> str:
    now = datetime.now(UTC)
    return f"{now.day} {now:%b %Y}"


def test_each_entry_has_the_day_it_counts_from_that_of_signing_and_the_party_by_its_legal_name(
    dated: None, client_of
) -> None:
    """Marten signed for 5 January, and today: nobody takes the one for the other, nor has to know who `marten` is."""
    [row] = re.findall(r'<tr role="row">(?:(?!</tr>).)*href="3/">3</a>.*?</tr>', page(client_of, "record"))
    cells = dict(re.findall(r'data-label="([^"]+)"[^>]*>(.*?)</td>', row))
    assert (cells["Counts from"], cells["Signed"]) == ("5 Jan 2026", today())
    assert cells["Signed by"] == 'Marten Books Ltd<span class="sub">marten</span>'


def test_what_an_entry_answers_is_named_by_its_number_and_leads_there(dated: None, client_of) -> None:
    """In the list, and on the page of the entry, with what the other one says."""
    assert '<a href="4/">answers entry 4: They are not.</a>' in page(client_of, "record")
    shown = page(client_of, "entry", number=5)
    assert f'<dt>Answers</dt><dd><a href="../4/">Entry 4</a>: raises a concern about on_time: {CONCERN}</dd>' in shown
    assert f"<dt>Signed</dt><dd>{today()} " in shown and "<dt>Counts from</dt><dd>16 Jan 2026</dd>" in shown


def test_a_checkpoint_says_when_each_party_cosigned_it(dated: None, client_of) -> None:
    """Both by their legal names, with day and time; an entry names them too."""
    both = rf"Heron Logistics Ltd, {today()} \d\d:\d\d UTC; Marten Books Ltd, {today()} \d\d:\d\d UTC"
    assert re.search(f'data-label="Cosigned by"[^>]*>{both}<', page(client_of, "record"))
    assert re.search(f"<dt>Cosigned by all</dt><dd>{both}</dd>", page(client_of, "entry", number=0))


def test_who_does_not_see_the_whole_alliance_is_led_to_no_entry(dated: None, client_of) -> None:
    """Days and parties stay; what an entry answers is part of what it says."""
    from comity.web.alliances.models import Projection

    page(client_of, "record")
    kept = Projection.objects.get(alliance__slug="dated")
    kept.summary = {**kept.summary, "whole": False}
    kept.save()
    closed = page(client_of, "record")
    assert "answers entry" not in closed and 'href="4/"' not in closed
    assert "Marten Books Ltd" in closed and today() in closed
