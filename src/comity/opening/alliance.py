"""From a folder to what is computed from it. Input that cannot be used is raised as Refused, with all its problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.adapters.folder import AGREEMENT, FACTS, AllianceFolder
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.values import dataclass
from comity.opening.problems import errors, located
from comity.opening.source import Source, folder_of, source_of, unrecorded
from comity.opening.waiting import together

if TYPE_CHECKING:
    from comity.agreement.acts import Act
    from comity.agreement.model import Agreement
    from comity.facts.model import Facts, Submission
    from comity.standing.model import Standing
    from comity.surveys.released import Wave


Reading = Callable[[AllianceFolder], "tuple[Agreement | None, list[Problem]]"]
"""Reads the agreement of a folder, or returns None, with all problems of its texts (`read_texts`)."""

BEYOND = (
    "Measure by longer periods or for fewer members, or begin later; whoever runs the workplace allows more with "
    "COMITY_MOST_RESULTS."
)
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
    waves: list[tuple[Sequence[Wave], list[Problem]]] = field(default_factory=list, compare=False)


def open_folder(path: Path) -> AllianceFolder:
    """Return the texts of an alliance folder; those of its record where nothing else is there. Raises Refused."""
    return folder_of(path, None if (path / AGREEMENT).exists() else source_of(path), None)


def open_agreement(path: Path, *, known_at: date | None = None) -> Opened:
    """Return the agreement of a folder, with its amendments: in a record, what was signed by a day. Raises Refused."""
    return open_from(path, source_of(path), known_at=known_at)


def open_from(
    path: Path, source: Source | None, *, known_at: date | None = None, reading: Reading | None = None
) -> Opened:  # fmt: skip
    """Return the agreement as a record has it, or, without one, as it stands in the folder. Raises Refused.

    `reading` may know texts that were read before.
    """
    whole = source
    if source is not None and known_at is not None:
        source = replace(source, documents=source.documents.known_on(known_at))
    folder = folder_of(path, source, known_at)
    agreement, problems = (reading or read_texts)(folder)
    if agreement is None or errors(problems):
        raise Refused(*problems)
    if source is None or whole is None:
        return Opened(folder=folder, agreement=agreement, problems=problems)
    problems = [*problems, *source.warnings, *unrecorded(path, whole, agreement)]
    return Opened(folder=folder, agreement=agreement, problems=problems, source=source)


def read_texts(folder: AllianceFolder, *, reviewed: bool = False) -> tuple[Agreement | None, list[Problem]]:
    """Return the agreement of a folder, or None, with all problems of its texts; `reviewed` adds the review."""
    from comity.agreement.read import read_agreement

    agreement, problems = read_agreement(folder.agreement, folder.amendments, reviewed=reviewed)
    return agreement, [*located(problems, folder.path), *folder.warnings]


def open_acts(opened: Opened) -> tuple[Act, ...]:
    """Return the acts of a folder, in the order of their days. Raises Refused."""
    acts, problems = acts_and_problems(opened)
    if errors(problems):
        raise Refused(*problems)
    return acts


def acts_and_problems(opened: Opened) -> tuple[tuple[Act, ...], list[Problem]]:
    """Return the acts of a folder that can be used, and all problems of its acts."""
    if opened.source is None and not opened.folder.acts:
        return (), []
    from comity.adapters.acts import acts_of, acts_of_record

    if opened.source is None:
        acts, problems = acts_of(opened.folder.acts, opened.agreement)
        return acts, located(problems, opened.folder.path)
    from comity.adapters.recorded import as_warnings

    acts, problems = acts_of_record(opened.source.documents.acts, opened.agreement)
    return acts, located(as_warnings(problems), opened.folder.path)


def open_facts(opened: Opened, *, known_at: date) -> Facts:
    """Return the facts of a folder as known on a day, with their warnings. Raises Refused with all their problems."""
    facts, problems = facts_or_faults(opened, known_at)
    if facts is None:
        raise Refused(*problems)
    return facts


def facts_or_faults(opened: Opened, known_at: date) -> tuple[Facts | None, list[Problem]]:
    """Return the facts with their warnings; where an error stops the work None, with everything that is wrong.

    Raises Refused where the facts have yet to be built.
    """
    facts, problems = facts_and_problems(opened, known_at)
    if not errors(problems):
        return facts, problems
    return None, problems if opened.source is not None else _faults_of_facts(opened, known_at)


def facts_and_problems(opened: Opened, known_at: date) -> tuple[Facts, list[Problem]]:
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
    waves, damaged = _waves(opened)
    return _surveyed(facts, waves), located(together([*problems, *found, *damaged]), path)


def _faults_of_facts(opened: Opened, known_at: date) -> list[Problem]:
    """Return all problems of the facts in a folder, also those that an error in a row of the same file hides."""
    from comity.adapters.files import read_folder_facts
    from comity.opening.faults import all_faults

    path, terms = opened.folder.path, opened.agreement.versions[-1][1]
    raws, problems = read_folder_facts(path, terms.facts, faulty=True)
    found = all_faults(raws, problems, opened.agreement, known_at)
    return located(together([*found, *_waves(opened)[1]]), path)


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
    waves, damaged = _waves(opened)
    found += damaged
    return _surveyed(facts, waves), located(together([*problems, *as_warnings(found)]), opened.folder.path)


def _waves(opened: Opened) -> tuple[Sequence[Wave], list[Problem]]:
    """Return the waves of the surveys that the agreement has, and what is wrong with their files."""
    if not opened.folder.waves:
        return (), []
    # They are the same on every day, and each earlier day of a history asks for them.
    if not opened.waves:
        from comity.adapters.waves import waves_of

        opened.waves.append(waves_of(opened.folder.waves))
    return opened.waves[0]


def _surveyed(facts: Facts, waves: Sequence[Wave]) -> Facts:
    if not waves:
        return facts
    from comity.standing.surveyed import with_surveys

    return with_surveys(facts, waves)


def _is_built(path: Path, table: str) -> bool:
    """Say whether a script of the folder makes the files of a table: about.yaml is there, and so is build.py."""
    return (path / BUILD).is_file() and (path / FACTS / table / "about.yaml").is_file()


def _unbuilt(path: Path, table: str) -> Problem:
    place = Place(file=str(path / FACTS / table / "about.yaml"))
    why = f"the facts of {table} are described here, but no file of them is there"
    return Problem(code="CMY-704", place=place, why=why, hint=f"Make them: python {path / BUILD}")


def standing_of(opened: Opened, *, as_of: date, known_at: date, most: int | None = None) -> Standing:
    """Return the standing of what was opened. Raises Refused; with `most`, also where more would be computed."""
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.standing import standing
    from comity.standing.waves import with_waves

    facts = open_facts(opened, known_at=known_at)
    acts = open_acts(opened)
    if most is not None and (beyond := asks_too_much(opened, facts, acts, as_of=as_of, most=most)):
        raise Refused(beyond)
    waves, _ = _waves(opened)
    found = standing(
        opened.agreement, facts, acts, as_of=as_of, known_at=known_at, driver=DuckDBDriver(),
        earlier=lambda day: open_facts(opened, known_at=day),
    )  # fmt: skip
    found = with_waves(found, waves)
    if opened.source is None:
        return found
    from comity.adapters.recorded import contests_of
    from comity.standing.concerns import with_concerns
    from comity.standing.corrections import with_corrections
    from comity.standing.disputes import with_disputes
    from comity.standing.proposals import with_proposals

    state = opened.source.state
    found = replace(
        found, signed=signed_by(opened, known_at), recorded=state(known_at) if state is not None else None
    )  # fmt: skip
    contests = contests_of(opened.source.documents)
    found = with_disputes(with_corrections(found, facts, contests), facts, contests)
    found = with_proposals(found, opened.source.documents)
    return with_concerns(found, opened.source.documents.statements.concerns)


def signed_by(opened: Opened, known_at: date) -> tuple[str, ...] | None:
    """Return who had signed the agreement by a day, in the order of their names; None where no record says it."""
    proposal = opened.source.documents.agreement_on(known_at) if opened.source is not None else None
    return tuple(sorted(proposal.signed)) if proposal is not None else None


def asks_too_much(opened: Opened, facts: Facts, acts: Sequence[Act], *, as_of: date, most: int) -> Problem | None:
    """Return the problem of an alliance of which more than `most` figures and verdicts would be computed."""
    from comity.standing.asked import asked, too_much

    found = too_much(asked(opened.agreement, facts, acts, as_of=as_of), most, BEYOND)
    return None if found is None else located([found], opened.folder.path)[0]
