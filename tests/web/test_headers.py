"""What every answer carries, whichever route it comes from: all of them are taken from the URLconf."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, get_resolver

from tests.web.programs import READ, WRITE, program

MANAGER = "alliance_manager@fern.example.org"
SAMPLE = {"slug": "barrier", "alliance": "barrier", "metric": "reach", "clause": "seen", "table": "visits"}
ASIDE = {"style", "icon"}
"""Answers that may be kept by a browser: they say nothing of anybody, and change with their address, or hardly ever."""


def routes(found=None, before: str = "/"):
    """Yield name and sample address of every route, with something made up where the route has a key."""
    for one in get_resolver().url_patterns if found is None else found:
        text = f"{before}{_filled(one.pattern)}"
        if isinstance(one, URLPattern):
            yield one.name, text
        else:
            yield from routes(one.url_patterns, text)


def _filled(pattern) -> str:
    text = str(pattern)
    for name, converter in pattern.converters.items():
        plain = "1" if converter.regex == "[0-9]+" else SAMPLE.get(name, "a")
        kind = next(kind for kind in (f"<{name}>", *(f"<{it}:{name}>" for it in _CONVERTERS)) if kind in text)
        text = text.replace(kind, plain)
    return text


_CONVERTERS = ("slug", "str", "int", "path", "uuid")


def test_every_answer_of_every_route_carries_the_headers_of_safety(client_of) -> None:
    """Pages, files, the API, whether found, refused or sent elsewhere: policy, no framing, no guessing, no storing."""
    browser, token = client_of(MANAGER), program(MANAGER, (READ, WRITE))
    found = list(routes())
    assert len(found) > 60
    for name, text in found:
        for client in (browser, token, program("")):
            for answer in (client.get(text), client.post(text)):
                _safe(answer, f"{name} {text} {answer.status_code}", may_be_kept=name in ASIDE)


def _safe(answer, where: str, *, may_be_kept: bool) -> None:
    assert answer.status_code < 500 or answer.status_code == 503, where
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy, where
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY", where
    assert answer["Referrer-Policy"] == "same-origin" and answer["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert "camera=()" in answer["Permissions-Policy"], where
    assert "no-store" in answer["Cache-Control"] or (may_be_kept and answer.status_code == 200), where


@pytest.mark.parametrize("host", ["evil.example.org", "testserver:x", "a b"])
def test_a_host_that_is_not_ours_is_refused_in_both_forms(client_of, host: str) -> None:
    """An address under another name is 400, of the API as a problem."""
    page = client_of().get("/health", headers={"Host": host})
    problem = program("").get("/api/v1/token", headers={"Host": host})
    assert (page.status_code, problem.status_code) == (400, 400)
    assert problem["Content-Type"] == "application/problem+json"
