"""The clauses in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from comity.agreement.model import Clause, Formula, Unset, Word
from comity.clauses.model import Outcome, Verdict
from comity.kernel.figure import Exact, State
from comity.kernel.numbers import PERCENT, exact_places, format_difference, format_value, places_for
from comity.kernel.period import Grain
from comity.kernel.words import and_list, capital, day, decapital, period_name, plural
from comity.reports.view.conditions import line_text
from comity.reports.view.context import Context, tables_behind, unique_names
from comity.reports.view.docket import who_text
from comity.reports.view.judged import Judged, judged
from comity.reports.view.model import Chip, ClauseRow, ClausesView, DerivationView, Digest, Shown
from comity.reports.view.names import case_id, clause_id
from comity.reports.view.spoken_formulas import test_condition, threshold_words
from comity.standing.model import Due
from comity.standing.words import OUTCOME_ORDER, outcome_word, party_name, state_word

_RECENT = 12
_MOST_MEMBERS = 6


def clauses_view(context: Context) -> ClausesView:
    """Return the rows of all clauses."""
    every = judged(context.standing.verdicts.values())
    counts = Counter(item.latest.outcome for item in every)
    clauses = len({item.clause for item in every})
    counted = f"latest verdicts on {plural(clauses, 'clause')}, one for each member" if len(every) > clauses > 0 else ""
    return ClausesView(counts=_counted(counts), rows=tuple(_rows(every, context)), counted=counted)


def _counted(counts: Counter[Outcome]) -> tuple[Chip, ...]:
    """Return the verdicts given with how often, in the order of attention."""
    return tuple(Chip(o.value, f"{counts[o]} {outcome_word(o)}") for o in OUTCOME_ORDER if counts[o])


def _rows(every: Sequence[Judged], context: Context) -> Iterator[ClauseRow]:
    """Yield a row a member; of a clause with many, those that need attention most, and one for the others."""
    shown: Counter[str] = Counter()
    members = Counter(item.clause for item in every)
    for item in every:
        shown[item.clause] += 1
        if members[item.clause] <= _MOST_MEMBERS or shown[item.clause] < _MOST_MEMBERS:
            yield _row(item, context)
        elif shown[item.clause] == _MOST_MEMBERS:
            rest = [other for other in every if other.clause == item.clause][_MOST_MEMBERS - 1 :]
            yield _rest(item, rest, context)


def _rest(first: Judged, rest: Sequence[Judged], context: Context) -> ClauseRow:
    """Return one row for the members of a clause that have none of their own."""
    counts = Counter(item.latest.outcome for item in rest)
    return replace(
        _row(first, context),
        id=clause_id(first.clause, (("", "others"),)),
        state=None,
        title=f"{context.title('clauses', first.clause)}, {len(rest)} other members",
        figure=Shown(and_list([chip.word for chip in _counted(counts)])),
        figure_after="",
        has_value=True,
        margin="",
        strip=(),
        strip_label="",
        status="",
        cases=(),
    )


def _row(item: Judged, context: Context) -> ClauseRow:
    verdict, clause = item.latest, context.terms.clauses.get(item.clause)
    member = f", {verdict.member}" if item.scope else ""
    figure, after = _figure(verdict, clause, context)
    when, what, on = _next(item, clause, context)
    strip = _strip(item)
    return ClauseRow(
        id=clause_id(item.clause, item.scope),
        chip=Chip(verdict.outcome.value, capital(outcome_word(verdict.outcome))),
        state=state_chip(verdict),
        title=context.title("clauses", item.clause) + member,
        dagger=context.illustrative(f"clauses.{item.clause}"),
        owes=_owes(clause, context),
        figure=figure,
        figure_after=after,
        has_value=verdict.value is not None,
        period=period_text(verdict, context),
        preposition=_preposition(verdict),
        test=test_text(verdict, clause, context),
        margin=margin_text(verdict, clause, context),
        strong_margin=verdict.outcome is Outcome.MISSED,
        strip=tuple(Chip(v.outcome.value, f"{period_text(v, context)}: {outcome_word(v.outcome)}") for v in strip),
        strip_label=_strip_label(strip, context),
        next_when=when,
        next_what=what,
        status=_status(verdict, context),
        cases=_open_cases(item, context),
        name=item.clause,
        next_day=on.isoformat() if on is not None else "",
    )


def period_text(verdict: Verdict, context: Context) -> str:
    """Return a period as people write it; a row by its own name, such as that of a milestone."""
    is_row = verdict.period.grain is Grain.DAY and verdict.period.name != verdict.period.first.isoformat()
    return context.period(verdict.period.name) if is_row else period_name(verdict.period)


def _preposition(verdict: Verdict) -> str:
    if verdict.period.grain is not Grain.DAY:
        return "in"
    return "on" if verdict.period.name == verdict.period.first.isoformat() else "for"


def state_chip(verdict: Verdict) -> Chip | None:
    """Return the state of the figures below a verdict where that is to be said: provisional or disputed."""
    shown = verdict.state in (State.PROVISIONAL, State.DISPUTED) and verdict.outcome in (Outcome.MET, Outcome.MISSED)
    return Chip(verdict.state.value, capital(state_word(verdict.state))) if shown else None


def _owes(clause: Clause | None, context: Context) -> str:
    if clause is None:
        return ""
    by, to = party_name(context.terms, clause.owed_by), party_name(context.terms, clause.owed_to)
    if clause.owed_by == clause.owed_to or set(_split(clause.owed_by)) == set(_split(clause.owed_to)):
        return "Each owes the other"
    return f"{by} owes {to}"


def _split(parties: str) -> list[str]:
    return [part.strip() for part in parties.split(",")]


# -- the figure and its test ------------------------------------------------------------------


def verdict_places(clause: Clause | None, context: Context, unit: str) -> int:
    """Return the decimals of a clause's figures: its own rounding, else that of the metric it measures."""
    key = (id(clause), unit)  # it is asked for each verdict, and looks at all of them
    if key not in context.clause_places:
        context.clause_places[key] = _places(clause, context, unit)
    return context.clause_places[key]


def _places(clause: Clause | None, context: Context, unit: str) -> int:
    known = [v for v in context.standing.verdicts.get(clause.name, ()) if v.value is not None] if clause else []
    values = [v.value for v in known if v.value is not None]
    if clause is not None and clause.round is not None:
        return places_for(values, unit, clause.round.step)
    names = unique_names(clause.measure.node) if clause is not None and clause.measure is not None else []
    if len(names) == 1 and (places := context.places(names[0].parts[0])) is not None:
        return places
    return places_for(values, unit)


def _figure(verdict: Verdict, clause: Clause | None, context: Context) -> tuple[Shown, str]:
    """Return the measured value with its derivation, and the raw one behind it where relief changed it."""
    if verdict.value is None:
        return Shown(capital(context.spoken(verdict.reason)) or "No figure"), ""
    places = verdict_places(clause, context, verdict.unit)
    text = format_value(verdict.value, verdict.unit, places)
    number = _note(verdict, clause, text, context)
    if verdict.outcome is Outcome.EXCUSED and verdict.raw is not None and verdict.raw != verdict.value:
        return Shown(format_value(verdict.raw, verdict.unit, places), number), f", {text} adjusted"
    return Shown(text, number), ""


def _note(verdict: Verdict, clause: Clause | None, text: str, context: Context) -> int:
    """Return the derivation: that of the metric where the measure is one, else the clause's own."""
    if clause is None:
        return 0
    formula = clause.measure or clause.missed_if
    name = formula.text.strip() if formula is not None else ""
    figure = context.figure(name, verdict.scope, verdict.period) if name in context.terms.metrics else None
    if figure is not None and figure.value == verdict.value and figure.derivation is not None:
        return context.note_figure(figure)
    member = f", {verdict.member}" if verdict.scope else ""
    rounding = f"; rounded to {clause.round.text}" if clause.round is not None else ""
    return context.note(
        ("clause", verdict.clause, verdict.member, verdict.period.name),
        DerivationView(
            number=0,
            title=f"{context.title('clauses', verdict.clause)}{member}, {period_text(verdict, context)}",
            value=text,
            formula=(formula.text if formula is not None else "") + rounding,
            inputs=tuple(_inputs(verdict, clause, context)),
            digests=(Digest("terms", context.terms_of(verdict.period).digest),),
        ),
    )


def _inputs(verdict: Verdict, clause: Clause, context: Context) -> list[str]:
    formula = clause.measure or clause.missed_if
    names = unique_names(formula.node) if formula is not None else []
    figures = [context.figure(name.parts[0], verdict.scope, verdict.period) for name in names]
    return [
        f"{context.named(f)}: {context.value(f, f.value)}" for f in figures if f is not None and f.value is not None
    ]


def test_text(verdict: Verdict, clause: Clause | None, context: Context) -> str:
    """Return the test in words: `at least 20%`, `missed if the Complaints are more than 3`."""
    if clause is None:
        return ""
    if clause.missed_if is not None:
        return f"missed if {test_condition(clause, clause.missed_if, context)}"
    if verdict.threshold is not None:
        places = verdict_places(clause, context, verdict.unit)
        return f"{clause.relation} {_threshold(verdict.threshold, verdict.unit, places)}"
    if isinstance(clause.threshold, Formula):
        return f"{clause.relation} {threshold_words(clause, clause.threshold, context)}"
    if isinstance(clause.threshold, Word):
        return f"{clause.relation} {context.spoken(clause.threshold.text)}"
    if isinstance(clause.threshold, Unset):
        return f"{clause.relation} a level that is not yet agreed"
    return clause.relation


def _threshold(value: Exact, unit: str, places: int) -> str:
    """Return a threshold; a percentage with at least the decimals of the figure beside it."""
    if unit != PERCENT:
        return format_value(value, unit)
    return format_value(value, unit, max(places, exact_places(Fraction(value) * 100, 2)))


def margin_text(verdict: Verdict, clause: Clause | None, context: Context) -> str:
    """Return by how much a verdict was met or missed: `+0.3 points`, `not known`, an en dash where there is none."""
    if verdict.outcome is Outcome.NOT_DUE:
        return "\N{EN DASH}"
    if verdict.shortfall is None:
        plain = clause is not None and clause.missed_if is not None and verdict.outcome is not Outcome.UNDETERMINED
        return "\N{EN DASH}" if plain else "not known"
    places = verdict_places(clause, context, verdict.unit)
    return format_difference(-verdict.shortfall, verdict.unit, places)


# -- recent periods, next date ----------------------------------------------------------------


def _strip(item: Judged) -> Sequence[Verdict]:
    """Return the verdicts on recent periods up to the one that leads."""
    end = item.verdicts.index(item.latest) + 1
    begun = [v for v in item.verdicts[:end] if v.outcome is not Outcome.NOT_DUE or v is item.latest]
    return begun[-_RECENT:]


def _strip_label(strip: Sequence[Verdict], context: Context) -> str:
    spoken = ", ".join(f"{period_text(v, context)} {outcome_word(v.outcome)}" for v in strip)
    return f"{plural(len(strip), 'recent period')}, oldest first: {spoken}"


def _next(item: Judged, clause: Clause | None, context: Context) -> tuple[str, str, date | None]:
    """Return who acts next by when: an open step of a case, else the facts that the clause waits for; and the day."""
    own = [
        d for d in context.standing.docket if d.clause == item.clause and d.scope == item.scope and d.kind != "position"
    ]
    dated = [due for due in own if due.due is not None]
    if dated or own:
        return _step(min(dated, key=lambda due: due.due or date.max) if dated else own[0], context)
    formula = clause.measure or clause.missed_if if clause is not None else None
    tables = tables_behind(context.terms, formula.node) if formula is not None else set()
    for due in context.standing.docket:
        if due.kind == "facts" and due.table in tables and due.due is not None:
            when = "overdue" if due.state == "overdue" else day(due.due, context.standing.as_of)
            return when, f"{context.spoken(due.what)}, {party_name(context.terms, due.party)}", due.due
    return "none set", "", None


def _step(due: Due, context: Context) -> tuple[str, str, date | None]:
    """Return the day of a step and the act with who does it; `clock stopped` while a dispute lasts."""
    today = context.standing.as_of
    when = day(due.due, today) if due.due is not None else "clock stopped" if due.state == "tolled" else "no day agreed"
    if due.kind == "condition":
        return when, f"{due.step}, decided by figures", due.due
    who = f", {who_text(due.parties, due.modal, context)}" if due.parties else ""
    return when, f"{decapital(line_text(due.what, due, context))}{who}", due.due


def _open_cases(item: Judged, context: Context) -> tuple[str, ...]:
    """Return the ids of the cases of a clause and member whose life the sheet shows."""
    cases = [c for c in context.standing.life.cases if (c.clause, c.scope) == (item.clause, item.scope)]
    ids = [case_id(c.clause, c.scope, c.period.name, c.rule) for c in cases]
    return tuple(dict.fromkeys(one for one in ids if one in context.shown_cases))


def _status(verdict: Verdict, context: Context) -> str:
    """Return what was last declared for a period: `cured`, `reserved`."""
    declared = context.standing.life.statuses.get((verdict.clause, verdict.scope, verdict.period.name), ())
    return declared[-1] if declared else ""
