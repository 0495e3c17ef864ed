"""Words and how tightly they hold together, so that brackets stand wherever precedence could be doubted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from comity.agreement.formula import tree
from comity.reports.schedule.english.speech import Speech

ATOM, PHRASE, PRODUCT, SUM, OPEN, CLAIM, COUNTED, BOTH, EITHER = range(9)
"""How tightly words hold together, tightest first: a single term, a phrase, a product, a sum, a phrase that ends in a
claim, a claim, a claim that is counted over periods, `and`, `or`."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and how tightly they hold together."""

    text: str
    hold: int = ATOM

    def within(self, most: int = ATOM) -> str:
        """Return the words, in brackets where they hold less tightly than `most`."""
        return self.text if self.hold <= most else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Voice:
    """How any formula is said: `said` as a value, `claimed` as a sentence."""

    said: Callable[[tree.Node, Speech], Said]
    claimed: Callable[[tree.Node, Speech], Said]

    def atom(self, node: tree.Node, speech: Speech) -> str:
        """Return a value in words, in brackets unless it is a single term."""
        return self.said(node, speech).within()

    def claim(self, node: tree.Node, speech: Speech) -> str:
        """Return a claim in words, in brackets where it joins several."""
        return self.claimed(node, speech).within(CLAIM)
