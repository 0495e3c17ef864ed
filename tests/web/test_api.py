"""The API: who gets what, that nothing restricted is in it, lists by pages, conditions, failures."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.barrier import PRICES, VISITS
from tests.web.programs import KEYS, OF_TOKENS, WRITE, WRITES, api, program
from tests.web.routes import OF_API, READERS, said
from tests.web.workplace import ROLES

MANAGER = "alliance_manager@fern.example.org"
READS = sorted(OF_API - WRITES)
OF_STANDING = sorted(OF_API - WRITES - OF_TOKENS - {"api_alliance"})
# What the sample alliance has none of, for anybody.
ABSENT = {"api_survey", "api_record", "api_entries", "api_entry"}
# What rests on prices, which the agreement closes to Lark.
CLOSED = {"api_scorecard", "api_account"}


@pytest.mark.parametrize("party", ["fern", "lark"])
@pytest.mark.parametrize("role", ROLES)
def test_a_token_gets_what_its_owners_role_gets(rolled_back, role: str, party: str) -> None:
    """What the sample has is 200 for those who read; 403 for a respondent; other alliances are 404 for all."""
    client = program(f"{role}@{party}.example.org")
    hidden = ABSENT | (CLOSED if party == "lark" and role != "auditor" else set())
    found = {route: client.get(api(route)).status_code for route in OF_STANDING}
    assert found == {route: 403 if role not in READERS else 404 if route in hidden else 200 for route in OF_STANDING}
    assert {client.get(api(route, slug)).status_code for route in OF_STANDING for slug in ("other", "nix")} == {404}
    assert {client.get(api(route)).status_code for route in (*OF_TOKENS, "api_alliance")} == {200}


def test_nobody_without_a_live_token_gets_anything(client_of, rolled_back) -> None:
    """No token, a wrong one, half of one, another kind of login, and a browser's session: all 401, with the way in."""
    from django.test import Client

    anybody, browser = program(""), client_of(MANAGER)
    wrong = [
        Client(headers={"Authorization": said}) for said in ("Bearer comity_x", "Bearer", "Basic eDp5", "Bearer x y")
    ]
    for route in sorted(OF_API):
        ask = "post" if route in WRITES else "get"
        for client in (anybody, browser, *wrong):
            answer = getattr(client, ask)(api(route))
            assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer "), route
            assert "barrier" not in said(answer)


@pytest.mark.parametrize("who", ["stranger@example.org", "admin@example.org"])
def test_strangers_and_administrators_see_no_alliance(rolled_back, who: str) -> None:
    """Somebody of another alliance, and the administrator, are told that nothing is there, in every resource."""
    client = program(who)
    for route in sorted(OF_API - OF_TOKENS - WRITES):
        answer = client.get(api(route))
        assert answer.status_code == 404 and "barrier" not in said(answer), route
    assert "barrier" not in said(client.get(api("api_alliances")))


@pytest.mark.parametrize("role", sorted(READERS - {"auditor"}))
def test_nothing_from_behind_the_barrier_reaches_the_partner(rolled_back, role: str) -> None:
    """Prices are in no resource for a Lark token, whatever part of it is asked for; for a Fern token they are."""
    lark, fern = program(f"{role}@lark.example.org"), program(f"{role}@fern.example.org")
    priced = {"api_metric": "price", "api_figures": "price", "api_clause": "cheap", "api_verdicts": "cheap"}
    shown = []
    for route in READS:
        [key, *_] = KEYS.get(route, {"": ""})
        for keys in ({}, {key: priced[route]} if route in priced else {}):
            shown.append(said(lark.get(api(route, **keys))))
            assert not any(price in shown[-1] for price in PRICES), route
    assert any(visit in text for text in shown for visit in VISITS), "the canary of what is open is nowhere"
    for route, name in priced.items():
        [key] = KEYS[route]
        own = fern.get(api(route, **{key: name}))
        assert own.status_code == 200
        assert route == "api_clause" or any(price in said(own) for price in PRICES), route  # its latest is not known
        assert lark.get(api(route, **{key: name})).status_code == 404


def test_the_whole_standing_is_the_document_of_the_page(client_of, rolled_back) -> None:
    """Program and browser get the same bytes."""
    from django.urls import reverse

    page = client_of(MANAGER).get(reverse("document", kwargs={"slug": "barrier"}))
    assert program(MANAGER).get(api("api_standing")).content == page.content


def test_parts_are_those_of_the_whole(rolled_back) -> None:
    """Figures, verdicts, accounts and lists say what the document says."""
    client = program(MANAGER)
    whole = client.get(api("api_standing")).json()
    assert client.get(api("api_figures", metric="price")).json()["items"] == whole["figures"]["price"]
    assert client.get(api("api_verdicts", clause="cheap")).json()["items"] == whole["verdicts"]["cheap"]
    assert client.get(api("api_account")).json() == whole["remedies"]["credits"]
    assert client.get(api("api_scorecard")).json() == whole["scorecard"]
    for key in ("decisions", "docket", "cases", "comparisons"):
        found = client.get(api(f"api_{key}") + "?limit=500").json()
        assert found["items"] == whole[key] and found["count"] == len(whole[key]) > 0
    [price, *_] = client.get(api("api_metrics")).json()["items"]
    assert price["metric"] == "price" and price["latest"][0]["value"] == PRICES[-1]
    cheap = client.get(api("api_clause", clause="cheap")).json()
    assert cheap["cases"] == sum(case["open"] for case in whole["cases"] if case["clause"] == "cheap")


def test_money_is_exact_text(rolled_back) -> None:
    """An amount is a string of a decimal, with all its digits."""
    [account] = program(MANAGER).get(api("api_accounts")).json()["items"]
    assert Decimal(account["balance"]) == sum(Decimal(price) / 100 for price in PRICES)


def test_a_list_is_walked_by_its_links(rolled_back) -> None:
    """Following `next` from the first page gives every entry once, in order; `prev` leads back."""
    client = program(MANAGER)
    whole = client.get(api("api_docket") + "?limit=500").json()["items"]
    address: str | None = api("api_docket") + "?limit=7"
    seen, pages = [], 0
    while address:
        answer = client.get(address)
        seen += answer.json()["items"]
        links = dict(reversed(part.strip("<").split('>; rel="')) for part in answer["Link"].rstrip('"').split('", '))
        address, pages = links.get("next"), pages + 1
    assert seen == whole and pages == -(-len(whole) // 7) > 1
    assert client.get(links["last"]).json()["items"] == answer.json()["items"]
    assert client.get(links["first"]).json()["items"] == whole[:7]
    assert client.get(links["prev"]).json()["items"] == whole[(pages - 2) * 7 :][:7]


def test_beyond_the_end_of_a_list_is_nothing(rolled_back) -> None:
    """It is an empty page that leads back, not a failure."""
    answer = program(MANAGER).get(api("api_metrics") + "?offset=9999999")
    assert answer.status_code == 200 and answer.json()["items"] == [] and 'rel="prev"' in answer["Link"]


@pytest.mark.parametrize("cut", ["limit=0", "limit=501", "limit=x", "offset=-1", "offset=1e30", "offset=10000001"])
def test_a_cut_that_makes_no_sense_is_refused_at_its_place(rolled_back, cut: str) -> None:
    """422 names the parameter; a number beyond every database is no defect."""
    answer = program(MANAGER).get(f"{api('api_docket')}?{cut}")
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["place"] == {"file": "query", "line": None, "column": None, "cell": cut.partition("=")[0]}


def test_a_parameter_that_is_not_known_is_refused(rolled_back) -> None:
    """Passed over, a misspelt `ofset` would give the first page again and again."""
    client = program(MANAGER)
    for address in (f"{api('api_docket')}?ofset=100", f"{api('api_standing')}?limit=1"):
        answer = client.get(address)
        assert answer.status_code == 422 and answer.json()["place"]["cell"] in ("ofset", "limit")
    assert "limit, offset" in client.get(f"{api('api_docket')}?ofset=100").json()["hint"]


def test_what_has_not_changed_is_not_sent_again(rolled_back, workplace) -> None:
    """With the ETag the answer is 304 and empty, until a fact changes it."""
    client = program(MANAGER)
    for route in ("api_standing", "api_docket", "api_agreement", "api_calendar", "api_description"):
        address = "/api/v1/openapi.json" if route == "api_description" else api(route)
        tag = client.get(address)["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag), route
    tag = client.get(api("api_standing"))["ETag"]
    file = workplace / "alliances" / "barrier" / "facts" / "visits" / "later.csv"
    file.write_text("month,n,reported_by,known_at\n2026-08,4242,fern,2026-09-02\n2026-08,4242,lark,2026-09-02\n")
    try:
        changed = client.get(api("api_standing"), headers={"If-None-Match": tag})
        assert changed.status_code == 200 and changed["ETag"] != tag and b"4242" in changed.content
    finally:
        file.unlink()


def test_a_token_reaches_the_alliances_it_covers_and_no_others(rolled_back) -> None:
    """An alliance of its owner that it does not cover is told like one that is not there."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    owner = User.objects.get(email=MANAGER)
    other = Alliance.objects.get(slug="other")
    Membership.objects.create(user=owner, alliance=other, party="fern", role="counsel")
    everywhere, narrow = program(MANAGER), program(MANAGER, alliances=("other",))
    assert everywhere.get(api("api_alliances")).json()["count"] == 2
    assert [one["alliance"] for one in narrow.get(api("api_alliances")).json()["items"]] == ["other"]
    assert narrow.get(api("api_standing", "other")).status_code == 200
    for route in OF_STANDING:
        assert narrow.get(api(route)).status_code == 404, route
    other.delete()
    assert narrow.get(api("api_alliances")).json()["items"] == []
    assert narrow.get(api("api_standing")).status_code == 404


def test_a_token_ends_with_its_time_its_revocation_its_owner_and_a_new_password(client_of, rolled_back) -> None:
    """Expired, revoked, of a closed account, or older than a password that an administrator gave: 401."""
    from django.utils import timezone

    from comity.web.api.models import Token
    from comity.web.people.models import User

    def ended(change) -> bool:
        client = program(MANAGER)
        token = Token.objects.latest("pk")
        assert client.get(api("api_token")).status_code == 200
        change(token)
        return client.get(api("api_token")).status_code == 401

    now, owner = timezone.now(), User.objects.get(email=MANAGER)
    assert ended(lambda token: Token.objects.filter(pk=token.pk).update(expires=now - timedelta(seconds=1)))
    assert ended(lambda token: Token.objects.filter(pk=token.pk).update(revoked=now))
    assert ended(lambda _: client_of("admin@example.org").post("/people/reset/", {"user": owner.pk, "sure": "yes"}))
    assert ended(lambda _: User.objects.filter(pk=owner.pk).update(is_active=False))
    User.objects.filter(pk=owner.pk).update(is_active=True)


def test_once_the_owner_has_no_role_the_token_opens_nothing(rolled_back) -> None:
    """The role is looked up at each request: taken back, even the alliance's name is gone."""
    from comity.web.alliances.models import Membership

    client = program(MANAGER)
    assert client.get(api("api_standing")).status_code == 200
    Membership.objects.filter(user__email=MANAGER).delete()
    assert {client.get(api(route)).status_code for route in OF_STANDING} == {404}
    assert client.get(api("api_alliances")).json()["count"] == 0


def test_a_token_without_the_scope_is_told_which_it_lacks(rolled_back) -> None:
    """A token for writing reads nothing, one for reading writes nothing: 403, and the scope is named."""
    writes, reads = program("data_owner@fern.example.org", (WRITE,)), program("data_owner@fern.example.org")
    for route in OF_STANDING:
        answer = writes.get(api(route))
        assert answer.status_code == 403 and 'scope="read"' in answer["WWW-Authenticate"], route
    for route in sorted(WRITES):
        answer = reads.post(api(route), b"month,n\n", content_type="text/csv")
        assert answer.status_code == 403 and 'scope="facts:write"' in answer["WWW-Authenticate"], route


def test_whoever_asks_too_often_is_told_when_to_go_on(rolled_back, monkeypatch) -> None:
    """The third of three requests is 429 with Retry-After; another token is not held up."""
    from comity.web.api.limit import LIMIT

    monkeypatch.setattr(LIMIT, "most", 2)
    busy = program(MANAGER)
    assert [busy.get(api("api_token")).status_code for _ in range(3)] == [200, 200, 429]
    answer = busy.get(api("api_token"))
    assert 1 <= int(answer["Retry-After"]) <= 60 and answer.json()["status"] == 429
    from comity.web.api.models import Token

    assert program("counsel@fern.example.org").get(api("api_token")).status_code == 200
    assert Token.objects.count() == 2


def test_a_minute_later_the_count_begins_anew() -> None:
    """Requests are counted by the minute, each token for itself."""
    from comity.web.api.limit import Limit

    clock = [0.0]
    limit = Limit(2, now=lambda: clock[0])
    assert [limit.wait(1), limit.wait(1), limit.wait(2), limit.wait(1)] == [0, 0, 0, 60]
    clock[0] = 59.5
    assert limit.wait(1) == 1
    clock[0] = 60.0
    assert limit.wait(1) == 0


@pytest.mark.parametrize(
    ("ask", "address", "status"),
    [
        ("get", "/api/v1/", 404), ("get", "/api/", 404), ("get", "/api/v2/token", 404), ("post", "/api/v1/token", 405),
        ("get", "/api/v1/alliances/a%00b/standing", 404), ("delete", "/api/v1/alliances/barrier/standing", 405),
        ("get", "/api/v1/alliances/../../people/", 404), ("post", "/api/v1/openapi.json", 405),
    ],
)  # fmt: skip
def test_what_django_itself_refuses_is_a_problem_too(rolled_back, ask: str, address: str, status: int) -> None:
    """An address that is none and a method that is not known: application/problem+json like everything else."""
    answer = getattr(program(MANAGER), ask)(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status and told["problems"] == [] and told["detail"] and told["title"]
    assert status != 405 or answer["Allow"] == "GET"


def test_a_defect_says_so_and_nothing_else(rolled_back, monkeypatch) -> None:
    """500 is a problem without a word of what broke."""
    from comity.web.api import reading

    def broken(*_: object) -> None:
        raise RuntimeError("CANARY")

    monkeypatch.setattr(reading, "projection", broken)
    answer = program(MANAGER).get(api("api_standing"))
    assert answer.status_code == 500 and answer["Content-Type"] == "application/problem+json"
    assert b"CANARY" not in answer.content and "defect" in answer.json()["detail"]


def test_a_folder_with_a_problem_is_503_and_quotes_it_to_those_who_may_see_it(rolled_back, workplace) -> None:
    """Fern's auditor reads code, place and hint of the price that cannot be read; Lark only that something is wrong."""
    file = workplace / "alliances" / "barrier" / "facts" / "prices" / "bad.csv"
    file.write_text("month,amount,reported_by,known_at\n2026-08,CANARY-12,fern,2026-09-02\n")
    try:
        own, partners = program("auditor@fern.example.org"), program("counsel@lark.example.org")
        for route in ("api_standing", "api_docket", "api_metric", "api_tables", "api_calendar"):
            first, second = own.get(api(route)), partners.get(api(route))
            assert (first.status_code, second.status_code) == (503, 503), route
            assert "CANARY" not in said(second) and second.json()["problems"] == []
            assert first.json()["code"].startswith("CMY-4") and "CANARY" in first.json()["problems"][0]["why"]
            assert first.json()["place"]["file"].endswith("bad.csv")
    finally:
        file.unlink()


def test_the_agreement_is_as_it_was_signed(rolled_back, workplace) -> None:
    """Its text word for word, with the digest of the terms that hold."""
    found = program("counsel@lark.example.org").get(api("api_agreement")).json()
    text = (workplace / "alliances" / "barrier" / "agreement.yaml").read_text()
    assert [one["text"] for one in found["texts"]] == [text]
    whole = program(MANAGER).get(api("api_standing")).json()
    assert found["versions"] == [{"since": "2026-01-01", "digest": whole["terms"]["digest"]}]


def test_a_table_says_what_is_owed_of_it(rolled_back) -> None:
    """Columns, reporters, and the lines of the docket that ask for it; of a closed table nothing that is owed."""
    found = program("data_owner@lark.example.org").get(api("api_tables")).json()["items"]
    visits = next(one for one in found if one["table"] == "visits")
    assert visits["reported_by"] == ["fern", "lark"] and visits["columns"][1] == {"column": "n", "type": "number"}
    assert visits["owed"] and {line["table"] for line in visits["owed"]} == {"visits"}
    assert next(one for one in found if one["table"] == "prices")["owed"] == []


def test_the_api_takes_no_cookie_and_sets_none(client_of, rolled_back) -> None:
    """A browser's session neither opens the API nor is changed by it, even where a token is sent with it."""
    browser = client_of("counsel@lark.example.org")
    secret = program(MANAGER).defaults["HTTP_AUTHORIZATION"]
    answer = browser.get(api("api_token"), headers={"Authorization": secret})
    assert answer.json()["owner"] == "alliance_manager of fern" and not answer.cookies


def test_reading_takes_few_queries(rolled_back) -> None:
    """A part of a standing that is made already costs at most six queries, however large it is."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = program(MANAGER)
    client.get(api("api_standing"))
    for route in ("api_standing", "api_metrics", "api_docket"):
        with CaptureQueriesContext(connection) as counted:
            client.get(api(route))
        assert len(counted) <= 6, [one["sql"] for one in counted]


def test_problems_are_json_of_one_form(rolled_back) -> None:
    """Whatever the status, the same keys: a program reads one form of failure."""
    client, nobody = program(MANAGER), program("")
    answers = [
        nobody.get(api("api_token")), client.get(api("api_survey")), client.post(api("api_token")),
        client.get(api("api_docket") + "?limit=x"), program(MANAGER, (WRITE,)).get(api("api_docket")),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [401, 404, 405, 422, 403]
    forms = {tuple(sorted(json.loads(one.content))) for one in answers}
    assert forms == {("code", "detail", "hint", "place", "problems", "status", "title", "type")}
