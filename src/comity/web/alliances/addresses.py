"""Where the pages of an alliance are, as seen from one of them: relative, so that nothing here knows the alliance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from comity.reports.view.model import DerivationView
from comity.standing.model import Standing
from comity.standing.sight import EVERYONE, Reader, sights

OVERVIEW, BELOW, DEEP = "", "../", "../../"
"""From the overview, from a page below it, and from one below that, up to the overview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The addresses of the pages of what one reader sees.

    `up` leads to the overview. `open` are the names of metrics and clauses whose derivations the reader sees: what
    rests on something that they do not see whole shows its figures, and not how they were made. `derivations` are those
    of the sheet. `score` is the place of the scorecard's levels, on its own page; `own` the clause whose page it is.
    """

    up: str
    open: frozenset[str]
    metrics: frozenset[str]
    clauses: frozenset[str]
    tables: frozenset[str] = frozenset()
    derivations: Sequence[DerivationView] = ()
    score: str = ""
    own: str = ""

    def at(self, up: str, derivations: Sequence[DerivationView] = ()) -> Addresses:
        """Return the addresses as seen from another page, whose sheet has other derivations."""
        return replace(self, up=up, derivations=derivations)

    def metric(self, name: str) -> str:
        """Return the address of a metric; "" where it has no page."""
        return f"{self.up}metrics/{name}/" if name in self.metrics else ""

    def clause(self, name: str) -> str:
        """Return the address of a clause; "" where it has no page."""
        return f"{self.up}clauses/{name}/" if name in self.clauses and name != self.own else ""

    def table(self, name: str) -> str:
        """Return the address of a table of facts; "" where the reader does not see all of it."""
        return f"{self.up}facts/{name}/" if name in self.tables else ""

    def scorecard(self) -> str:
        """Return the address of the scorecard."""
        return self.score or f"{self.up}scorecard/"

    def verdict(self, about: tuple[str, str, str]) -> str:
        """Return the address of how a verdict was reached: of a clause, a member ("" for none) and a period."""
        return self._made("clauses", *about) if about[0] in self.clauses else ""

    def made(self, metric: str, member: str, period: str) -> str:
        """Return the address of how a figure was made; "" where that is not shown."""
        return self._made("metrics", metric, member, period) if metric in self.metrics else ""

    def figure(self, number: int) -> str:
        """Return the address of a derivation of the sheet: its page, or its place on the sheet where it has none."""
        kind, *about = self.derivations[number - 1].key
        found = ""
        if kind == "score":
            found = self.scorecard()
        elif kind == "figure":
            found = self.made(about[0], about[1], about[2])
        elif kind in ("clause", "payment"):
            found = self.verdict((about[0], about[1], about[2]))
        return found or f"#d{number}"

    def about(self, kind: str, name: str, id_: str = "") -> str:
        """Return where what a decision or a line of the docket is about is: its page, else its place on the overview.

        A case stands on the page of its clause.
        """
        if kind == "clause" and name == self.own:
            return f"#{id_}"
        of = {"table": self.table, "clause": self.clause, "metric": self.metric}.get(kind)
        page = of(name) if of is not None else f"{self.up}docket/" if id_ == "docket" else ""
        if page and id_.startswith("case-"):
            return f"{page}#{id_}"
        return page or (self.place(id_) if id_ else "")

    def place(self, id_: str) -> str:
        """Return the address of something by its id on the overview."""
        return f"{self.up}#{id_}"

    def _made(self, kind: str, name: str, member: str, period: str) -> str:
        if name not in self.open:
            return ""
        of_member = f"?{urlencode({'member': member})}" if member else ""
        return f"{self.up}{kind}/{name}/{quote(period)}/{of_member}"


def addresses(standing: Standing, derivations: Sequence[DerivationView] = (), up: str = OVERVIEW) -> Addresses:
    """Return the addresses of what a reader sees of a standing, as seen from a page."""
    metrics, clauses = frozenset(standing.figures), _clauses(standing)
    return Addresses(
        up=up, open=opened(standing, metrics | clauses), metrics=metrics, clauses=clauses,
        tables=opened(standing, frozenset(standing.terms.facts)), derivations=derivations,
    )  # fmt: skip


def _clauses(standing: Standing) -> frozenset[str]:
    """Return the clauses of which a reader sees anything."""
    if not standing.reader:
        return frozenset(standing.terms.clauses)
    found = sights(standing.agreement, _reader(standing), standing.as_of)
    return frozenset(name for name in standing.terms.clauses if name in found.of and not found.of[name].nothing)


def opened(standing: Standing, names: frozenset[str]) -> frozenset[str]:
    """Return those of some names whose derivations a reader sees: what rests on nothing but what they see whole."""
    if not standing.reader:
        return names
    return names & sights(standing.agreement, _reader(standing), standing.as_of).grounded


def _reader(standing: Standing) -> Reader:
    """Return for whom a standing was made visible."""
    return Reader(frozenset(standing.reader) - {EVERYONE})
