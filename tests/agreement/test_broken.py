"""Broken agreements, each named after its fault: the problems it must give, each with its place."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from comity.agreement.compose import MOST_NODES
from comity.agreement.read import read
from tests.agreement.documents import BROKEN, SMALL

EXPECTED = re.compile(r"# expect: (?P<code>CMY-\d{3}) at (?P<line>\d+):(?P<column>\d+)")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_agreement_gives_its_problems_at_their_places(path: Path) -> None:
    """Exactly the problems that its first lines announce, no more and no fewer, each where it was made."""
    data = path.read_bytes()
    wanted = [(m["code"], int(m["line"]), int(m["column"])) for m in EXPECTED.finditer(data.decode())]
    _, problems = read(data, path.name)
    assert [(p.code, p.place.line, p.place.column) for p in problems] == wanted
    assert wanted


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_problem_shows_the_line_it_speaks_of(path: Path) -> None:
    """Every problem names the file, shows the line as it stands there, and says what is wrong."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for problem in read(path.read_bytes(), path.name)[1]:
        assert problem.place.file == path.name
        assert problem.place.line is not None
        if problem.place.excerpt:
            assert problem.place.excerpt == lines[problem.place.line - 1]
        assert problem.why


def test_all_faults_of_a_document_are_told_at_once() -> None:
    """A fault in one section hides none in another."""
    text = SMALL.replace("owed by: finch", "owed by: fink").replace("filled)", "fild)")
    text = text.replace("ends: 2028-12-31", "ends: soon").replace("2027-01-01: 96%", "2027-13-01: 96%")
    text += "scorecard: {supply: {weight: 90%, metrics: {fill_rate: {floor: 1, target: 1}}}}\n"
    found = [problem.code for problem in read(text.encode(), "agreement.yaml")[1]]
    assert found == ["CMY-225", "CMY-205", "CMY-320", "CMY-206", "CMY-211", "CMY-212"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "CMY-101"),
        (b" \n\n", "CMY-101"),
        (b"# nothing yet\n", "CMY-101"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "CMY-103"),
        (b"alliance: a\x07b\n", "CMY-103"),
        ("alliance: \N{LATIN SMALL LETTER E WITH ACUTE}".encode("latin-1"), "CMY-102"),
        ("comity: 1\n".encode("utf-16"), "CMY-103"),
        (b"PK\x03\x04\x14\x00\x06\x00", "CMY-103"),
        (b"just a text", "CMY-116"),
        (b"- a\n- b\n", "CMY-116"),
        (b"[" * 100_000, "CMY-108"),
        (b"{a: " * 100_000, "CMY-108"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:12]),
)
def test_what_is_no_agreement_is_one_clear_problem(data: bytes, code: str) -> None:
    """Empty, binary, in another encoding, nested without end: a code, never an exception."""
    terms, problems = read(data, "agreement.yaml")
    assert terms is None
    assert [problem.code for problem in problems] == [code]


def test_a_large_file_is_refused_without_being_read() -> None:
    """One hundred megabytes are refused for their size alone."""
    terms, problems = read(b"#" * 100_000_000, "agreement.yaml")
    assert terms is None
    assert [problem.code for problem in problems] == ["CMY-104"]


def test_aliases_count_as_often_as_they_repeat() -> None:
    """A document of a few lines that stands for more parts than are allowed is refused at the line that does it."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    _, problems = read("\n".join(lines).encode(), "bomb.yaml")
    assert [problem.code for problem in problems] == ["CMY-109"]
    assert f"{MOST_NODES:,}" in problems[0].why


BOUNDED = """
import resource
from comity.agreement.read import read
limit = {limit} * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
data = {data}
terms, problems = read(data, "agreement.yaml")
assert terms is None or problems
print(problems[0].code)
"""


ALIASES = (
    "b'a: &a [x,x,x,x,x,x,x,x,x]\\n'"
    " + b''.join(b'%c: &%c [%s]\\n' % (c, c, b','.join([b'*%c' % (c - 1)] * 9)) for c in range(98, 122))"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ALIASES, "CMY-109"),
        ("b'[' * 2_000_000", "CMY-108"),
        ("b'a: [' + b'x, ' * 690_000 + b'y]'", "CMY-109"),
        ("b'x' * 2_000_000", "CMY-116"),
    ],
    ids=["aliases", "brackets", "a long list", "one long text"],
)
def test_memory_stays_bounded_whatever_the_input(data: str, code: str) -> None:
    """A process that may take half a gigabyte reads the worst that fits into a file, and names its fault."""
    program = BOUNDED.format(limit=512, data=data)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    assert done.stdout.strip() == code
