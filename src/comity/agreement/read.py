"""The reader: the bytes of an agreement become its terms, or say everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from comity.agreement.amend import Change, merge, read_amendments
from comity.agreement.build_top import UNKNOWN_START
from comity.agreement.catalogued import expanded, with_keys
from comity.agreement.compose import compose
from comity.agreement.entry import read_entry
from comity.agreement.finish import finished
from comity.agreement.formula.everywhere import check_formulas
from comity.agreement.formula.world import world_of
from comity.agreement.model import Agreement, Amendment, Terms
from comity.agreement.nodes import Mapping, Node, Scalar, shape
from comity.agreement.notes import KINDS, Notes
from comity.agreement.references import check_references
from comity.agreement.values import is_word
from comity.kernel.problem import Place, Problem, Severity

Document = tuple[str, bytes]
"""The name of a file, as it is shown to people, and its content."""


def read(data: bytes, file: str) -> tuple[Terms | None, list[Problem]]:
    """Read an agreement without amendments.

    Returns its terms and everything that is wrong or deserves a look. Terms with problems are incomplete: what
    could not be read is left out. None where nothing can be used.
    """
    root, problems = _document(data, file)
    if root is None:
        return None, problems
    root, unknown = expanded(root)
    terms, found = read_terms(root)
    return terms, _sorted([*problems, *unknown, *found])


def read_agreement(
    main: Document, amendments: Sequence[Document] = (), *, reviewed: bool = False
) -> tuple[Agreement | None, list[Problem]]:
    """Read an agreement and its amendments: a history of terms, each version checked as a whole.

    Problems point into the file in which they were made, and are told once, though later versions repeat them. Where
    it is `reviewed` and free of errors, what counsel would question in the latest version is told as well.
    """
    root, problems = _document(main[1], main[0])
    changes, found = read_amendments(amendments, _document)
    problems += found
    if root is None:
        return None, _sorted(problems)
    root = with_keys(root)
    whole, unknown = expanded(root)
    first, found = read_terms(whole)
    problems += [*unknown, *found]
    if first is None:
        return None, _sorted(problems)
    versions = [(first.starts, first)]
    made: list[Amendment] = []
    for change in _usable(changes, first, problems):
        root, found = merge(root, change)
        whole, unknown = expanded(root)
        terms, more = read_terms(whole, change.amendment.in_force)
        problems += [*found, *unknown, *more]
        if terms is not None:
            versions.append((change.amendment.in_force, terms))
            made.append(change.amendment)
    if reviewed and not any(problem.severity is Severity.ERROR for problem in problems):
        # Imported here: only a check asks for it.
        from comity.agreement.review.review import review

        problems += review(versions[-1][1], whole)
    return Agreement(versions=tuple(versions), amendments=tuple(made)), _sorted(problems)


def read_terms(root: Mapping, since: date = date.min) -> tuple[Terms | None, list[Problem]]:
    """Read the terms of a document that may be merged from several files, and that hold from a day on.

    What it takes from the catalogue has become terms already.
    """
    notes = _notes(root, since)
    terms: Terms = read_entry("top", None, root, notes)
    check_references(terms, root, notes)
    found = check_formulas(terms, frozenset(notes.broken))
    usable = None if terms.starts == UNKNOWN_START else finished(terms, world_of(terms, frozenset(notes.broken)))
    return usable, [*notes.problems, *found]


def _document(data: bytes, file: str) -> tuple[Mapping | None, list[Problem]]:
    root, problems = compose(data, file)
    if root is None or isinstance(root, Mapping):
        return root, problems
    why = f"an agreement is a map of keys, but this document is {shape(root)}"
    return None, [*problems, Problem(code="CMY-116", place=root.place, why=why, hint="It begins with comity: 1")]


def _notes(root: Mapping, since: date) -> Notes:
    settings, metrics = root.mapping("settings"), root.mapping("metrics")
    known = frozenset((*(settings.names if settings else ()), *(metrics.names if metrics else ())))
    wordy = frozenset(key.text for key, value in settings if _is_wordy(value, known)) if settings else frozenset()
    return Notes(entry=read_entry, known=known, wordy=wordy, defined=_defined(root), since=since)


def _defined(root: Mapping) -> dict[str, frozenset[str]]:
    """Return the names a document defines, by kind, so that every reference can be checked where it stands."""
    defined = {kind: frozenset(found.names) if (found := root.mapping(section)) else frozenset()
               for kind, section in KINDS.items()}  # fmt: skip
    tables = root.mapping("facts")
    columns = [table.mapping("columns") for _, table in tables if isinstance(table, Mapping)] if tables else []
    named = {name for column in columns if column is not None for name in column.names}
    # A survey is read for each party that it asks: `per: party`.
    by_party = {"party"} if defined.get("survey") else set()
    return {**defined, "column": frozenset(named | {"milestone", "owner"} | by_party)}


def _is_wordy(node: Node, known: frozenset[str]) -> bool:
    """Say whether a setting holds words: its first value is a word that names nothing."""
    while isinstance(node, Mapping) and node.entries:
        node = node.entries[0][1]
    return isinstance(node, Scalar) and is_word(text := " ".join(node.text.split())) and text not in known


def _usable(changes: Iterable[Change], first: Terms, problems: list[Problem]) -> list[Change]:
    """Return the amendments of this alliance, earliest first; others are problems."""
    usable: list[Change] = []
    for change in changes:
        wrong = change.refused(first)
        problems += wrong
        if not wrong:
            usable.append(change)
    return usable


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems in the order of their places, each once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda problem: _order(problem.place))


def _order(place: Place) -> tuple[str, int, int]:
    return place.file, place.line or 0, place.column or 0


__all__ = ["Document", "read", "read_agreement", "read_terms"]
