"""Tokens of the API, and the answers to writes, kept so that the same request sent again gets the same answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from comity.web.alliances.models import Alliance
from comity.web.people.models import User


class Scope(models.TextChoices):
    """What a token may be used for. It never gives more than its owner may do."""

    READ = "read", "Read what I may read"
    WRITE_FACTS = "facts:write", "Hand in files of facts that I may hand in"


class Token(models.Model):
    """A program's way in, in the name of a person. Of the token itself only a digest is kept (web.api.tokens).

    `start` is how it begins, for people to tell their tokens apart. With `everywhere` it covers every alliance of its
    owner, those of later days too; otherwise those in `alliances`.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    scopes: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    everywhere = models.BooleanField(default=False)
    alliances: models.ManyToManyField[Alliance, models.Model] = models.ManyToManyField(Alliance, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.owner}"

    @property
    def is_live(self) -> bool:
        """Whether it opens anything: neither revoked nor expired, and its owner's account is open."""
        return self.revoked is None and self.expires > timezone.now() and self.owner.is_active

    def covers(self, slug: str) -> bool:
        """Tell whether it may be used for an alliance of its owner."""
        return self.everywhere or self.alliances.filter(slug=slug).exists()


class Answer(models.Model):
    """The answer to a write under its idempotency key; `status` 0 while the first request is being worked on.

    `request` is the digest of what was asked: method, address, type and body.
    """

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    made = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    media = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        """One answer for each key of a token."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.status} for {self.key}"
