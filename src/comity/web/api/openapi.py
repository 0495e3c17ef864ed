"""The description of the API: what ninja says of its addresses, with the schema of the standing and all failures.

`made` makes it in a checkout, where that schema is; the result lies beside this module and is what is served.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from comity.web.api.problems import MEDIA, SAYS
from comity.web.api.schemas import STANDING

if TYPE_CHECKING:
    from ninja import NinjaAPI

FILE = "openapi.json"
PREFIX = "/api/v1/"
WHOLE = "standing"
ALWAYS = (401, 403, 404, 429, 500, 503)
"""Failures that every address may end in; those with parameters or a body also in 422."""
Json = dict[str, Any]


@cache
def kept() -> bytes:
    """Return the description as it is served."""
    return files("comity.web.api").joinpath(FILE).read_bytes()


def made(api: NinjaAPI, standing: Json) -> Json:
    """Return the description, of the schema of the standing and what ninja says."""
    found: Json = dict(api.get_openapi_schema(path_prefix=PREFIX))
    found["info"] = {**found["info"], "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    found["servers"] = [{"url": "/"}]
    found["tags"] = [{"name": name} for name in _tags(found)]
    whole = {key: of for key, of in standing.items() if key not in ("$schema", "$defs", "title")}
    schemas = {**found["components"]["schemas"], WHOLE: whole, **standing["$defs"], "failure": _failure()}
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    found["components"]["responses"] = {str(status): _response(status) for status in SAYS}
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for of in found["paths"].values():
        for operation in of.values():
            _complete(operation)
    linked: Json = _linked(found)
    return linked


def _tags(found: Json) -> list[str]:
    tags = [tag for of in found["paths"].values() for operation in of.values() for tag in operation["tags"]]
    return list(dict.fromkeys(tags))


def _complete(operation: Json) -> None:
    """Add to an operation what is the same for all: who may use it, conditions, failures."""
    operation["security"] = [{"token": []}]
    statuses = [*ALWAYS, *(int(one) for one in operation.pop("x-failures", ()))]
    if operation["parameters"] or "requestBody" in operation:
        statuses.append(422)
    responses = {str(status): of for status, of in operation["responses"].items()}
    for status in sorted(set(statuses)):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{status}"})
    if "200" in responses and "requestBody" not in operation:
        responses["200"]["headers"] = _headers(responses["200"])
        responses["304"] = {"description": "Not changed since the ETag in If-None-Match."}
    operation["responses"] = dict(sorted(responses.items()))


def _headers(response: Json) -> Json:
    found: Json = {"ETag": {"schema": {"type": "string"}, "description": "Changes with the answer."}}
    if "Page" in str(response.get("content", "")):
        found["Link"] = {"schema": {"type": "string"}, "description": "Other parts of the list (RFC 8288)."}
    return found


def _response(status: int) -> Json:
    return {
        "description": SAYS[status],
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/failure"}}},
    }


def _failure() -> Json:
    """Return the schema of a failure (RFC 9457)."""
    nothing = {"type": "null"}
    code = {"anyOf": [{"type": "string", "pattern": "^CMY-[0-9]{3}$"}, nothing]}
    place = {"anyOf": [{"$ref": "#/components/schemas/place"}, nothing]}
    near = {"type": "array", "items": {"type": "object"}}
    one = {
        "type": "object",
        "properties": {
            "code": code, "severity": {"enum": ["error", "warning"]}, "place": place, "why": {"type": "string"},
            "hint": {"type": "string"}, "related": near,
        },
        "required": ["code", "severity", "place", "why", "hint", "related"],
    }  # fmt: skip
    return {
        "description": "What went wrong (RFC 9457). `code`, `place` and `hint` are those of the first problem.",
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": code,
            "place": place,
            "hint": {"type": "string"},
            "problems": {"type": "array", "items": one},
        },
        "required": ["type", "title", "status", "detail", "code", "place", "hint", "problems"],
    }


def _linked(value: Any) -> Any:
    """Return the description with every reference pointing to its components."""
    if isinstance(value, list):
        return [_linked(one) for one in value]
    if not isinstance(value, dict):
        return value
    if STANDING in value:
        more = {key: of for key, of in value.items() if key not in (STANDING, "title")}
        return {**more, "$ref": f"#/components/schemas/{value[STANDING] or WHOLE}"}
    return {key: _reference(key, of) for key, of in value.items()}


def _reference(key: str, value: Any) -> Any:
    if key == "$ref" and isinstance(value, str):
        return value.replace("#/$defs/", "#/components/schemas/")
    return _linked(value)
