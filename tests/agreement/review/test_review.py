"""The review as a whole: when it speaks, of which version, and that it keeps silent where there is nothing to say."""

from pathlib import Path

import pytest

from comity.agreement.read import read_agreement
from comity.kernel.problem import Problem, Severity
from tests.agreement.documents import AGREEMENTS
from tests.agreement.review.documents import SOUND, spoilt

EXAMPLES = Path(__file__).parents[3] / "examples"
PATTERNS = sorted((EXAMPLES / "clauses").glob("p*/agreement.yaml"))
SLIPS = ("CMY-81", "CMY-82", "CMY-83", "CMY-841", "CMY-842", "CMY-843", "CMY-849", "CMY-808")
"""Findings that call something a slip; the patterns and the agreements of the tests have none but those named here."""
MEANT = {("cold_chain", "CMY-833")}
"""The cap of one route, which a single rebate of at most GBP 900 a month never reaches."""


def reviewed(text: str, *amendments: tuple[str, bytes]) -> list[Problem]:
    return read_agreement(("agreement.yaml", text.encode()), amendments, reviewed=True)[1]


def test_only_who_asks_is_told() -> None:
    """Evaluating a signed agreement month after month repeats no advice on its drafting."""
    text = spoilt(("    ladder: standard\n", ""))
    assert read_agreement(("agreement.yaml", text.encode()))[1] == []
    assert [problem.code for problem in reviewed(text)] == ["CMY-801", "CMY-866"]


def test_an_agreement_with_an_error_is_not_reviewed() -> None:
    """What cannot be read is mended first; advice on the rest would be a guess."""
    text = spoilt(
        ("    ladder: standard\n", ""),
        ("owed by: finch\n    owed to: heron\n    measure", "owed by: fink\n    owed to: heron\n    measure"),
    )
    assert [problem.code for problem in reviewed(text)] == ["CMY-206"]


def test_the_latest_version_is_reviewed_where_it_was_written() -> None:
    """An amendment that takes a level out is told in its own file, and one that mends silences the finding."""
    head = "comity: 1\namends: sound\ntitle: First\nin force: 2027-01-01\nchanges:\n"
    bare = f"{head}  ladders:\n    standard:\n      - {{level: arbitration}}\n".encode()
    (problem,) = reviewed(SOUND, ("amendments/1.yaml", bare))
    assert (problem.code, problem.place.file, problem.place.line) == ("CMY-865", "amendments/1.yaml", 8)
    mended = bare.replace(b"{level: arbitration}", b"{level: arbitration, rules: ICC, seat: Geneva}")
    spoilt_first = spoilt((", rules: ICC Rules of Arbitration, seat: Geneva", ""))
    assert reviewed(spoilt_first, ("amendments/1.yaml", mended)) == []


def test_findings_come_in_the_order_of_the_document_and_once() -> None:
    """Whatever the topic, the reader goes from top to bottom."""
    text = spoilt(
        ("calendar: {business days: [US]}\n", ""),
        ("    due: 10 days after period end\n", ""),
        ("when: times(missed, 4) >= 2", "when: times(missed, 4) >= 5"),
    )
    found = reviewed(text)
    assert [problem.code for problem in found] == ["CMY-803", "CMY-821", "CMY-848"]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("name", ["regeneron-sanofi", "express"])
def test_the_public_examples_are_not_questioned(name: str) -> None:
    """They reconstruct what others agreed: nothing in them is a slip, and what they leave out nobody here drafted."""
    folder = EXAMPLES / name
    amendments = [(path.name, path.read_bytes()) for path in sorted(folder.glob("amendments/*.yaml"))]
    assert (
        read_agreement(("agreement.yaml", (folder / "agreement.yaml").read_bytes()), amendments, reviewed=True)[1] == []
    )


@pytest.mark.parametrize(
    "path", [*AGREEMENTS, *PATTERNS], ids=lambda path: path.stem if path.stem != "agreement" else path.parent.name
)
def test_no_slip_is_found_where_there_is_none(path: Path) -> None:
    """Agreements that were worked through by hand have gaps that counsel may ask about, and no slips."""
    found = read_agreement((path.name, path.read_bytes()), reviewed=True)[1]
    slips = {(path.stem, problem.code) for problem in found if problem.code.startswith(SLIPS)}
    assert slips <= MEANT
    assert all(problem.severity is Severity.WARNING and problem.hint for problem in found)
