"""A report of verification as people read it: what it comes to first, then one finding after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.evidence.report import Finding, Found, Report, listed
from comity.kernel.words import one_line

MEANS = {
    Found.PROVEN: "follows from the keys in the trust file",
    Found.ATTESTED: "somebody signed for it; it cannot be computed again from this pack",
    Found.ERASED: "taken away since, as a signed entry says",
    Found.MISSING: "should be in this pack and is not",
    Found.CORRUPT: "is not what was signed",
}
LONGEST = 4_000
"""Letters of a finding that are shown."""
MOST_LINES = 8
"""Lines of a part of what a record comes to that are shown."""
WIDTH = max(len(found.value) for found in Found)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report: what was found, if it is a finding, and its text."""

    found: Found | None
    text: str


def verdict(report: Report) -> str:
    """Return in a sentence what the verification came to."""
    if report.defect is None:
        some = f"{report.final:,}" if report.final else "none"
        final = f"{'all' if report.final == report.entries else some} of them final"
        count = "1 entry" if report.entries == 1 else f"{report.entries:,} entries"
        return f"Proven: the record of {report.alliance} ({report.origin}), {count}, {final}."
    return f"Not proven: {said(report.defect)}."


def comes_to(report: Report) -> Iterator[Line]:
    """Yield what a proven record comes to, part by part; long parts are cut."""
    for part in report.comes_to:
        yield Line(None, part.title)
        for text in part.lines[:MOST_LINES] or ("none",):
            yield Line(None, f"  {one_line(text, LONGEST)}")
        if len(part.lines) > MOST_LINES:
            yield Line(None, f"  and {len(part.lines) - MOST_LINES} more; --json has all")


def lines(report: Report) -> Iterator[Line]:
    """Yield the findings, each as a line, and then what the words mean that were used."""
    for one in report.findings:
        yield Line(one.found, said(one))
    yield Line(None, "")
    for found, meaning in MEANS.items():
        if report.of(found):
            yield Line(None, f"{found.value:<{WIDTH}}  {meaning}")


def said(one: Finding) -> str:
    """Return a finding in words, with its place in the record."""
    where = f"entry {one.position}: " if one.position is not None else ""
    of = f" ({listed(one.figures, 12)})" if one.figures else ""
    # Bodies of entries are quoted in it: somebody's own words must not look like a line of this report.
    return one_line(f"{where}{one.says}{of}", LONGEST)
