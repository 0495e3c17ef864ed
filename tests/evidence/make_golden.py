"""Makes the golden packs of the present format version, once: python -m tests.evidence.make_golden. Replaces none."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from comity.adapters.timestamps import ask
from comity.agreement.trusted import trust_text
from comity.evidence.bag import VERSION
from comity.evidence.stamps import stamped
from tests.evidence.authority import made, serving
from tests.evidence.making import AS_OF, Making, whole
from tests.record.making import trust

GOLDEN = Path(__file__).parent / "golden"


def complete() -> Making:
    """Return a record with everything that a pack can hold, but for a time stamp."""
    record = whole()
    record.open_answers(0)
    record.expect(AS_OF)
    record.expect(date(2026, 3, 31))
    document = record.evaluate(AS_OF, AS_OF)
    body = {"as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "result": sha256(document).hexdigest()}
    record.say("lark", "evaluation.made", body, date(2026, 5, 5))
    return record


def main() -> None:
    """Write what is not there yet."""
    GOLDEN.mkdir(exist_ok=True)
    record = complete()
    with TemporaryDirectory() as folder, serving(made(Path(folder) / "tsa")) as authority:
        record.stamps[10] = ask(authority.url, stamped(record.checkpoints[-1]))
        files = {
            f"plain-{VERSION}.zip": Making().pack(), f"whole-{VERSION}.zip": record.pack(),
            "trust.yaml": trust_text(trust()).encode(), "authority.pem": authority.root,
        }  # fmt: skip
    for name, data in files.items():
        if not (GOLDEN / name).exists():
            (GOLDEN / name).write_bytes(data)
            print(f"wrote {name}: {len(data):,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
