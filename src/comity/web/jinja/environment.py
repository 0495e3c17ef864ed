"""The environment of the pages: our templates, and below them those of the reports, which draw the sections."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from comity.reports.charts.svg import symbols
from comity.reports.html import coded
from comity.web.style import style_version


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja backend renders with."""
    options["loader"] = ChoiceLoader(
        [PackageLoader("comity.web.jinja", "templates"), PackageLoader("comity.reports", "templates")]
    )
    options |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True}
    found = Environment(**options)  # nosec B701  # noqa: S701 - autoescape is among the options
    found.globals |= {
        "address": _address,
        "style_version": style_version,
        "get_messages": get_messages,
        "symbols": _symbols,
        "may_start": _may_start,
    }
    found.filters["coded"] = coded
    found.filters["breaking"] = breaking
    return found


_LONG = re.compile(r"\S{20,}")
_SIGN = re.compile(r"(?<=[-_/.])(?=[^-_/.])")


def breaking(text: str) -> Markup:
    """Return a text in which long names of files may break after `-`, `_`, `/` and `.`; copied, they are one word."""
    if not _LONG.search(text):
        return escape(text)
    parts, at = [], 0
    for word in _LONG.finditer(text):
        parts += [escape(text[at : word.start()]), Markup("<wbr>").join(_SIGN.split(word[0]))]
        at = word.end()
    return Markup("").join([*parts, escape(text[at:])])


@lru_cache(maxsize=4_096)
def _address(name: str, **parts: str) -> str:
    return reverse(name, kwargs=parts)


def _may_start(user: object) -> bool:
    from comity.web.access import may_start  # it needs the applications loaded

    return may_start(user)


@cache
def _symbols() -> Markup:
    return Markup(symbols())  # nosec B704  # noqa: S704 - drawn by us
