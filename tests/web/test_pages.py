"""What the pages say, what they are made from, and what they cost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from comity.web.accounts import KEPT
from tests.web.routes import ABSENT, OF_ADMINS, OF_ALLIANCES, OF_EVERYBODY, OF_PEOPLE, address, patterns
from tests.web.workplace import PASSWORD

MANAGER = "alliance_manager@fern.example.org"


def test_the_overview_is_the_standing(client_of) -> None:
    """The page of an alliance shows what `comity evaluate` computes, in the reader's own shell, and gives its files."""
    client = client_of(MANAGER)
    page = client.get(address("overview")).content.decode()
    assert "Average price" in page and "Decide now" in page and "Alliance manager" in page
    for file in ("docket.ics", "standing.json"):
        assert f'href="{file}"' in page and client.get(address("overview") + file).status_code == 200


def test_the_overview_that_is_held_is_the_readers_own(client_of, monkeypatch) -> None:
    """Two who see different things of an alliance are given, in turn, what each is given where nothing is held."""
    from comity.web.alliances import front
    from comity.web.held import Held

    def shown(email: str) -> str:
        client = client_of(email, enforce_csrf_checks=True)
        page = client.get(address("overview")).content.decode()
        (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        again = client.get(address("overview")).content.decode()  # now with the cookie of the first page
        assert token not in again
        (token_again,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', again)
        assert again.replace(token_again, "") == page.replace(token, "")
        assert client.post(reverse("account_logout"), {"csrfmiddlewaretoken": "a" * 64}).status_code == 403
        assert client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token_again}).status_code == 302
        return page.replace(token, "")

    people = (MANAGER, "alliance_manager@lark.example.org")
    held = [[shown(email) for email in people] for _ in range(2)]
    monkeypatch.setattr(front, "_PAGES", Held(most=0))
    assert held[0] == held[1] == [shown(email) for email in people]
    assert held[0][0].partition("<main")[2] != held[0][1].partition("<main")[2]
    assert all(f"alliance_manager of {party}" in page for party, page in zip(("fern", "lark"), held[0], strict=True))


def test_the_overview_that_is_held_follows_who_the_reader_is(client_of, workplace) -> None:
    """A new name and a new role are on the page at once, and what is told once is told once."""
    from comity.web.alliances.models import Membership
    from comity.web.people.models import User

    client = client_of(MANAGER)
    user = User.objects.get(email=MANAGER)

    def shown() -> str:
        return client.get(address("overview")).content.decode()

    assert "Counsel" not in shown()
    Membership.objects.create(user=user, alliance_id=user.memberships.get().alliance_id, party="fern", role="counsel")
    assert "Counsel for" in shown()
    User.objects.filter(pk=user.pk).update(name="Ada", is_admin=True)
    assert ">Ada<" in shown() and reverse("people") in shown()


def test_titles_are_text_wherever_they_stand(client_of) -> None:
    """A title with markup in it is shown as it is written, on every page that shows it."""
    for route in ("portfolio", "overview", "agreement"):
        page = client_of(MANAGER).get(address(route)).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize("route", sorted({*OF_ALLIANCES, *OF_PEOPLE, *OF_ADMINS, "health", "account_login"}))
def test_every_answer_carries_the_headers_of_safety(client_of, route: str) -> None:
    """No inline script or style, no framing, no guessing of types, no storing of what one person may see."""
    response = client_of(MANAGER).get(address(route))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff" and response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin" and "no-store" in response["Cache-Control"]


def test_no_page_needs_what_the_policy_forbids(client_of) -> None:
    """There is no style attribute, no style element and no script in any page."""
    for route in ("portfolio", "overview", "agreement", "account_login"):
        page = client_of(MANAGER if route != "account_login" else "").get(address(route)).content.decode()
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page), route


def test_projections_are_rebuilt_to_the_same_bytes(client_of) -> None:
    """What pages read can be thrown away: made anew from the folder it is the same, byte for byte."""
    from comity.web.alliances.models import Alliance, Piece, Projection
    from comity.web.alliances.projections import fresh, rebuilt

    alliance = Alliance.objects.get(slug="barrier")
    day = date(2026, 8, 20)

    def kept() -> list[tuple]:
        rebuilt(alliance, day=day)
        fields = ("reader", "as_of", "source", "summary", "body", "document", "calendar")
        pages = Piece.objects.filter(projection__alliance=alliance).order_by("projection__reader", "page", "key")
        whole = Projection.objects.filter(alliance=alliance).order_by("reader").values_list(*fields)
        return [*whole, *pages.values_list("projection__reader", "page", "key", "title", "blocks")]

    first = kept()
    Projection.objects.all().delete()
    assert not fresh(alliance, day)
    assert kept() == first and len(first) > 3 * 10
    assert fresh(alliance, day) and not fresh(alliance, day + timedelta(days=1))


def test_a_new_fact_is_on_the_page_at_once(client_of, workplace) -> None:
    """A file that is added to the folder makes the projection stale, and the next reader sees what it says."""
    file = workplace / "alliances" / "barrier" / "facts" / "visits" / "later.csv"
    client = client_of(MANAGER)
    assert "4,242" not in client.get(address("overview")).content.decode()
    file.write_text("month,n,reported_by,known_at\n2026-08,4242,fern,2026-09-02\n2026-08,4242,lark,2026-09-02\n")
    try:
        assert "4,242" in client.get(address("overview")).content.decode()
    finally:
        file.unlink()


def test_a_folder_with_a_problem_shows_the_problem_and_no_figure(client_of, workplace) -> None:
    """Where a file cannot be read nothing is shown that might be wrong: the page says what to mend."""
    file = workplace / "alliances" / "barrier" / "facts" / "visits" / "bad.csv"
    file.write_text("month,n,reported_by,known_at\n2026-08,many,fern,2026-09-02\n")
    try:
        response = client_of(MANAGER).get(address("overview"))
        assert response.status_code == 503 and "CMY-" in response.content.decode()
    finally:
        file.unlink()


def test_a_command_in_a_hint_is_code(client_of, workplace) -> None:
    """An agreement without a word in it: the page shows the command as code, without the marks of a terminal."""
    file = workplace / "alliances" / "barrier" / "agreement.yaml"
    text = file.read_text()
    file.write_text("# nothing\n")
    try:
        shown = client_of(MANAGER).get(address("overview")).content.decode()
        assert "<code>comity init FOLDER</code> writes an agreement" in shown and "`" not in shown
    finally:
        file.write_text(text)


def test_the_number_of_queries_does_not_grow_with_the_alliances(client_of) -> None:
    """The portfolio of fifty alliances takes as many queries as that of one, and no page more than twelve."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    client = client_of(MANAGER)
    client.get(address("overview"))

    def queries(route: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            client.get(address(route))
        return len(counted)

    few = queries("portfolio")
    user = User.objects.get(email=MANAGER)
    for n in range(50):
        more = Alliance.objects.create(slug=f"more-{n}", title=f"More {n}", parties={"fern": "Fern Ltd"})
        Membership.objects.create(user=user, alliance=more, party="fern", role="counsel")
    assert queries("portfolio") == few <= 12
    assert queries("overview") <= 12


def test_a_wrong_password_is_refused_and_soon_everything_is(client_of) -> None:
    """After five wrong passwords for one address even the right one is refused for some minutes."""
    client = client_of()
    wrong = {"login": MANAGER, "password": "wrong"}
    for _ in range(5):
        assert "_auth_user_id" not in client.session if client.post(address("account_login"), wrong) else False
    client.post(address("account_login"), {"login": MANAGER, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_right_password_opens_the_portfolio(client_of) -> None:
    """An address is one person's however it is capitalised."""
    client = client_of()
    response = client.post(address("account_login"), {"login": MANAGER.upper(), "password": PASSWORD})
    assert response.status_code == 302 and response["Location"] == "/"


def test_nobody_registers_themselves(client_of) -> None:
    """The registration page says that it is closed, and a form sent to it makes no account."""
    from comity.web.people.models import User

    before = User.objects.count()
    fields = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client_of().post(address("account_signup"), fields).status_code == 200
    assert User.objects.count() == before


def test_a_form_from_elsewhere_is_refused(client_of) -> None:
    """Without the token of this session nothing is changed."""
    client = client_of("admin@example.org", enforce_csrf_checks=True)
    assert client.post(address("invite"), {"name": "X", "email": "x@example.org"}).status_code == 403


def test_an_administrator_invites_grants_and_takes_back(client_of) -> None:
    """A new person gets an account, then a role, and with it the alliance; without it, not even its name."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    admin = client_of("admin@example.org")
    shown = admin.post(
        address("invite"), {"name": "Nia", "email": "nia@fern.example.org", "organisation": "Fern Ltd"}, follow=True
    )
    assert "nia@fern.example.org with the password" in shown.content.decode()
    nia, barrier = User.objects.get(email="nia@fern.example.org"), Alliance.objects.get(slug="barrier")
    fields = {"user": nia.pk, "alliance": barrier.pk, "role": "counsel", "party": "fern", "bodies": ["board", "x"]}
    admin.post(address("grant"), fields)
    held = Membership.objects.get(user=nia)
    assert held.bodies == ["board"]
    assert client_of(nia.email).get(address("overview")).status_code == 200
    admin.post(address("revoke"), {"membership": held.pk, "sure": "yes"})
    assert client_of(nia.email).get(address("overview")).status_code == 404


@pytest.mark.parametrize(
    "fields", [{}, {"role": "king"}, {"party": "nobody"}, {"user": "x"}, {"user": "9" * 30}, {"alliance": "-1"}]
)
def test_a_role_that_cannot_be_given_is_not(client_of, fields: dict[str, str]) -> None:
    """Fields that make no sense give nobody a role, and the page says why."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    before = Membership.objects.count()
    barrier, user = Alliance.objects.get(slug="barrier"), User.objects.get(email="stranger@example.org")
    whole = {"user": user.pk, "alliance": barrier.pk, "role": "counsel", "party": "fern"} | fields if fields else {}
    shown = client_of("admin@example.org").post(address("grant"), whole, follow=True).content.decode()
    assert Membership.objects.count() == before and "Choose" in shown


def test_a_role_is_given_in_the_one_alliance_that_was_chosen(client_of) -> None:
    """However many alliances there are, the page has one form, with the parties of one; which one is chosen first."""
    from comity.web.alliances.models import Alliance

    admin, other = client_of("admin@example.org"), Alliance.objects.get(slug="other")
    Alliance.objects.create(slug="third", title="Third", parties={"heron": "Heron Ltd", "marten": "Marten plc"})
    first = admin.get(address("people")).content.decode()
    assert first.count('<select name="alliance"') == 1 and 'name="party"' not in first
    chosen = admin.get(address("people"), {"alliance": Alliance.objects.get(slug="third").pk}).content.decode()
    assert (
        chosen.count('name="party"') == 1 and "Heron Ltd" in chosen and "Lark" not in chosen.partition("Give a role")[2]
    )
    wrong = {"alliance": other.pk, "user": 0, "role": "counsel", "party": "fern"}
    refused = admin.post(address("grant"), wrong).content.decode().partition("Give a role")[2]
    assert f'name="alliance" value="{other.pk}"' in refused and refused.count('name="party"') == 1
    for alone in Alliance.objects.exclude(slug="third"):
        alone.delete()
    assert 'name="party"' in admin.get(address("people"), {"alliance": "x"}).content.decode()


def test_what_everybody_may_open_says_nothing_of_anybody(client_of) -> None:
    """The style sheet and the sign of life are the same for all."""
    of_all = {"health", "style", "icon", "feed", "api_description"}
    assert of_all == OF_EVERYBODY  # a feed asks for its key: test_docket.py
    assert client_of().get(address("health")).content == b"ok"
    icon = client_of().get("/favicon.ico")  # what browsers ask for by themselves is no page that is missing
    assert icon.status_code == 200 and icon["Content-Type"] == "image/svg+xml" and icon.content.startswith(b"<svg ")
    assert len({one.name for one in patterns()}) == len(list(patterns()))


def test_no_address_of_an_account_fails(client_of) -> None:
    """Every page of logging in, second factors and sessions answers, to whoever is logged in and to nobody."""
    kept = sorted(KEPT & {one.name for one in patterns()})
    assert len(kept) > 10
    for client in (client_of(MANAGER), client_of()):
        for name in kept:
            single = {"provider_id": "sso"} if name.startswith("openid_connect") else None
            answer = client.get(reverse(name, kwargs=single))
            assert answer.status_code < 500, name
            assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_problems_do_not_quote_what_is_behind_the_barrier(client_of, workplace) -> None:
    """A price that cannot be read is quoted to Fern, and to Lark only that something is wrong, in every format."""
    file = workplace / "alliances" / "barrier" / "facts" / "prices" / "bad.csv"
    file.write_text("month,amount,reported_by,known_at\n2026-08,CANARY-12,fern,2026-09-02\n")
    try:
        for route in sorted(OF_ALLIANCES.keys() - ABSENT - {"schedule"}):  # which reads the agreement alone
            own = client_of("auditor@fern.example.org").get(address(route))
            partners = client_of("counsel@lark.example.org").get(address(route))
            assert (own.status_code, partners.status_code) == (503, 503)
            assert "CANARY" not in partners.content.decode()
            assert route in ("document", "calendar", "report") or "CANARY" in own.content.decode()
    finally:
        file.unlink()


def test_a_problem_has_its_place_for_whoever_may_mend_it(client_of, workplace) -> None:
    """File, line and column from the folder on, and what is typed as code; a partner is told no place either."""
    file = workplace / "alliances" / "barrier" / "facts" / "prices" / "bad.csv"
    file.write_text("month,amount,reported_by,known_at\n2026-08,many,fern,2026-09-02\n")
    try:
        own = client_of("auditor@fern.example.org").get(address("overview")).content.decode()
        partners = client_of("counsel@lark.example.org").get(address("overview")).content.decode()
    finally:
        file.unlink()
    assert re.search(r"<code>CMY-\d+</code> <code>facts/prices/bad\.csv:2[^<]*</code> ", own)
    assert "bad.csv" not in partners and str(workplace) not in own


def test_no_part_of_a_problem_says_where_the_folder_lies() -> None:
    """A command in a hint, a path in a reason and a related place are shown from the folder on."""
    from comity.kernel.problem import Place, Problem, Related
    from comity.web.alliances.views import _below

    folder = Path("/srv/work/alliances/barrier")
    problem = Problem(
        code="CMY-901", place=Place(file=f"{folder}/record"), why=f"{folder}/record/blobs has no such file",
        hint=f"`comity log {folder}` shows it", related=(Related(place=Place(file=f"{folder}/a.csv"), says="here"),),
    )  # fmt: skip
    told = _below(problem, folder)
    assert (told.place.file, told.why) == ("record", "record/blobs has no such file")
    assert (told.hint, told.related[0].place.file) == ("`comity log barrier` shows it", "a.csv")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`comity check <F>` says it", "<code>comity check &lt;F&gt;</code> says it"),
        ("write `a`, not `b`", "write <code>a</code>, not <code>b</code>"),
        ("a lone ` stays & is <escaped>", "a lone ` stays &amp; is &lt;escaped&gt;"),
    ],
)
def test_what_stands_between_backticks_is_code(text: str, shown: str) -> None:
    """Hints name commands as a terminal shows them; on a page nobody reads backticks."""
    from comity.reports.html import coded

    assert coded(text) == shown


def test_the_portfolio_shows_nothing_that_is_out_of_date(client_of, workplace) -> None:
    """Once a file has changed, what was computed before is not shown any more."""
    client = client_of(MANAGER)
    client.get(address("overview"))
    assert "files have changed" not in client.get(address("portfolio")).content.decode()
    file = workplace / "alliances" / "barrier" / "facts" / "visits" / "about.yaml"
    file.write_text("all files: {}\n")
    try:
        assert "files have changed" in client.get(address("portfolio")).content.decode()
        assert b"files have changed" in client.get(address("portfolio"), {"export": "alliances.csv"}).content
    finally:
        file.unlink()


def test_an_administrator_gives_a_new_password_or_closes_an_account(client_of) -> None:
    """With the new password the old one and its sessions end; a closed account has no role and cannot log in."""
    from comity.web.people.models import User

    counsel = "counsel@fern.example.org"
    theirs, admin = client_of(counsel), client_of("admin@example.org")
    user = User.objects.get(email=counsel)
    shown = admin.post(address("reset"), {"user": user.pk, "sure": "yes"}, follow=True).content.decode()
    password = shown.partition("with the password ")[2].split()[0]
    assert theirs.get(address("overview")).status_code == 302
    browser = client_of()
    browser.post(address("account_login"), {"login": counsel, "password": password})
    assert browser.get(address("overview")).status_code == 200
    admin.post(address("reset"), {"user": user.pk, "close": "yes", "sure": "yes"})
    assert browser.get(address("overview")).status_code == 302
    assert not user.memberships.exists()


def test_a_folder_whose_name_is_no_address_is_told(workplace) -> None:
    """It is not entered, and the others are."""
    from comity.web.alliances.discover import discover
    from comity.web.alliances.models import Alliance

    folder = workplace / "alliances" / "My Alliance"
    folder.mkdir()
    try:
        assert [problem.code for problem in discover()] == ["CMY-984"]
        assert Alliance.objects.count() == 2
    finally:
        folder.rmdir()


def test_the_demonstration_stays_out_of_a_workplace_in_use(workplace) -> None:
    """Its people, whose passwords are printed, get no role in an alliance of somebody else."""
    from comity.kernel.problem import Refused
    from comity.web.start import personas

    with pytest.raises(Refused) as refused:
        personas()
    assert refused.value.problems[0].code == "CMY-985"


def test_the_logins_of_the_demonstration_name_the_parties(rolled_back: None, monkeypatch) -> None:
    """Whoever tries a role sees for whom it is in each alliance; an auditor is for no party."""
    from comity.web import start

    monkeypatch.setattr(start, "_only_the_demo", lambda: None)
    said = {login.email.partition("@")[0]: login.who for login in start.personas()}
    assert said["bob"].startswith("alliance manager for Lark") and said["alice"].startswith("alliance manager for Fern")
    assert (said["grace"], said["admin"]) == ("auditor", "workplace administrator")
