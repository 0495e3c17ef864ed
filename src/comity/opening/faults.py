"""Everything that is wrong with the files of facts in a folder: an error in a row hides nothing of what comes after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from comity.agreement.model import Agreement
from comity.facts.keys import keyed
from comity.facts.load import sealed
from comity.facts.model import RawFile
from comity.kernel.problem import Problem
from comity.opening.sound import sound


def all_faults(
    raws: Mapping[str, Sequence[RawFile]], unread: Sequence[Problem], agreement: Agreement, known_at: date
) -> list[Problem]:  # fmt: skip
    """Return all problems of files, each bounded: what was found as they were read, in their rows, and between them.

    `raws` are the files of each table, those with an error too (adapters.files.read_folder_facts, `faulty`), `unread`
    what is wrong with their rows. What sound rows of different files say is compared as if the faulty were not there.
    """
    terms = agreement.versions[-1][1]
    read = {raw.path for files in raws.values() for raw in files}
    problems = [one for one in unread if one.place.file not in read]
    submissions = []
    for name, table in terms.facts.items():
        for raw in raws.get(name, ()):
            before = [one for one in unread if one.place.file == raw.path]
            found = sound(agreement, keyed(table, terms), raw, before)
            problems += found.problems
            submissions += [found.submission] if found.submission is not None else []
    return sealed(submissions, problems, terms, known_at)[1]
