"""The alliances that lie in the data folder, as rows of the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.validators import slug_re

from comity.kernel.problem import Place, Problem, Refused
from comity.opening.alliance import open_agreement
from comity.web.alliances.folders import FOLDERS, digest_of
from comity.web.alliances.models import Alliance

NO_NAME = "CMY-984"


def discover() -> list[Problem]:
    """Enter every alliance of the data folder that is not known, or was amended. Returns what cannot be read."""
    problems: list[Problem] = []
    known = dict(Alliance.objects.values_list("slug", "source"))
    for folder in _folders():
        if not slug_re.match(folder.name):
            why = f"a folder called {folder.name!r} cannot be an alliance here: its name is part of addresses"
            hint = "Use letters, digits, - and _ alone, such as fern-lark."
            problems.append(Problem(code=NO_NAME, place=Place(file=str(folder)), why=why, hint=hint))
            continue
        if known.get(folder.name) == digest_of(folder):
            continue
        try:
            entered(folder)
        except Refused as refused:
            problems += refused.problems
    return problems


def _folders() -> Iterator[Path]:
    kept = Path(settings.CONFIG.data) / FOLDERS
    kept.mkdir(parents=True, exist_ok=True)
    yield from sorted(path for path in kept.iterdir() if path.is_dir() and not path.name.startswith("."))


def entered(folder: Path) -> Alliance:
    """Enter the alliance of a folder, or what it is called now. Raises Refused."""
    terms = open_agreement(folder).agreement.versions[-1][1]
    alliance, _ = Alliance.objects.update_or_create(
        slug=folder.name,
        defaults={
            "title": terms.title,
            "parties": {name: party.legal_name for name, party in terms.parties.items()},
            "bodies": list(terms.governance),
            "source": digest_of(folder),
        },
    )
    return alliance
