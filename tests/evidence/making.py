"""A small record of Fern and Lark with everything a pack can hold, made the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from comity import __version__
from comity.evidence.again import Again
from comity.evidence.pack import Expected, Opening, Packed, write_pack
from comity.evidence.report import Finding, Found, Report
from comity.evidence.verify import Given, verify_pack
from comity.evidence.zipped import Source
from comity.opening.again import Evaluator
from comity.record.commitment import commitment
from comity.record.documents import documents
from comity.record.history import OPENED, History, read_entry
from comity.record.keys import SecretKey
from comity.record.note import Checkpoint
from comity.record.store import taken
from tests.record.making import FERN, LARK, ORIGIN, enrolled, entry, trust

AGREEMENT = b"""\
comity: 1
alliance: kits
title: Kits of Fern and Lark
parties: {fern: Fern Works Ltd, lark: Lark Foods Ltd}
currency: USD
starts: 2026-01-01
facts:
  orders:
    reported by: lark
    every: month
    due: 10 days after period end
    columns: {month: period, filled: number >= 0, ordered: number > 0}
  ratings:
    reported by: lark
    every: quarter
    due: 20 days after period end
    columns: {quarter: period, rating: number >= 1}
metrics:
  fill_rate: {is: sum(orders.filled) / sum(orders.ordered), every: month, unit: percent}
  rating: {is: avg(ratings.rating), every: quarter, round: 0.1}
clauses:
  supply: {owed by: fern, owed to: lark, measure: fill_rate, every: month, at least: 95%}
"""
JANUARY = b"month,filled,ordered\n2026-01,96,100\n"
FEBRUARY = b"month,filled,ordered\n2026-02,90,100\n"
RATINGS = b"quarter,rating\n2026-Q1,7.5\n"
SUBJECTS = ("respondent_1", "respondent_2")
ANSWERS = (b"7", b"8")
SALTS = tuple(sha256(name.encode()).digest() for name in SUBJECTS)
OPENS = date(2026, 1, 4)
AS_OF = date(2026, 4, 30)
WHO = {"fern": FERN, "lark": LARK}


def moment(day: date) -> datetime:
    """Return noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


_DOCUMENTS: dict[object, Again] = {}
"""Standings that were computed before, by entries and days: many tests begin with the same record."""


class Making:
    """A record as it grows. `say` lets a party add an entry; `cosign` makes all of it final."""

    def __init__(self) -> None:
        self.history = History()
        parties = {"fern": [enrolled(FERN)], "lark": [enrolled(LARK)]}
        body = {"origin": ORIGIN, "keeper": "fern", "parties": parties}
        first = entry(self.history, "fern", FERN, OPENED, body, claimed_at=moment(OPENS), effective_at=OPENS)
        self.entries = [first]
        taken(self.history, first, {})
        self.checkpoints: list[Checkpoint] = []
        self.blobs: dict[str, bytes] = {}
        self.openings: list[Opening] | None = None
        self.expected: list[Expected] = []
        self.stamps: dict[int, bytes] = {}

    def keep(self, data: bytes) -> str:
        """Keep a file; its digest."""
        digest = sha256(data).hexdigest()
        self.blobs[digest] = data
        return digest

    def say(
        self, actor: str, kind: str, body: dict[str, Any], day: date, refs: Sequence[str] = (), **changes: Any
    ) -> str:
        """Add an entry; its leaf."""
        finals = {one.size: one.root.hex() for one in self.checkpoints if self.history.is_final(one)}
        size, root = max(finals.items(), default=(0, sha256(b"").hexdigest()))
        fields = {
            "claimed_at": moment(day), "effective_at": day, "refs": tuple(refs), "seen_size": size, "seen_root": root,
            **changes,
        }  # fmt: skip
        data = entry(self.history, actor, WHO[actor], kind, body, **fields)
        taken(self.history, data, finals)
        self.entries.append(data)
        return read_entry(data).leaf.hex()

    def agree(self, day: date) -> None:
        """Let Fern propose the agreement and both sign it."""
        terms = "0" * 64
        files = [{"path": "agreement.yaml", "digest": self.keep(AGREEMENT)}]
        proposal = self.say("fern", "agreement.proposed", {"files": files, "digest": terms}, day)
        for party in WHO:
            self.say(party, "agreement.signed", {"digest": terms}, day, [proposal])

    def submit(self, table: str, period: str, data: bytes, day: date, refs: Sequence[str] = ()) -> str:
        """Let Lark hand in a file of facts; its leaf."""
        body = {
            "table": table, "path": f"facts/{table}/{period}.csv", "digest": self.keep(data), "rows": 1,
            "periods": [period], "about": {},
        }  # fmt: skip
        return self.say("lark", "facts.submitted", body, day, refs)

    def survey(self, day: date) -> str:
        """Let Lark commit to the answers of its respondents; the leaf."""
        made = [commitment(salt, answer) for salt, answer in zip(SALTS, ANSWERS, strict=True)]
        return self.say("lark", "survey.committed", {"wave": "2026-Q1", "commitments": made}, day)

    def open_answers(self, *which: int) -> None:
        """Put personal data into the pack."""
        self.openings = [
            Opening(
                commitment=commitment(SALTS[one], ANSWERS[one]), subject=SUBJECTS[one], salt=SALTS[one],
                payload=ANSWERS[one],
            )
            for one in which
        ]  # fmt: skip

    def erase(self, which: int, day: date) -> None:
        """Let Lark record that it erased the answer of a respondent."""
        body = {"subject": SUBJECTS[which], "commitments": [commitment(SALTS[which], ANSWERS[which])]}
        self.say("lark", "erasure.made", body, day)

    def cosign(self, day: date, *who: str) -> None:
        """Let both (or some) cosign the record as it is."""
        made = self.history.checkpoint()
        for name in who or tuple(WHO):
            made = made.cosigned(name, WHO[name], int(moment(day).timestamp()))
        self.checkpoints.append(made)

    def evaluate(self, as_of: date, known_at: date) -> bytes:
        """Return the document of the standing that the record comes to."""
        return self.again(as_of, known_at).document

    def again(self, as_of: date, known_at: date) -> Again:
        """Return the standing that the record comes to, with its terms and the facts it rests on."""
        key = (tuple(self.entries), as_of, known_at)
        if key not in _DOCUMENTS:
            with TemporaryDirectory() as folder:
                found = documents(map(read_entry, self.entries))
                _DOCUMENTS[key] = Evaluator(Path(folder))(found, self._file, as_of, known_at)
        return _DOCUMENTS[key]

    def _file(self, digest: str) -> Iterator[bytes] | None:
        return iter((self.blobs[digest],)) if digest in self.blobs else None

    def evaluated(self, as_of: date, day: date, **changes: Any) -> str:
        """Let Fern record what the standing comes to; its digest."""
        again = self.again(as_of, as_of)
        result = sha256(again.document).hexdigest()
        body = {
            "as_of": f"{as_of}", "known_at": f"{as_of}", "result": result, "comity": __version__,
            "agreement": again.terms, "facts": dict(again.facts), **changes,
        }  # fmt: skip
        self.say("fern", "evaluation.made", body, day)
        return result

    def expect(self, as_of: date) -> None:
        """Put the standing of a day into the pack."""
        result = self.keep(self.evaluate(as_of, as_of))
        self.expected.append(Expected(as_of=as_of, known_at=as_of, result=result))

    def packed(self) -> Packed:
        """Return what goes into a pack."""
        sources: dict[str, Source] = {digest: _held(data) for digest, data in self.blobs.items()}
        return Packed(
            history=self.history, entries=lambda: iter(self.entries), checkpoints=self.checkpoints, blobs=sources,
            openings=self.openings, expected=self.expected, stamps=self.stamps,
        )  # fmt: skip

    def pack(self) -> bytes:
        """Return the bytes of the pack."""
        out = BytesIO()
        write_pack(out, self.packed())
        return out.getvalue()


def _held(data: bytes) -> Source:
    return lambda: iter((data,))


def whole() -> Making:
    """Return a record with all of it, final but for its last entry."""
    made = Making()
    made.agree(date(2026, 1, 5))
    made.submit("orders", "2026-01", JANUARY, date(2026, 2, 5))
    made.cosign(date(2026, 2, 6))
    made.submit("orders", "2026-02", FEBRUARY, date(2026, 3, 5))
    answers = made.survey(date(2026, 4, 8))
    made.submit("ratings", "2026-Q1", RATINGS, date(2026, 4, 9), [answers])
    made.evaluated(AS_OF, date(2026, 4, 30))
    made.erase(1, date(2026, 5, 2))
    made.cosign(date(2026, 5, 3))
    made.say("fern", "hold.placed", {"subject": SUBJECTS[0], "reason": "the dispute on ratings"}, date(2026, 5, 4))
    return made


def final() -> Making:
    """Return a record of an agreement and one file, which both cosigned."""
    made = Making()
    made.agree(date(2026, 1, 5))
    made.submit("orders", "2026-01", JANUARY, date(2026, 2, 5))
    made.cosign(date(2026, 2, 6))
    return made


def evaluation(made: Making, document: bytes, **more: Any) -> dict[str, Any]:
    """Return the body of an evaluation of the day, by whatever version `comity` says."""
    terms = {"agreement": made.again(AS_OF, AS_OF).terms} if "comity" in more else {}
    return {"as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "result": made.keep(document), **terms, **more}


def verified(pack: bytes, *, evaluates: bool = True, keys: dict[str, tuple[SecretKey, ...]] | None = None,
    authorities: Sequence[Any] = (), now: datetime | None = None,
) -> Report:  # fmt: skip
    """Verify a pack from the keys of Fern and Lark; without `now` nothing is to come."""
    trusted = trust(**({"keys": {name: tuple(k.public.data for k in of) for name, of in keys.items()}} if keys else {}))
    with TemporaryDirectory() as folder:
        evaluate = Evaluator(Path(folder)) if evaluates else None
        given = Given(trust=trusted, evaluate=evaluate, authorities=authorities, now=now)
        return verify_pack(BytesIO(pack), given)


def one(report: Report, found: Found, about: str) -> Finding:
    """Return the one finding of a kind about something."""
    [only] = [finding for finding in report.of(found) if finding.about == about]
    return only
