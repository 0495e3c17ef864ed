"""Finding entries and tables by words: plurals, beginnings of words and slips of the pen are understood."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from comity.catalogue.model import FAMILIES, Catalogue, Entry, StandardTable

EXACT, BEGINS, NEAR = 6, 4, 3
"""What a match is worth: the word itself, a word that begins with it, a word that is much like it."""

PHRASE = 10
"""What it is worth that the words together are what a thing is called: it decides between much the same."""

SHORTEST = 3
"""Letters that a word needs to stand for words that begin with it."""

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    "a an and are as at by do does for from how in is it its kpi kpis many measure measured metric metrics much of on "
    "or our per than that the this to us was we what when which who with".split()
)
"""Words that say nothing about what is measured; `how many customers do we lose` asks for two."""

_Weights = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What words lead to, best first. `unknown` are the words that nothing is about; `exact` means a name was given."""

    entries: tuple[Entry, ...] = ()
    tables: tuple[StandardTable, ...] = ()
    unknown: tuple[str, ...] = ()
    exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.both)

    @property
    def both(self) -> tuple[Entry | StandardTable, ...]:
        """The entries, then the tables."""
        return (*self.entries, *self.tables)


def named(words: Sequence[str], known: Catalogue) -> Found:
    """Return the entry and the table that words name exactly: `net_promoter_score`, or `net promoter score`.

    Several words name an entry only: `working capital` asks for metrics, though a table has that name.
    """
    name = "_".join(part.lower() for word in words for part in _WORD.findall(word))
    entry = known.entry(name)
    table = known.table(name) if len(words) == 1 else None
    return Found(entries=(entry,) if entry else (), tables=(table,) if table else (), exact=True)


def search(words: Sequence[str], subjects: Sequence[Subject], *, least: int = 1) -> Found:
    """Return the entries and tables that all the words speak of; where there is none, those with most of the words.

    First come those that the words together are a name of, then those where they stand in the weightiest places.
    Words count where their weight is `least` or more: with ABOUT, only where they name what is measured.
    """
    vocabulary = _vocabulary(subjects, least)
    meant = {word: _meant(stem(word), vocabulary) for word in asked_words(words)}
    sought, phrase = [stems for stems in meant.values() if stems], tuple(map(stem, meant))
    weights = [{stem: weight for stem, weight in each.weights.items() if weight >= least} for each in subjects]
    hits = [_hits(each, sought) for each in weights]
    scored = [
        (_score(each, sought) + (PHRASE if phrase in subject.called else 0), subject.item)
        for subject, each, hit in zip(subjects, weights, hits, strict=True)
        if hit and hit == max(hits)
    ]
    best = [item for _, item in sorted(scored, key=lambda one: -one[0])]
    return Found(
        entries=tuple(item for item in best if isinstance(item, Entry)),
        tables=tuple(item for item in best if isinstance(item, StandardTable)),
        unknown=tuple(word for word, stems in meant.items() if not stems),
    )


def nearest(words: Sequence[str], subjects: Sequence[Subject]) -> tuple[str, ...]:
    """Return a few words that look most like those asked for and name a thing, to be tried instead."""
    telling = sorted(_vocabulary(subjects, ABOUT))
    close = [like for word in asked_words(words) for like in get_close_matches(stem(word), telling, n=3, cutoff=0.6)]
    return tuple(dict.fromkeys(close))[:5]


def _vocabulary(subjects: Sequence[Subject], least: int) -> set[str]:
    return {stem for each in subjects for stem, weight in each.weights.items() if weight >= least}


def asked_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that say what is sought, in small letters; all, if none of them does."""
    parts = [part for word in words for part in _WORD.findall(word.lower())]
    telling = [part for part in parts if part not in _EMPTY]
    return tuple(dict.fromkeys(telling or parts))


# -- what an item is about ---------------------------------------------------------------------

ABOUT = 6
"""From this weight on a word names what is measured; below it, it only occurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What can be found: stem -> weight, the greatest where a word stands in several places, and what it is called."""

    item: Entry | StandardTable
    weights: _Weights
    called: frozenset[tuple[str, ...]]


def subjects_of(known: Catalogue) -> tuple[Subject, ...]:
    """Return everything that can be found: entries in the order of their families, then tables."""
    entries = [
        Subject(item=entry, weights=_entry_weights(entry), called=_called(entry.name, entry.title, *entry.words))
        for entry in known.latest
    ]
    tables = [versions[-1] for versions in known.tables.values()]
    return (
        *entries,
        *(Subject(item=one, weights=_table_weights(one), called=_called(one.name, one.title)) for one in tables),
    )


def _entry_weights(entry: Entry) -> _Weights:
    sources = " ".join(f"{source.title} {source.where}" for source in entry.sources)
    return _weights(
        (10, f"{entry.name} {entry.title}"),
        (8, " ".join(entry.words)),
        (6, entry.topic),
        (4, f"{entry.family} {FAMILIES[entry.family]}"),
        (3, " ".join(entry.fits)),
        (2, f"{entry.definition} {sources}"),
        (1, f"{entry.signal} {entry.nature} {_kind(entry)}"),
    )


def _kind(entry: Entry) -> str:
    return "judged" if "levels" in entry.define else "counted"


def _called(*names: str) -> frozenset[tuple[str, ...]]:
    """Return names, titles and other words for a thing, each as its stems."""
    return frozenset(tuple(stem(word) for word in _WORD.findall(name.lower()) if word not in _EMPTY) for name in names)


def _table_weights(table: StandardTable) -> _Weights:
    columns = " ".join([*table.columns, *table.columns.values()])
    return _weights((10, f"{table.name} {table.title}"), (3, table.says), (2, columns))


def _weights(*fields: tuple[int, str]) -> _Weights:
    found: dict[str, int] = {}
    for weight, text in fields:
        for word in _WORD.findall(text.lower()):
            if word not in _EMPTY:
                found[stem(word)] = max(weight, found.get(stem(word), 0))
    return found


_PLURALS: tuple[tuple[str, str], ...] = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"))
_SINGULARS = ("ss", "us", "is")


def stem(word: str) -> str:
    """Return a word without the ending of its plural: `deliveries` becomes `delivery`, `losses` becomes `loss`."""
    if len(word) <= SHORTEST or word.endswith(_SINGULARS):
        return word
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word.removesuffix("s")


# -- ranking -----------------------------------------------------------------------------------


def _meant(word: str, vocabulary: Collection[str]) -> _Weights:
    """Return the stems that a word may mean, with how well each fits; slips are looked for only where nothing fits."""
    begins = len(word) >= SHORTEST
    found = {known: BEGINS for known in vocabulary if begins and known.startswith(word)}
    if word in vocabulary:
        found[word] = EXACT
    if found:
        return found
    # Slips are rare in the first letter; without this, words get far from what was meant (zeppelin, pipeline).
    alike = sorted(known for known in vocabulary if known[:1] == word[:1])
    return dict.fromkeys(get_close_matches(word, alike, n=3, cutoff=0.75), NEAR)


def _hits(weights: _Weights, sought: Sequence[_Weights]) -> int:
    """Return how many of the words sought an item speaks of."""
    return sum(not stems.keys().isdisjoint(weights) for stems in sought)


def _score(weights: _Weights, sought: Sequence[_Weights]) -> int:
    return sum(
        max((weights[stem] * fit for stem, fit in stems.items() if stem in weights), default=0) for stems in sought
    )
