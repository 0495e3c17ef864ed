"""From the values of keys to surveys and their questions.

Where a survey's questions come from, its own keys or an instrument of the catalogue, nobody can tell afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from comity.agreement.instruments import instrument_of
from comity.agreement.model import Survey
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, listed, shown
from comity.agreement.notes import Notes, Values
from comity.agreement.surveying import ANY
from comity.catalogue.instrument import INTERVIEW, Instrument, Question, Texts, languages_of
from comity.kernel import lexical

ENGLISH = ("en",)
SMALLEST = 3
"""The least number of people in a group that is shown: each of two could read the other's answer."""


def _question(values: Values, notes: Notes) -> Question | None:
    if not values.has("asks"):
        return None
    return Question(
        key=values.name,
        says=values["asks"],
        of=values.get("of", ""),
        levels=values.get("levels", {}),
        reverse=values.get("reverse", False),
        open=values.get("open", False),
        cites=values.get("cites", ""),
    )


def _survey(values: Values, notes: Notes) -> Survey | None:
    from_catalogue = instrument_of(values, notes)
    own = [*_statements(values), *values.get("questions", {}).values()]
    scale = _scale(values, from_catalogue, notes)
    if scale is None or not values.has("every", "asks") or not (own or from_catalogue):
        _needs_questions(values, notes)
        return None
    languages = _languages(values, from_catalogue, own)
    _check_questions(own, scale, values, notes)
    _check_dimensions(own, from_catalogue, values, notes)
    whole = [*_translated(from_catalogue, languages, values, notes), *_in_languages(own, languages, values, notes)]
    groups_of = values.get("groups of", 5)
    _check_whom(values, groups_of, notes)
    return Survey(
        name=values.name,
        place=values.place,
        every=values["every"],
        asks=values["asks"],
        scale=scale,
        questions=tuple(whole),
        groups_of=groups_of,
        priced=values.get("priced") == "agreed",
        languages=languages,
        instrument=str(from_catalogue) if from_catalogue else "",
        titles={one.name: one.title for one in from_catalogue.constructs} if from_catalogue else {},
        own=frozenset(question.key for question in own),
        interview=from_catalogue is not None and from_catalogue.kind == INTERVIEW,
        title=values.get("title", ""),
        says=values.get("says", ""),
    )


def _statements(values: Values) -> Iterator[Question]:
    """Yield a question for each of `items`: one statement for a dimension, without levels in words."""
    for name, text in values.get("items", {}).items():
        yield Question(key=name, of=name, says={ANY: text})


def _scale(values: Values, instrument: Instrument | None, notes: Notes) -> tuple[int, int] | None:
    own: tuple[int, int] | None = values.get("scale")
    if instrument is None:
        return own
    if own is not None and own != instrument.scale:
        why = f"{instrument} is answered from {instrument.scale[0]} to {instrument.scale[1]}, not on another scale"
        notes.add("CMY-255", values.at("scale"), why, "Take `scale` out.")
    return instrument.scale


def _needs_questions(values: Values, notes: Notes) -> None:
    """Note a survey without questions or without a scale, where nothing of it was lost on the way."""
    if values.written("instrument") or {"instrument", "items", "questions", "scale"} & set(values.node.lost):
        return
    if not values.written("items") and not values.written("questions"):
        hint = "Write instrument: alliance-health-check 1, or items: {trust: We can rely on each other.} and a scale."
        notes.add("CMY-202", values.place, f"a survey ({shown(values.name)}) needs questions", hint)
    elif not values.written("scale"):
        hint = "The least and the greatest answer. Write scale: 1 to 5"
        notes.add("CMY-202", values.place, f"a survey ({shown(values.name)}) needs the key `scale`", hint)


# -- questions --------------------------------------------------------------------------------


def _at(values: Values, key: str) -> MapNode | Values:
    """Return where a question of its own stands; an item of one line has no keys, and stands where the survey does."""
    below = values.node.mapping("questions")
    found = below.mapping(key) if below is not None else None
    return found if found is not None else values


def _place(values: Values, key: str, part: str = "") -> Any:
    """Return the place of a part of a question, or of the question."""
    at = _at(values, key)
    found = at.get(part) if isinstance(at, MapNode) and part else None
    return found.place if isinstance(found, Scalar | MapNode) else at.place


def _check_questions(own: Iterable[Question], scale: tuple[int, int], values: Values, notes: Notes) -> None:
    """Note questions that nobody could answer or score (CMY-251)."""
    for question in own:
        for part, why, hint in _faults(question, scale):
            notes.add("CMY-251", _place(values, question.key, part), why, hint)
        _check_levels(question, scale, values, notes)


def _faults(question: Question, scale: tuple[int, int]) -> Iterator[tuple[str, str, str]]:
    name = shown(question.key)
    if question.open:
        if question.of or question.levels or question.reverse:
            part = "levels" if question.levels else "reverse" if question.reverse else "of"
            yield part, f"the question {name} is open: words have no level", f"Take `{part}` or `open` out."
        return
    if not question.of:
        hint = "Write of: trust, or open: yes where it is answered in words."
        yield "", f"the question {name} belongs to no dimension, so its answers count nowhere", hint
    elif not lexical.is_name(question.of):
        yield "of", f"{shown(question.of)} cannot be the name of a dimension", "Names are like joint_goals."
    if question.reverse and not {*scale} <= {*question.levels}:
        hint = f"Say under `levels` what {scale[0]} and {scale[1]} mean: the least level of it is the good end."
        yield "reverse", f"the question {name} is reversed, and nothing says which end is which", hint


def _check_levels(question: Question, scale: tuple[int, int], values: Values, notes: Notes) -> None:
    at = _at(values, question.key)
    below = at.mapping("levels") if isinstance(at, MapNode) else None
    for key, _ in below or ():
        if key.text.isdigit() and not scale[0] <= int(key.text) <= scale[1]:
            why = f"the level {key.text} of {shown(question.key)} lies outside the scale, {scale[0]} to {scale[1]}"
            notes.add("CMY-251", key, why, "Change the level or the scale.")


def _check_dimensions(own: Iterable[Question], instrument: Instrument | None, values: Values, notes: Notes) -> None:
    """An instrument's dimension is scored by its own questions only, or it could not be compared with others."""
    if instrument is None:
        return
    keys = {question.key for question in instrument.questions}
    for question in own:
        if question.of in instrument.dimensions:
            why = f"{question.of} is a dimension of {instrument}; with a further question it would be another measure"
            hint = "Give the question a dimension of its own, or write all questions yourself."
            notes.add("CMY-255", _place(values, question.key, "of"), why, hint)
        elif question.key in keys:
            why = f"{instrument} has a question {shown(question.key)} already"
            notes.add("CMY-255", _place(values, question.key), why, "Give it another name.")


# -- languages --------------------------------------------------------------------------------


def _languages(values: Values, instrument: Instrument | None, own: Iterable[Question]) -> tuple[str, ...]:
    """Return the languages written; else those that all own questions have; else English, or an instrument's first."""
    written: tuple[str, ...] | None = values.get("languages")
    if written:
        return tuple(dict.fromkeys(written))
    if instrument is not None:
        return ENGLISH if "en" in instrument.languages else instrument.languages[:1]
    named = [question.says for question in own if ANY not in question.says]
    return languages_of(named) or tuple(named[0] if named else ENGLISH)


def _translated(
    instrument: Instrument | None, languages: tuple[str, ...], values: Values, notes: Notes
) -> tuple[Question, ...]:
    """Return an instrument's questions; a language it is not written in is a problem (CMY-252)."""
    if instrument is None:
        return ()
    for language in languages:
        if language not in instrument.languages:
            node = next((one for one in listed(values.node.get("languages")) if _says(one, language)), values.node)
            known = ", ".join(instrument.languages)
            why = f"{instrument} is not written in {language}"
            notes.add("CMY-252", node, why, f"It is there in {known}. In another one, write the questions yourself.")
    return tuple(_first_if_missing(question, languages) for question in instrument.questions)


def _says(node: Node, text: str) -> bool:
    return isinstance(node, Scalar) and node.text.strip() == text


def _in_languages(
    own: Iterable[Question], languages: tuple[str, ...], values: Values, notes: Notes
) -> Iterator[Question]:
    """Yield own questions with every text by language; one that is missing is a problem (CMY-252)."""
    for question in own:
        for part, texts in (("asks", question.says), *(("levels", text) for text in question.levels.values())):
            spoken = languages[:1] if ANY in texts else tuple(texts)
            missing = [language for language in languages if language not in spoken]
            if missing:
                why = f"the question {shown(question.key)} is not there in {', '.join(missing)}"
                hint = f"Write {part}: {{{', '.join(f'{one}: …' for one in languages)}}}, or take the language out."
                notes.add("CMY-252", _place(values, question.key, part), why, hint)
                break
        yield _first_if_missing(question, languages)


def _first_if_missing(question: Question, languages: tuple[str, ...]) -> Question:
    """Return a question whose texts are there in every language: where one is missing, the first one written."""

    def texts(found: Texts) -> Texts:
        return {language: found.get(language, next(iter(found.values()))) for language in languages}

    levels = {level: texts(found) for level, found in sorted(question.levels.items())}
    return replace(question, says=texts(question.says), levels=levels)


# -- whom it asks -----------------------------------------------------------------------------


def _check_whom(values: Values, groups_of: int, notes: Notes) -> None:
    """Note groups too small to hide anybody, roles of nobody, and parties too small to be shown (CMY-253, CMY-254)."""
    if groups_of < SMALLEST:
        why = f"groups of {groups_of}: whoever is in such a group can work out what the other one answered"
        hint = f"Write {SMALLEST} or more; 5 is customary."
        notes.add("CMY-253", values.at("groups of"), why, hint)
    node = values.node.mapping("asks")
    for party, below in node or ():
        roles = below if isinstance(below, MapNode) else MapNode(entries=((party, below),), place=below.place)
        for role, count in roles:
            if isinstance(count, Scalar) and count.text.strip() == "0":
                why = f"nobody of {shown(role.text)} is asked"
                notes.add("CMY-253", count, why, "Take the line out, or say how many are asked.")
        _check_party(party, sum(values["asks"].get(party.text, {}).values()), groups_of, notes)


def _check_party(party: Scalar, asked: int, groups_of: int, notes: Notes) -> None:
    if 0 < asked < groups_of:
        why = f"{asked} of {shown(party.text)} are asked, too few to be shown: a group that is shown has {groups_of}"
        notes.warn(
            "CMY-254", party, why, f"Ask {groups_of} or more, or agree on smaller groups, of {SMALLEST} at least."
        )


SURVEYS: Mapping[str, Callable[[Values, Notes], Any]] = {"surveys": _survey, "question": _question}
