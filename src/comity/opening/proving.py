"""The proof that one entry stands in the record of a folder, as text for somebody who is to see no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.problem import Place, Problem, Refused
from comity.record.proof import proof_of, verify_proof
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.history import Entry

NO_PROOF = "CMY-917"


def proof_text(desk: Desk, position: int, entry: Entry) -> str:
    """Return the proof of an entry under the first checkpoint that makes it final. Raises Refused where none does."""
    finals, why = desk.store.finals(), "no checkpoint that all parties cosigned covers it yet"
    for checkpoint in desk.store.checkpoints():
        if checkpoint.size <= position or checkpoint.size not in finals:
            continue
        proof = proof_of(position, entry.data, desk.store.leaves(checkpoint.size), checkpoint)
        try:
            verify_proof(proof, desk.trust)
        except Refusal as refusal:  # as where a party cosigned with a key that it enrolled later
            why = refusal.why
        else:
            return proof.text()
    hint = "`comity cosign` and `comity sync` make entries final; an evidence pack (`comity export`) holds any entry."
    why = f"there is no proof of entry {position} from the trust file alone: {why}"
    raise Refused(Problem(code=NO_PROOF, place=Place(file=str(desk.folder / "record")), why=why, hint=hint))
