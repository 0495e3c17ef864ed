"""What `comity verify` prints: what a proven pack comes to, how far each part can be relied on, why one is not."""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from comity.evidence import bag
from comity.evidence.zipped import measured, members_of, pieces, write
from tests.cli.conftest import Comity
from tests.evidence.making import AS_OF, JANUARY, Making, final, moment, whole
from tests.record.making import OTHER

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


def refused(pack: bytes, comity: Comity, folder: Path, trusted: Path = TRUST) -> tuple[str, str]:
    """Return what is printed of a pack that is not proven, in one line, and its defect by `--json`."""
    file = folder / "kits.zip"
    file.write_bytes(pack)
    ran = comity("verify", file, "--trust", trusted)
    as_json = comity("verify", file, "--trust", trusted, "--json")
    assert (ran.status, as_json.status) == (1, 1)
    report = json.loads(as_json.out)
    assert report["defect"]["found"] == "corrupt"
    assert set(report) == {
        "format", "proven", "alliance", "origin", "entries", "final", "defect", "comes_to", "findings",
    }  # fmt: skip
    return " ".join(ran.out.split()), report["defect"]["says"]


def test_a_pack_that_was_zipped_again_is_not_called_forged(comity: Comity, tmp_path: Path) -> None:
    """A mail gateway compresses it: that is said, that no entry was looked at, and to ask for the pack as written."""
    again = BytesIO()
    with ZipFile(BytesIO(sound().pack())) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    said, says = refused(again.getvalue(), comity, tmp_path)
    assert said.startswith("Not proven: this file is not as a pack is written. It was packed again, as some mail")
    assert "whether its entries are as they were signed was not looked at. Ask for the pack as `comity export`" in said
    assert "corrupt here it says only that the archive is not in the bytes in which a pack is written" in said
    assert says in said
    assert says.endswith("bagit.txt is stored in another way than a pack is written")


def test_a_damaged_pack_is_not_said_to_be_packed_again(comity: Comity, tmp_path: Path) -> None:
    """A byte of an entry is another, or the file is none: the place is told, and no mail gateway is blamed."""
    pack = sound().pack()
    for data in (pack.replace(b'{"payload":"', b'{"pAyload":"', 1), b"text " * 20):
        said, says = refused(data, comity, tmp_path)
        assert said.startswith(f"Not proven: {says}.")
        assert "corrupt is not what was signed, or does not follow from what was" in said


@pytest.mark.parametrize(
    ("old", "new", "first", "last"),
    [
        (
            "2cZ/bPsafxMnQKbqF2iGH3k/I+PIc0wEgTDWwTt7O8U=",
            b64encode(OTHER.public.data).decode(),
            "those in {} are not the keys with which this record was opened.",
            " If this is it, the record is another one.",
        ),
        (
            "comity/kits",
            "comity/pots",
            "{} holds those of kits (comity/pots), and this is the record of another alliance.",
            "",
        ),
    ],
    ids=["keys", "alliance"],
)
def test_the_wrong_trust_file_is_told_of_the_keys(
    old: str, new: str, first: str, last: str, comity: Comity, tmp_path: Path
) -> None:
    """The pack is whole, the trust file another: it says which file, and that the contract has the right one."""
    trusted = tmp_path / "t.yaml"
    trusted.write_text(TRUST.read_text().replace(old, new))
    said, says = refused(sound().pack(), comity, tmp_path, trusted)
    found = f"Not proven with these keys: {first.format(trusted)} Take the trust file from the contract.{last}"
    assert said.startswith(found)
    assert f"corrupt entry 0: {says}" in said
    assert "corrupt here it says only that the record and these keys do not belong together" in said


def changed(pack: bytes, name: str, old: bytes, new: bytes, *, fits: bool = False) -> bytes:
    """Return a pack in its spelling with a file changed, and with manifests that fit it or do not."""
    archive = BytesIO(pack)
    files = {one.name: b"".join(pieces(archive, one)) for one in members_of(archive)}
    base = "kits-evidence/"
    assert old in files[base + name]
    files[base + name] = files[base + name].replace(old, new, 1)
    if fits:
        data = [measured(of.removeprefix(base), partial(iter, (held,))) for of, held in files.items() if "/data/" in of]
        tags = bag.tag_files(data, alliance="kits", origin="comity/kits", entries=5)
        files |= {base + of: held for of, held in tags.items()}
    out = BytesIO()
    write(out, [(measured(of, partial(iter, (held,))), partial(iter, (held,))) for of, held in files.items()])
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "old", "new", "fits"),
    [
        ("data/README.txt", b"never from this pack", b"or from this pack, too", False),
        ("data/README.txt", b"never from this pack", b"or from this pack, too", True),
        ("data/expected.json", b'"known_at":"2026-02-06"', b'"known_at":"2026-02-05"', False),
        ("data/expected.json", b"", b"0000", True),
    ],
    ids=["readme", "readme with manifest", "expected", "expected with manifest"],
)
def test_what_nobody_signed_says_nothing_against_the_entries(
    name: str, old: bytes, new: bytes, fits: bool, comity: Comity, tmp_path: Path
) -> None:
    """The text for people or the expected standing was changed: the entries are as signed, and the file is named."""
    pack = sound().pack()
    if new.endswith(b"0000"):
        result = sound().expected[0].result.encode()
        old, new = result, b"0000" + result[4:]
    said, says = refused(changed(pack, name, old, new, fits=fits), comity, tmp_path)
    first = "Not proven as a whole: the entries, and the files that they name, are as they were signed."
    assert said.startswith(f"{first} What differs is {name}, which nobody signed.")
    assert "corrupt here it says only that something which nobody signed does not follow from what" in said
    assert says in said


@pytest.mark.parametrize("spoil", ["signature", "file", "keys", "cut", "standing"])
def test_nothing_is_called_signed_that_is_not(spoil: str, comity: Comity, tmp_path: Path) -> None:
    """With the README an entry, a file, keys.json or a recorded standing is wrong, or an entry left out: none is."""
    made = signed_only() if spoil == "cut" else sound()
    if spoil == "signature":
        made.entries[3] = made.entries[3].replace(b'"sig":"', b'"sig":"AAAA', 1).replace(b'==","', b'","', 1)
    if spoil == "file":
        made.blobs = {name: data for name, data in made.blobs.items() if data != JANUARY}
    if spoil == "standing":
        made.evaluated(AS_OF, AS_OF, result="0" * 64)
    pack = made.pack()
    if spoil != "standing":
        pack = changed(pack, "data/README.txt", b"never from this pack", b"or from this pack, too")
    if spoil == "cut":
        pack = changed(pack, "data/entries.jsonl", made.entries[-1] + b"\n", b"")
    if spoil == "keys":
        pack = changed(pack, "data/keys.json", b'"keeper":"fern"', b'"keeper":"lark"')
    said, says = refused(pack, comity, tmp_path)
    assert said.startswith("Not proven: ")
    assert says in said
    assert "nobody signed" not in said
