"""Time stamps of an authority (RFC 3161): asked for by HTTP, and kept beside the record, FOLDER/record/tst/SIZE.tsr."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from comity.adapters.durable import write_durably
from comity.record.refusal import Refusal

STAMPS = "tst"
MOST_BYTES = 2**18
"""The longest answer of an authority that is read, in bytes."""
SECONDS = 30
"""How long an authority is waited for."""
_NAME = re.compile(r"([0-9]{12})\.tsr").fullmatch


def ask(authority: str, message: bytes) -> bytes:
    """Return the time stamp of a message by an authority at a URL, with its certificate. Raises Refusal.

    Only the SHA-256 of the message is sent. That the answer is one to this question is looked at here; whose it is, by
    whoever trusts an authority (evidence.stamps).
    """
    from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

    if urlsplit(authority).scheme not in ("http", "https"):
        raise Refusal("no-authority", f"{authority} is no address of an authority; it begins with https://")
    question = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = _sent(authority, question.as_bytes())
    try:
        found = decode_timestamp_response(answer)
        granted = PKIStatus(found.status) is PKIStatus.GRANTED
        right = granted and found.tst_info.nonce == question.nonce
        right = right and found.tst_info.message_imprint.message == question.message_imprint.message
    except ValueError as wrong:
        raise Refusal("no-authority", f"{authority} answered with something else than a time stamp: {wrong}") from None
    if not right:
        raise Refusal("no-authority", f"{authority} refused, or stamped something else")
    return answer


def _sent(authority: str, question: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = Request(authority, data=question, headers=headers)  # noqa: S310 - the scheme was looked at
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # nosec B310  # noqa: S310
            data: bytes = answer.read(MOST_BYTES + 1)
    except (URLError, OSError, ValueError) as failure:
        raise Refusal("no-authority", f"{authority} cannot be reached: {failure}") from None
    if len(data) > MOST_BYTES:
        raise Refusal("no-authority", f"{authority} answered with more than {MOST_BYTES:,} bytes")
    return data


class Stamps:
    """The time stamps of a record, by the size of the checkpoint that was stamped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> dict[int, bytes]:
        """Return all of them."""
        files = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        found = ((_NAME(file.name), file) for file in files)
        return {int(name[1]): file.read_bytes() for name, file in found if name is not None}

    def keep(self, size: int, token: bytes) -> None:
        """Keep a time stamp, durable when it returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_durably(self.folder / f"{size:012}.tsr", token)
