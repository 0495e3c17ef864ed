"""How alike a sentence and an entry are: the words they share, the rarer the more telling."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry

_COMMON = frozenset(
    "a about all an and any are as at be both by can do each for from has have in into is it its more no not of on one "
    "or our out over than that the their them they this to under up we well what when where which who will with within "
    "without alliance companies company parties party partner partners together other others people work new one "
    "two".split()
)
"""Words that say nothing of what is measured."""
_ENDINGS = "ations ation ments ment ities ity ness ings ing ies ions ion ers er ed es s ly y e".split()


def stem(word: str) -> str:
    """Return a word without its endings, so that deliver, delivery and delivered are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return stem(word[: -len(ending)])
    return word


def stems(text: str) -> dict[str, str]:
    """Return the telling words of a text: stem -> the word as it was written."""
    found = re.findall(r"[a-z][a-z0-9]+", text.lower())
    return {stem(word): word for word in found if word not in _COMMON}


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
