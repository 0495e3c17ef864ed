"""From a draft to an alliance: its folder, at once or not at all, its row, and the first who manages it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from comity.agreement.model import Terms
from comity.opening.drafts.folder import files_of
from comity.web.alliances.discover import entered
from comity.web.alliances.folders import FOLDERS
from comity.web.alliances.models import Alliance, Membership
from comity.web.people.roles import Role
from comity.web.starting.models import Draft
from comity.web.starting.store import Stale

LONGEST = 60
UNNAMED = "alliance"


def made(draft: Draft, text: str, terms: Terms, party: str) -> Alliance:
    """Make the alliance of a draft, and its owner the alliance manager of a party. Raises Stale, OSError.

    The folder is written beside the others under a hidden name, and gets its own in one step, within the transaction
    that enters the alliance: whatever goes wrong leaves neither.
    """
    kept = Path(settings.CONFIG.data) / FOLDERS
    kept.mkdir(parents=True, exist_ok=True)
    hidden = Path(tempfile.mkdtemp(prefix=".new-", dir=kept))
    folder = hidden
    try:
        _write(hidden, files_of(text, terms))
        with transaction.atomic():
            if not Draft.objects.filter(pk=draft.pk, at=draft.at, alliance=None).update(at=draft.at):
                raise Stale
            folder = _named(hidden, terms.title)
            alliance = entered(folder)
            Membership.objects.create(user=draft.owner, alliance=alliance, party=party, role=Role.MANAGER)
            Draft.objects.filter(pk=draft.pk).update(alliance=alliance)
            draft.versions.exclude(number=draft.at).delete()  # nobody can go back to them any more
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return alliance


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder. Their names are made of names that the language allows, and cannot lead elsewhere."""
    folder.chmod(0o755)
    for name, text in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise PermissionError(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _named(hidden: Path, title: str) -> Path:
    """Give a folder the first free name that its title leads to."""
    for name in names_for(title):
        target = hidden.parent / name
        if target.exists() or Alliance.objects.filter(slug__iexact=name).exists():
            continue
        try:
            os.rename(hidden, target)  # noqa: PTH104 - it fails where somebody was quicker
        except OSError:
            if target.exists():
                continue
            raise
        return target
    raise AssertionError("there are always more names")


def names_for(title: str) -> Iterator[str]:
    """Yield names for the folder of an alliance: letters, digits and -, whatever the title has; then with a number."""
    name = slugify(title)[:LONGEST].strip("-_") or UNNAMED
    yield name
    yield from (f"{name}-{number}" for number in count(2))
