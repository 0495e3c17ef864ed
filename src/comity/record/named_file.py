"""Files that bodies of entries name, in the one form in which they count: a path that can be shown, and a digest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from comity.kernel.values import dataclass

LONGEST_PATH = 1_024
_DIGEST = re.compile("[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file that an entry names: its path in the alliance folder and its SHA-256 in hex."""

    path: str
    digest: str


def is_digest(value: object) -> TypeGuard[str]:
    """Tell whether a value is a SHA-256 as an entry writes it: 64 hex digits, lower case."""
    return isinstance(value, str) and _DIGEST(value) is not None


def submitted_file(body: Mapping[str, Any]) -> NamedFile | None:
    """Return the file that a submission hands in; None where its body has another form and counts for nothing."""
    return _file(body) if text_of(body, "table") else None


def released_file(body: Mapping[str, Any]) -> NamedFile | None:
    """Return the file of the results that the closing of a wave names; None where its body has another form."""
    return _file(body) if text_of(body, "survey") and text_of(body, "wave") else None


def proposed_files(body: Mapping[str, Any]) -> tuple[NamedFile, ...]:
    """Return the files that a proposal names; none where its body has another form and counts for nothing."""
    files = body.get("files")
    named = [_file(one) for one in files] if isinstance(files, list) else []
    known = tuple(one for one in named if one is not None)
    return known if len(known) == len(named) and is_digest(body.get("digest")) else ()


def _file(value: object) -> NamedFile | None:
    if not isinstance(value, Mapping) or not is_digest(value.get("digest")):
        return None
    path = text_of(value, "path")
    # It is shown on terminals and in reports, where it must not move a cursor or turn the line around.
    is_shown = 0 < len(path) <= LONGEST_PATH and path.isprintable()
    return NamedFile(path=path, digest=value["digest"]) if is_shown else None


def text_of(value: Mapping[str, Any], key: str) -> str:
    """Return a text in a body; "" where there is none."""
    found = value.get(key)
    return found if isinstance(found, str) else ""
