"""Alliances, who takes part in them in which role, and what pages read: projections of the standing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.standing.sight import Reader
from comity.web.people.models import User
from comity.web.people.roles import Role


class Alliance(models.Model):
    """An alliance: a folder below `alliances/` of the data folder, under its name in addresses."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    parties: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    bodies: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """A person's role in an alliance, for a party ("" for an auditor of all), and the bodies they sit on."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="memberships")
    party = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    bodies: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)

    class Meta:
        """One role, once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "alliance", "role"], name="one_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} in {self.alliance}"

    @property
    def reader(self) -> Reader:
        """For whom the agreement's `visibility` decides: an auditor reads as all parties and bodies do."""
        if self.role == Role.AUDITOR:
            return Reader(frozenset({*self.alliance.parties, *self.alliance.bodies}))
        return Reader(frozenset(filter(None, [self.party, *self.bodies])))


class Projection(models.Model):
    """What one kind of reader sees of an alliance on a day, ready to be shown; rebuilt from the record at any time.

    `reader` are the names of the reader, sorted, joined by a bar. `source` is the digest of what it was made from.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="projections")
    reader = models.CharField(max_length=300)
    as_of = models.DateField()
    source = models.CharField(max_length=64)
    summary: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    body = models.TextField()
    document = models.TextField()
    calendar = models.TextField()

    class Meta:
        """One for each alliance and reader."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["alliance", "reader"], name="one_projection")
        ]

    def __str__(self) -> str:
        return f"{self.alliance} on {self.as_of} for {self.reader}"
