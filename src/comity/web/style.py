"""The style sheet: that of the reports, and what pages have beyond them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def style() -> str:
    """Return the whole style sheet."""
    report = files("comity.reports").joinpath("templates/page.css").read_text("utf-8")
    own = files("comity.web").joinpath("web.css").read_text("utf-8")
    start = files("comity.web").joinpath("starting.css").read_text("utf-8")
    return f"{report}\n{own}\n{start}"


@cache
def style_version() -> str:
    """Return what names this version of the sheet, so that browsers may keep it for good."""
    return hashlib.sha256(style().encode()).hexdigest()[:12]
