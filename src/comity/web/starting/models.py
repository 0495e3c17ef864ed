"""Drafts: agreements on their way, which their owner alone sees, and every version of their text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.web.alliances.models import Alliance
from comity.web.people.models import User


class Draft(models.Model):
    """An agreement on its way. `at` is the version that counts; later ones were undone, and can be redone.

    `kind` is the kind of alliance it was begun for, "" for none. `alliance` is what it became.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=40, blank=True)
    at = models.PositiveIntegerField(default=0)
    alliance = models.ForeignKey(Alliance, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.owner}"


class Version(models.Model):
    """A text of a draft, and what made it so: in words, and by the digest of the request, which tells a repetition."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    says = models.CharField(max_length=200)
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        """Each number once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_version")
        ]

    def __str__(self) -> str:
        return f"{self.draft}, {self.number}: {self.says}"
