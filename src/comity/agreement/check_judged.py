"""What a judged metric needs: levels and judges together, ratings that it reads, and judges who can report."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.judging import ROLE, judging_of
from comity.agreement.model import Metric, Terms
from comity.agreement.nodes import Mapping, shown
from comity.agreement.notes import Notes

_RATINGS = (
    "Ratings are a table such as {reported by: [fern, lark], every: quarter, key: [quarter, party, role, criterion], "
    "columns: {quarter: period, party: reporter, role: text, criterion: text, level: number, reason: text}}."
)


def check_judged(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note judged metrics that nobody could judge (CMY-248)."""
    for key, node in root.mapping("metrics") or ():
        metric = terms.metrics.get(key.text)
        if metric is None or not isinstance(node, Mapping):
            continue
        if node.get("levels") is not None and node.get("judged by") is None:
            why = f"{key.text} has levels, but nobody judges on them"
            notes.add("CMY-248", node.key("levels") or key, why, "Write judged by: {fern: alliance manager, …}.")
        elif node.get("judged by") is not None and node.get("levels") is None:
            why = f"{key.text} is judged, but no levels say what a judgement means"
            notes.add("CMY-248", node.key("judged by") or key, why, "Write `levels:`, from the lowest to the highest.")
        elif metric.is_judged:
            _ratings(metric, node, terms, notes)
        elif node.get("priced") is not None and node.get("levels") is None:
            why = f"{key.text} is not judged by people, so nothing is to be agreed about payments"
            notes.add("CMY-248", node.key("priced") or key, why, "Take `priced` out.")


def _ratings(metric: Metric, node: Mapping, terms: Terms, notes: Notes) -> None:
    judging = judging_of(metric, terms)
    if judging is None:
        if _told(metric, terms, notes):
            return
        why = f"{metric.name} is judged, but its formula aggregates no ratings: one column of levels in one table"
        notes.add("CMY-248", metric.formula.place, why, f"{_RATINGS} It has a column `{ROLE}` and one of reporters.")
        return
    table = terms.facts[judging.table]
    reporters = [reporter.party for reporter in table.reporters]
    for party, _ in node.mapping("judged by") or ():
        if party.text in terms.parties and party.text not in reporters:
            why = f"{shown(party.text)} judges {metric.name}, but does not report {judging.table}"
            notes.add("CMY-248", party, why, f"Add it to `reported by` of {judging.table}.")
        words = table.columns[judging.role].words
        for role in metric.judged_by.get(party.text, ()):
            if words and role not in words:
                why = f"{shown(role)} judges {metric.name}, but {judging.table}.{judging.role} does not allow that word"
                notes.add("CMY-248", party, why, f"Add it to the words of {judging.role}, or name one of them.")


def _told(metric: Metric, terms: Terms, notes: Notes) -> bool:
    """Say whether a table that the formula names is not there or could not be read: that is told already."""
    named = {name.parts[0] for name in tree.names(metric.formula.node) if len(name.parts) == 2}
    return bool(named & notes.broken or named - set(terms.facts))
