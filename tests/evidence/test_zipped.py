"""The archive: any program opens it, and no other bytes than those that are written are read."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.evidence.zipped import Source, measured, members_of, pieces, write
from comity.record.refusal import Refusal

NAMES = st.from_regex(r"kits-evidence/data/[a-z][a-z0-9.]{0,8}", fullmatch=True)


def held(data: bytes) -> Source:
    """Return a source of some bytes."""
    return lambda: iter((data,))


def archive(files: dict[str, bytes]) -> bytes:
    """Return an archive of some files."""
    out = BytesIO()
    write(out, [(measured(name, held(data)), held(data)) for name, data in files.items()])
    return out.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive."""
    stream = BytesIO(data)
    return {one.name: b"".join(pieces(stream, one)) for one in members_of(stream)}


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=5))
def test_what_is_written_is_read_here_and_by_any_zip_program(files: dict[str, bytes]) -> None:
    """Python's own zipfile finds no fault and the same files; so do we."""
    data = archive(files)
    with zipfile.ZipFile(BytesIO(data)) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()} == files
    assert read(data) == files


FILES = {"kits-evidence/data/one": b"first", "kits-evidence/data/two": b"second"}


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "a/../../b", "a//b", "a\\b/c", "a/b:c", "a/.hidden", "a", "a/b/c/d/e/f", "a/ü"]
)
def test_a_name_that_leads_outside_is_neither_written_nor_read(name: str) -> None:
    """Parents, roots, drives, hidden files: a pack has none of them, whoever wrote it."""
    with pytest.raises(Refusal):
        archive({name: b"x"})
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo(name), b"x")
    with pytest.raises(Refusal):
        read(out.getvalue())


def test_a_compressed_archive_is_refused() -> None:
    """Ten megabytes of zeros in ten kilobytes: nothing is unpacked, since a pack stores its files as they are."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("kits-evidence/data/one", bytes(10_000_000))
    assert len(out.getvalue()) < 20_000
    with pytest.raises(Refusal, match="stored in another way"):
        read(out.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b"\0",
        lambda data: b"MZ" + data,
        lambda data: data[:-1],
        lambda data: data[: data.index(b"PK\x01\x02")],
        lambda data: data.replace(b"data/two", b"data/one"),
        lambda data: data[:-2] + struct.pack("<H", 3) + b"abc",
        lambda data: data.replace(b"second", b"Second"),
        lambda data: b"",
        lambda data: b"PK\x05\x06" + bytes(18) + b"x",
    ],
    ids=["tail", "head", "short", "no list", "one name twice", "comment", "other bytes", "empty", "after the end"],
)
def test_every_other_archive_is_refused(change) -> None:
    """What a zip program would pass over (a comment, bytes before and after) has no place here."""
    with pytest.raises(Refusal):
        read(change(archive(FILES)))


def test_a_member_cannot_claim_more_than_there_is() -> None:
    """A size of four gigabytes in a header is refused before anything is read."""
    data = bytearray(archive({"kits-evidence/data/one": b"x"}))
    data[18:26] = struct.pack("<II", 2**32 - 2, 2**32 - 2)
    with pytest.raises(Refusal, match="longer than the pack"):
        read(bytes(data))


def test_a_file_that_changes_while_it_is_written_is_noticed() -> None:
    """A member that has another size the second time is refused, so that no header tells a wrong one."""
    sources = iter([b"four", b"three"])
    member = measured("kits-evidence/data/one", lambda: iter((next(sources),)))
    with pytest.raises(Refusal, match="changed"):
        write(BytesIO(), [(member, lambda: iter((next(sources),)))])
