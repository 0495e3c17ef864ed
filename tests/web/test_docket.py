"""The docket in the workplace: as a list, month by month, and in one's own calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.web.routes import address

MANAGER = "alliance_manager@fern.example.org"


def feed_address(client) -> str:
    """Make a calendar address and return the path that the page shows once."""
    page = client.post(address("make_feed"), follow=True).content.decode()
    found = re.search(r"http://testserver(/feeds/[\w-]+\.ics)", page)
    assert found is not None, page
    return found[1]


def test_every_line_with_a_day_stands_in_its_month(client_of) -> None:
    """The list leads to each month in which something is due, and the month shows it on its day."""
    client = client_of(MANAGER)
    page = client.get(address("docket")).content.decode()
    months = re.findall(r'href="(\d{4}-\d\d)/"', page)
    assert sorted(months) == sorted(set(months)) and months
    for month in months:
        shown = client.get(address("docket") + f"{month}/").content.decode()
        assert shown.count("<li") >= 1 and date.fromisoformat(f"{month}-01").strftime("%B %Y") in shown
    assert client.get(address("docket") + "1999-01/").status_code == 404


def test_a_calendar_program_reads_the_docket_without_logging_in(client_of) -> None:
    """The address that is shown once gives the calendar of that reader; the page does not show it again."""
    client, program = client_of(MANAGER), client_of()
    path = feed_address(client)
    found = program.get(path)
    assert found.status_code == 200 and found.content.startswith(b"BEGIN:VCALENDAR")
    assert found.content == client.get(address("calendar")).content
    assert path not in client.get(address("docket")).content.decode()


def test_a_new_address_ends_the_one_before(client_of) -> None:
    """Whoever gave an address away makes another."""
    client, program = client_of(MANAGER), client_of()
    first, second = feed_address(client), feed_address(client)
    assert program.get(first).status_code == 404 and program.get(second).status_code == 200
    assert program.get("/feeds/guessed.ics").status_code == 404


@pytest.mark.parametrize("ended", ["role", "account"])
def test_an_address_ends_with_the_role_or_the_account(client_of, ended: str) -> None:
    """Who reads the alliance no longer, or is no longer here, reads no calendar of it."""
    from comity.web.alliances.models import Membership
    from comity.web.people.models import User

    program, path = client_of(), feed_address(client_of(MANAGER))
    if ended == "role":
        Membership.objects.filter(user__email=MANAGER).delete()
    else:
        User.objects.filter(email=MANAGER).update(is_active=False)
    assert program.get(path).status_code == 404


def test_an_address_that_ended_stays_ended(client_of) -> None:
    """Who gets a role again, or a new password, has to make a new address: the old one may be in other hands."""
    from comity.web.alliances.models import Membership

    program, admin, path = client_of(), client_of("admin@example.org"), feed_address(client_of(MANAGER))
    held = Membership.objects.get(user__email=MANAGER)
    admin.post("/people/revoke/", {"membership": held.pk, "sure": "yes"})
    given = {"user": held.user_id, "alliance": held.alliance_id, "role": held.role, "party": held.party}
    admin.post("/people/grant/", given)
    assert program.get(path).status_code == 404
    path = feed_address(client_of(MANAGER))
    assert program.get(path).status_code == 200
    admin.post("/people/reset/", {"user": held.user_id, "sure": "yes"})
    assert program.get(path).status_code == 404


def test_nothing_from_behind_the_barrier_is_in_a_partners_calendar(client_of) -> None:
    """A feed passes the same gate as a page."""
    path = feed_address(client_of("counsel@lark.example.org"))
    assert client_of().get(path).content == client_of("counsel@lark.example.org").get(address("calendar")).content
