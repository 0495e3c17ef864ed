"""The description of the API and what it does are one: schemathesis asks what is allowed, and what is not."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

from tests.web.programs import KEYS, READ, WRITE, program
from tests.web.routes import OF_API, patterns

ROOT = Path(__file__).parents[2]
DESCRIPTION = json.loads((ROOT / "src/comity/web/api/openapi.json").read_text(encoding="utf-8"))
PEOPLE = [
    ("data_owner@fern.example.org", 3), ("counsel@lark.example.org", 1), ("auditor@fern.example.org", 1),
    ("respondent@lark.example.org", 1), ("stranger@example.org", 1), ("", 1),
]  # fmt: skip
"""Who asks, and how many examples of each kind: most where most is open."""
MANY = [pytest.param(who, 12, marks=pytest.mark.soak) for who, _ in PEOPLE]
REAL = {"alliance": "barrier"} | {name: found for of in KEYS.values() for name, found in of.items()}


@pytest.fixture
def spare(workplace, rolled_back, monkeypatch) -> Iterator[None]:
    """Let programs ask as often as they like, and take back what they hand in."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections
    from django.test import override_settings

    from comity.web.api.limit import LIMIT

    monkeypatch.setattr(LIMIT, "most", 10**9)
    folder = workplace / "alliances" / "barrier" / "facts" / "visits"
    before = set(folder.iterdir())
    both = (request_started, request_finished)
    for signal in both:  # what a test has written is not committed: its connection has to stay open
        signal.disconnect(close_old_connections)
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        yield
    for signal in both:
        signal.connect(close_old_connections)
    for file in set(folder.iterdir()) - before:
        file.unlink()


@pytest.mark.parametrize(("who", "most"), [*PEOPLE, *MANY])
def test_no_request_that_the_description_allows_or_forbids_brings_a_surprise(spare, who: str, most: int) -> None:
    """For each kind of person and each address: status, type, headers and body are as described; nothing is a defect.

    What the description forbids is refused, and without a token everything is.
    """
    import schemathesis
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    from comity.web.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    secret = program(who, (READ, WRITE)).defaults.get("HTTP_AUTHORIZATION", "")
    plain = {"Accept-Encoding": "identity"}
    headers = {**plain, "Authorization": secret} if secret else plain
    asked = 0

    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        # That a body is CSV is all that can be described: what stands in it may still be refused.
        left_out = [positive_data_acceptance] if case.operation.body else []
        case.call_and_validate(headers=headers, excluded_checks=left_out)

    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        fixed = {one.name: REAL[one.name] for one in operation.path_parameters}
        ways = [operation.as_strategy(path_parameters=fixed), operation.as_strategy()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if operation.query or operation.headers:
                ways.append(operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=fixed))
        for way in ways:
            _run(way, ask, most if operation.method == "get" else min(most, 2))
    assert asked > 2 * len(OF_API)


def _run(way: Any, ask: Any, most: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    phases = (Phase.explicit, Phase.generate)

    @settings(max_examples=most, deadline=None, database=None, suppress_health_check=checks, phases=phases)
    @given(way)
    def asked(case: Any) -> None:
        ask(case)

    asked()


def test_every_address_is_described_and_every_description_is_an_address(workplace) -> None:
    """The routes below /api/v1/ and the paths of the description are the same, and each operation has a name."""
    described = {(path, way) for path, of in DESCRIPTION["paths"].items() for way in of}
    names = [of["operationId"] for one in DESCRIPTION["paths"].values() for of in one.values()]
    assert len(described) == len(OF_API) == len(set(names))
    assert {one.name for one in patterns() if one.name and one.name.startswith("api_")} == OF_API | {"api_description"}


def test_the_description_is_openapi_3_1(workplace) -> None:
    """It says so, every reference in it leads somewhere, and every answer that fails is a problem of RFC 9457."""
    assert DESCRIPTION["openapi"] == "3.1.0"
    references = set(_references(DESCRIPTION))
    assert len(references) > 20
    for reference in references:
        found: Any = DESCRIPTION
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
    for operations in DESCRIPTION["paths"].values():
        for operation in operations.values():
            assert {"401", "403", "404", "429", "500", "503"} <= set(operation["responses"])
    for response in DESCRIPTION["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _references(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == "$ref" and isinstance(one, str):
                yield one
            yield from _references(one)


@pytest.mark.parametrize(
    ("folder", "day"),
    [
        ("examples/aster-borealis", date(2026, 10, 20)),
        ("tests/standing/alliances/thistle-wren", date(2026, 8, 14)),
        ("src/comity/cli/starter", date(2026, 6, 20)),
    ],
)  # fmt: skip
def test_every_example_is_as_described(folder: str, day: date) -> None:
    """The documents of the examples, in which all parts of a standing occur, are valid by the description."""
    from comity.opening.alliance import open_agreement, standing_of
    from comity.reports.document import document

    found = document(standing_of(open_agreement(ROOT / folder, known_at=day), as_of=day, known_at=day))
    schema = {"$ref": "#/components/schemas/standing", "components": DESCRIPTION["components"]}
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
