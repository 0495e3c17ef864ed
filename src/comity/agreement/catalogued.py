"""References to the catalogue: `revenue: catalogue 1` becomes the terms of that entry, before an agreement is read.

An entry is named by `catalogue 1` alone, where the agreement's name for it is that of the catalogue, or by the key
`catalogue: revenue 1` among other keys, which change what the entry says. `with` puts the agreement's own names, or
whole formulas, in the place of those in the entry's formula. A parameter of an entry is a setting: the agreement's own
where it has one of that name, else one with the catalogue's default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from comity.agreement.amend import merged
from comity.agreement.formula import tree
from comity.agreement.formula.parse import parse
from comity.agreement.formula.rename import renamed
from comity.agreement.formula.unparse import unparse
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, Sequence, shape, shown
from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry, StandardTable, Tree
from comity.kernel.guess import guess
from comity.kernel.problem import Place, Problem, Severity

KEY, WITH = "catalogue", "with"
SECTIONS = ("facts", "metrics")
REFERENCE = re.compile(r"catalogue(?: ([0-9]{1,4}))?")
NAMED = re.compile(r"([a-z_][a-z0-9_]*)(?: ([0-9]{1,4}))?")
_FORMULA = "the formula is what the catalogue defines; with another it would be another metric"
_RENAME = "Put your own names into it by `with: {sales: your_table}`, or take `catalogue` out and define your own."
_SEE = "`comity catalogue` lists them, `comity catalogue WORDS` searches."


def with_keys(root: MapNode) -> MapNode:
    """Write every reference in the long form, `{catalogue: revenue 1}`, so that amendments can merge keys into it."""
    return _replaced(root, lambda section, key, value: _long(key, value))


def expanded(root: MapNode) -> tuple[MapNode, list[Problem]]:
    """Return an agreement in which every reference to the catalogue has become the entry's own terms."""
    if not any(_is_reference(value) for section in SECTIONS for _, value in root.mapping(section) or ()):
        return root, []
    work = _Expansion(settings=frozenset(found.names if (found := root.mapping("settings")) else ()))
    root = _replaced(root, work.of)
    work.problems += _without_tables(root, work.read)
    return _with_settings(root, work.added), work.problems


def _is_reference(value: Node) -> bool:
    if isinstance(value, Scalar):
        return REFERENCE.fullmatch(value.text.strip()) is not None
    return isinstance(value, MapNode) and value.get(KEY) is not None


def _long(key: Scalar, value: Node) -> Node:
    found = REFERENCE.fullmatch(value.text.strip()) if isinstance(value, Scalar) else None
    if found is None:
        return value
    name = replace(key, text=KEY, place=value.place)
    text = Scalar(text=f"{key.text} {found[1] or ''}".strip(), place=value.place)
    return MapNode(entries=((name, text),), place=value.place)


def _replaced(root: MapNode, change: Callable[[str, Scalar, Node], Node | None]) -> MapNode:
    """Return a document with other values below its facts and metrics; what becomes None is lost."""
    entries = tuple(
        (key, _section(key.text, value, change) if key.text in SECTIONS and isinstance(value, MapNode) else value)
        for key, value in root
    )
    return replace(root, entries=entries)


def _section(name: str, section: MapNode, change: Callable[[str, Scalar, Node], Node | None]) -> MapNode:
    below = [(key, change(name, key, value)) for key, value in section]
    kept = tuple((key, value) for key, value in below if value is not None)
    lost = tuple(key.text for key, value in below if value is None)
    return replace(section, entries=kept, lost=(*section.lost, *lost))


# -- one entry --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Expansion:
    """What comes up while references are replaced: settings to add, tables read, problems."""

    settings: frozenset[str]
    added: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    read: list[tuple[str, Place, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, section: str, key: Scalar, value: Node) -> Node | None:
        """Return the terms of an entry for what stands under a name; None where its reference leads nowhere."""
        value = _long(key, value)
        if not isinstance(value, MapNode):
            return value
        reference = value.get(KEY)
        if not isinstance(reference, Scalar):
            return value
        found = self._named(section, reference)
        own = MapNode(
            entries=tuple((k, v) for k, v in value if k.text not in (KEY, WITH)), place=value.place, lost=value.lost
        )
        if found is None:
            return None
        if own.get("is") is not None:
            self._problem("CMY-243", own.key("is").place, _FORMULA, _RENAME)  # type: ignore[union-attr]
        base = self._base(found, value, reference)
        terms = merged(base, own, self.problems)
        return _without_removed(terms) if isinstance(found, StandardTable) else terms

    def _named(self, section: str, reference: Scalar) -> Entry | StandardTable | None:
        known = catalogue()
        names = known.tables if section == "facts" else known.entries
        match = NAMED.fullmatch(" ".join(reference.text.split()))
        what = "table" if section == "facts" else "metric"
        if match is None or match[1] not in names:
            why = f"the catalogue has no {what} {shown(reference.text)}"
            self._problem("CMY-241", reference.place, why, guess(match[1] if match else "", names) or _SEE)
            return None
        version = int(match[2]) if match[2] else None
        found = known.table(match[1], version) if section == "facts" else known.entry(match[1], version)
        if found is None:
            last = names[match[1]][-1].version
            why = f"this Comity does not know version {version} of {match[1]}; the latest it knows is {last}"
            hint = f"Write {last}, or use the version of Comity that knows it."
            self._problem("CMY-241", reference.place, why, hint)
        elif version is None:
            why = f"{match[1]} is not pinned: a later catalogue could define it in another way"
            hint = f"Write {match[1]} {found.version}, or catalogue {found.version} where that is its name here, too."
            self._problem("CMY-242", reference.place, why, hint, Severity.WARNING)
        return found

    def _base(self, found: Entry | StandardTable, value: MapNode, reference: Scalar) -> MapNode:
        place = reference.place
        terms: dict[str, Tree] = dict(found.define)
        own, written = value.mapping(WITH), value.get(WITH)
        if own is None and written is not None and isinstance(found, Entry):
            self._problem("CMY-243", written.place, f"`with` is a map of names, but this is {shape(written)}", _RENAME)
        if isinstance(found, Entry):
            terms["is"] = self._formula(found, own, value.place)
            terms = {"title": found.title, **terms, "says": found.definition}
            self._parameters(found, own, reference)
        elif own is not None:
            self._problem("CMY-243", own.place, "a table takes no `with`: its columns are changed under `columns`", "")
        terms = {KEY: f"{found.name} {found.version}", **terms}
        return _without_column(_nodes(terms, place), "is")

    def _formula(self, entry: Entry, own: MapNode | None, place: Place) -> str:
        text = str(entry.define["is"])
        changes = self._changes(entry, own) if own is not None else {}
        node = parse(text, place)[0]
        if changes and node is not None:
            node = renamed(node, changes)
            text = unparse(node)
        if node is not None:
            tables = {name.parts[0] for name in tree.names(node) if len(name.parts) > 1}
            self.read += [(table, place, entry.name) for table in sorted(tables)]
        return text

    def _changes(self, entry: Entry, own: MapNode) -> Mapping[str, tree.Node]:
        original = parse(str(entry.define["is"]), own.place)[0]
        named = {text for name in tree.names(original) for text in (str(name), name.parts[0])} if original else set()
        found: dict[str, tree.Node] = {}
        for key, value in own:
            if key.text not in named:
                why = f"the formula of {entry.name} does not name {shown(key.text)}: {entry.define['is']}"
                self._problem("CMY-243", key.place, why, guess(key.text, named))
            elif not isinstance(value, Scalar):
                why = f"a name or a formula takes the place of {key.text}, but this is {shape(value)}"
                self._problem("CMY-243", value.place, why, _RENAME)
            else:
                node, problems = parse(value.text, value.place)
                self.problems += problems
                if node is not None:
                    found[key.text] = node
        return found

    def _parameters(self, entry: Entry, own: MapNode | None, reference: Scalar) -> None:
        given = own.names if own is not None else ()
        for parameter in entry.parameters:
            if parameter.name not in self.settings and parameter.name not in given:
                place = replace(reference.place, column=None)
                key = Scalar(text=parameter.name, place=place)
                self.added[parameter.name] = (key, _node(parameter.default, place))

    def _problem(self, code: str, place: Place, why: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(code=code, place=place, why=why, hint=hint, severity=severity))


def _without_column(terms: MapNode, name: str) -> MapNode:
    """Let the problems of a formula be told at the line of its reference: its characters stand in the catalogue."""
    entries = tuple(
        (key, replace(value, place=replace(value.place, column=None)) if key.text == name else value)
        for key, value in terms
    )
    return replace(terms, entries=entries)


def _without_removed(terms: MapNode) -> MapNode:
    """Leave out of a table's key the columns that the agreement removed."""
    columns, key = terms.mapping("columns"), terms.get("key")
    if columns is None or not isinstance(key, Sequence):
        return terms
    kept = tuple(item for item in key.items if isinstance(item, Scalar) and item.text in columns.names)
    entries = tuple((k, replace(key, items=kept) if k.text == "key" else v) for k, v in terms)
    return replace(terms, entries=entries)


def _with_settings(root: MapNode, added: Mapping[str, tuple[Scalar, Node]]) -> MapNode:
    if not added:
        return root
    settings = root.mapping("settings")
    if settings is None:
        key, value = next(iter(added.values()))
        new = MapNode(entries=tuple(added.values()), place=value.place)
        return replace(root, entries=(*root.entries, (replace(key, text="settings"), new)))
    wider = replace(settings, entries=(*settings.entries, *added.values()))
    return replace(root, entries=tuple((k, wider if k.text == "settings" else v) for k, v in root))


def _without_tables(root: MapNode, read: list[tuple[str, Place, str]]) -> Iterator[Problem]:
    """Yield a problem for each table that an entry reads and nobody owes, with the line that is to be added."""
    facts = root.mapping("facts")
    there = {*(facts.names if facts else ()), "milestones"}
    for table, place, entry in read:
        if table not in there:
            known = catalogue().table(table)
            first = next(iter(parties.names if (parties := root.mapping("parties")) else ()), "PARTY")
            line = f"{{catalogue: {table} {known.version}, reported by: {first}}}" if known else "{…}"
            hint = f"Add it to facts, {table}: {line}, or name your own: with: {{{table}: YOUR_TABLE}}"
            yield Problem(
                code="CMY-244", place=place, why=f"{entry} reads the table {table}, which nobody owes", hint=hint
            )


# -- trees ------------------------------------------------------------------------------------


def _nodes(terms: Mapping[str, Tree], place: Place) -> MapNode:
    entries = tuple((Scalar(text=key, place=place), _node(value, place)) for key, value in terms.items())
    return MapNode(entries=entries, place=place)


def _node(value: Tree, place: Place) -> Node:
    if isinstance(value, str):
        return Scalar(text=value, place=place)
    if isinstance(value, Mapping):
        return _nodes(value, place)
    return Sequence(items=tuple(_node(item, place) for item in value), place=place)
