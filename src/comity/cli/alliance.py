"""From a folder to what is computed from it. Input that cannot be used is raised as Refused, with all its problems."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.adapters.folder import AGREEMENT, FACTS, AllianceFolder
from comity.cli.problems import errors, located, plural, tell
from comity.cli.source import Source, folder_of, source_of, unrecorded
from comity.cli.waiting import together
from comity.kernel.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from comity.agreement.acts import Act
    from comity.agreement.model import Agreement
    from comity.facts.model import Facts, Submission
    from comity.standing.model import Standing


BUILD = "build.py"
"""A script that makes the facts of an example which are not kept beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An agreement read from its folder, or from the record there (`source`), and the warnings that came with it."""

    folder: AllianceFolder
    agreement: Agreement
    problems: list[Problem]
    source: Source | None = None
    recorded: list[tuple[Agreement, list[Submission], list[Problem], list[Problem]]] = field(
        default_factory=list, compare=False
    )


def open_folder(path: Path) -> AllianceFolder:
    """Return the texts of an alliance folder; those of its record where nothing else is there. Raises Refused."""
    return folder_of(path, None if (path / AGREEMENT).exists() else source_of(path), None)


def open_agreement(path: Path, *, known_at: date | None = None) -> Opened:
    """Return the agreement of a folder, with its amendments: in a record, what was signed by a day. Raises Refused."""
    return open_from(path, source_of(path), known_at=known_at)


def open_from(path: Path, source: Source | None, *, known_at: date | None = None) -> Opened:
    """Return the agreement as a record has it, or, without one, as it stands in the folder. Raises Refused."""
    whole = source
    if source is not None and known_at is not None:
        source = replace(source, documents=source.documents.known_on(known_at))
    folder = folder_of(path, source, known_at)
    agreement, problems = _read(folder)
    if agreement is None or errors(problems):
        raise Refused(*problems)
    if source is None or whole is None:
        return Opened(folder=folder, agreement=agreement, problems=problems)
    problems = [*problems, *source.warnings, *unrecorded(path, whole, agreement)]
    return Opened(folder=folder, agreement=agreement, problems=problems, source=source)


def _read(folder: AllianceFolder, *, reviewed: bool = False) -> tuple[Agreement | None, list[Problem]]:
    from comity.agreement.read import read_agreement

    agreement, problems = read_agreement(folder.agreement, folder.amendments, reviewed=reviewed)
    return agreement, [*located(problems, folder.path), *folder.warnings]


def open_acts(opened: Opened) -> tuple[Act, ...]:
    """Return the acts of a folder, in the order of their days. Raises Refused."""
    acts, problems = _acts(opened)
    if errors(problems):
        raise Refused(*problems)
    return acts


def _acts(opened: Opened) -> tuple[tuple[Act, ...], list[Problem]]:
    from comity.adapters.acts import acts_of, acts_of_record

    if opened.source is None:
        acts, problems = acts_of(opened.folder.acts, opened.agreement)
        return acts, located(problems, opened.folder.path)
    from comity.adapters.recorded import as_warnings

    acts, problems = acts_of_record(opened.source.documents.acts, opened.agreement)
    return acts, located(as_warnings(problems), opened.folder.path)


def open_facts(opened: Opened, *, known_at: date) -> Facts:
    """Return the facts of a folder as known on a day, with their warnings. Raises Refused."""
    facts, problems = _facts(opened, known_at)
    if errors(problems):
        raise Refused(*problems)
    return facts


def _facts(opened: Opened, known_at: date) -> tuple[Facts, list[Problem]]:
    """Return the facts and all problems of their files. Raises Refused where the facts have yet to be built."""
    from comity.adapters.files import read_folder_facts
    from comity.facts.load import load

    if opened.source is not None:
        return _recorded_facts(opened, opened.source, known_at)
    path, terms = opened.folder.path, opened.agreement.versions[-1][1]
    raws, problems = read_folder_facts(path, terms.facts)
    unbuilt = [_unbuilt(path, table) for table in terms.facts if not raws.get(table) and _is_built(path, table)]
    if unbuilt:
        raise Refused(*unbuilt)
    facts, found = load(raws, terms, known_at, opened.agreement)
    return facts, located(together([*problems, *found]), path)


def _recorded_facts(opened: Opened, source: Source, known_at: date) -> tuple[Facts, list[Problem]]:
    """Return the facts of a record as known on a day. What cannot be used in them is told, and stops nothing."""
    from comity.adapters.recorded import as_warnings, contests_of, recorded_facts
    from comity.facts.contested import contested
    from comity.facts.load import sealed, submitted

    terms = opened.agreement.versions[-1][1]
    # The files are the same on every day: there may be thousands, and they are read once for each agreement.
    if not opened.recorded or opened.recorded[0][0] is not opened.agreement:
        raws, unread = recorded_facts(source.documents, source.blobs, terms.facts, terms.parties)
        opened.recorded[:] = [(opened.agreement, *submitted(raws, terms, opened.agreement), unread)]
    _, submissions, wrong, problems = opened.recorded[0]
    facts, found = sealed(submissions, wrong, terms, known_at)
    facts = contested(facts, contests_of(source.documents), terms)
    return facts, located(together([*problems, *as_warnings(found)]), opened.folder.path)


def _is_built(path: Path, table: str) -> bool:
    """Say whether a script of the folder makes the files of a table: about.yaml is there, and so is build.py."""
    return (path / BUILD).is_file() and (path / FACTS / table / "about.yaml").is_file()


def _unbuilt(path: Path, table: str) -> Problem:
    place = Place(file=str(path / FACTS / table / "about.yaml"))
    why = f"the facts of {table} are described here, but no file of them is there"
    return Problem(code="CMY-704", place=place, why=why, hint=f"Make them: python {path / BUILD}")


def open_standing(path: Path, *, as_of: date, known_at: date) -> Standing:
    """Return the standing of an alliance; warnings are printed on stderr. Raises Refused."""
    opened = open_agreement(path, known_at=known_at)
    tell(opened.problems)
    if opened.source is not None:  # what the other party recorded and cannot be used is nobody's to mend here
        tell(_facts(opened, known_at)[1])
    return standing_of(opened, as_of=as_of, known_at=known_at)


def standing_of(opened: Opened, *, as_of: date, known_at: date) -> Standing:
    """Return the standing of what was opened. Raises Refused."""
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.standing import standing

    facts = open_facts(opened, known_at=known_at)
    acts = open_acts(opened)
    return standing(
        opened.agreement, facts, acts, as_of=as_of, known_at=known_at, driver=DuckDBDriver(),
        earlier=lambda day: open_facts(opened, known_at=day),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All problems of a folder, and what was looked at, in words."""

    problems: list[Problem]
    summary: str


def checked(path: Path, *, today: date) -> Checked:
    """Read everything in a folder and run the worked examples of its agreement. Raises Refused without documents."""
    folder = open_folder(path)
    agreement, problems = _read(folder, reviewed=True)
    if agreement is None or errors(problems):
        return Checked(problems=problems, summary=str(path))
    source = source_of(path)
    if source is not None:
        problems = [*problems, *source.warnings, *unrecorded(path, source, agreement)]
    opened = Opened(folder=folder, agreement=agreement, problems=problems, source=source)
    failures = _failed_examples(agreement)
    facts, wrong = _facts_or_problems(opened, today) if source is not None or _has_facts(path) else (None, [])
    found = [*problems, *_acts(opened)[1], *wrong, *located(failures, path)]
    if facts is not None and not errors(found):
        found += located(_unreached_targets(agreement, facts, today), path)
    terms = agreement.versions[-1][1]
    counts = ((terms.metrics, "metric"), (terms.clauses, "clause"), (terms.examples, "worked example"))
    return Checked(problems=found, summary=f"{terms.title} ({', '.join(plural(len(of), what) for of, what in counts)})")


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
        return _facts(opened, today)
    except Refused as refused:
        return None, list(refused.problems)
