"""Write the record of the public facts, the same one every time: `python examples/regeneron-sanofi/record.py`.

Neither company signs anything here, and no key of theirs is made up: the record has one party, `archive`, which is this
example. It records the text of the agreement and each file of public facts on the day on which the collection was put
into Comity (`known at` in about.yaml), and says of each whose report it is. Written are record.comity, a copy as
`comity sync` exchanges it, and trust.yaml, from which it is verified.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from recording import Recording  # noqa: E402

from comity.adapters.about import ABOUT, read_about  # noqa: E402
from comity.adapters.blobs import Blobs  # noqa: E402

ARCHIVE = "archive"
COLLECTED = date(2026, 11, 23)
PERIODS = ("quarter", "year")


def record(blobs: Blobs) -> Recording:
    """Return the record; its files are kept among the blobs."""
    story = Recording("regeneron_sanofi", [ARCHIVE], blobs, origin="comity/regeneron_sanofi/archive")
    story.open(COLLECTED)
    texts = [HERE / "agreement.yaml", *sorted((HERE / "amendments").glob("*.yaml"))]
    story.agree([(path.relative_to(HERE).as_posix(), path.read_bytes()) for path in texts], {ARCHIVE: COLLECTED})
    for path in sorted(HERE.glob("facts/*/*.csv")):
        _submit(story, path)
    story.cosign(COLLECTED)
    return story


def _submit(story: Recording, path: Path) -> None:
    about = read_about(path.parent / ABOUT, ABOUT, [path.name], []).of(path.name)
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    periods = [row[0] for row in rows] if header[0] in PERIODS else []
    day = date.fromisoformat(about["known at"])
    said = {key.replace(" ", "_"): about[key] for key in ("reported by", "covers", "source") if key in about}
    shown = path.relative_to(HERE).as_posix()
    story.submit(ARCHIVE, path.parent.name, shown, path.read_bytes(), day, periods, **said)


def main(folder: Path) -> None:
    """Write the copy of the record and its trust file into a folder."""
    with tempfile.TemporaryDirectory() as blobs:
        story = record(Blobs(Path(blobs)))
        story.write_file(folder / "record.comity")
        story.write_trust(folder / "trust.yaml")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
