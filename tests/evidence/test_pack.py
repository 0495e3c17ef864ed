"""A pack has one spelling: the same record gives the same bytes, and no byte of it can be another."""

import random
import zipfile
from hashlib import sha256
from io import BytesIO

import pytest

from comity.evidence.pack import Pack, write_pack
from comity.evidence.zipped import members_of, pieces
from comity.record.refusal import Refusal
from tests.evidence.making import AS_OF, Making, verified, whole
from tests.evidence.test_zipped import archive


def test_the_same_record_gives_the_same_bytes() -> None:
    """Two packs of one record, made apart, are equal byte for byte."""
    assert whole().pack() == whole().pack()


def test_a_pack_is_a_bag(kits: bytes) -> None:
    """By RFC 8493: a declaration, a manifest of every file under data/, one of the tags, and the right sums."""
    with zipfile.ZipFile(BytesIO(kits)) as bag:
        base = "kits-evidence/"
        names = [name.removeprefix(base) for name in bag.namelist()]
        assert all(name.startswith(base) for name in bag.namelist())
        assert bag.read(f"{base}bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        for manifest, listed in (
            ("manifest-sha256.txt", {name for name in names if name.startswith("data/")}),
            ("tagmanifest-sha256.txt", {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"}),
        ):
            lines = [line.split("  ") for line in bag.read(base + manifest).decode().splitlines()]
            assert {name for _, name in lines} == listed
            assert all(sha256(bag.read(base + name)).hexdigest() == digest for digest, name in lines)
        sizes = [bag.getinfo(base + name).file_size for name in names if name.startswith("data/")]
        assert f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n" in bag.read(f"{base}bag-info.txt").decode()


def test_a_pack_is_read_as_it_was_written(kits: bytes) -> None:
    """Entries, checkpoints, files, openings and what is expected come back, and make the same pack again."""
    made = whole()
    made.expect(AS_OF)
    made.open_answers(0)
    pack = Pack(BytesIO(made.pack()))
    assert list(pack.entries()) == made.entries
    assert list(pack.checkpoints) == made.checkpoints
    assert {digest: b"".join(pack.blob(digest)) for digest in pack.blobs} == made.blobs
    assert list(pack.openings or ()) == made.openings
    assert list(pack.expected) == made.expected
    assert Pack(BytesIO(kits)).openings is None


def changed(pack: bytes, number: int, chance: random.Random) -> tuple[bytes, str]:
    """Return a pack with one byte at random changed to another, and what was done."""
    at = chance.randrange(len(pack))
    byte = chance.choice([value for value in range(256) if value != pack[at]])
    return pack[:at] + bytes([byte]) + pack[at + 1 :], f"change {number}: byte {at} from {pack[at]} to {byte}"


def undetected(pack: bytes, count: int, seed: int) -> list[str]:
    """Return which of some random changes of one byte a verification does not detect."""
    chance = random.Random(seed)
    tries = [changed(pack, number, chance) for number in range(count)]
    return [what for data, what in tries if verified(data, evaluates=False).is_proven]


def test_no_byte_can_be_changed(kits: bytes) -> None:
    """300 random changes of one byte anywhere, also in headers that a zip program never looks at: all detected."""
    assert undetected(kits, 300, 1) == []


@pytest.mark.soak
def test_no_byte_can_be_changed_ten_thousand_times(kits: bytes) -> None:
    """The same, 10,000 times, half of them in a pack with personal data."""
    made = whole()
    made.open_answers(0)
    assert undetected(kits, 5_000, 2) == []
    assert undetected(made.pack(), 5_000, 3) == []


def test_no_bit_of_a_header_is_free(kits: bytes) -> None:
    """Every single byte of the first header, of the list of files and of the end, changed in its lowest bit."""
    listed = kits.index(b"PK\x01\x02")
    places = [*range(60), *range(listed, listed + 120), *range(len(kits) - 22, len(kits))]
    free = [at for at in places if verified(_flipped(kits, at), evaluates=False).is_proven]
    assert free == []


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("left_out", ["data/keys.json", "data/README.txt", "bagit.txt", "data/expected.json"])
def test_a_pack_without_one_of_its_files_is_none(kits: bytes, left_out: str) -> None:
    """Written again without a file, the archive is sound and the pack is not."""
    with pytest.raises(Refusal):
        Pack(BytesIO(again(kits, leave_out=left_out)))


@pytest.mark.parametrize(
    "added", ["data/extra.txt", "data/blobs/short", "data/checkpoints/1.txt", "extra.txt", "data/tst/000000000010.txt"]
)
def test_a_pack_with_another_file_is_none(kits: bytes, added: str) -> None:
    """A file that has no place in the format is refused, whatever the manifests say."""
    with pytest.raises(Refusal):
        Pack(BytesIO(again(kits, add={added: b"x"})))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("manifest-sha256.txt", b"  data/README.txt", b"  data/README.TXT"),
        ("tagmanifest-sha256.txt", b"bagit.txt", b"bagit.TXT"),
        ("bag-info.txt", b"comity/kits 11", b"comity/kits 12"),
        ("bagit.txt", b"1.0", b"0.97"),
        ("data/README.txt", b"never from this pack", b"also from this pack"),
        ("data/expected.json", b":[", b": ["),
        ("data/openings.jsonl", b'"subject":"respondent_1"', b'"subject":"respondent_9"'),
    ],
)
def test_no_file_of_a_pack_says_another_thing_than_the_rest(name: str, old: bytes, new: bytes) -> None:
    """An archive whose sums are right, in which one file contradicts the others, or is spelt otherwise: refused."""
    made = whole()
    made.open_answers(0)
    made.expect(AS_OF)
    pack = made.pack()
    stream = BytesIO(pack)
    [member] = [one for one in members_of(stream) if one.name == f"kits-evidence/{name}"]
    data = b"".join(pieces(stream, member))
    assert old in data
    assert again(pack, add={name: data}) == pack
    with pytest.raises(Refusal):
        Pack(BytesIO(again(pack, add={name: data.replace(old, new)})))


def again(pack: bytes, *, leave_out: str = "", add: dict[str, bytes] | None = None) -> bytes:
    """Return an archive of the same files but one, or with others, in their order; manifests as they were."""
    stream = BytesIO(pack)
    files = {one.name.partition("/")[2]: b"".join(pieces(stream, one)) for one in members_of(stream)}
    files = {**{name: data for name, data in files.items() if name != leave_out}, **(add or {})}
    tags = [name for name in files if "/" not in name]
    order = [*tags, *sorted(name for name in files if "/" in name)]
    return archive({f"kits-evidence/{name}": files[name] for name in order})


def test_a_pack_lies_in_the_folder_of_its_alliance(kits: bytes) -> None:
    """Under another name it would unpack over the pack of somebody else."""
    stream = BytesIO(kits)
    files = {one.name.partition("/")[2]: b"".join(pieces(stream, one)) for one in members_of(stream)}
    assert archive({f"kits-evidence/{name}": data for name, data in files.items()}) == kits
    with pytest.raises(Refusal, match="the folder of this pack is other-evidence/"):
        Pack(BytesIO(archive({f"other-evidence/{name}": data for name, data in files.items()})))


def test_a_pack_of_a_later_version_is_told_as_such(kits: bytes) -> None:
    """A version that this program does not know is named, before anything strange in it is."""
    info = b"External-Description: x\nExternal-Identifier: x 1\nPayload-Oxum: 1.1\nComity-Pack: 2\n"
    with pytest.raises(Refusal, match="a pack of version 2; this program reads 1"):
        Pack(BytesIO(again(kits, add={"bag-info.txt": info, "data/news.txt": b"x"})))


def test_a_pack_cannot_be_larger_than_its_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the plain zip format cannot hold is refused before anything is written."""
    from comity.evidence import zipped

    monkeypatch.setattr(zipped, "MOST_BYTES", 1_000)
    out = BytesIO()
    with pytest.raises(Refusal, match="at most"):
        write_pack(out, Making().packed())
    assert out.getvalue() == b""
