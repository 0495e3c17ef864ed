"""The trust file: with which keys a record was opened. Both parties hold it from the contract, not from the record.

alliance: fern_lark
origin: comity/fern_lark
keys:
  fern: [5Xk0...=]
  lark: [pQ7r...=]
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping as Map
from comity.agreement.nodes import Node, Scalar, listed, shape
from comity.kernel.problem import Place, Problem
from comity.record.b64 import from_base64
from comity.record.keys import PublicKey
from comity.record.refusal import Refusal
from comity.record.verify import Trust

WRONG = "CMY-902"
KEYS = ("alliance", "origin", "keys")


def read_trust(data: bytes, file: str) -> tuple[Trust | None, list[Problem]]:
    """Return what a trust file says, with everything that is wrong with it; None where anything is."""
    root, problems = compose(data, file)
    if not isinstance(root, Map):
        place = root.place if root is not None else Place(file=file)
        return None, problems or [_wrong(place, "a trust file is a map of alliance, origin and keys")]
    if root.get("comity") is not None:  # each of its keys would be a problem of its own
        return None, [_wrong(root.place, "this is an agreement, not a trust file", _WHERE)]
    problems += [
        _wrong(key.place, f"a trust file has no key {key.text}: it says {', '.join(KEYS)}")
        for key, _ in root
        if key.text not in KEYS
    ]
    problems += [
        _wrong(root.place, f"this trust file does not say `{name}`") for name in KEYS if root.get(name) is None
    ]
    keys = _keys(root.get("keys"), problems)
    if problems:
        return None, problems
    return Trust(alliance=root.text("alliance") or "", origin=root.text("origin") or "", keys=keys), []


def trust_text(trust: Trust) -> str:
    """Return the text of a trust file."""
    lines = [
        "# The keys with which the record of this alliance is opened, one list for each party. Both parties hold the",
        "# same file, as the contract names these keys: whoever verifies the record begins with them.",
        f"alliance: {trust.alliance}",
        f"origin: {trust.origin}",
        "keys:" if trust.keys else "keys: {}",
    ]
    for party, keys in trust.keys.items():
        lines.append(f"  {party}: [{', '.join(map(key_text, keys))}]")
    return "\n".join(lines) + "\n"


def key_text(key: bytes) -> str:
    """Return a public key as people write it: base64."""
    return b64encode(key).decode()


def read_key(text: str) -> PublicKey:
    """Read a public key; Refusal (bad-key) for anything else."""
    try:
        data = from_base64(text)
    except ValueError:
        raise Refusal("bad-key", "a public key is 32 bytes in base64, 44 letters that end in =") from None
    return PublicKey(data)


def _keys(node: Node | None, problems: list[Problem]) -> Mapping[str, tuple[bytes, ...]]:
    if not isinstance(node, Map):
        if node is not None:
            problems.append(_wrong(node.place, f"the keys are a list for each party, not {shape(node)}"))
        return {}
    return {party.text: tuple(_read(item, problems) for item in listed(value)) for party, value in node}


def _read(node: Node, problems: list[Problem]) -> bytes:
    try:
        return read_key(node.text.strip() if isinstance(node, Scalar) else "").data
    except Refusal as refusal:
        problems.append(_wrong(node.place, refusal.why))
        return b""


_WHERE = "The trust file is record/trust.yaml of an alliance folder; the contract names the keys in it."


def _wrong(place: Place, why: str, hint: str = "Take the trust file as both parties agreed it.") -> Problem:
    return Problem(code=WRONG, place=place, why=why, hint=hint)
