"""Why something is due: the clause, its member and period, and the figure against the threshold."""

from __future__ import annotations

from comity.agreement.model import Clause, Terms
from comity.clauses.life.model import CaseRecord, Life
from comity.clauses.model import Outcome, Verdict
from comity.kernel.figure import Scope
from comity.kernel.numbers import format_value, places_for
from comity.kernel.words import named
from comity.standing.words import title_of


def place_words(terms: Terms, clause: str, scope: Scope, period: str) -> str:
    """Return where something happened: `Supply fill rate, north, 2026-03`."""
    return ", ".join(
        part for part in (title_of(terms, "clauses", clause), *(name for _, name in scope), period) if part
    )


def test_words(verdict: Verdict, clause: Clause) -> str:
    """Return a figure against its threshold, `93% against at least 95%`; what else is known without one."""
    if verdict.value is None or verdict.threshold is None:
        return _without_figure(verdict, clause)
    places = None
    if clause.round is not None:
        places = places_for((verdict.value, verdict.threshold), verdict.unit, clause.round.step)
    found, agreed = (format_value(value, verdict.unit, places) for value in (verdict.value, verdict.threshold))
    return f"{found} against {clause.relation} {agreed}"


def _without_figure(verdict: Verdict, clause: Clause) -> str:
    if verdict.outcome is Outcome.MISSED and clause.missed_if is not None:
        if clause.missed_if.text.strip() == "true":
            return "each entry counts as missed"
        return "the condition agreed as a miss holds"
    return verdict.reason or verdict.outcome.value.replace("_", " ")


def case_words(case: CaseRecord, life: Life, terms: Terms) -> str:
    """Return why a case was opened: where, the figure against the threshold, and the rule where it looks further."""
    where = place_words(terms, case.clause, case.scope, case.period.name)
    said = [where] if (test := _test_of(case, life, terms)) == "" else [f"{where}: {test}"]
    clause = terms.clauses.get(case.clause)
    rule = clause.rules.get(case.rule) if clause is not None else None
    if rule is not None and rule.when is not None and rule.when.text.strip() != "true":
        said.append(f"(rule {named(case.rule).lower()})")
    return " ".join(said)


def _test_of(case: CaseRecord, life: Life, terms: Terms) -> str:
    verdict = verdict_on(life, case.clause, case.scope, case.period.name)
    clause = terms.clauses.get(case.clause)
    if verdict is None or clause is None or not (clause.relation or clause.missed_if):
        return ""
    return test_words(verdict, clause)


def verdict_on(life: Life, clause: str, scope: Scope, period: str) -> Verdict | None:
    """Return the verdict on a period of a clause for one member, None where there is none."""
    same = (v for v in life.verdicts.get(clause, ()) if v.scope == scope and v.period.name == period)
    return next(same, None) or life.bare.get((clause, scope, period))
