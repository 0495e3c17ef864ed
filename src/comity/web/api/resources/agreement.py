"""The agreement as it was signed, and the tables of facts that it asks for."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from comity.opening.alliance import open_agreement
from comity.web.access import Access
from comity.web.alliances.folders import folder_of, source_of
from comity.web.alliances.models import Text
from comity.web.alliances.projections import projection
from comity.web.api import reading
from comity.web.api.answers import Cut, paged, value
from comity.web.api.guard import BEARER, opened
from comity.web.api.schemas import AgreementSeen, TableSeen, page_of
from comity.web.day import today

if TYPE_CHECKING:
    from comity.agreement.facts_model import FactTable
    from comity.opening.alliance import Opened

router = Router(auth=BEARER)
BELOW = "/alliances/{slug:alliance}"
KEPT = "api"
"""The key under which the database keeps what the agreement says."""
AGREEMENT, FACTS = ["Agreement"], ["Facts"]
Json = dict[str, Any]


@router.get(
    f"{BELOW}/agreement", response=AgreementSeen, url_name="api_agreement", operation_id="agreement",
    summary="The agreement", tags=AGREEMENT,
)  # fmt: skip
def agreement(request: HttpRequest, alliance: str) -> HttpResponse:
    """Its texts word for word, and which terms held since when."""
    access = opened(request, alliance)
    return value(request, reading.readable(access, lambda: _described(access))["agreement"])


@router.get(
    f"{BELOW}/tables", response=page_of("Tables", TableSeen), url_name="api_tables", operation_id="tables",
    summary="Tables of facts", tags=FACTS,
)  # fmt: skip
def tables(request: HttpRequest, alliance: str, cut: Query[Cut]) -> HttpResponse:
    """What the agreement asks for, from whom, and what is owed now."""
    access = opened(request, alliance)
    return paged(request, list(reading.readable(access, lambda: _tables(access)).values()), cut)


@router.get(
    f"{BELOW}/tables/{{table}}", response=TableSeen, url_name="api_table", operation_id="table",
    summary="A table of facts", tags=FACTS,
)  # fmt: skip
def table(request: HttpRequest, alliance: str, table: str) -> HttpResponse:
    """Its columns, who reports it, and what is owed of it now."""
    access = opened(request, alliance)
    return value(request, reading.one(reading.readable(access, lambda: _tables(access)), table))


def _described(access: Access) -> Json:
    """Return what the agreement says today, kept until the day or a file changes: reading it takes half a second."""
    day, source = today().isoformat(), source_of(access.alliance)
    kept = Text.objects.filter(alliance=access.alliance, key=KEPT, source=source, digest=day).first()
    if kept is None:
        found = open_agreement(folder_of(access.alliance), known_at=date.fromisoformat(day))
        told = orjson.dumps({"agreement": _agreement(found), "tables": _tables_of(found)}).decode()
        fields = {"source": source, "digest": day, "blocks": told}
        kept, _ = Text.objects.update_or_create(alliance=access.alliance, key=KEPT, defaults=fields)
    described: Json = orjson.loads(kept.blocks)
    return described


def _agreement(found: Opened) -> Json:
    terms = found.agreement.versions[-1][1]  # those that pages, templates and uploads go by
    return {
        "title": terms.title,
        "currency": terms.currency,
        "starts": terms.starts.isoformat(),
        "ends": terms.ends.isoformat() if terms.ends is not None else None,
        "versions": [{"since": since.isoformat(), "digest": of.digest} for since, of in found.agreement.versions],
        "amendments": [
            {"title": one.title, "in_force": one.in_force.isoformat(), "file": one.file, "says": one.says}
            for one in found.agreement.amendments
        ],
        "texts": [
            {"file": name, "sha256": hashlib.sha256(text).hexdigest(), "text": text.decode("utf-8")}
            for name, text in (found.folder.agreement, *found.folder.amendments)
        ],
    }


def _tables_of(found: Opened) -> dict[str, Json]:
    terms = found.agreement.versions[-1][1]  # those that pages, templates and uploads go by
    return {name: _table(of) for name, of in terms.facts.items()}


def _table(table: FactTable) -> Json:
    return {
        "table": table.name,
        "reported_by": [one.party for one in table.reporters],
        "every": table.every.value if table.every is not None else None,
        "key": list(table.key),
        "columns": [{"column": one.name, "type": one.type} for one in table.columns.values()],
        "says": table.says,
    }


def _tables(access: Access) -> dict[str, Json]:
    """Return the tables by name. What they are is agreed and known; what is owed comes through the gate."""
    docket = orjson.loads(projection(access.alliance, access.reader).document)["docket"]
    owed = [line for line in docket if line["kind"] == "facts"]
    return {
        name: {**of, "owed": [line for line in owed if line["table"] == name]}
        for name, of in _described(access)["tables"].items()
    }
