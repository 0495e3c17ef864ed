"""What is in a pack, how it is written, and how it is read again. Nothing is believed here but that it is one spelling.

A pack is a bag (RFC 8493) in an archive (zipped.py). The same record with the same files gives the same bytes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import BinaryIO

from comity.evidence import bag
from comity.evidence.readme import TEXT
from comity.evidence.zipped import Member, Source, measured, members_of, pieces, write
from comity.kernel import lexical
from comity.record.b64 import from_base64
from comity.record.canonical import decode, encode
from comity.record.entry import Payload
from comity.record.history import History, read_entry
from comity.record.note import Checkpoint, read_checkpoint
from comity.record.refusal import Refusal

ENTRIES, KEYS, EXPECTED, README = "data/entries.jsonl", "data/keys.json", "data/expected.json", "data/README.txt"
OPENINGS, CHECKPOINTS, STAMPS, BLOBS = "data/openings.jsonl", "data/checkpoints/", "data/tst/", "data/blobs/"
MOST_SMALL = 16 * 2**20
"""The largest of those files that are read as a whole, in bytes."""
MOST_LINE = 64 * 2**20
"""The longest line: an entry, or a payload that an opening carries, in bytes."""

_SIZED = {CHECKPOINTS: re.compile(r"([0-9]{12})\.txt").fullmatch, STAMPS: re.compile(r"([0-9]{12})\.tsr").fullmatch}
_DIGEST = re.compile("[0-9a-f]{64}").fullmatch

Progress = Callable[[str, int], None]
"""Is told what is being done, and how far it is: entries, or bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Personal data that a commitment in the record was made of: of whom (a pseudonym), salt (32 bytes) and payload."""

    commitment: str
    subject: str
    salt: bytes
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A standing that evaluating the record must come to; `result` is the SHA-256 (hex) of its document."""

    as_of: date
    known_at: date
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What goes into a pack. `stamps` are time stamps by the size of their checkpoint, `blobs` files by their SHA-256.

    `openings` is None where personal data are kept out of it.
    """

    history: History
    entries: Callable[[], Iterable[bytes]]
    checkpoints: Sequence[Checkpoint] = ()
    stamps: Mapping[int, bytes] = field(default_factory=dict)
    blobs: Mapping[str, Source] = field(default_factory=dict)
    openings: Sequence[Opening] | None = None
    expected: Sequence[Expected] = ()


# -- writing ----------------------------------------------------------------------------------


def write_pack(out: BinaryIO, packed: Packed) -> None:
    """Write a pack. Raises Refusal where it would have more than the format holds."""
    sources = dict(sorted(_sources(packed).items()))
    data = [measured(name, source) for name, source in sources.items()]
    history = packed.history
    entries = sum(1 for _ in packed.entries())
    tags = bag.tag_files(data, alliance=history.alliance, origin=history.origin, entries=entries)
    base = bag.base_of(history.alliance)
    everything = {**{name: _held(text) for name, text in tags.items()}, **sources}
    known = {one.name: one for one in data}
    write(out, [(_below(base, known.get(name) or measured(name, of)), of) for name, of in everything.items()])


def _below(base: str, member: Member) -> Member:
    return Member(name=base + member.name, size=member.size, crc=member.crc, digest=member.digest)


def _sources(packed: Packed) -> dict[str, Source]:
    found: dict[str, Source] = {
        ENTRIES: lambda: (data + b"\n" for data in packed.entries()),
        KEYS: _held(keys_document(packed.history)),
        EXPECTED: _held(_expected_document(packed.expected)),
        README: _held(TEXT.encode()),
    }
    found |= {f"{CHECKPOINTS}{one.size:012}.txt": _held(one.note().encode()) for one in packed.checkpoints}
    found |= {f"{STAMPS}{size:012}.tsr": _held(token) for size, token in packed.stamps.items()}
    found |= {f"{BLOBS}{digest}": source for digest, source in packed.blobs.items()}
    if packed.openings is not None:
        found[OPENINGS] = _held(b"".join(map(_opening_line, _sorted(packed.openings))))
    return found


def _held(data: bytes) -> Source:
    return lambda: iter((data,))


def keys_document(history: History) -> bytes:
    """Return the keys of a history: whose, for what, and for which entries; `until` where one was revoked."""
    keys = []
    for name, key in sorted(history.keys.items()):
        found: dict[str, object] = {
            "id": name, "party": key.party, "key": b64encode(key.public).decode(), "may": list(key.may),
            "since": key.since,
        }  # fmt: skip
        keys.append(found if key.until is None else {**found, "until": key.until})
    return encode({"keeper": history.keeper, "keys": keys, "parties": list(history.parties)}) + b"\n"


def _expected_document(expected: Sequence[Expected]) -> bytes:
    listed = [
        {"as_of": one.as_of.isoformat(), "known_at": one.known_at.isoformat(), "result": one.result}
        for one in sorted(expected, key=lambda one: (one.as_of, one.known_at, one.result))
    ]
    return encode({"standings": listed}) + b"\n"


def _sorted(openings: Iterable[Opening]) -> list[Opening]:
    return sorted(openings, key=lambda one: one.commitment)


def _opening_line(one: Opening) -> bytes:
    line = {
        "commitment": one.commitment, "subject": one.subject, "salt": one.salt.hex(),
        "payload": b64encode(one.payload).decode(),
    }  # fmt: skip
    return encode(line) + b"\n"


# -- reading ----------------------------------------------------------------------------------


class Misfit(Refusal):
    """A file of a pack does not follow from the others. `pack` can be read all the same, to see what is as signed."""

    def __init__(self, name: str, pack: Pack) -> None:
        super().__init__("bad-pack", f"{name} is not what follows from the other files of this pack")
        self.pack = pack


class Pack:
    """A pack that is in order as a pack: one spelling, complete, every file as its manifest says.

    What its files say is not believed yet (verify.py). `alliance` is what its first entry says.
    """

    def __init__(self, archive: BinaryIO, progress: Progress | None = None) -> None:
        self._archive = archive
        self._progress = progress or (lambda what, done: None)
        listed = members_of(archive)
        base = listed[0].name.partition("/")[0] + "/" if listed else ""
        outside = next((one.name for one in listed if not one.name.startswith(base)), None)
        if outside is not None:
            raise Refusal("bad-pack", f"{outside} does not lie in the folder of this pack, {base[:80]}")
        self._members = {one.name.removeprefix(base): one for one in listed}
        self._complete()
        found = self._measured()
        first = self._first(base)
        self.alliance, self._origin = first.alliance, str(first.body.get("origin"))
        self.checkpoints = tuple(self._checkpoint(size, name) for size, name in self._sizes(CHECKPOINTS))
        self.stamps = {size: self._small(name) for size, name in self._sizes(STAMPS)}
        self.blobs = frozenset(name.removeprefix(BLOBS) for name in self._members if name.startswith(BLOBS))
        self.expected = _expected(self._small(EXPECTED))
        self.openings = self._openings() if OPENINGS in self._members else None
        self.keys = self._small(KEYS)
        self._same_spelling(found)

    def entries(self) -> Iterator[bytes]:
        """Yield the entries in the order of the record."""
        yield from self._lines(ENTRIES)

    def blob(self, digest: str) -> Iterator[bytes]:
        """Yield the bytes of a file by its SHA-256, in pieces."""
        return pieces(self._archive, self._members[BLOBS + digest])

    def changed(self) -> frozenset[str]:
        """Return the files under `data/` that are not as the manifest, or this version of the format, has them."""
        wrong = {name for name, text in self._follows.items() if name not in bag.TAGS and self._small(name) != text}
        here, listed = (set(text.splitlines()) for text in (self._follows[bag.MANIFEST], self._small(bag.MANIFEST)))
        return frozenset(wrong | {line.decode("ascii", "replace")[66:] for line in here ^ listed})

    def _complete(self) -> None:
        """Refuse a pack of another version, and one in which files are missing, strange, or in another order."""
        names = list(self._members)
        missing = [name for name in (*bag.TAGS, ENTRIES, KEYS, EXPECTED, README) if name not in self._members]
        if missing:
            raise Refusal("bad-pack", f"this pack has no {missing[0]}: it is none, or not a whole one")
        version = bag.version_of(self._small(bag.INFO))
        if version != bag.VERSION:
            raise Refusal("other-version", f"this is a pack of version {version}; this program reads {bag.VERSION}")
        if names != [*bag.TAGS, *sorted(name for name in names if name not in bag.TAGS)]:
            raise Refusal("bad-pack", "the files of this pack do not stand in their order")
        for name in names[len(bag.TAGS) :]:
            if not _is_known(name):
                raise Refusal("bad-pack", f"a pack has no file {name}")

    def _measured(self) -> list[Member]:
        """Return the files with their digests, after reading each to its end; a file is the one its name says."""
        found = []
        done = 0
        for name, member in self._members.items():
            digest = measured(name, partial(pieces, self._archive, member)).digest
            done += member.size
            self._progress("Reading bytes", done)
            found.append(Member(name=name, size=member.size, crc=member.crc, digest=digest))
            if name.startswith(BLOBS) and name != BLOBS + digest:
                raise Refusal("bad-pack", f"{name} holds something else than its name says")
        return found

    def _first(self, base: str) -> Payload:
        """Return the payload of the first entry, which names the alliance, and so the folder of the pack."""
        try:
            payload = read_entry(next(self._lines(ENTRIES), b"")).payload
        except Refusal as refusal:
            raise Refusal("bad-pack", f"the first entry cannot be read: {refusal.why}") from None
        if base != bag.base_of(payload.alliance):
            raise Refusal("bad-pack", f"the folder of this pack is {base[:80]}, not {bag.base_of(payload.alliance)}")
        return payload

    def _same_spelling(self, found: Sequence[Member]) -> None:
        """Refuse a pack in which a file is not what the others say it is, or is written otherwise than it would be."""
        entries = sum(1 for _ in self.entries())
        data = [one for one in found if one.name not in bag.TAGS]
        tags = bag.tag_files(data, alliance=self.alliance, origin=self._origin, entries=entries)
        self._follows = {
            **tags, EXPECTED: _expected_document(self.expected), README: TEXT.encode(),
        }  # fmt: skip
        for name, text in self._follows.items():
            if self._small(name) != text:
                raise Misfit(name, self)

    def _sizes(self, folder: str) -> Iterator[tuple[int, str]]:
        for name in self._members:
            if name.startswith(folder):
                found = _SIZED[folder](name.removeprefix(folder))
                assert found is not None
                yield int(found[1]), name

    def _checkpoint(self, size: int, name: str) -> Checkpoint:
        try:
            found = read_checkpoint(self._small(name).decode())
        except (Refusal, UnicodeDecodeError) as wrong:
            raise Refusal("bad-pack", f"{name}: {wrong}") from None
        if found.size != size:
            raise Refusal("bad-pack", f"{name} is a checkpoint of {found.size} entries")
        return found

    def _openings(self) -> tuple[Opening, ...]:
        """Return the openings; Refusal for lines that are not spelt or do not stand as they would be written."""
        found = tuple(_opening(line, number) for number, line in enumerate(self._lines(OPENINGS), start=1))
        if len({one.commitment for one in found}) < len(found):
            raise Refusal("bad-pack", f"{OPENINGS} opens one commitment twice")
        if list(found) != _sorted(found):
            raise Refusal("bad-pack", f"the lines of {OPENINGS} do not stand in the order of their commitments")
        return found

    def _small(self, name: str) -> bytes:
        member = self._members[name]
        if member.size > MOST_SMALL:
            raise Refusal("bad-pack", f"{name} has {member.size:,} bytes; at most {MOST_SMALL:,} are read")
        return b"".join(pieces(self._archive, member))

    def _lines(self, name: str) -> Iterator[bytes]:
        """Yield lines without their end; each must have one."""
        rest = b""
        for piece in pieces(self._archive, self._members[name]):
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > MOST_LINE:
                raise Refusal("bad-pack", f"{name} has a line of more than {MOST_LINE:,} bytes")
            yield from lines
        if rest:
            raise Refusal("bad-pack", f"{name} does not end with its last line")


def _is_known(name: str) -> bool:
    if name in (ENTRIES, KEYS, EXPECTED, README, OPENINGS):
        return True
    if name.startswith(BLOBS):
        return _DIGEST(name.removeprefix(BLOBS)) is not None
    return any(name.startswith(of) and form(name.removeprefix(of)) is not None for of, form in _SIZED.items())


def _expected(data: bytes) -> tuple[Expected, ...]:
    try:
        found = decode(data.removesuffix(b"\n"))
        return tuple(
            Expected(
                as_of=lexical.date(one["as_of"]), known_at=lexical.date(one["known_at"]),
                result=_hex(one["result"]),
            )
            for one in found["standings"]
        )  # fmt: skip
    except (Refusal, ValueError, KeyError, TypeError) as wrong:
        raise Refusal("bad-pack", f"{EXPECTED} has another form: {wrong}") from None


def _opening(line: bytes, number: int) -> Opening:
    try:
        found = decode(line)
        made = Opening(
            commitment=_hex(found["commitment"]), subject=str(found["subject"]), salt=bytes.fromhex(found["salt"]),
            payload=from_base64(found["payload"]),
        )  # fmt: skip
        if _opening_line(made) != line + b"\n":
            raise ValueError("it is spelt in another way than an opening is written")
        return made
    except (Refusal, ValueError, KeyError, TypeError) as wrong:
        raise Refusal("bad-pack", f"line {number} of {OPENINGS} has another form: {wrong}") from None


def _hex(text: object) -> str:
    if not isinstance(text, str) or _DIGEST(text) is None:
        raise ValueError("a digest has 64 hex digits")
    return text
