"""Getting a workplace ready: its database, the alliances in its folder, and somebody who can log in."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import named
from comity.web.config import config, make_secret

NO_EXAMPLES, IN_USE = "CMY-982", "CMY-985"
EXAMPLES = ("aster-borealis", "regeneron-sanofi")
PERSONAS = (
    ("admin", "Wanda Okafor", "", ""),
    ("alice", "Alice Moreau", "alliance_manager", "first"),
    ("bob", "Bob Lindqvist", "alliance_manager", "second"),
    ("carol", "Carol Nwosu", "counsel", "first"),
    ("dan", "Dan Petrov", "executive", "second"),
    ("erin", "Erin Castillo", "data_owner", "first"),
    ("frank", "Frank Haddad", "respondent", "second"),
    ("grace", "Grace Tanaka", "auditor", ""),
)


@dataclass(frozen=True, slots=True)
class Login:
    """A new account: who it is for, and the password, which is not kept anywhere."""

    email: str
    password: str
    who: str


def ready() -> list[Problem]:
    """Load Django, bring the database up to date and enter the alliances of the folder. Returns what cannot be read."""
    import django
    from django.core.management import call_command

    make_secret(config(os.environ).data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from comity.web.alliances.discover import discover

    return discover()


def first_admin() -> list[Login]:
    """Make an administrator where there is nobody yet; returns the login, to be printed once."""
    from comity.web.people.models import User

    if User.objects.exists():
        return []
    password = secrets.token_urlsafe(12)
    User.objects.create_user("admin@localhost.localdomain", password, name="Administrator", is_admin=True)
    return [Login("admin@localhost.localdomain", password, "administrator")]


def examples_into(data: Path) -> list[Path]:
    """Copy the examples of the checkout into the folder of alliances. Returns the new folders.

    Raises Refused where the examples are not there.
    """
    source, copied = Path(__file__).parents[3] / "examples", list[Path]()
    for name in EXAMPLES:
        if not (source / name / "agreement.yaml").is_file():
            why = f"the example {name} is not here: examples come with the checkout, not with the installed package"
            hint = "Run it in a checkout, or leave --demo out and put a folder of your own into alliances/."
            raise Refused(Problem(code=NO_EXAMPLES, place=Place(file=str(source)), why=why, hint=hint))
        target = data / "alliances" / name
        if not target.exists():
            shutil.copytree(source / name, target)
            copied.append(target)
    return copied


def personas() -> list[Login]:
    """Make one account a role in every alliance, with a new password at each start; returns the logins."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    _only_the_demo()
    logins = []
    for name, full, role, side in PERSONAS:
        email, password = f"{name}@example.org", secrets.token_urlsafe(9)
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=full)
        user.is_admin = not role
        user.set_password(password)
        user.save()
        parties: list[str] = []
        for alliance in Alliance.objects.all() if role else ():
            party = list(alliance.parties)[0 if side == "first" else 1] if side else ""
            parties += [party] if party else []
            Membership.objects.update_or_create(user=user, alliance=alliance, role=role, defaults={"party": party})
        logins.append(Login(email, password, _said(role, parties)))
    return logins


def _only_the_demo() -> None:
    """Refuse to give the people of the demonstration roles in alliances that are not of it. Raises Refused."""
    from comity.web.alliances.models import Alliance
    from comity.web.people.models import User

    addresses = [f"{name}@example.org" for name, *_ in PERSONAS]
    others = [*Alliance.objects.exclude(slug__in=EXAMPLES), *User.objects.exclude(email__in=addresses)]
    if others:
        why = f"this workplace is in use: it has {others[0]}, which is not of the demonstration"
        hint = (
            "Serve it without --demo, with the logins that were printed last; or give --demo a folder of its own with "
            "--data."
        )
        raise Refused(Problem(code=IN_USE, place=Place(file="workplace"), why=why, hint=hint))


def _said(role: str, parties: list[str]) -> str:
    """Return a role with the parties it is for, one in each alliance: `counsel for Aster and for Regeneron`."""
    from comity.web.people.roles import Role

    if not role:
        return "workplace administrator"
    return " ".join((Role(role).label.lower(), " and ".join(f"for {named(party)}" for party in parties))).rstrip()
