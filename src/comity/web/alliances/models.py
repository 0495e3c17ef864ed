"""Alliances, who takes part in them in which role, and what pages read: projections of the standing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from comity.standing.sight import Reader
from comity.web.alliances.packed import PackedField
from comity.web.people.models import User
from comity.web.people.roles import Role


class Alliance(models.Model):
    """An alliance: a folder below `alliances/` of the data folder, under its name in addresses.

    `source` is the digest of the folder when its agreement was last read.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    parties: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    bodies: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    source = models.CharField(max_length=64, blank=True)

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
        """For whom the agreement's `visibility` decides."""
        return Reader(names_of(self.role, self.party, self.bodies, (*self.alliance.parties, *self.alliance.bodies)))


def names_of(role: str, party: str, bodies: Iterable[str], all_names: Iterable[str]) -> frozenset[str]:
    """Return as whom a role reads: an auditor as all parties and bodies do, others as their party and bodies."""
    return frozenset(all_names) if role == Role.AUDITOR else frozenset(filter(None, [party, *bodies]))


class Projection(models.Model):
    """What one kind of reader sees of an alliance on a day, ready to be shown; rebuilt from the record at any time.

    `reader` are the names of the reader, sorted, as JSON, or the digest of that where it is long. `source` is the
    digest of what it was made from.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="projections")
    reader = models.CharField(max_length=300)
    as_of = models.DateField()
    source = models.CharField(max_length=64)
    summary: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    body = PackedField()
    document = PackedField()
    calendar = PackedField()

    class Meta:
        """One for each alliance and reader."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["alliance", "reader"], name="one_projection")
        ]

    def __str__(self) -> str:
        return f"{self.alliance} on {self.as_of} for {self.reader}"

    @property
    def whole(self) -> bool:
        """Whether the agreement closes nothing to the reader: who may read what entries of the record say."""
        return self.summary["whole"] is True


class Piece(models.Model):
    """One page of a projection, ready to be shown: of a metric, a clause, the docket and so on.

    `page` is the name of its route, `key` what it is about ("" where there is one such page). `blocks` is JSON: a list
    of `{"html": …}` and `{"listing": …}` (web.listing), in their order on the page, and
    of `{"around": …}`, its neighbours.
    """

    projection = models.ForeignKey(Projection, on_delete=models.CASCADE, related_name="pieces")
    page = models.CharField(max_length=20)
    key = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    blocks = PackedField()

    class Meta:
        """One for each page and what it is about."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["projection", "page", "key"], name="one_piece")
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.key} of {self.projection}"


class Text(models.Model):
    """A page about the agreement itself, the same for all who read it, kept until the agreement changes.

    `source` is the digest of the folder and the day for which it was last found to be right, `digest` that of what it
    was made from: the texts, the version, and who signed it.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="texts")
    key = models.CharField(max_length=40)
    source = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    blocks = PackedField()

    class Meta:
        """One for each page."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["alliance", "key"], name="one_text")
        ]

    def __str__(self) -> str:
        return f"agreement {self.key} of {self.alliance}"


class Feed(models.Model):
    """A calendar address of one person for one alliance. Only the digest of its key is kept: it opens without login."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        """One for each person and alliance: a new one ends the old one."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "alliance"], name="one_feed")
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user} for {self.alliance}"
