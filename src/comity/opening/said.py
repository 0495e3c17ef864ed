"""What an entry of the record says, in a few words, whatever its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from comity.kernel import exact, lexical
from comity.kernel.words import one_line, plural

if TYPE_CHECKING:
    from comity.record.entry import Payload
    from comity.record.history import Entry

SHORT = 8
"""How many digits of a leaf or a digest are shown."""
MOST = 100
"""Letters of somebody's own words that are shown in a line."""
LONGEST = 400
"""Letters of a line about an entry."""


def said(entry: Entry, places: Mapping[str, int] | None = None) -> str:
    """Return what an entry says, in a few words; of a type that is not known here, the type.

    `places` are leaf (hex) -> number: with them an entry that this one answers is named by its number.
    """
    payload = entry.payload
    if payload.type in ANSWERS:
        verb, own = ANSWERS[payload.type], f": {_own(payload)}" if payload.type == "concern.answered" else ""
        own = f", on {_own(payload, 'value')}" if payload.body.get("value") else own
        return one_line(f"{verb} {_answered(payload, places or {})}{own}", LONGEST)
    words = WORDS.get(payload.type)
    return one_line(words(payload), LONGEST) if words is not None else payload.type


def _short(value: object) -> str:
    return str(value)[:SHORT]


def _answered(payload: Payload, places: Mapping[str, int]) -> str:
    return ", ".join(f"entry {places[leaf]}" if leaf in places else _short(leaf) for leaf in payload.refs)


def _own(payload: Payload, key: str = "text") -> str:
    found = payload.body.get(key)
    return one_line(str(found), MOST) if found else "words that are kept apart"


def _disputed(payload: Payload) -> str:
    datum = payload.body.get("datum")
    said_ = datum if isinstance(datum, Mapping) else {}
    scope = said_.get("scope")
    members = "".join(f" {member}" for member in scope.values()) if isinstance(scope, Mapping) else ""
    where = f"{said_.get('table')} {said_.get('period')}{members}, {said_.get('column')}"
    return f"disputes {where}: {payload.body.get('value') or 'no value given'}"


def _with(payload: Payload) -> str:
    files = payload.body.get("files")
    count = len(files) - 1 if isinstance(files, list) else 0
    return f" with {plural(count, 'amendment')}" if count > 0 else ""


def _act(payload: Payload) -> str:
    from comity.opening.act_said import deed

    by = payload.body.get("by")
    together = f" ({' and '.join(map(str, by))})" if isinstance(by, list) else ""
    return f"{deed({**payload.body, 'says': ''})}{together}"


def _raised(payload: Payload) -> str:
    about = payload.body.get("about")
    return f"raises a concern{f' about {about}' if about else ''}: {_own(payload)}"


def _agreed(payload: Payload) -> str:
    weights = payload.body.get("scorecard")
    return f"settles on weights: {shares(weights) if isinstance(weights, Mapping) else 'none'}"


def shares(weights: Mapping[str, str]) -> str:
    """Return weights as they stand in an entry, in words: `quality 60%, growth 40%`. What is no number stays."""
    return ", ".join(f"{name} {_percent(share)}" for name, share in weights.items())


def _percent(share: str) -> str:
    try:
        return f"{exact.text(exact.mul(lexical.number(share), exact.HUNDRED))}%"
    except (ValueError, AttributeError, TypeError):
        return str(share)


def _occurred(payload: Payload) -> str:
    evidence = payload.body.get("evidence")
    return f"states an event: {_own(payload, 'name')}{f' ({evidence})' if evidence else ''}"


def _disclosed(payload: Payload) -> str:
    body = payload.body
    under = f", under {body['under']}" if body.get("under") else ""
    return f"gave {body.get('what')} to {body.get('to')}{under}: {_own(payload, 'why')}"


def _wave(payload: Payload) -> str:
    return f"wave {payload.body.get('wave')} of {payload.body.get('survey')}"


ANSWERS = {"facts.attested": "attests", "dispute.settled": "ends its dispute,", "concern.answered": "answers"}
"""Type -> what is said ahead of the entries that it answers."""
WORDS: Mapping[str, Callable[[Payload], str]] = {
    "record.opened": lambda p: f"opens the record, which {p.body.get('keeper')} keeps",
    "key.enrolled": lambda _: "enrols a further key",
    "key.revoked": lambda p: f"revokes the key {p.body.get('key_id')}",
    "agreement.proposed": lambda p: f"proposes the agreement{_with(p)}, terms {_short(p.body.get('digest'))}",
    "agreement.signed": lambda p: f"signs the agreement, terms {_short(p.body.get('digest'))}",
    "facts.submitted": lambda p: f"submits {p.body.get('path')}, rows: {p.body.get('rows')}",
    "facts.disputed": _disputed,
    "clause.act": _act,
    "evaluation.made": lambda p: f"evaluated as of {p.body.get('as_of')}, result {_short(p.body.get('result'))}",
    "weights.judged": lambda _: "judges the weights of the scorecard",
    "weights.agreed": _agreed,
    "survey.opened": lambda p: f"opens {_wave(p)}",
    "survey.closed": lambda p: f"closes {_wave(p)}",
    "concern.raised": _raised,
    "event.occurred": _occurred,
    "disclosure.made": _disclosed,
    "hold.placed": lambda p: f"holds the data of {p.body.get('subject')}: {_own(p, 'reason')}",
    "hold.lifted": lambda p: f"lifts its hold on the data of {p.body.get('subject')}",
    "erasure.made": lambda p: f"erased the data of {p.body.get('subject')}",
}
