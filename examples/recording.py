"""A record written by a script, the same every time: for examples. Keys come from a seed, so nothing is secret here.

Entries are signed, checked and put in order as the commands do it, but all by one hand; then both copies are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from comity.adapters.blobs import Blobs
from comity.adapters.copies import write_copy
from comity.adapters.desk import PARTY, RECORD, TRUST, Hand, open_desk
from comity.agreement.read import read_agreement
from comity.agreement.trusted import key_text, trust_text
from comity.record.documents import Documents, documents
from comity.record.entry import NOT_SEEN, Payload
from comity.record.envelope import seal
from comity.record.exchange import Copy, meet
from comity.record.history import OPENED, Entry, History
from comity.record.keys import SecretKey
from comity.record.note import Checkpoint
from comity.record.store import taken
from comity.record.verify import Trust

MORNING, EVENING = time(9, tzinfo=UTC), time(18, tzinfo=UTC)


class Recording:
    """A record that grows entry by entry. The first party opens it and keeps it."""

    def __init__(self, alliance: str, parties: Sequence[str], blobs: Blobs, *, origin: str = "") -> None:
        self.alliance, self.parties, self.blobs = alliance, tuple(parties), blobs
        self.keys = {party: SecretKey(hashlib.sha256(f"{alliance} {party}".encode()).digest()) for party in parties}
        public = {party: (key.public.data,) for party, key in self.keys.items()}
        self.trust = Trust(alliance=alliance, origin=origin or f"comity/{alliance}", keys=public)
        self.history, self.entries, self.finals = History(), list[Entry](), dict[int, str]()
        self.checkpoints: list[Checkpoint] = []
        self._random = Random(alliance)

    def sign(self, who: str, kind: str, body: Mapping[str, Any], day: date, refs: Iterable[str] = ()) -> str:
        """Let a party sign an entry, and put it in order; its leaf."""
        seq, before = self.history.next_of(who)
        seen = max(self.finals.items(), default=NOT_SEEN)
        claimed = datetime.combine(day, MORNING) + timedelta(seconds=len(self.entries))
        payload = Payload(
            alliance=self.alliance, entry_id=self._random.randbytes(16).hex(), type=kind, schema=f"{kind}/1", actor=who,
            key_id=self.keys[who].public.key_id, actor_seq=seq, actor_prev=before, seen_size=seen[0], seen_root=seen[1],
            claimed_at=claimed, effective_at=day, refs=tuple(refs), body=body,
        )  # fmt: skip
        data = seal(payload.encoded(), self.keys[who]).encoded()
        self.entries.append(taken(self.history, data, self.finals))
        return self.entries[-1].leaf.hex()

    def open(self, day: date) -> None:
        """Open the record."""
        keys = {p: [{"key": key_text(k.public.data), "may": ["*"]}] for p, k in self.keys.items()}
        body = {"origin": self.trust.origin, "keeper": self.parties[0], "parties": keys}
        self.sign(self.parties[0], OPENED, body, day)

    def agree(self, texts: Sequence[tuple[str, bytes]], signed: Mapping[str, date]) -> None:
        """Propose an agreement, and let each party sign it on its day; the first one proposes."""
        agreement, problems = read_agreement(texts[0], texts[1:])
        assert agreement is not None, problems
        digest = agreement.versions[-1][1].digest
        files = [{"path": path, "digest": self.blobs.keep(data)} for path, data in texts]
        proposer = next(iter(signed))
        leaf = self.sign(proposer, "agreement.proposed", {"files": files, "digest": digest}, signed[proposer])
        for party, day in signed.items():
            self.sign(party, "agreement.signed", {"digest": digest}, day, [leaf])

    def submit(
        self, who: str, table: str, path: str, data: bytes, day: date, periods: Iterable[str],
        refs: Iterable[str] = (), **about: str,
    ) -> str:  # fmt: skip
        """Submit a file of facts; its leaf. `about` are keys of about.yaml, with `_` for a space.

        `refs` are the entries with commitments to what it was made from.
        """
        body = {
            "table": table, "path": path, "digest": self.blobs.keep(data), "rows": data.count(b"\n") - 1,
            "periods": sorted(set(periods)), "about": about,
        }  # fmt: skip
        return self.sign(who, "facts.submitted", body, day, refs)

    def cosign(self, day: date) -> None:
        """Let all parties cosign the record as it is, on the evening of a day."""
        made = self.history.checkpoint()
        for party in self.parties:
            made = made.cosigned(party, self.keys[party], int(datetime.combine(day, EVENING).timestamp()))
        self.checkpoints.append(made)
        self.finals[made.size] = made.root.hex()

    def documents(self) -> Documents:
        """Return what the record amounts to so far."""
        return documents(self.entries)

    @property
    def copy(self) -> Copy:
        """The record as one side sends it."""
        return Copy(entries=[one.data for one in self.entries], checkpoints=self.checkpoints)

    def write_file(self, path: Path) -> None:
        """Write the record with its files as `comity sync` writes it."""
        write_copy(path, self.copy, self.blobs)

    def write_trust(self, path: Path) -> None:
        """Write the trust file."""
        path.write_text(trust_text(self.trust), encoding="utf-8")

    def write_folder(self, folder: Path, party: str) -> None:
        """Write the record and its files into an alliance folder, as the copy of a party."""
        place = folder / RECORD
        place.mkdir(parents=True, exist_ok=True)
        self.write_trust(place / TRUST)
        (place / PARTY).write_text(f"{party}\n", encoding="utf-8")
        desk = open_desk(folder, hand=Hand(), new=True)
        for digest in self.blobs.digests():
            data = self.blobs.read(digest)
            if data is not None:
                desk.blobs.keep(data)
        meet(desk.store, self.copy, me=party, trust=self.trust)
        desk.store.close()
