"""Days that must fit: values that begin in time, periods in order, deadlines that count from something known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from comity.agreement.build_top import UNKNOWN_START
from comity.agreement.formula import tree
from comity.agreement.model import Clause, DatedMap, Formula, KeyedMap, Step, StepTable, Term, Terms
from comity.agreement.nodes import Mapping, Node, Scalar, Sequence, shown
from comity.agreement.notes import Notes
from comity.kernel import lexical
from comity.kernel.deadline import Deadline
from comity.kernel.guess import guess
from comity.kernel.problem import Place, Related

ACTS = ("report", "restate", "complete", "claim", "accept", "reject", "waive", "reserve", "dispute", "settle", "decide")
"""Acts that every agreement knows; a deadline may count from the day of one."""


def check_days(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note days that do not fit."""
    if terms.starts != UNKNOWN_START:
        _clause_terms(terms, root, notes)
        _dated_values(terms, root, notes)
    _anchors(terms, root, notes)


# -- terms of clauses -------------------------------------------------------------------------


def clause_span(clause: Clause, terms: Terms) -> tuple[date, date | None]:
    """Return the first and last day of a clause as far as they are known from the text."""
    known = {"starts": terms.starts, "": terms.starts}
    if terms.ends is not None:
        known["ends"] = terms.ends
    starts = terms.calendar.deadline_day(clause.starts, known) if clause.starts else None
    ends = terms.calendar.deadline_day(clause.ends, known) if clause.ends else terms.ends
    return starts or terms.starts, ends


def _clause_terms(terms: Terms, root: Mapping, notes: Notes) -> None:
    for clause in terms.clauses.values():
        starts, ends = clause_span(clause, terms)
        written = _written(root, "clauses", clause.name)
        if ends is not None and ends < starts and (clause.starts or clause.ends):
            place = written.get("ends") or written.get("starts") or written
            notes.add("CMY-219", place, f"{clause.name} ends on {ends}, before it starts on {starts}")
        if starts < terms.starts:
            near = Related(place=_place(root.get("starts"), terms.place), says=f"the agreement starts {terms.starts}")
            why = f"{clause.name} starts on {starts}, before the agreement"
            notes.add("CMY-219", written.get("starts") or written, why, "Start the agreement earlier.", near)


def _written(root: Mapping, section: str, name: str) -> Mapping:
    below = root.mapping(section)
    entry = below.mapping(name) if below is not None else None
    return entry if entry is not None else root


def _place(node: Node | None, otherwise: Place) -> Place:
    return node.place if node is not None else otherwise


# -- dated values -----------------------------------------------------------------------------


def _dated_values(terms: Terms, root: Mapping, notes: Notes) -> None:
    """A value that a clause or a metric needs must be there when it first does."""
    told: set[Place] = set()
    agreed = _place(root.get("starts"), terms.place)
    for clause in terms.clauses.values():
        starts = max(clause_span(clause, terms)[0], notes.since)
        since = _place(_written(root, "clauses", clause.name).get("starts") if clause.starts else None, agreed)
        says = f"{clause.name} applies from {starts}"
        for name, term in _read_by(clause, terms):
            _begins(name, term, starts, Related(place=since, says=says), told, notes)
    for metric in terms.metrics.values():
        starts = max(terms.starts, notes.since)
        says = f"{metric.name} is measured from {starts}"
        for name in _names([metric.formula]):
            if name in terms.settings:
                near = Related(place=agreed, says=says)
                _begins(name, terms.settings[name], starts, near, told, notes)


def _begins(name: str, term: Term, needed: date, near: Related, told: set[Place], notes: Notes) -> None:
    for dated in _dated_maps(term):
        first = dated.entries[0][0]
        if first > needed and dated.place not in told:
            told.add(dated.place)
            why = f"{name} has no value on {needed}; its values start on {first}"
            notes.add("CMY-204", dated.place, why, "Add an earlier value, or move the start.", near)


def _dated_maps(term: Term) -> Iterator[DatedMap]:
    match term:
        case DatedMap(entries=entries):
            if entries:
                yield term
            for _, entry in entries:
                yield from _dated_maps(entry)
        case KeyedMap(entries=named):
            for entry in named.values():
                yield from _dated_maps(entry)
        case StepTable(entries=steps):
            for _, entry in steps:
                yield from _dated_maps(entry)


def _read_by(clause: Clause, terms: Terms) -> Iterator[tuple[str, Term]]:
    """Yield the values a clause reads: its threshold, and the settings its formulas mention."""
    formulas: list[Formula] = [f for f in (clause.measure, clause.missed_if, *clause.let.values()) if f is not None]
    if clause.threshold is not None:
        yield "the threshold", clause.threshold
        formulas += _formulas(clause.threshold)
    for rule in clause.rules.values():
        formulas += [
            f for step in steps_of(rule) for f in (step.condition, step.when, step.unless, step.pay, step.at_most) if f
        ]
    for name in _names(formulas):
        if name in terms.settings:
            yield name, terms.settings[name]


def _formulas(term: Term) -> Iterator[Formula]:
    match term:
        case Formula():
            yield term
        case DatedMap(entries=entries) | StepTable(entries=entries):
            for _, entry in entries:
                yield from _formulas(entry)
        case KeyedMap(entries=named):
            for entry in named.values():
                yield from _formulas(entry)


def _names(formulas: Iterable[Formula]) -> dict[str, None]:
    found: dict[str, None] = {}
    for formula in formulas:
        for node in tree.walk(formula.node):
            if isinstance(node, tree.Name):
                found[node.parts[0]] = None
            elif isinstance(node, tree.Call):
                found[node.function] = None
    return found


def steps_of(step: Step) -> Iterator[Step]:
    """Yield a step and all that follow it."""
    pending = [step]
    while pending:
        current = pending.pop()
        yield current
        pending += [*current.then, *current.otherwise, *(s for option in current.choose.values() for s in option)]


# -- anchors ----------------------------------------------------------------------------------


def _anchors(terms: Terms, root: Mapping, notes: Notes) -> None:
    """A deadline counts from an anchor of the language, a date column, a milestone, a step or an act."""
    common = {*lexical.ANCHORS, *ACTS, *notes.defined.get("milestone", ())}
    _anchor(root.get("ends"), common, notes)
    for key, table in root.mapping("facts") or ():
        if isinstance(table, Mapping):
            known = common | _date_columns(terms, key.text)
            for name in ("due", "final", "restate"):
                _anchor(table.get(name), known, notes)
    for section, name in (("milestones", "due"), ("governance", "minutes")):
        for _, entry in root.mapping(section) or ():
            if isinstance(entry, Mapping):
                _anchor(entry.get(name), common, notes)
    ladders = {key.text: _named_steps(below) for key, below in root.mapping("ladders") or ()}
    everywhere = common | {name for names in ladders.values() for name in names}
    of_clauses: set[str] = set()
    for _, clause in root.mapping("clauses") or ():
        if isinstance(clause, Mapping):
            of_clauses |= _clause_anchors(clause, everywhere, terms, notes)
    for _, below in root.mapping("ladders") or ():
        for within in _withins(below):
            _anchor(within, everywhere | of_clauses, notes)


def _clause_anchors(clause: Mapping, known: set[str], terms: Terms, notes: Notes) -> set[str]:
    """Check the deadlines of a clause; returns the names of its steps."""
    table = (clause.text("every") or "").removeprefix("row of ")
    own = _named_steps(clause.get("rules")) | _date_columns(terms, table)
    own |= {"due", "done"} if table == "milestones" else set()
    rules = clause.mapping("rules")
    known = known | own | set(rules.names if rules is not None else ())
    for name in ("starts", "ends"):
        _anchor(clause.get(name), known, notes)
    for section in ("rules", "relief"):
        for within in _withins(clause.get(section)):
            _anchor(within, known, notes)
    return own


def _date_columns(terms: Terms, table: str) -> set[str]:
    found = terms.facts.get(table)
    return {column.name for column in found.columns.values() if column.type == "date"} if found is not None else set()


def _named_steps(node: Node | None) -> set[str]:
    """Return everything below a node by which a step or act, or a value it carries, can be called."""
    found: set[str] = set()
    for below in mappings(node):
        found |= {text for name in ("name", "do", "level") if (text := below.text(name)) is not None}
        carried = below.mapping("with")
        found |= set(carried.names) if carried is not None else set()
    return found


def mappings(node: Node | None) -> Iterator[Mapping]:
    """Yield all maps at and below a node, each once however often an alias repeats it."""
    pending, seen = [node] if node is not None else [], set[int]()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, Mapping):
            yield current
            pending += [value for _, value in current]
        elif isinstance(current, Sequence):
            pending += current.items


def _withins(node: Node | None) -> Iterator[Node]:
    for below in mappings(node):
        found = below.get("within")
        if isinstance(found, Scalar):
            yield found


def _anchor(node: Node | None, known: set[str], notes: Notes) -> None:
    if not isinstance(node, Scalar):
        return
    try:
        deadline = lexical.deadline(node.text)
    except ValueError:
        return
    for one in (deadline, *deadline.among):
        _known(one, node, known, notes)


def _known(deadline: Deadline, node: Node, known: set[str], notes: Notes) -> None:
    if deadline.kind not in ("after", "before", "anchor", "value") or deadline.anchor in ("", *known):
        return
    if deadline.anchor in notes.broken or deadline.anchor == "unset":
        return
    words = deadline.kind == "value" and (" after " in deadline.anchor or " before " in deadline.anchor)
    hint = "Write the number in digits: 10 days after period end." if words else guess(deadline.anchor, known)
    hint = hint or "Count from period end, report, a milestone, or the name of a step."
    notes.add("CMY-225", node, f"nothing is called {shown(deadline.anchor)} that a deadline could count from", hint)
