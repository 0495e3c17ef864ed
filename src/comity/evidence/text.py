"""A report of verification as people read it: what it comes to first, then one finding after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.evidence.report import Cause, Finding, Found, Report, listed
from comity.kernel.words import one_line

MEANS = {
    Found.PROVEN: "follows from the keys in the trust file",
    Found.ATTESTED: "somebody signed for it; it cannot be computed again from this pack",
    Found.ERASED: "taken away since, as a signed entry says",
    Found.MISSING: "should be in this pack and is not",
    Found.CORRUPT: "is not what was signed, or does not follow from what was",
}
_CONTRACT = (
    "here it says only that the record and these keys do not belong together; nothing more was looked at. Take the "
    "trust file from the contract; if this is the one, the record is not the one of the contract"
)
CORRUPT_BY = {
    Cause.COPY: "here it says only that this file is no evidence pack",
    Cause.PACKED_AGAIN: "here it says only that the archive is not in the bytes in which a pack is written",
    Cause.OTHER_ALLIANCE: _CONTRACT,
    Cause.OTHER_KEYS: _CONTRACT,
    Cause.UNSIGNED: "here it says only that something which nobody signed does not follow from what was signed",
}
"""What `corrupt` means where nothing is said against what the parties signed."""
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


def verdict(report: Report, trust_file: str) -> str:
    """Return in a sentence or two what the verification came to, from the keys in this file."""
    if report.defect is None:
        some = f"{report.final:,}" if report.final else "none"
        final = f"{'all' if report.final == report.entries else some} of them final"
        count = "1 entry" if report.entries == 1 else f"{report.entries:,} entries"
        return f"Proven: the record of {report.alliance} ({report.origin}), {count}, {final}."
    if report.cause is None:
        return f"Not proven: {said(report.defect)}."
    return one_line(_because(report, report.cause, trust_file), LONGEST)


def _because(report: Report, cause: Cause, trust_file: str) -> str:
    """Return in sentences why a pack is not proven, where that says nothing against what the parties signed."""
    match cause:
        case Cause.COPY:
            return (
                "Not proven: this is no evidence pack but a copy of a record, as `comity sync` writes it for the other "
                "party; what is in it was not looked at. The pack that is verified is made by `comity export FOLDER`."
            )
        case Cause.PACKED_AGAIN:
            return (
                "Not proven: this file is not as a pack is written. It was packed again, as some mail gateways do, or "
                "changed; whether its entries are as they were signed was not looked at. Ask for the pack as "
                "`comity export` wrote it."
            )
        case Cause.OTHER_ALLIANCE:
            return (
                f"Not proven with these keys: {trust_file} holds those of {report.alliance} ({report.origin}), and "
                "this is the record of another alliance. Take the trust file from the contract."
            )
        case Cause.OTHER_KEYS:
            return (
                f"Not proven with these keys: those in {trust_file} are not the keys with which this record was "
                "opened. Take the trust file from the contract. If this is it, the record is another one."
            )
        case Cause.UNSIGNED:
            return (
                "Not proven as a whole: the entries, and the files that they name, are as they were signed. What "
                f"differs is {listed(report.unsigned)}, which nobody signed."
            )


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
            by = CORRUPT_BY.get(report.cause) if report.cause and found is Found.CORRUPT else None
            yield Line(None, f"{found.value:<{WIDTH}}  {by or meaning}")


def said(one: Finding) -> str:
    """Return a finding in words, with its place in the record."""
    where = f"entry {one.position}: " if one.position is not None else ""
    of = f" ({listed(one.figures, 12)})" if one.figures else ""
    # Bodies of entries are quoted in it: somebody's own words must not look like a line of this report.
    return one_line(f"{where}{one.says}{of}", LONGEST)
