"""Entries, parties and histories for the tests of the record."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from comity.record.entry import NOT_SEEN, Payload
from comity.record.envelope import seal
from comity.record.history import OPENED, History
from comity.record.keys import SecretKey
from comity.record.note import Checkpoint
from comity.record.store import taken
from comity.record.verify import Trust

FERN, LARK, OTHER = (SecretKey(sha256(name).digest()) for name in (b"fern", b"lark", b"other"))
ALLIANCE, ORIGIN = "kits", "comity/kits"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def enrolled(key: SecretKey, *may: str) -> dict[str, object]:
    """Return how a key is named in the body of an entry."""
    return {"key": b64encode(key.public.data).decode(), "may": list(may or ("*",))}


def opening(**changes: Any) -> bytes:
    """Return the entry that opens the record of Fern and Lark, which Fern keeps."""
    parties = {"fern": [enrolled(FERN)], "lark": [enrolled(LARK)]}
    body = {"origin": ORIGIN, "keeper": "fern", "parties": parties, **changes}
    return entry(History(), "fern", FERN, OPENED, body)


def entry(
    history: History, actor: str, key: SecretKey, kind: str = "facts.submitted", body: Mapping[str, Any] | None = None,
    **changes: Any,
) -> bytes:  # fmt: skip
    """Return the next entry of an actor, signed; any field of it can be another one."""
    seq, before = history.next_of(actor)
    name = sha256(f"{actor} {seq} {kind} {sorted((body or {}).items())}".encode()).hexdigest()[:32]
    fields: dict[str, Any] = {
        "alliance": ALLIANCE, "entry_id": name, "type": kind, "schema": f"{kind}/1", "actor": actor,
        "key_id": key.public.key_id, "actor_seq": seq, "actor_prev": before, "seen_size": NOT_SEEN[0],
        "seen_root": NOT_SEEN[1], "claimed_at": AT, "effective_at": date(2026, 3, 1), "refs": (), "body": body or {},
    }  # fmt: skip
    return seal(Payload(**{**fields, **changes}).encoded(), key).encoded()


def opened() -> History:
    """Return the history of a record that was just opened."""
    history = History()
    taken(history, opening(), {})
    return history


def record(count: int, kind: str = "facts.submitted") -> tuple[History, list[bytes]]:
    """Return a record of some entries after its opening, by Fern and Lark in turns."""
    history, entries = opened(), [opening()]
    for number in range(count):
        who, key = (("fern", FERN), ("lark", LARK))[number % 2]
        entries.append(entry(history, who, key, kind, {"n": number}))
        taken(history, entries[-1], {})
    return history, entries


def cosigned(checkpoint: Checkpoint, *who: str) -> Checkpoint:
    """Return a checkpoint cosigned by some parties, both without names."""
    for name in who or ("fern", "lark"):
        checkpoint = checkpoint.cosigned(name, {"fern": FERN, "lark": LARK}[name], 1_772_000_000)
    return checkpoint


def trust(**changes: Any) -> Trust:
    """Return what the contract of Fern and Lark says of their keys."""
    keys: Mapping[str, Sequence[bytes]] = {"fern": (FERN.public.data,), "lark": (LARK.public.data,)}
    return Trust(**{"alliance": ALLIANCE, "origin": ORIGIN, "keys": keys, **changes})
