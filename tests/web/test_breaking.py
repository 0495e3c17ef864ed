"""Names of files in the cells of a page: where they may break, and that they are copied as one word."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Sign amendments/2026_07_01-delivery.yaml", ["Sign amendments/", "2026_", "07_", "01-", "delivery.", "yaml"]),
        ("2026-07-01", ["2026-07-01"]),
        ("customer_service_alliance", ["customer_", "service_", "alliance"]),
        ("a/b" * 7 + "<b>&", ["a/", *["ba/"] * 6, "b&lt;b&gt;&amp;"]),
        ("x" * 40 + "--" + "y", ["x" * 40 + "--", "y"]),
    ],
)
def test_a_long_name_may_break_after_its_signs_and_nowhere_else(text: str, pieces: list[str]) -> None:
    """Short words have no such places, and markup in a name stays text."""
    from comity.web.jinja.environment import breaking

    found = breaking(text)
    assert found.split("<wbr>") == pieces and found.replace("<wbr>", "").unescape() == text
