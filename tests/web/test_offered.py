"""Every role: what a page offers them opens. test_browser_roles.py does it with a browser for some."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.walk import walk
from tests.web.workplace import ROLES

FORBIDDEN = re.compile(r"<script|<style|\sstyle=|\son[a-z]+=")
"""What the policy of every answer forbids in a page."""


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_is_offered_opens(client_of, role: str) -> None:
    """No link leads a person to a page that is closed or missing, and no page holds what its policy forbids."""
    client = client_of(f"{role}@fern.example.org")

    def opened(path: str) -> list[str]:
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, f"{path} is offered, and answers {answer.status_code}"
        page = answer.content.decode()
        assert FORBIDDEN.search(page) is None, path
        return [html.unescape(one) for one in re.findall(r'<a\s[^>]*?href="([^"]*)"', page)]

    inside = [path for path in walk(opened) if path.startswith("/alliances/")]
    assert (not inside) if role == "respondent" else len(inside) > 10
