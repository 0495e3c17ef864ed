"""Finding entries, tables and instruments by words: plurals, beginnings and slips of the pen are understood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from comity.catalogue.instrument import Instrument
from comity.catalogue.model import FAMILIES, Catalogue, Entry, StandardTable
from comity.catalogue.words import COMMON, stem, telling_words_of, words_of

EXACT, BEGINS, NEAR = 6, 4, 3
"""What a match is worth: the word itself, a word that begins with it, a word that is much like it."""

PHRASE = 10
"""What it is worth that a word is what a thing is called: it decides between much the same. Each further word is worth
twice as much, so that `time to market` leads to what is called so before what has both words in its title."""

SHORTEST = 3
"""Letters that a word needs to stand for words that begin with it."""

SIGNS = frozenset({"leading", "lagging", "quantitative", "qualitative", "judged", "counted"})
"""Words for a kind of metrics. They are found as they are: `leads` does not ask for all leading metrics."""

_Weights = Mapping[str, int]
Item = Entry | StandardTable | Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What words lead to, best first. `unknown` are the words that nothing is about; `exact` means a name was given."""

    entries: tuple[Entry, ...] = ()
    tables: tuple[StandardTable, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    unknown: tuple[str, ...] = ()
    exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def all(self) -> tuple[Item, ...]:
        """The entries, then the tables, then the instruments."""
        return (*self.entries, *self.tables, *self.instruments)


def named(words: Sequence[str], known: Catalogue, instruments: Sequence[Instrument] = ()) -> Found:
    """Return what words name exactly: the entry and the table `net_promoter_score`, an instrument, with or without `-`.

    Several words name no table: `working capital` asks for metrics, though a table has that name.
    """
    parts = [part for word in words for part in words_of(word)]
    name = "_".join(parts)
    entry = known.entry(name)
    table = known.table(name) if len(words) == 1 else None
    meant = tuple(one for one in instruments if one.name == "-".join(parts))
    return Found(entries=(entry,) if entry else (), tables=(table,) if table else (), instruments=meant, exact=True)


def search(words: Sequence[str], subjects: Sequence[Subject], *, least: int = 1) -> Found:
    """Return what all the words speak of; where there is none, those with most of the words.

    First come those that the words together are a name of, then those where they stand in the weightiest places.
    Words count where their weight is `least` or more: with ABOUT, only where they name what is measured.
    """
    vocabulary = _vocabulary(subjects, least)
    meant = {word: _meant(word, vocabulary) for word in asked_words(words)}
    sought, phrase = [stems for stems in meant.values() if stems], tuple(map(stem, meant))
    weights = [{stem: weight for stem, weight in each.weights.items() if weight >= least} for each in subjects]
    hits = [_hits(each, sought) for each in weights]
    scored = [
        (_score(each, sought) + (PHRASE * (2 * len(phrase) - 1) if phrase in subject.called else 0), subject.item)
        for subject, each, hit in zip(subjects, weights, hits, strict=True)
        if hit and hit == max(hits)
    ]
    best = [item for _, item in sorted(scored, key=lambda one: -one[0])]
    return Found(
        entries=tuple(item for item in best if isinstance(item, Entry)),
        tables=tuple(item for item in best if isinstance(item, StandardTable)),
        instruments=tuple(item for item in best if isinstance(item, Instrument)),
        unknown=tuple(word for word, stems in meant.items() if not stems),
    )


def nearest(words: Sequence[str], subjects: Sequence[Subject]) -> tuple[str, ...]:
    """Return a few words that look most like those asked for and name a thing, to be tried instead."""
    written = {stem(word): word for each in subjects for name in each.names for word in name}
    telling = sorted(written.values())
    close = [like for word in asked_words(words) for like in get_close_matches(word, telling, n=3, cutoff=0.6)]
    return tuple(dict.fromkeys(close))[:5]


def _vocabulary(subjects: Sequence[Subject], least: int) -> set[str]:
    return {stem for each in subjects for stem, weight in each.weights.items() if weight >= least}


def asked_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that say what is sought, in small letters; all, if none of them does."""
    parts = [part for word in words for part in words_of(word)]
    return tuple(dict.fromkeys([word for word in parts if word not in COMMON] or parts))


# -- what an item is about ---------------------------------------------------------------------

ABOUT = 6
"""From this weight on a word names what is measured; below it, it only occurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What can be found: stem -> weight, the greatest where a word stands in several places, and what it is called.

    `names` are the telling words of its names as they are written, `called` their stems.
    """

    item: Item
    weights: _Weights
    names: tuple[tuple[str, ...], ...]
    called: frozenset[tuple[str, ...]]


def subjects_of(known: Catalogue, instruments: Sequence[Instrument] = ()) -> tuple[Subject, ...]:
    """Return everything that can be found: entries in the order of their families, then tables, then instruments."""
    tables = [versions[-1] for versions in known.tables.values()]
    return (*map(_of_entry, known.latest), *map(_of_table, tables), *map(_of_instrument, instruments))


def _subject(item: Item, names: Sequence[str], weights: _Weights) -> Subject:
    written = tuple(tuple(telling_words_of(name)) for name in names)
    called = frozenset(tuple(map(stem, name)) for name in written)
    return Subject(item=item, weights=weights, names=written, called=called)


def _of_instrument(one: Instrument) -> Subject:
    constructs = " ".join(f"{construct.name} {construct.title['en']}" for construct in one.constructs)
    sources = " ".join(f"{source.title} {source.where}" for each in one.constructs for source in each.sources)
    weights = _weights(
        (10, f"{one.name} {one.title['en']}"),
        (8, " ".join(one.words)),
        (3, constructs),
        (2, f"{one.kind} {sources}"),
        (1, " ".join(one.fits)),
    )
    return _subject(one, (one.name, one.title["en"], *one.words), weights)


def _of_entry(entry: Entry) -> Subject:
    sources = " ".join(f"{source.title} {source.where}" for source in entry.sources)
    weights = _weights(
        (10, f"{entry.name} {entry.title}"),
        (8, " ".join(entry.words)),
        (6, entry.topic),
        (4, f"{entry.family} {FAMILIES[entry.family]}"),
        (3, " ".join(entry.fits)),
        (2, f"{entry.definition} {sources}"),
    )
    signs = dict.fromkeys((entry.signal, entry.nature, _kind(entry)), 1)
    return _subject(entry, (entry.name, entry.title, *entry.words), {**weights, **signs})


def _kind(entry: Entry) -> str:
    return "judged" if "levels" in entry.define else "counted"


def _of_table(table: StandardTable) -> Subject:
    columns = " ".join([*table.columns, *table.columns.values()])
    weights = _weights((10, f"{table.name} {table.title}"), (3, table.says), (2, columns))
    return _subject(table, (table.name, table.title), weights)


def _weights(*fields: tuple[int, str]) -> _Weights:
    found: dict[str, int] = {}
    for weight, text in fields:
        for key in map(stem, telling_words_of(text)):
            found[key] = max(weight, found.get(key, 0))
    return found


# -- ranking -----------------------------------------------------------------------------------


def _meant(word: str, vocabulary: Collection[str]) -> _Weights:
    """Return the stems that a word may mean, with how well each fits; slips are looked for only where nothing fits."""
    if word in SIGNS:
        return {word: EXACT}
    key, known = stem(word), [each for each in vocabulary if each not in SIGNS]
    found = {each: BEGINS for each in known if len(key) >= SHORTEST and each.startswith(key)}
    if key in vocabulary:
        found[key] = EXACT
    if found:
        return found
    # Slips are rare in the first letter; without this, words get far from what was meant (zeppelin, pipeline).
    alike = sorted(each for each in known if each[:1] == key[:1])
    return dict.fromkeys(get_close_matches(key, alike, n=3, cutoff=0.75), NEAR)


def _hits(weights: _Weights, sought: Sequence[_Weights]) -> int:
    """Return how many of the words sought an item speaks of."""
    return sum(not stems.keys().isdisjoint(weights) for stems in sought)


def _score(weights: _Weights, sought: Sequence[_Weights]) -> int:
    return sum(
        max((weights[stem] * fit for stem, fit in stems.items() if stem in weights), default=0) for stems in sought
    )
