"""A large workplace for the benchmarks: many alliances of 20 metrics, 12 clauses and 60 months, ready to be read.

One alliance is computed; the others have its files and its pages under their own names, so that files, rows and bytes
are as many as they would be, while the computation, which is measured elsewhere, is done once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Models cannot be loaded before the settings are.
    from comity.web.alliances.models import Alliance, Projection

ALLIANCES, METRICS, CLAUSES, MONTHS = 1000, 20, 12, 60
PASSWORD, MANAGER = "a long enough password", "manager@example.org"


def agreement(name: str) -> str:
    """Return an agreement of twenty metrics, twelve clauses and a scorecard, over sixty months to today."""
    first = _months()[0]
    columns = ", ".join(["month: period", *(f"m{n}: number" for n in range(METRICS))])
    metrics = "\n".join(
        f"  metric_{n}: {{title: Metric {n}, is: sum(work.m{n}), unit: cases, every: month, target: 95}}"
        for n in range(METRICS)
    )
    clauses = "\n".join(
        f"  clause_{n}: {{title: Promise {n}, owed by: fern, owed to: lark, measure: metric_{n}, every: month, "
        f"at least: {60 + n}}}"
        for n in range(CLAUSES)
    )
    scores = "\n".join(f"      metric_{n}: {{weight: 5%, floor: 0, target: 100}}" for n in range(METRICS))
    return f"""comity: 1
alliance: {name}
title: Alliance {name}
parties: {{fern: Fern Ltd, lark: Lark Ltd}}
currency: USD
starts: {first}-01
facts:
  work: {{every: month, columns: {{{columns}}}, reported by: fern}}
metrics:
{metrics}
clauses:
{clauses}
scorecard:
  service:
    weight: 100%
    metrics:
{scores}
"""


def facts() -> str:
    """Return the sixty rows of the one table."""
    head = ",".join(["month", *(f"m{n}" for n in range(METRICS)), "known_at"])
    rows = (
        ",".join([month, *(str(50 + (7 * place + 13 * n) % 60) for n in range(METRICS)), f"{month}-28"])
        for place, month in enumerate(_months())
    )
    return "\n".join([head, *rows, ""])


def _months() -> list[str]:
    today = datetime.now(UTC).date()
    last = today.year * 12 + today.month - 2
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(last - MONTHS + 1, last + 1)]


def loaded(data: Path, alliances: int = ALLIANCES, database: str | None = None) -> None:
    """Make a workplace of many alliances, in which one manager takes part in all. Loads Django in this process."""
    os.environ |= {"COMITY_DATA": str(data), "COMITY_HOSTS": "testserver,127.0.0.1", "COMITY_SECRET_KEY": "bench"}
    if database is not None:
        os.environ["COMITY_DATABASE"] = database
    first = data / "alliances" / "alliance-0"
    (first / "facts" / "work").mkdir(parents=True)
    (first / "agreement.yaml").write_text(agreement("alliance-0"), encoding="utf-8")
    (first / "facts" / "work" / "fern.csv").write_text(facts(), encoding="utf-8")
    from comity.web import start

    problems = start.ready()
    if problems:
        raise RuntimeError(str(problems[0]))
    _people()
    from comity.web.alliances.models import Alliance
    from comity.web.alliances.projections import rebuilt

    (made,) = rebuilt(Alliance.objects.get())
    _many(first, made.pk, alliances)


def _people() -> None:
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    user = User.objects.create_user(MANAGER, PASSWORD, name="Manager")
    Membership.objects.create(user=user, alliance=Alliance.objects.get(), party="fern", role="alliance_manager")


def _many(first: Path, projection: int, alliances: int) -> None:
    """Give the other alliances the files, the membership and the pages of the first."""
    from django.db import transaction

    from comity.web.alliances.models import Alliance, Membership, Piece, Projection
    from comity.web.people.models import User

    user, model = User.objects.get(email=MANAGER), Projection.objects.get(pk=projection)
    pieces = list(model.pieces.all())
    for start in range(1, alliances, 100):
        names = [f"alliance-{n}" for n in range(start, min(start + 100, alliances))]
        for name in names:
            shutil.copytree(first, first.with_name(name))
        with transaction.atomic():
            made = Alliance.objects.bulk_create(
                Alliance(slug=name, title=f"Alliance {name}", parties={"fern": "Fern Ltd", "lark": "Lark Ltd"})
                for name in names
            )
            Membership.objects.bulk_create(
                Membership(user=user, alliance=one, party="fern", role="alliance_manager") for one in made
            )
            projected = Projection.objects.bulk_create(_copies(model, made))
            Piece.objects.bulk_create(
                Piece(projection=one, page=piece.page, key=piece.key, title=piece.title, blocks=piece.blocks)
                for one in projected
                for piece in pieces
            )


def _copies(model: Projection, made: Iterable[Alliance]) -> Iterator[Projection]:
    from comity.web.alliances.folders import source_of

    for one in made:
        yield type(model)(
            alliance=one, reader=model.reader, as_of=model.as_of, source=source_of(one), summary=model.summary,
            body=model.body, document=model.document, calendar=model.calendar,
        )  # fmt: skip
