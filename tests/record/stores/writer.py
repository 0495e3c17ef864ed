"""A process that appends entries: `python -m tests.record.stores.writer FILE PLACE`.

FILE holds entries in hex, one a line. Each is appended by itself; when that has returned, its position is printed, and
with it the entry is acknowledged. Every tenth is sent twice.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.record.stores.places import opened_at


def main(file: str, place: str) -> None:
    """Append the entries."""
    store = opened_at(place)
    for number, line in enumerate(Path(file).read_text(encoding="ascii").split()):
        for _ in range(2 if number % 10 == 0 else 1):
            receipts = store.append([bytes.fromhex(line)])
        sys.stdout.write(f"{receipts[0].position}\n")
        sys.stdout.flush()
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
