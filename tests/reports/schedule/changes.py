"""Every way of changing one parameter of an agreement: the document with one scalar, one key or one list different.

The changes are made on the tree of the document, without knowledge of which key means what: whatever could be another
number, amount, share, length, day, word, name, operator or function becomes one. Titles, notes and worked examples are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from comity.agreement.catalogued import expanded
from comity.agreement.compose import compose
from comity.agreement.model import Terms
from comity.agreement.nodes import Mapping, Node, Scalar, Sequence
from comity.agreement.read import read_terms
from comity.kernel import lexical
from comity.kernel.deadline import Duration
from comity.kernel.problem import Severity
from tests.reports.schedule.other_formulas import UNITS, Groups, grouped, other_formulas
from tests.reports.schedule.slices import SECTIONS, Slice

SILENT = frozenset({"says", "title", "examples", "comity"})
"""Keys under which nothing has an effect on a verdict, an amount or a day."""

WORDS = (
    ("none", "next", "previous"),
    ("higher", "lower"),
    ("excuse", "exclude"),
    ("in force", "terminated"),
    ("each period", "after a clear period", "when closed", "from zero", "never", "once a quarter", "once a year"),
    ("at once", "next invoice", "every month", "every quarter"),
    ("day", "week", "month", "quarter", "year", "contract year"),
    ("yes", "no"),
    ("true", "false"),
    ("half even", "down", "up", "half up"),
)
KEYS = (
    ("at least", "above", "at most", "below"),
    ("must", "may"),
    ("then", "else"),
    ("when", "unless"),
    ("from", "to"),
    ("owed by", "owed to"),
    ("due", "final", "restate"),
    ("floor", "target", "stretch"),
    ("for", "after"),
)
ANCHORS = ("period start", "period end", "report", "event", "dispute", "starts")
"""A deadline that counts from anything else is counted from the opening of its step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A document in which one thing differs, and what it is, in words."""

    says: str
    root: Mapping


def document(data: bytes) -> Mapping:
    """Return the tree of an agreement without its worked examples, what it takes from the catalogue written out."""
    root, problems = compose(data, "agreement.yaml")
    assert isinstance(root, Mapping) and not problems
    whole, _ = expanded(root)
    return replace(
        whole, entries=tuple((k, _without_references(k.text, v)) for k, v in whole if k.text != "examples")
    )  # fmt: skip


def _without_references(section: str, below: Node) -> Node:
    """Leave out of metrics and tables which entry they were taken from: its terms stand there."""
    if section not in ("facts", "metrics") or not isinstance(below, Mapping):
        return below
    entries = tuple(
        (name, replace(one, entries=tuple((k, v) for k, v in one if k.text != "catalogue")))
        if isinstance(one, Mapping) else (name, one)
        for name, one in below
    )  # fmt: skip
    return replace(below, entries=entries)


def terms_of(root: Mapping) -> Terms | None:
    """Return the terms of a document; None where the reader refuses it."""
    terms, problems = read_terms(root)
    refused = terms is None or any(problem.severity is Severity.ERROR for problem in problems)
    return None if refused else terms


def changes(part: Slice, seen: set[int]) -> Iterator[Change]:
    """Yield the document of a slice with each parameter that the slice is about changed, one at a time.

    What an alias repeats counts once: `seen` are the nodes looked at so far, in other slices too.
    """
    root = part.root
    names = (_names(root, "settings"), _names(root, "metrics"))
    return _Changer(parties=_names(root, "parties"), names=names, seen=seen).of(part)


def _names(root: Mapping, section: str) -> tuple[str, ...]:
    found = root.mapping(section)
    return found.names if found else ()


@dataclass(slots=True, kw_only=True)
class _Changer:
    """Walks a document; every part yields itself changed, and whoever holds it puts it back into a whole."""

    parties: tuple[str, ...]
    names: Groups
    seen: set[int]

    def of(self, part: Slice) -> Iterator[Change]:
        for n, (key, value) in enumerate(part.root.entries):
            before, after = part.root.entries[:n], part.root.entries[n + 1 :]
            if key.text == part.section and isinstance(value, Mapping):
                for says, made in self._of_mapping(value, key.text, part.entry):
                    yield Change(says=says, root=replace(part.root, entries=(*before, (key, made), *after)))
            elif not part.section and key.text not in (*SECTIONS, *SILENT):
                for says, made in self._of(value, key.text):
                    yield Change(says=says, root=replace(part.root, entries=(*before, (key, made), *after)))
                yield Change(says=f"{key.text} is left out", root=replace(part.root, entries=(*before, *after)))

    def _of(self, node: Node, path: str) -> Iterator[tuple[str, Node]]:
        if id(node) in self.seen:
            return
        self.seen.add(id(node))
        match node:
            case Scalar():
                for text in dict.fromkeys(self._others(node.text)):
                    if text != node.text:
                        yield f"{path}: {node.text} becomes {text}", replace(node, text=text)
            case Sequence():
                yield from self._of_sequence(node, path)
            case Mapping():
                yield from self._of_mapping(node, path)

    def _of_sequence(self, node: Sequence, path: str) -> Iterator[tuple[str, Node]]:
        items = node.items
        for n, item in enumerate(items):
            for says, made in self._of(item, f"{path}[{n}]"):
                yield says, replace(node, items=(*items[:n], made, *items[n + 1 :]))
            if len(items) > 1:
                yield f"{path}[{n}] is left out", replace(node, items=(*items[:n], *items[n + 1 :]))
        if len(items) > 1:
            yield f"{path} is turned round", replace(node, items=items[::-1])

    def _of_mapping(self, node: Mapping, path: str, only: str = "") -> Iterator[tuple[str, Node]]:
        for n, (key, value) in enumerate(node.entries):
            if key.text in SILENT or (only and key.text != only):
                continue
            where = f"{path}.{key.text}"
            before, after = node.entries[:n], node.entries[n + 1 :]
            for says, made in self._of(value, where):
                yield says, replace(node, entries=(*before, (key, made), *after))
            yield f"{where} is left out", replace(node, entries=(*before, *after))
            for text in _other_keys(key.text):
                yield (
                    f"{where} becomes {text}",
                    replace(node, entries=(*before, (replace(key, text=text), value), *after)),
                )

    def _others(self, text: str) -> Iterator[str]:
        found = [other for change in _CHANGES for other in change(text)]
        found += [*grouped(text, (self.parties,)), *other_formulas(text, self.names)]
        yield from found
        if not found and re.search("[a-zA-Z]", text):
            yield f"{text} zx"


def _other_keys(text: str) -> Iterator[str]:
    yield from grouped(text, KEYS, most=3)
    for change in (_date, _percent, _money, _number):
        yield from change(text)


# -- what a scalar could be instead -----------------------------------------------------------


def _date(text: str) -> Iterator[str]:
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        yield (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def _percent(text: str) -> Iterator[str]:
    if re.fullmatch(r"-?[0-9.]+%", text):
        number = Decimal(text[:-1])
        yield f"{number - 1}%" if number >= 100 else f"{number + 1}%"


def _money(text: str) -> Iterator[str]:
    if match := re.fullmatch(r"([A-Z]{3} -?)([0-9.]+)(k|m|bn|)", text):
        yield f"{match[1]}{Decimal(match[2]) + 1}{match[3]}"


def _number(text: str) -> Iterator[str]:
    if re.fullmatch(r"-?[0-9.]+", text):
        yield str(Decimal(text) + 1)


def _rounding(text: str) -> Iterator[str]:
    try:
        _, mode = lexical.rounding(text)
    except ValueError:
        return
    step = text.removesuffix(mode).rstrip()
    for other in WORDS[-1]:
        yield f"{step} {other}" if other != mode else step


def _deadline(text: str) -> Iterator[str]:
    try:
        deadline = lexical.deadline(text)
    except ValueError:
        return
    if deadline.kind in ("later", "earlier"):
        yield text.replace(deadline.kind, "earlier" if deadline.kind == "later" else "later", 1)
    if deadline.duration is None:
        return
    length, anchor = deadline.duration, f" {deadline.kind} {deadline.anchor}" if deadline.anchor else ""
    yield f"{Duration(length.count + 1, length.unit)}{anchor}"
    yield from (f"{Duration(length.count, unit)}{anchor}" for unit in grouped(length.unit, (UNITS,)))
    yield from (f"{length} {deadline.kind} {other}" for other in grouped(deadline.anchor, (ANCHORS,)))
    if anchor:
        yield str(length)
        yield f"{length} {'before' if deadline.kind == 'after' else 'after'} {deadline.anchor}"


def _word(text: str) -> Iterator[str]:
    yield from grouped(text, WORDS, most=2)


def _day_of_year(text: str) -> Iterator[str]:
    if match := re.fullmatch("([0-9]{1,2}) ([A-Z][a-z]+)", text):
        yield f"{int(match[1]) % 28 + 1} {match[2]}"


_CHANGES = (_date, _percent, _money, _number, _deadline, _rounding, _word, _day_of_year)
