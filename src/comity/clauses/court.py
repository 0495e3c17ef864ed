"""The court: everything a clause may look at, as things are known on one day.

It holds the tracks of all clauses, the settings that steps changed and the accounts, and answers the environments of
clauses. It decides nothing about what follows from a verdict; that is the business of clauses.life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.fold import passed
from comity.agreement.formula.functions import FUNCTIONS, TIME
from comity.agreement.formula.values import lookup
from comity.agreement.inline import inline_name
from comity.agreement.model import Agreement, Clause, DatedMap, KeyedMap, Term, Terms
from comity.clauses.aggregate import aggregated, over_rows
from comity.clauses.ahead import could_be_ahead
from comity.clauses.closing import Closing, Closure
from comity.clauses.env import ClauseEnv
from comity.clauses.known import Figures
from comity.clauses.model import VERDICT_NAMES
from comity.clauses.relief import ReliefClaim
from comity.clauses.scope import members_of_maps
from comity.clauses.settings import Timeline
from comity.clauses.spans import end_of, spans_of, start_of
from comity.clauses.track import Span, Track
from comity.kernel.figure import Scope, State, Unknown
from comity.kernel.period import Grain, Period

How = Callable[[ClauseEnv, str], Result]
"""How a name of a clause is resolved."""


class Court:
    """All clauses of an agreement, as things are known on the day `now`."""

    def __init__(
        self, agreement: Agreement, figures: Figures, as_of: date, *, other: Figures | None = None,
        excluded: Mapping[int, Figures] | None = None,
    ) -> None:  # fmt: skip
        self.agreement = agreement
        self.figures = figures
        self.as_of = as_of
        self.now = as_of
        self.settings = Timeline()
        self.paying: Paying = Paying()
        self._excluded = excluded or {}
        self.calendar = agreement.versions[-1][1].calendar
        self._starts: dict[int, date] = {}
        self._plans: dict[int, Mapping[str, How]] = {}
        self._own: dict[int, frozenset[Grain]] = {}
        self._local: dict[int, bool] = {}
        self._plain: dict[int, bool] = {}
        self._keyed: dict[int, frozenset[str]] = {}
        self.names = list(dict.fromkeys(name for _, terms in agreement.versions for name in terms.clauses))
        self.tracks = {name: self._tracks(name) for name in self.names}
        self.other: Court | None = None
        if other is not None:
            self.other = Court(agreement, other, as_of, excluded=excluded)
            self.other.settings = self.settings
            for name, tracks in self.tracks.items():
                for scope, track in tracks.items():
                    theirs = self.other.tracks[name].get(scope)
                    if theirs is not None:
                        theirs.share(track)

    # -- tracks -------------------------------------------------------------------------------

    def _tracks(self, name: str) -> dict[Scope, Track]:
        """Return the tracks of a clause, one a member."""
        spans = spans_of(self, name)
        clauses = {id(span.clause): span for span in spans}.values()
        if any(span.clause.table for span in clauses):
            return {
                scope: Track(self, name, scope, [span for span in spans if row_scope(span) == scope])
                for scope in dict.fromkeys(row_scope(span) for span in spans)
            }
        scopes = dict.fromkeys(scope for span in clauses for scope in self._scopes(span))
        return {scope: Track(self, name, scope, spans) for scope in sorted(scopes)}

    def _scopes(self, span: Span) -> Iterator[Scope]:
        """Yield the members that are ever judged under a clause."""
        clause, terms = span.clause, span.terms
        if not clause.per:
            yield ()
            return
        keyed = self.keyed(clause, terms)
        if keyed and len(clause.per) == 1:
            yield from (((clause.per[0], member),) for member in keyed)
            return
        for metric in self._metrics(clause, terms):
            for scope in self.figures.members(metric):
                members = dict(scope)
                yield tuple((column, members[column]) for column in clause.per)

    def keyed(self, clause: Clause, terms: Terms) -> frozenset[str]:
        """Return the members that keyed maps of a clause name."""
        if id(clause) not in self._keyed:
            self._keyed[id(clause)] = frozenset(members_of_maps(clause, terms))
        return self._keyed[id(clause)]

    @staticmethod
    def _metrics(clause: Clause, terms: Terms) -> list[str]:
        """Return the metrics a clause mentions that have its members."""
        from comity.clauses.needs import needs_of

        named = (
            need.removeprefix("metrics.") for need in sorted(needs_of(clause, terms)) if need.startswith("metrics.")
        )
        return [n for n in named if n in terms.metrics and set(terms.metrics[n].per) == set(clause.per)]

    def is_member(self, span: Span, scope: Scope) -> bool:
        """Tell whether a member is measured in a period: named by a keyed map, or by the facts of that period."""
        clause, terms = span.clause, span.terms
        keyed = self.keyed(clause, terms)
        if keyed and len(clause.per) == 1:
            return scope[0][1] in keyed
        members = dict(scope)
        cells = (
            self.figures.cell(metric, tuple((c, members[c]) for c in terms.metrics[metric].per), span.period.name)
            for metric in self._metrics(clause, terms)
        )
        return any(cell and cell[0][0] <= self.now for cell in cells)

    def twin(self, track: Track) -> Track | None:
        """Return the same track in this court."""
        return self.tracks[track.name].get(track.scope)

    def span_of(self, track: Track, period: Period) -> Span:
        """Return the clause and terms for a period that is not one of the clause's own: those of its first day."""
        terms = self.agreement.as_of(period.first)
        clause = terms.clauses.get(track.name)
        if clause is None:
            near = track.spans[0] if track.spans else None
            assert near is not None
            return near
        return Span(period, clause, terms)

    def start_of(self, clause: Clause) -> date:
        """Return the first day a clause applies."""
        if id(clause) not in self._starts:
            self._starts[id(clause)] = start_of(clause, self.agreement)
        return self._starts[id(clause)]

    def end_of(self, clause: Clause, terms: Terms) -> date | None:
        """Return the last day a clause applies, None if it has no end or the end is not known."""
        return end_of(clause, terms)

    # -- what formulas ask --------------------------------------------------------------------

    def plan(self, clause: Clause, terms: Terms) -> Mapping[str, How]:
        """Return how each name of a clause is resolved; found once, in the order in which names hide one another."""
        found = self._plans.get(id(clause))
        if found is None:
            found = self._plans[id(clause)] = _plan(clause, terms)
        return found

    def plain(self, clause: Clause, terms: Terms) -> bool:
        """Tell whether the text of a clause lets it be judged ahead of time."""
        if id(clause) not in self._plain:
            self._plain[id(clause)] = could_be_ahead(clause, terms)
        return self._plain[id(clause)]

    def is_own(self, node: tree.Node, clause: Clause, terms: Terms) -> bool:
        """Tell whether a formula runs over the clause's own periods: it mentions no figures of other periods."""
        grains = self._own.get(id(node))
        if grains is None:
            named = (terms.metrics[n.parts[0]] for n in tree.names(node) if n.parts[0] in terms.metrics)
            grains = self._own[id(node)] = frozenset(metric.every for metric in named)
        return not grains or grains == {clause.every}

    def is_local(self, node: tree.Node, clause: Clause) -> bool:
        """Tell whether a formula looks at one period only, seen through `let`."""
        if id(node) not in self._local:
            self._local[id(node)] = True
            parts = list(tree.walk(node))
            times = any(
                isinstance(p, tree.Call) and p.function in FUNCTIONS and FUNCTIONS[p.function].family == TIME
                for p in parts
            )
            lets = (clause.let[p.parts[0]].node for p in parts if isinstance(p, tree.Name) and p.parts[0] in clause.let)
            self._local[id(node)] = not times and all(self.is_local(one, clause) for one in lets)
        return self._local[id(node)]

    def setting(
        self, env: Env, name: str, arguments: tuple[tree.Node, ...], closed: Callable[[date], bool] | None = None
    ) -> Result:
        """Return a setting as steps have changed it, else as agreed.

        `closed` tells whether the period asked for was final before a day: what was known later leaves it alone.
        """
        term = env.terms.settings[name]
        if name not in env.terms.changeable:
            return lookup(term, env, name, arguments)
        members = members_read(term, env, arguments)
        if isinstance(members, Unknown):
            return members
        change = self.settings.at(name, members, env.day, closed)
        return change.value if change is not None else lookup(term, env, name, arguments)

    def close(self, closure: Closure) -> None:
        """Let figures be final from today on: what is restated later moves nothing."""
        for court in (self, self.other):
            if court is not None:
                if not isinstance(court.figures, Closing):
                    court.figures = Closing(court.figures)
                court.figures.close(closure)

    def without(self, claim: ReliefClaim) -> Figures:
        """Return the figures without the rows that a claim excludes."""
        return self._excluded.get(claim.key, self.figures)

    def paid(self, env: ClauseEnv, rule: str, word: str) -> Result:
        """Return what was paid for a period: `pay` before the caps, `paid` after; of one rule, or ("") of all."""
        return self.paying.paid(env, rule, word)

    def account(self, env: ClauseEnv, name: str, word: str) -> Result:
        """Return what an account shows for the period of an environment."""
        return self.paying.account(env, name, word)

    def aggregate(self, call: tree.Call, env: ClauseEnv) -> Result:
        """Aggregate over the members of another clause, or over those of a metric with more columns."""
        mentioned = [n.parts[0] for n in tree.names(call)]
        clause = next((name for name in mentioned if name in env.terms.clauses), None)
        if clause is not None:
            return self._over_clause(call, clause, env)
        own = env.terms.metrics.get(inline_name(call, env.clause))
        if own is not None:
            return env.figure(own)
        wider = [n for n in mentioned if n in env.terms.metrics and len(env.terms.metrics[n].per) > len(env.scope)]
        if wider:
            return self._over_members(call, wider[0], env)
        return self.paying.aggregate(call, env)

    def _over_clause(self, call: tree.Call, name: str, env: ClauseEnv) -> Result:
        rows = (
            partial(_column_of, ClauseEnv(track, track.spans[index].period, index, env.seen))
            for scope, track in self.tracks[name].items()
            if all(pair in scope for pair in env.scope)
            for index in periods_inside(track, env.period)
            if track.exists(index)
        )
        return over_rows(call, name, rows, env)

    def _over_members(self, call: tree.Call, metric: str, env: ClauseEnv) -> Result:
        values: list[Result] = []
        for scope in self.figures.scopes(metric, env.period.name):
            if not all(pair in scope for pair in env.scope):
                continue
            inner = _MemberEnv(env.track, env.period, env.index, env.seen)
            inner.scope = scope
            where = True if call.where is None else evaluate(call.where, inner)
            values += passed(where, partial(evaluate, call.arguments[0], inner))
        return aggregated(call.function, values)


class Paying:
    """What the court knows of payments: nothing, until clauses.life answers for it."""

    def paid(self, env: ClauseEnv, rule: str, word: str) -> Result:
        """Return what was paid for a period."""
        return Unknown(State.UNDETERMINED, f"{word} is not followed here")

    def account(self, env: ClauseEnv, name: str, word: str) -> Result:
        """Return what an account shows for a period."""
        return Unknown(State.UNDETERMINED, f"{name}.{word} is not followed here")

    def of_case(self, case: Any, word: str) -> Result:
        """Return what a case has paid so far."""
        return Unknown(State.UNDETERMINED, f"{word} is not followed here")

    def aggregate(self, call: tree.Call, env: ClauseEnv) -> Result:
        """Return an aggregate over steps."""
        return Unknown(State.UNDETERMINED, f"{call.function}() of a table belongs into a metric")


class _MemberEnv(ClauseEnv):
    """One member of a metric that has more columns than the clause."""

    __slots__ = ()

    def figure(self, metric: object) -> Result:
        """Return the figure of a metric for this member."""
        per = metric.per  # type: ignore[attr-defined]
        name = metric.name  # type: ignore[attr-defined]
        scope = tuple(pair for pair in self.scope if pair[0] in per)
        for day, figure in reversed(self.figures.cell(name, scope, self.period.name)):
            if day <= self.as_of:
                self.seen.add(figure.state, figure.known, figure.reason)
                return figure.value if figure.value is not None else Unknown(figure.state, figure.reason)
        return Unknown(State.NOT_DUE, f"{name} is not known for {self.period}")


def _column_of(env: ClauseEnv, column: str) -> Result:
    return str(env.period) if column == "period" else env.resolve(tree.Name(start=0, end=0, parts=(column,)))


def periods_inside(track: Track, period: Period) -> list[int]:
    """Return the periods of a track that belong to a period: the same one, or finer ones that end in it."""
    same = track.index.get(period.name)
    if same is not None:
        return [same]
    return list(range(track.first_touched(period.first), track.first_ending_after(period.last)))


def row_scope(span: Span) -> Scope:
    """Return the member that a row belongs to."""
    row = span.row.states[-1][1] if span.row is not None else {}
    return tuple((column, str(row.get(column))) for column in span.clause.per)


def members_read(term: Term, env: Env, arguments: tuple[tree.Node, ...]) -> tuple[str, ...] | Unknown:
    """Return the members by which a setting is read, outermost first; empty where it has no keyed map."""
    found: list[str] = []
    depth = 0
    while isinstance(term, (KeyedMap, DatedMap)):
        if isinstance(term, DatedMap):
            term = term.entries[-1][1]
            continue
        member = evaluate(arguments[depth], env) if depth < len(arguments) else None
        if isinstance(member, Unknown):
            return member
        if member is None:
            member = env.scope[depth][1] if depth < len(env.scope) else None
        if member is None:
            return tuple(found)
        found.append(str(member))
        term = next(iter(term.entries.values()))
        depth += 1
    return tuple(found)


def _plan(clause: Clause, terms: Terms) -> Mapping[str, How]:
    plan: dict[str, How] = {}
    for metric in terms.metrics.values():
        plan[metric.name] = partial(_figure, metric)
    for rule in clause.rules:
        plan[rule] = ClauseEnv.rule
    plan["status"] = ClauseEnv.status
    for word in ("pay", "paid"):
        plan[word] = _paid
    for word in VERDICT_NAMES:
        plan[word] = ClauseEnv.of_verdict
    for word in clause.let:
        plan[word] = ClauseEnv.let
    table = terms.facts.get(clause.table)
    columns = table.columns if table is not None else ("milestone", "due", "done", "days_late") if clause.table else ()
    for column in columns:
        plan[column] = ClauseEnv.column
    if clause.table:
        plan["day"] = _day
    # The scope, the day and the ends of the period are the same everywhere.
    for word in (*clause.per, "today", "period_start", "period_end"):
        plan.pop(word, None)
    return plan


def _figure(metric: object, env: ClauseEnv, word: str) -> Result:
    return env.figure(metric)  # type: ignore[arg-type]


def _paid(env: ClauseEnv, word: str) -> Result:
    return env.court.paid(env, "", word)


def _day(env: ClauseEnv, word: str) -> Result:
    return env.period.first
