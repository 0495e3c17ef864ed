"""Words, of the catalogue and of those who ask it: which of them say something, and what different forms share."""

from __future__ import annotations

import re

COMMON = frozenset(
    "a about all an and any are as at be both by can do does each for from has have how in into is it its kpi kpis "
    "many measure measured metric metrics more much no not of on one or our out over per s than that the their them "
    "they this to under up us was we what when where which who will with within without".split()
)
"""Words that say nothing of what is measured; `how many customers do we lose` asks for two. (`s` is left of `party's`.)
"""
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = "ations ation ments ment ities ity ness ings ing ies ions ion ers er ed es s ly y e".split()
_SHORTEST = 4
"""Letters that stay of a word; shorter words have other meanings without their ending."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters; underscores and hyphens part words."""
    return _WORD.findall(text.lower())


def telling_words_of(text: str) -> list[str]:
    """Return the words of a text that say something of what is measured."""
    return [word for word in words_of(text) if word not in COMMON]


def stem(word: str) -> str:
    """Return a word without its endings, so that deliver, deliveries and delivered are one, and loss and losses."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return stem(word[: -len(ending)])
    return word
