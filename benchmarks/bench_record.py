"""The record: verifying against the signatures alone, and durable appends against a plain insert."""

from __future__ import annotations

import os
import statistics
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw

from benchmarks.measure import Result, seconds
from comity.adapters.record_sqlite import SQLiteStore
from comity.record.entry import NOT_SEEN, Payload
from comity.record.envelope import seal
from comity.record.history import OPENED, History
from comity.record.keys import SecretKey, verify
from comity.record.store import taken
from comity.record.verify import Trust, verify_record

ROUNDS, ENTRIES = 5, 25_000
CHUNK = 256
APPENDS = 400
BATCH = 1_000
KEYS = {name: SecretKey(sha256(name.encode()).digest()) for name in ("fern", "lark")}
TRUST = Trust(
    alliance="kits", origin="comity/kits", keys={name: (key.public.data,) for name, key in KEYS.items()}
)  # fmt: skip
SUBMITTED: Mapping[str, Any] = {
    "table": "deliveries", "path": "facts/deliveries/2026-03.csv", "digest": sha256(b"deliveries").hexdigest(),
    "rows": 412, "periods": ["2026-02", "2026-03"], "about": {"reported_by": "fern", "known_at": "2026-04-05"},
}  # fmt: skip

Signed = tuple[bytes, bytes, bytes]
"""A public key, what was signed, and the signature."""


@dataclass(frozen=True, slots=True)
class Made:
    """A record, and its signatures by themselves."""

    entries: Sequence[bytes]
    signatures: Sequence[Signed]


def made(entries: int) -> Made:
    """Return a record in which Fern submits facts and Lark attests them, in turns."""
    history = History()
    found: list[bytes] = []
    signatures: list[Signed] = []
    parties = {name: [{"key": b64encode(key.public.data).decode(), "may": ["*"]}] for name, key in KEYS.items()}
    opening = {"origin": TRUST.origin, "keeper": "fern", "parties": parties}
    refs: tuple[str, ...] = ()
    for number in range(entries):
        actor, kind, body = ("fern", "facts.submitted", SUBMITTED) if number % 2 else ("lark", "facts.attested", {})
        if number == 0:
            actor, kind, body = "fern", OPENED, opening
        entry = taken(history, signed(history, actor, kind, body, refs if actor == "lark" else ()), {})
        refs = (entry.leaf.hex(),)
        found.append(entry.data)
        signatures.append((KEYS[actor].public.data, entry.envelope.signed, entry.envelope.signature))
    return Made(found, signatures)


def signed(history: History, actor: str, kind: str, body: Mapping[str, Any], refs: tuple[str, ...] = ()) -> bytes:
    """Return the next entry of an actor."""
    seq, before = history.next_of(actor)
    key = KEYS[actor]
    payload = Payload(
        alliance=TRUST.alliance, entry_id=sha256(f"{actor} {seq}".encode()).hexdigest()[:32], type=kind,
        schema=f"{kind}/1", actor=actor, key_id=key.public.key_id, actor_seq=seq, actor_prev=before,
        seen_size=NOT_SEEN[0], seen_root=NOT_SEEN[1], claimed_at=datetime(2026, 4, 5, 12, tzinfo=UTC),
        effective_at=date(2026, 4, 5), refs=refs, body=body,
    )  # fmt: skip
    return seal(payload.encoded(), key).encoded()


# -- verifying --------------------------------------------------------------------------------


def whole(record: Made, pool: ProcessPoolExecutor | None = None) -> None:
    """Verify a record in full."""
    found = verify_record(record.entries, [], TRUST, pool)
    if found.failure is not None or found.history.size != len(record.entries):
        raise RuntimeError("the record does not verify")


def signatures_alone(record: Made) -> None:
    """Verify nothing but the signatures, on as many threads."""
    chunks = [record.signatures[at : at + CHUNK] for at in range(0, len(record.signatures), CHUNK)]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for done in [pool.submit(_verified, chunk) for chunk in chunks]:
            done.result()


def _verified(chunk: Sequence[Signed]) -> None:
    for public, message, signature in chunk:
        verify(public, message, signature)


def verifying() -> list[Result]:
    """Compare the verification of a record, by processes and by threads, with that of its signatures, in turns."""
    record = made(ENTRIES)
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        ways: list[Callable[[], None]] = [
            lambda: whole(record, pool), lambda: whole(record), lambda: signatures_alone(record)
        ]  # fmt: skip
        whole(record, pool)
        rounds = [[seconds(way) for way in ways] for _ in range(ROUNDS)]
    processes, threads, alone = (statistics.median(times) for times in zip(*rounds, strict=True))
    sizes = " and ".join(f"{len(data)}" for data in record.entries[-2:])
    return [
        Result(name="record: verify it by processes, against its signatures alone", value=processes / alone, unit="x",
               bar=1.25, note=f"{processes / ENTRIES * 1_000_000:.0f} s for a million entries, scaled from {ENTRIES:,};"
               f" {sizes} bytes, {cores} cores"),
        Result(name="record: verify it by threads, against its signatures alone", value=threads / alone, unit="x"),
    ]  # fmt: skip


# -- appending --------------------------------------------------------------------------------


def appending(folder: Path) -> list[Result]:
    """Compare durable appends one by one with plain inserts of rows of the same size, in turns; and batches."""
    record = made(APPENDS + 1)
    batch = made(BATCH)
    store = SQLiteStore(folder / "record.sqlite")
    insert = plain(folder / "plain.sqlite")
    store.append(record.entries[:1])
    pairs = [
        (seconds(lambda: store.append([data])), seconds(lambda: insert([data])))  # noqa: B023 - called at once
        for data in record.entries[1:]
    ]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    together = SQLiteStore(folder / "batch.sqlite")
    ours_batch, plain_batch = seconds(lambda: together.append(batch.entries)), seconds(lambda: insert(batch.entries))
    store.close()
    together.close()
    return [
        Result(name="record: a plain insert, against a durable append", value=ours / theirs, unit="x", bar=1 / 0.8,
               note=f"{1 / ours:.0f} appends a second against {1 / theirs:.0f} inserts, both synchronous=FULL"),
        Result(name=f"record: {BATCH} entries in one append, against one insert", value=ours_batch / plain_batch,
               unit="x", note=f"{BATCH / ours_batch:,.0f} entries a second; every signature is verified"),
    ]  # fmt: skip


def plain(path: Path) -> Callable[[Sequence[bytes]], object]:
    """Return what inserts rows of bytes into a table, in a transaction that waits for the disk as a record does."""
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", 2)
    connection.execute("create table rows (position integer primary key, data blob not null) strict")
    numbers = count()

    def insert(rows: Sequence[bytes]) -> None:
        with connection:
            connection.executemany("insert into rows values (?, ?)", [(next(numbers), data) for data in rows])

    return insert


def bench() -> list[Result]:
    """Return what is measured here."""
    with TemporaryDirectory() as folder:
        return [*verifying(), *appending(Path(folder))]


if __name__ == "__main__":
    from benchmarks.__main__ import main

    raise SystemExit(main(["bench_record"]))
