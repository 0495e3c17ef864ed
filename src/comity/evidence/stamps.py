"""Time stamps by an authority (RFC 3161): that a checkpoint existed at a time, whatever the parties say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from comity.record.note import Checkpoint
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When an authority saw a checkpoint (UTC), and by which authority, if it was one that is trusted."""

    time: datetime
    authority: str | None


def stamped(checkpoint: Checkpoint) -> bytes:
    """Return the bytes of a checkpoint that are stamped: its text, so that cosignatures may still be added."""
    return checkpoint.text.encode()


def read_authorities(data: bytes) -> tuple[Certificate, ...]:
    """Return the root certificates of authorities from a PEM file. Raises Refusal."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(data))
    except ValueError as wrong:
        raise Refusal("bad-authority", f"this is no file of certificates (PEM): {wrong}") from None


def verify_stamp(token: bytes, checkpoint: Checkpoint, roots: Sequence[Certificate]) -> Stamp:
    """Return when a checkpoint was stamped. Refusal where the token is of something else, or of nobody who is trusted.

    Without `roots` nobody is: then only what the token is about is compared, and its time is that which it claims.
    """
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        answer = decode_timestamp_response(token)
        info = answer.tst_info
        imprint = (info.message_imprint.hash_algorithm.dotted_string, info.message_imprint.message)
    except ValueError as wrong:
        raise Refusal("bad-stamp", f"this is no time stamp: {wrong}") from None
    if imprint != (SHA256, sha256(stamped(checkpoint)).digest()):
        raise Refusal("bad-stamp", f"the time stamp is of something else than the checkpoint of {checkpoint.size}")
    if not roots:
        return Stamp(time=info.gen_time, authority=None)
    try:
        VerifierBuilder(roots=list(roots)).build().verify_message(answer, stamped(checkpoint))
    except (VerificationError, ValueError) as wrong:
        raise Refusal("bad-stamp", f"the time stamp is not by an authority that is trusted: {wrong}") from None
    return Stamp(time=info.gen_time, authority=_signer(answer.signed_data.certificates))


def _signer(certificates: object) -> str:
    """Return the names of those whose certificates came with a time stamp and may stamp times."""
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound, load_der_x509_certificate
    from cryptography.x509.oid import ExtendedKeyUsageOID

    names = []
    for data in certificates:  # type: ignore[attr-defined]
        found = load_der_x509_certificate(bytes(data))
        try:
            usage = found.extensions.get_extension_for_class(ExtendedKeyUsage).value
        except ExtensionNotFound:
            continue
        if ExtendedKeyUsageOID.TIME_STAMPING in usage:
            names.append(found.subject.rfc4514_string())
    return ", ".join(sorted(names))
