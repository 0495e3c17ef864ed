"""Why something is not taken into the record, or not believed."""

from __future__ import annotations


class Refusal(ValueError):
    """A defect of an entry, a proof or a history. `kind` is a short name that the specification lists."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind
        self.why = why
