"""The court: everything a clause may look at, as things are known on one day.

It holds the tracks of all clauses, the settings that steps changed and the accounts, and answers the environments of
clauses. It decides nothing about what follows from a verdict; that is the business of clauses.life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.fold import passed
from comity.agreement.formula.values import lookup
from comity.agreement.inline import inline_name
from comity.agreement.model import Agreement, DatedMap, KeyedMap, Term
from comity.clauses.aggregate import aggregated, over_rows
from comity.clauses.closing import Closing, Closure
from comity.clauses.env import ClauseEnv
from comity.clauses.known import Figures
from comity.clauses.relief import ReliefClaim
from comity.clauses.settings import Timeline
from comity.clauses.spans import course_of
from comity.clauses.text import Text, Texts
from comity.clauses.track import Course, Span, Track
from comity.kernel.figure import Scope, State, Unknown
from comity.kernel.period import Period

ONE_DAY = timedelta(days=1)


class Court:
    """All clauses of an agreement, as things are known on the day `now`."""

    def __init__(
        self, agreement: Agreement, figures: Figures, as_of: date, *, other: Figures | None = None,
        excluded: Mapping[int, Figures] | None = None, texts: Texts | None = None,
    ) -> None:  # fmt: skip
        self.agreement = agreement
        self.figures = figures
        self.as_of = as_of
        self.now = as_of
        self.seen = as_of  # the last day whose figures count: during a day's acts and lapses still the day before
        self.settings = Timeline()
        self.paying: Paying = Paying()
        self._excluded = excluded or {}
        self.calendar = agreement.versions[-1][1].calendar
        self.texts = texts or Texts(agreement)
        self.names = list(dict.fromkeys(name for _, terms in agreement.versions for name in terms.clauses))
        self.tracks = {name: self._tracks(name) for name in self.names}
        self.other: Court | None = None
        if other is not None:
            self.other = Court(agreement, other, as_of, excluded=excluded, texts=self.texts)
            self.other.settings = self.settings
            for name, tracks in self.tracks.items():
                for scope, track in tracks.items():
                    theirs = self.other.tracks[name].get(scope)
                    if theirs is not None:
                        theirs.share(track)

    # -- tracks -------------------------------------------------------------------------------

    def _tracks(self, name: str) -> dict[Scope, Track]:
        """Return the tracks of a clause, one a member."""
        course = course_of(self, name)
        texts = (course.text,) if course.text is not None else {id(s.text): s.text for s in course.spans}.values()
        if any(text.clause.table for text in texts):
            return {
                scope: Track(self, name, scope, Course([s for s in course.spans if row_scope(s) == scope]))
                for scope in dict.fromkeys(row_scope(span) for span in course.spans)
            }
        scopes = dict.fromkeys(scope for text in texts for scope in self._scopes(text))
        return {scope: Track(self, name, scope, course) for scope in sorted(scopes)}

    def _scopes(self, text: Text) -> Iterator[Scope]:
        """Yield the members that are ever judged under a clause."""
        clause = text.clause
        if not clause.per:
            yield ()
            return
        if text.keyed and len(clause.per) == 1:
            yield from (((clause.per[0], member),) for member in text.keyed)
            return
        for metric in text.metrics:
            for scope in self.figures.members(metric):
                members = dict(scope)
                yield tuple((column, members[column]) for column in clause.per)

    def is_member(self, span: Span, scope: Scope) -> bool:
        """Tell whether a member is measured in a period: named by a keyed map, or by the facts of that period."""
        text = span.text
        if text.keyed and len(text.clause.per) == 1:
            return scope[0][1] in text.keyed
        members, metrics = dict(scope), text.terms.metrics
        cells = (
            self.figures.cell(metric, tuple((c, members[c]) for c in metrics[metric].per), span.period.name)
            for metric in text.metrics
        )
        return any(cell and cell[0][0] <= self.seen for cell in cells)

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
        return Span(period, self.texts.of(clause, terms))

    # -- what formulas ask --------------------------------------------------------------------

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

    def begin_day(self, day: date) -> None:
        """Go on to a day: its figures become effective only at its end, after its acts and what lapses (end_day)."""
        for court in (self, self.other):
            if court is not None:
                court.now, court.seen = day, day - ONE_DAY if day > date.min else day

    def end_day(self) -> None:
        """Let the figures of the day count."""
        for court in (self, self.other):
            if court is not None:
                court.seen = self.now

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
