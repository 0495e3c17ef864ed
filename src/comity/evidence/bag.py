"""The tag files of a pack, by BagIt 1.0 (RFC 8493). All of them follow from the files under `data/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from comity.evidence.zipped import Member

VERSION = 1
"""The version of the pack's format."""
BAGIT, INFO, MANIFEST, TAGMANIFEST = "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAGS = (BAGIT, INFO, MANIFEST, TAGMANIFEST)
DATA = "data/"

_INFO = re.compile(
    r"External-Description: [^\n]+\nExternal-Identifier: [^\n]+\nPayload-Oxum: [0-9.]+\nComity-Pack: ([0-9]{1,9})\n"
).fullmatch


def base_of(alliance: str) -> str:
    """Return the one folder in which everything lies when a pack is unpacked."""
    return f"{alliance}-evidence/"


def tag_files(data: Iterable[Member], *, alliance: str, origin: str, entries: int) -> Mapping[str, bytes]:
    """Return the tag files of a pack by name, in their order. Names of members are those below the base folder."""
    members = sorted(data, key=lambda member: member.name)
    made = {
        BAGIT: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO: _info(alliance, origin, entries, sum(one.size for one in members), len(members)).encode(),
        MANIFEST: "".join(f"{one.digest}  {one.name}\n" for one in members).encode(),
    }
    listed = sorted((name, sha256(data).hexdigest()) for name, data in made.items())
    return {**made, TAGMANIFEST: "".join(f"{digest}  {name}\n" for name, digest in listed).encode()}


def _info(alliance: str, origin: str, entries: int, size: int, count: int) -> str:
    return (
        f"External-Description: The record of {alliance} with all that it names\n"
        f"External-Identifier: {origin} {entries}\n"
        f"Payload-Oxum: {size}.{count}\n"
        f"Comity-Pack: {VERSION}\n"
    )


def version_of(info: bytes) -> int | None:
    """Return the version of the format that a bag-info.txt names; None where it names none."""
    found = _INFO(info.decode("ascii", "replace"))
    return int(found[1]) if found else None
