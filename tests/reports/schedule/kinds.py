"""Kinds of changes: a change of one shows what a change of another of its kind would show.

A change is of two kinds: which key it is under, in which section and how it changes; and which words of the language in
a value become which others, wherever the value stands. What the parties call their own is one kind of word, numbers are
another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from comity.agreement.keys import SECTIONS as GRAMMAR
from tests.reports.schedule.changes import ANCHORS, WORDS
from tests.reports.schedule.other_formulas import BOUND, FUNCTIONS, OPERATORS, UNITS
from tests.reports.schedule.slices import SECTIONS

Kind = tuple[str, ...]
PATIENCE = 20
"""So many changes of a kind may be refused, or mean the same, until no other is tried; `make soak` tries all."""
KEYS = frozenset({*SECTIONS, *(key.name for section in GRAMMAR.values() for key in section.keys)})
SPOKEN = frozenset(
    word for group in (*WORDS, ANCHORS, UNITS, *FUNCTIONS, *OPERATORS, *BOUND) for one in group for word in one.split()
) | frozenset("after before later earlier where distinct not else".split())
_WORD = re.compile(r"[0-9][0-9.]*|[A-Za-z_][A-Za-z0-9_]*|[^\sA-Za-z0-9_]+")
_VALUE = re.compile("(.*?): (.*) becomes (.*)", re.DOTALL)
_KEY = re.compile("(.*) (is left out|is turned round|becomes .*)", re.DOTALL)
_LONGEST = 2


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which kinds of changes were accepted by the reader as another meaning, and how often others were tried."""

    shown: set[Kind] = field(default_factory=set)
    tried: Counter[Kind] = field(default_factory=Counter)

    def wanted(self, says: str) -> bool:
        """Tell whether a change is of a kind that was not shown yet; if so it counts as tried."""
        new = [kind for kind in kinds(says) if kind not in self.shown and self.tried[kind] < PATIENCE]
        self.tried.update(new)
        return bool(new)

    def show(self, says: str) -> None:
        """Note that a change was accepted and means something else."""
        self.shown.update(kinds(says))

    def keys(self) -> set[str]:
        """Return under which keys of the language something was changed."""
        return {word.removesuffix("[]") for kind in self.shown if kind[0] == "key" for word in kind[1:-1]}


class Each:
    """Every change is wanted, whichever was shown before."""

    def wanted(self, says: str) -> bool:
        return True

    def show(self, says: str) -> None:
        """Need not be noted."""


def kinds(says: str) -> tuple[Kind, ...]:
    """Return the kinds of a change that is told in words, as `changes` tells it."""
    if value := _VALUE.fullmatch(says):
        where, before, after = value.groups()
        return (_under(where, "value"), ("words", *_different(_WORD.findall(before), _WORD.findall(after))))
    key = _KEY.fullmatch(says)
    assert key is not None, says
    where, how = key.groups()
    other = how.removeprefix("becomes ")
    return (_under(where, how if other == how or other in KEYS else "becomes another"),)


def _under(where: str, how: str) -> Kind:
    """Return the section, the key above and the key; what stands there in the words of the parties is no key."""
    path = [name if name.removesuffix("[]") in KEYS else "…" for name in re.sub(r"\[\d+\]", "[]", where).split(".")]
    return ("key", path[0], path[-2] if len(path) > 2 else "", path[-1], how)


def _different(before: list[str], after: list[str]) -> Kind:
    """Return what differs between two texts, if it is short: what moved about is one kind."""
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    if max(len(before), len(after)) > _LONGEST:
        return ("moved",)
    return (*map(_plain, before), "becomes", *map(_plain, after))


def _plain(word: str) -> str:
    if word[0].isdigit():
        return "a number"
    return word if word in SPOKEN or not (word[0].isalpha() or word[0] == "_") else "a name"
