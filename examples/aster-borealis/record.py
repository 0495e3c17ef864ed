"""Write the record of Aster and Borealis, the same one every time: `python examples/aster-borealis/record.py FOLDER`.

FOLDER/aster and FOLDER/borealis are then the two copies, each with the facts, the acts and the amendment of this
example as they became known, one entry a party, a file and a day. What the files here do not have is added:
attestations, a datum that is disputed and settled, complaints of 2024 that are counted again, what both stated beside
facts and acts (stated.py), commitments to the answers behind the yearly rating and the erasure of one of them, the
waves of the health check, evaluations that are put on record, and a cosigned checkpoint each quarter. The keys come
from a seed: whoever reads this can sign with them.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from build import build  # noqa: E402
from health import KEEPER, YEARS  # noqa: E402
from health import survey as health_check  # noqa: E402
from recording import Recording  # noqa: E402
from stated import STATED  # noqa: E402
from survey import ANSWERS, ERASED, asked, commitments, erased  # noqa: E402

from comity.adapters.blobs import Blobs  # noqa: E402
from comity.record.act_body import body_of  # noqa: E402

PARTIES = ("aster", "borealis")
PROPOSED, SIGNED = date(2023, 12, 11), date(2023, 12, 14)
AMENDED = (date(2026, 3, 10), date(2026, 3, 12))
LAST = date(2027, 1, 25)
PUBLISHED = {"rates"}
RATED = "ratings"
PERIODS = {"month", "quarter", "year"}

DISPUTED = (date(2026, 6, 15), date(2026, 6, 30))
"""Borealis disputes the answers by phone in May 2026, and ends it a fortnight later: its own count was wrong."""
COUNTED_AGAIN = date(2025, 5, 12)
"""The day on which Borealis corrects its complaints of 2024, from 81 to 92: Aster keeps less of that year's gain."""
EVALUATED = (date(2025, 2, 20), date(2026, 11, 20))


@dataclass(order=True)
class Event:
    """Something that one party or both put on record: the day, its place within the day, and what."""

    day: date
    order: int
    kind: str
    what: Mapping[str, Any] = field(compare=False)


def main(folder: Path) -> None:
    """Write both copies below a folder, the trust file, and the file by which the copies meet."""
    folder.mkdir(parents=True, exist_ok=True)
    story = record(Blobs(folder / "blobs"))
    for party in PARTIES:
        story.write_folder(folder / party, party)
    story.write_file(folder / "aster-borealis.comity")
    story.write_trust(folder / "trust.yaml")


def record(blobs: Blobs, until: date = LAST) -> Recording:
    """Return the record as it was on a day; its files are kept among the blobs."""
    story = Recording("aster_borealis", PARTIES, blobs)
    story.open(PROPOSED)
    text = ("agreement.yaml", (HERE / "agreement.yaml").read_bytes())
    story.agree([text], {"aster": PROPOSED, "borealis": SIGNED})
    for event in events():
        if event.day <= until:
            _put(story, event, text)
    return story


def events() -> list[Event]:
    """Return everything that is put on record after the signing, in its order."""
    quarters = [date(year, month, 25) for year in (2024, 2025, 2026) for month in (1, 4, 7, 10)] + [LAST]
    return sorted([
        *submissions(),
        *acts(),
        *waves(),
        Event(AMENDED[0], 0, "amend", {}),
        Event(DISPUTED[0], 8, "dispute", {}),
        Event(DISPUTED[1], 8, "settle", {}),
        *(Event(asked(year), 8, "survey", {"year": year}) for year in ANSWERS),
        Event(ERASED[0], 8, "erase", {}),
        *(Event(one.day, 7, "state", {"stated": one}) for one in STATED),
        *(Event(day, 9, "attest", {}) for day in quarters[1:]),
        *(Event(day, 9, "evaluate", {}) for day in EVALUATED),
        *(Event(day, 10, "cosign", {}) for day in quarters),
    ])  # fmt: skip


# -- facts and acts of this example -------------------------------------------------------------


def submissions() -> Iterator[Event]:
    """Yield the facts: of each file the rows that became known on one day are a file of their own."""
    with tempfile.TemporaryDirectory() as made:
        build(Path(made))
        for path in sorted(Path(made).glob("*/*.csv")):
            yield from _by_day(path)
    rows = "year,received\n2024,92\n"
    what = {"who": "borealis", "table": "complaints", "name": "borealis-again", "text": rows, "periods": ["2024"]}
    yield Event(COUNTED_AGAIN, 1, "submit", what)


def _by_day(path: Path) -> Iterator[Event]:
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    days: dict[str, list[list[str]]] = {}
    for row in rows:
        days.setdefault(row[-1], []).append(row[:-1])
    who = "aster" if path.parent.name in PUBLISHED else path.stem.split("-")[0]
    for day, of in days.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header[:-1], *of])
        periods = [row[0] for row in of] if header[0] in PERIODS else []
        what = {"who": who, "table": path.parent.name, "name": path.stem, "text": text.getvalue(), "periods": periods}
        yield Event(date.fromisoformat(day), 1, "submit", what)


def waves() -> Iterator[Event]:
    """Yield the opening and the closing of each wave of the health check, whose files lie in surveys/."""
    for wave, year in YEARS.items():
        yield Event(year.opened, 7, "open", {"wave": wave})
        yield Event(year.closes, 7, "close", {"wave": wave})


def acts() -> Iterator[Event]:
    """Yield the acts of this example, those of one day in their order."""
    for path in sorted((HERE / "acts").glob("*.yaml")):
        for number, act in enumerate(YAML(typ="rt", pure=True).load(path.read_text(encoding="utf-8"))):
            day = act["on"] if isinstance(act["on"], date) else date.fromisoformat(str(act["on"]))
            yield Event(day, 2, "act", {"act": _plain(act), "number": number})


def _plain(value: Any) -> Any:
    """Return a value of YAML as texts, maps and lists of them."""
    if isinstance(value, dict):
        return {str(key): _plain(below) for key, below in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else str(value)


# -- the record ---------------------------------------------------------------------------------


def _put(story: Recording, event: Event, text: tuple[str, bytes]) -> None:
    put = {"submit": _submit, "act": _act, "dispute": _dispute, "settle": _settle, "attest": _attest,
           "evaluate": _evaluate, "survey": _survey, "erase": _erase, "open": _open, "close": _close,
           "state": _state}  # fmt: skip
    if event.kind == "cosign":
        story.cosign(event.day)
    elif event.kind == "amend":
        [path] = sorted((HERE / "amendments").glob("*.yaml"))
        texts = [text, (f"amendments/{path.name}", path.read_bytes())]
        story.agree(texts, {"borealis": AMENDED[0], "aster": AMENDED[1]})
    else:
        put[event.kind](story, event)


def _submit(story: Recording, event: Event) -> None:
    what = event.what
    about = {"reported_by": "published"} if what["table"] in PUBLISHED else {}
    path = f"facts/{what['table']}/{what['name']}-{event.day}.csv"
    # The rating of a year is the mean of answers, so that it answers the entry that commits to them.
    answered = {_answered(year) for year in what["periods"]} if what["table"] == RATED else set()
    events = [one for one in story.entries if one.payload.type == "event.occurred"]
    refs = [one.leaf.hex() for one in events if one.payload.body["name"] in answered]
    story.submit(what["who"], what["table"], path, what["text"].encode(), event.day, what["periods"], refs, **about)


def _survey(story: Recording, event: Event) -> None:
    """Borealis asked its own people for the rating: it keeps their answers, and commits to each of them."""
    year = event.what["year"]
    body = {"name": _answered(f"{year}"), "commitments": commitments(year)}
    story.sign("borealis", "event.occurred", body, event.day)


def _answered(year: str) -> str:
    return f"answers for the rating of {year}"


def _open(story: Recording, event: Event) -> None:
    wave = event.what["wave"]
    asked = {party: sum(roles.values()) for party, roles in health_check().asks.items()}
    body = {
        "survey": "health", "wave": wave, "closes": YEARS[wave].closes.isoformat(), "asked": asked,
        "instrument": health_check().instrument,
    }  # fmt: skip
    story.sign(KEEPER, "survey.opened", body, event.day)


def _close(story: Recording, event: Event) -> None:
    path = f"surveys/health/{event.what['wave']}.json"
    digest = story.blobs.keep((HERE / path).read_bytes())
    body = {"survey": "health", "wave": event.what["wave"], "path": path, "digest": digest, "commitments": []}
    story.sign(KEEPER, "survey.closed", body, event.day)


def _state(story: Recording, event: Event) -> None:
    """A party states something; what it answers is found by who stated it, of which kind, on which day."""
    one = event.what["stated"]
    before = STATED[one.answers] if one.answers is not None else None
    refs = [
        entry.leaf.hex()
        for entry in story.entries
        if before is not None
        and (entry.payload.type, entry.payload.actor, entry.payload.effective_at)
        == (before.kind, before.who, before.day)
    ]
    story.sign(one.who, one.kind, one.body, one.day, refs)


def _erase(story: Recording, event: Event) -> None:
    story.sign("borealis", "erasure.made", {"subject": ERASED[1], "commitments": erased()}, event.day)


def _act(story: Recording, event: Event) -> None:
    """A party signs its own acts; what both did, or a body, is signed by both."""
    written = dict(event.what["act"])
    by = written.pop("by")
    names = by if isinstance(by, list) else [by]
    together = len(names) > 1 or names[0] not in PARTIES
    body = body_of({**written, "by": names if together else ()})
    leaf = story.sign(PARTIES[0] if together else names[0], "clause.act", body, event.day)
    if together:
        story.sign(PARTIES[1], "clause.act", body, event.day, [leaf])


def _dispute(story: Recording, event: Event) -> None:
    found = next(one for one in reversed(story.documents().facts) if one.table == "work" and "2026-05" in one.periods)
    datum = {"table": "work", "period": "2026-05", "column": "in_time", "scope": {"service": "phone"}}
    body = {"datum": datum, "value": "3401", "reason": "our switchboard counts fewer answers"}
    story.sign("borealis", "facts.disputed", body, event.day, [found.origin.leaf])


def _settle(story: Recording, event: Event) -> None:
    [one] = story.documents().contests
    body = {"value": "", "terms": "the switchboard had left out one line; the number of Aster stands"}
    story.sign("borealis", "dispute.settled", body, event.day, [one.origin.leaf])


def _attest(story: Recording, event: Event) -> None:
    """Each party holds for right what the other submitted in the last three months."""
    since = event.day - timedelta(days=92)
    for one in story.documents().facts:
        if one.origin.day > since and one.table in ("work", "audits"):
            other = "borealis" if one.origin.actor == "aster" else "aster"
            story.sign(other, "facts.attested", {}, event.day, [one.origin.leaf])


def _evaluate(story: Recording, event: Event) -> None:
    from comity.cli.attest import evaluation_of

    body = evaluation_of([one.data for one in story.entries], story.blobs, event.day)
    story.sign("aster", "evaluation.made", body, event.day)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "aster-borealis"))
