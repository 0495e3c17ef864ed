"""What axe finds wrong in a page of a browser.

Nine tenths of axe's time goes into the contrast of colours, and most of what it tells by default is what is in order:
megabytes that take longer to hand over than to find. So only what is wrong is handed over, and the callers say which
rules can come out otherwise than in a view that was looked at before.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""WCAG 2.2 A and AA, and what axe calls good practice."""
COLOURS = "color-contrast"
EVERY: dict[str, Any] = {"runOnly": {"type": "tag", "values": STANDARDS}}
ONLY_COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": [COLOURS]}}
ALL_BUT_COLOURS: dict[str, Any] = {**EVERY, "rules": {COLOURS: {"enabled": False}}}
LONG = "tbody tr:nth-child(n+9)"
"""The ninth row of a table and all after it: they look like those before."""
_RUN = """([context, options]) => axe.run(context, options).then(
  found => [found.passes.length + found.incomplete.length, found.violations.map(one => ({
    rule: one.id, help: one.help, nodes: one.nodes.map(node => [node.target.join(' '), node.html, node.failureSummary])
  }))])"""


def wrong(tab: Page, rules: dict[str, Any] = EVERY, *, without: str = "") -> str:
    """Return what axe finds wrong in a page, in words; "" where nothing is. That nothing was looked at is an error.

    `without` selects what is not looked at.
    """
    if tab.evaluate("typeof axe") == "undefined":
        tab.evaluate(AXE_SCRIPT)
    context = {"include": [["html"]], "exclude": [[without]] if without else []}
    passed, found = tab.evaluate(_RUN, [context, {**rules, "resultTypes": ["violations"]}])
    assert passed or found, "axe looked at nothing"
    return "\n".join(_told(one) for one in found)


def _told(one: dict[str, Any]) -> str:
    nodes = [f"  {where}: {html}\n    {why}" for where, html, why in one["nodes"]]
    return "\n".join([f"{one['rule']}: {one['help']}", *nodes])
