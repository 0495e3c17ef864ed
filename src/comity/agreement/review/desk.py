"""The reviewer's desk: the terms under review, where everything stands in the document, and how a finding is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from comity.agreement.check_days import mappings
from comity.agreement.model import Step, Terms
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar
from comity.agreement.review.parts import first_steps
from comity.kernel.problem import Place, Problem, Related, Severity
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Terms under review with the document they were read from.

    `maps` are the maps of the document by the place where they begin, `named` those by the place of their key.
    """

    terms: Terms
    root: MapNode
    maps: Mapping[Place, MapNode] = field(default_factory=dict)
    named: Mapping[Place, MapNode] = field(default_factory=dict)
    rules: frozenset[Place] = frozenset()

    @property
    def reconstructed(self) -> bool:
        """Whether these are the known terms of others, with something added for illustration.

        Nobody drafted what such an agreement leaves out, so nobody can mend it.
        """
        return bool(self.terms.illustrative)

    def node(self, section: str, name: str) -> MapNode | None:
        """Return what stands under a section and a name, if it is a map."""
        below = self.root.mapping(section)
        return below.mapping(name) if below is not None else None

    def at(self, section: str, name: str, *keys: str) -> Place:
        """Return where the value of the first key that is written stands in an entry, else where the entry does."""
        below = self.root.mapping(section)
        entry = below.get(name) if below is not None else None
        for key in keys:
            found = entry.get(key) if isinstance(entry, MapNode) else None
            if found is not None:
                return found.place
        key_ = below.key(name) if below is not None else None
        return key_.place if key_ is not None else self.root.place

    def step(self, step: Step) -> MapNode | None:
        """Return the map in which a step is written."""
        return self.named.get(step.place) if step.place in self.rules else self.maps.get(step.place)

    def step_at(self, step: Step, *keys: str) -> Place:
        """Return where the value of the first key that is written stands in a step, else where the step does."""
        written = self.step(step)
        for key in keys:
            found = written.get(key) if written is not None else None
            if isinstance(found, Scalar):
                return found.place
        return step.place


def desk(terms: Terms, root: MapNode) -> Desk:
    """Return the desk for terms and the (merged) document they were read from."""
    maps: dict[Place, MapNode] = {}
    named: dict[Place, MapNode] = {}
    for below in mappings(root):
        maps[below.place] = below
        named.update({key.place: value for key, value in below if isinstance(value, MapNode)})
    return Desk(terms=terms, root=root, maps=maps, named=named,
                rules=frozenset(first.step.place for first in first_steps(terms) if first.rule))  # fmt: skip


def finding(code: str, at: Place | Node, why: str, hint: str, *related: Related) -> Problem:
    """Return a finding of the review: always a warning."""
    place = at if isinstance(at, Place) else at.place
    return Problem(code=code, place=place, why=why, hint=hint, related=related, severity=Severity.WARNING)
