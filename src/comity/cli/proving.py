"""`comity verify --proof`: what the proof of one entry proves, from keys that were known before."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import dated, one_line
from comity.opening.proving import NO_PROOF
from comity.opening.said import said
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from comity.record.note import Cosignature
    from comity.record.proof import Proof, Proven
    from comity.record.verify import Trust

FORMAT = "comity proof 1"
LONGEST = 4_000
"""Letters of a reason that are shown."""
MOST_BYTES = 128 * 2**20
"""The largest proof that is read: an entry in base64 is most of it."""


def verify_proof_in(path: Path, trust: Trust, trust_file: Path, *, as_json: bool) -> int:
    """Verify the proof in a file, say what it proves, and return the exit code: 1 where it proves nothing."""
    from comity.record.proof import read_proof, verify_proof

    text = _text(path)
    try:
        proof = read_proof(text)
    except Refusal as refusal:
        return _not_proven(path, refusal, _misspelt(text), as_json=as_json)
    try:
        proven = verify_proof(proof, trust)
    except Refusal as refusal:
        return _not_proven(path, refusal, _misfit(proof, trust, trust_file, refusal), as_json=as_json)
    if as_json:
        click.echo(json.dumps(_document(proof, proven), indent=2, ensure_ascii=False))
    else:
        _show(proof, proven, path, trust_file)
    return 0


def _text(path: Path) -> str:
    """Return the text of a file. Raises Refused where it is not there, too large, or no text."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        why = "there is no such proof" if not path.is_file() else "this file is too large to be the proof of an entry"
        hint = "`comity log FOLDER --proof ENTRY` prints one."
        raise Refused(Problem(code=NO_PROOF, place=Place(file=str(path)), why=why, hint=hint))
    return path.read_bytes().decode("utf-8", "replace")


def _misspelt(text: str) -> str:
    """Return what to say where only ends of lines differ from those of a proof; "" for what is none otherwise too."""
    from comity.record.proof import read_proof

    try:
        read_proof("".join(f"{line.rstrip()}\n" for line in text.removeprefix("\ufeff").splitlines()))
    except Refusal:
        return ""
    return (
        "Not proven: this file is not as a proof is written. Its line ends were changed, as some mail programs do; "
        "whether its entry is as it was signed was not looked at. Ask for the file as `comity log --proof` wrote it."
    )


def _misfit(proof: Proof, trust: Trust, trust_file: Path, refusal: Refusal) -> str:
    """Return what to say where a proof does not fit the keys, which alone does not show it forged; "" otherwise."""
    if refusal.kind == "other-alliance":
        why = f"{trust_file} holds those of {trust.alliance} ({trust.origin}), and this is an entry of another record"
        helps = "Take the trust file from the contract."
    elif refusal.kind == "not-final" and set(trust.keys) <= {one.name for one in proof.checkpoint.cosignatures}:
        why = f"those in {trust_file} are not the keys with which this entry was cosigned"
        helps = "Either it is not the trust file of the contract, or others than the parties made this proof."
    else:
        return ""
    return f"Not proven with these keys: {why}. {helps}"


def _not_proven(path: Path, refusal: Refusal, headline: str, *, as_json: bool) -> int:
    """Say why a proof is none, under a headline where that says nothing against what was signed; return 1."""
    if as_json:
        found = {"format": FORMAT, "proven": False, "why": refusal.why, "kind": refusal.kind}
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        why = one_line(refusal.why, LONGEST)  # it may quote the file, whose words must not pass for ours
        reason = f"{why} ({refusal.kind})"
        click.secho(one_line(headline, LONGEST) or f"Not proven: {reason}.", bold=True, fg="red")
        click.echo(f"{path}: {reason}" if headline else str(path))
    return 1


def _show(proof: Proof, proven: Proven, path: Path, trust_file: Path) -> None:
    payload = proven.entry.payload
    where = f"entry {proof.index} of the record of {payload.alliance} ({proof.checkpoint.origin})"
    click.secho(f"Proven: this is {where}, and final.", bold=True, fg="green")
    click.echo(f"{path}, from the keys in {trust_file}\n")
    click.echo(f"{payload.actor}, for {dated(payload.effective_at, payload.claimed_at)}: {said(proven.entry)}")
    click.echo(f"leaf       {proven.entry.leaf.hex()}")
    for one in proven.cosignatures:
        with_ = f"with the first {proof.checkpoint.size:,} entries{_ahead(one)}"
        click.echo(f"cosigned   by {one.name}, {_moment(one)}, {with_}")
    click.echo(f"signature  {_signature(proven)}")
    click.echo(f"\n{_shown(json.dumps(_payload(proven), indent=2, ensure_ascii=False))}")


def _ahead(one: Cosignature) -> str:
    from comity.evidence.times import SLACK

    return " (still to come by the clock here)" if one.moment > datetime.now(UTC) + SLACK else ""


def _shown(text: str) -> str:
    """Return a text with everything that a terminal would not show, or would obey, spelt out."""
    return "".join(one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode() for one in text)


def _signature(proven: Proven) -> str:
    actor = proven.entry.payload.actor
    if proven.is_signer_known:
        return f"by {actor}, with a key of the trust file"
    return f"by a key that {actor} enrolled later: it was checked by those who cosigned, and not here"


def _document(proof: Proof, proven: Proven) -> dict[str, Any]:
    return {
        "format": FORMAT, "proven": True, "position": proof.index, "size": proof.checkpoint.size,
        "root": proof.checkpoint.root.hex(), "leaf": proven.entry.leaf.hex(),
        "cosigned": {one.name: _moment(one) for one in proven.cosignatures},
        "signature": "verified" if proven.is_signer_known else "key not in the trust file",
        "payload": _payload(proven),
    }  # fmt: skip


def _payload(proven: Proven) -> Any:
    return json.loads(proven.entry.envelope.payload)


def _moment(cosignature: Cosignature) -> str:
    return f"{cosignature.moment:%Y-%m-%d %H:%M:%S} UTC"
