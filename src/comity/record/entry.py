"""What an entry says of itself: who, what, when, after what, and a body that the record does not look into."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from comity.record.canonical import LARGEST, PLAIN, decode, decode_plain, encode
from comity.record.merkle import EMPTY
from comity.record.refusal import Refusal

VERSION = 1
NOTHING = ""
"""What stands for the entry before an actor's first one."""

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch
_FORMS = {
    "alliance": re.compile(r"[a-z_][a-z0-9_]{0,63}").fullmatch,
    "entry_id": re.compile(r"[0-9a-f]{32}").fullmatch,
    "type": re.compile(r"[a-z]+\.[a-z_]+").fullmatch,
    "schema": re.compile(r"[a-z]+\.[a-z_]+/[1-9][0-9]{0,3}").fullmatch,
    "actor": re.compile(r"[a-z_][a-z0-9_]{0,63}").fullmatch,
    "key_id": re.compile(r"[0-9a-f]{32}").fullmatch,
    "actor_prev": re.compile(r"([0-9a-f]{64})?").fullmatch,
    "claimed_at": _TIME,
    "effective_at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch,
}
_KEYS = frozenset({*_FORMS, "v", "actor_seq", "seen", "refs", "body"})
_HASH = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(slots=True)
class Payload:
    """What is signed. Not to be changed; to freeze it would take a tenth of the time that reading an entry may take.

    `entry_id` is random: an entry is appended once, however often it is sent. `schema` names the form of the body with
    its version. `actor` is a party and `actor_seq` counts its entries from 1; `actor_prev` is the leaf of the one
    before. `seen_size` and `seen_root` are those of the last checkpoint that all parties had cosigned, which dates the
    entry from below. `refs` are leaves of entries it answers. `claimed_at` is the signer's clock.
    """

    alliance: str
    entry_id: str
    type: str
    schema: str
    actor: str
    key_id: str
    actor_seq: int
    actor_prev: str
    seen_size: int
    seen_root: str
    claimed_at: datetime
    effective_at: date
    refs: tuple[str, ...]
    body: Mapping[str, Any]

    @property
    def is_of_its_schema(self) -> bool:
        """Tell whether `schema` is a version of the body of this very type."""
        return self.schema.startswith(f"{self.type}/")

    def encoded(self) -> bytes:
        """Return the canonical bytes. Refusal where a value has no place in them."""
        value = {
            "v": VERSION,
            "alliance": self.alliance,
            "entry_id": self.entry_id,
            "type": self.type,
            "schema": self.schema,
            "actor": self.actor,
            "key_id": self.key_id,
            "actor_seq": self.actor_seq,
            "actor_prev": self.actor_prev,
            "seen": {"size": self.seen_size, "root": self.seen_root},
            "claimed_at": f"{self.claimed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
            "effective_at": self.effective_at.isoformat(),
            "refs": list(self.refs),
            "body": dict(self.body),
        }
        _formed(value)
        return encode(value)


def read_payload(data: bytes) -> Payload:
    """Read a payload; Refusal where it is not canonical, or a key is absent, unknown or of another form."""
    return _at_once(data) or _step_by_step(data)


_NAME, _TYPE, _LEAF, _ID = "[a-z_][a-z0-9_]{0,63}", r"[a-z]+\.[a-z_]+", '[^"]{64}', '[^"]{32}'
_DAY, _COUNT = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[1-9][0-9]{0,15}"
_LAYOUT = re.compile(
    rf'\{{"actor":"({_NAME})","actor_prev":"((?:{_LEAF})?)","actor_seq":({_COUNT}),"alliance":"({_NAME})","body":'
    rf'((?=\{{){PLAIN}),"claimed_at":"({_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}\.[0-9]{{6}}Z)","effective_at":"({_DAY})",'
    rf'"entry_id":"({_ID})","key_id":"({_ID})","refs":\[((?:"{_LEAF}"(?:,"{_LEAF}")*)?)\],'
    rf'"schema":"({_TYPE}/[1-9][0-9]{{0,3}})","seen":\{{"root":"({_LEAF})","size":(0|{_COUNT})\}},"type":"({_TYPE})",'
    rf'"v":{VERSION}\}}',
).fullmatch
"""The canonical bytes of a payload with a plain body: all forms of the specification in one look, but for the order of
the keys in the body, and for hex digits: whether they are some is seen sooner by reading them."""


def _at_once(data: bytes) -> Payload | None:
    """Return the payload of sound bytes, in a third of the time of `_step_by_step`; None for others, or if unsure.

    What this takes the slow way takes too, with the same value (tests/record/test_entry.py); what it leaves is either
    unusual or wrong, and the slow way says how.
    """
    try:
        text = data.decode()
        found = _LAYOUT(text) if "\\" not in text else None
        if found is None:
            return None
        (
            actor, before, seq, alliance, body, claimed, effective, name, key, refs, schema, root, size, kind,
        ) = found.groups()  # fmt: skip
        number, seen, leaves = int(seq), int(size), tuple(refs[1:-1].split('","')) if refs else ()
        digits = "".join((before, name, key, root, *leaves))
        if number > LARGEST or seen > LARGEST or bytes.fromhex(digits).hex() != digits:
            return None
        return Payload(
            alliance, name, kind, schema, actor, key, number, before, seen, root, datetime.fromisoformat(claimed),
            date.fromisoformat(effective), leaves, decode_plain(body.encode()),
        )  # fmt: skip
    except ValueError:  # no text, no such day, no hex digits, or a Refusal
        return None


def _step_by_step(data: bytes) -> Payload:
    value = decode(data)
    _formed(value)
    try:
        claimed = datetime.fromisoformat(value["claimed_at"])
        effective = date.fromisoformat(value["effective_at"])
    except ValueError:
        raise Refusal("bad-entry", "there is no such day or time") from None
    return Payload(
        alliance=value["alliance"], entry_id=value["entry_id"], type=value["type"], schema=value["schema"],
        actor=value["actor"], key_id=value["key_id"], actor_seq=value["actor_seq"], actor_prev=value["actor_prev"],
        seen_size=value["seen"]["size"], seen_root=value["seen"]["root"], claimed_at=claimed, effective_at=effective,
        refs=tuple(value["refs"]), body=value["body"],
    )  # fmt: skip


def _formed(value: Any) -> None:
    """Refuse a payload whose keys or values have another form than the specification gives them."""
    if not isinstance(value, dict) or value.keys() != _KEYS or type(value["v"]) is not int or value["v"] != VERSION:
        raise Refusal("bad-entry", "this is no entry of version 1: its keys are not those of the specification")
    for key, form in _FORMS.items():
        if type(value[key]) is not str or form(value[key]) is None:
            raise Refusal("bad-entry", f"{key} has another form than an entry's: {str(value[key])[:80]!r}")
    seen, seq = value["seen"], value["actor_seq"]
    if type(seq) is not int or seq < 1:
        raise Refusal("bad-entry", "actor_seq counts from 1")
    if not isinstance(seen, dict) or seen.keys() != {"size", "root"} or type(seen["size"]) is not int:
        raise Refusal("bad-entry", "seen has a size and a root")
    if seen["size"] < 0 or type(seen["root"]) is not str or _HASH(seen["root"]) is None:
        raise Refusal("bad-entry", "seen has a size and a root")
    refs = value["refs"]
    if not isinstance(refs, list) or not all(type(one) is str and _HASH(one) for one in refs):
        raise Refusal("bad-entry", "refs are leaves, 64 hex digits each")
    if not isinstance(value["body"], dict):
        raise Refusal("bad-entry", "the body is a map")


NOT_SEEN = (0, EMPTY.hex())
"""Size and root before any checkpoint."""
