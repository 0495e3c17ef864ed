"""Many signatures at once: which one is the first that is not right, wherever they are verified."""

from __future__ import annotations

import pickle
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from comity.record.signatures import Signed, first_wrong
from tests.record.making import FERN, LARK

MESSAGES = st.lists(st.tuples(st.booleans(), st.binary(max_size=40)), max_size=8)


def pairs(messages: list[tuple[bool, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return messages as Fern or Lark signed them."""
    keys = [(FERN if of_fern else LARK, message) for of_fern, message in messages]
    return [(key.public.data, key.sign(message) + message) for key, message in keys]


@given(MESSAGES)
def test_signatures_travel_whole(messages: list[tuple[bool, bytes]]) -> None:
    """What comes out in another process is each key with its signature and message; all of them are right."""
    some = pairs(messages)
    sent = pickle.loads(pickle.dumps(Signed.of(some)))
    assert list(sent.each()) == some
    assert first_wrong(sent) is None


@given(MESSAGES.filter(bool), st.data())
def test_the_first_wrong_one_is_named(messages: list[tuple[bool, bytes]], data: st.DataObject) -> None:
    """A bit of a signature or of a message is turned, or the key is the other party's: its number comes back."""
    some = pairs(messages)
    wrong = data.draw(st.sets(st.integers(0, len(some) - 1), min_size=1))
    for number in wrong:
        key, signed = some[number]
        if data.draw(st.booleans()):
            at = data.draw(st.integers(0, len(signed) - 1))
            some[number] = key, signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
        else:
            some[number] = {FERN: LARK, LARK: FERN}[FERN if messages[number][0] else LARK].public.data, signed
    assert first_wrong(Signed.of(some)) == min(wrong)


def test_a_process_loads_little_to_verify() -> None:
    """Neither how entries are read nor what they establish is loaded where signatures alone are verified."""
    code = (
        "import sys, comity.record.signatures\n"
        "sys.exit(any(f'comity.record.{one}' in sys.modules for one in ('entry', 'history', 'verify')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
