"""The acts of an alliance folder: from the documents below `acts/` to acts in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from comity.adapters.folder import Document
from comity.agreement.acts import Act, read_acts
from comity.agreement.compose import compose
from comity.agreement.model import Agreement
from comity.kernel.problem import Problem

if TYPE_CHECKING:
    from comity.record.documents import Acted

NO_CONTENT = "CMY-101"


def acts_of(documents: Iterable[Document], agreement: Agreement) -> tuple[tuple[Act, ...], list[Problem]]:
    """Return the acts of all documents: by day, within a day by file and then as written; and all that is wrong.

    A document without content holds no acts.
    """
    acts: list[Act] = []
    problems: list[Problem] = []
    for file, data in documents:
        root, wrong = compose(data, file)
        if [problem.code for problem in wrong] == [NO_CONTENT]:
            continue
        found, more = read_acts(root, agreement, source=file)
        acts += found
        problems += [*wrong, *more]
    # The documents come in the order of their names, and sorting keeps the order of what is equal.
    return tuple(sorted(acts, key=lambda act: act.on)), problems


def acts_of_record(acted: Iterable[Acted], agreement: Agreement) -> tuple[tuple[Act, ...], list[Problem]]:
    """Return the acts of a record that count: by day, within a day as they were complete; and all that is wrong."""
    # Imported here: whoever reads a folder without a record needs no record, which is a fifth of a check.
    from comity.agreement.act_nodes import FILE, act_nodes

    acts, problems = read_acts(act_nodes(acted), agreement, source=FILE)
    return tuple(sorted(acts, key=lambda act: act.on)), problems
