"""The pages of facts, kept with the projection of their reader and made when one of them is first opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from django.db import transaction
from django.http import Http404

from comity.opening.alliance import Opened, open_agreement, open_facts
from comity.opening.source import NOT_IN_RECORD
from comity.standing.sight import Reader
from comity.standing.visible_facts import ALL
from comity.web.access import Access
from comity.web.alliances.folders import folder_of, source_of
from comity.web.alliances.models import Alliance, Piece, Projection
from comity.web.alliances.pieces import Page
from comity.web.alliances.projections import projection
from comity.web.facts.complete import COVERS, about_of, command
from comity.web.facts.tables import FACTS, Shown, pages, shown_tables
from comity.web.facts.uploads import reporters_of


def piece_of(access: Access, page: str, key: str = "") -> tuple[Projection, Piece]:
    """Return a page of facts and the projection it belongs to. Raises Refused, and Http404 where there is none."""
    made = projection(access.alliance, access.reader)
    found = made.pieces.filter(page=page, key=key).first()
    if found is None and not made.pieces.filter(page=FACTS).exists():
        new = _made(access, made)
        _keep(made, new)
        found = next((Piece(projection=made, **one.data()) for one in new if (one.page, one.key) == (page, key)), None)
    if found is None:
        raise Http404
    return made, found


def _keep(made: Projection, found: list[Page]) -> None:
    """Keep pages with their projection, unless it was made anew meanwhile, or somebody else was quicker."""
    with transaction.atomic():
        same = Projection.objects.select_for_update().filter(pk=made.pk, source=made.source, as_of=made.as_of)
        if same.exists():
            rows = [Piece(projection=made, **one.data()) for one in found]
            Piece.objects.bulk_create(rows, ignore_conflicts=True)


def _made(access: Access, made: Projection) -> list[Page]:
    day = made.as_of
    opened = open_agreement(folder_of(access.alliance), known_at=day)
    tables = shown_tables(opened.agreement, open_facts(opened, known_at=day), access.reader, day)
    mine = access.reader.names & set(access.alliance.parties)
    if len(mine) > 1:
        mine = frozenset()  # an auditor owes nothing
    return list(pages(tables, _waiting(opened, tables, access.reader), mine))


def _waiting(opened: Opened, tables: Mapping[str, Shown], reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """Return the files of each table that lie in the folder and not in the record, as far as a reader may know them.

    Each with the command by which its owner submits it.

    Whose a file is says its name, which the workplace made (uploads); others are shown to who sees the whole table.
    """
    found: dict[str, list[str]] = {}
    for one in opened.problems:
        path = PurePosixPath(one.place.file)
        table = tables.get(path.parent.name)
        if one.code != NOT_IN_RECORD or table is None or path.parent.parent.name != "facts":
            continue
        if table.seen.seen == ALL or is_of(path.name, reader.names):
            found.setdefault(path.parent.name, []).append(path.name)
    return {name: _submitting(opened.folder.path, name, files) for name, files in found.items()}


def _submitting(folder: Path, table: str, files: Sequence[str]) -> list[tuple[str, str]]:
    about = about_of(folder, table)
    return [(file, command(table, file, about.get(file, {}).get(COVERS, ""))) for file in files]


def reporters(alliance: Alliance, table: str) -> tuple[str, ...]:
    """Return who reports a table; nobody reports one that is not owed. Raises Refused."""
    return _reporters(folder_of(alliance), source_of(alliance)).get(table, ())


@lru_cache(maxsize=256)
def _reporters(folder: Path, source: str) -> Mapping[str, tuple[str, ...]]:
    """Return who reports each table of an alliance whose files are as `source` says: to read them takes a while."""
    terms = open_agreement(folder).agreement.versions[-1][1]
    return {name: reporters_of(table) for name, table in terms.facts.items()}


def is_of(file: str, names: frozenset[str]) -> bool:
    """Tell whether the name of a stored upload, DAY-PARTY-DIGEST.csv, says that it is of one of some parties."""
    parts = PurePosixPath(file).stem.split("-")
    return len(parts) >= 5 and set(parts[3:-1]) <= names
