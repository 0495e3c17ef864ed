"""What an upload would change, in words for people."""

from __future__ import annotations

import pytest

from comity.standing.changed import Changed


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("figure", "Share, Mar 2026, order 2025-03", "70, final", "80, final"), None),
        (
            ("step", "order 2025-03 (Supply, Mar 2026)", "open by Fern, until 2026-05-04", "done on 2026-04-20"),
            ("order 2025-03 (Supply, Mar 2026)", "open by Fern, until 4 May 2026", "done on 20 Apr 2026"),
        ),
        (
            ("payment", "payment of USD 5 by Order 2025-03 Ltd on 2026-04-20", "not there", "stated"),
            ("payment of USD 5 by Order 2025-03 Ltd on 20 Apr 2026", "not there", "stated"),
        ),
    ],
)
def test_days_are_in_words_and_names_as_they_are(
    change: tuple[str, str, str, str], told: tuple[str, str, str] | None
) -> None:
    """A member, a step or a party that is called like a month stays; the day that ends a line is spoken."""
    from comity.web.facts.effects import _told

    kind, what, before, after = change
    found = _told(Changed(kind=kind, what=what, before=before, after=after))
    assert (found.what, found.before, found.after) == (told or (what, before, after))
