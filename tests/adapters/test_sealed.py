"""Sealed answers: readable by their keeper alone, one state at a time, and gone when they are erased."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from comity.adapters.sealed import Sealed, is_sealed, sealed_at, subject_of
from comity.adapters.vault import is_subject
from comity.kernel.problem import Refused
from comity.surveys.wave import Answer, Batch, take_in, token_digest
from tests.surveys.making import answer, opened, party_of

BALLOT, INVITATIONS = opened()
LATER = take_in(
    BALLOT, Batch(used=(token_digest(INVITATIONS[0].token),), answers=(answer("fern", {"trust1": 4}, words="Secret."),))
)


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sealed:
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    return sealed_at(tmp_path / "folder", "fern_lark", "health", "2026-H1")


def boxes(tmp_path: Path) -> list[Path]:
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_a_ballot_is_kept_and_found_again(sealed: Sealed, tmp_path: Path) -> None:
    """It comes back as it was, and no file of the folder holds a word of it in the clear."""
    sealed.save(LATER)
    assert sealed.is_open() and sealed.ballot() == LATER
    assert all(b"Secret" not in path.read_bytes() and b"fern" not in path.read_bytes() for path in boxes(tmp_path))


def test_no_earlier_state_is_left_to_compare_with(sealed: Sealed, tmp_path: Path) -> None:
    """Two states side by side would tell whose token brought which answer: the first goes when the second stands."""
    sealed.save(BALLOT)
    sealed.save(LATER)
    assert len(boxes(tmp_path / "folder")) == 1 and len(boxes(tmp_path / "keys")) == 1
    assert sealed.ballot() == LATER


def test_whatever_interrupts_saving_one_state_is_whole(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine stops before the older state is erased: the newer one counts, and the older is erased next time."""
    sealed.save(BALLOT)
    with monkeypatch.context() as broken:
        broken.setattr(Sealed, "_forget", lambda *_: None)
        sealed.save(LATER)
    assert len(sealed._numbers()) == 2
    assert sealed.ballot() == LATER
    assert len(sealed._numbers()) == 1


def test_a_closed_wave_has_a_commitment_for_each_answer(sealed: Sealed, tmp_path: Path) -> None:
    """Equal answers have different commitments; done again it begins anew; the tokens are forgotten."""
    people = tuple(party_of("lark", [3, 3, 4]))
    sealed.save(LATER)
    first, again = sealed.close(people, 3), sealed.close(people, 3)
    sealed.forget_ballot()
    assert len(set(again)) == 3 and not set(first) & set(again)
    assert sealed.commitments() == again == sorted(again)
    assert sorted(map(repr, sealed.answers())) == sorted(map(repr, people))
    assert not sealed.is_open()
    assert len(boxes(tmp_path / "folder")) == 3


def test_commitments_do_not_tell_how_many_answered(sealed: Sealed, tmp_path: Path) -> None:
    """Nine were asked: nine boxes of one size and nine commitments, whether three answered or all; only three are read.

    The number stands in the record before both parties: of a party that is not told, the rest would be what it left.
    """
    people = party_of("lark", [3, 3, 4])
    found = sealed.close(people, 9)
    assert len(set(found)) == len(sealed.commitments()) == len(boxes(tmp_path / "folder")) == 9
    assert len({path.stat().st_size for path in boxes(tmp_path / "folder")}) == 1
    assert sorted(map(repr, sealed.answers())) == sorted(map(repr, people))
    assert len(sealed.close(people, 9)) == 9


def test_closing_one_wave_leaves_that_of_a_like_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Survey health, wave 2026-1, and survey health_2026, wave 1, differ by where the line is drawn only."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    one = sealed_at(tmp_path / "folder", "fern_lark", "health", "2026-1")
    other = sealed_at(tmp_path / "folder", "fern_lark", "health_2026", "1")
    one.close(party_of("lark", [3, 3, 4]), 3)
    other.close(party_of("lark", [1, 2]), 2)
    assert (len(one.answers()), len(other.answers())) == (3, 2)


def test_closing_erases_nothing_that_it_does_not_know(sealed: Sealed, tmp_path: Path) -> None:
    """Boxes of other answers in the place of this wave's, or damaged ones: it refuses, and all are still there."""
    kept = sealed.close(party_of("lark", [3, 3, 4]), 5)
    with pytest.raises(Refused, match="CMY-472 answers lie here that are not of this wave's ballot"):
        sealed.close(party_of("lark", [3, 4, 4]), 5)
    assert sealed.commitments() == kept
    box = boxes(tmp_path / "folder")[0]
    box.write_bytes(box.read_bytes()[:-1] + b"x")
    with pytest.raises(Refused, match="CMY-472 the sealed answers cannot be read"):
        sealed.close(party_of("lark", [3, 3, 4]), 5)
    assert sealed.commitments() == kept


def written(sealed: Sealed, people: Sequence[Answer]) -> tuple[bytes, ...]:
    """Close a wave anew; the payloads in the order in which they were written."""
    found: list[bytes] = []
    put = sealed.vault.put

    def noted(subject: str, payload: bytes) -> str:
        found.append(payload.rstrip())
        return put(subject, payload)

    sealed.forget_answers()
    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(sealed.vault, "put", noted)
        sealed.close(people, len(people) + 2)
    return tuple(found)


def test_boxes_have_one_size_and_an_order_made_by_chance(sealed: Sealed, tmp_path: Path) -> None:
    """Long words or none, one answer or none: the size of a box does not tell; nor does the order of writing."""
    sealed.save(BALLOT)
    [empty] = [path.stat().st_size for path in boxes(tmp_path / "folder")]
    sealed.save(LATER)
    assert [path.stat().st_size for path in boxes(tmp_path / "folder")] == [empty]
    sealed.forget_ballot()
    people = [answer("lark", {"trust1": 1 + n % 5}, words="x" * 40 * n) for n in range(12)]
    orders = [written(sealed, people) for _ in range(3)]
    assert len({path.stat().st_size for path in boxes(tmp_path / "folder")}) == 1
    assert len(set(orders)) > 1 and len({frozenset(order) for order in orders}) == 1


def test_elsewhere_there_is_nothing_to_read(sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other party, or a copy of the folder without its keys, can neither read nor close."""
    for read in (sealed.ballot, sealed.answers):
        with pytest.raises(Refused, match="CMY-472 the answers of this wave are not sealed here"):
            read()
    sealed.save(LATER)
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "other keys"))
    with pytest.raises(Refused, match="CMY-472"):
        sealed_at(tmp_path / "folder", "fern_lark", "health", "2026-H1").ballot()


def test_a_damaged_box_is_told(sealed: Sealed, tmp_path: Path) -> None:
    """A changed byte is found, and nothing is made of the rest."""
    sealed.save(LATER)
    [box] = boxes(tmp_path / "folder")
    box.write_bytes(box.read_bytes()[:-1] + b"x")
    with pytest.raises(Refused, match="CMY-472 the sealed answers cannot be read"):
        sealed.ballot()


def test_names_of_waves_become_subjects_of_the_vault() -> None:
    """Every wave has a subject that the record can name, long ones are told apart, and all are known as sealed."""
    names = [
        ("health", "2026-1"),
        ("health_2026", "1"),
        ("health", "2026-H1"),
        ("health", "2026-05-04"),
        ("x" * 80, "2026-H1"),
        ("x" * 80, "2026-H2"),
    ]
    subjects = [subject_of(*one) for one in names]
    assert subjects[2] == "answers_health_2026_h1_54b8d38d"
    assert len(set(subjects)) == 6
    assert all(is_subject(f"{one}_open_1234") and is_sealed(one) for one in subjects)
    assert not is_sealed("respondent_1")
