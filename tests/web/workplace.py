"""A small workplace: two alliances, and people of every role in one of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.barrier import MONTHS, PRICES, TEXT, VISITS

TITLE = "Behind <script>alert(1)</script> the barrier"
BARRIER = TEXT.replace("title: Behind the barrier", f"title: {TITLE}") + "visibility: {prices: {seen by: clean team}}\n"

ROLES = ("alliance_manager", "counsel", "executive", "data_owner", "respondent", "auditor")
PASSWORD = "a long enough password"


@contextmanager
def alliance_of(data: Path, slug: str, text: str, owners: Mapping[str, str]) -> Iterator[Path]:
    """Make an alliance of an agreement's text, in which people (by address) are data owners of a party; its folder."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    folder = data / "alliances" / slug
    (folder / "facts").mkdir(parents=True)
    try:
        (folder / "agreement.yaml").write_text(text)
        made = Alliance.objects.create(slug=slug, title=slug, parties={"fern": "Fern Ltd", "lark": "Lark plc"})
        for email, party in owners.items():
            user = User.objects.get(email=email)
            Membership.objects.create(user=user, alliance=made, party=party, role="data_owner")
        yield folder
    finally:
        shutil.rmtree(folder)


def write_alliances(data: Path) -> None:
    """Write the folders of two alliances: `barrier`, and `other`, in which none of the people takes part."""
    for name in ("barrier", "other"):
        folder = data / "alliances" / name
        text = BARRIER if name == "barrier" else BARRIER.replace("barrier", "other")
        (folder / "facts").mkdir(parents=True)
        (folder / "agreement.yaml").write_text(text)
        for table, column, values, reporters in (
            ("prices", "amount", PRICES, ("fern",)), ("visits", "n", VISITS, ("fern", "lark")),
        ):  # fmt: skip
            (folder / "facts" / table).mkdir()
            for who in reporters:
                rows = [f"{month},{value},{who},2026-08-01" for month, value in zip(MONTHS, values, strict=True)]
                text = "\n".join([f"month,{column},reported_by,known_at", *rows, ""])
                (folder / "facts" / table / f"{who}.csv").write_text(text)


def write_people() -> None:
    """Enter a person for each role and party of `barrier`, a stranger who is in `other` alone, and an administrator.

    A password is made slow to guess, so all have one that is hashed once.
    """
    from django.contrib.auth.hashers import make_password

    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    barrier, other = Alliance.objects.get(slug="barrier"), Alliance.objects.get(slug="other")
    for party in ("fern", "lark"):
        for role in ROLES:
            user = User.objects.create_user(f"{role}@{party}.example.org", None, name=f"{role} of {party}")
            named = "" if role == "auditor" else party
            Membership.objects.create(user=user, alliance=barrier, party=named, role=role)
    stranger = User.objects.create_user("stranger@example.org", None, name="A stranger")
    Membership.objects.create(user=stranger, alliance=other, party="fern", role="alliance_manager")
    User.objects.create_user("admin@example.org", None, name="The administrator", is_admin=True)
    User.objects.update(password=make_password(PASSWORD))


def read_once() -> None:
    """Make what readers see of the alliances, as `comity rebuild` does by night.

    Every test takes back what it writes, and so would make it anew.
    """
    from comity.web.alliances.models import Alliance
    from comity.web.alliances.projections import rebuilt
    from comity.web.alliances.texts import EXAMPLES, TERMS, text

    for alliance in Alliance.objects.all():
        rebuilt(alliance)
        for key in (TERMS, EXAMPLES):
            text(alliance, key)
