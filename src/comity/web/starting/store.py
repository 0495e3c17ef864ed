"""Keeping drafts. A change counts only on the version that it was made on: of two at once the later is told."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Length
from django.http import Http404

from comity.catalogue.sets import KINDS, starter_set
from comity.web.people.models import User
from comity.web.starting.models import Draft, Version

MOST_DRAFTS = 20
"""Drafts that a person has at a time."""
MOST_VERSIONS = 200
"""Versions that a draft keeps; the oldest are forgotten."""
MOST_LETTERS = 4 * 2**20
"""Letters of all versions that a draft keeps, where their texts are long."""
NOTHING = """\
# yaml-language-server: $schema=agreement.schema.json
# Begun from nothing in the workplace. Both parties sign this text: whoever has it and the facts computes the same.

comity: 1
alliance: alliance
title: New alliance
parties:                              # a short name for formulas, and the legal name
  first: First party (replace)
  second: Second party (replace)
currency: USD
starts: 2027-01-01
ends: 2029-12-31
"""


class Stale(Exception):
    """The draft was changed meanwhile, in another window."""


def begun(owner: User, kind: str) -> Draft:
    """Return a new draft: of a kind of alliance, or from nothing for ""."""
    text = starter_set(kind) if kind in KINDS else NOTHING
    with transaction.atomic():
        draft = Draft.objects.create(owner=owner, kind=kind if kind in KINDS else "")
        Version.objects.create(draft=draft, number=0, text=text, says="begun")
    return draft


def owned(owner: User, number: int) -> Draft:
    """Return a draft of a person that is no alliance yet. Raises Http404 for others', and for what is made."""
    draft = Draft.objects.filter(pk=number, owner=owner).first()
    if draft is None or draft.alliance_id is not None:
        raise Http404
    return draft


def version(draft: Draft) -> Version:
    """Return the version that counts."""
    return draft.versions.get(number=draft.at)


def texts_of(drafts: list[Draft]) -> list[tuple[Draft, str]]:
    """Return drafts with their texts, by one question to the database."""
    found = Version.objects.filter(draft__in=drafts, number=F("draft__at")).values_list("draft", "text")
    texts = dict(found)
    return [(draft, texts[draft.pk]) for draft in drafts]


def written(draft: Draft, text: str, says: str, request: str = "") -> Draft:
    """Keep a new version of a draft, which was made on its version `at`; what was undone is gone. Raises Stale."""
    if version(draft).text == text:
        return draft
    with transaction.atomic():
        _moved(draft, draft.at + 1)
        draft.versions.filter(number__gt=draft.at).delete()
        Version.objects.create(draft=draft, number=draft.at + 1, text=text, says=says[:200], request=request)
        draft.versions.filter(number__lte=draft.at + 1 - MOST_VERSIONS).delete()
        _forget(draft)
    draft.at += 1
    return draft


def stepped(draft: Draft, by: int) -> None:
    """Go a version back (-1) or forward (+1), where there is one. Raises Stale."""
    if draft.versions.filter(number=draft.at + by).exists():
        _moved(draft, draft.at + by)
        draft.at += by


def _forget(draft: Draft) -> None:
    """Forget the oldest versions of long texts: two hundred of them would be fifty megabytes."""
    sizes = draft.versions.order_by("-number").annotate(size=Length("text")).values_list("number", "size")
    total = 0
    for number, size in sizes:
        total += size
        if total > MOST_LETTERS:
            draft.versions.filter(number__lte=number).delete()
            return


def _moved(draft: Draft, to: int) -> None:
    """Count another version, if nobody else changed the draft meanwhile: one statement decides. Raises Stale."""
    if not Draft.objects.filter(pk=draft.pk, at=draft.at, alliance=None).update(at=to):
        raise Stale
