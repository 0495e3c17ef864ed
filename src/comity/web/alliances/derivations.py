"""How one figure was made, or one verdict reached, down to the rows of the files: as `comity explain` says it.

There are too many to keep them with the other pages, so they are made when they are asked for. What they are made
from, the agreement, the facts and the fold of one alliance, is held for the next question, of few alliances at a time.
A derivation names facts and rows, so it is shown only to whom the agreement shows all that it rests on.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from comity.kernel.problem import Refused
from comity.opening.alliance import Opened, open_acts, open_agreement, open_facts
from comity.standing.sight import sights
from comity.standing.words import title_of
from comity.web.access import Access, of_alliance
from comity.web.alliances.folders import folder_of, source_of
from comity.web.alliances.models import Alliance
from comity.web.alliances.neighbours import neighbours
from comity.web.alliances.pages.derivation import KINDS, blocks
from comity.web.alliances.pieces import written
from comity.web.alliances.projections import projection
from comity.web.alliances.views import blocks_page, problems_page
from comity.web.day import today
from comity.web.held import Held
from comity.web.people.roles import READERS

if TYPE_CHECKING:
    from comity.agreement.acts import Act
    from comity.agreement.model import Agreement
    from comity.facts.model import Facts
    from comity.metrics.exhibits import Step
    from comity.standing.explain_desk import Desk

MOST_HELD = 2
"""Of how many alliances the basis of derivations is held by a process."""


@dataclass(slots=True)
class Basis:
    """What derivations of one alliance are made from, on one day: its facts, and the fold once a verdict is asked."""

    folder: Path
    day: date
    _opened: Opened | None = None
    measured: tuple[Agreement, Facts] | None = None
    desk: Desk | None = None
    _facts: Facts | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def opened(self) -> Opened:
        """The agreement, read when it is first asked for: nobody else waits for that. Raises Refused."""
        with self.lock:
            self._opened = self._opened or open_agreement(self.folder, known_at=self.day)
            return self._opened

    @property
    def facts(self) -> Facts:
        """The facts, read when they are first asked for. Raises Refused."""
        with self.lock:
            self._facts = self._facts or open_facts(self.opened, known_at=self.day)
            return self._facts

    def tables(self) -> Mapping[str, str]:
        """Return in which table the rows of each file are. Raises Refused."""
        files = {name: table.history.column("_file").unique().to_pylist() for name, table in self.facts.tables.items()}
        return {file: name for name, found in files.items() for file in found}

    def step(self, kind: str, name: str, period: str, member: str) -> Step | None:
        """Return how a figure or a verdict came about; None where there is no such one. Raises Refused."""
        with self.lock:  # one question at a time: neither the fold nor the database below it is for several
            return self._metric(name, period, member) if kind == "metric" else self._clause(name, period, member)

    def _metric(self, name: str, period: str, member: str) -> Step | None:
        from comity.adapters.duckdb import DuckDBDriver
        from comity.metrics.explain import explain
        from comity.standing.milestone_table import with_milestones

        if self.measured is None:
            self.measured = with_milestones(self.opened.agreement, self.facts, self._acts(), as_of=self.day)
        agreement, facts = self.measured
        found, _ = explain(
            agreement, facts, as_of=self.day, driver=DuckDBDriver(), metric=name, period=period, member=member
        )
        return found

    def _clause(self, name: str, period: str, member: str) -> Step | None:
        from comity.adapters.duckdb import DuckDBDriver
        from comity.standing.explain_clause import desk_of, explain_clause

        if self.desk is None:
            self.desk = desk_of(
                self.opened.agreement, self.facts, self._acts(), as_of=self.day,
                driver=DuckDBDriver(), earlier=lambda day: open_facts(self.opened, known_at=day),
            )  # fmt: skip
        found, _ = explain_clause(self.desk, name, period, member)
        return found

    def _acts(self) -> list[Act]:
        return [act for act in open_acts(self.opened) if act.on <= self.day]


_HELD: Held[Basis] = Held(MOST_HELD)


def basis_of(alliance: Alliance, day: date) -> Basis:
    """Return what derivations of an alliance are made from, as its files are now."""
    return _HELD.get(alliance.pk, (source_of(alliance), day), lambda: Basis(folder_of(alliance), day))


@require_GET
@of_alliance(READERS)
def figure(request: HttpRequest, access: Access, key: str, period: str) -> HttpResponse:
    """Show how the figure of a metric was made."""
    return _page(request, access, "metric", key, period)


@require_GET
@of_alliance(READERS)
def verdict(request: HttpRequest, access: Access, key: str, period: str) -> HttpResponse:
    """Show how the verdict on a clause was reached, and what followed from it."""
    return _page(request, access, "clause", key, period)


def _page(request: HttpRequest, access: Access, kind: str, name: str, period: str) -> HttpResponse:
    day, member = today(), request.GET.get("member", "")
    try:
        made = projection(access.alliance, access.reader)
        basis = basis_of(access.alliance, day)
        step = basis.step(kind, name, period, member) if _open(basis, access, kind, name) else None
    except Refused as refused:
        return problems_page(request, access, kind, refused)
    if step is None:
        raise Http404
    terms = basis.opened.agreement.as_of(day)
    about = (name, member, period)
    titled, shown = blocks(
        step, terms, kind=kind, about=about, day=day, folder=access.alliance.slug, tables=basis.tables()
    )  # fmt: skip
    beside = neighbours(made, access.alliance.slug, kind, about)
    above = [(title_of(terms, KINDS[kind], name), reverse(kind, kwargs={"slug": access.alliance.slug, "key": name}))]
    return blocks_page(request, access, kind, made, titled, written(shown, beside), crumbs=above)


def _open(basis: Basis, access: Access, kind: str, name: str) -> bool:
    """Tell whether a reader sees everything that a metric or a clause rests on, and there is such a one."""
    agreement = basis.opened.agreement
    known = {one for _, terms in agreement.versions for one in (terms.metrics if kind == "metric" else terms.clauses)}
    return name in known and name in sights(agreement, access.reader, basis.day).grounded
