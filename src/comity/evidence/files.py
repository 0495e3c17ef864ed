"""Files that a record names: here, withheld, missing or corrupt."""

from __future__ import annotations

from collections.abc import Iterator

from comity.evidence.named import Named, positions
from comity.evidence.pack import Pack
from comity.evidence.report import Finding, Found, listed


def files(pack: Pack, names: Named) -> Iterator[Finding]:
    """Yield which files are here as they were signed, and which are not. Reading the pack has verified their bytes."""
    here = [digest for digest in names.files if digest in pack.blobs]
    if here:
        says = f"{counted(len(here), 'file')}, each as an entry names it by its SHA-256"
        yield Finding(found=Found.PROVEN, about="file", says=says)
    absent = [(digest, uses) for digest, uses in names.files.items() if digest not in pack.blobs]
    for digest, uses in sorted(absent, key=lambda one: positions(one[1])):
        needed = [use for use in uses if use.is_needed]
        if needed:
            says = f"{needed[0].what}, as {needed[0].actor} handed it in (SHA-256 {digest[:16]}…), is not in this pack"
            yield Finding(found=Found.MISSING, about="file", says=says, position=needed[0].position)
    withheld = [uses[0] for _, uses in absent if not any(use.is_needed for use in uses)]
    if withheld:
        says = f"{counted(len(withheld), 'document')} known by SHA-256 only: {listed(one.what for one in withheld)}"
        yield Finding(found=Found.ATTESTED, about="file", says=says, position=withheld[0].position)
    results = {one.result for one in pack.expected} | {one.result for one in names.evaluations}
    for digest in sorted(pack.blobs - names.files.keys() - results):
        yield Finding(found=Found.CORRUPT, about="file", says=f"no entry names the file {digest} of this pack")


def counted(count: int, noun: str) -> str:
    """Return a number of things in words: `1 file`, `2 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
