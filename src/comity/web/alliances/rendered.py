"""Markup of blocks, from templates of the reports and of the workplace. It knows no request and no address."""

from __future__ import annotations

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader

from comity.reports.html import environment


def rendered(template: str, **shown: object) -> str:
    """Return a template filled in; every text in it is escaped, but for markup that was made by us."""
    return _environment().get_template(template).render(shown)


@cache
def _environment() -> Environment:
    own = PackageLoader("comity.web.jinja", "templates/blocks")
    return environment(ChoiceLoader([own, PackageLoader("comity.reports", "templates")]))
