"""What `comity verify` prints of a pack that is proven: what it comes to, and how far each part can be relied on."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Comity
from tests.evidence.making import AS_OF, JANUARY, Making, final, moment, whole

TRUST = Path(__file__).parent.parent / "evidence" / "golden" / "trust.yaml"

SIGNED = """
Parties
  fern and lark
Agreement
  entry 1: agreement.yaml; signed by fern on 2026-01-05 and lark on 2026-01-05; in force, signed by
    all since 2026-01-05
Open disputes
  none
Last cosigned
"""
SOUND = """  by all parties on 2026-02-06 (UTC)
Not met, as of 2026-02-06, as known on 2026-02-06
  none
Amounts, as of 2026-02-06, as known on 2026-02-06
  none

proven    5 entries (3 of fern and 2 of lark): each signed by a key its signer had, none changed,
          none left out between
proven    the first 5 entries are final: fern and lark cosigned them, the last on 2026-02-06
proven    2 files, each as an entry names it by its SHA-256
proven    the standing as of 2026-02-06, as known on 2026-02-06: computed again from the files, the
          same bytes; no verdict is missed

proven    follows from the keys in the trust file
"""
ERASED = """  by all parties on 2026-05-03 (UTC)
Not met, as of 2026-04-30, as known on 2026-04-30
  supply 2026-02: missed, final
  supply 2026-03: undetermined: orders for 2026-03 was due from lark on 2026-04-10 and has not been
    reported
Amounts, as of 2026-04-30, as known on 2026-04-30
  none

proven    11 entries (5 of fern and 6 of lark): each signed by a key its signer had, none changed,
          none left out between
proven    the first 10 entries are final: fern and lark cosigned them, the last on 2026-05-03
attested  1 entry, from position 10 on, signed and not final: not all have cosigned
proven    4 files, each as an entry names it by its SHA-256
attested  entry 6: 1 piece of personal data kept out of this pack; entries of lark commit to them
erased    entry 9: 1 piece of personal data of respondent_2, by lark on 2026-05-02
proven    entry 8: the standing as of 2026-04-30, as known on 2026-04-30 recorded by fern: computed
          again from the files, the same bytes
proven    the standing as of 2026-04-30, as known on 2026-04-30: computed again from the files, the
          same bytes; missed: supply 2026-02
attested  entry 7: facts/ratings/2026-Q1.csv was made from 2 pieces of personal data, of which 1 was
          erased since: the table of 2026-Q1 cannot be made again; what is computed from it is
          proven only from there on (rating)

proven    follows from the keys in the trust file
attested  somebody signed for it; it cannot be computed again from this pack
erased    taken away since, as a signed entry says
"""
ATTESTED = """  never by all parties

proven    5 entries (3 of fern and 2 of lark): each signed by a key its signer had, none changed,
          none left out between
attested  no entry is final yet: there is no checkpoint that all parties cosigned
proven    2 files, each as an entry names it by its SHA-256
attested  no standing was recorded, so none was computed again

proven    follows from the keys in the trust file
attested  somebody signed for it; it cannot be computed again from this pack
"""


def sound() -> Making:
    """Return a record of an agreement and a month, cosigned by both, whose standing has nothing missed."""
    made = final()
    made.expect(date(2026, 2, 6))
    return made


def erased() -> Making:
    """Return the record with all of it, one respondent erased."""
    made = whole()
    made.expect(AS_OF)
    return made


def signed_only() -> Making:
    """Return a record that nobody has cosigned, in a pack that names no standing."""
    made = Making()
    made.agree(date(2026, 1, 5))
    made.submit("orders", "2026-01", JANUARY, date(2026, 2, 5))
    return made


def shown(made: Making, comity: Comity, folder: Path) -> tuple[str, str]:
    """Return the first line that is printed of a pack, and all after the names of its files."""
    pack = folder / "kits.zip"
    pack.write_bytes(made.pack())
    ran = comity("verify", pack, "--trust", TRUST)
    assert (ran.status, ran.err) == (0, "")
    first, rest = ran.out.split("\n", 1)
    names, _, rest = rest.partition("\n\n")
    assert names.startswith(str(pack))
    return first, f"\n{rest}"


@pytest.mark.parametrize(
    ("made", "first", "rest"),
    [
        (sound, "5 entries, all of them final", SOUND),
        (erased, "11 entries, 10 of them final", ERASED),
        (signed_only, "5 entries, none of them final", ATTESTED),
    ],
    ids=["sound", "erased", "attested"],
)
def test_a_proven_pack_is_told_in_words(
    made: Callable[[], Making], first: str, rest: str, comity: Comity, tmp_path: Path
) -> None:
    """First what somebody has to know who decides on it, then each part with one of five words, then these words."""
    found = shown(made(), comity, tmp_path)
    assert found == (f"Proven: the record of kits (comity/kits), {first}.", SIGNED + rest)


def test_a_record_of_a_time_to_come_says_so(comity: Comity, tmp_path: Path) -> None:
    """Fern and Lark sign and cosign in 2999: it is proven, and the machine's clock is held against it."""
    made = final()
    made.say("fern", "concern.raised", {"text": "slow"}, date(2999, 1, 5))
    made.say("lark", "concern.raised", {"text": "no"}, date(2026, 2, 5), claimed_at=moment(date(2999, 1, 6)))
    made.cosign(date(2999, 1, 7))
    first, rest = shown(made, comity, tmp_path)
    said = " ".join(rest.split())
    assert first == "Proven: the record of kits (comity/kits), 7 entries, all of them final."
    assert "by all parties on 2999-01-07 (UTC), which is still to come by the clock here" in said
    assert "attested entry 5: by the clock here (" in said
    assert "this entry of fern is still to come: signed on 2999-01-05; with it 1 later one, up to 2999-01-06" in said
    assert "these cosignatures are still to come: fern and lark (2999-01-07) under the first 7 entries" in said
