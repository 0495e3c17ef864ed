"""What the server's terminal says: defects with their traceback, and nothing of pages that somebody may not have."""

from __future__ import annotations

import pytest

MANAGER = "alliance_manager@fern.example.org"


@pytest.mark.parametrize(
    ("path", "status"), [("/people/", 403), ("/alliances/other/", 404), ("/nothing/", 404), ("/favicon.ico", 200)]
)
def test_an_answer_that_somebody_may_not_have_is_no_event(client_of, caplog, path: str, status: int) -> None:
    """Another role's page, another alliance, an address that is none, the icon: the terminal stays quiet."""
    assert client_of(MANAGER).get(path).status_code == status
    assert [one.getMessage() for one in caplog.records] == []


def test_a_defect_is_told_with_its_traceback(client_of, caplog, monkeypatch) -> None:
    """Whoever runs the workplace has to hear of it, and needs to know where it happened."""
    from comity.web import plain

    monkeypatch.setattr(plain, "connection", None)
    client = client_of()
    client.raise_request_exception = False
    assert client.get("/health").status_code == 500
    assert [one.exc_info is not None for one in caplog.records] == [True]
