"""Handing in files through the API: who may, what is refused and how it is told, and that sending twice does once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.web.programs import READ, WRITE, api, program
from tests.web.routes import READERS
from tests.web.workplace import ROLES

OWNER = "data_owner@fern.example.org"
ROWS = b"month,n,reported_by\n2026-08,4242,fern\n"
WRONG = b"month,n,reported_by\n2026-08,many,fern\n2026-13,1,fern\n"


@pytest.fixture
def folder(workplace, rolled_back) -> Iterator:
    """Return the folder of the table `visits`, and take back what a test puts there."""
    found = workplace / "alliances" / "barrier" / "facts" / "visits"
    before = set(found.iterdir())
    yield found
    for file in set(found.iterdir()) - before:
        file.unlink()


def send(client, content: bytes = ROWS, key: str = "one", kind: str = "text/csv", table: str = "visits", **more):
    """Hand in a file."""
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(api("api_files", table=table), content, content_type=kind, headers={**headers, **more})


def stored(folder) -> list[str]:
    """Return the names of the files of the table."""
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def owner(folder):
    """Return a program of Fern's data owner that may read and write."""
    return program(OWNER, (READ, WRITE))


def test_a_file_that_is_handed_in_counts_at_once(owner, folder) -> None:
    """It is stored, said to be new, and in the comparison of both reporters from the next request on."""
    answer = send(owner)
    told = answer.json()
    assert answer.status_code == 201, told
    assert (told["table"], told["rows"], told["new"], told["counts"]) == ("visits", 1, 1, True)
    assert (folder / told["file"]).exists() and len(told["digest"]) == 64
    compared = owner.get(api("api_comparisons") + "?limit=500").json()["items"]
    assert any(report["value"] == "4242" for one in compared for report in one["reports"])


def test_a_header_alone_that_is_complete_says_that_there_was_nothing(owner, folder) -> None:
    """A program names the period beside the file, as a person does on the page."""
    path = api("api_files", table="visits") + "?covers=2026-11"
    told = owner.post(path, b"month,n\n", content_type="text/csv", headers={"Idempotency-Key": "nothing"}).json()
    assert told["complete"][0].startswith("It states that there was nothing in Nov 2026") and told["taken_back"] == 0
    assert f"{told['file']}: {{reported by: fern" in (folder / "about.yaml").read_text()


def test_a_preview_says_the_same_and_stores_nothing(owner, folder) -> None:
    """What it would come to, as often as one likes."""
    before = stored(folder)
    for _ in range(2):
        told = owner.post(api("api_preview"), ROWS, content_type="text/csv").json()
        assert (told["rows"], told["new"]) == (1, 1)
    assert stored(folder) == before


def test_a_file_with_problems_is_refused_with_all_of_them(owner, folder) -> None:
    """422 names each row with code, place and hint, and nothing is stored."""
    before = stored(folder)
    for answer in (send(owner, WRONG), owner.post(api("api_preview"), WRONG, content_type="text/csv")):
        told = answer.json()
        assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
        assert len(told["problems"]) >= 2 and all(one["code"].startswith("CMY-") for one in told["problems"])
        assert told["code"] == told["problems"][0]["code"] and told["place"]["file"]
    assert stored(folder) == before


@pytest.mark.parametrize("party", ["fern", "lark"])
@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_report_a_table_hand_in_files(folder, role: str, party: str) -> None:
    """Data owners and alliance managers, for a table that their party reports; others are told so."""
    client = program(f"{role}@{party}.example.org", (WRITE,))
    may = role in ("data_owner", "alliance_manager")
    rows = ROWS.replace(b"fern", party.encode())
    assert send(client, rows).status_code == (201 if may else 403)
    prices = send(client, b"month,amount,reported_by\n2026-08,5,lark\n", key="two", table="prices").status_code
    assert prices in (403, 404) if party == "lark" or role not in READERS else prices in (403, 422)
    assert send(client, rows, key="three", table="no-such").status_code in ((404,) if role in READERS else (403,))


def test_the_same_request_again_gets_the_same_answer(owner, folder) -> None:
    """A program whose connection broke sends it again: it was done once, and the answer is the first, word for word."""
    first, again = send(owner), send(owner)
    assert (first.status_code, again.status_code) == (201, 201) and first.content == again.content
    assert again["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first
    assert send(owner, key='"one"').content == first.content, "the quotes of a structured field are no part of the key"


def test_a_refusal_is_repeated_too(owner, folder) -> None:
    """The same wrong file under the same key is told the same problems."""
    first, again = send(owner, WRONG), send(owner, WRONG)
    assert again.status_code == 422 and first.content == again.content and again["Idempotent-Replayed"] == "true"


def test_a_key_is_for_one_request(owner, folder) -> None:
    """Another file, another table or another name under a key that was used is refused, and nothing is done."""
    send(owner)
    before = stored(folder)
    for answer in (send(owner, ROWS + b"2026-09,1,fern\n"), send(owner, table="prices")):
        assert answer.status_code == 422 and answer.json()["place"]["cell"] == "Idempotency-Key"
    assert stored(folder) == before


def test_keys_of_two_tokens_do_not_meet(owner, folder) -> None:
    """Another program may use the same key for its own request."""
    send(owner)
    lark = program("data_owner@lark.example.org", (WRITE,))
    assert send(lark, ROWS.replace(b"fern", b"lark")).status_code == 201


def test_while_the_first_is_worked_on_the_second_waits(owner, folder, monkeypatch) -> None:
    """Sent again before the first has ended: 409, and only the first is done."""
    from comity.web.facts import uploads

    real = uploads.take
    second: list[Any] = []

    def slow(*given, **more):
        if not second:
            second.append(None)
            second[0] = send(owner)
        return real(*given, **more)

    monkeypatch.setattr(uploads, "take", slow)
    assert send(owner).status_code == 201
    assert second[0].status_code == 409 and second[0]["Retry-After"] == "1"


def test_a_request_that_broke_can_be_sent_again(owner, folder, monkeypatch) -> None:
    """After a defect nothing is kept under the key, so that the next attempt is a real one."""
    from comity.web.facts import uploads

    with monkeypatch.context() as broken:
        broken.setattr(uploads, "take", lambda *_, **__: 1 / 0)
        assert send(owner).status_code == 500
    assert send(owner).status_code == 201


def test_a_key_is_kept_for_a_day_and_an_abandoned_one_for_minutes(owner, folder) -> None:
    """A day later the key is free; one whose process died is free after ten minutes."""
    from django.utils import timezone

    from comity.web.api.models import Answer

    send(owner)
    Answer.objects.update(made=timezone.now() - timedelta(hours=25))
    answer = send(owner)
    assert answer.status_code == 422 and "Idempotent-Replayed" not in answer and answer.json()["code"] == "CMY-992"
    Answer.objects.update(status=0, made=timezone.now() - timedelta(minutes=5))
    assert send(owner).status_code == 409
    Answer.objects.update(made=timezone.now() - timedelta(minutes=11))
    assert send(owner).status_code == 422


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", "\u00e9"])
def test_a_write_without_a_usable_key_is_not_done(owner, folder, key: str) -> None:
    """400 says which header is needed."""
    before = stored(folder)
    answer = send(owner, key=key)
    assert answer.status_code == 400 and answer.json()["place"]["cell"] == "Idempotency-Key"
    assert stored(folder) == before


def test_only_files_of_facts_are_taken(owner, folder) -> None:
    """Another type of content is 415, and the answer says which are taken."""
    for kind in ("application/json", "text/html", "multipart/form-data; boundary=x", "application/octet-stream"):
        answer = send(owner, kind=kind)
        assert answer.status_code == 415 and "text/csv" in answer["Accept-Post"]


@pytest.mark.parametrize("name", ["../../evil", "/etc/x.csv", "a%00b", "%3Cscript%3E", "%E2%80%AE", "x" * 200])
def test_a_name_is_for_people_and_leads_nowhere(owner, folder, name: str) -> None:
    """Whatever a file is called, it is stored in its table under a name of ours, or refused as a file."""
    around = sorted(folder.parent.rglob("*")) + sorted(folder.parents[2].glob("*"))
    answer = owner.post(
        f"{api('api_files')}?name={name}", ROWS, content_type="text/csv", headers={"Idempotency-Key": "n"}
    )
    assert answer.status_code in (201, 422)
    more = {*folder.parent.rglob("*"), *folder.parents[2].glob("*")} - set(around)
    assert {file.parent for file in more} <= {folder} and all("evil" not in file.name for file in more)


def test_a_name_that_is_too_long_is_refused(owner, folder) -> None:
    """422 names the parameter."""
    answer = owner.post(f"{api('api_preview')}?name={'x' * 201}", ROWS, content_type="text/csv")
    assert answer.status_code == 422 and answer.json()["place"]["cell"] == "name"


def test_a_body_that_is_too_large_is_not_read(owner, folder) -> None:
    """413, as a problem like all others."""
    from django.test import override_settings

    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        answer = send(owner, b"x" * 1001)
    assert answer.status_code == 413 and answer["Content-Type"] == "application/problem+json"


def test_a_body_without_a_length_is_not_taken_for_an_empty_file(owner, folder) -> None:
    """Sent in chunks, as some programs do, it is 411 and says what is lacking."""
    before = stored(folder)
    answer = send(owner, **{"Content-Length": "", "Transfer-Encoding": "chunked"})
    assert answer.status_code == 411 and "Content-Length" in answer.json()["detail"]
    assert stored(folder) == before


def test_a_repetition_is_answered_only_to_who_may_still_do_it(owner, folder) -> None:
    """Once the role is taken back, the kept answer is not given any more."""
    from comity.web.alliances.models import Membership

    send(owner)
    Membership.objects.filter(user__email=OWNER).delete()
    assert send(owner).status_code == 404
