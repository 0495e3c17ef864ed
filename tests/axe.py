"""What axe finds wrong in a page of a browser.

Nine tenths of axe's time goes into the contrast of colours, and most of what it tells by default is what is in order:
megabytes that take longer to hand over than to find. So only what is wrong is handed over, the callers say which
rules can come out otherwise than in a view that was looked at before, and a text is not measured where another that is
painted alike was.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

DESK, PHONE = (1440, 900), (390, 844)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""WCAG 2.2 A and AA, and what axe calls good practice."""
COLOURS, LINKS = "color-contrast", "link-in-text-block"
EVERY: dict[str, Any] = {"runOnly": {"type": "tag", "values": STANDARDS}}
ALL_BUT_COLOURS: dict[str, Any] = {**EVERY, "rules": {COLOURS: {"enabled": False}}}
ALL_BUT_PAINT: dict[str, Any] = {**EVERY, "rules": {COLOURS: {"enabled": False}, LINKS: {"enabled": False}}}
"""What can come out otherwise where the same page has another width: neither colours nor underlines do."""
_RUN = """([context, options]) => axe.run(context, options).then(
  found => [found.passes.length + found.incomplete.length, found.violations.map(one => ({
    rule: one.id, help: one.help, nodes: one.nodes.map(node => [node.target.join(' '), node.html, node.failureSummary])
  }))])"""
# How a text is painted: its own colour, size and weight, and what each element around it lays under it.
_PAINTED = """([known, rule]) => {
  const grounds = new Map([[null, '']]);
  const ground = element => {
    if (!grounds.has(element)) {
      const s = getComputedStyle(element);
      const plain = s.backgroundColor === 'rgba(0, 0, 0, 0)' && s.backgroundImage === 'none';
      const own = [plain ? '' : s.backgroundColor + s.backgroundImage, s.opacity, s.filter, s.mixBlendMode, s.clipPath,
        s.position === 'static' || s.position === 'relative' ? '' : s.position].join(' ');
      const above = ground(element.parentElement);
      grounds.set(element, own === ' 1 none normal none ' ? above : above + '>' + own);
    }
    return grounds.get(element);
  };
  const alike = new Map();
  for (const element of document.querySelectorAll('body, body *')) {
    const worded = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!worded && !element.matches('input, select, textarea, button')) continue;
    if (!element.checkVisibility({visibilityProperty: true})) continue;
    const s = getComputedStyle(element);
    const key = [s.color, s.fontSize, s.fontWeight, s.textShadow, s.fill,
      element.closest('[disabled], [aria-disabled=true]') !== null, ground(element)].join(' ');
    if (known.includes(key)) continue;
    if (!alike.has(key)) alike.set(key, []);
    if (alike.get(key).length < 3) alike.get(key).push(element);
  }
  if (!alike.size) return [[], []];
  const options = {runOnly: {type: 'rule', values: [rule]}, resultTypes: ['violations', 'passes'], elementRef: true};
  return axe.run({include: [...alike.values()].flat()}, options).then(found => {
    const passed = new Set(found.passes.flatMap(one => one.nodes.map(node => node.element)));
    const keys = [...alike].filter(([, elements]) => elements.some(one => passed.has(one))).map(([key]) => key);
    return [keys, found.violations.map(one => ({
      rule: one.id, help: one.help,
      nodes: one.nodes.map(node => [node.target.join(' '), node.html, node.failureSummary])
    }))];
  });
}"""
_passed: set[str] = set()
"""How texts were painted whose contrast was found to be enough, in any page of this process."""


def wrong(tab: Page, rules: dict[str, Any] = EVERY) -> str:
    """Return what axe finds wrong in a page, in words; "" where nothing is. That nothing was looked at is an error."""
    _load(tab)
    passed, found = tab.evaluate(_RUN, [{"include": [["html"]]}, {**rules, "resultTypes": ["violations"]}])
    assert passed or found, "axe looked at nothing"
    return "\n".join(_told(one) for one in found)


def faint(tab: Page) -> str:
    """Return which texts of a page have too little contrast, in words; "" where none has.

    Of texts that are painted alike axe measures some. What it found to be enough is not measured again in this
    process; so of a second page, and of the same page by night, only what is new there.
    """
    _load(tab)
    passed, found = tab.evaluate(_PAINTED, [sorted(_passed), COLOURS])
    if not found:
        _passed.update(passed)
    return "\n".join(_told(one) for one in found)


def in_passing(tab: Page) -> str:
    """Return what is wrong in a page that stands on a desk by day: there, by night, and on a phone; in words.

    By night its colours are others, and on a phone its parts stand otherwise: what else could come out otherwise there
    is not asked again. A page that scrolls sideways is wrong too.
    """
    found = [wrong(tab, ALL_BUT_COLOURS), faint(tab), "" if fits(tab) else "it scrolls sideways"]
    tab.emulate_media(color_scheme="dark")
    found += [f"by night: {said}" for said in [faint(tab)] if said]
    tab.emulate_media(color_scheme="light")
    desk = tab.viewport_size
    assert desk is not None
    tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    said = [wrong(tab, ALL_BUT_PAINT), "" if fits(tab) else "it scrolls sideways"]
    found += [f"on a phone: {one}" for one in said if one]
    tab.set_viewport_size(desk)
    return "\n".join(filter(None, found))


def fits(tab: Page) -> bool:
    """Tell whether the page is no wider than the window."""
    return bool(tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def _load(tab: Page) -> None:
    if tab.evaluate("typeof axe") == "undefined":
        tab.evaluate(AXE_SCRIPT)


def _told(one: dict[str, Any]) -> str:
    nodes = [f"  {where}: {html}\n    {why}" for where, html, why in one["nodes"]]
    return "\n".join([f"{one['rule']}: {one['help']}", *nodes])
