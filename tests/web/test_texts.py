"""The pages of the agreement: what they say of its signatures, and that each day shows what is known on that day."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import comity
from tests.cli.record.conftest import AMENDMENT, Pair, kept, pair, signed
from tests.web.test_records import EXAMPLE, with_record

__all__ = ["comity", "kept", "pair", "signed"]

BEFORE, AFTER = date(2026, 2, 19), date(2026, 2, 20)


class Shown:
    """An alliance of the workplace, and its page of the agreement as it is shown on a day."""

    def __init__(self, folder: Path, client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.client, self.monkeypatch = folder, client, monkeypatch

    def on(self, day: date) -> str:
        """Return the page as a reader finds it on a day."""
        return self.page("agreement/", day)

    def page(self, path: str, day: date) -> str:
        """Return any page of the alliance as a reader finds it on a day."""
        for place in ("texts", "projections"):
            self.monkeypatch.setattr(f"comity.web.alliances.{place}.today", lambda: day)
        answer = self.client.get(f"/alliances/{self.folder.name}/{path}")
        assert answer.status_code == 200, path
        return answer.content.decode()


@pytest.fixture
def shown(workplace: Path, client_of, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shown]:
    """Give counsel of Heron an alliance; what is in its folder, a test decides."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    folder = workplace / "alliances" / "signing"
    parties = {"heron": "Heron Logistics Ltd", "marten": "Marten Books Ltd"}
    alliance = Alliance.objects.create(slug=folder.name, title="Delivery", parties=parties)
    user = User.objects.get(email="counsel@fern.example.org")
    Membership.objects.create(user=user, alliance=alliance, party="heron", role="counsel")
    yield Shown(folder, client_of(user.email), monkeypatch)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_version_is_shown_from_the_day_on_which_the_last_party_signed_it(shown: Shown, pair: Pair) -> None:
    """Marten's signature bears the 20th: the page of the 19th has one version, that of the 20th has two."""
    amendment = pair.file.parent / "2026-03-01-threshold.yaml"
    amendment.write_text(AMENDMENT)
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    pair.run("sign", pair.marten, "--on", AFTER.isoformat())
    pair.meet()
    shutil.copytree(pair.heron, shown.folder)
    page = shown.on(BEFORE)
    assert "A lower threshold" not in page and "97%" in page and "signed by all on 5 Jan 2026" in page
    page = shown.on(AFTER)
    assert "A lower threshold" in page and "signed by all on 20 Feb 2026" in page
    assert "every term of version 2, in force from 1 Mar 2026" in page


PAGES = ("", "clauses/", "metrics/", "scorecard/", "docket/", "facts/", "agreement/", "record/")


def test_every_page_says_who_has_signed_and_who_has_not(shown: Shown, pair: Pair) -> None:
    """Heron alone has signed: no page may count misses as if they bound Marten, and each says so in one line."""
    for file in (pair.heron / "record").glob("record.*"):
        file.unlink()
    pair.run("sign", pair.heron, "--on", "2026-01-02")
    shutil.copytree(pair.heron, shown.folder)
    for path in PAGES:
        page = shown.page(path, BEFORE)
        assert page.count("Not signed by all parties yet: Heron has, Marten has not. Until then") == 1, path


def test_pages_of_an_agreement_that_all_have_signed_say_nothing_of_it(shown: Shown, pair: Pair) -> None:
    """Nothing stands above the figures of an agreement that binds."""
    shutil.copytree(pair.heron, shown.folder)
    for path in PAGES:
        assert "Not signed" not in shown.page(path, BEFORE), path


def test_pages_of_a_folder_without_a_record_say_that_nobody_has_signed(shown: Shown, pair: Pair) -> None:
    """A text in a folder may bind by a contract on paper; with Comity nobody has signed it, and that is said."""
    shutil.copytree(pair.heron, shown.folder)
    shutil.rmtree(shown.folder / "record")
    for path in PAGES:
        assert "Not signed with Comity: nobody has signed this text." in shown.page(path, BEFORE), path


def test_a_proposal_is_not_called_signed(shown: Shown, pair: Pair) -> None:
    """Heron alone has signed: whose signature is missing is said, and that the text counts provisionally."""
    for file in (pair.heron / "record").glob("record.*"):
        file.unlink()
    pair.run("sign", pair.heron, "--on", "2026-01-02")
    shutil.copytree(pair.heron, shown.folder)
    page = shown.on(BEFORE)
    assert "As it is proposed" in page and "not signed by Marten Books Ltd yet" in page
    assert "As it was signed" not in page and "as signed" not in page


def test_a_folder_without_a_record_says_that_nobody_signed_there(shown: Shown, pair: Pair) -> None:
    """A text that lies in a folder counts as it stands; nothing calls it signed."""
    shutil.copytree(pair.heron, shown.folder)
    shutil.rmtree(shown.folder / "record")
    page = shown.on(BEFORE)
    assert "As it is written" in page and "no signatures are kept here" in page and "as written" in page
    assert "As it was signed" not in page and not re.search(r"\bas signed", page)


def test_a_record_that_no_party_signed_calls_nothing_signed_by_all(shown: Shown) -> None:
    """The example from public sources is recorded by an archive: its name is said, and the companies signed nothing."""
    shutil.copytree(EXAMPLE, shown.folder)
    with_record(shown.folder)
    page = shown.on(date(2026, 11, 26))
    assert "As it is recorded" in page and "signed by archive on 23 Nov 2026" in page and "as recorded" in page
    assert "As it was signed" not in page and "signed by all" not in page
    assert "Not signed with Comity: archive recorded it, no party has signed it here." in page


def test_the_docket_says_what_waits_for_a_signature_and_how_it_is_signed(shown: Shown, pair: Pair) -> None:
    """Heron alone has signed: the page names who has not, since when, and the command that signs."""
    for file in (pair.heron / "record").glob("record.*"):
        file.unlink()
    pair.run("sign", pair.heron, "--on", "2026-01-02")
    shutil.copytree(pair.heron, shown.folder)
    page = shown.page("docket/", BEFORE)
    assert "Sign the agreement that Heron proposed" in page
    assert "Proposed on 2 Jan (entry 1 of the record), unsigned since; comity sign FOLDER signs it" in page
