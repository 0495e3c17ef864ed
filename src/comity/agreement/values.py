"""Values of the agreement: formulas, words, `unset`, and maps of dates, of numbers or of names.

A map's keys say what it is. All full dates: a value that changes over time. All numbers (or `else`): a step
table. Anything else: a value for each member; ranges and lists as keys stand for each of their members.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from comity.agreement.formula import tree
from comity.agreement.formula.parse import parse
from comity.agreement.model import DatedMap, Formula, KeyedMap, StepTable, Term, Unset, Word
from comity.agreement.nodes import Mapping, Node, Scalar, Sequence, shown
from comity.agreement.notes import Notes, unquoted
from comity.kernel import lexical
from comity.kernel.calendar import Calendar
from comity.kernel.guess import guess
from comity.kernel.problem import Related

MOST_MEMBERS = 10_000
UNSET = "unset"
_WORDS = re.compile(r"[A-Za-z][A-Za-z_-]*( [A-Za-z][A-Za-z_-]*)*")
_PERIOD = re.compile(r"[0-9]{4}-[0-9]{2}|[0-9]{4}-W[0-9]{2}|[0-9]{4}-Q[0-9]|[0-9]{4}/[0-9]{2}|CY[0-9]+")


def formula(node: Node, notes: Notes) -> Formula | None:
    """Read a formula."""
    text = notes.text(node, "a formula")
    if text is None or not isinstance(node, Scalar):
        return None
    inside = unquoted(text)
    if inside:
        hint = f"Take them out: {inside}. Only a text stands in quotes, plain single ones: 'budget'."
        notes.add("CMY-303", node, "curly quotes stand around this formula", hint)
        return None
    # As written where that is one line, so that places within the formula are exact.
    written = node.text if "\n" not in node.text else text
    found, problems = parse(written, node.place)
    notes.problems += problems
    return None if found is None else Formula(text=text, node=found, place=node.place)


def value(node: Node, notes: Notes) -> Term | None:
    """Read a value or a map of values, but for step tables: nothing here could call one with a number."""
    found = _term(node, notes, formula)
    table = next(_step_tables(found), None) if found is not None else None
    if table is None:
        return found
    why = "this is a table of steps, which is called with a number, and nothing calls it here"
    notes.add("CMY-209", table.place, why, "Put it under `settings` and call it by its name: points(value).")
    return None


def value_or_word(node: Node, notes: Notes) -> Term | None:
    """Read the value of a setting: as `value`, or words that stand for themselves."""
    return _term(node, notes, _formula_or_word)


def literal(node: Node, notes: Notes) -> Term | None:
    """Read a value made of words alone, as `set` gives to a setting that holds words."""
    return _term(node, notes, _word)


def _step_tables(term: Term) -> Iterator[StepTable]:
    match term:
        case StepTable():
            yield term
        case DatedMap(entries=dated):
            for _, entry in dated:
                yield from _step_tables(entry)
        case KeyedMap(entries=named):
            for entry in named.values():
                yield from _step_tables(entry)


def is_word(text: str) -> bool:
    """Say whether a text is made of words alone and is neither a truth nor `unset`."""
    return _WORDS.fullmatch(text) is not None and text not in ("yes", "no", "true", "false", UNSET)


Leaf = Callable[[Node, Notes], Formula | Word | None]


def _word(node: Node, notes: Notes) -> Formula | Word | None:
    text = notes.text(node, "a word")
    return None if text is None else Word(text=text, place=node.place)


def _formula_or_word(node: Node, notes: Notes) -> Formula | Word | None:
    if not isinstance(node, Scalar) or not is_word(" ".join(node.text.split())):
        return formula(node, notes)
    text = " ".join(node.text.split())
    tree_, _ = parse(text, node.place)
    if tree_ is not None and _mentions_only(tree_, notes.known):
        return Formula(text=text, node=tree_, place=node.place)
    close = guess(text, (name for name in notes.known if abs(len(name) - len(text)) < 3)) if "_" in text else ""
    if close:
        notes.warn("CMY-237", node, f"{text} is read as a word: no setting or metric has that name", close)
    return Word(text=text, place=node.place)


def _mentions_only(node: tree.Node, known: frozenset[str]) -> bool:
    return all(len(name.parts) == 1 and name.parts[0] in known for name in tree.names(node))


# -- maps -------------------------------------------------------------------------------------


def _term(node: Node, notes: Notes, leaf: Leaf) -> Term | None:
    if isinstance(node, Scalar):
        if node.text.strip() == UNSET:
            return Unset(place=node.place)
        return leaf(node, notes)
    if isinstance(node, Sequence):
        notes.add("CMY-203", node, "a value is needed here, but this is a list", "A value for each member is a map.")
        return None
    if not node.entries:
        if not node.lost:
            notes.add("CMY-203", node, "this map is empty", "Write a value, or `unset`.")
        return None
    kinds = {_kind(key.text) for key, _ in node if key.text != "else"} or {"number"}
    if node.get("else") is not None and kinds != {"number"}:
        notes.add("CMY-209", node.key("else") or node, "`else` belongs to a step table, whose keys are numbers")
        return None
    if len(kinds) > 1:
        _mixed(node, notes)
        return None
    return {"date": _dated, "number": _steps, "name": _keyed}[kinds.pop()](node, notes, leaf)


def _kind(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return "date"
    return "number" if _threshold(text) is not None else "name"


def _mixed(node: Mapping, notes: Notes) -> None:
    first, other = next((a, b) for (a, _), (b, _) in pairwise(node.entries) if _kind(a.text) != _kind(b.text))
    why = f"the keys of this map are of different kinds: {shown(first.text)} is a {_kind(first.text)}"
    near = Related(place=first.place, says=f"{shown(first.text)} stands here")
    hint = "Keys are all dates (a value over time), all numbers (a step table) or all names (a value each)."
    notes.add("CMY-209", other, f"{why}, {shown(other.text)} a {_kind(other.text)}", hint, near)


def _dated(node: Mapping, notes: Notes, leaf: Leaf) -> Term | None:
    entries: list[tuple[date, Term]] = []
    for key, below in node:
        day = notes.lexical(key, "a date", lexical.date)
        found = _term(below, notes, leaf)
        if day is not None and found is not None:
            entries.append((day, found))
    for (one, _), (other, _) in pairwise(entries):
        if other < one:
            where = node.key(other.isoformat()) or node
            notes.warn("CMY-210", where, f"{other} stands after {one}", "Write the days in their order.")
    if len(entries) < len(node):
        return None
    return DatedMap(entries=tuple(sorted(entries, key=lambda entry: entry[0])), place=node.place)


def _threshold(text: str) -> Decimal | None:
    for read in (lexical.number, lexical.percentage, lambda said: lexical.money(said)[0]):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _steps(node: Mapping, notes: Notes, leaf: Leaf) -> Term | None:
    if _years(node):
        hint = f"A value that changes over time is written by the day from which it holds: {node.names[0]}-01-01."
        notes.add("CMY-209", node.entries[0][0], f"{node.names[0]} looks like a year, but is a step of a table", hint)
        return None
    entries: dict[Decimal, tuple[Scalar, Term]] = {}
    otherwise: Term | None = None
    sound = True
    for key, below in node:
        found = _term(below, notes, leaf)
        sound = sound and found is not None
        threshold = _threshold(key.text)
        if threshold is None:
            otherwise = found
        elif threshold in entries:
            near = Related(place=entries[threshold][0].place, says="it first stands here")
            notes.add("CMY-209", key, f"the step {shown(key.text)} stands here a second time", "", near)
        elif found is not None:
            entries[threshold] = (key, found)
    _order(node, entries, notes)
    _units(node, notes)
    if not sound:
        return None
    ordered = tuple((at, entries[at][1]) for at in sorted(entries))
    return StepTable(entries=ordered, otherwise=otherwise, place=node.place)


def _years(node: Mapping) -> bool:
    """Say whether the steps are consecutive years: nobody means a table of steps by that."""
    if not all(re.fullmatch("(19|20)[0-9]{2}", name) for name in node.names):
        return False
    years = [int(name) for name in node.names]
    return all(later == earlier + 1 for earlier, later in pairwise(years))


def _order(node: Mapping, entries: dict[Decimal, tuple[Scalar, Term]], notes: Notes) -> None:
    written = list(entries)
    if written in (sorted(written), sorted(written, reverse=True)):
        return
    rising = len(written) < 2 or written[0] < written[1]
    odd = next(b for a, b in pairwise(written) if (b > a) != rising)
    why = f"the steps are out of order at {entries[odd][0].text}"
    notes.warn("CMY-210", entries[odd][0], why, "Write them rising or falling; each holds from its number upwards.")


def _units(node: Mapping, notes: Notes) -> None:
    """A step table speaks of percentages, of money or of plain numbers, never of two of them."""
    units = {key.text: key.text[-1] if key.text.endswith("%") else key.text[:3] if key.text[0].isalpha() else ""
             for key, _ in node if key.text not in ("else", "0")}  # fmt: skip
    for one, other in pairwise(units):
        if units[one] != units[other]:
            why = f"the steps {one} and {other} are not of one kind"
            notes.add("CMY-209", node.key(other) or node, why, "Write all as percentages, all as money, or all plain.")
            return


def _keyed(node: Mapping, notes: Notes, leaf: Leaf) -> Term | None:
    entries: dict[str, tuple[Scalar, Term]] = {}
    sound = True
    for key, below in node:
        found = _term(below, notes, leaf)
        names = members(key, notes)
        sound = sound and found is not None and bool(names)
        for name in names:
            if name in entries:
                near = Related(place=entries[name][0].place, says=f"{name} first stands here")
                notes.add("CMY-209", key, f"{shown(name)} has a value twice", "", near)
            elif found is not None:
                entries[name] = (key, found)
    if not sound:
        return None
    return KeyedMap(entries={name: found for name, (_, found) in entries.items()}, place=node.place)


def members(key: Scalar, notes: Notes) -> list[str]:
    """Return the members a key names; `a, b` names two. Periods are no members."""
    if _PERIOD.fullmatch(key.text.partition("..")[0].strip()):
        hint = "A value that changes over time is written by the day from which it holds: 2026-01-01."
        notes.add("CMY-209", key, f"{shown(key.text)} is a period, which cannot be a key here", hint)
        return []
    return expand(key, Calendar(), notes)


def expand(key: Scalar, calendar: Calendar, notes: Notes) -> list[str]:
    """Return the names a key stands for: `2026-01..2026-03` and `a, b` name several."""
    try:
        names = calendar.expand(key.text)
    except ValueError as reason:
        notes.add("CMY-205", key, str(reason))
        return []
    if len(names) > MOST_MEMBERS:
        notes.add("CMY-205", key, f"{shown(key.text)} names {len(names):,} periods; {MOST_MEMBERS:,} are allowed")
        return []
    return names
