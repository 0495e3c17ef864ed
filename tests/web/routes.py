"""The pages of the workplace: who may open each, and where it stands. test_access.py holds the application to it."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

READERS = {"alliance_manager", "counsel", "executive", "data_owner", "auditor"}
UPLOADERS = {"alliance_manager", "data_owner"}

# Route -> who may open it. A route that is in no table fails the first test.
OF_ALLIANCES = {
    "metrics": READERS, "metric": READERS, "figure": READERS, "clauses": READERS, "clause": READERS,
    "verdict": READERS, "scorecard": READERS,
    "overview": READERS, "docket": READERS, "month": READERS, "agreement": READERS, "changes": READERS,
    "examples": READERS, "schedule": READERS,
    "record": READERS, "entry": READERS, "proof": READERS, "pack": READERS,
    "document": READERS, "calendar": READERS, "report": READERS,
    "facts": READERS, "table": READERS, "template": READERS, "preview": UPLOADERS, "receipt": READERS,
    "stored_file": READERS,
}  # fmt: skip
# What stands in the address of a route beyond the alliance.
KEYS: dict[str, dict[str, object]] = {
    "start_step": {"number": 1, "step": "names"}, "start_promise": {"number": 1, "kind": "credit"},
    "start_undo": {"number": 1}, "start_throw_away": {"number": 1}, "metric": {"key": "reach"},
    "figure": {"key": "reach", "period": "2026-07"}, "clause": {"key": "seen"},
    "verdict": {"key": "seen", "period": "2026-07"},
    "schedule": {"kind": "pdf"}, "entry": {"number": 0}, "proof": {"number": 0}, "month": {"key": "2026-09"},
    "changes": {"version": 2}, "feed": {"key": "no-such-key"},
    "table": {"key": "prices"}, "template": {"key": "prices", "kind": "csv"}, "upload": {"key": "visits"},
    "preview": {"key": "visits", "token": "none"}, "store": {"key": "visits", "token": "none"},
    "receipt": {"key": "visits", "file": "none"}, "stored_file": {"key": "visits", "file": "none"},
}  # fmt: skip
# What the sample alliance has none of: whoever may open the route finds nothing there.
ABSENT = {"entry", "proof", "pack", "changes", "preview", "store", "receipt", "stored_file"}
POSTS_OF_ALLIANCES = {"make_feed": READERS, "upload": UPLOADERS, "store": UPLOADERS}
OF_PEOPLE = {"portfolio", "tokens", "token_new", "token_end"}
# Open to administrators and to who manages an alliance already; of a draft its owner alone (test_starting.py).
OF_STARTERS = {
    "start": "get", "start_step": "get", "start_promise": "get", "start_undo": "post", "start_throw_away": "post",
}  # fmt: skip
OF_ADMINS = {"people": "get", "invite": "post", "grant": "post", "reset": "post", "revoke": "post"}
OF_EVERYBODY = {"health", "style", "icon", "feed", "api_description"}
# Open to live tokens alone; tests/web/test_api.py asks each of them in every role.
OF_API = {
    "api_token", "api_alliances", "api_alliance", "api_standing", "api_calendar", "api_scorecard", "api_survey",
    "api_decisions", "api_docket", "api_cases", "api_reliefs", "api_comparisons", "api_contrasts", "api_metrics",
    "api_metric", "api_figures", "api_targets", "api_judgements", "api_clauses", "api_clause", "api_verdicts",
    "api_clause_cases", "api_accounts", "api_account", "api_agreement", "api_tables", "api_table", "api_record",
    "api_entries", "api_entry", "api_preview", "api_files",
}  # fmt: skip


def patterns(found=None):
    """Yield all named patterns of the URLconf."""
    from django.urls import URLPattern, get_resolver

    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from patterns(one.url_patterns)


def address(route: str, slug: str = "barrier") -> str:
    """Return where a page stands; in the place of keys something that the sample alliance has, where it has any."""
    from django.urls import reverse

    of_alliance: dict[str, object] = {"slug": slug} if route in OF_ALLIANCES or route in POSTS_OF_ALLIANCES else {}
    return reverse(route, kwargs=of_alliance | KEYS.get(route, {}))


def said(response) -> str:
    """Return the text of a response, of a PDF too, without the commas of numbers."""
    if response["Content-Type"] == "application/pdf":
        text = "\n".join(leaf.extract_text() for leaf in PdfReader(BytesIO(response.content)).pages)
    else:
        text = response.content.decode().replace("<wbr>", "")
    return text.replace(",", "")
