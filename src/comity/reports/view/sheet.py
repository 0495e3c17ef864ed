"""The standing as a sheet: all sections in words."""

from __future__ import annotations

from comity.kernel.words import and_list, capital, day
from comity.reports.sentences import agreed_sentence, lead_sentence, unseen_sentence
from comity.reports.view.accounts import accounts_view
from comity.reports.view.cases import cases_view
from comity.reports.view.clauses import clauses_view
from comity.reports.view.comparisons import comparisons_view
from comity.reports.view.conditions import line_text
from comity.reports.view.context import Context
from comity.reports.view.contrasts import contrasts_view
from comity.reports.view.differing import told_apart
from comity.reports.view.docket import case_link, docket_view, due_about, who_text
from comity.reports.view.judged import judged
from comity.reports.view.judgements import judgements_view
from comity.reports.view.lapsed import lapsed_view
from comity.reports.view.metrics import metric_id, metrics_view
from comity.reports.view.model import About, Chip, DecisionView, Digest, ProblemView, Sheet
from comity.reports.view.names import clause_id
from comity.reports.view.record import changes_view, refused_lately, refused_view
from comity.reports.view.reliefs import reliefs_view
from comity.reports.view.rests import rests_on
from comity.reports.view.scorecard import scorecard_view
from comity.reports.view.signed import unsigned_line
from comity.reports.view.surveys import surveys_view
from comity.reports.view.withheld import withheld_sentence
from comity.standing.due.deadlines import left_words
from comity.standing.model import Decision, Due, Standing
from comity.standing.words import party_name

_MARKED = ("clauses", "metrics", "facts", "surveys")
"""Parts of the agreement that a decision may be about."""
_MARKS = {
    "missed": "missed",
    "open": "open",
    "claimed": "excused",
    "disputed": "disputed",
    "overdue": "missing",
    "undetermined": "undetermined",
}


def view(standing: Standing) -> Sheet:
    """Return the sheet of a standing. Sections are made in reading order, so derivations count in it."""
    context = Context(standing)
    cases = cases_view(context)
    clauses = clauses_view(context)
    accounts, scorecard, metrics = accounts_view(context), scorecard_view(context), metrics_view(context)
    judgements = judgements_view(context)
    terms, today = standing.terms, standing.as_of
    return Sheet(
        parties=and_list([party.legal_name for party in terms.parties.values()]),
        title=terms.title,
        lead=_lead(standing),
        as_of=day(today),
        known_at=day(standing.known_at),
        as_of_iso=today.isoformat(),
        known_at_iso=standing.known_at.isoformat(),
        terms=Digest("terms", terms.digest),
        terms_since=_since(standing),
        decisions=tuple(_decision(told_apart(item, standing), context) for item in to_decide(standing)),
        no_decision=_no_decision(standing),
        clauses=clauses,
        cases=cases,
        reliefs=reliefs_view(context),
        accounts=accounts,
        agreed=agreed_sentence(standing),
        changes=changes_view(context),
        refused=refused_view(context),
        scorecard=scorecard,
        metrics=metrics,
        reporters=tuple(party_name(terms, name) for name in list(terms.parties)[:2]),
        judgements=judgements,
        surveys=surveys_view(context),
        contrasts=contrasts_view(context),
        comparisons=comparisons_view(context),
        docket=tuple(docket_view(context, standing.docket)),
        derivations=tuple(context.derivations),
        problems=tuple(ProblemView(p.code, str(p.place), p.why) for p in standing.problems),
        dagger=bool(terms.illustrative),
        rests=rests_on(standing),
        withheld=withheld_sentence(context),
        unseen=unseen_sentence(standing),
        lapsed=lapsed_view(context),
        noted=refused_lately(context),
        unsigned=unsigned_line(standing.terms, standing.signed),
    )


def to_decide(standing: Standing) -> tuple[Decision, ...]:
    """Return what somebody can still decide: all decisions but acts that count for nothing, on which nobody can."""
    return tuple(item for item in standing.decisions if item.kind != "refused")


def _lead(standing: Standing) -> str:
    said = lead_sentence(standing)
    return f"Of what is shown here: {said[:1].lower()}{said[1:]}" if standing.withheld else said


def _since(standing: Standing) -> str:
    """Say since when the terms in force hold, and by which amendment."""
    versions = [start for start, _ in standing.agreement.versions if start <= standing.as_of]
    if len(versions) < 2:
        return "agreement not amended"
    return f"as amended from {day(versions[-1])}"


def _decision(decision: Decision, context: Context) -> DecisionView:
    today = context.standing.as_of
    line = _line(decision, context)
    return DecisionView(
        chip=Chip(_MARKS.get(decision.kind, "undetermined"), capital(decision.kind)),
        when=day(decision.by, today, with_weekday=True) if decision.by is not None else "No date to decide by",
        left=left_words(line.left if line is not None else None, decision.by, today),
        overdue=decision.by is not None and decision.by < today,
        title=_said(decision.title, line, context),
        says=context.spoken(decision.says),
        who=who_text(decision.who, line.modal if line is not None else "must", context),
        if_nothing=_said(decision.if_nothing, line, context),
        link=_link(decision, context),
        dagger=any(context.illustrative(f"{kind}.{decision.subject}") for kind in _MARKED),
        about=_about(decision, line, context),
        yours=_is_readers(decision, context.standing),
    )


def _is_readers(decision: Decision, standing: Standing) -> bool:
    """Tell whether a reader who reads for some of the parties is among those who decide."""
    names = set(standing.reader)
    return bool(names & set(decision.who)) and not set(standing.terms.parties) <= names


def _about(decision: Decision, line: Due | None, context: Context) -> About:
    """Return the table, the clause or the metric that a decision is about."""
    if line is not None and due_about(line) != ("", ""):
        return due_about(line)
    of = (("clause", context.terms.clauses), ("metric", context.terms.metrics), ("table", context.terms.facts))
    return next(((kind, decision.subject) for kind, known in of if decision.subject in known), ("", ""))


def _said(text: str, line: Due | None, context: Context) -> str:
    return line_text(text, line, context) if line is not None else context.spoken(text)


def _line(decision: Decision, context: Context) -> Due | None:
    """Return the line of the docket that a decision rests on."""
    return next((due for due in context.standing.docket if due.key and due.key == decision.line), None)


def _link(decision: Decision, context: Context) -> str:
    """Return the id of what a decision is about: a case, a clause's row, a metric's card, a comparison, the docket."""
    standing = context.standing
    line = _line(decision, context)
    case = case_link(line, context) if line is not None else ""
    if case:
        return case
    if decision.subject in standing.verdicts:
        rows = judged([standing.verdicts[decision.subject]])
        own = [row for row in rows if row.scope == decision.scope] or rows
        return clause_id(own[0].clause, own[0].scope) if own else ""
    if decision.subject in standing.figures:
        return metric_id(decision.subject)
    if decision.line.startswith("survey/"):
        return f"survey-{decision.subject}"
    compared = any(c.table == decision.subject for c in standing.comparisons)
    return "compared" if compared and decision.kind == "disputed" else "docket"


def _no_decision(standing: Standing) -> str:
    if to_decide(standing):
        return ""
    ahead = [due.due for due in standing.docket if due.due is not None and due.due >= standing.as_of]
    if not ahead:
        return "Nothing to decide, and nothing is due in the time the docket covers."
    return f"Nothing to decide before {day(ahead[0], standing.as_of)}."
