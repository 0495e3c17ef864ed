"""What each page asks the database: plain questions, with the answers that Django's own would give."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web.test_portfolio import MANAGER


@pytest.fixture
def user(workplace, rolled_back):
    """Return a person of the workplace."""
    from comity.web.people.models import User

    return User.objects.get(email=MANAGER)


def test_rows_are_those_that_the_models_give(client_of, user) -> None:
    """The same objects, field by field: numbers, texts, dates, JSON and packed texts."""
    from comity.web.alliances.models import Alliance, Membership, Projection
    from comity.web.rows import rows

    alliance = Membership.objects.filter(user=user)[0].alliance
    client_of(MANAGER).get(reverse("overview", kwargs={"slug": alliance.slug}))
    for model, equal in (
        (type(user), {"id": user.pk}),
        (Alliance, {"slug": alliance.slug}),
        (Membership, {"user": user.pk, "alliance": alliance.pk}),
        (Membership, {"user": user.pk, "alliance__slug": alliance.slug}),
        (Projection, {"alliance": alliance.pk, "as_of": timezone.now().date()}),
    ):
        found, wanted = rows(model, **equal), list(model.objects.filter(**equal))
        assert wanted and sorted(one.pk for one in found) == sorted(one.pk for one in wanted)
        by_pk = {one.pk: one for one in found}
        for one in wanted:
            for field in model._meta.concrete_fields:
                assert getattr(by_pk[one.pk], field.attname) == getattr(one, field.attname)
    assert rows(Alliance, slug="there is none") == []


def test_a_field_left_out_is_asked_for_when_it_is_used(user) -> None:
    """Long texts stay in the database until somebody wants them."""
    from comity.web.rows import rows

    (found,) = rows(type(user), "id", "name", email=MANAGER)
    with CaptureQueriesContext(connection) as asked:
        assert found.name == user.name
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        assert found.email == MANAGER
    assert len(asked) == 1


def test_a_session_ends_at_its_time(client_of) -> None:
    """Whoever comes a second after the end has to log in again."""
    from django.contrib.sessions.models import Session

    client = client_of(MANAGER)
    assert client.get(reverse("portfolio")).status_code == 200
    key = client.cookies["sessionid"].value
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("portfolio")).status_code == 302


def test_a_person_who_may_not_log_in_any_more_is_out_at_once(client_of, user) -> None:
    """A session that is still open helps nobody whose account was closed."""
    client = client_of(MANAGER)
    user.is_active = False
    user.save()
    assert client.get(reverse("portfolio")).status_code == 302


def test_what_a_row_refers_to_is_read_with_it(user) -> None:
    """Roles and their alliance are one question, as after `select_related`."""
    from comity.web.alliances.models import Membership
    from comity.web.rows import rows

    wanted = Membership.objects.select_related("alliance").filter(user=user)[0]
    with CaptureQueriesContext(connection) as asked:
        (found,) = rows(Membership, user=user.pk, alliance__slug=wanted.alliance.slug)
        told = [getattr(found.alliance, one.attname) for one in wanted.alliance._meta.concrete_fields]
    assert (len(asked), found, found.alliance) == (1, wanted, wanted.alliance)
    assert told == [getattr(wanted.alliance, one.attname) for one in wanted.alliance._meta.concrete_fields]
