"""What somebody could try with a record: each attack tries it, and says whether it succeeded."""

import shutil
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apsw

from comity.adapters import desk as desk_module
from comity.adapters import entry_days
from comity.adapters.record_sqlite import SQLiteStore
from comity.evidence import named as named_module
from comity.evidence import versions
from comity.record import envelope, exchange
from comity.record.documents import documents
from comity.record.entry import NOT_SEEN
from comity.record.envelope import Envelope
from comity.record.exchange import Copy, cosign, meet
from comity.record.history import ENROLLED, REVOKED, History, read_entry
from comity.record.note import Checkpoint
from comity.record.store import taken
from comity.record.verify import verify_record
from tests.record.making import FERN, LARK, OTHER, cosigned, enrolled, entry, opened, opening, record, trust

Attack = Callable[[Path], bool]
"""Tries something in an empty folder; whether it succeeded. A Refusal is a failure."""


def believed(entries: list[bytes], *checkpoints: Checkpoint, size: int | None = None, **trusted: Any) -> bool:
    """Tell whether a record is believed, to its end; or that so many entries of it are final."""
    found = verify_record(entries, checkpoints, trust(**trusted))
    return found.failure is None and (size is None or found.final_size == size)


def delegated(*may: str) -> tuple[History, list[bytes]]:
    """Return a record in which Lark enrolled a further key for some types."""
    made, entries = opened(), [opening()]
    entries.append(entry(made, "lark", LARK, ENROLLED, enrolled(OTHER, *may)))
    taken(made, entries[-1], {})
    return made, entries


# -- one entry --------------------------------------------------------------------------------


def edited(_: Path) -> bool:
    """Another number in the last entry, under the signature of the old one."""
    _made, entries = record(3)
    there = envelope.opened(entries[3])
    entries[3] = Envelope(there.payload.replace(b'"n":2', b'"n":9'), there.key_id, there.signature).encoded()
    return believed(entries)


def doubled(_: Path) -> bool:
    """The last entry once more."""
    _made, entries = record(3)
    return believed([*entries, entries[-1]])


def named_twice(_: Path) -> bool:
    """Another entry of the same id, which no store would take over."""
    made, entries = record(3)
    name = read_entry(entries[1]).payload.entry_id
    return believed([*entries, entry(made, "lark", LARK, body={"n": "another"}, entry_id=name)])


def respelt(_: Path) -> bool:
    """The envelope with a space: another leaf for what was signed once."""
    _made, entries = record(3)
    return believed([*entries[:3], entries[3].replace(b'"payload":', b'"payload": ')])


def replayed(_: Path) -> bool:
    """An entry that Lark signed, by the same key, for another alliance with Fern."""
    made, entries = record(2)
    return believed([*entries, entry(made, "lark", LARK, alliance="other")])


def in_the_name_of_the_other(_: Path) -> bool:
    """Lark signs as Fern."""
    made, entries = record(2)
    return believed([*entries, entry(made, "fern", LARK)])


def beyond_its_types(_: Path) -> bool:
    """Lark's clerk, who hands in facts, waives a claim."""
    made, entries = delegated("facts.*")
    return believed([*entries, entry(made, "lark", OTHER, "clause.act", {"do": "waive"})])


def after_revocation(_: Path) -> bool:
    """The thief of a key that Lark has revoked goes on signing."""
    made, entries = delegated()
    entries.append(entry(made, "lark", LARK, REVOKED, {"key_id": OTHER.public.key_id}))
    taken(made, entries[-1], {})
    return believed([*entries, entry(made, "lark", OTHER)])


def taken_back_by_revocation(folder: Path) -> bool:
    """Lark revokes the key with which it had cosigned, so that what was cosigned should not become final."""
    made, entries = delegated()
    checkpoint = made.checkpoint().cosigned("fern", FERN, 100).cosigned("lark", OTHER, 100)
    store = SQLiteStore(folder / "fern.sqlite")
    store.append([*entries, entry(made, "lark", LARK, REVOKED, {"key_id": OTHER.public.key_id})])
    store.keep(checkpoint)
    return store.finals() == {}


def cosigned_after_revocation(_: Path) -> bool:
    """The thief of a key that Lark has revoked cosigns in Lark's name what came after."""
    made, entries = delegated()
    entries.append(entry(made, "lark", LARK, REVOKED, {"key_id": OTHER.public.key_id}))
    taken(made, entries[-1], {})
    checkpoint = cosigned(made.checkpoint(), "fern").cosigned("lark", OTHER, 1_772_000_000)
    return believed(entries, checkpoint, size=3)


def weak_key(_: Path) -> bool:
    """A key under which one signature fits every entry is enrolled."""
    made, entries = record(1)
    weak = {"key": b64encode(b"\x01" + bytes(31)).decode(), "may": ["*"]}
    return believed([*entries, entry(made, "lark", LARK, ENROLLED, weak)])


# -- the order --------------------------------------------------------------------------------


def withheld(_: Path) -> bool:
    """Lark's second entry is left out, its third is shown."""
    _made, entries = record(6)
    return believed([*entries[:4], *entries[5:]])


def dated_after_nothing(_: Path) -> bool:
    """An entry names as seen a checkpoint that nobody cosigned."""
    made, entries = record(4)
    return believed([*entries, entry(made, "fern", FERN, seen_size=5, seen_root=made.root.hex())])


def unseen(_: Path) -> bool:
    """Lark, which had seen a final checkpoint, signs as if it had not, to date an entry back."""
    made, entries = record(4)
    checkpoint = cosigned(made.checkpoint())
    finals = {checkpoint.size: checkpoint.root.hex()}
    entries.append(entry(made, "lark", LARK, seen_size=5, seen_root=checkpoint.root.hex()))
    taken(made, entries[-1], finals)
    return believed([*entries, entry(made, "lark", LARK)], checkpoint)


def back_dated(_: Path) -> bool:
    """An entry signed in March counts from January, though its signer had seen the record final in February."""
    made, _entries = record(4)
    checkpoint = cosigned(made.checkpoint())  # on 25 February 2026
    late = entry(
        made, "lark", LARK, seen_size=5, seen_root=checkpoint.root.hex(), effective_at=date(2026, 1, 5)
    )  # fmt: skip
    return entry_days.wrong_day(read_entry(late).payload, [checkpoint], datetime(2026, 3, 1, 12, tzinfo=UTC)) == ""


def back_dated_unseen(_: Path) -> bool:
    """Lark cosigned in February; an entry of March counts from January, and says that Lark had seen no checkpoint."""
    made, _entries = record(4)
    mine = made.checkpoint().cosigned("lark", LARK, 1_772_000_000)
    late = entry(made, "lark", LARK, effective_at=date(2026, 1, 5))
    return entry_days.wrong_day(read_entry(late).payload, [mine], datetime(2026, 3, 1, 12, tzinfo=UTC)) == ""


def cosigned_in_the_future(folder: Path) -> bool:
    """Lark cosigns in the year 2100, so that nobody who has seen that can sign for an earlier day."""
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    made, entries = record(4)
    checkpoint = made.checkpoint().cosigned("fern", FERN, 1_772_000_000).cosigned("lark", LARK, 4_102_444_800)
    store = SQLiteStore(folder / "fern.sqlite")
    theirs = Copy(entries=entries, checkpoints=[checkpoint])
    meet(store, exchange.without_cosignatures_after(theirs, int(now.timestamp()))[0], me="fern", trust=trust())
    size, root = max(store.finals().items(), default=NOT_SEEN)
    mine = read_entry(entry(store.history(), "fern", FERN, seen_size=size, seen_root=root))
    return entry_days.wrong_day(mine.payload, store.checkpoints(), now) != ""


# -- the whole --------------------------------------------------------------------------------


def deleted(_: Path) -> bool:
    """Lark's last entry is taken out, and one of Fern's put in its place, so that the number is right."""
    checkpoint = cosigned(record(6)[0].checkpoint())
    shorter, rest = record(5)
    return believed([*rest, entry(shorter, "fern", FERN, body={"n": "instead"})], checkpoint)


def rewritten(_: Path) -> bool:
    """Somebody who holds Lark's key signs the end anew."""
    made, _entries = record(6)
    anew, entries = record(5)
    return believed([*entries, entry(anew, "lark", LARK, body={"n": "rewritten"})], cosigned(made.checkpoint()))


def truncated(_: Path) -> bool:
    """The last entries are cut off, below the checkpoint that covers them."""
    made, entries = record(6)
    return believed(entries[:4], cosigned(made.checkpoint()))


def equivocated(folder: Path) -> bool:
    """Fern shows Lark one history, and then another one of the same length."""
    lark = SQLiteStore(folder / "lark.sqlite")
    for kind in ("facts.submitted", "facts.attested"):
        meet(lark, Copy(entries=record(4, kind)[1]), me="lark", trust=trust())
    return True


def rolled_back(folder: Path) -> bool:
    """The file of the record is put back from an old copy."""
    path, old = folder / "lark.sqlite", folder / "old.sqlite"
    _made, entries = record(6)
    store = SQLiteStore(path)
    store.append(entries[:3])
    store.close()
    shutil.copy(path, old)
    store = SQLiteStore(path)
    store.append(entries[3:])
    store.close()
    for left in folder.glob("lark.sqlite*"):
        left.unlink()
    shutil.copy(old, path)
    return SQLiteStore(path).history().size == 3


def continued_otherwise(folder: Path) -> bool:
    """Who operates Lark's store exchanges its entries; Lark's program is to cosign what does not continue."""
    before = record(6)[0].checkpoint().cosigned("lark", LARK, 100)
    store = SQLiteStore(folder / "lark.sqlite")
    store.append(record(9, "facts.attested")[1])
    store.close()
    tampered = apsw.Connection(str(folder / "lark.sqlite"))
    values = (before.size, before.note(), before.root.hex(), 0)
    tampered.execute("insert into checkpoints values (?, ?, ?, ?)", values)
    tampered.close()
    return cosign(SQLiteStore(folder / "lark.sqlite"), "lark", LARK, 200).size == 10


def opened_with_other_keys(_: Path) -> bool:
    """Whoever opens a record anew with a key of its own in Lark's name."""
    parties = {"fern": [enrolled(FERN)], "lark": [enrolled(OTHER)]}
    return believed([opening(parties=parties)])


def final_by_one(_: Path) -> bool:
    """Fern alone cosigns, and calls it final."""
    made, entries = record(4)
    return believed(entries, cosigned(made.checkpoint(), "fern"), size=5)


def final_by_a_clerk(_: Path) -> bool:
    """Lark's clerk, who may hand in facts, cosigns for Lark."""
    made, entries = delegated("facts.*")
    return believed(entries, made.checkpoint().cosigned("fern", FERN, 100).cosigned("lark", OTHER, 100), size=2)


# -- what entries say -------------------------------------------------------------------------


def changed_definition(_: Path) -> bool:
    """Fern proposes other definitions and signs them alone: they are to be in force."""
    made = opened()
    entries = [read_entry(opening())]
    for digit, signers in (("a", ("fern", "lark")), ("b", ("fern",))):
        body = {"files": [{"path": "agreement.yaml", "digest": digit * 64}], "digest": digit * 64}
        entries.append(taken(made, entry(made, "fern", FERN, "agreement.proposed", body), {}))
        leaf = entries[-1].leaf.hex()
        for who in signers:
            key = {"fern": FERN, "lark": LARK}[who]
            signed = entry(made, who, key, "agreement.signed", {"digest": digit * 64}, refs=(leaf,))
            entries.append(taken(made, signed, {}))
    found = documents(entries).agreement_on(date(2026, 3, 1))
    return found is not None and found.digest == "b" * 64


def exchanged_definition(_: Path) -> bool:
    """Lark signs the terms of one proposal; Fern holds the signature under a proposal of other terms."""
    made = opened()
    body = {"files": [{"path": "agreement.yaml", "digest": "b" * 64}], "digest": "b" * 64}
    entries = [read_entry(opening()), taken(made, entry(made, "fern", FERN, "agreement.proposed", body), {})]
    leaf = entries[-1].leaf.hex()
    entries.append(taken(made, entry(made, "lark", LARK, "agreement.signed", {"digest": "a" * 64}, refs=(leaf,)), {}))
    return "lark" in documents(entries).proposals[0].signed


def signed_after_it_lapsed(_: Path) -> bool:
    """Fern proposes a, then b, and both sign b; then Lark alone signs a, from a day before: it was in force then."""
    made = opened()
    entries, leaves = [read_entry(opening())], {}
    steps = [(1, "fern", "a"), (2, "fern", "b"), (4, "lark", "b"), (3, "lark", "a")]
    for day, who, digit in steps:
        key, digest = {"fern": FERN, "lark": LARK}[who], digit * 64
        if digit not in leaves:
            body = {"files": [{"path": "agreement.yaml", "digest": digest}], "digest": digest}
            entries.append(taken(made, entry(made, who, key, "agreement.proposed", body), {}))
            leaves[digit] = entries[-1].leaf.hex()
        more = {"refs": (leaves[digit],), "effective_at": date(2026, 2, day)}
        entries.append(taken(made, entry(made, who, key, "agreement.signed", {"digest": digest}, **more), {}))
    found = documents(entries).agreement_on(date(2026, 2, 3))
    return found is not None and found.digest == "a" * 64


def erased_by_the_other(_: Path) -> bool:
    """Fern records that it erased what Lark committed to, so that nobody asks where it is."""
    made = opened()
    entries = [taken(made, entry(made, "lark", LARK, "survey.committed", {"commitments": ["a" * 64]}), {})]
    body = {"subject": "respondent_1", "commitments": ["a" * 64]}
    entries.append(taken(made, entry(made, "fern", FERN, "erasure.made", body), {}))
    return "a" * 64 in named_module.named(entries).erasers


def empty_standing(_: Path) -> bool:
    """Fern records the digest of nothing as what the standing comes to."""
    return versions.the_same(b"{}", b'{"verdicts":{"supply":[]}}', None) is not None


def without_its_file(folder: Path) -> bool:
    """Lark's submission waits, and its file is kept back: put in order, it would be missing for ever."""
    return len(met_by_fern(folder, Copy(entries=[opening()], waiting=[submitted_without_file()]))) == 2


def ordered_by_the_other(folder: Path) -> bool:
    """Lark's submission without its file does not wait: Lark, which does not keep the record, has put it in order."""
    return len(met_by_fern(folder, Copy(entries=[opening(), submitted_without_file()]))) == 2


def submitted_without_file() -> bytes:
    """Return a submission of Lark in a record that was just opened."""
    body = {"table": "orders", "path": "orders.csv", "digest": "a" * 64}
    return entry(opened(), "lark", LARK, "facts.submitted", body)


def met_by_fern(folder: Path, theirs: Copy) -> list[bytes]:
    """Let Fern, which has just opened the record, holds no files and keeps it, take over a copy; its entries then."""
    fern = SQLiteStore(folder / "fern.sqlite")
    fern.append([opening()])
    blobs = SimpleNamespace(path=lambda digest: None)
    desk: Any = SimpleNamespace(blobs=blobs, store=fern, hand=desk_module.Hand())
    desk.missing = lambda one: desk_module.Desk.missing(desk, one)
    exchange.take_over(fern, theirs, me="fern", door=lambda one: desk_module.Desk.doubt(desk, one))
    return list(fern.entries())
