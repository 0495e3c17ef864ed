"""Every threat, with what stops it and without: the attack fails, and succeeds once its mechanism is taken away.

The table of docs/reference/record.md, section 9, names the same threats in the same order.
"""

import json
import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from comity.adapters import desk as desk_module
from comity.adapters import entry_days, record_head
from comity.evidence import named as named_module
from comity.evidence import versions
from comity.record import documents as documents_module
from comity.record import exchange, history, signatures, verify
from comity.record.envelope import Envelope
from comity.record.history import History, Key
from comity.record.refusal import Refusal
from tests.record import attacks


def nothing(*_: Any, **__: Any) -> None:
    """Stand in for a check that refuses."""


def yes(*_: Any) -> bool:
    """Stand in for a check that tells whether."""
    return True


def lenient(data: bytes) -> Envelope:
    """Read an envelope as any reader of JSON does."""
    found = json.loads(data)
    [signature] = found["signatures"]
    return Envelope(b64decode(found["payload"]), signature["keyid"], b64decode(signature["sig"]))


# -- the table --------------------------------------------------------------------------------


def any_key(data: bytes) -> SimpleNamespace:
    """Read a key without a look at whether it is a sound one."""
    return SimpleNamespace(key_id=sha256(data).digest()[:16].hex(), data=data)


@dataclass(frozen=True)
class Threat:
    """An attack, and what has to be taken away for it to succeed: (where, name, what stands in for it)."""

    attack: attacks.Attack
    without: tuple[tuple[object, str, Any], ...]


ONCE = ((verify._Pass, "_only_one", nothing),)
CHAIN = ((History, "_continues", nothing),)
SEEN = ((History, "_has_seen", nothing),)
ROOT = ((verify, "_same_root", nothing),)

THREATS: dict[str, Threat] = {
    "edited": Threat(attacks.edited, ((signatures, "verify_signed", nothing),)),
    "deleted": Threat(attacks.deleted, ROOT),
    "duplicated": Threat(attacks.doubled, ONCE + CHAIN),
    "one id for two": Threat(attacks.named_twice, ONCE),
    "re-serialised": Threat(attacks.respelt, ((history, "opened", lenient),)),
    "replayed into another alliance": Threat(attacks.replayed, ((History, "is_of", yes),)),
    "suffix rewritten by a key holder": Threat(attacks.rewritten, ROOT),
    "truncated": Threat(attacks.truncated, ((verify._Pass, "end", nothing),)),
    "equivocated": Threat(attacks.equivocated, ((exchange, "_same_beginning", nothing),)),
    "rolled back": Threat(attacks.rolled_back, ((record_head.Head, "noted", nothing),)),
    "rolled back and continued": Threat(attacks.continued_otherwise, ((exchange, "verify_consistency", nothing),)),
    "back-dated": Threat(
        attacks.back_dated,
        ((entry_days, "day_of", lambda _: date.min), (entry_days, "cosigned_on", lambda *_: None)),
    ),
    "back-dated by who had cosigned": Threat(
        attacks.back_dated_unseen, ((entry_days, "cosigned_on", lambda *_: None),)
    ),
    "cosigned in the future": Threat(
        attacks.cosigned_in_the_future, ((exchange, "without_cosignatures_after", lambda theirs, _: (theirs, ())),)
    ),
    "seen what nobody cosigned": Threat(attacks.dated_after_nothing, SEEN),
    "unseen again": Threat(attacks.unseen, SEEN),
    "withheld": Threat(attacks.withheld, CHAIN),
    "withheld file": Threat(attacks.without_its_file, ((desk_module, "needed_files", lambda _: ()),)),
    "ordered by another than the keeper": Threat(
        attacks.ordered_by_the_other, ((exchange, "_refuse_unordered", nothing),)
    ),
    "revoked key used after": Threat(attacks.after_revocation, ((Key, "is_revoked", False),)),
    "revoked key used before": Threat(
        attacks.taken_back_by_revocation, ((Key, "is_valid_at", lambda key, size: key.until is None),)
    ),
    "revoked key cosigns after": Threat(
        attacks.cosigned_after_revocation, ((Key, "is_valid_at", lambda key, size: key.since < size),)
    ),
    "weak key": Threat(attacks.weak_key, ((history, "PublicKey", any_key),)),
    "changed definition": Threat(
        attacks.changed_definition,
        ((documents_module.Proposal, "since", lambda one, _: min(one.signed.values(), default=None)),),
    ),
    "signature under other terms": Threat(attacks.exchanged_definition, ((documents_module.Proposal, "is_of", yes),)),
    "lapsed proposal signed alone": Threat(
        attacks.signed_after_it_lapsed, ((documents_module._Reader, "_has_lapsed", lambda *_: False),)
    ),
    "wrong actor": Threat(attacks.in_the_name_of_the_other, ((Key, "is_of", yes),)),
    "wrong type": Threat(attacks.beyond_its_types, ((Key, "is_permitted", yes),)),
    "other keys than the contract's": Threat(attacks.opened_with_other_keys, ((verify._Pass, "_trusted", nothing),)),
    "final by one party": Threat(
        attacks.final_by_one, ((History, "cosigners", lambda *_: frozenset({"fern", "lark"})),)
    ),
    "final by a key for some types": Threat(attacks.final_by_a_clerk, ((Key, "is_permitted", yes),)),
    "erased by the other": Threat(attacks.erased_by_the_other, ((named_module, "_is_own", yes),)),
    "a standing without verdicts": Threat(attacks.empty_standing, ((versions._Comparison, "_is_excused", yes),)),
}


def succeeds(attack: attacks.Attack, folder: Path) -> bool:
    """Tell whether an attack succeeds; what is refused does not."""
    folder.mkdir()
    try:
        return attack(folder)
    except Refusal:
        return False


@pytest.mark.parametrize("name", THREATS)
def test_a_threat_is_stopped_by_its_mechanism_and_by_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With everything in place the attack fails; without its one mechanism it succeeds."""
    threat = THREATS[name]
    assert not succeeds(threat.attack, tmp_path / "with")
    for where, what, instead in threat.without:
        monkeypatch.setattr(where, what, instead)
    assert succeeds(threat.attack, tmp_path / "without")


def test_the_specification_names_every_threat_with_its_mechanism() -> None:
    """Its table has one row for each, in this order, and says which tests show it."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", page.partition("## 9 Threats")[2], re.MULTILINE)
    assert [threat for threat, _ in rows[1:]] == list(THREATS)
