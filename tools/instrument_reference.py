"""The pages of instruments in the reference of the catalogue: every question and level, all languages side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from comity.catalogue.instrument import Construct, Instrument, Question, Texts
from comity.reports.catalogue.instruments import kind_of, lines_of
from comity.reports.catalogue.words import placeholders
from comity.reports.survey.languages import ENGLISH_NAMES

INDEX = "README.md"


def instrument_index(instruments: Iterable[Instrument]) -> Iterator[str]:
    """Yield the part of the index that lists instruments."""
    yield "## Instruments that ask people"
    rows = ([f"[{one.name}]({one.name}.md)", one.title["en"], kind_of(one)] for one in instruments)
    yield _table(("Instrument", "Title", "What it is"), rows)


def instrument_page(one: Instrument) -> str:
    """Return the page of an instrument in Markdown."""
    parts = [
        f"# {one.title['en']}",
        f"`{one}`: {kind_of(one)}.",
        one.for_whom,
        *([f"> {one.note}"] if one.note else []),
        "Wording of our own, after the constructs that are cited. A version never changes; a translation may be added.",
        "## What people read first",
        *(f"{_language(language)}: {text}" for language, text in one.says.items()),
        *(part for construct in one.constructs for part in _construct(one, construct)),
        "## Open questions",
        *(_asked(question, one) for question in one.questions if question.open),
        *_vignettes(one),
        "## In an agreement",
        f"```yaml\n{lines_of(one)}\n```",
        placeholders(lines_of(one)),
        f"[The catalogue]({INDEX})",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _construct(one: Instrument, construct: Construct) -> Iterator[str]:
    yield f"## {construct.title['en']}"
    yield f"`{construct.name}`. {construct.says['en']}"
    for question in one.questions:
        if question.of == construct.name:
            yield f"### {question.key}"
            yield _asked(question, one)
            if question.reverse:
                yield f"Reversed: {min(question.levels)} is the good end."
            yield from _probes(question)
            yield _levels(question, one.languages)
    yield "After:"
    yield _bullets(map(str, construct.sources))


def _asked(question: Question, one: Instrument) -> str:
    return _bullets(f"{_language(language)}: {question.says[language]}" for language in one.languages)


def _probes(question: Question) -> Iterator[str]:
    for language, probes in question.probes.items():
        yield f"Ask further ({_language(language)}):"
        yield _bullets(probes)


def _levels(question: Question, languages: Sequence[str]) -> str:
    rows = ([str(level), *_row(texts, languages)] for level, texts in question.levels.items())
    return _table(("Level", *map(_language, languages)), rows)


def _vignettes(one: Instrument) -> Iterator[str]:
    if not one.vignettes:
        return
    yield "## Cases for training"
    yield (
        "Everybody who will answer judges the same cases first, on the levels of the question named, and sees how they "
        "differ from the others."
    )
    rows = (
        [f"`{case.key}`", f"`{case.on}`", str(case.level), *_row(case.says, one.languages)] for case in one.vignettes
    )
    yield _table(("Case", "Judged on", "Meant as", *map(_language, one.languages)), rows)


def _row(texts: Texts, languages: Sequence[str]) -> list[str]:
    return [texts[language] for language in languages]


def _language(tag: str) -> str:
    return ENGLISH_NAMES.get(tag, tag)


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))
