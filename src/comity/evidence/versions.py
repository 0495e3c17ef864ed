"""A document of a standing that another version of Comity recorded, held against what this one computes.

What a standing comes to (figures, verdicts, cases, amounts, scores) never changes from version to version. Two things
may: a later version may say more, by keys that are listed here, and each has its own sentences for people. So these are
excused, by name, and nothing else is: a document that was recorded without its verdicts is another document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity import __version__
from comity.evidence.compare import result_bytes

Version = tuple[int, ...]

_VERSION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6}){1,3})(?:[.+-]?[a-z][a-z0-9.+-]{0,40})?").fullmatch


def version_of(text: object) -> Version:
    """Return a version of Comity as numbers: `0.1`, `0.1.0` and `0.1.0.0` are (0, 1, 0). ValueError for no version."""
    found = _VERSION(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("a version of Comity is written as 1.2.3")
    numbers = (*map(int, found[1].split(".")), 0, 0)[:4]
    return numbers if numbers[3] else numbers[:3]


THIS = version_of(__version__)

ADDED: Mapping[str, str] = {
    "contrasts": "0.1.0", "remedies/*/credits": "0.1.0", "remedies/*/remittances": "0.1.0",
    "remedies/*/settlements/left": "0.1.0", "remedies/*/settlements/paid": "0.1.0", "surveys": "0.1.0",
}  # fmt: skip
"""Keys that the document did not have from the first: key -> version of Comity that introduced it.

A key is written with all keys above it, `figures/*/sources`, where `*` stands for any name (of a metric, a clause, a
setting); lists have no place in it. It never ends with `*`: no version adds names, since these come from the agreement.
"""

_SAID = re.compile(
    "docket/(what|if_nothing|why|moved)|decisions/(title|says|if_nothing)|problems/(why|hint|related/says)"
    "|(figures|verdicts|judgements)/[^/]+/reason|judgements/[^/]+/sides/reason"
    "|verdicts/[^/]+/names/[^/]+/reason|comparisons/reason|scorecard/dimensions/(parts/)*metrics/reason"
    "|cases/steps/(what|reason|amount/reason)|cases/payments/(amount|paid)/reason|refused/reason"
    "|remedies/[^/]+/(periods/(accrued|paid|balance|cap_reached)|undetermined|settlements/(amount|left))/reason"
    "|settings/[^/]+/value/reason|reliefs/values/[^/]+/reason"
).fullmatch
"""What is said to people: the sentences of lists of what is to be done, and why something is not known.

The rest is what holds: which lines there are, who has what to do until when, and what state it is in.
"""

_FILLED = frozenset({("decisions", "by"), ("decisions", "line")})
"""What earlier versions left out (null) and later ones say; where both say it, it must be the same."""
_DECIDED = ("kind", "subject", "scope", "who")
"""What tells one decision from another. They stand in order of their day, which earlier versions did not always say."""


@dataclass(slots=True)
class Otherwise:
    """In what an earlier or later version says the same otherwise: keys that it lacks, and what it words otherwise."""

    added: dict[str, None] = field(default_factory=dict)
    worded: dict[str, None] = field(default_factory=dict)


def the_same(
    recorded: bytes, again: bytes, by: Version | None, *, this: Version = THIS, added: Mapping[str, str] | None = None
) -> Otherwise | None:
    """Return what a recorded document says in another way than this version does; None where it says another thing.

    `by` is the version that recorded it; without one it is taken to be older than all. The same version has no excuse.
    """
    if by == this:
        return None
    try:
        before, after = json.loads(recorded), json.loads(again)
        if result_bytes(before) != recorded:  # a key that stands twice would tell two readers two things
            return None
    except (ValueError, TypeError, RecursionError):  # TypeError: what orjson cannot write
        return None
    new = {tuple(key.split("/")): version_of(since) for key, since in (ADDED if added is None else added).items()}
    found = _Comparison({key for key, since in new.items() if by is None or by < since})
    return found.otherwise if found.is_same(before, after, ()) else None


@dataclass(slots=True)
class _Comparison:
    """`excused` are the keys that a document of its version cannot have."""

    excused: set[tuple[str, ...]]
    otherwise: Otherwise = field(default_factory=Otherwise)

    def is_same(self, before: Any, after: Any, at: tuple[str, ...]) -> bool:
        if isinstance(before, dict) and isinstance(after, dict):
            return self._are_same(before, after, at)
        if isinstance(before, list) and isinstance(after, list):
            if at == ("decisions",):
                before, after = _by_what_is_decided(before), _by_what_is_decided(after)
            pairs = zip(before, after, strict=False)
            return len(before) == len(after) and all(self.is_same(one, other, at) for one, other in pairs)
        return type(before) is type(after) and bool(before == after)

    def _are_same(self, before: dict[str, Any], after: dict[str, Any], at: tuple[str, ...]) -> bool:
        lacking = [key for key in after if key not in before]
        if any(key not in after for key in before) or not all(self._is_excused((*at, key)) for key in lacking):
            return False
        self.otherwise.added |= {"/".join((*at, key)): None for key in lacking}
        return all(self._is_value(value, after[key], (*at, key)) for key, value in before.items())

    def _is_value(self, before: Any, after: Any, at: tuple[str, ...]) -> bool:
        is_filled = before is None and at in _FILLED
        if _SAID("/".join(at)) is None and not is_filled:
            return self.is_same(before, after, at)
        if type(before) is not type(after) and not is_filled:
            return False
        if before != after:
            self.otherwise.worded |= {f"{at[-1]} in {at[0]}": None}
        return True

    def _is_excused(self, at: tuple[str, ...]) -> bool:
        return any(
            len(at) == len(key) and all(one in ("*", other) for one, other in zip(key, at, strict=True))
            for key in self.excused
        )


def _by_what_is_decided(decisions: list[Any]) -> list[Any]:
    """Return decisions in an order that does not rest on their days. What is none stays where it is told apart."""
    return sorted(
        decisions, key=lambda one: json.dumps([one.get(key) for key in _DECIDED] if isinstance(one, dict) else one)
    )
