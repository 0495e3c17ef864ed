"""What commands begin with: the standing of a folder with its warnings told, and everything that is wrong with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.adapters import clock
from comity.adapters.folder import FACTS, AllianceFolder, Document
from comity.cli.problems import plural, tell
from comity.kernel.problem import Problem, Refused, Severity
from comity.kernel.values import dataclass
from comity.opening.alliance import (
    Opened,
    acts_and_problems,
    facts_and_problems,
    facts_or_faults,
    open_agreement,
    open_folder,
    read_texts,
    standing_of,
)
from comity.opening.problems import errors, located
from comity.opening.source import source_of, unrecorded

if TYPE_CHECKING:
    from comity.agreement.model import Agreement
    from comity.facts.model import Facts
    from comity.standing.model import Standing


def open_standing(path: Path, *, as_of: date, known_at: date) -> Standing:
    """Return the standing of an alliance; warnings are printed on stderr. Raises Refused."""
    opened = open_agreement(path, known_at=known_at)
    tell(opened.problems)
    now = clock.today()
    if known_at >= now:  # who looks at an earlier day wants to see none of what came later
        tell(acts_ahead(opened, now))
    if opened.source is not None:  # what the other party recorded and cannot be used is nobody's to mend here
        tell(facts_and_problems(opened, known_at)[1])
    return standing_of(opened, as_of=as_of, known_at=known_at)


def acts_ahead(opened: Opened, today: date) -> list[Problem]:
    """Return a warning for each act of a folder that lies in the future; a record takes none."""
    if opened.source is not None:
        return []
    ahead = [
        Problem(
            code="CMY-486",
            place=act.place,
            why=f"this act is of {act.on}, and today is {today}: it does not count yet",
            hint="Write the day on which it was received. If it is still to come, write the act then.",
            severity=Severity.WARNING,
        )
        for act in acts_and_problems(opened)[0]
        if act.on > today
    ]
    return located(ahead, opened.folder.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All problems of a folder, what was looked at, in words, and what could not be, while the agreement has errors."""

    problems: list[Problem]
    summary: str
    unchecked: tuple[str, ...] = ()


def checked(path: Path, *, today: date, texts: Sequence[Document] = ()) -> Checked:
    """Read everything in a folder and run the worked examples of its agreement. Raises Refused without documents.

    Everything else is read by the agreement: while that has errors, nothing else is looked at. With `texts`, the
    agreement and its amendments, these are checked in place of those that the folder or its record has, and nothing is
    said of what the record does not know.
    """
    folder = open_folder(path)
    if texts:
        folder = replace(folder, agreement=texts[0], amendments=tuple(texts[1:]))
    agreement, problems = read_texts(folder, reviewed=True)
    if agreement is None or errors(problems):
        return Checked(problems=problems, summary=str(path), unchecked=_unchecked(folder))
    source = source_of(path)
    problems = [*problems, *_unreplaced(folder)]
    if source is not None and not texts:
        problems += [*source.warnings, *unrecorded(path, source, agreement)]
    opened = Opened(folder=folder, agreement=agreement, problems=problems, source=source)
    failures = _failed_examples(agreement)
    facts, wrong = _facts_or_problems(opened, today) if source is not None or _has_facts(path) else (None, [])
    found = [*problems, *acts_and_problems(opened)[1], *acts_ahead(opened, today), *wrong, *located(failures, path)]
    if facts is not None and not errors(found):
        found += located(_unreached_targets(agreement, facts, today), path)
    terms = agreement.versions[-1][1]
    counts = ((terms.metrics, "metric"), (terms.clauses, "clause"), (terms.examples, "worked example"))
    return Checked(problems=found, summary=f"{terms.title} ({', '.join(plural(len(of), what) for of, what in counts)})")


def _unchecked(folder: AllianceFolder) -> tuple[str, ...]:
    """Return what there is in a folder that only a sound agreement can read."""
    record = (folder.path / "record").is_dir()  # of what it holds, nothing is read either
    facts = record or any(file.is_file() for file in (folder.path / FACTS).rglob("*"))
    there = {"facts": facts, "acts": record or bool(folder.acts), "worked examples": True}
    return tuple(name for name, is_there in there.items() if is_there)


def _failed_examples(agreement: Agreement) -> list[Problem]:
    """Run the worked examples. The engine is loaded only where there are any: that is most of the time of a check."""
    if not agreement.versions[-1][1].examples:
        return []
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.worked.run import run_examples

    return run_examples(agreement, DuckDBDriver())[1]


def _has_facts(path: Path) -> bool:
    """Say whether there is anything in the folder of facts; without, no fact can be wrong."""
    return any((path / FACTS).rglob("*"))


def _unreached_targets(agreement: Agreement, facts: Facts, today: date) -> list[Problem]:
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.reach import unreached_targets

    return list(unreached_targets(agreement, facts, as_of=today, driver=DuckDBDriver()))


def _facts_or_problems(opened: Opened, today: date) -> tuple[Facts | None, list[Problem]]:
    try:
        return facts_or_faults(opened, today)
    except Refused as refused:
        return None, list(refused.problems)


def _unreplaced(folder: AllianceFolder) -> list[Problem]:
    """Return a warning for each name of the agreement that only shows where a name goes."""
    from comity.opening.drafts.unfilled import TO_REPLACE, to_replace

    text = folder.agreement[1].decode("utf-8-sig")
    found = to_replace(text) if TO_REPLACE in text else ()
    return located([replace(one, severity=Severity.WARNING) for one in found], folder.path)
