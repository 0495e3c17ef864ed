"""Reading the documents of an alliance folder."""

from pathlib import Path

from comity.adapters.folder import read_folder
from comity.agreement.decode import MOST_BYTES


def codes(path: Path) -> list[str]:
    folder, problems = read_folder(path)
    assert folder is None
    return [problem.code for problem in problems]


def test_a_folder_gives_its_documents_in_order(tmp_path: Path) -> None:
    """The agreement comes first, then the amendments by file name; files are named from the folder on."""
    (tmp_path / "amendments").mkdir()
    (tmp_path / "agreement.yaml").write_bytes(b"comity: 1\n")
    for name in ("2026-07-01-b.yaml", "2026-01-01-a.yml", ".swap.yaml", "notes.txt"):
        (tmp_path / "amendments" / name).write_bytes(name.encode())
    folder, problems = read_folder(tmp_path)
    assert problems == []
    assert folder is not None
    assert folder.agreement == ("agreement.yaml", b"comity: 1\n")
    assert [file for file, _ in folder.amendments] == [
        "amendments/2026-01-01-a.yml",
        "amendments/2026-07-01-b.yaml",
    ]


def test_what_is_no_folder(tmp_path: Path) -> None:
    """Nothing there, and a file there, are told apart from a folder without an agreement."""
    file = tmp_path / "agreement.yaml"
    assert codes(tmp_path / "absent") == ["CMY-701"]
    assert codes(tmp_path) == ["CMY-702"]
    file.write_text("comity: 1\n", encoding="utf-8")
    assert codes(file) == ["CMY-701"]


def test_the_folder_is_named_to_who_gave_the_file(tmp_path: Path) -> None:
    """Who gives agreement.yaml itself is told which folder to give."""
    file = tmp_path / "agreement.yaml"
    file.write_text("comity: 1\n", encoding="utf-8")
    _, problems = read_folder(file)
    assert problems[0].hint.endswith(str(tmp_path))


def test_all_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A folder in place of the agreement and an amendment that is too large are two problems, in one reading."""
    (tmp_path / "agreement.yaml").mkdir()
    (tmp_path / "amendments").mkdir()
    with (tmp_path / "amendments" / "a.yaml").open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    assert codes(tmp_path) == ["CMY-703", "CMY-104"]


def test_the_largest_document_is_read(tmp_path: Path) -> None:
    """A document of exactly the largest size is still read."""
    (tmp_path / "agreement.yaml").write_bytes(b"#" * MOST_BYTES)
    folder, problems = read_folder(tmp_path)
    assert problems == []
    assert folder is not None
    assert len(folder.agreement[1]) == MOST_BYTES
