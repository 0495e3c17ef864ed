"""Names of files in narrow columns of a terminal."""

from __future__ import annotations

import pytest
from rich.console import Console

from comity.reports.terminal_names import Names

SIGN = "Sign the amendment amendments/2026-07-01-delivery.yaml that Marten proposed"


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (30, ["Sign the amendment", "amendments/2026-07-01-", "delivery.yaml that Marten", "proposed"]),
        (21, ["Sign the amendment", "amendments/2026-07-", "01-delivery.yaml that", "Marten proposed"]),
        (40, ["Sign the amendment", "amendments/2026-07-01-delivery.yaml that", "Marten proposed"]),
    ],
)
def test_a_name_breaks_after_a_sign_and_only_where_it_has_no_room(width: int, lines: list[str]) -> None:
    """Never within `delivery`; on a line that is wide enough it stays whole."""
    found = Names(SIGN).wrap(Console(width=width), width)
    assert [line.plain.rstrip() for line in found] == lines


def test_what_has_no_sign_to_break_after_breaks_where_the_line_ends() -> None:
    """A word of one piece has no better place, and nothing of it is lost; what is dim stays so."""
    found = Names.assemble("acts/" + "x" * 25, ("\ndim", "dim")).wrap(Console(width=10), 10)
    assert "".join(line.plain for line in found) == "acts/" + "x" * 25 + "dim"
    assert [span.style for span in found[-1].spans] == ["dim"]
