"""The history: which entry may come next, and what the entries so far have established.

It knows three types of entry, which are about the record itself: `record.opened`, `key.enrolled`, `key.revoked`. To all
others it is blind. Its state is small, whatever the length of the record, and can be kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comity.record.b64 import from_base64
from comity.record.entry import NOT_SEEN, Payload, read_payload
from comity.record.envelope import Envelope, opened
from comity.record.keys import PublicKey, verify
from comity.record.merkle import Growth, Hash, leaf_hash
from comity.record.note import Checkpoint, Cosignature, key_hash
from comity.record.refusal import Refusal

OPENED, ENROLLED, REVOKED = "record.opened", "key.enrolled", "key.revoked"
_OF_THE_RECORD = frozenset({OPENED, ENROLLED, REVOKED})
_NO_ENTRY = (0, "")
EVERYTHING = "*"
COSIGN = "checkpoint.cosign"
"""What a key must be permitted to cosign checkpoints; no entry has this type."""


@dataclass(slots=True)
class Entry:
    """An entry in its one spelling, read: its bytes, leaf, envelope and payload. Not to be changed."""

    data: bytes
    leaf: Hash
    envelope: Envelope
    payload: Payload


def read_entry(data: bytes) -> Entry:
    """Read an entry by itself: spelling and form, and that it names the key it is signed with. Raises Refusal.

    Neither its signature is verified here nor its place in a history.
    """
    envelope = opened(data)
    payload = read_payload(envelope.payload)
    if payload.key_id != envelope.key_id:
        raise Refusal("wrong-key", "the entry says that another key signed it")
    return Entry(data, leaf_hash(data), envelope, payload)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a party: what types it may sign, from which position on, and up to which (None: still)."""

    party: str
    public: bytes
    may: tuple[str, ...]
    since: int
    until: int | None = None

    @property
    def is_revoked(self) -> bool:
        """Whether the key signs nothing more."""
        return self.until is not None

    def is_of(self, actor: str) -> bool:
        """Tell whether the key belongs to an actor."""
        return self.party == actor

    def is_valid_at(self, size: int) -> bool:
        """Tell whether the key was its party's at a size: enrolled within it, and not revoked before its end."""
        return self.since < size and (self.until is None or self.until >= size)

    def may_cosign(self, size: int) -> bool:
        """Tell whether the key may cosign a record of a size. A key for some types of entry binds nobody to all."""
        return self.is_valid_at(size) and self.is_permitted(COSIGN)

    def is_permitted(self, kind: str) -> bool:
        """Tell whether the key may sign a type: named in full, by its group (`facts.*`), or `*` for all."""
        return EVERYTHING in self.may or kind in self.may or f"{kind.partition('.')[0]}.*" in self.may


@dataclass(slots=True)
class History:
    """All that the next entry is checked against.

    `parties` are those whose cosignatures make a checkpoint final; the `keeper` is the one that puts entries in order.
    """

    alliance: str = ""
    origin: str = ""
    keeper: str = ""
    parties: tuple[str, ...] = ()
    growth: Growth = field(default_factory=Growth)
    keys: dict[str, Key] = field(default_factory=dict)
    actors: dict[str, tuple[int, str]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    """The size of the last checkpoint that an actor has said it had seen: it cannot say later that it had not."""

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self.growth.size

    @property
    def root(self) -> Hash:
        """The root over all of them."""
        return self.growth.root()

    def next_of(self, actor: str) -> tuple[int, str]:
        """Return the number of an actor's next entry and the leaf of its last one ("" for none)."""
        seq, leaf = self.actors.get(actor, _NO_ENTRY)
        return seq + 1, leaf

    def key_for(self, entry: Entry) -> bytes:
        """Return the public key an entry must be signed with, if it may come next. Raises Refusal."""
        payload = entry.payload
        key = self.keys.get(payload.key_id)
        if (
            key is None or key.is_revoked or not key.is_of(payload.actor) or not self.is_of(payload.alliance)
            or payload.type == OPENED or not key.is_permitted(payload.type)
        ):  # fmt: skip
            return self._opening_key_or_why_not(payload, key)
        return key.public

    def _opening_key_or_why_not(self, payload: Payload, key: Key | None) -> bytes:
        """Return the key of an entry that opens the record; Refusal, with the reason, for any other."""
        if self.size == 0:
            return _opening_key(payload)
        if payload.type == OPENED:
            raise Refusal("opened-twice", "a record is opened once, by its first entry")
        if not self.is_of(payload.alliance):
            raise Refusal("other-alliance", f"this entry belongs to {payload.alliance}, not to {self.alliance}")
        if key is None:
            raise Refusal("unknown-key", f"no entry has enrolled the key {payload.key_id}")
        if key.is_revoked:
            raise Refusal("revoked-key", f"the key {payload.key_id} was revoked by entry {key.until}")
        if not key.is_of(payload.actor):
            raise Refusal("wrong-actor", f"this key belongs to {key.party}, not to {payload.actor}")
        raise Refusal("not-permitted", f"this key of {key.party} may not sign {payload.type}")

    def is_of(self, alliance: str) -> bool:
        """Tell whether this is the record of an alliance: two companies may have several, with the same keys."""
        return alliance == self.alliance

    def follow(self, entry: Entry, finals: Mapping[int, str]) -> bytes:
        """Take an entry as the next one; return the public key of its signature, which is verified before or after.

        Raises Refusal and changes nothing. `finals` are the sizes and roots (hex) of checkpoints that all cosigned.
        """
        payload = entry.payload
        public = self.key_for(entry)
        self._has_seen(payload, finals)
        self._continues(payload)
        if payload.type in _OF_THE_RECORD:
            self._establish(payload)
        self.actors[payload.actor] = (payload.actor_seq, entry.leaf.hex())
        self.seen[payload.actor] = payload.seen_size
        self.growth.add(entry.leaf)
        return public

    def _has_seen(self, payload: Payload, finals: Mapping[int, str]) -> None:
        """Refuse an entry that names a checkpoint that is none, or that says to know less than its actor knew before.

        Whoever could unsee a checkpoint could date an entry back to before it.
        """
        seen = (payload.seen_size, payload.seen_root)
        if seen != NOT_SEEN and (seen[0] > self.size or finals.get(seen[0]) != seen[1]):
            raise Refusal("not-seen", f"{payload.actor} says it has seen a checkpoint of {seen[0]} that is not of here")
        before = self.seen.get(payload.actor, 0)
        if seen[0] < before:
            why = f"{payload.actor} says it has seen a checkpoint of {seen[0]}, and had seen one of {before} before"
            raise Refusal("unseen", why)

    def _continues(self, payload: Payload) -> None:
        """Refuse an entry that does not continue its actor's chain: one was left out, exchanged, or stands twice."""
        if self.actors.get(payload.actor, _NO_ENTRY) == (payload.actor_seq - 1, payload.actor_prev):
            return
        seq, _ = self.next_of(payload.actor)
        if payload.actor_seq != seq:
            what = "was there before" if payload.actor_seq < seq else "leaves out what came before"
            why = f"entry {payload.actor_seq} of {payload.actor} {what}: the next is {seq}"
            raise Refusal("out-of-sequence", why)
        raise Refusal("broken-chain", f"entry {seq} of {payload.actor} does not follow its entry {seq - 1}")

    def _establish(self, payload: Payload) -> None:
        """Note what an entry says of the record itself; raises Refusal before anything is changed."""
        if payload.type == OPENED:
            self._open(payload)
        elif payload.type == ENROLLED:
            key, may = _public(payload.body.get("key")), _types(payload.body.get("may"))
            if key.key_id in self.keys:
                raise Refusal("enrolled-twice", f"the key {key.key_id} was enrolled before")
            self.keys[key.key_id] = Key(payload.actor, key.data, may, self.size)
        elif payload.type == REVOKED:
            name = payload.body.get("key_id")
            key_ = self.keys.get(name) if isinstance(name, str) else None
            if not isinstance(name, str) or key_ is None or key_.party != payload.actor or key_.until is not None:
                raise Refusal("wrong-key", f"{payload.actor} has no key {name} that could be revoked")
            self.keys[name] = replace(key_, until=self.size)

    def _open(self, payload: Payload) -> None:
        parties = _parties(payload)
        origin = payload.body.get("origin")
        if not isinstance(origin, str) or not origin or set(origin) & set(" +\n"):
            raise Refusal("bad-entry", "a record has an origin, without spaces")
        keeper = payload.body.get("keeper")
        if keeper not in parties:
            raise Refusal("bad-entry", "one of the parties keeps the record: it puts entries in their order")
        named = [name for keys in parties.values() for name in {key.key_id for key, _ in keys}]
        if len(set(named)) < len(named):
            raise Refusal("enrolled-twice", "one key stands under two parties in the entry that opens the record")
        for party, keys in parties.items():
            for key, may in keys:
                self.keys[key.key_id] = Key(party, key.data, may, 0)
        self.alliance, self.origin, self.keeper, self.parties = payload.alliance, origin, keeper, tuple(parties)

    # -- checkpoints ----------------------------------------------------------------------

    def checkpoint(self) -> Checkpoint:
        """Return the checkpoint of the record as it is, not cosigned yet."""
        return Checkpoint(origin=self.origin, size=self.size, root=self.root)

    def cosigners(self, checkpoint: Checkpoint) -> frozenset[str]:
        """Return the parties whose cosignatures a checkpoint bears. Raises Refusal for a wrong one."""
        found = set()
        for key in self.keys.values():
            public = PublicKey(key.public)
            if key.may_cosign(checkpoint.size) and checkpoint.by(key.party, public) is not None:
                found.add(key.party)
        return frozenset(found)

    def without_strangers(self, checkpoint: Checkpoint) -> Checkpoint:
        """Return a checkpoint without the cosignatures of strangers: kept, they would spoil every pack it stands in."""
        strangers = self.strangers(checkpoint)
        kept = tuple(one for one in checkpoint.cosignatures if one not in strangers)
        return replace(checkpoint, cosignatures=kept)

    def strangers(self, checkpoint: Checkpoint) -> tuple[Cosignature, ...]:
        """Return the cosignatures by keys that might not cosign at the size of a checkpoint: they count for nothing."""
        known = {
            (key.party, key_hash(key.party, PublicKey(key.public)))
            for key in self.keys.values()
            if key.may_cosign(checkpoint.size)
        }
        return tuple(one for one in checkpoint.cosignatures if (one.name, one.key_hash) not in known)

    def is_final(self, checkpoint: Checkpoint) -> bool:
        """Tell whether all parties have cosigned a checkpoint of this record."""
        return checkpoint.origin == self.origin and set(self.parties) <= self.cosigners(checkpoint)

    # -- state ----------------------------------------------------------------------------

    def copy(self) -> History:
        """Return the history as it is now; what the one follows later the other does not know."""
        growth, keys = Growth(self.growth.size, self.growth.edge), self.keys.copy()
        return History(
            self.alliance, self.origin, self.keeper, self.parties, growth, keys, self.actors.copy(), self.seen.copy()
        )

    def state(self) -> dict[str, Any]:
        """Return the whole state as canonical values, to be kept with the head of the record."""
        return {
            "alliance": self.alliance,
            "origin": self.origin,
            "keeper": self.keeper,
            "parties": list(self.parties),
            "size": self.size,
            "edge": [one.hex() for one in self.growth.edge],
            "actors": {
                name: {"seq": seq, "leaf": leaf, "seen": self.seen.get(name, 0)}
                for name, (seq, leaf) in self.actors.items()
            },
            "keys": [_key_state(name, key) for name, key in self.keys.items()],
        }

    @classmethod
    def of_state(cls, state: Mapping[str, Any]) -> History:
        """Return the history that a state describes."""
        made = cls(
            alliance=state["alliance"], origin=state["origin"], keeper=state["keeper"], parties=tuple(state["parties"])
        )  # fmt: skip
        made.growth = Growth(state["size"], [bytes.fromhex(one) for one in state["edge"]])
        made.actors = {name: (one["seq"], one["leaf"]) for name, one in state["actors"].items()}
        made.seen = {name: one.get("seen", 0) for name, one in state["actors"].items()}  # older states do not say
        made.keys = {
            one["id"]: Key(
                one["party"], bytes.fromhex(one["public"]), tuple(one["may"]), one["since"], one.get("until")
            )
            for one in state["keys"]
        }
        return made


def _key_state(name: str, key: Key) -> dict[str, Any]:
    found = {"id": name, "party": key.party, "public": key.public.hex(), "may": list(key.may), "since": key.since}
    return found if key.until is None else {**found, "until": key.until}


def _opening_key(payload: Payload) -> bytes:
    if payload.type != OPENED:
        raise Refusal("not-opened", "the first entry of a record opens it")
    for key, _ in _parties(payload).get(payload.actor, ()):
        if key.key_id == payload.key_id:
            return key.data
    raise Refusal("unknown-key", "a record is opened by a key of one of its parties")


def _parties(payload: Payload) -> dict[str, list[tuple[PublicKey, tuple[str, ...]]]]:
    """Return the keys of each party with which a record is opened."""
    parties = payload.body.get("parties")
    if not isinstance(parties, Mapping) or not parties:
        raise Refusal("bad-entry", "a record is opened by naming its parties and their keys")
    return {
        name: [(_public(one.get("key")), _types(one.get("may"))) for one in keys if isinstance(one, Mapping)]
        for name, keys in parties.items()
        if isinstance(keys, Sequence)
    }


def _public(text: object) -> PublicKey:
    try:
        data = from_base64(text if isinstance(text, str) else "")
    except ValueError:
        raise Refusal("bad-key", "a key is 32 bytes in base64") from None
    return PublicKey(data)


def _types(value: object) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise Refusal("bad-entry", "what a key may sign is a list of types")
    return tuple(value)


def verify_signature(entry: Entry, public: bytes) -> None:
    """Raise Refusal unless an entry was signed with a key."""
    verify(public, entry.envelope.signed, entry.envelope.signature)
