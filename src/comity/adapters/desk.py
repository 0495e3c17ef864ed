"""The desk of one party: its copy of the record, the files that belong to it, and what it may sign with.

FOLDER/record/record.sqlite   the record (comity.record.store.Store), if it is not in a database (record_place)
FOLDER/record/blobs/<sha256>  files that entries name by their digest
FOLDER/record/trust.yaml      the keys with which it is opened, as the contract names them
FOLDER/record/party           the party whose copy it is

Secret keys lie elsewhere (adapters.keyring). What it amounts to is read by adapters.recorded.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from comity.adapters.blobs import Blobs
from comity.adapters.entry_days import WHEN, wrong_day
from comity.adapters.first_day import FirstDay
from comity.adapters.folder import no_folder
from comity.adapters.keyring import NO_KEY, key_file, secret_keys
from comity.adapters.record_place import DAMAGED, DATABASE, STORE, is_there, opened, place_of
from comity.agreement.trusted import key_text, read_trust
from comity.kernel.problem import Place, Problem, Refused
from comity.record.documents import Documents, documents
from comity.record.entry import NOT_SEEN, Payload
from comity.record.envelope import seal
from comity.record.exchange import with_waiting
from comity.record.files import needed_files
from comity.record.history import OPENED, Entry, read_entry
from comity.record.keys import SecretKey
from comity.record.merkle import root_of
from comity.record.refusal import Refusal
from comity.record.store import Store, taken
from comity.record.verify import Trust

RECORD, TRUST, BLOBS, PARTY = "record", "trust.yaml", "blobs", "party"
NO_RECORD, NO_PARTY, NOT_RECORDED, WRONG_DAY = "CMY-901", "CMY-903", "CMY-904", "CMY-913"


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Hand:
    """What is different each time something is signed: the moment, and a random name for the entry."""

    now: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of an entry: where it stands (None: it waits for the keeper), its leaf, its id."""

    position: int | None
    leaf: str
    entry_id: str


def store_file(folder: Path) -> Path:
    """Return where the record of an alliance folder is, if it is not in a database."""
    return folder / RECORD / STORE


def has_record(folder: Path) -> bool:
    """Tell whether an alliance folder has a record. Raises Refused where the database that may hold it is not there."""
    return is_there(folder / RECORD, _name_in_database(folder))


def _name_in_database(folder: Path) -> str:
    return record_name(folder) if place_of(folder / RECORD).name == DATABASE else ""


def record_name(folder: Path) -> str:
    """Return the name of a folder's record in a database: its origin and the party whose copy it is. Raises Refused."""
    party = party_of(folder)
    if not party:
        why, place = "nobody said whose copy of the record this is", Place(file=str(folder / RECORD / PARTY))
        hint = "`comity key new FOLDER PARTY` notes it; a record in a database is found by it."
        raise Refused(no_folder(folder) or Problem(code=NO_PARTY, place=place, why=why, hint=hint))
    return f"{trust_of(folder).origin} {party}"


def trust_of(folder: Path) -> Trust:
    """Return the trust of a folder, from record/trust.yaml. Raises Refused."""
    path = folder / RECORD / TRUST
    if not path.is_file():
        why = "there is no trust file: the keys with which the record is opened are not known"
        hint = "`comity key new FOLDER PARTY` makes your key, `comity key add` takes in the other party's."
        raise no_record(folder, path, why, hint)
    trust, problems = read_trust(path.read_bytes(), str(path))
    if trust is None:
        raise Refused(*problems)
    return trust


def party_of(folder: Path) -> str | None:
    """Return the party whose folder this is, as `comity key new` noted it. Raises Refused where it cannot be read."""
    path = folder / RECORD / PARTY
    if not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        why, hint = "this file is not UTF-8, so that it names no party", "It holds the name of your party alone."
        raise Refused(Problem(code=NO_PARTY, place=Place(file=str(path)), why=why, hint=hint)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A folder with a record, and the keys of one party. `secrets` may be empty: then it can be read, not signed."""

    folder: Path
    store: Store
    blobs: Blobs
    trust: Trust
    me: str
    secrets: Sequence[SecretKey] = ()
    hand: Hand = field(default_factory=Hand)

    # -- reading --------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Return all entries in order. Raises Refused where they are not those under the root of the record."""
        try:
            found = [read_entry(data) for data in self.store.entries()]
        except Refusal as refusal:
            raise Refused(_damaged(self.folder, refusal.why)) from refusal
        if root_of([one.leaf for one in found]) != self.store.history().root:
            raise Refused(_damaged(self.folder, "its entries are not those that were recorded"))
        return found

    def waiting(self) -> list[Entry]:
        """Return the own entries that wait for the keeper and can still be recorded, in order."""
        history, finals = self.store.history(), self.store.finals()
        found = []
        for data in self.store.waiting():
            try:
                found.append(taken(history, data, finals))
            except Refusal:
                continue
        return found

    def stuck(self) -> list[Entry]:
        """Return the own entries that wait and cannot be recorded as things are: to be withdrawn and made anew."""
        good = {one.payload.entry_id for one in self.waiting()}
        return [one for one in map(read_entry, self.store.waiting()) if one.payload.entry_id not in good]

    def documents(self) -> Documents:
        """Return what the record amounts to, what waits counted provisionally."""
        return documents(self.entries(), self.waiting())

    @property
    def final_size(self) -> int:
        """How many entries all parties have cosigned."""
        return max(self.store.finals(), default=0)

    @property
    def is_keeper(self) -> bool:
        """Whether this party puts entries in their order."""
        return self.store.history().keeper == self.me

    @property
    def has_met(self) -> bool:
        """Whether a copy of another party was met here: that one keeps the record, or has an entry in it."""
        history = self.store.history()
        return history.keeper != self.me or any(actor != self.me for actor in history.actors)

    # -- signing --------------------------------------------------------------------------

    def key(self, kind: str = "") -> SecretKey:
        """Return the key to sign a type with: the newest here that the record knows as this party's and permits it.

        Without a type any of them. Raises Refused.
        """
        keys = with_waiting(self.store).keys
        for one in self.secrets:
            known = keys.get(one.public.key_id)
            is_own = known is not None and known.party == self.me and known.until is None
            if not keys or (is_own and known is not None and (not kind or known.is_permitted(kind))):
                return one
        path, parties = key_file(self.trust.alliance, self.me), {known.party for known in keys.values()}
        if keys and self.me not in parties:
            hint = f"The parties of this record: {', '.join(sorted(parties))}."
            raise Refused(Problem(code=NO_KEY, place=self._place, why=f"there is no party {self.me}", hint=hint))
        why = f"there is no secret key here with which {self.me} may sign{f' {kind}' if kind else ''}"
        raise Refused(Problem(code=NO_KEY, place=Place(file=str(path)), why=why, hint="`comity key list` shows them."))

    def sign(
        self, kind: str, body: Mapping[str, Any], *, day: date | None = None, refs: Iterable[str] = (),
        after: tuple[int, str] | None = None,
    ) -> bytes:  # fmt: skip
        """Return the next entry of this party, signed, not recorded yet; it counts from `day` (today). Raises Refused.

        It says to have seen the last checkpoint that all have cosigned, and follows what already waits; or `after`, the
        number in the actor's chain and the leaf before it, where that is not recorded yet either.
        """
        key, history, now = self.key(kind), with_waiting(self.store), self.hand.now()
        seen = max(self.store.finals().items(), default=NOT_SEEN)
        seq, before = after or history.next_of(self.me)
        payload = Payload(
            alliance=self.trust.alliance, entry_id=self.hand.new_id(), type=kind, schema=f"{kind}/1", actor=self.me,
            key_id=key.public.key_id, actor_seq=seq, actor_prev=before, seen_size=seen[0], seen_root=seen[1],
            claimed_at=now, effective_at=day or now.date(), refs=tuple(refs), body=body,
        )  # fmt: skip
        wrong = wrong_day(payload, self.store.checkpoints(), now)
        if wrong:
            raise Refused(Problem(code=WRONG_DAY, place=self._place, why=wrong, hint=WHEN))
        if early := FirstDay(self.store).refusal(payload):
            raise Refused(Problem(code=WRONG_DAY, place=self._place, why=early[0], hint=early[1]))
        try:
            return seal(payload.encoded(), key).encoded()
        except Refusal as refusal:
            raise Refused(self._problem(refusal)) from refusal

    def record(self, data: bytes) -> Recorded:
        """Record an entry: the keeper puts it in order, of another party it waits. Durable. Raises Refused."""
        entry = read_entry(data)
        history = self.store.history()
        if missing := self.missing(entry):
            raise Refused(replace(self._problem(Refusal("no-file", missing)), hint=_BRING))
        try:
            if history.size == 0 or history.keeper == self.me:
                [receipt] = self.store.append([data])
                return Recorded(position=receipt.position, leaf=receipt.leaf, entry_id=entry.payload.entry_id)
            taken(with_waiting(self.store), data, self.store.finals())
            self.store.wait(data)
        except Refusal as refusal:
            raise Refused(self._problem(refusal)) from refusal
        return Recorded(position=None, leaf=entry.leaf.hex(), entry_id=entry.payload.entry_id)

    def missing(self, entry: Entry) -> str:
        """Return which file an entry needs that is not here, in words; "" if it is whole.

        Once in order, such an entry would leave a hole in every evidence pack, which only its signer could fill.
        """
        absent = [file for file in needed_files(entry.payload) if self.blobs.path(file.digest) is None]
        return f"its file {absent[0].path} (SHA-256 {absent[0].digest[:16]}…) is not here" if absent else ""

    def doubt(self, entry: Entry) -> str:
        """Return why an entry of the other party should not be put in order, "" for no reason: form, file or day."""
        payload = entry.payload
        if not payload.is_of_its_schema:
            return f"it is {payload.type} and calls itself {payload.schema}, which is the form of another type"
        return _brings(entry, self.missing(entry)) or wrong_day(payload, self.store.checkpoints(), self.hand.now())

    def misdated(self, first: int = 0) -> Iterator[tuple[int, Entry, str]]:
        """Yield the entries in order from a position on that count from a day from which none may, and why."""
        checkpoints, now = self.store.checkpoints(), self.hand.now()
        for position, data in enumerate(self.store.entries(first), start=first):
            entry = read_entry(data)
            if why := wrong_day(entry.payload, [one for one in checkpoints if one.size <= position], now):
                yield position, entry, why

    def doubts(self, first: int = 0) -> list[tuple[int, Entry, str]]:
        """Return what the keeper put in order from a position on and should not have: its file or its day is wrong."""
        wrong, first_day = list(self.misdated(first)), FirstDay(self.store)
        for position, data in enumerate(self.store.entries(first), start=first):
            entry = read_entry(data)
            early, _ = first_day.refusal(entry.payload) or ("", "")
            wrong += [(position, entry, why) for why in (_brings(entry, self.missing(entry)), early) if why]
        return sorted(wrong, key=lambda found: found[0])

    def withdraw(self, entry_id: str) -> None:
        """Take back an own entry that waits. What the keeper has put in order stays. Raises Refused."""
        try:
            self.store.withdraw(entry_id)
        except Refusal as refusal:
            raise Refused(self._problem(refusal)) from refusal

    def opening(self, day: date | None = None) -> bytes:
        """Return the entry that opens the record with the keys of the trust file; this party will keep it.

        Raises Refused, too where one key stands under two parties: no record opened with it could be verified.
        """
        owners = [(key, party) for party, keys in self.trust.keys.items() for key in set(keys)]
        for key, times in Counter(key for key, _ in owners).items():
            if times > 1:
                shared = " and ".join(party for one, party in owners if one == key)
                why, place = f"one key stands under {shared}", Place(file=str(self.folder / RECORD / TRUST))
                hint = "Each party makes its own, by `comity key new`; take the wrong line out."
                raise Refused(Problem(code=NO_KEY, place=place, why=why, hint=hint))
        parties = {
            party: [{"key": key_text(key), "may": ["*"]} for key in keys] for party, keys in self.trust.keys.items()
        }
        return self.sign(OPENED, {"origin": self.trust.origin, "keeper": self.me, "parties": parties}, day=day)

    def discard(self) -> None:
        """Take away a record that was made for entries which were then refused: nothing was recorded in it.

        One that cannot be read stays, and nothing is raised: why the entries were refused is what is to be said.
        """
        try:
            empty = self.store.history().size == 0
        except Refusal:
            empty = False
        self.store.close()
        path = store_file(self.folder)
        names = (path.name, f"{path.name}-wal", f"{path.name}-shm", path.with_suffix(".head.txt").name)
        for name in names if empty else ():
            path.with_name(name).unlink(missing_ok=True)

    @property
    def _place(self) -> Place:
        return Place(file=str(place_of(self.folder / RECORD)))

    def _problem(self, refusal: Refusal) -> Problem:
        return Problem(code=NOT_RECORDED, place=self._place, why=f"nothing was recorded: {refusal.why}")


def open_desk(folder: Path, *, me: str | None = None, hand: Hand | None = None, new: bool = False) -> Desk:
    """Open the record of a folder as one of its parties, by default the one that record/party names. Raises Refused.

    With `new` an empty record is made where there is none.
    """
    if not new and not has_record(folder):
        hint = "`comity sign FOLDER` opens one; `comity sync FOLDER FILE` takes in that of the other party."
        raise no_record(folder, folder, "this folder has no record", hint)
    trust = trust_of(folder)
    party = me or party_of(folder) or ""
    store = opened(folder / RECORD, _name_in_database(folder))
    return Desk(
        folder=folder, store=store, blobs=Blobs(folder / RECORD / BLOBS), trust=trust,
        me=party, secrets=secret_keys(trust.alliance, party) if party else (), hand=hand or Hand(),
    )  # fmt: skip


def no_record(folder: Path, path: Path, why: str, hint: str) -> Refused:
    """Return that something is not there without which no desk is opened; or that the folder itself is not there."""
    return Refused(no_folder(folder) or Problem(code=NO_RECORD, place=Place(file=str(path)), why=why, hint=hint))


# -- words --------------------------------------------------------------------------------------

_BRING = "Keep the file in record/blobs under its digest first, as `comity submit` does."


def _brings(entry: Entry, missing: str) -> str:
    """Return what is missing of an entry with who can bring it; "" where nothing is."""
    return f"{missing}; it comes with a copy that {entry.payload.actor} writes by `comity sync`" if missing else ""


def _damaged(folder: Path, why: str) -> Problem:
    hint = "Take the record from a backup, or from the other party by `comity sync`."
    place = Place(file=str(place_of(folder / RECORD)))
    return Problem(code=DAMAGED, place=place, why=f"this record is damaged: {why}", hint=hint)
