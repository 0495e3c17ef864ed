"""The sealed answers of a wave, in the vault of whoever keeps it: FOLDER/record/vault/answers_SURVEY_WAVE….

While the wave is open the whole ballot is one box, written anew under the next number each time, before the one before
it is erased with its key: whatever interrupts this, one of the two is whole, and afterwards no older state is left
that could be compared with the newer one. When the wave closes each answer becomes a box of its own, so that the record
can name its commitment, and tokens are forgotten. Boxes tell no answer from outside: each is filled up to a size that
many have, and they are written in an order made by chance, so that neither size nor time points at an answer. For
everybody who was asked and did not answer there is a box as well, with nothing in it: the record names as many
commitments as people were asked, so that how many of a party answered that is not told cannot be reckoned out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.adapters.vault import VAULT, Vault
from comity.kernel.problem import Place, Problem, Refused
from comity.record.refusal import Refusal
from comity.surveys.document import Damaged
from comity.surveys.wave import Answer, Ballot, answer_bytes, answer_from, from_bytes, to_bytes

RECORD = "record"
PREFIX = "answers_"
NOT_HERE = "CMY-472"
_MOST_NAME, _OPEN = 48, "_open_"
_ANSWER_STEP, _BALLOT_STEP = 2**12, 2**16
"""Sizes of boxes are multiples of these bytes."""
SILENT = Answer(party="", role="")
"""What lies in the box of somebody who did not answer."""


def is_sealed(subject: str) -> bool:
    """Tell whether a subject of a vault is the answers of a wave: they are no evidence, and never leave the vault."""
    return subject.startswith(PREFIX)


def subject_of(survey: str, wave: str) -> str:
    """Return the name under which the answers of a wave lie in the vault, and can be erased.

    It ends with a digest of the exact pair: health, 2026-1 and health_2026, 1 would have the same name without it.
    """
    name = re.sub(r"[^a-z0-9]", "_", f"{PREFIX}{survey}_{wave}".lower())
    exact = hashlib.sha256(f"{survey}\n{wave}".encode()).hexdigest()[:8]
    return f"{name[: _MOST_NAME - 9]}_{exact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The answers of one wave, as this machine keeps them."""

    vault: Vault
    survey: str
    wave: str

    @property
    def subject(self) -> str:
        """The subject of the answers once the wave is closed."""
        return subject_of(self.survey, self.wave)

    def save(self, ballot: Ballot) -> None:
        """Keep the ballot of an open wave instead of the one before. Durable when it returns."""
        earlier = self._numbers()
        self.vault.put(f"{self.subject}{_OPEN}{max(earlier, default=0) + 1}", _filled(to_bytes(ballot), _BALLOT_STEP))
        self._forget(earlier)

    def ballot(self) -> Ballot:
        """Return the ballot of an open wave. Raises Refused where it is not here, or cannot be read."""
        numbers = self._numbers()
        if not numbers:
            raise Refused(self._problem("the answers of this wave are not sealed here", _ELSEWHERE))
        subject = f"{self.subject}{_OPEN}{max(numbers)}"
        try:
            found = [from_bytes(self.vault.open(subject, one).payload) for one in self.vault.commitments(subject)]
        except (Refusal, Damaged) as wrong:
            raise Refused(self._problem(f"the sealed answers cannot be read: {wrong}", _BACKUP)) from wrong
        if len(found) != 1:
            raise Refused(self._problem("the sealed answers are incomplete", _BACKUP))
        self._forget([one for one in numbers if one != max(numbers)])
        return found[0]

    def is_open(self) -> bool:
        """Whether the ballot of an open wave is sealed here."""
        return bool(self._numbers())

    def close(self, answers: Sequence[Answer], asked: int) -> list[str]:
        """Seal every answer by itself, and an empty box for each of the `asked` who is silent; the commitments, sorted.

        Done again it begins anew. Raises Refused where boxes lie there that hold none of these answers: they would be
        lost.
        """
        boxes = [*answers, *[SILENT] * (asked - len(answers))]
        self._expect(boxes)
        self.vault.erase(self.subject)
        mixed = sorted(boxes, key=lambda _: self.vault.chance(16))
        return sorted(self.vault.put(self.subject, _filled(answer_bytes(one), _ANSWER_STEP)) for one in mixed)

    def forget_ballot(self) -> None:
        """Erase the ballot of the wave: tokens, and which of them were used."""
        self._forget(self._numbers())

    def forget_answers(self) -> None:
        """Erase the answers that `close` sealed, where the closing did not come to its end."""
        self.vault.erase(self.subject)

    def answers(self) -> tuple[Answer, ...]:
        """Return the answers of a closed wave, in the order of their bytes. Raises Refused."""
        kept = self.vault.commitments(self.subject)
        if not kept:
            raise Refused(self._problem("the answers of this wave are not sealed here", _ELSEWHERE))
        try:
            payloads = sorted(self.vault.open(self.subject, one).payload for one in kept)
            return tuple(one for one in map(answer_from, payloads) if one != SILENT)
        except (Refusal, Damaged) as wrong:
            raise Refused(self._problem(f"the sealed answers cannot be read: {wrong}", _BACKUP)) from wrong

    def commitments(self) -> list[str]:
        """Return the commitments of a closed wave, sorted: one for everybody who was asked."""
        return self.vault.commitments(self.subject)

    def _expect(self, answers: Sequence[Answer]) -> None:
        """Raise Refused unless what lies here is of a closing of these answers that broke off."""
        left = Counter(answers)
        for one in self.vault.commitments(self.subject):
            try:
                left.subtract([answer_from(self.vault.open(self.subject, one).payload)])
            except Refusal as wrong:
                if wrong.kind == "erased":  # its key is gone: nobody can lose it any more
                    continue
                raise Refused(self._problem(f"the sealed answers cannot be read: {wrong}", _BACKUP)) from wrong
            except Damaged as wrong:
                raise Refused(self._problem(f"the sealed answers cannot be read: {wrong}", _BACKUP)) from wrong
        if any(count < 0 for count in left.values()):
            raise Refused(self._problem("answers lie here that are not of this wave's ballot", _OTHERS))

    def _numbers(self) -> list[int]:
        """Return the numbers under which the ballot lies: one, or two where writing was interrupted."""
        begins = f"{self.subject}{_OPEN}"
        found = [one.removeprefix(begins) for one in self.vault.subjects() if one.startswith(begins)]
        return sorted(int(one) for one in found if one.isdigit() and self.vault.commitments(f"{begins}{one}"))

    def _forget(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.vault.erase(f"{self.subject}{_OPEN}{number}")

    def _problem(self, why: str, hint: str) -> Problem:
        return Problem(code=NOT_HERE, place=Place(file=str(self.vault.folder / self.subject)), why=why, hint=hint)


_ELSEWHERE = "Only the party that opened the wave keeps its answers, on the machine where it was opened."
_OTHERS = "Nothing is erased. Restore the folder and its keys from a backup, or move these boxes away."
_BACKUP = "Restore the folder and its keys from a backup of the same moment."


def _filled(data: bytes, step: int) -> bytes:
    """Return a JSON text with blanks behind it, up to the next multiple of `step`."""
    return data + b" " * (-len(data) % step)


def sealed_at(folder: Path, alliance: str, survey: str, wave: str) -> Sealed:
    """Return the sealed answers of a wave of an alliance folder; nothing needs to be there yet."""
    return Sealed(vault=Vault(folder / RECORD / VAULT, alliance), survey=survey, wave=wave)
