"""The digest of an agreement, by which two parties see whether they signed the same terms."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from comity.agreement.nodes import Mapping, Node, Scalar

ORDERED = ("clauses", "rules", "reported by", "columns")
"""Maps whose order has an effect: rules are examined as written, the first reporter's number counts, and the first
column of days is the day of a row."""


def digest_of(node: Node) -> str:
    """Return the SHA-256 of a document in a canonical form.

    Comments, quotes, indentation, aliases and the order of keys do not change it, but for the maps whose order
    counts (ORDERED). Texts count as they are written, without spaces around them.
    """
    text = json.dumps(_canonical(node, ordered=False), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _canonical(node: Node, *, ordered: bool) -> Any:
    """Return lists and texts only: a map is the list of its pairs, by name unless its order counts."""
    if isinstance(node, Scalar):
        return node.text.strip()
    if not isinstance(node, Mapping):
        return ["list", *(_canonical(item, ordered=False) for item in node.items)]
    pairs = [[key.text, _canonical(value, ordered=key.text in ORDERED)] for key, value in node]
    return ["map", *(pairs if ordered else sorted(pairs, key=lambda pair: pair[0]))]
