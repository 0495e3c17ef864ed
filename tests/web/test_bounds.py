"""What one person may ask of a workplace: how much is computed, and how much is kept for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from tests.web.programs import READ, WRITE, api, program
from tests.web.test_starting import ADMIN, Draft
from tests.web.test_uploads import AUGUST, at, send
from tests.web.workplace import BARRIER

LARK, FERN = "data_owner@lark.example.org", "data_owner@fern.example.org"


@pytest.fixture
def limited(workplace: Path, monkeypatch):
    """Return a function that bounds what the workplace computes."""
    from django.conf import settings

    def to(most: int) -> None:
        monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, most_results=most))

    return to


@pytest.fixture
def visits(workplace: Path) -> Iterator[Path]:
    """Return the folder of the table that both report, and take out of it what a test puts there."""
    folder = workplace / "alliances" / "barrier" / "facts" / "visits"
    before = set(folder.iterdir())
    yield folder
    for file in set(folder.iterdir()) - before:
        file.unlink()


@pytest.fixture
def text(workplace: Path) -> Iterator[Path]:
    """Return the agreement of an alliance, and put back what it said."""
    file = workplace / "alliances" / "barrier" / "agreement.yaml"
    before = file.read_bytes()
    yield file
    file.write_bytes(before)


# -- how much is computed ---------------------------------------------------------------------


def test_an_agreement_that_asks_for_too_much_is_told_and_not_computed(client_of, text: Path, limited) -> None:
    """A start ten years early: each page says what asks for so much, and a program gets no answer."""
    client = client_of("auditor@fern.example.org")
    text.write_text(text.read_text().replace("starts: 2026-01-01", "starts: 2015-01-01"))
    limited(300)
    answer = client.get("/alliances/barrier/")
    shown = answer.content.decode()
    assert answer.status_code == 503 and "CMY-988" in shown and "at most 300 " in shown
    assert "COMITY_MOST_RESULTS" in shown
    assert program("auditor@fern.example.org").get(api("api_standing")).status_code == 503
    limited(200_000)
    assert client.get("/alliances/barrier/").status_code == 200


def test_a_file_with_which_too_much_would_be_computed_is_refused(client_of, visits: Path, limited) -> None:
    """Whoever may upload cannot close the pages to all: the file is refused, and what was there is shown still."""
    from django.conf import settings

    from comity.opening.alliance import open_agreement, open_facts
    from comity.standing.asked import asked
    from comity.web.day import today

    opened = open_agreement(visits.parents[1])
    now = sum(one.count for one in asked(opened.agreement, open_facts(opened, known_at=today()), as_of=today()))
    limited(now)
    assert settings.CONFIG.most_results == now
    client, before = client_of(LARK), set(visits.iterdir())
    refused = send(client, "month,n\n2026-07,5\n")  # a correction: everything is measured as it was before it, too
    said = refused.content.decode()
    assert refused.status_code == 422 and "CMY-988" in said and "with this file" in said
    assert set(visits.iterdir()) == before
    assert send(client, AUGUST).status_code == 302


def test_a_draft_that_asks_for_too_much_becomes_no_alliance(client_of, workplace: Path, limited) -> None:
    """The check of the guided start says so before the folder is made."""
    draft, before = Draft(client_of(ADMIN)), set((workplace / "alliances").iterdir())
    draft.send("text", text=BARRIER.replace("2026-01-01", "1800-01-01"))
    limited(5_000)
    shown = draft.page("check")
    assert "at most 5,000 are computed here" in shown
    assert draft.send("check", do="make", party="fern").status_code != 302
    assert set((workplace / "alliances").iterdir()) == before


# -- how much is kept -------------------------------------------------------------------------


def test_of_the_uploads_that_somebody_looks_at_the_latest_are_kept(client_of, visits: Path, monkeypatch) -> None:
    """The oldest is forgotten, and says so; another person's are not touched."""
    from comity.web.facts import pending
    from comity.web.facts.storing import uploads

    monkeypatch.setattr(pending, "MOST_LOOKED", most := 3)
    other = send(client_of(FERN), "month,n\n2026-08,3\n")["Location"]
    client, fern = client_of(LARK), client_of(FERN)
    looked = [send(client, f"month,n\n2026-08,{n}\n")["Location"] for n in range(100, 102 + most)]
    assert [client.get(one).status_code for one in (looked[0], looked[1])] == [404, 404]
    assert client.get(looked[2]).status_code == client.get(looked[-1]).status_code == 200
    assert fern.get(other).status_code == 200
    assert len(list(uploads().glob("look-*"))) >= most


def test_a_draft_of_long_texts_keeps_few_versions(client_of) -> None:
    """Two hundred versions of a short text, and no more than some megabytes of a long one; the latest stays."""
    from comity.web.starting.store import MOST_LETTERS

    draft = Draft(client_of(ADMIN))
    long = "# " + "x" * 250_000
    for number in range(20):
        draft.send("text", text=f"{long}{number}\n")
    kept = list(draft.row.versions.order_by("number").values_list("text", flat=True))
    assert sum(map(len, kept)) <= MOST_LETTERS and len(kept) > 10
    assert kept[-1].endswith("19\n")


def test_of_the_answers_of_a_token_the_latest_are_kept(client_of, visits: Path, monkeypatch) -> None:
    """A program that sends without end does not fill the database; the latest answers are given again."""
    from comity.web.api import once
    from comity.web.api.models import Answer

    monkeypatch.setattr(once, "MOST", 3)
    client = program(FERN, (READ, WRITE))

    def sent(key: str):
        return client.post(
            api("api_files"), b"month,n\n2026-13,1\n", content_type="text/csv", headers={"Idempotency-Key": key}
        )

    assert [sent(f"k{n}").status_code for n in range(6)] == [422] * 6
    assert Answer.objects.count() == 3
    assert sent("k5").headers.get("Idempotent-Replayed") == "true"
    assert "Idempotent-Replayed" not in sent("k0").headers


# -- who is answered --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "status"),
    [({"role": "counsel"}, 403), ({"party": "lark"}, 422)],
    ids=["who reports no more", "who reports for another party"],
)
def test_a_repetition_is_answered_only_to_who_reports_the_same(client_of, visits: Path, change, status: int) -> None:
    """The kept answer says what a party reported: with the role, or the party, gone it is not given again."""
    from comity.web.alliances.models import Membership

    client = program(FERN, (READ, WRITE))

    def sent():
        return client.post(
            api("api_files"), b"month,n\n2026-08,4242\n", content_type="text/csv", headers={"Idempotency-Key": "one"}
        )

    first = sent()
    assert first.status_code == 201 and sent().headers["Idempotent-Replayed"] == "true"
    Membership.objects.filter(user__email=FERN).update(**change)
    again = sent()
    assert again.status_code == status and first.json()["digest"] not in again.content.decode()


# -- what the other side sees of what somebody states -----------------------------------------


def test_a_day_that_is_stated_is_shown_to_the_other_party_with_the_day_the_file_came(client_of, visits: Path) -> None:
    """Fern says that a row was known in September; Lark sees that it is said so, and when the file really came."""
    from comity.kernel.words import day
    from comity.web.day import today

    fern = client_of(FERN)
    looked = send(fern, "month,n,known_at\n2026-08,12,2026-09-01\n")["Location"]
    token = looked.rstrip("/").rsplit("/", 1)[1]
    assert fern.post(at("store", token=token)).status_code == 302
    shown = client_of(LARK).get(reverse("table", kwargs={"slug": "barrier", "key": "visits"})).content.decode()
    assert shown.count(f"stated; the file came on {day(today())}") >= 2
