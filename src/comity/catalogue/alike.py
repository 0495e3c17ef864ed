"""How alike a sentence and an entry are: the words they share, the rarer the more telling."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache

from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry
from comity.catalogue.words import stem, telling_words_of

_ALLIANCE = frozenset(
    "alliance companies company parties party partner partners together other others people well work new one "
    "two".split()
)
"""Words that any objective of an alliance may have; who searches for one of them means it."""


def stems(text: str) -> dict[str, str]:
    """Return the telling words of a text: stem -> the word as it was written."""
    found = [word for word in telling_words_of(text) if word not in _ALLIANCE and not word.isdecimal()]
    return {stem(word): word for word in found}


def likeness(sentence: str, entry: Entry) -> tuple[float, tuple[str, ...]]:
    """Return how alike a sentence and an entry are (0: not at all), and the sentence's words that say so."""
    weights, own = _rarity(), _words_of(entry.name)
    shared = {key: word for key, word in stems(sentence).items() if key in own}
    return sum(weights[key] * own[key] for key in shared), tuple(shared.values())


@cache
def _words_of(name: str) -> Mapping[str, int]:
    """Return the words of an entry and what they count: those that people search for most, its definition least."""
    entry = catalogue().entry(name)
    if entry is None:
        return {}
    found = dict.fromkeys(stems(entry.definition), 3)
    found |= dict.fromkeys(stems(entry.topic), 7)
    found |= dict.fromkeys(stems(f"{entry.title} {entry.name.replace('_', ' ')} {' '.join(entry.words)}"), 10)
    return found


@cache
def _rarity() -> Mapping[str, float]:
    """Return for every word of the catalogue how telling it is: the logarithm of entries per entry that has it."""
    names = [entry.name for entry in catalogue().latest]
    counted = Counter(key for name in names for key in _words_of(name))
    return {key: math.log(1 + len(names) / count) for key, count in counted.items()}
