"""From a folder to what is computed from it. Input that cannot be used is raised as Refused, with all its problems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.adapters.folder import FACTS, AllianceFolder, read_folder
from comity.cli.problems import errors, located, plural, tell
from comity.kernel.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from comity.agreement.acts import Act
    from comity.agreement.model import Agreement
    from comity.facts.model import Facts
    from comity.standing.model import Standing


BUILD = "build.py"
"""A script that makes the facts of an example which are not kept beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An agreement read from its folder, and the warnings that came with it."""

    folder: AllianceFolder
    agreement: Agreement
    problems: list[Problem]


def open_folder(path: Path) -> AllianceFolder:
    """Return the texts of an alliance folder. Raises Refused."""
    folder, problems = read_folder(path)
    if folder is None:
        raise Refused(*problems)
    return folder


def open_agreement(path: Path) -> Opened:
    """Return the agreement of a folder, with its amendments. Raises Refused."""
    folder = open_folder(path)
    agreement, problems = _read(folder)
    if agreement is None or errors(problems):
        raise Refused(*problems)
    return Opened(folder=folder, agreement=agreement, problems=problems)


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
    from comity.adapters.acts import acts_of

    acts, problems = acts_of(opened.folder.acts, opened.agreement)
    return acts, located(problems, opened.folder.path)


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

    path, terms = opened.folder.path, opened.agreement.versions[-1][1]
    raws, problems = read_folder_facts(path, terms.facts)
    unbuilt = [_unbuilt(path, table) for table in terms.facts if not raws.get(table) and _is_built(path, table)]
    if unbuilt:
        raise Refused(*unbuilt)
    facts, found = load(raws, terms, known_at)
    return facts, located([*problems, *found], path)


def _is_built(path: Path, table: str) -> bool:
    """Say whether a script of the folder makes the files of a table: about.yaml is there, and so is build.py."""
    return (path / BUILD).is_file() and (path / FACTS / table / "about.yaml").is_file()


def _unbuilt(path: Path, table: str) -> Problem:
    place = Place(file=str(path / FACTS / table / "about.yaml"))
    why = f"the facts of {table} are described here, but no file of them is there"
    return Problem(code="CMY-704", place=place, why=why, hint=f"Make them: python {path / BUILD}")


def open_standing(path: Path, *, as_of: date, known_at: date) -> Standing:
    """Return the standing of an alliance; warnings are printed on stderr. Raises Refused."""
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.standing import standing

    opened = open_agreement(path)
    facts = open_facts(opened, known_at=known_at)
    acts = open_acts(opened)
    tell(opened.problems)
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
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.worked.run import run_examples

    folder = open_folder(path)
    agreement, problems = _read(folder, reviewed=True)
    if agreement is None or errors(problems):
        return Checked(problems=problems, summary=str(path))
    opened = Opened(folder=folder, agreement=agreement, problems=problems)
    _, failures = run_examples(agreement, DuckDBDriver())
    found = [*problems, *_acts(opened)[1], *_facts_problems(opened, today), *located(failures, path)]
    terms = agreement.versions[-1][1]
    counts = ((terms.metrics, "metric"), (terms.clauses, "clause"), (terms.examples, "worked example"))
    return Checked(problems=found, summary=f"{terms.title} ({', '.join(plural(len(of), what) for of, what in counts)})")


def _facts_problems(opened: Opened, today: date) -> list[Problem]:
    try:
        return _facts(opened, today)[1]
    except Refused as refused:
        return list(refused.problems)
