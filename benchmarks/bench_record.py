"""The record: verifying it against verifying its signatures alone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from benchmarks.measure import Result, processor_seconds, seconds
from comity.cli.processes import starting
from comity.record.entry import NOT_SEEN, Payload
from comity.record.envelope import seal
from comity.record.history import OPENED, History, read_entry
from comity.record.keys import SecretKey, verify
from comity.record.verify import MANY, Processes, Trust, cores, verify_record

ROUNDS, ENTRIES = 5, 25_000
CHUNK = 256
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
        entry = read_entry(signed(history, actor, kind, body, refs if actor == "lark" else ()))
        history.follow(entry, {})
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


def whole(record: Made, processes: Processes | None = None) -> None:
    """Verify a record in full."""
    found = verify_record(record.entries, [], TRUST, processes)
    if found.failure is not None or found.history.size != len(record.entries):
        raise RuntimeError("the record does not verify")


def signatures_alone(record: Made) -> None:
    """Verify nothing but the signatures, on as many cores: by threads, since libsodium works without Python's lock."""
    chunks = [record.signatures[at : at + CHUNK] for at in range(0, len(record.signatures), CHUNK)]
    with ThreadPoolExecutor(max_workers=cores()) as pool:
        for done in [pool.submit(_verified, chunk) for chunk in chunks]:
            done.result()


def _verified(chunk: Sequence[Signed]) -> None:
    for public, message, signature in chunk:
        verify(public, message, signature)


def verifying(record: Made, processes: Processes) -> list[Result]:
    """Compare the verification of a record, by processes and by threads, with that of its signatures, in turns.

    Of each the shortest time counts: whatever else the machine does only makes it longer.
    """
    ways: list[Callable[[], None]] = [
        lambda: whole(record, processes), lambda: whole(record), lambda: signatures_alone(record)
    ]  # fmt: skip
    rounds = [[seconds(way) for way in ways] for _ in range(ROUNDS)]
    by_processes, by_threads, alone = (min(times) for times in zip(*rounds, strict=True))
    ratios = sorted(took / bare for took, _, bare in rounds)
    sizes = " and ".join(f"{len(data)}" for data in record.entries[-2:])
    note = (
        f"{by_processes / len(record.entries) * 1_000_000:.0f} s for a million entries, scaled from"
        f" {len(record.entries):,}; {sizes} bytes, {cores()} cores; rounds {ratios[0]:.2f} to {ratios[-1]:.2f}"
    )
    return [
        Result(name="record: verify it by processes, against its signatures alone", value=by_processes / alone,
               unit="x", bar=1.25, note=note),
        Result(name="record: verify it by threads, against its signatures alone", value=by_threads / alone, unit="x"),
    ]  # fmt: skip


def in_processor_time(record: Made) -> Result:
    """Compare the same in processor time of all processes, with their start: other work on the machine counts less."""

    def with_processes() -> None:
        with starting() as processes:
            whole(record, processes)

    took, alone = processor_seconds(with_processes), processor_seconds(lambda: signatures_alone(record))
    name = "record: verify it by processes, processor time against that of its signatures alone"
    note = f"{took / len(record.entries) * 1_000_000:.0f} us an entry, with the start of the processes"
    return Result(name=name, value=took / alone, unit="x", note=note)


def bench() -> list[Result]:
    """Return what is measured here."""
    record = made(ENTRIES)
    with starting() as processes:
        pool = processes()
        whole(Made(record.entries[: MANY + 1], ()), lambda: pool)  # the processes are there from then on
        found = verifying(record, lambda: pool)
    return [*found, in_processor_time(record)]


if __name__ == "__main__":
    from benchmarks.__main__ import main

    raise SystemExit(main(["bench_record"]))
